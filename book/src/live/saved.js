// A figure as a file for other programs, as `cargo book figures render` writes it.
// @ts-check

/** An image is enlarged to about so many pixels a side, since most programs smooth what they scale. */
const ENLARGED_SIDE = 1024;
/** The longest state in a file's name. */
const LONGEST_STATE = 120;

/** The name of a file, which tells the state that it shows. @param {string} figure @param {Setting[]} settings @param {string} picture the file of the reader's own */
export function fileName(figure, settings, picture) {
  const own = picture.replace(/\.[^.]*$/, "");
  const parts = settings.map(([name, value]) => `-${name}_${value === "own" ? own : value}`);
  return figure + parts.join("").replace(/[^\w.-]/g, "_").slice(0, LONGEST_STATE);
}

/** An SVG with its size, with references as SVG 1.1 writes them, and with its images enlarged. @param {string} svg @param {number} width @param {number} height */
export async function portable(svg, width, height) {
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
export async function canvasOf(address, timesOf) {
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
