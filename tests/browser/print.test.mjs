// The whole book as a PDF, as a reader prints it from the page of the whole book. Poppler reads the file, which no part of the project wrote.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launch, live, open, serve, target } from "./book.mjs";

const run = promisify(execFile);
const folder = join(target, "print");
/** A4 in points, and the margins of the style sheet: top, right, bottom, left. */
const PAPER = { width: 595.28, height: 841.89 };
const MARGIN = [20, 18, 22, 18].map((mm) => mm * 72 / 25.4);
/** Fewer pages would lack something; more would be wasted paper. */
const PAGES = [80, 400];

const installed = await run("pdftotext", ["-v"]).then(() => true, () => false);
if (!installed && process.env.CI) throw new Error("pdftotext is missing; install poppler-utils");
const options = { skip: !installed && "needs poppler-utils" };

/** A PDF of the whole book, and what its page has to say. */
async function printed(browser, server, theme) {
  const { context, tab } = await open(browser, { theme, origin: server.origin, colorScheme: theme === "coal" ? "dark" : "light" });
  // The page asks for the dialogue of printing, which is not what is tested.
  await tab.addInitScript(() => { window.print = () => {}; });
  await tab.goto(`${server.address}print.html`);
  await live(tab);
  const file = join(folder, `${theme}.pdf`);
  await writeFile(file, await tab.pdf({ format: "A4", preferCSSPageSize: false, printBackground: true, outline: true, tagged: true }));
  await tab.emulateMedia({ media: "print" });
  const seen = await tab.evaluate(() => {
    const words = (/** @type {Element | null} */ element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
    return {
      chapters: [...document.querySelectorAll("main > h1")].map(words),
      captions: [...document.querySelectorAll("main figcaption strong")].map(words),
      paragraphs: [...document.querySelectorAll("main > p:not(:has(math, a[href^=http]))")].map(words).filter((text) => text.length > 60),
      folded: [...document.querySelectorAll("main details")].filter((folded) => folded.checkVisibility())
        .flatMap((folded) => [...folded.querySelectorAll(":scope > :not(summary)")]).filter((part) => !part.checkVisibility()).map(words),
      buttons: [...document.querySelectorAll("button, input, select")].filter((control) => control.checkVisibility()).map((control) => control.outerHTML),
      contents: [...document.querySelectorAll(".book-contents a")].map((link) => [words(link), document.querySelector(link.getAttribute("href") ?? "")?.tagName]),
      cover: words(document.querySelector(".book-cover")),
      addresses: [...document.querySelectorAll("main a[href^=http]")].map((link) => link.getAttribute("href")),
    };
  });
  await context.close();
  return { file, seen };
}

/** The lines of each page, each with its words and their boxes in points. */
async function linesOf(file) {
  const { stdout } = await run("pdftotext", ["-bbox-layout", file, "-"], { maxBuffer: 1 << 28 });
  const plain = (text) => text.replace(/&(lt|gt|quot|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: "\"", amp: "&" })[name]);
  const box = (tag) => ["xMin", "yMin", "xMax", "yMax"].map((name) => Number(new RegExp(`${name}="([^"]*)"`).exec(tag)[1]));
  return stdout.split("<page ").slice(1).map((page) => page.split("<line ").slice(1).map((line) => ({
    box: box(line),
    text: [...line.matchAll(/<word [^>]*>([^<]*)<\/word>/g)].map(([, word]) => plain(word)).join(" "),
  })));
}

/** Grey pixels of each page, at 36 to an inch: half a point is a quarter of a pixel. */
async function pixelsOf(file, name) {
  const pixels = join(folder, name);
  await rm(pixels, { recursive: true, force: true });
  await mkdir(pixels, { recursive: true });
  await run("pdftoppm", ["-gray", "-r", "36", file, join(pixels, "page")]);
  return Promise.all((await readdir(pixels)).sort().map(async (page) => {
    const bytes = await readFile(join(pixels, page));
    const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString("latin1"));
    return { width: Number(width), height: Number(height), grey: bytes.subarray(head.length) };
  }));
}

let light, dark, pages;

before(async () => {
  if (!installed) return;
  await mkdir(folder, { recursive: true });
  const [browser, server] = [await launch(), await serve()];
  light = await printed(browser, server, "light");
  dark = await printed(browser, server, "coal");
  await browser.close();
  server.close();
  pages = await linesOf(light.file);
}, { timeout: 300_000 });

after(async () => { if (installed) await rm(folder, { recursive: true, force: true }); });

/** What is the same for hyphens, ligatures and ends of lines. @param {string} text */
const letters = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

test("it has a title page, contents that lead to the chapters, and each chapter on a new page", options, () => {
  assert.ok(pages.length >= PAGES[0] && pages.length <= PAGES[1], `${pages.length} pages`);
  const { chapters, contents, cover } = light.seen;
  assert.ok(letters(pages[0].map(({ text }) => text).join("")).startsWith(letters(cover)), "the title page comes first");
  assert.match(cover, /Edition of \d{1,2} \w+ \d{4}/);
  assert.equal(contents.length, chapters.length);
  assert.deepEqual(contents.filter(([, to]) => to !== "H1"), []);
  assert.equal(pages[1][0].text, "Contents");
  let at = 1;
  for (const chapter of chapters) {
    const page = pages.findIndex((lines, page) => page > at && lines.length > 0 && letters(chapter).startsWith(letters(lines[0].text)));
    assert.ok(page > at, `no page after ${at + 1} begins with ${chapter}`);
    at = page;
  }
});

test("each page but the first has its number, and no text is cut", options, () => {
  const [top, right, bottom, left] = MARGIN;
  for (const [page, lines] of pages.entries()) {
    const numbers = lines.filter(({ box }) => box[1] > PAPER.height - bottom);
    assert.deepEqual(numbers.map(({ text }) => text), page === 0 ? [] : [String(page + 1)]);
    for (const { box, text } of lines.filter((line) => !numbers.includes(line))) {
      const inside = box[0] > left - 2 && box[2] < PAPER.width - right + 2 && box[1] > top - 6 && box[3] < PAPER.height - bottom + 6;
      assert.ok(inside, `page ${page + 1}: ${text} at ${box}`);
    }
  }
});

test("all paragraphs are text that can be selected, in fonts that the file holds", options, async () => {
  const text = letters(pages.flat().filter(({ box }) => box[1] < PAPER.height - MARGIN[2]).map(({ text }) => text).join(""));
  const missing = light.seen.paragraphs.filter((paragraph) => !text.includes(letters(paragraph)));
  assert.ok(light.seen.paragraphs.length > 300, `${light.seen.paragraphs.length} paragraphs`);
  assert.deepEqual(missing, []);
  const { stdout } = await run("pdffonts", [light.file]);
  const fonts = stdout.trim().split("\n").slice(2);
  assert.ok(fonts.some((font) => font.includes("STIXTwoText")), stdout);
  assert.deepEqual(fonts.filter((font) => !/ yes (yes|no ) (yes|no ) /.test(font)), [], "each font is embedded");
});

test("each figure stands on one page with its caption", options, async () => {
  const { captions } = light.seen;
  assert.ok(captions.length > 15);
  const pixels = await pixelsOf(light.file, "light");
  for (const caption of captions) {
    const start = /^Figure [\d.A-Z-]+\./.exec(caption)[0];
    const page = pages.findIndex((lines) => lines.some(({ text }) => text.startsWith(start)));
    assert.ok(page > 0, caption);
    const line = pages[page].find(({ text }) => text.startsWith(start));
    // Between the text above and the caption lies the picture: high enough, and not white.
    const above = Math.max(MARGIN[0], ...pages[page].map(({ box }) => box[3]).filter((bottom) => bottom <= line.box[1] + 1));
    assert.ok(line.box[1] - above > 60, `page ${page + 1}: ${line.box[1] - above} points above ${caption}`);
    const { width, grey } = pixels[page];
    const rows = grey.subarray(Math.ceil(above / 2) * width, Math.floor(line.box[1] / 2) * width);
    assert.ok(rows.filter((value) => value < 200).length > 40, `page ${page + 1}: nothing above ${caption}`);
  }
});

test("nothing is folded, nothing can be pressed, and addresses outside the book are written", options, () => {
  assert.deepEqual(light.seen.folded, []);
  assert.deepEqual(light.seen.buttons, []);
  const text = letters(pages.flat().map(({ text }) => text).join(""));
  const outside = light.seen.addresses.filter((address) => !/localhost|127\.0\.0\.1/.test(address));
  assert.ok(outside.length > 20);
  assert.deepEqual(outside.filter((address) => !text.includes(letters(decodeURI(address))) && !text.includes(letters(address))), []);
});

test("a dark screen prints the same light pages", options, async () => {
  const [ours, theirs] = [await pixelsOf(light.file, "light"), await pixelsOf(dark.file, "dark")];
  assert.equal(theirs.length, ours.length);
  for (const [page, { grey }] of theirs.entries()) {
    const shade = (pixels) => pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    assert.ok(Math.abs(shade(grey) - shade(ours[page].grey)) < 1, `page ${page + 1}: ${shade(grey)} beside ${shade(ours[page].grey)}`);
    assert.ok(shade(grey) > 170, `page ${page + 1} is dark`);
  }
});
