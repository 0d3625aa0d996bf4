// Two outputs of a listing, the reader's and the book's, line by line.
// @ts-check

/** The name that a line gives its value. @param {string} line */
const name = (line) => line.split(" = ", 1)[0];

/**
 * Puts the lines of a run beside those of the book, which are known by their names.
 * @param {string[]} lines what was printed
 * @param {string[]} book what the book printed
 * @param {boolean} failed whether the program ended before it printed the rest
 * @returns {{ rows: PrintedRow[], others: number }} all lines in the order of the run, and how many of them are not the book's
 */
export function difference(lines, book, failed) {
  const own = new Map(lines.map((line) => [name(line), line]));
  const theirs = new Map(book.map((line, at) => [name(line), { line, at }]));
  /** @type {PrintedRow[]} */
  const rows = [];
  for (const line of lines) {
    const { line: other, at } = theirs.get(name(line)) ?? {};
    if (line === other) rows.push({ line, at });
    else rows.push({ line, whose: "yours" }, ...(other === undefined ? [] : [{ line: other, whose: "the book’s" }]));
  }
  const missing = book.filter((line) => !own.has(name(line)));
  rows.push(...missing.map((line) => ({ line, whose: failed ? "the book’s, not reached" : "the book’s alone" })));
  return { rows, others: rows.filter(({ whose }) => whose === "yours").length + missing.length };
}

/**
 * The lines as elements. Those that are the book's stay folded where they were.
 * @param {PrintedRow[]} rows @param {ChildNode[]} shown the book's output as it stands in the page
 */
export function nodes(rows, shown) {
  /** The lines that are folded, by their place. @type {boolean[]} */
  const folded = [];
  for (const node of shown) {
    const count = (node.textContent ?? "").replace(/\n$/, "").split("\n").length;
    for (let k = 0; k < count; k++) folded.push(node instanceof HTMLElement);
  }
  return rows.map(({ line, at, whose }) => {
    const row = document.createElement("span");
    row.append(line);
    if (whose !== undefined) {
      row.className = whose === "yours" ? "yours" : "books";
      const label = document.createElement("span");
      label.className = "whose";
      label.append(` ← ${whose}`);
      row.append(label);
    } else if (at !== undefined && folded[at]) row.className = "rest";
    row.append("\n");
    return row;
  });
}
