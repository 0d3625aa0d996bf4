// Decodes a picture and lets a figure module of its own make it small: a large one takes half a second and a hundred megabytes.
// @ts-check

const { search } = new URL(import.meta.url);
/** @type {[ModuleModule, PictureFile]} */
const [{ addPicture, functions, readPicture }, { MOST_BYTES, check }] =
  await Promise.all([import(`./module.js${search}`), import(`./picture-file.js${search}`)]);

/** The pixels of a picture, or what is wrong with it; nothing is said of what only the browser refuses. @param {File} file @param {WebAssembly.Module} compiled @returns {Promise<Pixels | string>} */
async function read(file, compiled) {
  try {
    // One byte more than is taken shows that a file is too long.
    check(new Uint8Array(await file.slice(0, MOST_BYTES + 1).arrayBuffer()));
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context?.drawImage(bitmap, 0, 0);
  bitmap.close();
  const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8Array();
  const figures = functions(new WebAssembly.Instance(compiled));
  const picture = addPicture(figures, { width, height, pixels });
  return picture === 0 ? "" : readPicture(figures, picture);
}

addEventListener("message", async ({ data: { file, compiled }, ports: [port] }) => {
  port.postMessage(await read(file, compiled).catch(() => ""));
});
postMessage("ready");

export {};
