// @ts-check
// What the book corrects in mdBook's page.

// mdBook turns pages with the arrow keys, and takes a quick swipe for its sidebar, whatever has the focus or is held.
/** @param {HTMLElement} place @param {string} event */
const keep = (place, event) =>
  place.addEventListener(event, (happened) => {
    if (!(happened instanceof KeyboardEvent) || happened.key.startsWith("Arrow")) happened.stopPropagation();
  }, { passive: true });

/** @type {NodeListOf<HTMLElement>} */
const figures = document.querySelectorAll("live-figure");
for (const figure of figures) ["keydown", "touchmove"].forEach((event) => keep(figure, event));

// This script knows where the book lies; a chapter on the page of the whole book does not.
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;
const served = location.protocol !== "file:";
const address = (/** @type {string} */ file, /** @type {HTMLElement} */ { dataset }) => new URL(`../../live/${file}?v=${dataset.version}`, script).href;
const load = (/** @type {string} */ name, /** @type {HTMLElement} */ place) => import(address(`${name}.js`, place));
// What figures need is asked for at once, as a connection may answer slowly; in a task of its own, since so many requests take time.
if (figures.length > 0 && served) setTimeout(() => {
  for (const figure of figures) {
    const href = address(`${figure.dataset.module}.wasm`, figure);
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href }));
  }
  for (const name of ["live-figure", "elements", "handles", "module", "numbers", "panel", "words"]) load(name, figures[0]);
});
for (const listing of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("live-listing"))) {
  const place = listing.querySelector(".live-run");
  const failed = () => place?.lastElementChild?.replaceChildren("What runs it could not be loaded.");
  const run = (/** @type {Event} */ { type }) => load("live-listing", listing).then(({ begin }) => begin(listing, type === "click"), failed);
  if (served) place?.querySelector("button")?.addEventListener("click", run);
  else place?.remove();
  for (const field of listing.querySelectorAll("input")) {
    field.hidden = !served;
    for (const touched of ["focus", "pointerdown"]) field.addEventListener(touched, run, { once: true });
  }
}

// A question hides what it asks about; where its script cannot be loaded, nothing is hidden.
/** @type {NodeListOf<HTMLElement>} */
const questions = document.querySelectorAll(".predict");
const show = () => document.querySelectorAll(".predict, .predicted").forEach(({ classList }) => classList.add("shown", "still"));
for (const question of questions) {
  for (const button of question.querySelectorAll("button")) button.addEventListener("click", () => load("predict", question).then(({ press }) => press(button), show));
}
if (!served) show();
else if (questions.length > 0 && sessionStorage.getItem("predicted")) load("predict", questions[0]).then(({ restore }) => restore());

// What is wider than the page scrolls, and fades where it goes on; the keyboard must reach it too. A program may become so when its hidden lines are shown.
const fade = (/** @type {Element} */ wide) => {
  wide.classList.toggle("more-before", wide.scrollLeft > 1);
  wide.classList.toggle("more-after", wide.scrollWidth - wide.clientWidth - wide.scrollLeft > 1);
};
const reach = (/** @type {Element} */ wide) => {
  fade(wide);
  if (wide.scrollWidth <= wide.clientWidth || wide.hasAttribute("tabindex")) return;
  wide.setAttribute("tabindex", "0");
  wide.addEventListener("scroll", () => fade(wide), { passive: true });
  if (wide.matches(".table-wrapper")) {
    wide.setAttribute("role", "group");
    wide.setAttribute("aria-label", "A table that scrolls sideways");
  }
  keep(/** @type {HTMLElement} */ (wide), "keydown");
};
const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));
document.fonts.ready.then(() => {
  for (const wide of document.querySelectorAll("main pre code, main pre.output, main math[display=block], main .table-wrapper")) resized.observe(wide);
});

// The bar and the search are landmarks, the search has a name, and what shows the contents is a button, where mdBook has a label that no key reaches.
document.getElementById("mdbook-menu-bar")?.setAttribute("role", "banner");
document.getElementById("mdbook-search-wrapper")?.setAttribute("role", "search");
const bar = document.getElementById("mdbook-searchbar");
if (bar instanceof HTMLInputElement) {
  bar.setAttribute("aria-label", "Search this book");
  // The book writes 3×3, and a keyboard 3x3.
  bar.addEventListener("input", () => {
    const [start, end] = [bar.selectionStart, bar.selectionEnd];
    const written = bar.value.replace(/(?<=\d)[x*](?=\d)/gi, "×");
    if (written === bar.value) return;
    bar.value = written;
    bar.setSelectionRange(start, end);
  });
}

const label = document.getElementById("mdbook-sidebar-toggle");
if (label) {
  const button = document.createElement("button");
  for (const name of ["class", "title", "aria-label", "aria-controls"]) button.setAttribute(name, label.getAttribute(name) ?? "");
  const tell = () => button.setAttribute("aria-expanded", label.getAttribute("aria-expanded") ?? "false");
  tell();
  new MutationObserver(tell).observe(label, { attributeFilter: ["aria-expanded"] });
  button.append(...label.childNodes);
  button.addEventListener("click", () => label.click());
  label.before(button);
  label.style.display = "none";
}

// The book has one light and one dark theme. Another book on this host may have left the name of one of mdBook's further three.
const choice = (/** @type {string} */ name) => document.getElementById(`mdbook-theme-${name}`);
for (const [name, shown] of [["light", "Light"], ["coal", "Dark"]]) choice(name)?.replaceChildren(shown);
for (const [name, ours] of [["rust", "light"], ["navy", "coal"], ["ayu", "coal"]]) {
  if (document.documentElement.classList.contains(name)) choice(ours)?.click();
  choice(name)?.parentElement?.remove();
}

// A still picture of a figure holds both themes; what follows the # of its address is the root of the SVG, and makes it the dark one.
const printing = matchMedia("print");
const dress = () => {
  const dark = document.documentElement.matches(".coal, .navy, .ayu") && !printing.matches;
  /** @type {NodeListOf<HTMLImageElement>} */
  const stills = document.querySelectorAll("live-figure > img, .chapters img");
  for (const still of stills) {
    const [picture, shown] = still.src.split("#");
    if (dark !== (shown !== undefined)) still.src = picture + (dark ? "#dark" : "");
  }
};
dress();
new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ["class"] });
printing.addEventListener("change", dress);

// A browser runs no module of a page that it opened from the disk.
if (!served) {
  for (const figure of figures) {
    const note = document.createElement("p");
    note.className = "live-note";
    note.textContent = "This figure stays still, because the page was opened as a file. Type “cargo book” and open the address that it prints.";
    figure.classList.add("still");
    figure.append(note);
  }
}
