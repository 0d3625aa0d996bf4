// Runs a listing, so that the page goes on meanwhile: a module that crates/live-listings describes. Each run has an instance of its own.
// @ts-check

const here = new URL(import.meta.url);

/** The module of this name, compiled. @param {string} name */
async function compiled(name) {
  const response = await fetch(new URL(`${name}.wasm${here.search}`, here));
  if (!response.ok) throw new Error(`${name}.wasm was not found (${response.status})`);
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @param {WebAssembly.Module} module @param {Job} job @returns {Promise<Said>} how it ended */
async function run(module, { name, numbers }) {
  const decoder = new TextDecoder();
  /** Why it failed. @type {string | undefined} */
  let reason;
  /** @param {number} start @param {number} length */
  const read = (start, length) => decoder.decode(new Uint8Array(listings.memory.buffer, start, length));
  /** @type {{ [name: string]: (start: number, length: number) => void }} */
  const page = {
    print: (start, length) => postMessage({ line: read(start, length) }),
    report: (start, length) => {
      const [, done, total] = /^progress (\d+)\/(\d+)$/.exec(read(start, length)) ?? [];
      if (total) postMessage({ done: Number(done), total: Number(total) });
    },
    fail: (start, length) => (reason = read(start, length)),
  };
  const instance = await WebAssembly.instantiate(module, { page });
  const listings = /** @type {ListingModule} */ (/** @type {unknown} */ (instance.exports));
  const bytes = new TextEncoder().encode(name);
  // Making room may move the memory.
  const start = listings.allocate_name(bytes.length);
  new Uint8Array(listings.memory.buffer, start, bytes.length).set(bytes);
  numbers.forEach((number, at) => number !== undefined && listings.set_number(at, number));
  const began = performance.now();
  try {
    const code = listings.run();
    if (code === 2) throw new Error("the module has no listing of this name");
  } catch (error) {
    // A panic ends in a trap, of which the reason is known.
    if (reason === undefined) throw error;
  }
  return { ended: performance.now() - began, reason };
}

addEventListener("message", async ({ data }) => {
  const /** @type {Job} */ job = data;
  try {
    let { module } = job;
    if (!module) postMessage({ module: (module = await compiled(job.from)) });
    postMessage(await run(module, job));
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

export {};
