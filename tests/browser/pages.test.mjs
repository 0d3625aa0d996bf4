// Every page of the built book in a real browser: it fits the screen, shows its pictures, asks no other host for anything,
// reports no error and no accessibility violation, in both themes, on a desk and on a phone.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const book = new URL("../../target/book/", import.meta.url).pathname;
const shots = new URL("../../target/screenshots/", import.meta.url).pathname;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const types = {
  ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2",
};
const pages = (await readdir(book)).filter((file) => file.endsWith(".html") && !["print.html", "toc.html", "404.html"].includes(file));
const axeRules = ["color-contrast", "image-alt", "svg-img-alt", "link-name", "heading-order", "duplicate-id", "list", "listitem",
  "td-headers-attr", "empty-heading", "html-has-lang", "document-title", "frame-title", "scrollable-region-focusable"];

let server, browser, origin;

before(async () => {
  server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const body = await readFile(join(book, path));
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  await mkdir(shots, { recursive: true });
});

after(async () => {
  await browser?.close();
  server?.close();
});

test("the book has its seven chapters", () => {
  for (const chapter of ["convolution-and-equivariance", "sliding-window", "image-filter", "translation-equivariance", "pooling",
    "objects", "takeaways"]) {
    assert.ok(pages.includes(`${chapter}.html`), `${chapter}.html is missing`);
  }
});

for (const theme of ["light", "coal"]) {
  for (const width of [1280, 360]) {
    for (const page of pages) {
      test(`${page}, ${theme}, ${width} px`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        await context.addInitScript((name) => localStorage.setItem("mdbook-theme", name), theme);
        const tab = await context.newPage();
        const problems = [];
        tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
        tab.on("pageerror", (error) => problems.push(String(error)));
        tab.on("request", (request) => {
          if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) problems.push(`asked for ${request.url()}`);
        });
        await tab.goto(`${origin}/${page}`, { waitUntil: "load" });
        await tab.evaluate(() => document.fonts.ready);
        const seen = await tab.evaluate(() => ({
          overflow: document.documentElement.scrollWidth - window.innerWidth,
          broken: [...document.images].filter((image) => !image.complete || image.naturalWidth === 0).length,
          plain: document.querySelectorAll("main pre code.language-rust:not(.hljs)").length,
          figures: [...document.querySelectorAll("figure")].map((figure) =>
            [...figure.querySelectorAll("img")].filter((image) => image.getBoundingClientRect().width > 0).length),
        }));
        await tab.screenshot({ path: join(shots, `${page.replace(".html", "")}-${theme}-${width}.png`), fullPage: true });
        assert.deepEqual(problems, []);
        assert.ok(seen.overflow <= 0, `the page is ${seen.overflow} px too wide`);
        assert.equal(seen.plain, 0, "mdBook's own script highlights every program");
        assert.equal(seen.broken, 0, "a picture does not load");
        assert.ok(seen.figures.every((shown) => shown === 1), `each figure shows one picture; shown: ${seen.figures}`);
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate((rules) => window.axe.run("#mdbook-content main", { runOnly: rules }), axeRules);
        assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target).join(", ")}`), []);
        await context.close();
      });
    }
  }
}
