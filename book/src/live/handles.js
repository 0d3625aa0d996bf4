// What lies over the regions of a picture that a reader can point at, drag, draw or type in, by mouse, finger and keyboard.
// @ts-check

const { search } = new URL(import.meta.url);
/** @type {[Elements, Numbers]} */
const [{ clamp, element, message }, { readNumber }] =
  await Promise.all([import(`./elements.js${search}`), import(`./numbers.js${search}`)]);

/** Into so many steps a bar that can be drawn is divided. */
const STEPS = 20;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** @type {Record<string, number>} */
const ENDS = { Home: -1e3, End: 1e3 };

/** The row or the grid that a region is part of: one tab stop, and arrow keys within. @param {Region} region */
const group = ({ gesture, parameter }) => (gesture === "draw" || gesture === "type" ? `${gesture} ${parameter}` : undefined);

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
      this.#handles = regions.map((region, at) => (region.gesture === "type" ? this.#field(at) : this.#handle(region, at)));
      this.element.replaceChildren(...this.#handles);
      this.#stops.clear();
    }
    const { width, height } = this.#figure.facts;
    regions.forEach((region, at) => {
      const handle = this.#handles[at];
      const place = [region.x / width, region.y / height, region.width / width, region.height / height].map((part) => `${part * 100}%`).join(" ");
      if (handle.dataset.place !== place) {
        handle.dataset.place = place;
        [handle.style.left, handle.style.top, handle.style.width, handle.style.height] = place.split(" ");
      }
      this.#describe(handle, region);
    });
    this.#showStops();
  }

  #showStops() {
    this.#regions.forEach((region, at) => {
      const row = group(region);
      if (row && !this.#stops.has(row)) this.#stops.set(row, at);
      this.#handles[at].tabIndex = !row || this.#stops.get(row) === at ? 0 : -1;
    });
  }

  /** @param {HTMLElement} handle @param {Region} region */
  #describe(handle, region) {
    /** @type {(label: string, least: number, most: number, now: number) => void} */
    const slider = (label, least, most, now) => {
      const attributes = { "aria-label": label, "aria-valuemin": least, "aria-valuemax": most, "aria-valuenow": now };
      for (const [name, value] of Object.entries(attributes)) handle.setAttribute(name, String(value));
    };
    if (handle instanceof HTMLInputElement) {
      handle.setAttribute("aria-label", region.label);
      if (document.activeElement !== handle) handle.value = String(region.value);
      return;
    }
    if (region.gesture === "draw") return slider(region.label, region.bottom, region.top, region.value);
    const tracks = [region.across, region.down].flatMap((track) => (track ? [this.#figure.bounds(track.parameter)] : []));
    if (tracks.length === 1) return slider(`${region.label}: ${tracks[0].label}`, tracks[0].least, tracks[0].most, tracks[0].now);
    handle.setAttribute("aria-label", `${region.label}: the arrow keys change ${tracks.map(({ label, now }) => `${label} (${now})`).join(" and ")}`);
  }

  /** A field for one number of a list. @param {number} at */
  #field(at) {
    // Not of the type "number", which a wheel changes and which hides what it cannot read.
    const field = element("input", { type: "text", autocomplete: "off", spellcheck: "false", "data-gesture": "type", class: "live-handle" });
    const region = () => this.#regions[at];
    /** @returns {Setting} */
    const setting = () => this.#listed(region(), (list) => {
      list[region().index] = readNumber(field.value);
    });
    const back = () => {
      this.#figure.restore();
      field.value = String(region().value);
    };
    field.addEventListener("input", () => {
      try {
        this.#figure.preview([setting()]);
      } catch {
        this.#figure.restore();
      }
    });
    field.addEventListener("change", () => {
      if (field.value.trim() === "") return;
      try {
        this.#figure.set([setting()]);
      } catch (error) {
        this.#figure.restore();
        this.#figure.say(`${message(error)}. The ${region().label} is as it was: ${region().value}.`);
      }
    });
    field.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
      if (event.key === "Escape") {
        back();
        field.select();
      } else if (arrow && whole && this.#go(at, arrow)) event.preventDefault();
    });
    for (const event of ["focus", "click"]) field.addEventListener(event, () => field.select());
    field.addEventListener("focus", () => this.#stop(at));
    field.addEventListener("blur", back);
    return field;
  }

  /** @param {Region} first @param {number} at */
  #handle({ gesture, across, down }, at) {
    const flat = gesture === "draw" || !across || !down;
    const handle = element("div", { role: flat ? "slider" : "application", "data-gesture": gesture, class: "live-handle" });
    if (gesture === "draw" || !across) handle.setAttribute("aria-orientation", "vertical");
    const region = () => this.#regions[at];
    /** @type {Held | undefined} */
    let held;
    // After a click the place stays marked until the pointer leaves and comes again.
    let pinned = false;
    const cancel = () => {
      held = undefined;
      pinned = true;
      this.#figure.restore();
    };
    const value = (/** @type {Track | undefined} */ track) => (track ? this.#figure.bounds(track.parameter).now : 0);
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      const from = this.#at(event);
      held = { from, last: from, across: value(region().across), down: value(region().down) };
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      // A finger may be about to scroll the page.
      if (event.pointerType !== "touch") this.#follow(event, region(), held);
    });
    handle.addEventListener("pointermove", (event) => {
      if (held && event.isPrimary) this.#follow(event, region(), held);
      else if (gesture === "point" && event.pointerType === "mouse" && event.buttons === 0 && !pinned) this.#figure.preview(this.#pointed(this.#at(event), region()));
    });
    handle.addEventListener("pointerup", (event) => {
      if (!held || !event.isPrimary) return;
      this.#follow(event, region(), held);
      held = undefined;
      pinned = true;
      this.#figure.keep();
    });
    for (const end of ["pointercancel", "lostpointercapture"]) handle.addEventListener(end, () => held && cancel());
    handle.addEventListener("pointerleave", () => {
      pinned = false;
      if (!held) this.#figure.restore();
    });
    handle.addEventListener("focus", () => this.#stop(at));
    handle.addEventListener("keydown", (event) => {
      if (event.key === "Escape") cancel();
      else if (!event.altKey && !event.ctrlKey && !event.metaKey && this.#key(event.key, region(), at)) event.preventDefault();
    });
    return handle;
  }

  /** Makes a handle the tab stop of its group. @param {number} at */
  #stop(at) {
    const row = group(this.#regions[at]);
    if (row) this.#stops.set(row, at);
    this.#showStops();
  }

  /** Goes to the next handle of a group in a direction; returns whether there is one. @param {number} at @param {[number, number]} arrow */
  #go(at, [right, down]) {
    const here = this.#regions[at];
    const next = this.#regions
      .map((region, to) => {
        const [x, y] = [region.x - here.x, region.y - here.y];
        return { to, same: group(region) === group(here), along: x * right + y * down, aside: Math.abs(x * down) + Math.abs(y * right) };
      })
      .filter(({ same, along, aside }) => same && along > 0.5 && aside < 0.5)
      .sort((a, b) => a.along - b.along)[0];
    if (!next) return false;
    this.#handles[next.to].focus();
    return true;
  }

  /** Where a pointer is, in the units of the picture. @param {PointerEvent} event @returns {Point} */
  #at(event) {
    const box = this.element.getBoundingClientRect();
    const unit = this.#figure.facts.width / box.width;
    return { x: (event.clientX - box.left) * unit, y: (event.clientY - box.top) * unit };
  }

  /** Drags, points or draws with a pointer that is held down. @param {PointerEvent} event @param {Region} region @param {Held} held */
  #follow(event, region, held) {
    if (region.gesture === "draw") {
      // A browser reports the places between two pictures all at once.
      const passed = event.getCoalescedEvents?.() ?? [];
      const places = (passed.length > 0 ? passed : [event]).map((each) => this.#at(each));
      this.#figure.preview([this.#drawn([held.last, ...places], region)]);
      held.last = places[places.length - 1];
      return;
    }
    const { x, y } = this.#at(event);
    this.#figure.preview(region.gesture === "point" ? this.#pointed({ x, y }, region) : [
      ...this.#moved(region.across, held.across, x - held.from.x),
      ...this.#moved(region.down, held.down, y - held.from.y),
    ]);
  }

  /** @param {Track | undefined} track @param {number} from @param {number} way @returns {Setting[]} */
  #moved(track, from, way) {
    return track ? [this.#within(track.parameter, from + Math.round(way / track.unit))] : [];
  }

  /** What pointing at a place sets. @param {Point} place @param {Region} region @returns {Setting[]} */
  #pointed({ x, y }, region) {
    const cell = (/** @type {Track | undefined} */ track, /** @type {number} */ way) =>
      (track ? [this.#within(track.parameter, track.first + Math.floor(way / track.unit))] : []);
    return [...cell(region.across, x - region.x), ...cell(region.down, y - region.y)];
  }

  /** @param {string} parameter @param {number} value @returns {Setting} */
  #within(parameter, value) {
    const { least, most } = this.#figure.bounds(parameter);
    return [parameter, String(clamp(value, least, most))];
  }

  /** What drawing along a line sets: each bar that it passes takes its height there, however far apart the places are. @param {Point[]} places @param {Region} region */
  #drawn(places, region) {
    const bars = this.#regions.filter((other) => group(other) === group(region));
    return this.#listed(region, (list) => places.forEach((to, at) => {
      const draw = (/** @type {Region} */ bar, /** @type {number} */ y) => {
        list[bar.index] = step(bar, bar.top + ((bar.bottom - bar.top) * (y - bar.y)) / bar.height);
      };
      const from = places[at - 1] ?? to;
      for (const bar of bars) {
        const part = (bar.x + bar.width / 2 - from.x) / (to.x - from.x);
        if (part >= 0 && part <= 1) draw(bar, from.y + (to.y - from.y) * part);
      }
      draw(bars.find((bar) => to.x < bar.x + bar.width) ?? bars[bars.length - 1], to.y);
    }));
  }

  /** The list that a region has a number of, changed. @param {Region} region @param {(list: string[]) => void} change @returns {Setting} */
  #listed({ parameter }, change) {
    const list = this.#figure.control(parameter)?.value.split(",") ?? [];
    change(list);
    return [parameter, list.join(",")];
  }

  /** What a key does; returns whether it does anything. @param {string} key @param {Region} region @param {number} at */
  #key(key, region, at) {
    const arrow = ARROWS[key];
    const end = ENDS[key];
    if (!arrow && end === undefined) return false;
    const [right, down] = arrow ?? [end, 0];
    if (region.gesture === "draw") {
      if (arrow && right !== 0) return this.#go(at, arrow);
      const steps = arrow ? -down : end;
      this.#figure.set([this.#listed(region, (list) => {
        list[region.index] = step(region, region.value + (steps * (region.top - region.bottom)) / STEPS);
      })]);
      return true;
    }
    // A slider with one axis takes the keys of the other one too.
    const [across, along] = [region.across && (right || (region.down ? 0 : -down)), region.down && (down || (region.across ? 0 : -right))];
    const moved = (/** @type {Track | undefined} */ track, /** @type {number | undefined} */ by) =>
      (track && by ? [this.#within(track.parameter, this.#figure.bounds(track.parameter).now + by)] : []);
    this.#figure.set([...moved(region.across, across), ...moved(region.down, along)]);
    return true;
  }
}

/** The step of a bar that is nearest to a height. @param {Region} bar @param {number} height */
function step({ bottom, top }, height) {
  const size = (top - bottom) / STEPS;
  return String(Number((Math.round(clamp(height, bottom, top) / size) * size).toFixed(3)));
}
