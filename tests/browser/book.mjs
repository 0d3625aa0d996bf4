// What the browser's tests share: the built book served as a static host would serve it, and a browser to open it with.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

export const root = new URL("../../", import.meta.url).pathname;
/** What is built: `target`, or the folder that CARGO_TARGET_DIR names. */
export const target = resolve(root, process.env.CARGO_TARGET_DIR || "target");
export const book = join(target, "book/");
/** The pages, without those that mdBook makes for a frame or for a missing address, and without the library's documentation. */
export const pages = (await readdir(book, { recursive: true })).filter((file) =>
  file.endsWith(".html") && !["toc.html", "404.html"].includes(file) && !file.startsWith("api/")).sort();
const texts = await Promise.all(pages.map((page) => readFile(join(book, page), "utf8")));
/** The figures that the pages show, by name. */
export const figures = [...new Set(texts.flatMap((text) => [...text.matchAll(/<live-figure name="([^"]+)"/g)].map(([, name]) => name)))];
/** The modules of the figures that the pages show, each with its figures. @type {Map<string, string[]>} */
export const modules = new Map();
for (const [, figure, module] of texts.flatMap((text) => [...text.matchAll(/<live-figure name="([^"]+)"[^>]*? data-module="([^"]+)"/g)])) {
  modules.set(module, [...new Set([...modules.get(module) ?? [], figure])]);
}
/** The page that shows a figure: its own chapter, or else the first that has it. @param {string} name */
export const pageOf = (name) =>
  pages.find((page) => basename(page) === `${name}.html`) ?? pages.find((page, at) => page !== "print.html" && texts[at].includes(`<live-figure name="${name}"`));
/** The two themes by mdBook's names, and by those of the command line. */
export const themes = { light: "light", coal: "dark" };

const types = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".png": "image/png", ".svg": "image/svg+xml",
  ".wasm": "application/wasm", ".woff2": "font/woff2",
};
const compressed = [".css", ".html", ".js", ".svg", ".wasm"];

/** The policy that the book keeps to: nothing from another host, no script but its own and mdBook's, which are named by their hash. */
export function policy(page, script = "'wasm-unsafe-eval'") {
  const inline = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  return `default-src 'self'; script-src 'self' ${inline.join(" ")} ${script}; img-src 'self' data: blob:`;
}

/**
 * Serves the built book.
 * @param {{ under?: string, gzip?: boolean, headers?: (page: string) => Record<string, string> }} options
 *   `under` is the path that it stands at; `headers` are further headers for a page with this text.
 */
export async function serve({ under = "/", gzip = false, headers = () => ({}) } = {}) {
  const connections = new Set();
  let ended = 0;
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    try {
      if (!path.startsWith(under)) throw new Error("elsewhere");
      const file = path.slice(under.length) || "index.html";
      const [body, kind] = [await readFile(join(book, file)), extname(file)];
      const squeezed = gzip && compressed.includes(kind);
      response.writeHead(200, {
        "content-type": types[kind] ?? "application/octet-stream",
        ...(squeezed && { "content-encoding": "gzip" }),
        ...(kind === ".html" && headers(body.toString())),
      }).end(squeezed ? gzipSync(body, { level: 9 }) : body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.on("close", () => {
      connections.delete(socket);
      ended += socket.bytesWritten;
    });
  });
  server.listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    address: `http://127.0.0.1:${server.address().port}${under}`,
    /** All that was ever sent, headers included, in bytes. */
    sent: () => [...connections].reduce((sum, socket) => sum + socket.bytesWritten, ended),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

/** A new tab that remembers what went wrong in it: errors, and questions to another host than `origin`. */
export async function open(browser, { theme = "light", origin, ...options }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript((name) => localStorage.setItem("mdbook-theme", name), theme);
  const tab = await context.newPage();
  const problems = [];
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  tab.on("pageerror", (error) => problems.push(String(error)));
  tab.on("request", (request) => {
    if (origin && !/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) problems.push(`asked for ${request.url()}`);
  });
  return { context, tab, problems };
}

/** Waits until every figure of a page is live. */
export async function live(tab) {
  await tab.waitForFunction(() => [...document.querySelectorAll("live-figure")].every((figure) => figure.classList.contains("live")));
  await tab.evaluate(() => document.fonts.ready);
}

/**
 * A first visit over a slow line: 1.6 Mbit/s, and 150 ms until an answer comes. Returns after how many milliseconds the largest
 * part of the page was painted, and every figure was live.
 */
export async function slowVisit(browser, { origin, address }, page) {
  const { context, tab } = await open(browser, { origin });
  const session = await context.newCDPSession(tab);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200e3, uploadThroughput: 90e3 });
  await tab.addInitScript(() => {
    new PerformanceObserver((entries) => {
      window.painted = entries.getEntries().at(-1).startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    // The moment itself, and not the one at which somebody asks.
    const seen = new MutationObserver(() => {
      const all = [...document.querySelectorAll("live-figure")];
      if (all.length > 0 && all.every((figure) => figure.classList.contains("live"))) window.live ??= performance.now();
    });
    seen.observe(document, { subtree: true, childList: true, attributeFilter: ["class"] });
  });
  await tab.goto(address + page, { waitUntil: "load" });
  await tab.waitForFunction(() => window.live && window.painted);
  const times = await tab.evaluate(() => ({ painted: window.painted, live: window.live }));
  await context.close();
  return times;
}

/** The longest task, in milliseconds, of a first view and of a gesture on the first figure, on a processor that is four times slower; 0 where none is above 50. */
export async function longestTasks(browser, { origin, address }, page) {
  const { context, tab } = await open(browser, { origin });
  const session = await context.newCDPSession(tab);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await tab.addInitScript(() => {
    window.long = [];
    new PerformanceObserver((entries) => window.long.push(...entries.getEntries().map(({ duration }) => duration)))
      .observe({ type: "longtask", buffered: true });
  });
  const longest = () => tab.evaluate(async () => {
    await new Promise((rested) => setTimeout(rested, 300));
    return Math.max(0, ...window.long.splice(0));
  });
  await tab.goto(address + page);
  await live(tab);
  const view = await longest();
  const hand = tab.locator("live-figure [data-gesture=drag], live-figure [data-gesture=point], live-figure [data-gesture=draw]").first();
  if (await hand.count() === 0) {
    await context.close();
    return { view, gesture: 0 };
  }
  await hand.scrollIntoViewIfNeeded();
  await longest();
  const { x, y, width, height } = await hand.boundingBox();
  await tab.mouse.move(x + width / 2, y + height / 2);
  await tab.mouse.down();
  for (let step = 0; step < 40; step++) await tab.mouse.move(x + width * (0.5 + 0.45 * Math.sin(step / 5)), y + height * (0.5 + 0.45 * Math.cos(step / 7)));
  await tab.mouse.up();
  const gesture = await longest();
  await context.close();
  return { view, gesture };
}
