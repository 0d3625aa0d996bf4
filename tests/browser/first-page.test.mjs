// The page before the first chapter: its figure, its cards and its title, on a desk and on a phone, with scripts and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, live, open, serve, themes } from "./book.mjs";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** The pictures of the cards: how wide each is, and whether it is the dark one. */
const pictures = (tab) => tab.locator(".chapters img").evaluateAll((images) => images.map((image) => ({
  width: image.getBoundingClientRect().width, seen: getComputedStyle(image).visibility, dark: image.src.endsWith("#dark"), loaded: image.naturalWidth > 0,
})));

for (const theme of Object.keys(themes)) {
  for (const width of [1280, 360]) {
    test(`the first page leads to each chapter by a picture, ${theme}, ${width} px`, async () => {
      const { context, tab, problems } = await open(browser, { theme, origin: server.origin, viewport: { width, height: 900 } });
      await tab.goto(server.address);
      await live(tab);
      assert.equal(await tab.locator("live-figure.live").count(), 1);
      const shown = await pictures(tab);
      assert.equal(shown.length, 7);
      for (const { width: across, seen, dark, loaded } of shown) {
        assert.ok(across > 150 && seen === "visible" && loaded && dark === (theme === "coal"), JSON.stringify(shown));
      }
      const links = tab.locator(".chapters a");
      const address = await links.nth(4).evaluate((link) => link.href);
      // All of a card is its link: a press on the picture follows it, and Enter does.
      await tab.locator(".chapters li").nth(4).locator("img").scrollIntoViewIfNeeded();
      const box = await tab.locator(".chapters li").nth(4).locator("img").boundingBox();
      await tab.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await tab.waitForURL(address);
      await tab.goBack();
      await links.nth(4).press("Enter");
      await tab.waitForURL(address);
      assert.deepEqual(problems, []);
      await context.close();
    });
  }
}

test("without JavaScript the first page has its figure, its cards and its numbers", async () => {
  const { context, tab } = await open(browser, { origin: server.origin, javaScriptEnabled: false });
  await tab.goto(server.address);
  assert.ok(await tab.locator("live-figure > img").isVisible());
  assert.equal(await tab.locator(".chapters a:visible").count(), 7);
  assert.ok((await tab.locator("main a.claim").count()) >= 2);
  await context.close();
});

test("no title is cut on a phone", async () => {
  for (const width of [360, 320]) {
    const { context, tab } = await open(browser, { origin: server.origin, viewport: { width, height: 800 } });
    for (const page of ["index.html", "objects/rotations-of-the-plane.html"]) {
      await tab.goto(server.address + page);
      await tab.locator("#mdbook-sidebar-toggle").evaluate((label) => label.click());
      await tab.locator("#mdbook-sidebar a").first().waitFor({ state: "visible" });
      const cut = await tab.evaluate(() => [...document.querySelectorAll(".menu-title, #mdbook-sidebar a, main h1")].filter((title) =>
        title.scrollWidth > title.clientWidth + 1 && getComputedStyle(title).display !== "inline" || title.scrollHeight > title.clientHeight + 2 && title.matches(".menu-title"))
        .map((title) => title.textContent.trim()));
      assert.deepEqual(cut, [], `${page}, ${width} px`);
    }
    await context.close();
  }
});
