// The experiments that a reader can train in the page: each prints what the book printed, is stopped at once, and asks for nothing before.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { book, launch, open, pages, policy, serve } from "./book.mjs";

/** The longest that a training may take on a machine that does other things as well, in milliseconds. */
const LONGEST = 180_000;

/** Each experiment with its page. */
const experiments = (await Promise.all(pages.filter((page) => page !== "print.html").map(async (page) =>
  [...(await readFile(join(book, page), "utf8")).matchAll(/<live-listing name="([^"]+)"[^>]* data-module="experiments"/g)].map(([, name]) => ({ name, page }))))).flat();

let server, browser;

before(async () => {
  server = await serve({ headers: (page) => ({ "content-security-policy": policy(page) }) });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** A page with an experiment, and what a reader sees of it. */
async function opened({ name, page }) {
  const { context, tab } = await open(browser, { origin: server.origin });
  /** @type {string[]} */
  const asked = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await tab.goto(server.address + page);
  const listing = tab.locator(`live-listing[name="${name}"]`);
  const [start, stop] = ["Train it here", "Stop"].map((name) => listing.getByRole("button", { name }));
  await start.waitFor();
  return { context, tab, asked, listing, start, stop, status: listing.getByRole("status") };
}

for (const experiment of experiments) {
  test(`${experiment.name} prints in the page what the book printed`, { timeout: LONGEST + 30_000 }, async () => {
    const { context, asked, listing, start, status } = await opened(experiment);
    assert.ok(!asked.some((path) => path.endsWith("experiments.wasm")), "nothing is fetched before it is asked for");
    await start.press("Enter");
    const progress = listing.getByRole("progressbar", { name: "How far the training is" });
    await progress.waitFor();
    assert.equal(await status.textContent(), "Training.");
    await status.getByText(/Trained|ended|failed|could not/).waitFor({ timeout: LONGEST });
    const lines = (await listing.locator("samp").textContent()).split("\n").length;
    assert.match(await status.textContent(), new RegExp(`^Trained in \\d+ s: all ${lines} lines are those of the book, to the last digit\\.$`));
    assert.equal(await progress.count(), 0);
    assert.equal(asked.filter((path) => path.endsWith("experiments.wasm")).length, 1);
    await context.close();
  });
}

const [first] = experiments;

test("a training is stopped by keyboard, goes on no further, and can begin again", { skip: !first, timeout: 60_000 }, async () => {
  const { context, tab, listing, start, stop, status } = await opened(first);
  await start.press("Enter");
  await listing.getByText(/^[1-9]\d* of \d+ lines, all as in the book\.$/).waitFor();
  const [worker, ...others] = tab.workers();
  assert.equal(others.length, 0);
  const ended = worker.waitForEvent("close");
  assert.equal(await stop.evaluate((button) => button === document.activeElement), true, "the focus stays");
  await tab.keyboard.press("Space");
  assert.match(await status.textContent(), /^Stopped\. \d+ of \d+ lines, all as in the book\.$/);
  await ended;
  await tab.keyboard.press("Enter");
  assert.equal(await status.textContent(), "Training.");
  await context.close();
});

test("a line that is not that of the book is shown with both", { skip: !first, timeout: 60_000 }, async () => {
  const { context, listing, start } = await opened(first);
  const line = await listing.locator("samp").evaluate((printed) => {
    const lines = (printed.textContent ?? "").split("\n");
    const [line] = lines.splice(1, 1, "other = 1");
    printed.textContent = lines.join("\n");
    return line;
  });
  await start.click();
  await listing.getByText(`Line 2 is “${line}” here and “other = 1” in the book.`).waitFor();
  await context.close();
});

test("without a network a training says that it cannot begin", { skip: !first, timeout: 60_000 }, async () => {
  const { context, listing, start, status } = await opened(first);
  await context.setOffline(true);
  await start.click();
  await status.getByText(/could not be loaded|ended with an error/).waitFor();
  await listing.getByRole("button", { name: "Train it here" }).waitFor();
  await context.close();
});
