// Short ways to make elements.
// @ts-check

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {string} text @param {(event: MouseEvent) => void} act @param {Record<string, string>} [attributes] */
export function button(text, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** Lays an element over a part of a picture. @param {HTMLElement} over @param {{ x: number, y: number, width: number, height: number }} part @param {Facts} facts */
export function layOver(over, part, { width, height }) {
  const place = [part.y / height, part.x / width, part.height / height, part.width / width].map((share) => `${share * 100}%`);
  [over.style.top, over.style.left, over.style.height, over.style.width] = place;
}

/** A number as it is printed. @param {string} value */
export const printed = (value) => value.replaceAll("-", "−");
/** A name as it is read. @param {string} name */
export const spoken = (name) => name.replaceAll("-", " ");
/** @param {number} value @param {number} least @param {number} most */
export const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
/** What went wrong, in words. @param {unknown} error */
export const message = (error) => (error instanceof Error ? error.message : String(error));
