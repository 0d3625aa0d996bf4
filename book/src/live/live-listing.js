// A listing that the reader runs in the page: whether what it prints is what the book printed.
// @ts-check

const here = new URL(import.meta.url);
/** @type {Elements} */
const { button, clamp, element } = await import(`./elements.js${here.search}`);
/** @type {PrintedLines} */
const { difference, nodes } = await import(`./printed-lines.js${here.search}`);
document.head.append(element("link", { rel: "stylesheet", href: new URL(`live-listing.css${here.search}`, here).href }));

const BACK = "Back to the book’s numbers";
/** A program that runs longer is ended, in milliseconds. */
const LONGEST = 10_000;
/** A run that lasts longer is ended when a number changes again. */
const PATIENCE = 200;
/** How far a pointer moves for one step, in pixels. */
const STEP = 8;

/** The modules that were fetched, compiled, by name. @type {Map<string, WebAssembly.Module>} */
const modules = new Map();
/** A worker that has nothing to do: starting one takes longer than most programs. @type {Worker | undefined} */
let idle;

/** @type {WeakMap<HTMLElement, Running>} */
const known = new WeakMap();

/** Takes over a listing, and runs it if its button was pressed or a number changed. @param {HTMLElement} listing @param {boolean} pressed */
export function begin(listing, pressed) {
  const first = !known.has(listing);
  const running = known.get(listing) ?? new Running(listing);
  known.set(listing, running);
  if (first && (pressed || running.changed)) running.start();
}

class Running {
  /** @type {string} */ #name;
  /** @type {string} */ #module;
  #experiment;
  #samp;
  #shown;
  /** @type {HTMLInputElement[]} */ #fields;
  /** @type {Worker | undefined} */ #worker;
  /** @type {number | undefined} */ #timer;
  #started = 0;
  /** Whether a number changed since the run began. */ #stale = false;
  /** @type {string[]} */ #lines = [];
  #button = button("", () => (this.#worker ? this.#stop() : this.start()));
  #back = button(BACK, () => this.#reset());
  #progress = element("progress", { "aria-label": "How far the training is", value: "0" });
  #count = element("span");
  #status;

  /** @param {HTMLElement} listing */
  constructor(listing) {
    [this.#name, this.#module] = [listing.getAttribute("name") ?? "", listing.dataset.module ?? ""];
    this.#experiment = this.#module === "experiments";
    this.#samp = /** @type {HTMLElement} */ (listing.querySelector("samp"));
    this.#shown = [...this.#samp.childNodes];
    this.#fields = [...listing.querySelectorAll("input")];
    this.#fields.forEach((field) => this.#connect(field));
    const place = listing.querySelector(".live-run");
    this.#status = place?.querySelector("[role=status]") ?? element("span", { role: "status" });
    const focused = place?.contains(document.activeElement);
    place?.querySelector("button")?.replaceWith(this.#button, " ", this.#progress, this.#back);
    this.#status.after(" ", this.#count);
    this.#ready();
    if (focused) this.#button.focus();
  }

  get #book() {
    return this.#shown.map((node) => node.textContent).join("").split("\n");
  }

  get changed() {
    return this.#fields.some((field) => field.value !== field.defaultValue);
  }

  start() {
    const wrong = this.#fields.map(problem).find((text) => text !== "");
    if (wrong !== undefined) {
      this.#status.textContent = wrong;
      this.#back.hidden = false;
      return;
    }
    const began = this.#experiment ? "Training." : "Running.";
    [this.#started, this.#lines, this.#stale] = [performance.now(), [], false];
    [this.#worker, idle] = [idle ?? new Worker(new URL(`listing-worker.js${here.search}`, here), { type: "module" }), undefined];
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = () => this.#end("What runs it could not be loaded.", true);
    /** @type {Job} */
    const job = { name: this.#name, from: this.#module, module: modules.get(this.#module),
      numbers: this.#fields.map((field) => (field.value === field.defaultValue ? undefined : field.valueAsNumber)) };
    this.#worker.postMessage(job);
    if (this.#experiment) this.#busy(began);
    else this.#timer = setTimeout(() => this.#long(began), PATIENCE);
  }

  /** @param {string} began */
  #long(began) {
    this.#busy(began);
    this.#timer = setTimeout(() => this.#end(`Stopped: it did not end within ${LONGEST / 1000} seconds.`, true), LONGEST - PATIENCE);
  }

  /** @param {string} began */
  #busy(began) {
    this.#progress.hidden = !this.#experiment;
    this.#progress.value = 0;
    this.#status.textContent = began;
    this.#button.textContent = "Stop";
  }

  /** @param {Said} said */
  #hear({ module, line, done, total, error, ended, reason }) {
    if (module) modules.set(this.#module, module);
    if (line !== undefined) {
      this.#lines.push(...line.split("\n"));
      if (this.#experiment) this.#count.textContent = this.#agreement();
    }
    if (done !== undefined && total) this.#progress.value = done / total;
    if (error !== undefined) this.#end(`It did not run: ${error}.`, true);
    else if (ended !== undefined) this.#result(ended, reason);
  }

  /** How far the lines are those of the book. */
  #agreement() {
    const [count, book] = [this.#lines.length, this.#book];
    const other = this.#lines.findIndex((line, at) => line !== book[at]);
    return other < 0 ? `${count} of ${book.length} lines, all as in the book.`
      : `Line ${other + 1} is “${this.#lines[other]}” here and “${book[other] ?? "nothing"}” in the book.`;
  }

  /** @param {number} time in milliseconds @param {string | undefined} reason why it failed */
  #result(time, reason) {
    const { rows, others } = difference(this.#lines, this.#book, reason !== undefined);
    this.#samp.replaceChildren(...(others > 0 ? nodes(rows, this.#shown) : this.#shown));
    this.#samp.parentElement?.classList.toggle("with-yours", others > 0);
    const done = this.#experiment ? `Trained in ${Math.round(time / 1000)} s` : `Ran in ${Math.max(1, Math.round(time))} ms`;
    const count = this.#book.length;
    if (reason !== undefined) this.#end(`It failed: ${reason}`);
    else if (others === 0) this.#end(`${done}: all ${count} lines are those of the book, to the last digit.`);
    else if (this.#experiment) this.#end(`${done}. ${this.#agreement()}`);
    else this.#end(`${done}: ${others} of ${Math.max(count, this.#lines.length)} lines differ from the book’s, and are marked “yours”.`);
    if (this.#stale) this.start();
  }

  #stop() {
    this.#end(`Stopped. ${this.#agreement()}`, true);
  }

  /** @param {string} text @param {boolean} [stopped] whether what ran is to be ended */
  #end(text, stopped) {
    clearTimeout(this.#timer);
    if (stopped || idle) this.#worker?.terminate();
    else idle = this.#worker;
    this.#worker = undefined;
    this.#ready();
    this.#status.textContent = text;
  }

  #ready() {
    this.#progress.hidden = true;
    this.#count.textContent = "";
    this.#button.textContent = this.#experiment ? "Train it here" : "Run";
    this.#back.hidden = !this.changed && this.#samp.firstChild === this.#shown[0];
  }

  #reset() {
    if (this.#worker) this.#end("", true);
    for (const field of this.#fields) {
      field.value = field.defaultValue;
      mirror(field);
    }
    this.#samp.replaceChildren(...this.#shown);
    this.#samp.parentElement?.classList.remove("with-yours");
    this.#status.textContent = "As in the book.";
    this.#button.focus();
    this.#ready();
  }

  /** @param {HTMLInputElement} field */
  #connect(field) {
    field.addEventListener("input", () => this.#change(field));
    field.addEventListener("keydown", (event) => event.key === "Enter" && !this.#worker && this.start());
    drag(field, () => this.#change(field));
    mirror(field);
  }

  /** @param {HTMLInputElement} field */
  #change(field) {
    mirror(field);
    if (this.#worker && performance.now() - this.#started < PATIENCE) {
      this.#stale = true;
      return;
    }
    if (this.#worker) this.#end("", true);
    this.start();
  }
}

/** What is wrong with what was typed. @param {HTMLInputElement} field */
function problem({ value, valueAsNumber, min, max, dataset }) {
  if (value === "" || Number.isNaN(valueAsNumber)) return `Type a number from ${min} to ${max}.`;
  if (valueAsNumber < Number(min) || valueAsNumber > Number(max)) return `${value} is not within ${min} to ${max}.`;
  return dataset.decimal === undefined && !Number.isInteger(valueAsNumber) ? `${value} is not a whole number.` : "";
}

/** What stood below a field at first. @type {WeakMap<HTMLInputElement, Node[]>} */
const texts = new WeakMap();

/** Keeps the text below a field, which gives it its width and is what a reader copies. @param {HTMLInputElement} field */
function mirror(field) {
  const text = field.previousElementSibling;
  const own = field.value !== field.defaultValue;
  if (text && !texts.has(field)) texts.set(field, [...text.childNodes]);
  // A decimal number has a point in a program.
  const point = field.dataset.decimal === undefined || field.value.includes(".") ? "" : ".0";
  text?.replaceChildren(...(own ? [field.value === "" ? " " : `${field.value}${point}`] : (texts.get(field) ?? [])));
  field.parentElement?.classList.toggle("yours", own);
  field.setAttribute("aria-invalid", String(problem(field) !== ""));
}

/** A number follows a pointer that is dragged sideways. @param {HTMLInputElement} field @param {() => void} changed */
function drag(field, changed) {
  /** @type {{ x: number, value: number } | undefined} */
  let from;
  field.addEventListener("pointerdown", ({ button, clientX, pointerId }) => {
    if (button !== 0 || Number.isNaN(field.valueAsNumber)) return;
    from = { x: clientX, value: field.valueAsNumber };
    // A field may be as narrow as a digit.
    field.setPointerCapture(pointerId);
  });
  field.addEventListener("pointermove", ({ clientX }) => {
    if (!from) return;
    const steps = Math.trunc((clientX - from.x) / STEP);
    const step = Number(field.step);
    const places = (/\.(\d+)/.exec(`${field.step} ${field.defaultValue}`)?.[1] ?? "").length;
    const value = clamp(from.value + steps * step, Number(field.min), Number(field.max)).toFixed(places);
    if (value === field.value) return;
    field.value = value;
    changed();
  });
  for (const end of ["pointerup", "pointercancel"]) field.addEventListener(end, () => (from = undefined));
}
