// The deck in a real browser: every slide holds what it shows, the keys lead through it, it prints one slide a page, and it can be
// read without scripts. It is written anew into a folder of its own.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = new URL("../../", import.meta.url).pathname;
/** The picture of the deck on the page Figures for your slides; with ACCEPT=1 it is made anew. */
const picture = join(root, "book/src/slides/deck.png");
const shots = join(root, "target/screenshots/deck/");
let browser, folder, address;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "deck-"));
  execFileSync("cargo", ["book", "deck", "--format", "html", "--out", folder], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  address = pathToFileURL(join(folder, "deck.html")).href;
  await mkdir(shots, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** A tab with the deck, and what went wrong in it. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const tab = await context.newPage();
  const problems = [];
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  tab.on("pageerror", (error) => problems.push(String(error)));
  tab.on("request", (request) => request.url() !== address && !request.url().startsWith("data:") && problems.push(`asked for ${request.url()}`));
  await tab.goto(address, { waitUntil: "load" });
  await tab.evaluate(() => document.fonts.ready);
  return { context, tab, problems };
}

/** What stands out of the slide that is shown, or is wider or higher than its place. */
function overflowing() {
  const slide = document.querySelector(".slide.now");
  const edge = slide.querySelector(".frame").getBoundingClientRect();
  const found = [];
  const told = (what, element) => found.push(`${what}: ${element.tagName} ${element.className} "${element.textContent.slice(0, 40)}"`);
  for (const element of slide.querySelectorAll(".paper *")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.left < edge.left - 1 || box.top < edge.top - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1) told("outside", element);
    if (element.clientWidth > 0 && !element.closest("math") && element.scrollWidth > element.clientWidth + 1) told("too wide", element);
  }
  const place = slide.querySelector(".body").getBoundingClientRect();
  const parts = [...slide.querySelectorAll(".body > :not(.picture)")].map((part) => [part, part.getBoundingClientRect()]);
  for (const [part, box] of parts) {
    if (box.top < place.top - 1 || box.bottom > place.bottom + 1) told("too high", part);
  }
  for (const [k, [part, box]] of parts.entries()) {
    if (parts.slice(0, k).some(([, other]) => other.bottom > box.top + 1 && other.right > box.left + 1)) told("on another", part);
  }
  const picture = slide.querySelector(".picture")?.getBoundingClientRect();
  if (picture) {
    for (const part of slide.querySelectorAll("header > *, .say, .caption, footer span")) {
      if (part.getBoundingClientRect().right > picture.left + 1) told("on the figure", part);
    }
  }
  return found;
}

for (const theme of ["light", "dark"]) {
  test(`every slide holds what it shows, ${theme}`, async () => {
    const { context, tab, problems } = await open({ colorScheme: theme });
    const count = await tab.locator(".slide").count();
    assert.ok(count > 90, `${count} slides`);
    const found = [];
    for (let k = 1; k <= count; k++) {
      assert.equal(await tab.locator(".slide.now").getAttribute("id"), `s${k}`);
      found.push(...(await tab.evaluate(overflowing)).map((what) => `slide ${k}, ${what}`));
      const link = tab.locator(".slide.now .caption a");
      if (await tab.locator(".slide.now.figure").count()) assert.match(await link.getAttribute("href"), /^http:\/\/localhost:3000\/[a-z/-]+\.html#fig-/);
      const images = await tab.locator(".slide.now img:visible").evaluateAll((all) => all.map((image) => [image.className, image.naturalWidth > 0]));
      assert.ok(images.every(([name, loaded]) => name === theme && loaded), `slide ${k} shows ${images}`);
      await tab.screenshot({ path: join(shots, `${theme}-${String(k).padStart(3, "0")}.png`) });
      await tab.keyboard.press("ArrowRight");
    }
    assert.deepEqual(found, []);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("keys lead through the deck", async () => {
  const { context, tab, problems } = await open();
  const count = await tab.locator(".slide").count();
  const shown = () => tab.locator(".slide.now").getAttribute("id");
  for (const [key, id] of [["ArrowRight", 2], ["Space", 3], ["PageDown", 4], ["ArrowLeft", 3], ["Shift+Space", 2], ["PageUp", 1], ["ArrowLeft", 1],
    ["End", count], ["ArrowRight", count], ["Home", 1], ["ArrowDown", 2], ["ArrowUp", 1]]) {
    await tab.keyboard.press(key);
    assert.equal(await shown(), `s${id}`, key);
    assert.ok(tab.url().endsWith(`#s${id}`), `${key}: ${tab.url()}`);
  }
  await tab.keyboard.press("ArrowRight");
  await tab.locator(".slide.now .contents a, .slide.now a").nth(2).click();
  await tab.locator(".slide.now h2", { hasText: "image filter" }).waitFor();

  await tab.keyboard.press("n");
  const notes = tab.locator(".slide.now .notes");
  assert.ok(await notes.isVisible() && (await notes.innerText()).length > 40, "n shows the notes");
  assert.equal(await tab.locator(".slide:visible .frame").count(), 2, "and the next slide");
  await tab.screenshot({ path: join(shots, "notes.png") });
  await tab.keyboard.press("n");
  assert.ok(await notes.isHidden());

  const ground = () => tab.evaluate(() => getComputedStyle(document.querySelector(".slide.now .frame")).backgroundColor);
  const light = await ground();
  await tab.keyboard.press("d");
  assert.notEqual(await ground(), light, "d changes light and dark");
  await tab.keyboard.press("o");
  assert.equal(await tab.locator(".slide:visible").count(), count, "o shows all slides");
  await tab.keyboard.press("o");
  assert.equal(await tab.locator(".slide:visible").count(), 1);

  await tab.keyboard.press("Home");
  await tab.keyboard.press("g");
  assert.equal(await tab.locator(".slide:visible").count(), count, "g shows all slides");
  const small = await tab.locator("#s5 .frame").boundingBox();
  assert.ok(small.width < 320 && (await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)), `small ones: ${small.width}`);
  await tab.screenshot({ path: join(shots, "grid.png") });
  await tab.keyboard.press("ArrowDown");
  assert.ok(Number((await shown()).slice(1)) > 3, "down is a row on");
  await tab.keyboard.press("Enter");
  assert.equal(await tab.locator(".slide:visible").count(), 1, "and Enter opens it");
  await tab.keyboard.press("g");
  await tab.locator("#s7").click();
  assert.equal(await shown(), "s7", "so does a click");
  assert.equal(await tab.locator(".slide:visible").count(), 1);

  for (const key of "12") await tab.keyboard.press(key);
  assert.equal(await tab.locator(".typed").textContent(), "12");
  await tab.keyboard.press("Enter");
  assert.equal(await shown(), "s12", "a number and Enter lead to a slide");
  for (const key of ["9", "Escape", "Enter"]) await tab.keyboard.press(key);
  assert.equal(await shown(), "s13", "Escape forgets the number");

  const middle = () => tab.evaluate(() => getComputedStyle(document.documentElement, "::after").content);
  assert.equal(await middle(), "none");
  await tab.keyboard.press("b");
  assert.notEqual(await middle(), "none", "b shows a black screen");
  await tab.keyboard.press("ArrowRight");
  assert.equal(await middle(), "none");
  assert.equal(await shown(), "s13", "and the key that ends it does no more");

  const [second] = await Promise.all([context.waitForEvent("page"), tab.keyboard.press("s")]);
  await second.waitForSelector(".slide.now .notes:visible");
  await second.keyboard.press("Home");
  await tab.waitForSelector("#s1.now");
  await tab.keyboard.press("End");
  await second.waitForSelector(`#s${count}.now`, { state: "attached" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("it prints one slide a page", async () => {
  const { context, tab } = await open({ colorScheme: "dark" });
  const count = await tab.locator(".slide").count();
  const pdf = (await tab.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, count);
  const sizes = new Set([...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => `${Math.round(width)}×${Math.round(height)}`));
  assert.deepEqual([...sizes], ["960×540"]);
  await context.close();
});

test("without scripts it is a scroll of slides with their notes", async () => {
  const { context, tab, problems } = await open({ javaScriptEnabled: false });
  const count = await tab.locator(".slide").count();
  assert.equal(await tab.locator(".slide:visible").count(), count);
  assert.equal(await tab.locator(".notes summary:visible").count(), count);
  await tab.locator(".notes summary").nth(3).click();
  assert.ok(await tab.locator(".notes div").nth(3).isVisible());
  assert.deepEqual(problems, []);
  await context.close();
});

test("a phone scrolls through it without a sideways scroll", async () => {
  const { context, tab } = await open({ viewport: { width: 360, height: 740 } });
  await tab.keyboard.press("o");
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await context.close();
});

/** The mean difference of two PNGs of one size, in levels of a channel. */
async function difference(tab, one, other) {
  const address = (bytes) => `data:image/png;base64,${bytes.toString("base64")}`;
  return tab.evaluate(async (addresses) => {
    const [a, b] = await Promise.all(addresses.map(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    }));
    if (a.width !== b.width || a.height !== b.height) return Infinity;
    return a.data.reduce((sum, level, k) => sum + Math.abs(level - b.data[k]), 0) / a.data.length;
  }, [address(one), address(other)]);
}

test("the picture of the deck in the book is the deck", async () => {
  const { context, tab } = await open({ viewport: { width: 1300, height: 740 } });
  await tab.keyboard.press("o");
  // A question, a formula, a figure and a listing, each the first with such a title.
  const shown = await tab.evaluate(() => {
    const wanted = [[".question", "The sliding window"], [".formula", "One operation"], [".figure", "One window"], [".listing", "Interior by guess"]];
    const slides = wanted.map(([kind, title]) =>
      [...document.querySelectorAll(`.slide${kind}`)].find((slide) => slide.querySelector("h2").textContent.startsWith(title)));
    slides.forEach((slide) => slide?.classList.add("shown"));
    return slides.filter(Boolean).length;
  });
  assert.equal(shown, 4);
  await tab.addStyleTag({ content: `main { display: grid; gap: 20px; grid-template-columns: 1fr 1fr; padding: 0 !important; width: 1300px; }
    .slide { margin: 0 !important; width: 640px !important; } .slide:not(.shown), .notes, .bar { display: none !important; }` });
  const now = await tab.locator("main").screenshot();
  if (process.env.ACCEPT) await writeFile(picture, now);
  // The typefaces are the deck's own; what is left is how a browser smooths their edges.
  const mean = await difference(tab, now, await readFile(picture));
  assert.ok(mean < 1, `the mean difference is ${mean} levels; if the deck is right, run this with ACCEPT=1`);
  await context.close();
});
