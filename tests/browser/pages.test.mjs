// Every page of the built book in a real browser: it fits the screen, shows its pictures, asks no other host for anything,
// reports no error and no accessibility violation, in both themes, on a desk and on a phone.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, live, open, pages, root, serve, themes } from "./book.mjs";

const shots = join(root, "target/screenshots/");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** All of axe's rules hold, those that it leaves off by default too, but for these. */
const leftOut = {
  "color-contrast-enhanced": "7:1 is level AAA; the book keeps to 4.5:1",
  "focus-order-semantics": "an experiment that forbids what scrollable-region-focusable demands",
};

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([serve(), launch(), mkdir(shots, { recursive: true })]);
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** What axe finds in the whole document. */
async function violations(tab) {
  await tab.evaluate(axe);
  const found = await tab.evaluate(async (off) => {
    const rules = window.axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !off.includes(ruleId) }]);
    const result = await window.axe.run(document, { rules: Object.fromEntries(rules), resultTypes: ["violations"] });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
  }, Object.keys(leftOut));
  return found;
}

const chapters = ["convolution-and-equivariance", "sliding-window", "image-filter", "translation-equivariance", "pooling", "objects", "takeaways"];

test("the book has its seven chapters, and the pages under the sixth", () => {
  const under = ["convolution", "translations", "equivariance", "invariance", "quarter-turns", "permutations", "rotations-of-the-plane",
    "rotations-of-space", "gauges-and-meshes", "where-it-leads"];
  for (const chapter of [...chapters, ...under.map((page) => `objects/${page}`)]) {
    assert.ok(pages.includes(`${chapter}.html`), `${chapter}.html is missing`);
  }
});

for (const chapter of chapters) {
  test(`${chapter} leads with its figure, whole within two screens`, async () => {
    const { context, tab } = await open(browser, { origin: server.origin, viewport: { width: 1280, height: 900 } });
    await tab.goto(`${server.address}${chapter}.html`);
    await live(tab);
    const figure = tab.locator("main figure").first();
    const end = await figure.evaluate((element) => element.getBoundingClientRect().bottom + scrollY);
    assert.ok(end <= 2 * 900, `it ends at ${end} px`);
    const follows = await figure.evaluate((element) => element.compareDocumentPosition(document.querySelector("main h2")) & Node.DOCUMENT_POSITION_FOLLOWING);
    assert.ok(follows, "no section stands before it");
    await context.close();
  });
}

// What a reader does on a page: numbers to change, questions to answer, exercises to do.
for (const page of pages.filter((page) => chapters.includes(page.replace(".html", "")) || page.startsWith("objects/"))) {
  test(`${page} has numbers to change, questions and exercises`, async () => {
    const { context, tab } = await open(browser, { origin: server.origin });
    await tab.goto(server.address + page);
    const count = (/** @type {string} */ what) => tab.locator(what).count();
    const isUnder = page.startsWith("objects/");
    assert.ok(await count(".try input") >= (isUnder ? 1 : 3), "numbers to change");
    assert.ok(await count(".predict") >= (isUnder ? 1 : 2), "questions");
    const exercises = await count(".exercise");
    const [least, most] = isUnder ? [1, 2] : [5, 8];
    assert.ok(exercises >= least && exercises <= most, `${exercises} exercises`);
    for (const folded of ["Hint", "Answer"]) {
      assert.equal(await count(`.exercise summary:text-is("${folded}")`), exercises, folded);
    }
    await context.close();
  });
}

test("a chapter takes about twelve minutes", async () => {
  const { context, tab } = await open(browser, { origin: server.origin });
  await tab.goto(server.address);
  const times = await tab.locator(".chapters-time").allTextContents();
  assert.equal(times.length, chapters.length);
  for (const [at, time] of times.entries()) {
    const minutes = Number(time.match(/^About (\d+) minutes/)?.[1]);
    assert.ok(minutes <= 12, `${chapters[at]}: ${time}`);
  }
  await context.close();
});

for (const theme of Object.keys(themes)) {
  for (const width of [1280, 360]) {
    for (const page of pages.filter((page) => page !== "print.html")) {
      test(`${page}, ${theme}, ${width} px`, async () => {
        const { context, tab, problems } = await open(browser, { theme, origin: server.origin, viewport: { width, height: 900 } });
        await tab.goto(server.address + page);
        const still = await tab.evaluate(() => ({
          broken: [...document.images].filter((image) => !image.complete || image.naturalWidth === 0).length,
        }));
        await live(tab);
        const seen = await tab.evaluate(() => ({
          overflow: document.documentElement.scrollWidth - window.innerWidth,
          plain: document.querySelectorAll("main pre code.language-rust:not(:has(.code-keyword))").length,
          pictures: [...document.querySelectorAll("figure")].map((figure) =>
            [...figure.querySelectorAll(".live-picture > svg, img")].filter((picture) => picture.getBoundingClientRect().width > 0).length),
        }));
        await tab.screenshot({ path: join(shots, `${page.replace(".html", "").replaceAll("/", "-")}-${theme}-${width}.png`), fullPage: true });
        assert.equal(still.broken, 0, "a picture does not load");
        assert.ok(seen.overflow <= 0, `the page is ${seen.overflow} px too wide`);
        assert.equal(seen.plain, 0, "every program is highlighted");
        assert.ok(seen.pictures.every((shown) => shown === 1), `each figure shows one picture; shown: ${seen.pictures}`);
        assert.deepEqual(await violations(tab), []);
        assert.deepEqual(problems, []);
        await context.close();
      });
    }
  }

  test(`the whole book on one page, ${theme}`, async () => {
    const { context, tab, problems } = await open(browser, { theme, origin: server.origin });
    await tab.goto(`${server.address}print.html`);
    await live(tab);
    assert.deepEqual(await violations(tab), []);
    assert.deepEqual(problems, []);
    await context.close();
  });

  test(`the bar's menus, ${theme}`, async () => {
    const { context, tab } = await open(browser, { theme, origin: server.origin });
    await tab.goto(`${server.address}pooling.html`);
    await live(tab);
    await tab.locator("#mdbook-theme-toggle").click();
    assert.deepEqual(await tab.locator("#mdbook-theme-list button:visible").allTextContents(), ["Auto", "Light", "Dark"]);
    assert.deepEqual(await violations(tab), []);
    await tab.keyboard.press("Escape");
    await tab.locator("#mdbook-search-toggle").click();
    await tab.locator("#mdbook-searchbar").pressSequentially("stride");
    await tab.locator("#mdbook-searchresults li").first().waitFor();
    assert.deepEqual(await violations(tab), []);
    await context.close();
  });
}

for (const theme of Object.keys(themes)) {
  test(`the hidden lines of a program unfold, can be read and are copied, ${theme}`, async () => {
    const { context, tab } = await open(browser, { theme, origin: server.origin, permissions: ["clipboard-read", "clipboard-write"] });
    await tab.goto(`${server.address}objects.html`);
    await live(tab);
    const program = tab.locator("pre:has(.boring)").first();
    const hidden = program.locator(".boring").first();
    const copy = async () => {
      await program.getByRole("button", { name: "Copy to clipboard" }).press("Enter");
      await program.locator(".tooltipped").waitFor();
      return tab.evaluate(() => navigator.clipboard.readText());
    };
    assert.equal(await hidden.isVisible(), false);
    await program.hover();
    assert.ok(!(await copy()).includes(await hidden.textContent()), "what is folded is not copied");
    await program.getByRole("button", { name: "Show hidden lines" }).press("Enter");
    assert.equal(await hidden.isVisible(), true);
    assert.equal(await copy(), await program.locator("code").textContent());
    await tab.reload();
    await live(tab);
    await tab.evaluate(() => document.querySelectorAll("[title='Show hidden lines']").forEach((button) => button.click()));
    assert.deepEqual(await violations(tab), []);
    const colours = await tab.evaluate(() => ["", "keyword", "type", "literal", "comment"].map((name) =>
      getComputedStyle(document.querySelector(name ? `pre .code-${name}` : "pre code")).color));
    assert.equal(new Set(colours).size, 5, `each part of a program has its colour: ${colours}`);
    await context.close();
  });
}

test("on paper programs are dark on light, as figures are", async () => {
  const { context, tab } = await open(browser, { theme: "coal", origin: server.origin });
  await tab.goto(`${server.address}objects.html`);
  await tab.emulateMedia({ media: "print" });
  const [ground, ink] = await tab.locator("pre code").first().evaluate((program) =>
    [getComputedStyle(program).backgroundColor, getComputedStyle(program).color].map((colour) => Number(/\d+/.exec(colour)?.[0])));
  assert.ok(ground > 200 && ink < 50, `${ink} on ${ground}`);
  await context.close();
});

test("on paper all text has the same colours from either theme", async () => {
  const colours = async (theme) => {
    const { context, tab } = await open(browser, { theme, origin: server.origin });
    const found = [];
    for (const page of ["image-filter.html", "checks.html", "slides.html"]) {
      await tab.goto(server.address + page);
      await live(tab);
      await tab.emulateMedia({ media: "print" });
      found.push(...await tab.evaluate(() => [...document.querySelectorAll("main *")].filter((element) => element.checkVisibility()).map((element) => {
        const { color, backgroundColor, textDecorationColor } = getComputedStyle(element);
        return `${element.tagName} ${color} ${backgroundColor} ${textDecorationColor}`;
      })));
      await tab.emulateMedia({ media: null });
    }
    await context.close();
    return found;
  };
  const [light, dark] = [await colours("light"), await colours("coal")];
  assert.ok(light.length > 1000);
  assert.deepEqual(dark, light);
});

test("at 320 px every page fits, and what is wider scrolls, fades where it goes on and is reached by keyboard", async () => {
  const { context, tab } = await open(browser, { origin: server.origin, viewport: { width: 320, height: 700 } });
  let wide = 0;
  for (const page of pages.filter((page) => page !== "print.html")) {
    await tab.goto(server.address + page);
    await live(tab);
    await tab.evaluate(() => document.querySelectorAll("main details").forEach((details) => { details.open = true; }));
    await tab.waitForTimeout(50);
    const found = await tab.evaluate(() => {
      const beyond = document.documentElement.scrollWidth - window.innerWidth;
      const parts = [...document.querySelectorAll("main *:not(live-figure *)")].filter((part) =>
        part.scrollWidth > part.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(part).overflowX));
      return { beyond, parts: parts.map((part) => {
        part.scrollLeft = 1e6;
        return `${part.tagName} ${part.tabIndex} ${part.classList.contains("more-after")}`;
      }) };
    });
    assert.ok(found.beyond <= 0, `${page} is ${found.beyond} px too wide`);
    assert.deepEqual(found.parts.filter((part) => !part.endsWith(" 0 true")), [], page);
    await tab.waitForFunction(() => document.querySelectorAll("main .more-after").length === 0);
    assert.equal(await tab.locator("main .more-before").count(), found.parts.length, page);
    wide += found.parts.length;
    const cut = await tab.evaluate(() => [...document.querySelectorAll("main table")].filter((table) => !table.closest(".table-wrapper")).length);
    assert.equal(cut, 0, `${page}: a table cannot scroll`);
  }
  assert.ok(wide > 20);
  await context.close();
});

test("nothing moves when the fonts arrive late", async () => {
  const moved = [];
  for (const width of [1280, 360]) {
    for (const page of pages.filter((page) => page !== "print.html")) {
      const { context, tab } = await open(browser, { origin: server.origin, viewport: { width, height: 900 } });
      // The live figures are measured for themselves.
      await tab.route(/live-figure/, (route) => route.abort());
      await tab.route(/woff2/, async (route) => {
        await new Promise((later) => setTimeout(later, 400));
        await route.continue();
      });
      await tab.addInitScript(() => {
        // At the side, mdBook puts in the headings of a page once it has read them.
        localStorage.setItem("mdbook-sidebar", "hidden");
        window.shift = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value)))
          .observe({ type: "layout-shift", buffered: true });
      });
      await tab.goto(server.address + page);
      await tab.evaluate(() => document.fonts.ready);
      await tab.waitForTimeout(200);
      const shift = await tab.evaluate(() => window.shift);
      if (shift > 0.02) moved.push(`${page} at ${width} px moves by ${shift.toFixed(4)}`);
      await context.close();
    }
  }
  assert.deepEqual(moved, []);
});

test("the search finds a size that is typed with an x", async () => {
  const { context, tab } = await open(browser, { origin: server.origin });
  await tab.goto(server.address);
  await tab.locator("#mdbook-search-toggle").click();
  const bar = tab.locator("#mdbook-searchbar");
  await bar.pressSequentially("3x3");
  await tab.locator("#mdbook-searchresults li").first().waitFor();
  assert.match(await tab.locator("#mdbook-searchresults").textContent(), /3×3/);
  await bar.fill("");
  await bar.pressSequentially("-2");
  await tab.locator("#mdbook-searchresults li").first().waitFor();
  await context.close();
});

test("without JavaScript whole programs are shown, and highlighted", async () => {
  const { context, tab, problems } = await open(browser, { origin: server.origin, javaScriptEnabled: false });
  await tab.goto(`${server.address}objects.html`);
  // The answers of exercises are folded.
  await tab.evaluate(() => document.querySelectorAll("details").forEach((folded) => folded.open = true));
  for (const part of await tab.locator("pre .boring").all()) assert.ok(await part.isVisible());
  assert.ok(await tab.locator("pre .code-keyword").count() > 20);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a theme that another book left is shown as ours", async () => {
  for (const [theme, ours] of [["navy", "coal"], ["ayu", "coal"], ["rust", "light"]]) {
    const { context, tab } = await open(browser, { theme, origin: server.origin });
    await tab.goto(server.address);
    assert.ok(await tab.evaluate((name) => document.documentElement.classList.contains(name), ours), theme);
    await context.close();
  }
});

test("the contents open and close by keyboard", async () => {
  const { context, tab } = await open(browser, { origin: server.origin });
  await tab.goto(server.address);
  const toggle = tab.getByRole("button", { name: "Toggle Table of Contents" });
  const entry = tab.locator("#mdbook-sidebar a", { hasText: "Takeaways" });
  for (const shown of [true, false, true]) {
    await entry.waitFor({ state: shown ? "visible" : "hidden" });
    assert.equal(await toggle.getAttribute("aria-expanded"), String(shown));
    await toggle.press("Enter");
  }
  await context.close();
});

test("an arrow key scrolls what is too wide, and turns no page there", async () => {
  const { context, tab } = await open(browser, { origin: server.origin, viewport: { width: 360, height: 700 } });
  await tab.goto(`${server.address}image-filter.html`);
  const program = tab.locator("main pre code[tabindex]").first();
  await program.focus();
  await tab.keyboard.press("ArrowRight");
  await tab.waitForFunction(() => (document.activeElement?.scrollLeft ?? 0) > 0);
  assert.match(tab.url(), /image-filter\.html$/);
  await context.close();
});
