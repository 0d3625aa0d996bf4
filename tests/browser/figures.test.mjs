// The live figures in a real browser, in the hands of a reader: by keyboard, mouse and finger, with a picture of their own, shared, saved;
// and where no figure can be live, the still one.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { crc32, deflateSync } from "node:zlib";
import { book, figures, launch, live, open, pageOf, pages, policy, root, serve, target, themes } from "./book.mjs";

const chapters = pages.filter((page) => page !== "print.html");
/** How long a change is quiet before it is announced and reaches the address, in milliseconds, with time for a slow machine. */
const QUIET = 900;

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens the chapter of a figure; `check` may use it, and nothing may have gone wrong at its end. */
async function withFigure(name, check, { hash = "", ...options } = {}) {
  const { context, tab, problems } = await open(browser, { origin: server.origin, ...options });
  await tab.goto(`${server.address}${pageOf(name)}${hash}`);
  await live(tab);
  await check(tab.locator(`#fig-${name} live-figure`), tab, context);
  assert.deepEqual(problems, []);
  await context.close();
}

/** Changes a choice, where there is one beside the first, and a number, or the first choice of a figure without. */
async function change(figure) {
  const [choices, numbers] = [figure.locator("select"), figure.locator("input[type=range]")];
  if (await choices.count() > 1) await choices.nth(1).press("ArrowDown");
  if (await numbers.count() === 0) return choices.first().press("ArrowDown");
  const number = numbers.first();
  const before = await number.inputValue();
  await number.press("ArrowRight");
  // It may be the largest already.
  if (await number.inputValue() === before) await number.press("ArrowLeft");
}

/** All that a figure shows. */
const shown = (figure) => figure.evaluate((element) => ({
  picture: element.querySelector(".live-picture svg").outerHTML,
  settings: Object.fromEntries([...element.querySelectorAll(".live-row > [name]")].map(({ name, value }) => [name, value])),
  command: element.querySelector(".live-more code").textContent,
  description: element.querySelector(".live-more p").textContent,
  readouts: Object.fromEntries([...element.querySelectorAll("dd")].map((number) => [number.dataset.readout, number.textContent])),
  note: element.querySelector(".live-note").textContent,
}));

/** The files that a command of the project writes; `given` is the picture that it names. */
async function native(command, given) {
  const folder = await mkdtemp(join(tmpdir(), "figures-"));
  const [, , ...words] = command.match(/'[^']*'|\S+/g).map((word) => word.replaceAll("'", ""));
  const image = words.indexOf("--image");
  if (image >= 0) {
    words[image + 1] = join(folder, words[image + 1]);
    await writeFile(words[image + 1], given);
  }
  await promisify(execFile)(join(target, "debug/book"), [...words, "--out", join(folder, "out")], { cwd: root });
  const files = { names: {} };
  for (const name of await readdir(join(folder, "out"))) {
    files.names[extname(name).slice(1)] = name;
    files[extname(name).slice(1)] = await readFile(join(folder, "out", name));
  }
  await rm(folder, { recursive: true });
  return files;
}

/** What a button saves. */
async function saved(figure, tab, kind) {
  const [download] = await Promise.all([tab.waitForEvent("download"), figure.getByRole("button", { name: `Save ${kind}` }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Two SVGs are the same, and their images to the last pixel; a browser compresses an image in its own way. */
async function sameVectors(tab, ...files) {
  const images = /data:image\/png;base64,([^"]+)/g;
  const texts = files.map((bytes) => bytes.toString());
  assert.equal(...texts.map((text) => text.replaceAll(images, "")));
  const [ours, theirs] = texts.map((text) => [...text.matchAll(images)].map(([, image]) => image));
  for (const [at, image] of ours.entries()) {
    const { sizes, mean } = await tab.evaluate(difference, [image, theirs[at]]);
    assert.deepEqual([sizes[0], mean], [sizes[1], 0]);
  }
}

/** A control in the panel. */
const control = (figure, label) => figure.locator(".live-panel").getByLabel(label, { exact: true });
/** Waits until a figure of the page says something. */
const note = (tab, wanted) => tab.waitForFunction((pattern) =>
  [...document.querySelectorAll(".live-note")].some((note) => new RegExp(pattern).test(note.textContent)), wanted.source);

/** The middle of a part of an element, in the page. */
async function middle(locator, across = 0.5, down = 0.5) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  return [box.x + box.width * across, box.y + box.height * down];
}

/** A PNG of the given size: its rows, filtered by nothing, as `row` gives them. */
function png(width, height, depth, colour, row) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32 ? crc32(body) : slowCrc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour], 8);
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => Buffer.from([0, ...row(y)])));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
/** Before node 22.2 zlib kept its checksum to itself. */
function slowCrc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
const stripes = png(60, 40, 8, 2, () => Array.from({ length: 180 }, (_, at) => (Math.floor(at / 30) % 2) * 255));
/** All black, one bit for each of its hundred million pixels. */
const huge = () => png(10_000, 10_000, 1, 0, () => new Uint8Array(1250));
const file = (name, buffer) => ({ name, mimeType: "image/png", buffer });

for (const name of figures) {
  test(`${name}: every control moves by keyboard`, () => withFigure(name, async (figure, tab) => {
    const controls = await figure.locator(".live-row > [name]").all();
    const first = await shown(figure);
    const { stdout } = await promisify(execFile)(join(target, "debug/book"), ["figures", "list", "--json"]);
    const own = JSON.parse(stdout).find((listed) => listed.name === name).parameters;
    assert.equal(controls.length, own.length, "each parameter has a control");
    for (const control of controls) {
      const before = await shown(figure);
      const label = await control.evaluate((field) => field.labels[0].textContent);
      const kind = await control.evaluate((field) => field.type);
      await control.focus();
      if (kind === "text") {
        const value = await control.inputValue();
        await tab.keyboard.press("End");
        await tab.keyboard.type("5");
        await tab.keyboard.press("Enter");
        assert.notEqual(await control.inputValue(), value, label);
      } else {
        const last = await control.evaluate((field) => field.value === (field.max ?? field.options[field.options.length - 1].value));
        const back = kind === "range" ? "ArrowLeft" : "ArrowUp";
        const value = await control.inputValue();
        await tab.keyboard.press(last ? back : kind === "range" ? "ArrowRight" : "ArrowDown");
        assert.notEqual(await control.inputValue(), value, label);
      }
      const now = await shown(figure);
      assert.notEqual(now.picture, before.picture, `${label} changes the picture`);
      assert.notDeepEqual(now.settings, before.settings, `${label} changes the settings`);
      assert.ok(await control.evaluate((field) => field === document.activeElement), `${label} keeps the focus`);
      assert.equal(now.note, "", `${label} is taken as it is`);
    }
    assert.match(tab.url(), new RegExp(`/${pageOf(name)}`), "no key leaves the page");
    await figure.getByRole("button", { name: "Reset" }).press("Enter");
    assert.deepEqual(await shown(figure), first, "a reset brings all of it back");
  }));

  test(`${name}: the parts of the picture move by keyboard`, () => withFigure(name, async (figure, tab) => {
    const handles = figure.locator(":is(div, button).live-handle");
    const count = await handles.count();
    assert.ok(await figure.locator(".live-handle").count() > 0);
    for (let at = 0; at < count; at++) {
      const handle = handles.nth(at);
      const gesture = await handle.getAttribute("data-gesture");
      const slides = (await handle.getAttribute("role")) === "slider" && gesture !== "draw";
      const keys = gesture === "toggle" ? [["Enter"]] : [...(slides ? [["ArrowRight", "ArrowLeft"]] : []), ["ArrowUp", "ArrowDown"]];
      if ((await handle.getAttribute("role")) === "application") keys.push(["ArrowLeft", "ArrowRight"]);
      for (const either of keys) {
        const before = await shown(figure);
        await handle.focus();
        for (const key of either) {
          if ((await shown(figure)).picture === before.picture) await tab.keyboard.press(key);
        }
        const now = await shown(figure);
        const label = await handle.getAttribute("aria-label");
        assert.notEqual(now.picture, before.picture, `${label}, ${either}`);
        assert.notDeepEqual(now.settings, before.settings, `${label}, ${either}`);
        assert.ok(await handle.evaluate((element) => element === document.activeElement), `${label} keeps the focus`);
      }
    }
    assert.match(tab.url(), new RegExp(`/${pageOf(name)}`), "no key leaves the page");
  }));

  for (const [theme, ours] of Object.entries(themes)) {
    test(`${name}, ${theme}: what is saved is what the command line writes`, () => withFigure(name, async (figure, tab) => {
      await change(figure);
      const { command } = await shown(figure);
      assert.match(command, /--set/);
      const wanted = await native(command);
      const [vector, pixels] = [await saved(figure, tab, "SVG"), await saved(figure, tab, "PNG")];
      assert.deepEqual([vector.name, pixels.name], [wanted.names.svg, wanted.names.png]);
      assert.match(vector.name, /_/, "the name tells the state");
      assert.ok(vector.name.endsWith(`-${ours}.svg`));
      await sameVectors(tab, vector.bytes, wanted.svg);
      const { sizes, mean, far } = await tab.evaluate(difference, [pixels.bytes, wanted.png].map((bytes) => bytes.toString("base64")));
      assert.equal(sizes[0], sizes[1]);
      assert.match(sizes[0], /^1920×/);
      assert.ok(mean <= PNG_MEAN, `the pictures differ by ${mean} of 255 in the mean`);
      assert.ok(far <= PNG_FAR, `${far * 100} % of the values are far off`);
    }, { theme }));
  }

  test(`${name}: shared by its link`, () => withFigure(name, async (figure, tab, context) => {
    await change(figure);
    const numbers = figure.locator("input[type=range]");
    if (await numbers.count() > 0) await numbers.last().press("ArrowLeft");
    const { picture, settings } = await shown(figure);
    await figure.getByRole("button", { name: "Copy link" }).click();
    await note(tab, /copied/);
    const link = await tab.evaluate(() => navigator.clipboard.readText());
    await tab.waitForFunction((address) => location.href === address, link);
    const other = await context.newPage();
    await other.goto(link);
    await live(other);
    const there = await shown(other.locator(`#fig-${name} live-figure`));
    assert.deepEqual(there.settings, settings);
    assert.equal(there.picture, picture);
    assert.equal(there.note, "");
    const command = `cargo book figures render --state ${link} --theme light`;
    await sameVectors(tab, (await saved(figure, tab, "SVG")).bytes, (await native(command)).svg);
    assert.ok(await other.locator(`#fig-${name}`).evaluate((element) => element.getBoundingClientRect().top < window.innerHeight / 2), "the figure is in sight");
  }, { permissions: ["clipboard-read", "clipboard-write"] }));
}

/** Two rasterisers round the cover of an edge's pixels differently: at 1920 px by 0.05 to 0.13 of 255 in the mean of all pixels. */
const PNG_MEAN = 0.25;
/** Part of the values that may differ by more than a quarter of the range: some pixel in the corner of a letter does. */
const PNG_FAR = 0.00001;

/** Runs in the page: compares two PNGs, each as base64. */
async function difference(pair) {
  const images = await Promise.all(pair.map(async (bytes) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${bytes}`)).blob());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  }));
  const [a, b] = images.map(({ data }) => data);
  let [sum, far] = [0, 0];
  for (let at = 0; at < a.length; at++) {
    const distance = Math.abs(a[at] - b[at]);
    sum += distance;
    if (distance > 64) far++;
  }
  return { sizes: images.map(({ width, height }) => `${width}×${height}`), mean: sum / a.length, far: far / a.length };
}

test("a control's readouts are what the figure computes", () => withFigure("image-filter", async (figure) => {
  assert.equal((await shown(figure)).readouts["output-size"], "46×46");
  await control(figure, "Stride").press("ArrowRight");
  assert.equal((await shown(figure)).readouts["output-size"], "23×23");
  await control(figure, "Padding").selectOption("same");
  assert.equal((await shown(figure)).readouts["output-size"], "24×24");
  await control(figure, "Dilation").press("End");
  const now = await shown(figure);
  assert.equal(now.settings.dilation, "4");
  assert.match(now.description, /24×24/, "the description is of the present data");
}));

test("the residual is exactly 0 inside the true interior, and a switch shows the naive one", () => withFigure("translation-equivariance", async (figure) => {
  for (const fill of ["zero", "circular"]) {
    await control(figure, "Fill").selectOption(fill);
    for (const kernel of ["laplacian", "gaussian-blur"]) {
      await control(figure, "Kernel").selectOption(kernel);
      for (const key of ["Home", "End"]) {
        await control(figure, "Shift right").press(key);
        await control(figure, "Shift down").press("ArrowLeft");
        assert.equal((await shown(figure)).readouts.residual, "0", `${fill}, ${kernel}, ${key}`);
      }
    }
  }
  await control(figure, "Fill").selectOption("zero");
  const marked = (await shown(figure)).picture;
  await control(figure, "Interior").selectOption("naive");
  const now = await shown(figure);
  assert.notEqual(now.picture, marked);
  assert.notEqual(now.readouts["naive-residual"], "0");
}));

test("step, play and pause", () => withFigure("sliding-window", async (figure, tab) => {
  const position = () => control(figure, "Position").inputValue();
  assert.equal(await position(), "4");
  await figure.getByRole("button", { name: "one step on" }).click();
  assert.equal(await position(), "5");
  await figure.getByRole("button", { name: "one step back" }).click();
  await figure.getByRole("button", { name: "one step back" }).press("Enter");
  assert.equal(await position(), "3");

  const play = figure.locator(".live-play");
  await play.click();
  assert.equal(await play.textContent(), "Pause");
  await tab.waitForFunction(() => document.querySelector("live-figure input[type=range]").value === "5");
  await play.click();
  assert.equal(await play.textContent(), "Play");
  const paused = await position();
  await tab.waitForTimeout(1200);
  assert.equal(await position(), paused);

  await play.click();
  await tab.waitForFunction(() => document.querySelector(".live-play").textContent === "Play");
  assert.equal(await position(), "7", "it ends at the last place");
  await play.click();
  await tab.waitForFunction(() => document.querySelector("live-figure input[type=range]").value === "1");
  await figure.getByRole("button", { name: "Reset" }).click();
  await tab.waitForTimeout(1200);
  assert.equal(await position(), "4", "a reset ends the play");
}));

test("nothing plays for a reader who wants less motion", () => withFigure("sliding-window", async (figure) => {
  assert.equal(await figure.locator(".live-play").isVisible(), false);
  await figure.getByRole("button", { name: "one step on" }).click();
  assert.equal((await shown(figure)).settings.position, "5");
}, { reducedMotion: "reduce" }));

/** Draws a falling line over the samples: the first ends high, the last low. */
function checkDrawn({ settings, readouts }, fresh) {
  const samples = settings.samples.split(",").map(Number);
  assert.equal(samples.length, 10);
  assert.ok(samples.every((value, at) => at === 0 || value < samples[at - 1]), `drawn: ${samples}`);
  assert.ok(samples[0] > 0.5 && samples[9] < -0.5, `drawn: ${samples}`);
  assert.notEqual(readouts.sum, fresh.readouts.sum);
}

/** The state in the address, if there is one. */
const inAddress = (tab) => Object.fromEntries(new URLSearchParams(new URL(tab.url()).hash.split("?")[1] ?? ""));

test("hovering shows an output for now, and a click marks it", () => withFigure("image-filter", async (figure, tab) => {
  const output = figure.locator("[data-gesture=point]").nth(1);
  const place = async () => {
    const { settings, readouts } = await shown(figure);
    return { row: settings.row, column: settings.column, sum: readouts.sum };
  };
  const first = await place();
  const address = tab.url();
  await tab.mouse.move(...await middle(output, 0.25, 0.75));
  assert.equal((await place()).column, "11");
  await tab.mouse.move(...await middle(control(figure, "Kernel")));
  assert.deepEqual(await place(), first, "on the way to a menu it comes back");
  await tab.waitForTimeout(QUIET);
  assert.equal(tab.url(), address, "the address is as it was");

  await tab.mouse.click(...await middle(output, 0.25, 0.75));
  const marked = await place();
  assert.equal(marked.column, "11");
  await tab.mouse.move(...await middle(output, 0.5, 0.5));
  assert.deepEqual(await place(), marked, "what was clicked stays");
  await tab.mouse.move(...await middle(control(figure, "Kernel")));
  assert.deepEqual(await place(), marked);
  await tab.waitForTimeout(QUIET);
  assert.deepEqual([inAddress(tab).row, inAddress(tab).column], ["34", "11"]);
  await tab.mouse.move(...await middle(output, 0.55, 0.5));
  assert.equal((await place()).column, "25", "who comes again looks around again");
  await control(figure, "Stride").press("ArrowRight");
  assert.equal((await shown(figure)).settings.stride, "2");
  await tab.waitForTimeout(QUIET);
  assert.equal(inAddress(tab).column, "11", "a key changes what is marked, not what is looked at");
}));

/** Where the page is scrolled to, once it holds still. */
async function scrolled(tab) {
  for (let last; ;) {
    const now = await tab.evaluate(() => scrollY);
    if (now === last) return now;
    last = now;
    await tab.waitForTimeout(150);
  }
}

test("a reload and the way back keep the reader's place, and a link leads to the figure", () => withFigure("pooling", async (figure, tab) => {
  // The book's fonts are optional: they may come in time for one visit and not for another, with lines of other lengths.
  await tab.addInitScript(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { font-family: serif !important; }");
    document.adoptedStyleSheets = [sheet];
  });
  await tab.reload();
  await live(tab);
  await control(figure, "Window").press("ArrowRight");
  await tab.waitForTimeout(QUIET);
  assert.equal(inAddress(tab).window, "3");
  await tab.evaluate(() => scrollTo(0, document.body.scrollHeight * 0.8));
  const place = await scrolled(tab);
  // What was at the top of the window, as the reader sees it.
  const read = await tab.locator("main > p").evaluateAll((all) => all.findIndex((paragraph) => paragraph.getBoundingClientRect().top > 0));
  const height = async () => {
    await scrolled(tab);
    return tab.locator("main > p").nth(read).evaluate((paragraph) => paragraph.getBoundingClientRect().top);
  };
  const before = await height();
  const keeps = async (what) => {
    await live(tab);
    assert.ok(Math.abs(await height() - before) < 3, `${what}: what was read is at ${await height()}, not at ${before}`);
    assert.equal((await shown(figure)).settings.window, "3", what);
  };
  await tab.reload();
  await keeps("a reload");
  await tab.goto(`${server.address}objects.html`);
  await live(tab);
  await tab.goBack();
  await keeps("back from another page");
  await tab.evaluate(() => {
    location.hash = "#fig-pooling?window=4";
  });
  const top = () => figure.evaluate((element) => element.getBoundingClientRect().top);
  await scrolled(tab);
  assert.ok(Math.abs(await top()) < 300, `a link on the page leads to the figure, not ${await top()} px away`);
  assert.equal((await shown(figure)).settings.window, "4");
  await tab.evaluate((to) => scrollTo(0, to), place);
  await tab.evaluate(() => {
    location.hash = "#no-such-place";
  });
  await tab.goBack();
  assert.ok(Math.abs(await scrolled(tab) - place) < 3, "back on the page");
}));

for (const [name, gesture] of [["sliding-window", "draw"], ["sliding-window", "drag"], ["image-filter", "point"], ["pooling", "drag"]]) {
  test(`${name}: Escape ends what is being ${{ draw: "drawn", drag: "dragged", point: "pointed at" }[gesture]}, and nothing has changed`, () =>
    withFigure(name, async (figure, tab) => {
      const handle = figure.locator(`[data-gesture=${gesture}]`).first();
      const first = await shown(figure);
      const address = tab.url();
      await tab.mouse.move(...await middle(handle, 0.6, 0.4));
      await tab.mouse.down();
      const [x, y] = await middle(handle, 0.6, 0.4);
      await tab.mouse.move(x - 90, y + 30, { steps: 5 });
      assert.notEqual((await shown(figure)).picture, first.picture);
      await tab.keyboard.press("Escape");
      assert.deepEqual(await shown(figure), first);
      await tab.mouse.move(x - 120, y + 40, { steps: 5 });
      await tab.mouse.up();
      assert.deepEqual(await shown(figure), first, "the rest of the movement does nothing");
      await tab.waitForTimeout(QUIET);
      assert.equal(tab.url(), address);
    }));
}

test("a line that is drawn at one stroke has no gaps", () => withFigure("sliding-window", async (figure, tab) => {
  const bars = figure.locator("[data-gesture=draw]");
  const fresh = await shown(figure);
  await tab.mouse.move(...await middle(bars.first(), 0.5, 0.1));
  await tab.mouse.down();
  await tab.mouse.move(...await middle(bars.last(), 0.5, 0.95));
  await tab.mouse.up();
  checkDrawn(await shown(figure), fresh);
  const [x, y] = await middle(bars.first());
  const before = (await shown(figure)).settings.samples.split(",");
  await tab.mouse.move(...await middle(bars.last()));
  await tab.mouse.down();
  await tab.mouse.move(x + 900, y - 20, { steps: 3 });
  await tab.mouse.up();
  assert.deepEqual((await shown(figure)).settings.samples.split(",").slice(0, 9), before.slice(0, 9), "beyond the end only the last one changes");
}));

test("a player goes along the row and on to the next one", () => withFigure("image-filter", async (figure, tab) => {
  assert.equal(await figure.locator(".live-play").count(), 1, "one player for rows and columns");
  assert.equal(await figure.locator(".live-play").getAttribute("aria-label"), "Play: row by row");
  await control(figure, "Marked column").press("End");
  await control(figure, "Marked column").press("ArrowLeft");
  const { settings } = await shown(figure);
  await figure.locator(".live-play").click();
  await tab.waitForFunction(() => document.querySelector("[name=column]").value === "2");
  await figure.locator(".live-play").click();
  assert.equal(Number((await shown(figure)).settings.row), Number(settings.row) + 1);
  await control(figure, "Marked column").press("Home");
  await figure.getByRole("button", { name: "Marked column: one step back" }).click();
  assert.deepEqual([(await shown(figure)).settings.row, (await shown(figure)).settings.column], [settings.row, "45"]);
}));

test("of all players of a page one is on", async () => {
  const { context, tab, problems } = await open(browser, { origin: server.origin });
  await tab.goto(`${server.address}print.html`);
  await live(tab);
  const [one, other] = [tab.locator("#fig-sliding-window .live-play").first(), tab.locator("#fig-pooling .live-play").first()];
  await one.click();
  assert.equal(await one.textContent(), "Pause");
  await other.click();
  assert.deepEqual([await one.textContent(), await other.textContent()], ["Play", "Pause"]);
  const column = tab.locator("#fig-sliding-window [name=position]").first();
  const stopped = await column.inputValue();
  await tab.waitForTimeout(1200);
  assert.equal(await column.inputValue(), stopped);
  assert.deepEqual(problems, []);
  await context.close();
});

test("nothing is announced or written into the address while a figure plays", () => withFigure("sliding-window", async (figure, tab) => {
  const address = tab.url();
  await control(figure, "Position").press("Home");
  await tab.waitForTimeout(QUIET);
  const status = figure.locator(".live-status");
  const told = await status.textContent();
  await figure.locator(".live-play").click();
  await tab.waitForFunction(() => document.querySelector("[name=position]").value === "3");
  assert.equal(await status.textContent(), told);
  assert.notEqual(tab.url(), address);
  assert.equal(inAddress(tab).position, "0");
  assert.deepEqual(await figure.locator("output").evaluateAll((outputs) => outputs.map((output) => output.getAttribute("aria-live"))), ["off"]);
  await figure.locator(".live-play").click();
  await tab.waitForTimeout(QUIET);
  assert.notEqual(await status.textContent(), told, "its end is");
  assert.equal(inAddress(tab).position, "3");
}));

for (const [typed, value] of [["0,5", "0.5"], ["−1", "-1"], ["+1", "1"], [".5", "0.5"], ["1e-3", "0.001"], ["1/9", "0.111111"], [" 2 ", "2"], ["-0", "0"]]) {
  test(`a weight can be written as “${typed}”`, () => withFigure("image-filter", async (figure, tab) => {
    const weight = figure.locator("[data-gesture=type]").nth(1);
    await weight.click();
    await tab.keyboard.insertText("7");
    await tab.keyboard.press("Enter");
    await weight.click();
    await tab.keyboard.insertText(typed);
    await tab.keyboard.press("Enter");
    const now = await shown(figure);
    assert.equal(now.settings.weights.split(",")[1], value);
    assert.equal(now.note, "");
    await tab.keyboard.press("Tab");
    assert.equal(await weight.inputValue(), value);
  }));
}

for (const [typed, says] of [["1e-7", /^1e-7 is too small: .*0\.000001/], ["1e309", /^1e309 is too large: .*15 digits/], ["1234567890123456", /too large/],
  ["abc", /^abc is not a number/], ["1/0", /^1\/0 divides by 0/], ["1,2,3", /^1,2,3 is not a number/], ["--1", /^--1 is not/]]) {
  test(`“${typed}” is no weight: the old one stays, and the message says why`, () => withFigure("image-filter", async (figure, tab) => {
    const first = await shown(figure);
    const weight = figure.locator("[data-gesture=type]").nth(5);
    const old = await weight.inputValue();
    await weight.click();
    await tab.keyboard.type(typed);
    await tab.keyboard.press("Enter");
    const now = await shown(figure);
    assert.match(now.note, says);
    assert.match(now.note, new RegExp(`The weight in row 1, column 2 is as it was: ${old}\\.$`));
    assert.deepEqual({ ...now, note: "" }, first);
    await tab.keyboard.press("Tab");
    assert.equal(await weight.inputValue(), old);
  }));
}

test("the wheel of a mouse changes no weight", () => withFigure("image-filter", async (figure, tab) => {
  const first = await shown(figure);
  const weight = figure.locator("[data-gesture=type]").first();
  await weight.click();
  await tab.mouse.wheel(0, -120);
  await tab.mouse.wheel(0, 120);
  await tab.waitForTimeout(200);
  assert.deepEqual(await shown(figure), first);
}));

test("a list of weights is read as people write it, and refused with its reason", () => withFigure("image-filter", async (figure, tab) => {
  const field = control(figure, "Weights, row by row");
  const weights = async (typed) => {
    await field.fill(typed);
    await field.press("Enter");
    return (await shown(figure));
  };
  for (const typed of ["0,1,0,1,−4,1,0,1,0.5", "0 1 0 1 -4 1 0 1 .5", "0; 1; 0; 1; -4; 1; 0; 1; 0,5", "0, 1, 0, 1, -4, 1, 0, 1, 1/2"]) {
    const now = await weights(typed);
    assert.equal(now.settings.weights, "0,1,0,1,-4,1,0,1,0.5", typed);
    assert.equal(now.note, "");
    await weights("3");
  }
  const { picture, readouts } = await shown(figure);
  for (const [typed, says] of [["1,2,3,4", /4 numbers; there must be 1 or 9 or 25/], ["1,2,x,4,5,6,7,8,9", /x is not a number/], ["0,5", /2 numbers.*semicolons/],
    ["1,2,3,4,1e-9,6,7,8,9", /1e-9 is too small/], ["", /A number is missing/]]) {
    const now = await weights(typed);
    assert.match(now.note, says, typed);
    assert.match(now.note, /The figure is as it was\.$/);
    assert.equal(now.picture, picture, typed);
    assert.deepEqual(now.readouts, readouts);
    assert.equal(now.settings.weights, typed, "what was typed can be mended");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
  }
  await field.press("Escape");
  assert.equal(await field.inputValue(), "3");
  assert.equal(await field.getAttribute("aria-invalid"), null);
}));

/** A grey of 24 million pixels. */
const large = () => png(6000, 4000, 8, 0, (y) => new Uint8Array(6000).fill(y % 256));
/** How long the page may stand still while a large picture is read, in milliseconds. */
const STANDSTILL = 200;

test("a large picture does not stop the page", () => withFigure("image-filter", async (figure, tab) => {
  const first = await shown(figure);
  await tab.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    const watch = (now) => {
      window.longest = Math.max(window.longest, now - last);
      last = now;
      requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
  });
  await figure.locator("input[type=file]").setInputFiles(file("large.png", large()));
  await figure.locator("option[value=own]:checked").waitFor({ state: "attached" });
  assert.notEqual((await shown(figure)).picture, first.picture);
  const longest = await tab.evaluate(() => window.longest);
  assert.ok(longest < STANDSTILL, `the page stood still for ${longest} ms`);
  const { command } = await shown(figure);
  await sameVectors(tab, (await saved(figure, tab, "SVG")).bytes, (await native(command, large())).svg);
}));

test("a picture that is overtaken by another is dropped", () => withFigure("image-filter", async (figure, tab) => {
  const input = figure.locator("input[type=file]");
  await input.setInputFiles(file("large.png", large()));
  await input.setInputFiles(file("small.png", stripes));
  await figure.locator("option[value=own]:checked").waitFor({ state: "attached" });
  const now = await shown(figure);
  assert.match(now.command, /small\.png/);
  await tab.waitForTimeout(2000);
  assert.deepEqual(await shown(figure), now);
}));

test("the reader's own picture stays in the menu, and Copy link says that it is left out", () => withFigure("image-filter", async (figure) => {
  await figure.locator("input[type=file]").setInputFiles(file("my stripes.png", stripes));
  await figure.locator("option[value=own]:checked").waitFor({ state: "attached" });
  const own = await shown(figure);
  await figure.getByRole("button", { name: "Copy link" }).click();
  await figure.locator(".live-note:not(:empty)").waitFor();
  assert.match((await shown(figure)).note, /link was copied\. It does not hold your picture my stripes\.png/);
  await control(figure, "Image").selectOption("disk");
  const disk = await shown(figure);
  assert.notEqual(disk.picture, own.picture);
  assert.equal(disk.note, "");
  await control(figure, "Image").selectOption({ label: "own: my stripes.png" });
  assert.deepEqual(await shown(figure), own);
  await control(figure, "Image").selectOption("scene");
  assert.match((await shown(figure)).description, /image scene/);
  await figure.getByRole("button", { name: "Copy link" }).click();
  await figure.locator(".live-note:not(:empty)").waitFor();
  assert.doesNotMatch((await shown(figure)).note, /stripes/);
}, { permissions: ["clipboard-read", "clipboard-write"] }));

test("a row of bars has few tab stops, and arrow keys lead along it", () => withFigure("sliding-window", async (figure, tab) => {
  const bars = figure.locator("[data-gesture=draw]");
  assert.equal(await bars.count(), 10);
  for (const gesture of ["draw", "type"]) assert.equal(await figure.locator(`[data-gesture=${gesture}][tabindex="0"]`).count(), 1, gesture);
  const { settings } = await shown(figure);
  await bars.first().focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight", "ArrowUp"]) await tab.keyboard.press(key);
  const samples = (await shown(figure)).settings.samples.split(",");
  assert.deepEqual(samples.toSpliced(2, 1), settings.samples.split(",").toSpliced(2, 1), "only the third one has moved");
  assert.notEqual(samples[2], settings.samples.split(",")[2]);
  assert.ok(await bars.nth(2).evaluate((bar) => bar === document.activeElement));
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Shift+Tab");
  assert.ok(await bars.nth(2).evaluate((bar) => bar === document.activeElement), "one comes back to where one was");
}));

test("a point of a ring is a button, and arrow keys lead round it", () => withFigure("spectrum", async (figure, tab) => {
  const points = figure.locator("[data-gesture=toggle]");
  const pressed = (at) => points.nth(at).getAttribute("aria-pressed");
  assert.equal(await points.count(), 16);
  assert.equal(await figure.locator('[data-gesture=toggle][tabindex="0"]').count(), 1);
  assert.equal(await pressed(2), "false");
  await points.nth(2).click();
  assert.equal(await pressed(2), "true");
  assert.equal((await shown(figure)).settings.points.split(",")[2], "1");
  await tab.keyboard.press("ArrowRight");
  assert.ok(await points.nth(3).evaluate((point) => point === document.activeElement));
  await tab.keyboard.press("Space");
  assert.equal(await pressed(3), "false");
  await points.first().focus();
  await tab.keyboard.press("ArrowLeft");
  assert.ok(await points.last().evaluate((point) => point === document.activeElement), "the last one follows the first");
  await figure.getByRole("button", { name: "Reset" }).click();
  assert.deepEqual([await pressed(2), await pressed(3)], ["false", "true"]);
}));

test("arrow keys lead through a grid of weights, and within one that is edited", () => withFigure("image-filter", async (figure, tab) => {
  const weights = figure.locator("[data-gesture=type]");
  const at = () => weights.evaluateAll((fields) => fields.indexOf(document.activeElement));
  assert.equal(await figure.locator('[data-gesture=type][tabindex="0"]').count(), 1);
  await weights.first().focus();
  for (const [key, place] of [["ArrowRight", 1], ["ArrowDown", 4], ["ArrowDown", 7], ["ArrowLeft", 6], ["ArrowUp", 3]]) {
    await tab.keyboard.press(key);
    assert.equal(await at(), place, key);
  }
  await tab.keyboard.type("12");
  await tab.keyboard.press("ArrowLeft");
  await tab.keyboard.type("0");
  await tab.keyboard.press("Enter");
  assert.equal(await at(), 3);
  assert.equal((await shown(figure)).settings.weights.split(",")[3], "102");
  await tab.keyboard.type("8");
  await tab.keyboard.press("Escape");
  assert.equal((await shown(figure)).settings.weights.split(",")[3], "102");
  assert.equal(await weights.nth(3).inputValue(), "102");
}));

test("a link leads past a figure", () => withFigure("image-filter", async (figure, tab) => {
  const skip = figure.getByRole("link", { name: "Skip the figure" });
  const address = tab.url();
  await skip.focus();
  const box = await skip.boundingBox();
  assert.ok(box.height >= 15 && box.y >= 0, "who sees it sees where the focus is");
  assert.equal(await skip.evaluate((link) => getComputedStyle(link).clipPath), "none");
  await tab.keyboard.press("Enter");
  await tab.keyboard.press("Tab");
  assert.ok(await figure.evaluate((element) => !element.contains(document.activeElement) &&
    (element.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0), "the next tab stop is behind the figure");
  assert.equal(tab.url(), address);
}));

test("a message can be closed, by its button and by Escape", () => withFigure("pooling", async (figure, tab) => {
  await tab.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
  });
  for (const close of [() => figure.getByRole("button", { name: "Close the message" }).click(), () => tab.keyboard.press("Escape")]) {
    const height = (await figure.boundingBox()).height;
    await figure.getByRole("button", { name: "Copy link" }).click();
    await note(tab, /Copy this/);
    assert.equal((await figure.boundingBox()).height, height, "it moves nothing");
    await close();
    assert.equal((await shown(figure)).note, "");
    assert.equal(await figure.getByRole("button", { name: "Close the message" }).isVisible(), false);
  }
}));

test("in forced colours the picture and what lies over it are as ever", () => withFigure("image-filter", async (figure, tab) => {
  const weight = figure.locator("[data-gesture=type]").first();
  const style = () => weight.evaluate((field) => [getComputedStyle(field).color, getComputedStyle(field).backgroundColor]);
  assert.deepEqual(await style(), ["rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)"], "the number is the picture's");
  const button = figure.getByRole("button", { name: "Reset" });
  assert.ok(await tab.evaluate(() => matchMedia("(forced-colors: active)").matches));
  const [border, text] = await button.evaluate((element) => [getComputedStyle(element).borderTopColor, getComputedStyle(element).color]);
  const [ground] = await tab.evaluate(() => [getComputedStyle(document.body).backgroundColor]);
  assert.notEqual(border, ground);
  assert.notEqual(text, ground);
}, { forcedColors: "active" }));

test("a signal is drawn with the mouse", () => withFigure("sliding-window", async (figure, tab) => {
  const bars = figure.locator("[data-gesture=draw]");
  const fresh = await shown(figure);
  await tab.mouse.move(...await middle(bars.first(), 0.5, 0.1));
  await tab.mouse.down();
  await tab.mouse.move(...await middle(bars.last(), 0.5, 0.95), { steps: 60 });
  await tab.mouse.up();
  checkDrawn(await shown(figure), fresh);
  const drawn = (await shown(figure)).picture;
  await tab.mouse.move(...await middle(bars.nth(4), 0.5, 0.2));
  assert.equal((await shown(figure)).picture, drawn, "who let go draws no further");
}));

/** A finger that goes along these places. */
async function swipe(tab, places) {
  const session = await tab.context().newCDPSession(tab);
  const touch = (type, points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  await touch("touchStart", [places[0]]);
  for (const place of places.slice(1)) await touch("touchMove", [place]);
  await touch("touchEnd", []);
}
const line = ([x, y], [toX, toY], steps) => Array.from({ length: steps + 1 }, (_, at) => [x + ((toX - x) * at) / steps, y + ((toY - y) * at) / steps]);
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

test("a signal is drawn with a finger, and the page holds still", () => withFigure("sliding-window", async (figure, tab) => {
  const bars = figure.locator("[data-gesture=draw]");
  const fresh = await shown(figure);
  const places = line(await middle(bars.first(), 0.5, 0.1), await middle(bars.last(), 0.5, 0.95), 60);
  const scroll = await tab.evaluate(() => scrollY);
  await swipe(tab, places);
  checkDrawn(await shown(figure), fresh);
  assert.equal(await tab.evaluate(() => scrollY), scroll);
  const [x, y] = places[0];
  await swipe(tab, line([x, y], [x + 220, y], 2));
  assert.ok(!await tab.evaluate(() => document.documentElement.classList.contains("sidebar-visible")), "a swipe over the figure opens no contents");
}, phone));

test("a finger scrolls the page over the figure", () => withFigure("image-filter", async (figure, tab) => {
  const output = figure.locator("[data-gesture=point]").last();
  const [x, y] = await middle(output);
  const scroll = await tab.evaluate(() => scrollY);
  await swipe(tab, line([x, y], [x, y - 200], 20));
  await tab.waitForFunction((was) => scrollY > was + 100, scroll);
}, phone));

for (const [name, gesture] of [["sliding-window", "draw"], ["sliding-window", "drag"], ["image-filter", "point"], ["pooling", "drag"]]) {
  test(`${name}: a finger that goes up over what can be ${{ draw: "drawn", drag: "dragged", point: "pointed at" }[gesture]} scrolls, and changes nothing`, () =>
    withFigure(name, async (figure, tab) => {
      const first = await shown(figure);
      const [x, y] = await middle(figure.locator(`[data-gesture=${gesture}]`).first());
      const scroll = await tab.evaluate(() => scrollY);
      await swipe(tab, line([x, y], [x, y - 200], 20));
      await tab.waitForFunction((was) => scrollY > was + 100, scroll);
      assert.deepEqual(await shown(figure), first);
    }, phone));
}

test("a finger that begins sideways shifts a picture both ways", () => withFigure("translation-equivariance", async (figure, tab) => {
  const { settings } = await shown(figure);
  const [x, y] = await middle(figure.locator("[data-gesture=drag]").first());
  await swipe(tab, [...line([x, y], [x - 30, y], 10), ...line([x - 30, y], [x - 30, y + 30], 10)]);
  const now = await shown(figure);
  assert.ok(Number(now.settings.dx) < Number(settings.dx) && Number(now.settings.dy) > Number(settings.dy), JSON.stringify(now.settings));
}, phone));

for (const name of figures) {
  test(`${name}: on a phone the picture stays in sight while its controls are used`, () => withFigure(name, async (figure, tab) => {
    await figure.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY));
    await scrolled(tab);
    for (const field of await figure.locator(".live-row > [name]").all()) {
      await field.focus();
      const { seen, picture, below } = await figure.evaluate((element) => {
        const [picture, panel] = [".live-picture", ".live-panel"].map((part) => element.querySelector(part).getBoundingClientRect());
        const field = document.activeElement.getBoundingClientRect();
        return { seen: Math.min(panel.top, innerHeight) - Math.max(picture.top, 0), picture: picture.height, below: field.bottom <= innerHeight && field.left >= 0 && field.right <= innerWidth };
      });
      const label = await field.evaluate((element) => element.labels[0].textContent);
      assert.ok(below, `${label} is in sight`);
      assert.ok(seen >= picture - 1, `${label}: ${seen} of ${picture} px of the picture are in sight`);
    }
  }, phone));
}

/** The most that a page may move while it loads, as browsers measure it. */
const SHIFT = 0.02;

/**
 * How far the text of a page moves while its figures come to life. The fonts are left out: what they move is theirs. So is the list of
 * the page's headings, which mdBook puts into the contents beside the text.
 */
async function layoutShift(page, options) {
  const { context, tab } = await open(browser, { origin: server.origin, ...options });
  await context.addInitScript(() => {
    window.shifts = [];
    // What moved is named at once: it may be replaced soon.
    const told = ({ node, previousRect, currentRect }) => ({
      inContents: Boolean(node?.parentElement?.closest("#mdbook-sidebar")),
      what: `${node?.nodeName} ${node?.className ?? ""}`, from: previousRect, to: currentRect,
    });
    new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) => window.shifts.push({ value, sources: sources.map(told) })))
      .observe({ type: "layout-shift", buffered: true });
  });
  await context.route("**/*.woff2", (route) => route.abort());
  await tab.goto(server.address + page);
  await live(tab);
  await tab.waitForTimeout(300);
  const moved = await tab.evaluate(() => window.shifts
    .filter(({ sources }) => !sources.every(({ inContents }) => inContents)));
  await context.close();
  return moved;
}

for (const page of chapters) {
  for (const options of [{ viewport: { width: 1280, height: 900 } }, phone]) {
    test(`${page}, ${options.viewport.width} px: nothing moves when the figures come to life`, async () => {
      const text = await readFile(join(book, page), "utf8");
      const anchors = [...text.matchAll(/<(?:figure|h2)[^>]* id="([^"]+)"/g)].map(([, id]) => `#${id}`);
      const shared = [...text.matchAll(/id="(fig-[^"]+)"/g)].map(([, id]) => `#${id}?`);
      for (const hash of ["", ...anchors.filter((anchor, at) => anchor.startsWith("#fig") || at === anchors.length - 1), ...shared]) {
        const moved = await layoutShift(page + hash, options);
        const sum = moved.reduce((sum, { value }) => sum + value, 0);
        assert.ok(sum <= SHIFT, `${hash}: ${sum}, ${JSON.stringify(moved)}`);
      }
    });
  }
}

test("the room that is kept for a live figure is its own", async () => {
  for (const { viewport } of [{ viewport: { width: 1280, height: 900 } }, phone]) {
    const heights = [];
    for (const held of [true, false]) {
      const { context, tab } = await open(browser, { origin: server.origin, viewport });
      if (held) await context.route("**/live-figure.js*", () => {});
      await tab.goto(`${server.address}print.html`, { waitUntil: "commit" });
      // All of the page is read; scripts that are held back would keep its other events away.
      await tab.waitForFunction(() => document.readyState !== "loading");
      await tab.evaluate(() => document.fonts.ready);
      if (!held) await live(tab);
      heights.push(await tab.locator("figure").evaluateAll((all) => all.map((figure) => `${figure.id} ${Math.round(figure.getBoundingClientRect().height)}`)));
      await context.close();
    }
    assert.deepEqual(heights[0], heights[1], `${viewport.width} px`);
  }
});

/**
 * A browser may show a page of which it has read a part. Here its parts are taken away from the end on; no block before them may move.
 * What moves nevertheless is left out: the columns of a table are as wide as what is in them, the panel of a figure stands at the lower
 * edge of a narrow window and grows, and the line below an output stands before it in the file.
 */
for (const page of chapters) {
  for (const { viewport } of [{ viewport: { width: 1280, height: 900 } }, phone]) {
    test(`${page}, ${viewport.width} px: what is read later moves nothing that stands before it`, async () => {
      const { context, tab } = await open(browser, { origin: server.origin, viewport });
      await context.route("**/*.js*", (route) => route.abort());
      await tab.goto(server.address + page);
      const { parts, moved } = await tab.evaluate(() => {
        const main = document.querySelector("main");
        const parts = [main.parentElement, ...main.querySelectorAll("*:not(:is(table, svg, math, code, .printed) *, .live-panel)")]
          .filter((part) => getComputedStyle(part).display !== "inline");
        const place = (part) => part.getBoundingClientRect();
        const whole = new Map(parts.map((part) => [part, place(part)]));
        const moved = [];
        for (let count = parts.length - 1; count > 0; count--) {
          const after = document.createRange();
          after.setStartBefore(parts[count]);
          after.setEndAfter(main.lastChild);
          after.deleteContents();
          // What is farther away is in another paragraph, or holds these.
          for (const part of parts.slice(Math.max(0, count - 60), count)) {
            const [first, now] = [whole.get(part), place(part)];
            // In pixels: a line with a formula is a little higher.
            if (first.height > 0 && now.height > 0 && Math.hypot(now.left - first.left, now.top - first.top) > 10) {
              moved.push(`${part.tagName}.${part.className} by ${now.left - first.left}, ${now.top - first.top} without ${parts[count].tagName}.${parts[count].className}`);
            }
          }
        }
        return { parts: parts.length, moved };
      });
      assert.ok(parts > 5, `${parts} parts`);
      assert.deepEqual(moved, []);
      await context.close();
    });
  }
}

test("a finger taps an output", () => withFigure("image-filter", async (figure, tab) => {
  const { settings } = await shown(figure);
  await tab.touchscreen.tap(...await middle(figure.locator("[data-gesture=point]").last(), 0.9, 0.1));
  const now = await shown(figure);
  assert.ok(Number(now.settings.column) > 38 && Number(now.settings.row) < 8, JSON.stringify(now.settings));
  assert.notDeepEqual(now.settings, settings);
}, phone));

test("the window is dragged along the signal", () => withFigure("sliding-window", async (figure, tab) => {
  const handle = figure.locator("[data-gesture=drag]");
  const [x, y] = await middle(handle);
  const width = (await figure.locator(".live-picture").boundingBox()).width;
  await tab.mouse.move(x, y);
  await tab.mouse.down();
  await tab.mouse.move(x - (3 * 74 * width) / 800, y, { steps: 10 });
  assert.equal((await shown(figure)).settings.position, "1");
  await tab.mouse.move(x + 900, y, { steps: 10 });
  assert.equal((await shown(figure)).settings.position, "7", "it stops at the end");
  await tab.mouse.up();
}));

for (const [name, by] of [["translation-equivariance", [7, -4]], ["pooling", [-2, 3]]]) {
  test(`${name}: the shifted picture is dragged`, () => withFigure(name, async (figure, tab) => {
    const image = figure.locator("[data-gesture=drag]");
    const { settings, readouts } = await shown(figure);
    const box = await image.boundingBox();
    const unit = box.width / (name === "pooling" ? 8 : 48);
    const [x, y] = await middle(image);
    await tab.mouse.move(x, y);
    await tab.mouse.down();
    await tab.mouse.move(x + by[0] * unit, y + by[1] * unit, { steps: 12 });
    await tab.mouse.up();
    const now = await shown(figure);
    const start = name === "pooling" ? [1, 0] : [5, 3];
    assert.deepEqual([now.settings.dx, now.settings.dy].map(Number), [start[0] + by[0], start[1] + by[1]], JSON.stringify(settings));
    assert.notDeepEqual(now.readouts, readouts);
  }));
}

for (const name of ["sliding-window", "image-filter"]) {
  test(`${name}: a weight is edited in the picture`, () => withFigure(name, async (figure, tab) => {
    const { settings, readouts, picture } = await shown(figure);
    const weight = figure.locator("[data-gesture=type]").last();
    await weight.click();
    await tab.keyboard.type("2.5");
    const now = await shown(figure);
    assert.equal(now.settings.weights?.split(",").at(-1), "2.5");
    assert.notEqual(now.settings.weights, settings.weights);
    assert.notEqual(now.readouts.sum, readouts.sum);
    assert.notEqual(now.picture, picture);
    assert.ok(await weight.evaluate((field) => field === document.activeElement), "one keeps typing");
    await tab.keyboard.press("Enter");
    await tab.keyboard.press("Control+a");
    await tab.keyboard.press("Delete");
    assert.equal((await shown(figure)).settings.weights, now.settings.weights, "an empty field changes nothing");
    await tab.keyboard.press("Tab");
    assert.equal(await weight.inputValue(), "2.5", "and takes its number again");
  }));
}

test("an output cell tells by hover and by focus where it came from", () => withFigure("image-filter", async (figure, tab) => {
  const output = figure.locator("[data-gesture=point]").nth(1);
  const first = await shown(figure);
  await tab.mouse.move(...await middle(output, 0.25, 0.75));
  const hovered = await shown(figure);
  assert.deepEqual([hovered.settings.row, hovered.settings.column], ["34", "11"]);
  assert.notEqual(hovered.readouts.sum, first.readouts.sum);
  assert.match(hovered.description, /row 34, column 11/);
  await tab.mouse.click(...await middle(output, 0.25, 0.75));
  await output.focus();
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("ArrowUp");
  const moved = await shown(figure);
  assert.deepEqual([moved.settings.row, moved.settings.column], ["33", "12"]);
}));

test("the plot over all shifts chooses one", () => withFigure("pooling", async (figure, tab) => {
  await tab.mouse.move(...await middle(figure.locator("[data-gesture=point]").last(), 0.5));
  const now = await shown(figure);
  assert.equal(now.settings.dx, "0");
  assert.equal(now.readouts["pooled-difference"], "0.000");
}));

test("what changed is told once, and politely", () => withFigure("sliding-window", async (figure, tab) => {
  const heard = figure.locator(".live-status");
  assert.equal(await heard.getAttribute("role"), "status");
  assert.equal(await heard.textContent(), "", "nothing is told before anything changed");
  await heard.evaluate((element) => {
    element.told = [];
    new MutationObserver(() => element.told.push(element.textContent)).observe(element, { childList: true, characterData: true, subtree: true });
  });
  await control(figure, "Position").focus();
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowLeft"]) await tab.keyboard.press(key);
  await tab.waitForTimeout(QUIET);
  const { readouts } = await shown(figure);
  assert.deepEqual(await heard.evaluate((element) => element.told), [`samples ${readouts.samples}, output size ${readouts["output-size"]}, sum ${readouts.sum}`]);
  await tab.evaluate(() => document.documentElement.classList.toggle("coal"));
  await tab.waitForTimeout(QUIET);
  assert.equal(await heard.evaluate((element) => element.told.length), 1, "another theme is no news");
}));

test("a picture of the reader's own is shown and sent nowhere", () => withFigure("image-filter", async (figure, tab, context) => {
  const requests = [];
  tab.on("request", (request) => requests.push(request.url()));
  const first = await shown(figure);
  await tab.waitForLoadState("networkidle");
  assert.deepEqual(requests, [], "nothing is loaded for a picture before");
  // What reads the picture is loaded when the reader is about to choose one, and nothing is asked for from then on.
  const [chooser] = await Promise.all([tab.waitForEvent("filechooser"),
    tab.waitForEvent("requestfinished", (request) => request.url().includes("picture-file")), figure.getByRole("button", { name: "Own picture…" }).click()]);
  assert.ok(requests.every((address) => /\/live\/(own-picture|picture-worker|picture-file|module)\.js\?v=[0-9a-f]+$/.test(address)), `${requests}`);
  requests.length = 0;
  await chooser.setFiles(file("my stripes.png", stripes));
  await figure.locator("option[value=own]:checked").waitFor({ state: "attached" });
  const now = await shown(figure);
  assert.equal(now.note, "");
  assert.notEqual(now.picture, first.picture);
  assert.notDeepEqual(now.readouts, first.readouts);
  assert.match(now.command, /--image 'my stripes\.png'/);
  await control(figure, "Kernel").selectOption("laplacian");
  assert.notEqual((await shown(figure)).picture, now.picture, "every control works with it");
  const { command } = await shown(figure);
  await sameVectors(tab, (await saved(figure, tab, "SVG")).bytes, (await native(command, stripes)).svg);
  await tab.waitForTimeout(QUIET);
  const other = await context.newPage();
  await other.goto(tab.url());
  await live(other);
  assert.match((await shown(other.locator("#fig-image-filter live-figure"))).note, /own/, "who opens its address is told that it is not there");
  await figure.getByRole("button", { name: "Reset" }).click();
  assert.deepEqual(await shown(figure), first);
  assert.deepEqual(requests.filter((address) => !/^blob:|favicon|\/live\/saved\.js/.test(address)), []);
}));

for (const name of ["translation-equivariance", "pooling"]) {
  test(`${name}: a dropped picture is shown`, () => withFigure(name, async (figure, tab) => {
    const first = await shown(figure);
    await tab.evaluate(([bytes, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], "dropped.png", { type: "image/png" }));
      const target = document.querySelector(`live-figure[name=${name}] .live-stage`);
      for (const type of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    }, [stripes.toString("base64"), name]);
    await figure.locator("option[value=own]:checked").waitFor({ state: "attached" });
    const now = await shown(figure);
    assert.notEqual(now.picture, first.picture);
    assert.match(now.command, /--image 'dropped\.png'/);
  }));
}

for (const [what, make, sentence] of [
  ["no picture at all", () => Buffer.from("This is no picture."), /it is neither PNG nor JPEG/],
  ["half a picture", () => stripes.subarray(0, stripes.length / 2), /the file ends too early/],
  ["a picture with wrong bytes", () => Buffer.from(stripes).fill(7, 50, 60), /is not a picture that this browser can read/],
  ["a picture of 10,000×10,000 pixels", huge, /10000×10000 pixels, and at most 25 million/],
]) {
  test(`${what} is refused, and the figure stays`, () => withFigure("image-filter", async (figure, tab) => {
    const first = await shown(figure);
    await figure.locator("input[type=file]").setInputFiles(file("given.png", make()));
    await note(tab, /./);
    const now = await shown(figure);
    assert.match(now.note, sentence);
    assert.match(now.note, /^given\.png .*The figure is as it was\.$/);
    assert.deepEqual({ ...now, note: "" }, first);
    await control(figure, "Stride").press("ArrowRight");
    assert.equal((await shown(figure)).settings.stride, "2", "and works on");
  }));
}

test("the page takes the files that the command takes, and no others", () => withFigure("image-filter", async (figure, tab) => {
  const folder = await mkdtemp(join(tmpdir(), "pictures-"));
  const making = ["run", "--quiet", "--package", "raster", "--example", "picture-files", "--", folder];
  const { stdout } = await promisify(execFile)("cargo", making, { cwd: root });
  const table = stdout.trim().split("\n").map((line) => line.split(" "));
  assert.ok(table.length >= 30);
  const said = () => figure.locator(".live-note").textContent();
  for (const [expected, name] of table) {
    const path = join(folder, name);
    const command = ["figures", "render", "image-filter", "--image", path, "--out", join(folder, "out"), "--force"];
    const byCommand = await promisify(execFile)(join(target, "debug/book"), command, { cwd: root }).then(() => "taken", () => "refused");
    await figure.getByRole("button", { name: "Reset" }).click();
    await figure.locator("input[type=file]").setInputFiles(path);
    const outcome = await tab.waitForFunction((name) => {
      const note = document.querySelector(".live-note").textContent;
      if (note.startsWith(name)) return "refused";
      return document.querySelector(".live-more code").textContent.includes("--image") ? "taken" : "";
    }, name);
    const byPage = await outcome.jsonValue();
    assert.deepEqual([byPage, byCommand], [expected, expected], `${name}: ${await said()}`);
  }
  await rm(folder, { recursive: true });
}));

test("an address that is wrong is read with good will", async () => {
  const cases = [
    ["kernel=sobel-yy&size=9999&stride=0&row=-3", { kernel: "sobel-y", size: "256", stride: "1", row: "0" }, [/kernel/, /256/, /stride/, /row/]],
    ["size=24&row=200", { size: "24", row: "21" }, [/row/]],
    ["nonsense=1&kernel=laplacian", { kernel: "laplacian" }, [/nonsense/]],
    ["weights=1,2,3,4,5,6,7", { weights: "1,2,3,4,5,6,7,0,0" }, [/weights/]],
    ["size=%E0%A4%A&&&=&kernel", { kernel: "sobel-x" }, [/size/, /kernel/]],
    ["kernel=<img src=x onerror=alert(1)>", { kernel: "sobel-x" }, [/kernel/]],
    ["padding=valid&size=8&kernel=gaussian-blur&dilation=4", {}, [/./]],
  ];
  for (const [hash, settings, notes] of cases) {
    await withFigure("image-filter", async (figure, tab) => {
      const now = await shown(figure);
      for (const [key, value] of Object.entries(settings)) assert.equal(now.settings[key], value, `${hash}: ${key}`);
      for (const note of notes) assert.match(now.note, note, hash);
      assert.ok(await figure.locator(".live-note").isVisible());
      assert.equal(await figure.locator("img").count(), 0);
      await tab.evaluate(() => document.documentElement.classList.toggle("sidebar-visible"));
      assert.equal((await shown(figure)).note, now.note, "and stays until something else is to be said");
    }, { hash: `#fig-image-filter?${hash}` });
  }
});

test("an address that changes changes the figure", () => withFigure("pooling", async (figure, tab) => {
  await tab.evaluate(() => {
    location.hash = "#fig-pooling?kind=mean&window=3&dx=-2";
  });
  await figure.locator(".live-more code").filter({ hasText: "mean" }).waitFor({ state: "attached" });
  const now = await shown(figure);
  assert.deepEqual([now.settings.kind, now.settings.window, now.settings.dx], ["mean", "3", "-2"]);
  assert.equal(await control(figure, "Pooling").inputValue(), "mean");
  await tab.evaluate(() => {
    location.hash = "#fig-pooling?kind=median&dx=99";
  });
  await note(tab, /median/);
  assert.equal((await shown(figure)).settings.dx, "7");
  const { picture } = await shown(figure);
  await tab.evaluate(() => {
    location.hash = "#fig-image-filter?kernel=laplacian";
  });
  await tab.waitForTimeout(100);
  assert.equal((await shown(figure)).picture, picture, "another figure's address is none of its business");
}));

test("the theme is the page's", () => withFigure("sliding-window", async (figure, tab) => {
  const first = await shown(figure);
  assert.match(first.command, /--theme light/);
  await tab.locator("#mdbook-theme-toggle").click();
  await tab.locator("#mdbook-theme-coal").click();
  await tab.waitForFunction(() => document.querySelector(".live-more code").textContent.includes("--theme dark"));
  assert.notEqual((await shown(figure)).picture, first.picture);
  await tab.emulateMedia({ media: "print" });
  await tab.waitForFunction(() => document.querySelector(".live-more code").textContent.includes("--theme light"));
  assert.equal((await shown(figure)).picture, first.picture, "paper is light");
  assert.equal(await figure.locator(".live-panel").isVisible(), false);
}));

test("the link is shown where it may not be copied", () => withFigure("pooling", async (figure, tab) => {
  await tab.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
  });
  await control(figure, "Window").press("ArrowRight");
  await figure.getByRole("button", { name: "Copy link" }).click();
  await note(tab, /#fig-pooling\?.*window=3/);
}));

test("a figure works on when the network is gone", async () => {
  const { context, tab, problems } = await open(browser, { origin: server.origin });
  await tab.goto(`${server.address}image-filter.html`);
  await live(tab);
  const figure = tab.locator("#fig-image-filter live-figure");
  await context.setOffline(true);
  const { picture } = await shown(figure);
  await control(figure, "Kernel").selectOption("emboss");
  assert.notEqual((await shown(figure)).picture, picture);
  await saved(figure, tab, "PNG");
  // The browser may ask again for the page's icon when the address changes.
  assert.deepEqual(problems.filter((problem) => !problem.includes("ERR_INTERNET_DISCONNECTED")), []);
  await context.close();
});

test("targets are large enough for a finger", async () => {
  for (const name of figures) {
    await withFigure(name, async (figure, tab) => {
      const small = await figure.evaluate((element) => [...element.querySelectorAll("button, select, input, summary, .live-handle")]
        .map((target) => ({ box: target.getBoundingClientRect(), label: target.getAttribute("aria-label") ?? target.textContent }))
        .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < 24)
        .map(({ box, label }) => `${label}: ${box.width}×${box.height}`));
      assert.deepEqual(small, [], name);
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    }, phone);
  }
});

test("a bar is drawn by keyboard, step by step", () => withFigure("sliding-window", async (figure, tab) => {
  const bar = figure.locator("[data-gesture=draw]").first();
  await bar.focus();
  for (const tenth of [1, 2, 3, 4, 5, 6, 7]) {
    await tab.keyboard.press("ArrowUp");
    assert.equal(await bar.getAttribute("aria-valuenow"), `0.${tenth}`);
  }
  assert.equal((await shown(figure)).note, "");
  for (const [key, value] of [["Home", "-1"], ["End", "1"]]) {
    await tab.keyboard.press(key);
    assert.equal((await shown(figure)).settings.samples.split(",")[0], value);
  }
}));

test("without JavaScript the figures are still", async () => {
  const { context, tab, problems } = await open(browser, { origin: server.origin, javaScriptEnabled: false });
  for (const page of chapters) {
    await tab.goto(server.address + page);
    for (const figure of await tab.locator("figure").all()) {
      assert.equal(await figure.locator("img:visible").count(), 1, page);
      assert.equal(await figure.locator(":is(button, input, select, .live-note):visible").count(), 0, page);
    }
  }
  assert.deepEqual(problems, []);
  await context.close();
});

/**
 * Opens a page under a policy, and remembers what it forbade. mdBook's own page holds one `style` attribute, which clears a float
 * that nothing follows; to leave it out we would have to keep a copy of mdBook's whole page.
 */
async function underPolicy(makePolicy, page, check) {
  const strict = await serve({ headers: (text) => ({ "content-security-policy": makePolicy(text) }) });
  const { context, tab } = await open(browser, { origin: strict.origin });
  await context.addInitScript(() => {
    window.forbidden = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample, sourceFile }) =>
      window.forbidden.push(`${violatedDirective} ${blockedURI} ${sample} ${sourceFile}`));
  });
  await tab.goto(strict.address + page);
  await check(tab.locator("live-figure"), tab);
  await context.close();
  strict.close();
}

for (const name of figures) {
  test(`${name} is live under a strict policy`, () => underPolicy(policy, pageOf(name), async (all, tab) => {
    const figure = all.and(tab.locator(`[name=${name}]`));
    await live(tab);
    const { picture } = await shown(figure);
    await change(figure);
    assert.notEqual((await shown(figure)).picture, picture);
    if (await figure.locator("input[type=file]").count() > 0) {
      await figure.locator("input[type=file]").setInputFiles(file("mine.png", stripes));
      await figure.locator("option[value=own]:checked").waitFor({ state: "attached" });
    }
    await saved(figure, tab, "PNG");
    const { origin, pathname } = new URL(tab.url());
    assert.deepEqual(await tab.evaluate(() => window.forbidden), [`style-src-attr inline  ${origin}${pathname}`]);
  }));
}

test("where WebAssembly is forbidden the figure is still, and says why", () =>
  underPolicy((page) => policy(page, ""), "image-filter.html", async (all, tab) => {
    const figure = all.and(tab.locator("[name=image-filter]"));
    await figure.locator(".live-note").waitFor();
    assert.match(await figure.locator(".live-note").textContent(), /^This figure stays still here: .*WebAssembly/);
    assert.equal(await figure.locator("img:visible").count(), 1);
    assert.equal(await figure.locator("button, input").count(), 0);
    assert.ok(await tab.locator("main").isVisible());
  }));

test("without the module the figure is still, and says why", async () => {
  const { context, tab } = await open(browser, { origin: server.origin });
  await context.route("**/figures.wasm*", (route) => route.fulfill({ status: 404 }));
  await tab.goto(`${server.address}pooling.html`);
  const figure = tab.locator("live-figure").first();
  await figure.locator(".live-note").waitFor();
  assert.match(await figure.locator(".live-note").textContent(), /figures\.wasm was not found/);
  assert.equal(await figure.locator("img:visible").count(), 1);
  await context.close();
});

test("a still picture has the page's theme from its first moment on, and is light on paper", async () => {
  const picture = (tab) => tab.locator("live-figure > img").first().evaluate((image) =>
    `${image.src.endsWith("#dark") ? "dark" : "light"}, ${getComputedStyle(image).visibility}`);
  for (const theme of Object.keys(themes)) {
    const { context, tab } = await open(browser, { origin: server.origin, theme });
    await context.route("**/figures.wasm*", (route) => route.fulfill({ status: 404 }));
    let run;
    await context.route("**/page-*.js", async (route) => {
      await new Promise((wanted) => {
        run = wanted;
      });
      await route.continue();
    });
    const opened = tab.goto(`${server.address}pooling.html`);
    await tab.locator("live-figure > img").first().waitFor({ state: "attached" });
    assert.equal(await picture(tab), theme === "light" ? "light, visible" : "light, hidden");
    while (!run) await tab.waitForTimeout(20);
    run();
    await opened;
    assert.equal(await picture(tab), `${themes[theme]}, visible`);
    await tab.locator("#mdbook-theme-toggle").click();
    for (const other of ["coal", "light", "coal"]) {
      await tab.locator(`#mdbook-theme-${other}`).click();
      assert.equal(await picture(tab), `${themes[other]}, visible`);
    }
    await tab.emulateMedia({ media: "print" });
    assert.equal(await picture(tab), "light, visible");
    await context.close();
  }
});

test("the book works under a path of its host", async () => {
  const below = await serve({ under: "/some/where/" });
  const { context, tab, problems } = await open(browser, { origin: below.address });
  for (const page of chapters) {
    await tab.goto(below.address + page);
    await live(tab);
  }
  await context.close();
  below.close();
  assert.deepEqual(problems, []);
});

test("opened as a file a figure is still, and says how to see it live", async () => {
  const { context, tab } = await open(browser, {});
  await tab.goto(`file://${book}pooling.html`);
  const figure = tab.locator("live-figure").first();
  assert.equal(await figure.locator("img:visible").count(), 1);
  assert.match(await figure.locator(".live-note").textContent(), /opened as a file/);
  await context.close();
});
