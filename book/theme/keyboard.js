// What is wider than the page scrolls; the keyboard must reach it too.
document.fonts.ready.then(() => {
  for (const wide of document.querySelectorAll("main pre code, main pre.output, main math[display=block], main .table-wrapper")) {
    if (wide.scrollWidth > wide.clientWidth) wide.setAttribute("tabindex", "0");
  }
});
