// The exported figures as Chromium reads them: every SVG shows what its PNG shows, and every picture of an APNG or a GIF what its
// numbered frame shows, for as long as it should.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { after, before, test } from "node:test";
import { figures, launch, open, pages, root, serve } from "./book.mjs";

const types = { ".svg": "image/svg+xml", ".png": "image/png", ".apng": "image/png", ".gif": "image/gif" };
/** Two rasterisers place edges on different fractions of a pixel: a channel that differs by more counts, on so small a share. */
const EDGES = { by: 48, share: 0.01, mean: 2 };
/** A palette of 255 colours stands for those of a whole GIF: the largest difference of a channel, and the mean of all. */
const PALETTE = { most: 32, mean: 0.5 };

let folder, browser, site, tab;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "slides-"));
  [browser, site] = [await launch(), await serve()];
  ({ tab } = await open(browser, {}));
  // A page of our own origin, since only there a browser gives its decoder.
  await tab.goto(site.address);
});

after(async () => {
  await browser?.close();
  site?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The files that a command writes into a folder of its own, by name: each as an address that holds all of it. */
async function files(...command) {
  const out = await mkdtemp(join(folder, "out-"));
  const paths = execFileSync("cargo", ["book", "figures", ...command, "--out", out], { cwd: root, encoding: "utf8" });
  const named = paths.trim().split("\n").map(async (path) => {
    const bytes = await readFile(path);
    return [basename(path), `data:${types[extname(path)]};base64,${bytes.toString("base64")}`];
  });
  return Object.fromEntries(await Promise.all(named));
}

/** How two still pictures differ on the ground of the dark theme, as the browser shows them. */
function still(one, other, by) {
  return tab.evaluate(async ([one, other, by]) => {
    const pixels = async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext("2d");
      context.fillStyle = "#1c1c20";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, canvas.width, canvas.height);
    };
    const [a, b] = [await pixels(one), await pixels(other)];
    let [over, sum, most] = [0, 0, 0];
    for (let at = 0; at < a.data.length; at += 4) {
      const differs = Math.max(...[0, 1, 2, 3].map((part) => Math.abs(a.data[at + part] - b.data[at + part])));
      sum += differs;
      most = Math.max(most, differs);
      if (differs > by) over += 1;
    }
    const count = a.data.length / 4;
    return { same: a.width === b.width && a.height === b.height, share: over / count, mean: sum / count, most };
  }, [one, other, by]);
}

/** The pictures of an animation as the browser decodes them, and how long each is shown in milliseconds. */
function decoded(source, type) {
  return tab.evaluate(async ([source, type]) => {
    const decoder = new ImageDecoder({ data: await (await fetch(source)).arrayBuffer(), type });
    await Promise.all([decoder.tracks.ready, decoder.completed]);
    const pictures = [];
    for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack.frameCount; frameIndex += 1) {
      const { image } = await decoder.decode({ frameIndex });
      const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
      canvas.getContext("2d").drawImage(image, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      pictures.push({ shown: image.duration / 1000, address: `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}` });
    }
    return pictures;
  }, [source, type]);
}

test("the still picture of each figure of a page is, in each theme, the SVG that render writes", async () => {
  let count = 0;
  for (const page of pages.filter((page) => page !== "print.html")) {
    const shown = await tab.evaluate(async (address) => {
      const there = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
      return [...there.querySelectorAll("live-figure")].map((figure) =>
        [figure.getAttribute("name"), figure.getAttribute("settings"), figure.querySelector("img").getAttribute("src")]);
    }, site.address + page);
    for (const [name, settings, address] of shown) {
      // A still picture of a page has a shape and no size.
      const source = address.replace(/ viewBox=%220 0 (\d+) (\d+)%22/, " width=%22$1%22 height=%22$2%22$&");
      const written = await files("render", "--state", `#fig-${name}?${settings}`, "--theme", "light,dark");
      for (const [theme, end] of [["light", ""], ["dark", "#dark"]]) {
        const [, file] = Object.entries(written).find(([file]) => file.endsWith(`-${theme}.svg`));
        const { same, most } = await still(source + end, file, 0);
        assert.ok(same && most === 0, `${page}, ${name}, ${theme}: they differ by ${most}, and are of one size: ${same}`);
      }
      const { share } = await still(source, `${source}#dark`, EDGES.by);
      // The ground and the words; the colours of signed values are the same in both.
      assert.ok(share > 0.4, `${name}: the themes hardly differ, on a share of ${share}`);
      count += 1;
    }
  }
  assert.ok(count >= figures.length);
});

test("every SVG shows what its PNG shows", async () => {
  const all = await files("render", "--all", "--format", "svg,png", "--theme", "light,dark", "--width", "1280", "--height", "720");
  const names = Object.keys(all).filter((name) => name.endsWith(".svg"));
  assert.equal(names.length, 2 * figures.length);
  for (const name of names) {
    const { same, share, mean } = await still(all[name], all[name.replace(".svg", ".png")], EDGES.by);
    assert.ok(same && share <= EDGES.share && mean <= EDGES.mean, `${name}: a share of ${share} differs, by ${mean} on average`);
  }
});

for (const [name, sweep, more] of [
  ["sliding-window", "position", []],
  ["image-filter", "column=18..29", ["--theme", "dark"]],
  ["pooling", "dx=-1..3", ["--transparent", "--theme", "dark"]],
  ["translation-equivariance", "kernel=sobel-x,box-blur", []],
]) {
  test(`every picture of ${name}, ${sweep} ${more.join(" ")}`, async () => {
    const all = await files("animate", name, "--sweep", sweep, "--fps", "12", "--width", "480", "--frames", "--format", "gif,apng", ...more);
    const frames = Object.keys(all).filter((file) => file.endsWith(".png")).sort().map((file) => all[file]);
    const [apng, gif] = [".apng", ".gif"].map((end) => Object.keys(all).find((file) => file.endsWith(end)));
    const pictures = await decoded(all[apng], "image/png");
    assert.equal(pictures.length, frames.length);
    for (const [at, { shown, address }] of pictures.entries()) {
      assert.ok(Math.abs(shown - 1000 / 12) < 1, `${apng}, ${at}: ${shown} ms`);
      const { same, most } = await still(address, frames[at], 0);
      // A browser keeps colours multiplied by their opacity, which rounds.
      assert.ok(same && most <= (more.includes("--transparent") ? 1 : 0), `${apng}, ${at}: differs by up to ${most}`);
    }
    const few = await decoded(all[gif], "image/gif");
    assert.equal(few.length, frames.length);
    const whole = few.reduce((sum, { shown }) => sum + shown, 0);
    assert.ok(Math.abs(whole - (frames.length * 1000) / 12) <= 5, `${gif} takes ${whole} ms`);
    for (const [at, { address }] of few.entries()) {
      const { same, mean, most } = await still(address, frames[at], 0);
      assert.ok(same && mean <= PALETTE.mean && most <= PALETTE.most, `${gif}, ${at}: differs by up to ${most}, by ${mean} on average`);
    }
  });
}
