// A figure that fills the window, and the screen where the browser lets it, for those who sit at the back.
// @ts-check

const here = import.meta.url;
/** @type {Elements} */
const { clamp, element } = await import(`./elements.js${new URL(here).search}`);

/** The aspects of slides that the figures are drawn for. */
const [NARROWEST, WIDEST] = [1.2, 2.4];
/** Where the controls stand beside the picture; elsewhere the figure is that of a page. */
const beside = matchMedia("(min-aspect-ratio: 1) and (min-width: 600px)");

/** The style sheet, once it is there. */
const styled = new Promise((done) => {
  const sheet = element("link", { rel: "stylesheet", href: here.replace("large.js", "large.css") });
  for (const event of ["load", "error"]) sheet.addEventListener(event, done);
  document.head.append(sheet);
});

/** How the figure that is large gets small again. @type {(() => void) | undefined} */
let close;

/** Makes a figure large, or small again. @param {LiveFigure} figure @param {HTMLElement} frame @param {HTMLButtonElement} toggle */
export async function toggleLarge(figure, frame, toggle) {
  if (close) return close();
  close = () => {};
  const stage = /** @type {HTMLElement} */ (figure.querySelector(".live-stage"));
  await styled;
  const scrolled = scrollY;
  // Where the browser has no full screen, or its user wants none, the window is enough.
  await document.documentElement.requestFullscreen?.().catch(() => {});
  const room = element("div", { class: "live-room" });
  const dialog = element("dialog", { class: "live-large", "aria-label": frame.querySelector("figcaption strong")?.textContent ?? "" }, room);
  const kept = element("div");
  kept.style.height = `${figure.offsetHeight}px`;
  figure.replaceWith(kept, dialog);
  dialog.append(figure);
  dialog.showModal();

  const fit = () => {
    const { clientWidth: width, clientHeight: height } = room;
    const aspect = clamp(width / height, NARROWEST, WIDEST);
    stage.style.width = beside.matches ? `${Math.min(width, height * aspect)}px` : "";
    figure.fit(beside.matches ? aspect : undefined);
  };
  const resized = new ResizeObserver(fit);
  resized.observe(room);
  fit();
  toggle.textContent = "Close";
  toggle.focus();

  const left = () => !document.fullscreenElement && dialog.close();
  close = () => dialog.close();
  document.addEventListener("fullscreenchange", left);
  dialog.addEventListener("close", async () => {
    close = undefined;
    resized.disconnect();
    document.removeEventListener("fullscreenchange", left);
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
    stage.style.width = "";
    figure.fit();
    kept.replaceWith(figure);
    dialog.remove();
    toggle.textContent = "Large";
    toggle.focus({ preventScroll: true });
    scrollTo({ top: scrolled, behavior: "instant" });
  }, { once: true });
}
