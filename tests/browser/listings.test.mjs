// Every program of the book in the page: it prints what the book printed, its numbers can be changed by keyboard and by pointer, and what
// is the reader's is told from what is the book's.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { book, launch, open, pages, policy, root, serve, themes } from "./book.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The longest that a program may take on a machine that does other things as well, in milliseconds. */
const LONGEST = 60_000;
/** A changed number shows its new output within this time, in the median, where the program takes as long at most. In milliseconds. */
const QUICK = 50;

/** Each page with the listings on it, but for the experiments. */
const listings = (await Promise.all(pages.filter((page) => page !== "print.html").map(async (page) => {
  const found = [...(await readFile(join(book, page), "utf8")).matchAll(/<live-listing name="([^"]+)"[^>]*data-module="([^"]+)"/g)];
  return { page, names: found.filter(([, , module]) => module !== "experiments").map(([, name]) => name) };
}))).filter(({ names }) => names.length > 0);
const pageOf = (name) => listings.find(({ names }) => names.includes(name)).page;

let server, browser;

before(async () => {
  server = await serve({ headers: (page) => ({ "content-security-policy": policy(page) }) });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** What the policy of these tests keeps from mdBook's own page, whoever runs what. */
const theirs = (problem) => problem.includes("inline style");

/** A listing on its page, and what a reader sees of it. */
async function opened(name, options = {}) {
  const { context, tab, problems } = await open(browser, { origin: server.origin, ...options });
  const asked = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await tab.goto(server.address + pageOf(name));
  // What a question asks about is hidden until then.
  for (const question of options.javaScriptEnabled === false ? [] : await tab.locator(".predict").all()) {
    await question.getByRole("button", { name: "Show it without answering" }).click();
    await question.and(tab.locator(".shown")).waitFor();
  }
  const listing = tab.locator(`live-listing[name="${name}"]`);
  return { context, tab, problems, asked, listing, run: listing.getByRole("button", { name: "Run" }), status: listing.getByRole("status"),
    field: listing.getByRole("spinbutton").first(), back: listing.getByRole("button", { name: "Back to the book’s numbers" }),
    output: listing.locator("samp") };
}

for (const { page, names } of listings) {
  test(`${page}: every listing prints in the page what the book printed`, { timeout: LONGEST * 3 }, async () => {
    const { context, tab, problems } = await open(browser, { origin: server.origin });
    const asked = [];
    context.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await tab.goto(server.address + page);
    assert.ok(!asked.some((path) => path.endsWith("programs.wasm") || path.endsWith("live-listing.js")), "nothing is fetched before it is asked for");
    const times = [];
    // The answer of an exercise is folded.
    await tab.locator("main details:has(live-listing)").evaluateAll((folded) => folded.forEach((one) => (one.open = true)));
    for (const name of names) {
      const listing = tab.locator(`live-listing[name="${name}"]`);
      const printed = await listing.locator("samp").textContent();
      await listing.getByRole("button", { name: "Run" }).press("Enter");
      const status = listing.getByRole("status");
      await status.getByText(/Ran in|failed|Stopped|did not|could not/).waitFor({ timeout: LONGEST });
      const text = await status.textContent();
      assert.match(text, new RegExp(`^Ran in \\d+ ms: all ${printed.split("\n").length} lines are those of the book, to the last digit\\.$`), name);
      assert.equal(await listing.locator("samp").textContent(), printed);
      times.push(`${name} ${/\d+/.exec(text)}`);
    }
    assert.equal(asked.filter((path) => path.endsWith(".wasm") && path.includes("programs")).length, 1, "the module is fetched once");
    assert.deepEqual(problems.filter((problem) => !theirs(problem)), []);
    console.log(`ms: ${times.join(", ")}`);
    await context.close();
  });
}

test("a number is changed by typing and by arrow keys, differing lines are the reader's, and one press returns to the book", async () => {
  const { context, tab, problems, field, status, output, back, run, listing } = await opened("moves-or-stays");
  const printed = await output.textContent();
  assert.match(await field.getAttribute("aria-label"), /^5 in “let moved = .*”, 0 to 31$/);
  await field.fill("7");
  await status.getByText(/^Ran in \d+ ms: 1 of 5 lines differ from the book’s, and are marked “yours”\.$/).waitFor();
  const peak = /peak-after = (\d+)/.exec(printed)[1];
  const changed = (await output.textContent()).split("\n");
  assert.ok(changed.includes(`peak-after = ${(Number(peak) + 2) % 32} ← yours`), changed.join("\n"));
  assert.ok(changed.includes(`peak-after = ${peak} ← the book’s`));
  await field.press("ArrowDown");
  await output.getByText(`peak-after = ${(Number(peak) + 1) % 32} ← yours`).waitFor();
  assert.equal(await field.inputValue(), "6");
  const page = new URL(tab.url()).pathname;
  await field.press("ArrowLeft");
  assert.equal(new URL(tab.url()).pathname, page, "the arrow keys are the field's");
  await back.press("Enter");
  assert.equal(await output.textContent(), printed);
  assert.equal(await field.inputValue(), "5");
  assert.equal(await back.count(), 0);
  assert.equal(await status.textContent(), "As in the book.");
  assert.equal(await run.evaluate((button) => button === document.activeElement), true, "the focus stays in the listing");
  assert.equal(await listing.locator("pre code").evaluate((code) => code.innerText.includes("&[5], Fill::Circular)?; // try: 0..=31")), true, "a copy has the number and the mark");
  assert.deepEqual(problems.filter((problem) => !theirs(problem)), []);
  await context.close();
});

test("a number that is out of range, missing or no whole number is not run, and the page says what would be right", async () => {
  const { context, field, status, output } = await opened("moves-or-stays");
  const printed = await output.textContent();
  await field.fill("32");
  await status.getByText("32 is not within 0 to 31.").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await field.fill("");
  await status.getByText("Type a number from 0 to 31.").waitFor();
  await field.fill("2.5");
  await status.getByText("2.5 is not a whole number.").waitFor();
  assert.equal(await output.textContent(), printed);
  await field.fill("5");
  await status.getByText(/to the last digit/).waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "false");
  await context.close();
});

test("a number is changed by dragging sideways, with a mouse, and stays within its range", async () => {
  const { context, tab, field, status, listing } = await opened("moves-or-stays");
  await field.focus();
  // The script that follows the pointer has come.
  await listing.locator("progress").waitFor({ state: "attached" });
  await field.scrollIntoViewIfNeeded();
  const box = await field.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await tab.mouse.move(x, y);
  await tab.mouse.down();
  await tab.mouse.move(x + 30, y, { steps: 6 });
  await tab.mouse.move(x + 60, y, { steps: 6 });
  await status.getByText(/lines differ/).waitFor();
  const value = Number(await field.inputValue());
  assert.ok(value > 8 && value < 15, `dragged to ${value}`);
  await tab.mouse.move(x + 900, y, { steps: 3 });
  await tab.mouse.up();
  assert.equal(await field.inputValue(), "31");
  await context.close();
});

test("a decimal number keeps its point in the program", async () => {
  const { context, field, status, listing } = await opened("ramp-step-chirp");
  await field.fill("2");
  await status.getByText(/lines differ/).waitFor();
  assert.match(await listing.locator("pre code").evaluate((code) => code.innerText), /\|x\| 2\.0 \* f64::from/);
  assert.match(await listing.locator("samp").textContent(), /ramp-at-start = 4 ← yours\nramp-at-start = 0\.5 ← the book’s/);
  await context.close();
});

test("a program that fails says why, and what it printed before", async () => {
  const { context, field, status, output } = await opened("cost-of-two-passes");
  // A range that the program cannot stand: the author's mistake, which the reader must be able to see.
  await field.evaluate((input) => input.setAttribute("min", "1"));
  await field.fill("4");
  await status.getByText(/^It failed: .*kernel/).waitFor();
  assert.match(await output.textContent(), /ratio-3 = .* ← yours/);
  await context.close();
});

test("a run that is stopped leaves the book's output, and a program that does not end is ended", { timeout: 60_000 }, async () => {
  const { context, tab, listing, run, status, output } = await opened("moves-or-stays", {});
  await tab.clock.install();
  const printed = await output.textContent();
  // A worker that never answers stands for a program that never ends.
  await context.route("**/listing-worker.js*", (route) => route.fulfill({ contentType: "text/javascript", body: "onmessage = () => { for (;;); }" }));
  await run.press("Enter");
  await listing.locator("progress").waitFor({ state: "attached" });
  await tab.clock.runFor(300);
  const stop = listing.getByRole("button", { name: "Stop" });
  await stop.press("Enter");
  assert.equal(await status.textContent(), "Stopped. 0 of 5 lines, all as in the book.");
  await run.press("Enter");
  await tab.clock.runFor(10_100);
  assert.equal(await status.textContent(), "Stopped: it did not end within 10 seconds.");
  assert.equal(await output.textContent(), printed);
  await context.close();
});

test("without scripts there is the output and the command, and no control", async () => {
  const { context, listing, tab } = await opened("moves-or-stays", { javaScriptEnabled: false });
  assert.equal(await listing.getByRole("button").count(), 0);
  assert.equal(await listing.getByRole("spinbutton").count(), 0);
  assert.ok(await tab.getByText("cargo run -p listings moves-or-stays").isVisible());
  await context.close();
});

test("where the module is not found or WebAssembly is missing, the page says so", async () => {
  const { context, run, status } = await opened("moves-or-stays");
  await context.route("**/*.wasm*", (route) => route.fulfill({ status: 404 }));
  await run.press("Enter");
  await status.getByText("It did not run: programs.wasm was not found (404).").waitFor();
  await context.unrouteAll();
  await context.route("**/listing-worker.js*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `delete globalThis.WebAssembly;${await answer.text()}` });
  });
  await run.press("Enter");
  await status.getByText("It did not run: this browser has no WebAssembly.").waitFor();
  await context.unrouteAll();
  await context.setOffline(true);
  await run.press("Enter");
  await status.getByText(/could not be loaded|did not run/).waitFor();
  await context.close();
});

test("lines that the chapter does not quote are unfolded by keyboard", async () => {
  const { context, tab } = await open(browser, { origin: server.origin });
  for (const { page } of listings) {
    await tab.goto(server.address + page);
    // What a question hides is not shown by unfolding.
    const folded = tab.locator(".printed:not(.predicted *)").first();
    if (await folded.count() === 0) continue;
    const rest = folded.locator(".rest").first();
    assert.equal(await rest.isVisible(), false);
    await folded.getByText("The whole output").press("Enter");
    assert.equal(await rest.isVisible(), true);
    await context.close();
    return;
  }
  assert.fail("no output is folded");
});

for (const theme of Object.keys(themes)) {
  for (const width of [1280, 360]) {
    test(`a changed listing in ${theme}, ${width} px wide, has nothing that axe finds`, async () => {
      const { context, tab, field, status, output } = await opened("moves-or-stays", { theme, viewport: { width, height: 900 } });
      await field.fill("7");
      await status.getByText(/lines differ/).waitFor();
      assert.ok((await field.boundingBox()).height >= 24);
      const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide`);
      await tab.evaluate(axe);
      const found = await tab.evaluate(async () => (await window.axe.run("live-listing[name=moves-or-stays]")).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`));
      assert.deepEqual(found, []);
      await output.scrollIntoViewIfNeeded();
      await tab.screenshot({ path: join(root, `target/screenshots/listing-${theme}-${width}.png`) });
      await context.close();
    });
  }
}

test("a changed number shows its new output at once", { timeout: LONGEST }, async () => {
  const { context, field, status } = await opened("moves-or-stays");
  await field.fill("4");
  await status.getByText(/lines differ/).waitFor();
  const times = await field.evaluate(async (input) => {
    const output = input.closest("live-listing").querySelector("samp");
    const times = [];
    for (let k = 0; k < 21; k++) {
      input.value = String(6 + (k % 20));
      const shown = new Promise((done) => new MutationObserver((_, observer) => (observer.disconnect(), done(performance.now()))).observe(output, { childList: true }));
      const began = performance.now();
      input.dispatchEvent(new Event("input"));
      times.push((await shown) - began);
    }
    return times.sort((a, b) => a - b);
  });
  console.log(`a changed number: median ${times[10].toFixed(1)} ms, at most ${times[20].toFixed(1)} ms`);
  assert.ok(times[10] <= QUICK, `median ${times[10]} ms`);
  await context.close();
});
