// A figure as a file for other programs, as `cargo book figures render` writes it.
// @ts-check

/** An image is enlarged to about so many pixels a side, since most programs smooth what they scale. */
const ENLARGED_SIDE = 1024;
/** The longest state in a file's name. */
const LONGEST_STATE = 120;
/** The width of a PNG, as on the command line. */
const PNG_WIDTH = 1920;

/** A figure as it is shown. @typedef {Facts & { name: string, theme: string, file: string, svg: string }} Shown */

/** Hands a figure to the reader as a file. @param {"svg" | "png"} kind @param {Shown} shown `file` is the name of the reader's own picture */
export async function save(kind, shown) {
  const blob = kind === "svg" ? new Blob([await portable(shown.svg, shown.width, shown.height)], { type: "image/svg+xml" }) : await png(shown);
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${fileName(shown.name, shown.settings, shown.file)}-${shown.theme}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {Shown} shown @returns {Promise<Blob>} */
async function png({ svg, width, height }) {
  const sized = svg.replace("<svg ", `<svg width="${PNG_WIDTH}" height="${Math.round((height * PNG_WIDTH) / width)}" `);
  const address = URL.createObjectURL(new Blob([sized], { type: "image/svg+xml" }));
  try {
    const canvas = await canvasOf(address, () => 1);
    return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed())));
  } catch {
    throw new Error("This browser could not make a PNG of the figure. Save it as SVG.");
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The name of a file, which tells the state that it shows. @param {string} figure @param {Setting[]} settings @param {string} picture the file of the reader's own */
function fileName(figure, settings, picture) {
  const own = picture.replace(/\.[^.]*$/, "");
  const parts = settings.map(([name, value]) => `-${name}_${value === "own" ? own : value}`);
  return figure + parts.join("").replace(/[^\w.-]/g, "_").slice(0, LONGEST_STATE);
}

/** An SVG with its size, with references as SVG 1.1 writes them, and with its images enlarged. @param {string} svg @param {number} width @param {number} height */
async function portable(svg, width, height) {
  const images = [...new Set(svg.match(/data:image\/png;base64,[^"]+/g))];
  const larger = await Promise.all(images.map(enlarged));
  return images.reduce((svg, image, at) => svg.replaceAll(image, larger[at]), svg)
    .replaceAll(' href="', ' xlink:href="')
    .replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ')
    .replace(" viewBox=", ` width="${width}" height="${height}" viewBox=`);
}

/** @param {string} address */
async function enlarged(address) {
  return (await canvasOf(address, (side) => Math.max(1, Math.floor(ENLARGED_SIDE / side)))).toDataURL();
}

/** An image so many times as large. @param {string} address @param {(side: number) => number} timesOf */
async function canvasOf(address, timesOf) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const times = timesOf(Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = times * image.width;
  canvas.height = times * image.height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
