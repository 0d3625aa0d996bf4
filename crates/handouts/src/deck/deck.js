"use strict";
// One slide at a time. Keys: arrows, space, page up and down, home, end; a number and Enter; n notes, s notes in a second window,
// o all slides in full, g all slides small, b or a full stop a black screen, d light or dark, f the whole screen. Two windows of one
// deck follow each other.
{
  const root = document.documentElement;
  const slides = [...document.querySelectorAll(".slide")];
  const speaker = window.name === "deck-notes";
  let peer = speaker ? window.opener : null;
  let at = 0;

  const element = (name, className, parent) => {
    const made = document.createElement(name);
    made.className = className;
    parent.append(made);
    return made;
  };
  const heard = element("p", "heard", document.body);
  heard.setAttribute("aria-live", "polite");
  const typed = element("p", "typed", document.body);
  const bar = element("nav", "bar", document.body);
  bar.setAttribute("aria-label", "Slides");

  const setMode = (mode) => {
    root.dataset.mode = mode;
    for (const notes of document.querySelectorAll(".notes")) notes.open = mode === "notes";
    if (mode === "scroll") slides[at].scrollIntoView();
    else if (mode === "grid") slides[at].scrollIntoView({ block: "center" });
    else window.scrollTo(0, 0);
  };
  const go = (to, tell = true) => {
    at = Math.min(Math.max(to, 0), slides.length - 1);
    slides.forEach((slide, k) => {
      slide.classList.toggle("now", k === at);
      slide.classList.toggle("next", k === at + 1);
    });
    if (location.hash !== `#s${at + 1}`) history.replaceState(null, "", `#s${at + 1}`);
    heard.textContent = `Slide ${at + 1} of ${slides.length}: ${slides[at].querySelector("h1, h2").textContent}`;
    if (root.dataset.mode === "scroll") slides[at].scrollIntoView();
    if (root.dataset.mode === "grid") slides[at].scrollIntoView({ block: "nearest" });
    slides[at].querySelector(".notes").scrollTop = 0;
    if (tell) peer?.postMessage({ slide: at }, "*");
  };
  const toggle = (mode) => setMode(root.dataset.mode === mode ? "present" : mode);
  const theme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  };
  const second = () => {
    peer = window.open(location.href, "deck-notes", "width=1200,height=760");
  };
  /** Shows the number that is being typed. */
  const type = (number) => {
    typed.textContent = number;
  };
  const black = (on) => root.toggleAttribute("data-black", on);
  /** How many slides stand in a row of the grid. */
  const row = () => slides.filter((slide) => slide.offsetTop === slides[0].offsetTop).length;
  const whole = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.());

  const acts = {
    ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), PageDown: () => go(at + 1), Enter: () => go(at + 1), " ": () => go(at + 1),
    ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1), PageUp: () => go(at - 1), Backspace: () => go(at - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    n: () => toggle("notes"), s: second, o: () => toggle("scroll"), g: () => toggle("grid"), d: theme, f: whole,
    b: () => black(true), ".": () => black(true),
  };
  const inGrid = { ArrowDown: () => go(at + row()), ArrowUp: () => go(at - row()), Enter: () => setMode("present"), Escape: () => setMode("present") };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const held = event.target instanceof Element && event.target.closest("button, a, summary");
    if (held && (event.key === " " || event.key === "Enter")) return;
    const scrolls = root.dataset.mode === "scroll" || (event.target instanceof Element && event.target.closest(".notes"));
    if (scrolls && ["ArrowUp", "ArrowDown", "PageUp", "PageDown", " ", "Enter"].includes(event.key)) return;
    if (root.hasAttribute("data-black")) {
      event.preventDefault();
      black(false);
      return;
    }
    if (/^[0-9]$/.test(event.key)) {
      type((typed.textContent + event.key).slice(-4));
      return;
    }
    const number = typed.textContent;
    type("");
    if (number && event.key === "Enter") {
      event.preventDefault();
      go(Number(number) - 1);
      return;
    }
    if (number && ["Escape", "Backspace"].includes(event.key)) {
      if (event.key === "Backspace") type(number.slice(0, -1));
      event.preventDefault();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = event.key === " " && event.shiftKey ? acts.ArrowLeft : (root.dataset.mode === "grid" && inGrid[key]) || acts[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  for (const [label, name, act] of [
    ["←", "The slide before (arrow left)", acts.ArrowLeft], ["→", "The next slide (arrow right)", acts.ArrowRight],
    ["notes", "Notes (n)", acts.n], ["all", "All slides (o)", acts.o], ["grid", "All slides, small (g)", acts.g], ["black", "A black screen (b)", acts.b], ["light/dark", "Light or dark (d)", theme],
  ]) {
    const button = element("button", "", bar);
    button.type = "button";
    button.textContent = label;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
  }

  for (const [k, slide] of slides.entries()) {
    slide.addEventListener("click", (event) => {
      if (root.dataset.mode !== "grid") return;
      event.preventDefault();
      go(k);
      setMode("present");
    });
  }
  addEventListener("pointerdown", (event) => {
    if (!root.hasAttribute("data-black")) return;
    event.preventDefault();
    black(false);
  }, true);

  let sleep;
  addEventListener("pointermove", () => {
    root.classList.add("awake");
    clearTimeout(sleep);
    sleep = setTimeout(() => root.classList.remove("awake"), 2000);
  });
  let start = null;
  addEventListener("touchstart", (event) => { start = event.touches[0].clientX; }, { passive: true });
  addEventListener("touchend", (event) => {
    const way = event.changedTouches[0].clientX - start;
    if (root.dataset.mode === "present" && Math.abs(way) > 50) go(at + (way < 0 ? 1 : -1));
  });
  addEventListener("message", (event) => {
    if (!Number.isInteger(event.data?.slide) || event.source !== peer) return;
    go(event.data.slide, false);
  });
  const fromAddress = () => {
    const wanted = /^#s(\d+)$/.exec(location.hash);
    go(wanted ? Number(wanted[1]) - 1 : at);
  };
  addEventListener("hashchange", fromAddress);
  setMode(speaker ? "notes" : "present");
  fromAddress();
}
