// A picture of the reader's own, read and made small in a worker, so that the page goes on meanwhile.
// @ts-check

/** @type {Promise<Worker | undefined> | undefined} */
let worker;

/** Starts the worker, which then needs no network; none where that fails. */
export function startWorker() {
  worker ??= new Promise((started) => {
    const here = new URL(import.meta.url);
    const worker = new Worker(new URL(`picture-worker.js${here.search}`, here), { type: "module" });
    worker.onmessage = () => started(worker);
    worker.onerror = () => started(undefined);
  });
  return worker;
}

/**
 * The pixels of a picture, as the figures store them.
 * @param {File} file
 * @param {WebAssembly.Module} compiled
 * @returns {Promise<Pixels>}
 */
export async function readFile(file, compiled) {
  const pixels = await decoded(file, compiled);
  if (typeof pixels === "object") return pixels;
  throw new Error(pixels ? `${file.name} cannot be used: ${pixels}.` : `${file.name} is not a picture that this browser can read.`);
}

/** What the worker makes of a picture, or what is wrong with it. @param {File} file @param {WebAssembly.Module} compiled @returns {Promise<Pixels | string>} */
async function decoded(file, compiled) {
  const worker = await startWorker();
  const { port1, port2 } = new MessageChannel();
  worker?.postMessage({ file, compiled }, [port2]);
  return worker ? new Promise((answered) => {
    port1.onmessage = ({ data }) => answered(data);
  }) : "";
}
