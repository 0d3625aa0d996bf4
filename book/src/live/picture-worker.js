// Decodes a picture and lets a figure module of its own make it small: a large one takes half a second and a hundred megabytes.
// @ts-check

/** @type {ModuleModule} */
const { addPicture, functions, readPicture } = await import(`./module.js${new URL(import.meta.url).search}`);

addEventListener("message", async ({ data: { file, compiled }, ports: [port] }) => {
  try {
    // What decodes it must refuse a file of which a part is missing.
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8Array();
    const figures = functions(new WebAssembly.Instance(compiled));
    const picture = addPicture(figures, { width, height, pixels });
    port.postMessage(picture === 0 ? undefined : readPicture(figures, picture));
  } catch {
    port.postMessage(undefined);
  }
});
postMessage("ready");

export {};
