// How fast and how small the live figures are, measured in a real browser and printed as tables. Ends with 1 when a limit is missed.
// With `sizes` as argument only what does not depend on the machine can fail; the times are printed.
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { book, figures, launch, live, longestTasks, modules, open, pageOf, pages, root, serve, slowVisit, target } from "./book.mjs";

const onlySizes = process.argv.includes("sizes");
/** Events that are timed in each round, after some that are not. */
const EVENTS = onlySizes ? 100 : 200;
const WARM = 40;
/** Other work of the machine only ever adds to a time: what misses its limit is measured again, and the best round counts. */
const ROUNDS = onlySizes ? 1 : 4;
const kB = 1000;

// The limits of sizes grow with the number of figures, up to the second one.
/** The first figures, what they take, and how much each further one may add, in kB. */
const FIRST = { figures: 4, module: 125, visit: 400 };
const FURTHER = 9;
const grown = FURTHER * Math.max(0, figures.length - FIRST.figures);
const limits = {
  module: Math.min(FIRST.module + grown, 250) * kB,
  own: 82 * kB,
  picture: 16 * kB,
  asked: 12 * kB,
  experiments: 250 * kB,
  programs: 350 * kB,
  running: 16 * kB,
  visit: Math.min(FIRST.visit + grown, 500) * kB,
};

/** What a hand does: keys on a slider, or a mouse over a part of the picture. `limit` is the 95th percentile in milliseconds. */
const cases = [
  { figure: "sliding-window", what: "drag the window", limit: 8, region: "[data-gesture=drag]" },
  { figure: "sliding-window", what: "draw the signal", limit: 8, region: "[data-gesture=draw] >> nth=4" },
  { figure: "sliding-window", what: "slide the position", limit: 8, slider: "position" },
  { figure: "image-filter", what: "point at the output", limit: 8, region: "[data-gesture=point] >> nth=1" },
  { figure: "image-filter", what: "slide the dilation", limit: 8, slider: "dilation" },
  { figure: "image-filter", what: "point at the output, 256×256", limit: 16, state: "size=256", region: "[data-gesture=point] >> nth=1" },
  { figure: "image-filter", what: "slide the dilation, 256×256", limit: 16, state: "size=256", slider: "dilation" },
  { figure: "translation-equivariance", what: "drag the image", limit: 8, region: "[data-gesture=drag]" },
  { figure: "translation-equivariance", what: "slide the shift", limit: 8, slider: "dx" },
  { figure: "pooling", what: "drag the map", limit: 8, region: "[data-gesture=drag]" },
  { figure: "pooling", what: "slide the window", limit: 8, slider: "window" },
];

/** Milliseconds that a page may take over a slow line and on a slow processor. */
const SLOW = { painted: 1000, live: 3000, view: 50, gesture: 50 };
/** The limit for a control. The one of the size goes from the least image to the largest. */
const limitOf = (control) => control === "size" ? 16 : 8;

/** A changed number shows the new output within `shown` in the median, where the program itself takes at most `native`; in milliseconds. */
const CHANGE = { shown: 50, native: 20, events: 11 };

let missed = false;
const verdict = (value, limit, counts = true) => {
  if (value <= limit) return "";
  if (counts) missed = true;
  return counts ? "missed" : "over, on this machine";
};
const table = (heads, rows) => {
  const all = [heads, ...rows.map((row) => row.map(String))];
  const widths = heads.map((_, at) => Math.max(...all.map((row) => row[at].length)));
  for (const row of all) console.log(row.map((cell, at) => (/^[\d.]+$/.test(cell) ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join("  ").trimEnd());
  console.log();
};
const quantile = (times, part) => [...times].sort((a, b) => a - b)[Math.ceil(times.length * part) - 1];

const browser = await launch();

// Times: from the event that the browser hands to the page to the new picture in the page, laid out.
const server = await serve();
const rows = [];
for (const { figure, what, limit, state = "", region, slider } of cases) {
  const { context, tab } = await open(browser, { origin: server.origin });
  await tab.goto(`${server.address}${figure}.html${state && `#fig-${figure}?${state}`}`);
  await live(tab);
  await tab.evaluate((figure) => {
    const picture = document.querySelector(`live-figure[name=${figure}] .live-picture`);
    let [start, drawn] = [0, false];
    const changes = new MutationObserver(() => {
      drawn = true;
    });
    changes.observe(picture, { childList: true, subtree: true });
    window.times = [];
    // The first listener of all, and the last: on the window, in the way down and in the way up.
    for (const type of ["pointermove", "input"]) {
      window.addEventListener(type, () => {
        drawn = false;
        start = performance.now();
      }, { capture: true });
      window.addEventListener(type, () => {
        if (!drawn && changes.takeRecords().length === 0) return;
        picture.getBoundingClientRect();
        window.times.push(performance.now() - start);
      });
    }
  }, figure);
  const place = tab.locator(`live-figure[name=${figure}]`).first();
  const taken = () => tab.evaluate(() => window.times.length);
  const round = async () => {
    await tab.evaluate(() => window.times.splice(0));
    if (slider) {
      const field = place.locator(`input[name=${slider}]`);
      await field.focus();
      for (let way = "ArrowRight"; await taken() < EVENTS + WARM; way = way === "ArrowRight" ? "ArrowLeft" : "ArrowRight") {
        const { min, max } = await field.evaluate(({ min, max }) => ({ min: Number(min), max: Number(max) }));
        for (let step = min; step < max; step++) await tab.keyboard.press(way);
      }
    } else {
      const hand = place.locator(region);
      await hand.scrollIntoViewIfNeeded();
      const box = await hand.boundingBox();
      await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await tab.mouse.down();
      for (let step = 0; await taken() < EVENTS + WARM; step++) {
        await tab.mouse.move(box.x + box.width * (0.5 + 0.45 * Math.sin(step / 5)), box.y + box.height * (0.5 + 0.45 * Math.cos(step / 7)));
      }
      await tab.mouse.up();
    }
    const times = (await tab.evaluate(() => window.times)).slice(WARM, WARM + EVENTS);
    return [quantile(times, 0.5), quantile(times, 0.95)];
  };
  let best = await round();
  let rounds = 1;
  for (; best[1] > limit && rounds < ROUNDS; rounds++) {
    const again = await round();
    if (again[1] < best[1]) best = again;
  }
  rows.push([figure, what, best[0].toFixed(1), best[1].toFixed(1), limit, rounds, verdict(best[1], limit, !onlySizes)]);
  await context.close();
}
console.log(`From an input event to the new picture, in ms, ${EVENTS} events each`);
table(["figure", "hand", "median", "95 %", "limit", "rounds", ""], rows);

// Every control of every figure, from the state that its page shows, through its values, and back to where it was.
const swept = [];
for (const figure of figures) {
  const { context, tab } = await open(browser, { origin: server.origin });
  await tab.goto(server.address + pageOf(figure));
  await live(tab);
  const shown = tab.locator(`live-figure[name="${figure}"]`).first();
  const sweep = () => shown.evaluate((shown, most) => {
    const picture = shown.querySelector(".live-picture");
    const set = (field, value) => {
      const start = performance.now();
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      picture.getBoundingClientRect();
      return performance.now() - start;
    };
    return [...shown.querySelectorAll(".live-panel select, .live-panel input[type=range]")].map((field) => {
      const [first, own] = field instanceof HTMLSelectElement
        ? [[...field.options].map(({ value }) => value), field.value]
        : [Array.from({ length: field.max - field.min + 1 }, (_, at) => String(Number(field.min) + at)), field.value];
      const step = Math.ceil(first.length / most);
      const values = first.filter((_, at) => at % step === 0 || at === first.length - 1);
      const times = [];
      for (let round = 0; round === 0 || times.length < most; round++) {
        for (const value of values) if (value !== field.value) times.push(set(field, value));
        if (values.length < 2) break;
      }
      set(field, own);
      return { name: field.name, times };
    });
  }, 40);
  await sweep();
  let best = [];
  let rounds = 0;
  do {
    const again = (await sweep()).filter(({ times }) => times.length > 0).map(({ name, times }) => [name, quantile(times, 0.5), quantile(times, 0.95)]);
    best = again.map((now, at) => best[at] && best[at][2] < now[2] ? best[at] : now);
    rounds++;
  } while (rounds < ROUNDS && best.some(([name, , high]) => high > limitOf(name)));
  for (const [name, middle, high] of best) {
    swept.push([figure, name, middle.toFixed(1), high.toFixed(1), limitOf(name), rounds, verdict(high, limitOf(name), !onlySizes)]);
  }
  await context.close();
}
console.log("Every control of every figure, through its values, in ms");
table(["figure", "control", "median", "95 %", "limit", "rounds", ""], swept);

// Every program with a number to change: from the input to the new output in the page, laid out. The number goes between the values
// next to the book's, where the program takes about as long as in the book.
if (!onlySizes) {
  const changed = [];
  for (const page of pages.filter((name) => name !== "print.html")) {
    const { context, tab } = await open(browser, { origin: server.origin });
    await tab.goto(server.address + page);
    for (const listing of await tab.locator("live-listing:has(input):not([data-module=experiments])").all()) {
      const name = await listing.getAttribute("name");
      const median = async () => quantile(await listing.evaluate(async (listing, events) => {
        const [field, output] = [listing.querySelector("input"), listing.querySelector("samp")];
        for (let one = listing; one; one = one.parentElement) if (one instanceof HTMLDetailsElement) one.open = true;
        const [own, step] = [Number(field.defaultValue), Number(field.step)];
        const values = [-1, 1, 2, -2, 0].map((steps) => Number((own + steps * step).toFixed(6)))
          .filter((value) => value >= Number(field.min) && value <= Number(field.max));
        const times = [];
        for (let k = 0; k <= events; k++) {
          field.value = String(values[k % 2]);
          const shown = new Promise((done) => new MutationObserver((_, observer) => (observer.disconnect(), done())).observe(output, { childList: true }));
          const start = performance.now();
          field.dispatchEvent(new Event("input", { bubbles: true }));
          // What runs it is fetched when the field is first touched.
          if (k === 0) field.dispatchEvent(new Event("pointerdown"));
          await shown;
          output.getBoundingClientRect();
          if (k > 0) times.push(performance.now() - start);
        }
        return times;
      }, CHANGE.events), 0.5);
      let native = Infinity;
      for (let run = 0; run < 3; run++) {
        const start = performance.now();
        await promisify(execFile)(join(target, "debug/listings"), [name]);
        native = Math.min(native, performance.now() - start);
      }
      const limit = native <= CHANGE.native ? CHANGE.shown : Infinity;
      let best = await median();
      for (let round = 1; best > limit && round < ROUNDS; round++) best = Math.min(best, await median());
      changed.push([page, name, native.toFixed(0), best.toFixed(1), limit === Infinity ? "" : limit, verdict(best, limit)]);
    }
    await context.close();
  }
  console.log(`From a changed number of a program to its new output, in ms, the median of ${CHANGE.events}; no limit where the program takes more than ${CHANGE.native} ms itself`);
  table(["page", "program", "itself", "median", "limit", ""], changed);
}

// A slow line and a slow processor: the best of several tries, since other work of the machine only adds.
if (!onlySizes) {
  const squeezed = await serve({ gzip: true });
  const slow = [];
  for (const page of new Set(["index.html", ...figures.map(pageOf)])) {
    const times = { painted: Infinity, live: Infinity, view: Infinity, gesture: Infinity };
    const over = () => Object.entries(SLOW).some(([name, limit]) => times[name] > limit);
    for (let round = 0; round < ROUNDS && over(); round++) {
      const measured = { ...await slowVisit(browser, squeezed, page), ...await longestTasks(browser, squeezed, page) };
      for (const [name, time] of Object.entries(measured)) times[name] = Math.min(times[name], time);
    }
    slow.push([page, ...Object.entries(SLOW).map(([name, limit]) => `${times[name].toFixed(0)} ${verdict(times[name], limit)}`.trim())]);
  }
  squeezed.close();
  console.log(`Over 1.6 Mbit/s with 150 ms: ms until the largest paint (limit ${SLOW.painted}) and until the figures are live (${SLOW.live}).`);
  console.log(`On a processor four times slower: the longest task above 50 ms of the first view and of a gesture, in ms`);
  table(["page", "painted", "live", "view", "gesture"], slow);
}
server.close();

// Sizes. A module has no parts that add up, compressed as it is; a figure's share is what the module grew by when the figure came.
const record = join(root, "tests/browser/module.json");
/** How each module grew. @type {Record<string, { figures: string[], kB: number }[]>} */
const growth = JSON.parse(await readFile(record, "utf8"));
const weights = [];
for (const [name, shown] of modules) {
  const steps = growth[name] ??= [];
  const size = gzipSync(await readFile(join(book, `live/${name}.wasm`)), { level: 9 }).length;
  const now = Number((size / kB).toFixed(1));
  const arrived = shown.filter((figure) => !steps.some((step) => step.figures.includes(figure)));
  if (arrived.length > 0) steps.push({ figures: arrived, kB: now });
  if (process.env.ACCEPT) steps[steps.length - 1].kB = now;
  const limit = limits.module;
  weights.push([`the module ${name}, with gzip`, now.toFixed(1), limit / kB, verdict(size, limit)]);
  console.log(`The module ${name}, with gzip, in kB of 1000 bytes`);
  table(["with", "kB", "for each figure", "limit"], [
    ...steps.map((step, at) => {
      const share = (step.kB - (steps[at - 1]?.kB ?? 0)) / step.figures.length;
      return [step.figures.join(", "), step.kB.toFixed(1), share.toFixed(1), at === 0 ? "" : FURTHER];
    }),
    ["since then, with the same figures", now.toFixed(1), "", ""],
  ]);
}
if (process.env.ACCEPT) {
  const lists = Object.entries(growth).map(([name, steps]) =>
    `  ${JSON.stringify(name)}: [\n${steps.map((step) => `    ${JSON.stringify(step)}`).join(",\n")}\n  ]`);
  await writeFile(record, `{\n${lists.join(",\n")}\n}\n`);
}
/** Our JavaScript and CSS by name, without what only paper needs; mdBook puts a hash into some of the names. */
const ours = new Set((await Promise.all(["book/src/live", "book/theme"].map((folder) => readdir(join(root, folder), { recursive: true }))))
  .flat().filter((file) => /\.(css|js)$/.test(file) && basename(file) !== "print.css").map((file) => basename(file)));
const nameOf = (file) => basename(file).replace(/-[0-9a-f]{8}\./, ".");
/** Together as they are, each once, in bytes. @param {Set<string>} files */
const weigh = async (files) => (await Promise.all([...files].map(async (file) => (await readFile(join(book, file))).length))).reduce((sum, size) => sum + size, 0);

// A first visit, as the server counts it: everything that it sent, with its headers. Then a picture of one's own, where one can be given.
const visits = [];
const [seen, own] = [new Set(), { page: 0, picture: 0, asked: 0 }];
const gzipped = async (/** @type {string} */ file) => gzipSync(await readFile(join(book, "live", file)), { level: 9 }).length;
const experiments = await gzipped("experiments.wasm");
/** The modules of programs, and what a page loads with the first: the scripts and the styles as they are. */
const programs = await Promise.all((await readdir(join(book, "live"))).filter((file) => /programs(-\d+)?\.wasm$/.test(file))
  .map(async (file) => /** @type {[string, number]} */ ([file, await gzipped(file)])));
const running = (await Promise.all(["live-listing.js", "listing-worker.js", "printed-lines.js", "live-listing.css"]
  .map((file) => readFile(join(book, "live", file))))).reduce((sum, { length }) => sum + length, 0);
for (const page of pages.filter((name) => name !== "print.html")) {
  const host = await serve({ gzip: true });
  const { context, tab } = await open(browser, { origin: host.origin });
  /** Those of our files that the page, or a worker of it, has asked for. */
  const asked = new Set();
  /** The modules that it has asked for. */
  const fetched = [];
  context.on("request", (request) => {
    const file = new URL(request.url()).pathname.slice(1);
    if (file.endsWith(".wasm")) fetched.push(basename(file, ".wasm"));
    if (ours.has(nameOf(file))) asked.add(file);
  });
  await tab.goto(host.address + page, { waitUntil: "networkidle" });
  await live(tab);
  await tab.waitForLoadState("networkidle");
  const loads = await tab.locator("live-figure").evaluateAll((all) => [...new Set(all.map(({ dataset }) => dataset.module))].sort());
  if (String(fetched.sort()) !== String(loads)) throw new Error(`${page} loads ${fetched}, and its figures are in ${loads}`);
  visits.push([page, loads.join(", "), (host.sent() / kB).toFixed(1), limits.visit / kB, verdict(host.sent(), limits.visit)]);
  const alone = await weigh(asked);
  own.page = Math.max(own.page, alone);
  const input = tab.locator("input[type=file]").first();
  if (await input.count() > 0) {
    const picture = await tab.locator("main").screenshot();
    // What a worker asks for may be told after what it has led to.
    const asks = context.waitForEvent("request", (request) => nameOf(new URL(request.url()).pathname) === "picture-file.js");
    await input.setInputFiles({ name: "own.png", mimeType: "image/png", buffer: picture });
    await Promise.all([asks, tab.locator("option[value=own]:checked").waitFor({ state: "attached" })]);
    own.picture = Math.max(own.picture, await weigh(asked) - alone);
  }
  const train = tab.getByRole("button", { name: "Train it here" }).first();
  if (await train.count() > 0) {
    await train.click();
    await tab.locator("live-listing progress:visible").waitFor();
    await tab.waitForFunction(() => /lines/.test(document.querySelector("live-listing:has(progress) .live-run")?.textContent ?? ""));
  }
  // What a reader asks for besides: the answer of a question, a link that sets a figure, and the figure as large as the window; a file needs nothing.
  const further = await weigh(asked);
  const question = tab.locator(".predict").first();
  if (await question.count() > 0) {
    await question.getByRole("button", { name: "Show it without answering" }).click();
    await tab.locator(".predict.shown").first().waitFor();
  }
  if (await tab.locator("a.set[data-set]").count() > 0) {
    await tab.locator("a.set[data-set]").first().press("Enter");
    await Promise.all([tab.waitForEvent("download"), tab.getByRole("button", { name: "Save SVG" }).first().click()]);
    await tab.getByRole("button", { name: "Large" }).first().click();
    await tab.locator("dialog.live-large[open]").waitFor();
    own.asked = Math.max(own.asked, await weigh(asked) - further);
  }
  for (const file of asked) seen.add(nameOf(file));
  await context.close();
  host.close();
}
console.log("A cold visit, with gzip, everything included, in kB");
table(["page", "modules", "kB", "limit", ""], visits);
const unseen = [...ours].filter((name) => !seen.has(name));
if (unseen.length > 0) throw new Error(`no page has loaded ${unseen.join(", ")}`);
console.log("Sizes, in kB of 1000 bytes");
table(["what", "kB", "limit", ""], [
  ...weights,
  ["our JavaScript and CSS that a page loads by itself, as it is", (own.page / kB).toFixed(1), limits.own / kB, verdict(own.page, limits.own)],
  ["the module of the experiments, which a training loads, with gzip", (experiments / kB).toFixed(1), limits.experiments / kB, verdict(experiments, limits.experiments)],
  ...programs.map(([file, size]) => [`${file}, which a run loads, with gzip`, (size / kB).toFixed(1), limits.programs / kB, verdict(size, limits.programs)]),
  ["what runs a listing, as it is", (running / kB).toFixed(1), limits.running / kB, verdict(running, limits.running)],
  ["what a picture of one's own loads besides", (own.picture / kB).toFixed(1), limits.picture / kB, verdict(own.picture, limits.picture)],
  ["what an answer, links of the text and a large figure load besides", (own.asked / kB).toFixed(1), limits.asked / kB, verdict(own.asked, limits.asked)],
]);

await browser.close();
if (missed) process.exitCode = 1;
