// Runs an experiment, so that the page goes on meanwhile: experiments.wasm, as crates/experiments describes it.
// @ts-check

const here = new URL(import.meta.url);

/** Runs the experiment of this name, and tells whether it succeeds. @param {string} name */
async function run(name) {
  const response = await fetch(new URL(`experiments.wasm${here.search}`, here));
  if (!response.ok) throw new Error(`experiments.wasm was not found (${response.status})`);
  const decoder = new TextDecoder();
  /** @param {number} start @param {number} length */
  const read = (start, length) => decoder.decode(new Uint8Array(experiments.memory.buffer, start, length));
  /** @type {{ [name: string]: (start: number, length: number) => void }} */
  const page = {
    print: (start, length) => postMessage({ line: read(start, length) }),
    report: (start, length) => {
      const [, done, total] = /^progress (\d+)\/(\d+)$/.exec(read(start, length)) ?? [];
      if (total) postMessage({ done: Number(done), total: Number(total) });
    },
  };
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), { page });
  const experiments = /** @type {ExperimentModule} */ (/** @type {unknown} */ (instance.exports));
  const bytes = new TextEncoder().encode(name);
  // Making room may move the memory.
  const start = experiments.allocate_name(bytes.length);
  new Uint8Array(experiments.memory.buffer, start, bytes.length).set(bytes);
  return experiments.run() === 0;
}

addEventListener("message", async ({ data: name }) => {
  try {
    postMessage({ passed: await run(name) });
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

export {};
