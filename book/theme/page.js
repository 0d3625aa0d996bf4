// @ts-check
// What is wider than the page scrolls; the keyboard must reach it too.
document.fonts.ready.then(() => {
  for (const wide of document.querySelectorAll("main pre code, main pre.output, main math[display=block], main .table-wrapper")) {
    if (wide.scrollWidth > wide.clientWidth) wide.setAttribute("tabindex", "0");
  }
});

// A browser runs no module of a page that it opened from the disk.
if (location.protocol === "file:") {
  for (const figure of document.querySelectorAll("live-figure")) {
    const note = document.createElement("p");
    note.className = "live-note";
    note.textContent = "This figure stays still, because the page was opened as a file. Type “cargo book” and open the address that it prints.";
    figure.append(note);
  }
}
