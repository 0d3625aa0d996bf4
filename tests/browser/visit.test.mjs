// A first visit over a slow line. `speed.mjs` has the limits for a machine that does nothing else; these hold on one that is busy.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launch, serve, slowVisit } from "./book.mjs";

const browser = await launch();
const server = await serve({ gzip: true });
after(async () => {
  await browser.close();
  server.close();
});

test("over a slow line a page shows its largest part soon, and its figures are live as soon as what they need has come", async () => {
  for (const page of ["pooling.html", "objects/rotations-of-space.html"]) {
    const { painted, live } = await slowVisit(browser, server, page);
    assert.ok(painted < 2000, `${page}: painted after ${painted.toFixed(0)} ms`);
    assert.ok(live < 4500, `${page}: live after ${live.toFixed(0)} ms`);
  }
});
