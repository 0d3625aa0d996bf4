// Numbers as people type them, made into the decimal numbers that the figures read.
// @ts-check

/** How many digits a number may have, and how many of them are kept after the point. */
const DIGITS = 15;
const DECIMALS = 6;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads one number: `0.5`, `.5`, `0,5`, `−1`, `+1`, `1e-3`, `1/9`.
 * @param {string} typed
 * @returns {string} the decimal number; an error says what is wrong with what was typed
 */
export function readNumber(typed) {
  const text = typed.trim();
  const parts = text.replaceAll("−", "-").replace(",", ".").split("/").map((part) => part.trim());
  if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) throw new Error(text === "" ? "A number is missing" : `${text} is not a number`);
  const [above, below = 1] = parts.map(Number);
  if (below === 0) throw new Error(`${text} divides by 0`);
  const value = above / below;
  // Adding 0 makes 0 of −0.
  const rounded = Number(value.toFixed(DECIMALS)) + 0;
  if (rounded === 0 && /[1-9]/.test(parts[0])) throw new Error(`${text} is too small: the smallest step is 0.000001`);
  const decimal = rounded.toFixed(DECIMALS).replace(/\.?0+$/, "");
  if (!/^-?[\d.]+$/.test(decimal) || decimal.replace(/\D/g, "").length > DIGITS) throw new Error(`${text} is too large: a number has at most ${DIGITS} digits`);
  return decimal;
}

/**
 * Reads a list of numbers, with commas or spaces between, or with semicolons, where a comma may stand in a number.
 * @param {string} typed
 * @param {number[]} counts how many there may be
 * @returns {string} the decimal numbers, with commas between
 */
export function readList(typed, counts) {
  const text = typed.trim();
  const parts = text.split(text.includes(";") ? ";" : text.includes(",") ? "," : /\s+/);
  const numbers = parts.map(readNumber);
  if (!counts.includes(numbers.length)) {
    const [first, last] = [counts[0], counts[counts.length - 1]];
    const wanted = counts.length > 3 ? `${first} to ${last}` : counts.join(" or ");
    const hint = text.includes(",") && !text.includes(";") ? ". A comma stands between numbers, unless there are semicolons" : "";
    throw new Error(`${numbers.length === 1 ? "This is 1 number" : `These are ${numbers.length} numbers`}; there must be ${wanted}${hint}`);
  }
  return numbers.join(",");
}
