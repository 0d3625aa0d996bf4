// A picture of the reader's own, read and made small in a worker, so that the page goes on meanwhile.
// @ts-check

/** @type {Promise<Worker | undefined> | undefined} */
let worker;

/** Starts the worker, which then needs no network; none where that fails, until the next try. Few readers give a picture, so no page starts it by itself. */
export function startWorker() {
  worker ??= new Promise((started) => {
    const here = new URL(import.meta.url);
    const made = new Worker(new URL(`picture-worker.js${here.search}`, here), { type: "module" });
    made.onmessage = () => started(made);
    made.onerror = () => {
      worker = undefined;
      started(undefined);
    };
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
  const worker = await startWorker();
  if (!worker) throw new Error("What reads pictures could not be loaded.");
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ file, compiled }, [port2]);
  /** @type {Pixels | string} what the worker makes of it, or what is wrong with it */
  const pixels = await new Promise((answered) => {
    port1.onmessage = ({ data }) => answered(data);
  });
  if (typeof pixels === "object") return pixels;
  throw new Error(pixels ? `${file.name} cannot be used: ${pixels}.` : `${file.name} is not a picture that this browser can read.`);
}
