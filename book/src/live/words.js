// The words of the text that belong to a figure: numbers that follow it, links that set it, and names of its parts. What the
// last two do is fetched when a reader asks for it (text.js).
// @ts-check

const { search } = new URL(import.meta.url);
/** @type {[Elements]} */
const [{ element, layOver, printed }] = await Promise.all([import(`./elements.js${search}`)]);

/** The links of a kind. @param {string} kind */
const links = (kind) => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(`a[data-${kind}]`)]);
/** What a click without a further key does, if it does anything. @param {HTMLElement} link @param {() => unknown} act */
const onClick = (link, act) => link.addEventListener("click", (event) => {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey && act() !== false) event.preventDefault();
});

export class Words {
  /** What lies over the part that a word names. */
  element = element("div", { class: "live-handles" });
  /** The part that is lit. */
  part = "";
  #figure;
  /** @type {{ link: HTMLAnchorElement, text: Node[], title: string, shown?: string }[]} */ #numbers;

  /** @param {LiveFigure} figure @param {HTMLElement} frame */
  constructor(figure, frame) {
    this.#figure = figure;
    /** @returns {Promise<TextModule>} */
    const text = () => import(`./text.js${search}`);
    /** @param {HTMLAnchorElement} link */
    const leadsHere = ({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1)))?.closest("figure") === frame;
    this.#numbers = links("readout").filter(leadsHere).map((link) => ({ link, text: [...link.childNodes], title: link.title }));
    for (const { link } of this.#numbers) onClick(link, () => link.matches(".yours") && figure.reset());
    for (const link of links("set").filter(leadsHere)) onClick(link, async () => (await text()).follow(figure, link.dataset.set));
    for (const word of links("part").filter(({ dataset }) => dataset.figure === figure.getAttribute("name"))) {
      word.href = `#${frame.id}`;
      for (const event of ["pointerenter", "pointerleave", "focus", "blur"]) {
        word.addEventListener(event, async () => (await text()).point(figure, this, word));
      }
      onClick(word, async () => (await text()).goTo(figure, this, word));
    }
  }

  /** Shows what the figure shows now. A number that is the book's stands as the book writes it. */
  show() {
    if (this.part) this.light();
    const readouts = new Map(this.#figure.facts.readouts);
    for (const number of this.#numbers) {
      const { link, text, title, shown } = number;
      const { readout = "", book } = link.dataset;
      const value = readouts.get(readout) ?? "";
      if (value === shown) continue;
      number.shown = value;
      const yours = link.classList.toggle("yours", value !== book);
      link.replaceChildren(...(yours ? [printed(value), element("small", {}, " yours")] : text));
      link.title = yours ? `The book has ${book}. Press to return to it` : title;
    }
  }

  /** Lights the part. */
  light() {
    const { facts } = this.#figure;
    this.element.replaceChildren(...facts.parts.filter(({ name }) => name === this.part).map((part) => {
      const light = element("div", { class: "live-light" });
      layOver(light, part, facts);
      return light;
    }));
  }
}
