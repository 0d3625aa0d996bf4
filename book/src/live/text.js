// What a reader asks of a figure by a word of the text: to be set, and to show a part.
// @ts-check

const { search } = new URL(import.meta.url);
/** @type {Elements} */
const { printed } = await import(`./elements.js${search}`);

/** Sets a figure and brings it into view. The way back leads to the text, and to the figure as it was. @param {LiveFigure} figure @param {string} [changes] */
export function follow(figure, changes = "") {
  const settings = /** @type {Setting[]} */ ([...new URLSearchParams(changes)]);
  figure.stop();
  history.replaceState(figure.record(), "");
  figure.set(settings);
  history.pushState(figure.record(), "", figure.address);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  figure.querySelector(".live-stage")?.scrollIntoView({ block: "nearest", behavior: calm ? "instant" : "smooth" });
  if (!changes) return;
  const set = settings.map(([name, value]) => `${figure.control(name)?.label}: ${printed(value.replace(/(?<=[a-z])-/g, " "))}`).join("; ");
  figure.say([...figure.facts.notes, `Set by the text: ${set}. The way back undoes it.`].join(" "));
}

/** Lights the part that a word names, as long as one points at it or it has the focus. @param {LiveFigure} figure @param {Words} words @param {HTMLElement} word */
export function point(figure, words, word) {
  if (!isNearest(figure, word)) return;
  words.part = word.matches(":hover, :focus") ? word.dataset.part ?? "" : "";
  words.light();
}

/** Brings the part that a word names into view. @param {LiveFigure} figure @param {Words} words @param {HTMLElement} word */
export function goTo(figure, words, word) {
  if (!isNearest(figure, word)) return;
  word.focus({ preventScroll: true });
  follow(figure);
  point(figure, words, word);
  if (!words.element.hasChildNodes()) figure.say(`As it is now, the figure does not show this: ${word.textContent}.`);
}

/** A page of several chapters may show a figure more than once: a word means the nearest. @param {HTMLElement} figure @param {HTMLElement} word */
function isNearest(figure, word) {
  const distance = (/** @type {Element} */ one) => Math.abs(one.getBoundingClientRect().top - word.getBoundingClientRect().top);
  const all = [...document.querySelectorAll(`live-figure[name="${word.dataset.figure}"]`)];
  return all.every((other) => distance(figure) <= distance(other));
}
