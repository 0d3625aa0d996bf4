// Text and figure are one: links that set a figure, numbers that follow it, words that light a part of it; what is undone, and a figure
// as large as the window. By keyboard and by pointer, and where scripts or WebAssembly do not run.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, live, open, pages, policy, serve, themes } from "./book.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens a page; nothing may have gone wrong at the end of `check`. */
async function onPage(page, check, { isLive = true, address = server.address, origin = server.origin, ...options } = {}) {
  const { context, tab, problems } = await open(browser, { origin, ...options });
  await tab.goto(address + page);
  if (isLive) await live(tab);
  await check(tab, context);
  assert.deepEqual(problems, []);
  await context.close();
}

const figureOf = (tab, name) => tab.locator(`live-figure[name=${name}]`).first();
const setting = (figure, name) => figure.locator(`.live-row > [name=${name}]`).inputValue();
const note = (figure) => figure.locator(".live-note").textContent();
/** Waits until a figure says something. */
const told = (figure, wanted) => figure.locator(".live-note").filter({ hasText: wanted }).waitFor();
/** The link of a page that sets something. */
const setLink = (tab, settings) => tab.locator(`a.set[data-set="${settings}"]`).first();
const picture = (figure) => figure.locator(".live-stage, img").first();
const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);
const inSight = (locator) => locator.evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight * 0.9 && bottom > innerHeight * 0.1;
});

/** Waits until the page holds still. */
async function scrolled(tab) {
  for (let last; ;) {
    const now = await tab.evaluate(() => scrollY);
    if (now === last) return now;
    last = now;
    await tab.waitForTimeout(150);
  }
}

for (const [how, follow] of [["pointer", (link) => link.click()], ["keyboard", (link) => link.press("Enter")]]) {
  for (const reducedMotion of ["no-preference", "reduce"]) {
    test(`a link sets the figure by ${how}, and the way back undoes it (${reducedMotion})`, () => onPage("pooling.html", async (tab) => {
      const figure = figureOf(tab, "pooling");
      const link = setLink(tab, "image=gradient");
      assert.equal(await link.evaluate((element) => getComputedStyle(element).textDecorationStyle), "dashed");
      // What the reader has set stays, but for what the link names.
      await figure.locator("[name=window]").press("ArrowRight");
      await link.focus();
      await link.scrollIntoViewIfNeeded();
      const [place, read] = [await scrolled(tab), await top(link)];
      await follow(link);
      await told(figure, /Set by the text/);
      if (reducedMotion === "reduce") assert.ok(await inSight(picture(figure)), "at once");
      await scrolled(tab);
      assert.ok(await inSight(picture(figure)));
      assert.deepEqual([await setting(figure, "image"), await setting(figure, "window")], ["gradient", "3"]);
      assert.match(await note(figure), /Set by the text: Feature map: gradient\. The way back undoes it\./);
      assert.match(tab.url(), /#fig-pooling\?image=gradient&window=3/);
      await tab.goBack();
      assert.deepEqual([await scrolled(tab), await setting(figure, "image")], [place, "noise"]);
      assert.ok(Math.abs(await top(link) - read) < 3, "where the reader was");
      assert.deepEqual([await setting(figure, "window"), await note(figure)], ["3", ""]);
      await tab.goForward();
      await scrolled(tab);
      assert.equal(await setting(figure, "image"), "gradient");
      await tab.goBack();
      await scrolled(tab);
      // What is as the link says comes into view all the same.
      await figure.locator("[name=image]").selectOption("gradient");
      await link.scrollIntoViewIfNeeded();
      await follow(link);
      await told(figure, /Set by the text/);
      await scrolled(tab);
      assert.ok(await inSight(picture(figure)));
    }, { reducedMotion }));
  }
}

test("a message longer than a line hides no control of its figure on a phone", () => onPage("pooling.html", async (tab) => {
  const figure = figureOf(tab, "pooling");
  await setLink(tab, "image=gradient").press("Enter");
  await told(figure, /Set by the text/);
  await scrolled(tab);
  /** Which of the controls in sight lie under something else. */
  const hidden = (controls) => figure.locator(controls).evaluateAll((elements) => elements.filter((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const across = left + width / 2;
    return width > 0 && across < innerWidth && [top + 2, top + height - 2].some((y) => !element.contains(document.elementFromPoint(across, y)));
  }).map((element) => element.name || element.textContent));
  const message = figure.locator(".live-note");
  assert.ok(await message.evaluate((element) => element.getBoundingClientRect().height > 40), "it is of two lines");
  assert.deepEqual(await hidden(".live-panel :is(select, button)"), [], "the strip of controls below the picture");
  // Where the end of the figure is in sight, the message stands there.
  await tab.locator("#fig-pooling figcaption").evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  await scrolled(tab);
  assert.deepEqual(await hidden(".live-actions button"), [], "the buttons at the end of the figure");
}, { viewport: { width: 360, height: 740 }, hasTouch: true, reducedMotion: "reduce" }));

test("every link of the book that sets a figure does so", async () => {
  let count = 0;
  for (const page of pages.filter((name) => name !== "print.html")) {
    await onPage(page, async (tab) => {
      for (const link of await tab.locator("a.set[data-set]").all()) {
        count++;
        await link.press("Enter");
        const { hash, set } = await link.evaluate((element) => ({ hash: element.hash, set: element.dataset.set }));
        const figure = figureOf(tab, hash.match(/#fig-([a-z-]+)\?/)[1]);
        const wanted = [...new URLSearchParams(set)];
        const words = wanted.map(([, value]) => value.replace(/(?<=[a-z])-/g, " ").replaceAll("-", "−")).join(".*");
        await told(figure, new RegExp(`^Set by the text: .*${words}`));
        for (const [name, value] of wanted) assert.equal(await setting(figure, name), value, `${page}: ${set}`);
      }
    }, { reducedMotion: "reduce" });
  }
  assert.ok(count > 20, `${count} links`);
});

for (const [what, options] of [["scripts", { javaScriptEnabled: false }], ["WebAssembly", {}]]) {
  test(`without ${what} a link leads to the figure, and a word is a word`, async () => {
    const strict = await serve({ headers: (text) => ({ "content-security-policy": policy(text, what === "scripts" ? undefined : "") }) });
    const { context, tab } = await open(browser, { origin: strict.origin, ...options });
    await tab.goto(`${strict.address}pooling.html`);
    if (what !== "scripts") await figureOf(tab, "pooling").locator(".live-note").waitFor();
    const link = setLink(tab, "image=gradient");
    await link.press("Enter");
    await scrolled(tab);
    assert.match(tab.url(), /#fig-pooling\?image=gradient$/);
    assert.ok(await inSight(picture(figureOf(tab, "pooling"))));
    assert.equal(await tab.locator("a.part[href]").count(), 0);
    const number = tab.locator("a.claim[data-readout=raw-difference][href$='#fig-pooling']").first();
    assert.equal(await number.textContent(), "0.347");
    await context.close();
    strict.close();
  });
}

test("a number of the text follows its figure, is marked, and returns", () => onPage("image-filter.html", async (tab) => {
  const figure = figureOf(tab, "image-filter");
  const number = tab.locator("a.claim[data-readout=output-size]").first();
  const listed = tab.locator("a.claim[title='computed: output-sizes#output-size']").first();
  const book = await number.evaluate((element) => element.outerHTML);
  await figure.locator("[name=stride]").press("ArrowRight");
  assert.equal(await number.textContent(), "23×23 yours");
  assert.match(await number.getAttribute("title"), /^The book has 46×46/);
  assert.match(await number.evaluate((element) => getComputedStyle(element).textDecorationStyle), /double/);
  assert.equal(await listed.textContent(), "46×46", "a listing does not follow a figure");
  await number.press("Enter");
  assert.equal(await number.textContent(), "46×46");
  assert.equal(await setting(figure, "stride"), "1");
  assert.equal((await number.evaluate((element) => element.outerHTML)).replace(' class="claim"', ""), book.replace(' class="claim"', ""));
  assert.ok(await number.evaluate((element) => element === document.activeElement));
  await figure.locator("[name=stride]").press("ArrowRight");
  await number.click();
  assert.equal(await setting(figure, "stride"), "1");
  // As the book has it, the number is a link to the figure.
  await number.click();
  assert.match(tab.url(), /#fig-image-filter$/);
}));

test("a word lights the part that it names", () => onPage("translation-equivariance.html", async (tab) => {
  const figure = figureOf(tab, "translation-equivariance");
  const lights = figure.locator(".live-light");
  const word = tab.locator("a.part[data-part=seam]");
  assert.equal(await lights.count(), 0);
  await word.hover();
  await lights.first().waitFor();
  assert.equal(await lights.count(), 2, "its rows and its columns");
  const [light, stage] = [await lights.first().boundingBox(), await figure.locator(".live-stage").boundingBox()];
  assert.ok(light.x >= stage.x && light.y >= stage.y && light.y + light.height <= stage.y + stage.height + 1);
  await tab.mouse.move(5, 5);
  await lights.first().waitFor({ state: "detached" });
  await word.focus();
  await lights.first().waitFor();
  // It goes with the figure.
  await tab.locator("a.set[data-set='dx=-5&dy=0&interior=naive']").evaluate((link) => link.click());
  await tab.waitForFunction(() => document.querySelectorAll(".live-light").length === 1);
  await word.press("Enter");
  await scrolled(tab);
  assert.ok(await inSight(lights.first()));
  // The next words are such words too.
  for (let k = 0; await tab.evaluate(() => document.activeElement?.matches("a.part")); k++) {
    assert.ok(k < 9);
    await tab.keyboard.press("Tab");
  }
  await lights.first().waitFor({ state: "detached" });
  await figure.locator("[name=dx]").fill("0");
  await word.press("Enter");
  await told(figure, /does not show this: a seam/);
  await tab.goBack();
}));

test("at least eight words of the first five chapters light a part that is there", async () => {
  let count = 0;
  for (const page of ["convolution-and-equivariance", "sliding-window", "image-filter", "translation-equivariance", "pooling"]) {
    await onPage(`${page}.html`, async (tab) => {
      for (const word of await tab.locator("a.part").all()) {
        await word.focus();
        await tab.locator(".live-light").first().waitFor();
        await word.blur();
        await tab.locator(".live-light").first().waitFor({ state: "detached" });
        count++;
      }
    });
  }
  assert.ok(count >= 8, `${count} words`);
});

test("what the reader does is undone and done again, by buttons and by keys", () => onPage("sliding-window.html", async (tab) => {
  const figure = figureOf(tab, "sliding-window");
  const [undo, redo] = ["Undo", "Redo"].map((name) => figure.getByRole("button", { name, exact: true }));
  const off = (button) => button.getAttribute("aria-disabled");
  assert.deepEqual([await off(undo), await off(redo)], ["true", "true"]);
  const first = await setting(figure, "samples");
  // A line that is drawn is one step.
  const bars = figure.locator("[data-gesture=draw]");
  await bars.first().scrollIntoViewIfNeeded();
  const [from, to] = [await bars.first().boundingBox(), await bars.last().boundingBox()];
  await tab.mouse.move(from.x + 10, from.y + 20);
  await tab.mouse.down();
  await tab.mouse.move(to.x + 10, to.y + to.height - 20, { steps: 10 });
  await tab.mouse.up();
  const drawn = await setting(figure, "samples");
  assert.notEqual(drawn, first);
  // So is a slider that is dragged.
  const slider = figure.locator("[name=position]");
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await tab.mouse.down();
  await tab.mouse.move(box.x + box.width - 4, box.y + box.height / 2, { steps: 10 });
  await tab.mouse.up();
  assert.equal(await setting(figure, "position"), "7");
  await undo.click();
  assert.deepEqual([await setting(figure, "position"), await setting(figure, "samples")], ["4", drawn]);
  await undo.press("Enter");
  assert.equal(await setting(figure, "samples"), first);
  assert.deepEqual([await off(undo), await off(redo)], ["true", "false"]);
  assert.ok(await undo.evaluate((element) => element === document.activeElement), "the focus stays");
  await slider.focus();
  for (const [keys, position, samples] of [["Control+y", "4", drawn], ["Control+Shift+Z", "7", drawn], ["Meta+z", "4", drawn], ["Control+z", "4", first],
    ["Control+z", "4", first], ["Meta+Shift+Z", "4", drawn]]) {
    await tab.keyboard.press(keys);
    assert.deepEqual([await setting(figure, "position"), await setting(figure, "samples")], [position, samples], keys);
  }
  // What was undone is gone once something else is done.
  await slider.press("ArrowRight");
  assert.equal(await off(redo), "true");
  await tab.keyboard.press("Control+z");
  // A text that is being typed is the field's own.
  const weight = figure.locator("[data-gesture=type]").first();
  const weights = await setting(figure, "weights");
  await weight.click();
  await tab.keyboard.type("12");
  await tab.keyboard.press("Control+z");
  assert.equal(await setting(figure, "samples"), drawn, "the figure is as it was");
  await tab.keyboard.type("3");
  await tab.keyboard.press("Enter");
  assert.notEqual(await setting(figure, "weights"), weights);
  await tab.keyboard.press("Control+z");
  assert.equal(await setting(figure, "weights"), weights);
  assert.equal(await weight.inputValue(), weights.split(",")[0], "the field shows what the figure has");
  // Away from the figure the keys are the page's.
  await tab.locator("main h1 a").focus();
  await tab.keyboard.press("Control+z");
  assert.equal(await setting(figure, "samples"), drawn);
}));

test("all that was played is one step", () => onPage("sliding-window.html", async (tab) => {
  const figure = figureOf(tab, "sliding-window");
  await figure.locator(".live-play").click();
  await tab.waitForFunction(() => document.querySelector("[name=position]").value === "6");
  await figure.locator(".live-play").click();
  await figure.getByRole("button", { name: "Undo" }).click();
  assert.equal(await setting(figure, "position"), "4");
}));

for (const [where, options] of [["a desk", {}], ["a desk without full screen", { refused: true }], ["a phone", { viewport: { width: 360, height: 740 }, hasTouch: true }]]) {
  for (const theme of Object.keys(themes)) {
    test(`a figure is as large as the window: ${where}, ${theme}`, () => onPage("image-filter.html", async (tab) => {
      if (options.refused) await tab.evaluate(() => {
        document.documentElement.requestFullscreen = () => Promise.reject(new Error("no"));
      });
      const figure = figureOf(tab, "image-filter");
      const large = figure.getByRole("button", { name: "Large" });
      await large.scrollIntoViewIfNeeded();
      const before = await scrolled(tab);
      await large.press("Enter");
      const dialog = tab.locator("dialog.live-large[open]");
      await dialog.waitFor();
      await tab.waitForTimeout(300);
      assert.ok(await dialog.evaluate((element) => element.matches(":modal")));
      assert.ok(await figure.evaluate((element) => element.closest("dialog") !== null));
      const shape = await tab.evaluate(() => {
        const [svg, room] = ["live-figure svg", "dialog"].map((name) => document.querySelector(`dialog ${name}, ${name}`).getBoundingClientRect());
        return { width: svg.width / room.width, height: svg.height / room.height, wide: innerWidth > innerHeight };
      });
      if (shape.wide) assert.ok(shape.width > 0.6 || shape.height > 0.9, `the picture takes the room: ${JSON.stringify(shape)}`);
      else assert.ok(shape.width > 0.85, JSON.stringify(shape));
      assert.ok(await tab.evaluate(() => document.querySelector("dialog").scrollWidth <= innerWidth), "nothing beside the window");
      // It is as live as before.
      await figure.locator("[name=stride]").press("ArrowRight");
      assert.equal(await figure.locator("[data-readout=output-size]").textContent(), "23×23");
      await tab.keyboard.press("Control+z");
      assert.equal(await setting(figure, "stride"), "1");
      await tab.evaluate(axe);
      const violations = await tab.evaluate(async () => (await window.axe.run("dialog")).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`));
      assert.deepEqual(violations, []);
      await tab.keyboard.press("Escape");
      await tab.waitForFunction(() => !document.querySelector("dialog"));
      assert.ok(await large.evaluate((element) => element === document.activeElement), "the focus is where it was");
      assert.ok(Math.abs(await scrolled(tab) - before) < 3, "the page is where it was");
      assert.ok(await figure.evaluate((element) => element.querySelector("svg").viewBox.baseVal.width === 800), "the picture is a page's again");
      // And once more, closed by the button.
      await large.click();
      await dialog.waitFor();
      await figure.getByRole("button", { name: "Close", exact: true }).click();
      await tab.waitForFunction(() => !document.querySelector("dialog"));
    }, { theme, ...options }));
  }
}

test("links, words and the large figure keep to a strict policy", async () => {
  const strict = await serve({ headers: (text) => ({ "content-security-policy": policy(text) }) });
  const { context, tab } = await open(browser, { origin: strict.origin });
  await context.addInitScript(() => {
    window.forbidden = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.forbidden.push(`${violatedDirective} ${blockedURI}`));
  });
  await tab.goto(`${strict.address}pooling.html`);
  await live(tab);
  await setLink(tab, "image=gradient").click();
  await tab.locator("a.part").first().press("Enter");
  await tab.locator(".live-light").first().waitFor();
  await figureOf(tab, "pooling").getByRole("button", { name: "Large" }).press("Enter");
  await tab.locator("dialog.live-large[open]").waitFor();
  assert.deepEqual(await tab.evaluate(() => window.forbidden), ["style-src-attr inline"]);
  await context.close();
  strict.close();
});

test("on the page of the whole book a link sets the figure of its chapter", () => onPage("print.html", async (tab) => {
  const link = setLink(tab, "dx=4");
  await link.evaluate((element) => element.click());
  const [first, second] = [0, 1].map((at) => tab.locator("live-figure[name=pooling]").nth(at));
  await tab.waitForFunction(() => /Set by the text/.test([...document.querySelectorAll("live-figure[name=pooling] .live-note")].map((note) => note.textContent).join()));
  assert.deepEqual([await setting(first, "dx"), await setting(second, "dx")], ["1", "4"]);
}));
