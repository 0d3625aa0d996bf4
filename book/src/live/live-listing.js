// An experiment that the reader trains in the page: how far it is, and whether it prints what the book's own training printed.
// @ts-check

const { search } = new URL(import.meta.url);
/** @type {Elements} */
const { button, element } = await import(`./elements.js${search}`);

const START = "Train it here";
const STOP = "Stop";

export class Training {
  #listing;
  /** While it trains. @type {Worker | undefined} */ #worker;
  #started = 0;
  /** How many lines were printed. */
  #count = 0;
  /** The first line that is not that of the book. @type {string | undefined} */ #other;
  #button = button(START, () => (this.#worker ? this.#stop() : this.#start()));
  #progress = element("progress", { "aria-label": "How far the training is", value: "0" });
  #lines = element("span");
  #status = element("span", { role: "status" });

  /** Begins, with these controls in the place of the button that was pressed. @param {HTMLElement} listing */
  constructor(listing) {
    this.#listing = listing;
    // A second press while this script was fetched.
    if (listing.querySelector("progress")) return;
    listing.querySelector(".live-run")?.replaceChildren(this.#button, this.#progress, this.#status, this.#lines);
    this.#button.focus();
    this.#start();
  }

  /** What the book's own training printed. */
  get #book() {
    return (this.#listing.querySelector("samp")?.textContent ?? "").split("\n");
  }

  #start() {
    const here = new URL(import.meta.url);
    this.#worker = new Worker(new URL(`listing-worker.js${search}`, here), { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = () => this.#end("What trains could not be loaded.");
    this.#worker.postMessage(this.#listing.getAttribute("name"));
    [this.#started, this.#count, this.#other] = [performance.now(), 0, undefined];
    this.#progress.hidden = false;
    this.#progress.value = 0;
    this.#lines.textContent = "";
    this.#status.textContent = "Training.";
    this.#button.textContent = STOP;
  }

  /** @param {Said} said */
  #hear({ line, done, total, error, passed }) {
    if (line !== undefined) line.split("\n").forEach((line) => this.#compare(line));
    if (done !== undefined && total) this.#progress.value = done / total;
    if (error !== undefined) this.#end(`It ended with an error: ${error}.`);
    else if (passed !== undefined) this.#end(this.#result(passed));
  }

  /** @param {string} line */
  #compare(line) {
    const expected = this.#book[this.#count++];
    if (line !== expected) this.#other ??= `Line ${this.#count} is “${line}” here and “${expected ?? "nothing"}” in the book.`;
    this.#lines.textContent = this.#agreement();
  }

  #agreement() {
    return this.#other ?? `${this.#count} of ${this.#book.length} lines, all as in the book.`;
  }

  /** @param {boolean} passed */
  #result(passed) {
    const seconds = Math.round((performance.now() - this.#started) / 1000);
    if (!passed) return "The experiment failed.";
    if (this.#other ?? this.#count < this.#book.length) return `Trained in ${seconds} s. ${this.#agreement()}`;
    return `Trained in ${seconds} s: all ${this.#count} lines are those of the book, to the last digit.`;
  }

  #stop() {
    this.#end(`Stopped. ${this.#agreement()}`);
  }

  /** @param {string} text */
  #end(text) {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#progress.hidden = true;
    this.#lines.textContent = "";
    this.#status.textContent = text;
    this.#button.textContent = START;
  }
}
