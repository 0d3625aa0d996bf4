// The questions before an output: by pointer and keyboard, without scripts, and where their script cannot be loaded. The exercises.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, live, open, serve } from "./book.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const page = "translation-equivariance.html";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** A page with its first question, what it asks about, and a number that tells the answer. */
async function asked(options = {}) {
  const opened = await open(browser, { origin: server.origin, ...options });
  await opened.tab.goto(server.address + page);
  return { ...opened, ...questionOf(opened.tab) };
}

const questionOf = (tab) => {
  const question = tab.locator("#predict-two-pipelines");
  return {
    question,
    output: tab.locator("#listing-two-pipelines .output samp"),
    claim: tab.locator("a.claim[title='computed: two-pipelines#unequal']").first(),
    status: question.locator("[role=status]"),
  };
};

test("a question hides what it asks about, and shows it in its place when it is answered", async () => {
  for (const width of [1280, 360]) {
    const { context, tab, problems, question, output, claim, status } = await asked({ viewport: { width, height: 900 } });
    await live(tab);
    assert.ok(!(await output.isVisible()) && !(await claim.isVisible()));
    const height = () => tab.evaluate(() => document.querySelector("#listing-two-pipelines").getBoundingClientRect().height);
    const before = await height();
    await question.getByRole("button", { name: "That is my answer" }).click();
    await status.getByText("Choose an answer first.").waitFor();
    await question.getByRole("radio").nth(2).check();
    await question.getByRole("button", { name: "That is my answer" }).click();
    await status.getByText("Not this time. The second answer is right. Computed: unequal is 172, equal is 1944.").waitFor();
    assert.ok(await output.isVisible() && await claim.isVisible());
    assert.equal(await height(), before, "the output keeps its room");
    assert.equal(await question.locator("li.right").count(), 1);
    assert.ok(await tab.locator("#listing-interior-by-guess .output samp").isHidden(), "the other question is open");
    await tab.reload();
    await status.getByText("Not this time.").waitFor();
    await question.getByRole("button", { name: "Ask me again" }).click();
    await output.waitFor({ state: "hidden" });
    assert.equal(await status.textContent(), "");
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("a question is answered by keyboard, and the focus stays in it", async () => {
  const { context, tab, question, output, status } = await asked();
  await live(tab);
  await question.getByRole("radio").first().focus();
  await tab.keyboard.press("Space");
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  await status.getByText("Right. The second").waitFor();
  assert.ok(await output.isVisible());
  assert.equal(await tab.evaluate(() => document.activeElement?.textContent), "Ask me again");
  await tab.keyboard.press("Enter");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  await status.getByText("The second answer is right.").waitFor();
  assert.equal(await tab.evaluate(() => document.activeElement?.textContent), "Ask me again");
  await context.close();
});

test("axe finds nothing in a question, open and answered, nor in an unfolded exercise", async () => {
  for (const theme of ["light", "coal"]) {
    const { context, tab, question, status } = await asked({ theme });
    await live(tab);
    await tab.evaluate(axe);
    const violations = () => tab.evaluate(async () => {
      const result = await window.axe.run("main", { resultTypes: ["violations"] });
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
    });
    await tab.evaluate(() => document.querySelectorAll(".exercise details").forEach((details) => { details.open = true; }));
    assert.deepEqual(await violations(), []);
    await question.getByRole("button", { name: "Show it without answering" }).click();
    await status.getByText("The second answer is right.").waitFor();
    assert.deepEqual(await violations(), []);
    await context.close();
  }
});

test("without scripts all is shown, and the answer is folded", async () => {
  const { context, question, output, claim } = await asked({ javaScriptEnabled: false });
  assert.ok(await output.isVisible() && await claim.isVisible());
  assert.equal(await question.locator("input:visible, button:visible").count(), 0);
  await question.locator("summary").click();
  assert.ok(await question.getByText("Computed: unequal is 172").isVisible());
  await context.close();
});

test("where the script of a question cannot be loaded, all is shown", async () => {
  const { context, tab } = await open(browser, { origin: server.origin });
  await tab.route(/predict\.js/, (route) => route.abort());
  await tab.goto(server.address + page);
  const { question, output } = questionOf(tab);
  await question.getByRole("button", { name: "Show it without answering" }).click();
  await output.waitFor({ state: "visible" });
  assert.ok(await question.locator("summary").isVisible());
  await context.close();
});

test("an exercise has a number, a folded hint and a folded answer with its listing", async () => {
  const { context, tab } = await asked();
  await live(tab);
  const exercise = tab.locator(".exercise").first();
  assert.match(await exercise.getByRole("heading").textContent(), /^Exercise 4\.1: /);
  const listing = exercise.locator(".listing");
  assert.ok(await listing.isHidden());
  await exercise.locator("summary").filter({ hasText: "Answer" }).press("Enter");
  assert.ok(await listing.isVisible());
  await context.close();
});

test("on paper the output, the numbers and the answer stand, and no button", async () => {
  const { context, tab, question, output, claim } = await asked();
  await live(tab);
  await tab.emulateMedia({ media: "print" });
  assert.ok(await output.isVisible() && await claim.isVisible());
  assert.ok(await question.locator("details").isVisible());
  assert.equal(await question.locator("input:visible, button:visible").count(), 0);
  await context.close();
});
