// A picture of the reader's own, read and made small in a worker, so that the page goes on meanwhile.
// @ts-check

/** The most pixels of a picture. */
const MOST_PIXELS = 25_000_000;

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
  // An image element knows the size before it decodes.
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  const known = await new Promise((known) => {
    image.onload = () => known(true);
    image.onerror = () => known(false);
  });
  URL.revokeObjectURL(address);
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  if (known && width * height > MOST_PIXELS) {
    throw new Error(`${file.name} has ${width}×${height} pixels; at most ${MOST_PIXELS / 1e6} million can be taken. Make it smaller first.`);
  }
  const pixels = known && await decoded(file, compiled);
  if (!pixels) throw new Error(`${file.name} is not a picture that this browser can read.`);
  return pixels;
}

/** What the worker makes of a picture, or nothing. @param {File} file @param {WebAssembly.Module} compiled @returns {Promise<Pixels | undefined>} */
async function decoded(file, compiled) {
  const worker = await startWorker();
  const { port1, port2 } = new MessageChannel();
  worker?.postMessage({ file, compiled }, [port2]);
  return worker && new Promise((answered) => {
    port1.onmessage = ({ data }) => answered(data);
  });
}
