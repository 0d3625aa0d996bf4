// The controls of a figure: a native one of each parameter, and a player of what can be gone through.
// @ts-check

const { search } = new URL(import.meta.url);
/** @type {[Elements, Numbers]} */
const [{ button, element, message, printed }, { readList }] =
  await Promise.all([import(`./elements.js${search}`), import(`./numbers.js${search}`)]);

/** Milliseconds for one step of a player, less than a figure waits before it announces; for all steps, if there are many; and at least for one. */
const STEP = 500;
const WHOLE = 30_000;
const SHORTEST = 50;

/** The one player of the page that is on. @type {Panel | undefined} */
let playing;

/** Names the button of a player. @param {HTMLElement} play @param {string} does */
function call(play, does) {
  play.textContent = does;
  play.setAttribute("aria-label", `${does}: ${play.dataset.what}`);
}

export class Panel {
  element = element("form", { class: "live-panel" });
  #figure;
  /** @type {Map<string, { field: HTMLSelectElement | HTMLInputElement, shown?: HTMLElement, value?: string }>} */ #fields = new Map();
  /** @type {HTMLElement | undefined} */ #player;
  /** @type {number | undefined} */ #timer;

  /** @param {LiveFigure} figure @param {string} id */
  constructor(figure, id) {
    this.#figure = figure;
    this.element.append(...figure.facts.controls.map((control) => this.#row(control, `${id}-${control.name}`)));
    this.element.addEventListener("submit", (event) => event.preventDefault());
    // A browser leaves what has the focus half in sight.
    this.element.addEventListener("focusin", ({ target }) => target instanceof Element && target.parentElement?.scrollIntoView({ block: "nearest", inline: "nearest" }));
  }

  /** Shows the present values. */
  show() {
    for (const control of this.#figure.facts.controls) this.#show(control);
  }

  /** Ends the player. */
  stop() {
    if (playing !== this) return;
    playing = undefined;
    clearInterval(this.#timer);
    if (this.#player) call(this.#player, "Play");
  }

  /** @param {Control} control @param {string} id */
  #row({ name, label, kind, options, plays }, id) {
    const row = element("div", { class: `live-row live-${kind}${plays ? " live-plays" : ""}` }, element("label", { for: id }, label));
    const field = kind === "range" ? element("input", { id, name, type: "range" })
      : kind === "numbers" ? element("input", { id, name, type: "text", autocomplete: "off", spellcheck: "false" })
      : element("select", { id, name });
    // The slider itself says its value.
    const shown = kind === "range" ? element("output", { for: id, "aria-live": "off" }) : undefined;
    this.#fields.set(name, { field, shown });
    row.append(...(shown ? [shown] : []), field);
    if (kind === "image") row.append(...this.#filePicker());
    if (plays) row.append(this.#steps(name, label));
    if (kind === "numbers" && field instanceof HTMLInputElement) {
      field.addEventListener("change", () => this.#takeList(field, label, options.map(Number)));
      field.addEventListener("keydown", ({ key }) => key === "Escape" && this.#accept(field));
    } else {
      // What a hand does to a slider without letting go is one step.
      let goesOn = false;
      field.addEventListener("input", () => {
        this.#figure.set([[name, field.value]], !goesOn);
        goesOn = true;
      });
      field.addEventListener("change", () => {
        goesOn = false;
      });
    }
    return row;
  }

  /** Takes what was typed; what cannot be taken stays in the field for another try. @param {HTMLInputElement} field @param {string} label @param {number[]} counts */
  #takeList(field, label, counts) {
    try {
      this.#figure.set([[field.name, readList(field.value, counts)]]);
      this.#accept(field);
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      this.#figure.say(`${label}: ${message(error)}. The figure is as it was.`);
    }
  }

  /** Shows the present value of a field in which anything may have been typed. @param {HTMLInputElement} field */
  #accept(field) {
    field.removeAttribute("aria-invalid");
    field.value = this.#figure.control(field.name)?.value ?? "";
  }

  #filePicker() {
    const input = element("input", { type: "file", accept: "image/*", hidden: "" });
    input.addEventListener("change", () => {
      if (input.files?.[0]) void this.#figure.read(input.files[0]);
      input.value = "";
    });
    const choose = () => {
      void import(`./own-picture.js${search}`).then(({ startWorker }) => startWorker());
      input.click();
    };
    return [button("Own picture…", choose, { title: "It stays on your machine." }), input];
  }

  /** @param {Control} control */
  #show(control) {
    const entry = this.#fields.get(control.name);
    if (!entry || entry.value === control.value && control.kind === "numbers") return;
    const { field, shown } = entry;
    entry.value = control.value;
    if (field instanceof HTMLSelectElement) {
      const options = this.#figure.options(control);
      const texts = options.map(([, text]) => text).join();
      if (field.dataset.options !== texts) field.replaceChildren(...options.map(([name, text]) => new Option(text, name)));
      field.dataset.options = texts;
    } else if (control.kind === "range") {
      field.min = String(control.min);
      field.max = String(control.max);
    } else field.removeAttribute("aria-invalid");
    if (field.value !== control.value) field.value = control.value;
    if (shown) shown.textContent = printed(control.value);
  }

  /** Buttons that go through the places of a control. @param {string} name @param {string} label */
  #steps(name, label) {
    const player = element("span", { class: "live-player" },
      button("‹", () => this.#step(name, -1), { "aria-label": `${label}: one step back` }),
      button("›", () => this.#step(name, 1), { "aria-label": `${label}: one step on` }));
    // Rows are gone through by the player of the columns.
    if (this.#grids().some(({ down }) => down?.parameter === name)) return player;
    const what = this.#tracks(name).length === 1 ? label : "row by row";
    const play = button("", () => this.#toggle(name, play), { class: "live-play", "data-what": what });
    call(play, "Play");
    player.children[0].after(play);
    return player;
  }

  /** The regions that stand for a row and a column of places. */
  #grids() {
    return this.#figure.facts.regions.filter(({ gesture, across, down }) =>
      gesture === "point" && [across, down].every((track) => track && this.#figure.control(track.parameter)?.plays));
  }

  /** A parameter, and the one that says which row its places are in, if they are in rows. @param {string} name */
  #tracks(name) {
    const rows = this.#grids().find(({ across }) => across?.parameter === name)?.down?.parameter;
    return rows === undefined ? [name] : [name, rows];
  }

  /** One place on or back, along the row and on to the next one; returns whether there was one. @param {string} name @param {number} by @param {boolean} [isStep] */
  #step(name, by, isStep) {
    /** @type {Setting[]} where each row begins, once one is passed */
    const begun = [];
    for (const track of this.#tracks(name)) {
      const { now, least, most } = this.#figure.bounds(track);
      const next = now + by;
      if (next >= least && next <= most) {
        this.#figure.set([...begun, [track, String(next)]], isStep);
        return true;
      }
      begun.push([track, String(by > 0 ? least : most)]);
    }
    return false;
  }

  /** @param {string} name @param {HTMLElement} play */
  #toggle(name, play) {
    if (playing === this) return this.stop();
    playing?.stop();
    playing = this;
    this.#player = play;
    call(play, "Pause");
    const tracks = this.#tracks(name);
    const bounds = tracks.map((track) => this.#figure.bounds(track));
    if (bounds.every(({ now, most }) => now >= most)) {
      this.#figure.set(tracks.map((track, at) => [track, String(bounds[at].least)]));
    }
    let first = true;
    const places = bounds.reduce((product, { least, most }) => product * (most - least + 1), 1);
    this.#timer = setInterval(() => {
      // All that is played is one step.
      if (!this.#figure.isConnected || !this.#step(name, 1, first)) this.stop();
      first = false;
    }, Math.min(STEP, Math.max(SHORTEST, WHOLE / places)));
  }
}
