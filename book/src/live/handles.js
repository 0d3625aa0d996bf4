// What lies over the regions of a picture, for mouse, finger and keyboard.
// @ts-check

const { search } = new URL(import.meta.url);
/** @type {[Elements, Numbers]} */
const [{ button, clamp, element, layOver, message }, { readNumber }] =
  await Promise.all([import(`./elements.js${search}`), import(`./numbers.js${search}`)]);

/** Into so many steps a bar that can be drawn is divided. */
const STEPS = 20;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** @type {Record<string, number>} */
const ENDS = { Home: -1e3, End: 1e3 };

/** The row or the grid that a region is part of: one tab stop, and arrow keys within. @param {Region} region */
const group = ({ gesture, parameter }) => (["draw", "type", "toggle"].includes(gesture) ? `${gesture} ${parameter}` : "");

/** The step of a bar that is nearest to a height. @param {Region} bar @param {number} height */
function step({ bottom, top }, height) {
  const size = (top - bottom) / STEPS;
  return String(Number((Math.round(clamp(height, bottom, top) / size) * size).toFixed(3)));
}

export class Handles {
  element = element("div", { class: "live-handles" });
  #figure;
  /** @type {HTMLElement[]} */ #handles = [];
  /** Which handle of each group is its tab stop. @type {Map<string, number>} */ #stops = new Map();

  /** @param {LiveFigure} figure */
  constructor(figure) {
    this.#figure = figure;
  }

  get #regions() {
    return this.#figure.facts.regions;
  }

  /** Lays a handle over each region. */
  show() {
    const regions = this.#regions;
    if (regions.map(({ gesture }) => gesture).join() !== this.#handles.map(({ dataset }) => dataset.gesture).join()) {
      this.#handles = regions.map((region, at) =>
        region.gesture === "type" ? this.#field(at) : region.gesture === "toggle" ? this.#toggle(at) : this.#handle(region, at));
      this.element.replaceChildren(...this.#handles);
      this.#stops.clear();
    }
    regions.forEach((region, at) => {
      const handle = this.#handles[at];
      layOver(handle, region, this.#figure.facts);
      for (const [name, value] of Object.entries(this.#describe(region))) handle.setAttribute(name, String(value));
      if (handle instanceof HTMLInputElement && document.activeElement !== handle) handle.value = String(region.value);
    });
    this.#showStops();
  }

  /** Shows in each field what the figure has. */
  accept() {
    for (const [at, handle] of this.#handles.entries()) {
      if (handle instanceof HTMLInputElement) handle.value = String(this.#regions[at].value);
    }
  }

  /** What assistive technology is told of a region. @param {Region} region */
  #describe({ label, gesture, across, down, bottom, top, value }) {
    const slider = (/** @type {string} */ label, least = bottom, most = top, now = value) =>
      ({ "aria-label": label, "aria-valuemin": least, "aria-valuemax": most, "aria-valuenow": now });
    if (gesture === "type") return { "aria-label": label };
    if (gesture === "toggle") return { "aria-label": label, "aria-pressed": value !== 0 };
    if (gesture === "draw") return slider(label);
    const [one, other] = [across, down].flatMap((track) => (track ? [this.#figure.bounds(track.parameter)] : []));
    if (!other) return slider(`${label}: ${one.label}`, one.least, one.most, one.now);
    return { "aria-label": `${label}: the arrow keys change ${one.label} (${one.now}) and ${other.label} (${other.now})` };
  }

  #showStops() {
    this.#regions.forEach((region, at) => {
      const row = group(region);
      if (row && !this.#stops.has(row)) this.#stops.set(row, at);
      this.#handles[at].tabIndex = !row || this.#stops.get(row) === at ? 0 : -1;
    });
  }

  /** Makes a handle the tab stop of its group when it has the focus. @param {HTMLElement} handle @param {number} at */
  #stopAt(handle, at) {
    handle.addEventListener("focus", () => {
      this.#stops.set(group(this.#regions[at]), at);
      this.#showStops();
    });
  }

  /** Goes to the next handle of a group in a direction; returns whether there is one. @param {number} at @param {[number, number]} arrow */
  #go(at, [right, down]) {
    const here = this.#regions[at];
    const next = this.#regions
      .map((region, to) => {
        const [x, y] = [region.x - here.x, region.y - here.y];
        return { to, same: group(region) === group(here), along: x * right + y * down, aside: Math.abs(x * down + y * right) };
      })
      .filter(({ same, along, aside }) => same && along > 0.5 && aside < 0.5)
      .sort((a, b) => a.along - b.along)[0];
    if (next) this.#handles[next.to].focus();
    return next !== undefined;
  }

  /** The list that a region has a number of, changed. @param {Region} region @param {(list: string[]) => void} change @returns {Setting} */
  #listed({ parameter }, change) {
    const list = this.#figure.control(parameter)?.value.split(",") ?? [];
    change(list);
    return [parameter, list.join(",")];
  }

  /** A field for one number of a list. @param {number} at */
  #field(at) {
    // Not of the type "number", which a wheel changes and which hides what it cannot read.
    const field = element("input", { type: "text", autocomplete: "off", spellcheck: "false", "data-gesture": "type", class: "live-handle" });
    const figure = this.#figure;
    const region = () => this.#regions[at];
    const setting = () => this.#listed(region(), (list) => {
      list[region().index] = readNumber(field.value);
    });
    const back = () => {
      figure.restore();
      field.value = String(region().value);
    };
    field.addEventListener("input", () => {
      try {
        figure.preview([setting()]);
      } catch {
        figure.restore();
      }
    });
    field.addEventListener("change", () => {
      if (field.value.trim() === "") return;
      try {
        figure.set([setting()]);
      } catch (error) {
        figure.restore();
        figure.say(`${message(error)}. The ${region().label} is as it was: ${region().value}.`);
      }
    });
    field.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
      if (arrow && whole && this.#go(at, arrow)) event.preventDefault();
      if (event.key !== "Escape") return;
      back();
      field.select();
    });
    for (const event of ["focus", "click"]) field.addEventListener(event, () => field.select());
    field.addEventListener("blur", back);
    this.#stopAt(field, at);
    return field;
  }

  /** A button for one number of a list, which is 0 or not. @param {number} at */
  #toggle(at) {
    const region = () => this.#regions[at];
    const toggle = button("", () => this.#figure.set([this.#listed(region(), (list) => {
      list[region().index] = region().value === 0 ? "1" : "0";
    })]), { "data-gesture": "toggle", class: "live-handle" });
    toggle.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      // On a circle none is beside another.
      const row = this.#handles.filter((_, to) => group(this.#regions[to]) === group(region()));
      row.at((row.indexOf(toggle) + arrow[0] + arrow[1]) % row.length)?.focus();
    });
    this.#stopAt(toggle, at);
    return toggle;
  }

  /** What can be dragged, pointed at or drawn. @param {Region} first @param {number} at */
  #handle({ gesture, across, down }, at) {
    const figure = this.#figure;
    const draws = gesture === "draw";
    const role = draws || !across || !down ? "slider" : "application";
    const handle = element("div", { role, "data-gesture": gesture, class: "live-handle", ...((draws || !across) && { "aria-orientation": "vertical" }) });
    const region = () => this.#regions[at];
    /** Where the pointer went down and was last, and the values then. @type {{ from: Point, last: Point, begun: Point } | undefined} */
    let held;
    // After a click the place stays marked until the pointer leaves and comes again.
    let pinned = false;

    /** Where a pointer is, in the units of the picture. @param {PointerEvent} event @returns {Point} */
    const place = ({ clientX, clientY }) => {
      const { left, top, width } = this.element.getBoundingClientRect();
      const unit = figure.facts.width / width;
      return { x: (clientX - left) * unit, y: (clientY - top) * unit };
    };
    /** A setting of a track, if there is one, within its bounds. @param {Track | undefined} track @param {(track: Track, now: number) => number} change @returns {Setting[]} */
    const along = (track, change) => {
      if (!track) return [];
      const { now, least, most } = figure.bounds(track.parameter);
      return [[track.parameter, String(clamp(change(track, now), least, most))]];
    };
    /** Previews what a value of each track gives. @param {(track: Track, axis: "x" | "y") => number} value */
    const move = (value) => figure.preview([
      ...along(region().across, (track) => value(track, "x")),
      ...along(region().down, (track) => value(track, "y"))]);

    const point = (/** @type {Point} */ to) =>
      move(({ first, unit }, axis) => first + Math.floor((to[axis] - region()[axis]) / unit));

    const drag = (/** @type {Point} */ to, /** @type {NonNullable<typeof held>} */ { from, begun }) =>
      move(({ unit }, axis) => begun[axis] + Math.round((to[axis] - from[axis]) / unit));

    /** Draws a line: each bar that it passes takes its height there, however far apart the places are. @param {Point[]} places */
    const draw = (places) => {
      const bars = this.#regions.filter((other) => group(other) === group(region()));
      figure.preview([this.#listed(region(), (list) => places.forEach((to, at) => {
        const from = places[at - 1] ?? to;
        const raise = (/** @type {Region} */ bar, /** @type {number} */ y) => {
          list[bar.index] = step(bar, bar.top + ((bar.bottom - bar.top) * (y - bar.y)) / bar.height);
        };
        for (const bar of bars) {
          const part = (bar.x + bar.width / 2 - from.x) / (to.x - from.x);
          if (part >= 0 && part <= 1) raise(bar, from.y + (to.y - from.y) * part);
        }
        raise(bars.find((bar) => to.x < bar.x + bar.width) ?? bars[bars.length - 1], to.y);
      }))]);
    };

    const follow = (/** @type {PointerEvent} */ event) => {
      if (!held) return;
      if (!draws) return gesture === "point" ? point(place(event)) : drag(place(event), held);
      // A browser reports the places between two pictures all at once.
      const passed = event.getCoalescedEvents?.() ?? [];
      const places = (passed.length > 0 ? passed : [event]).map(place);
      draw([held.last, ...places]);
      held.last = places[places.length - 1];
    };
    const cancel = () => {
      held = undefined;
      pinned = true;
      figure.restore();
    };

    /** What a key does; returns whether it does anything. @param {string} key */
    const press = (key) => {
      const arrow = ARROWS[key];
      if (!arrow && !ENDS[key]) return false;
      const [right, below] = arrow ?? [ENDS[key], 0];
      const { across, down, index, value, top, bottom } = region();
      if (draws && arrow && right !== 0) return this.#go(at, arrow);
      if (draws) {
        figure.set([this.#listed(region(), (list) => {
          list[index] = step(region(), value + ((right - below) * (top - bottom)) / STEPS);
        })]);
        return true;
      }
      // A slider with one axis takes the keys of the other one too.
      figure.set([
        ...along(across, (_, now) => now + (right || (down ? 0 : -below))),
        ...along(down, (_, now) => now + (below || (across ? 0 : -right)))]);
      return true;
    };

    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      const from = place(event);
      const [x, y] = [region().across, region().down].map((track) => (track ? figure.bounds(track.parameter).now : 0));
      held = { from, last: from, begun: { x, y } };
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      // A finger may be about to scroll the page.
      if (event.pointerType !== "touch") follow(event);
    });
    handle.addEventListener("pointermove", (event) => {
      if (!event.isPrimary) return;
      follow(event);
      if (gesture === "point" && !held && !pinned && event.pointerType === "mouse" && event.buttons === 0) point(place(event));
    });
    handle.addEventListener("pointerup", (event) => {
      if (!held || !event.isPrimary) return;
      follow(event);
      held = undefined;
      pinned = true;
      figure.keep();
    });
    for (const end of ["pointercancel", "lostpointercapture"]) handle.addEventListener(end, () => held && cancel());
    handle.addEventListener("pointerleave", () => {
      pinned = false;
      if (!held) figure.restore();
    });
    handle.addEventListener("keydown", (event) => {
      if (event.key === "Escape") cancel();
      else if (!event.altKey && !event.ctrlKey && !event.metaKey && press(event.key)) event.preventDefault();
    });
    this.#stopAt(handle, at);
    return handle;
  }
}
