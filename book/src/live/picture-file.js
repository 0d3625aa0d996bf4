// Whether a file is one whole picture: a browser takes other formats, and makes up what is missing. The commands ask the same of a
// file, in crates/figures/src/picture_file.rs and jpeg_file.rs, which say where the formats are described; one table tests both.
// @ts-check

/** The longest file that is read, in bytes, and the most pixels of a picture. */
export const MOST_BYTES = 64_000_000;
const MOST_PIXELS = 25_000_000;
const SHORT = "the file ends too early";
const DAMAGED = "the file is damaged: a part of it is missing or was changed";
const RARE = "it is a JPEG of a rare kind; save it anew, as PNG or JPEG";
/** The start of files of other formats, after so many bytes. @type {[number, string, string][]} */
const OTHERS = [[0, "GIF8", "GIF"], [0, "BM", "BMP"], [0, "\0\0\x01\0", "ICO"], [8, "WEBP", "WebP"], [4, "ftypavif", "AVIF"], [4, "ftyphei", "HEIC"],
  [4, "ftypmif1", "HEIC"], [0, "II*\0", "TIFF"], [0, "MM\0*", "TIFF"], [0, "%PDF", "PDF"], [0, "<", "SVG"]];

/** @param {string} flaw @returns {never} */
const refuse = (flaw) => {
  throw new Error(flaw);
};

/** Throws what is wrong with a file. @param {Uint8Array} bytes */
export function check(bytes) {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  if (bytes.length === 0) refuse("the file is empty");
  if (bytes.length > MOST_BYTES) refuse(`the file is longer than ${MOST_BYTES / 1e6} MB`);
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return checkPng(bytes);
  if (start.startsWith("\xff\xd8\xff")) return checkJpeg(bytes);
  const other = OTHERS.find(([at, begins]) => start.startsWith(begins, at));
  refuse(other ? `its format is ${other[2]}; save it as PNG or JPEG` : "it is neither PNG nor JPEG");
}

/** @param {number} width @param {number} height */
function checkSize(width, height) {
  if (width * height > MOST_PIXELS) {
    refuse(`it has ${width}×${height} pixels, and at most ${MOST_PIXELS / 1e6} million are taken; make it smaller first`);
  }
}

/** @param {Uint8Array} bytes */
function checkPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 8 <= bytes.length;) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + view.getUint32(at);
    if (name === "IEND") return;
    if (name === "acTL") refuse("it is animated; save the one picture that you want");
    if (end > bytes.length) break;
    if (name === "IHDR") checkSize(view.getUint32(at + 8), view.getUint32(at + 12));
    at = end;
  }
  refuse(SHORT);
}

/**
 * A component of a JPEG: how many of its blocks are in a unit of the picture, whether a scan has begun it, and which coefficients of
 * each block are not zero.
 * @typedef {{ id: number, across: number, down: number, begun: boolean, nonzero?: Uint8Array }} Component
 */

/** @param {Uint8Array} bytes */
function checkJpeg(bytes) {
  let [at, held, count] = [2, 0, 0];
  let [width, height, interval, progressive] = [0, 0, 0, false];
  /** @type {Component[]} */
  let components = [];
  /** For each table, the length and the symbol of the code with which 16 bits begin. @type {Record<number, Uint16Array>} */
  const tables = {};

  const marker = () => {
    for (let last = 0; at < bytes.length;) {
      const byte = bytes[at++];
      if (last === 255 && byte !== 255 && byte !== 0) return byte;
      last = byte;
    }
    return refuse(SHORT);
  };
  // The bits of a scan. In its data, the byte 255 is followed by 0; anything else after it is a marker.
  const fill = () => {
    while (count <= 16 && at < bytes.length) {
      const byte = bytes[at];
      if (byte === 255 && bytes[at + 1] !== 0) return;
      at += byte === 255 ? 2 : 1;
      held = (held & 0xffff) << 8 | byte;
      count += 8;
    }
  };
  const missing = () => refuse(bytes.length <= at + 1 ? SHORT : DAMAGED);
  /** @param {number} number */
  const take = (number) => {
    if (count < number) fill();
    if (count < number) missing();
    count -= number;
    return held >> count & ((1 << number) - 1);
  };
  /** @param {number} table */
  const symbol = (table) => {
    if (count < 16) fill();
    const next = (count < 16 ? held << (16 - count) : held >> (count - 16)) & 0xffff;
    const code = tables[table]?.[next] ?? 0;
    if (code === 0) return count < 16 ? missing() : refuse(DAMAGED);
    take(code >> 8);
    return code & 255;
  };
  const end = () => {
    fill();
    if (at >= bytes.length) refuse(SHORT);
    if (bytes[at] !== 255 || count >= 8) refuse(DAMAGED);
    held = count = 0;
  };

  /** @param {Uint8Array} content */
  const readTables = (content) => {
    for (let from = 0; from < content.length;) {
      const [head, counts] = [content[from], content.subarray(from + 1, from + 17)];
      const codes = new Uint16Array(1 << 16);
      let [place, next] = [0, from + 17];
      for (let length = 1; length <= 16; length++) {
        for (let k = 0; k < (counts[length - 1] ?? 0); k++) {
          const repeated = 1 << (16 - length);
          if (next >= content.length || place + repeated > codes.length) refuse(DAMAGED);
          codes.fill(length << 8 | content[next++], place, place += repeated);
        }
      }
      if (counts.length < 16 || head >> 4 > 1 || (head & 15) > 3) refuse(DAMAGED);
      tables[head] = codes;
      from = next;
    }
  };

  /** @param {Uint8Array} content */
  const readFrame = (content) => {
    const [bits, y1, y0, x1, x0, number] = content;
    [width, height] = [x1 << 8 | x0, y1 << 8 | y0];
    if (content.length < 6) refuse(DAMAGED);
    if (bits === 8 && number === 4) refuse("its colours are CMYK, for print; save it with RGB colours");
    if (bits !== 8 || (number !== 1 && number !== 3)) refuse(RARE);
    components = Array.from({ length: number }, (_, k) => {
      const [id, blocks] = content.subarray(6 + 3 * k);
      return { id, across: blocks >> 4, down: blocks & 15, begun: false };
    });
    const possible = (/** @type {number} */ blocks) => blocks >= 1 && blocks <= 4;
    const whole = components.every(({ across, down }) => possible(across) && possible(down));
    if (!whole || width === 0 || height === 0 || content.length < 6 + 3 * number) refuse(DAMAGED);
    checkSize(width, height);
  };

  /** The details of a block. @param {number} table @param {number} from @param {number} last @param {Uint8Array} [nonzero] @param {number} [block] */
  const details = (table, from, last, nonzero, block = 0) => {
    for (let k = from; k <= last;) {
      const code = symbol(table);
      const [zeros, length] = [code >> 4, code & 15];
      if (length === 0 && zeros === 15) k += 16;
      else if (length === 0) return (1 << zeros) - 1 + take(zeros);
      else {
        k += zeros;
        if (k > last) refuse(DAMAGED);
        take(length);
        if (nonzero) nonzero[64 * block + k] = 1;
        k++;
      }
    }
    return 0;
  };
  /** One more bit of each coefficient that is not zero, and those that no longer are. @param {number} table @param {number} from @param {number} last @param {Uint8Array} nonzero @param {number} block @param {number} skipped */
  const refined = (table, from, last, nonzero, block, skipped) => {
    let k = from;
    while (skipped === 0 && k <= last) {
      const code = symbol(table);
      let [zeros, length] = [code >> 4, code & 15];
      if (length === 0 && zeros < 15) {
        skipped = (1 << zeros) + take(zeros);
        break;
      }
      if (length > 1) refuse(DAMAGED);
      take(length);
      for (; k <= last; k++) {
        if (nonzero[64 * block + k]) take(1);
        else if (zeros-- === 0) break;
      }
      if (length === 1) {
        if (k > last) refuse(DAMAGED);
        nonzero[64 * block + k] = 1;
      }
      k++;
    }
    if (skipped === 0) return 0;
    for (; k <= last; k++) if (nonzero[64 * block + k]) take(1);
    return skipped - 1;
  };

  /** @param {Uint8Array} content */
  const readScan = (content) => {
    const number = content[0] ?? 0;
    const parts = Array.from({ length: number }, (_, k) => {
      const [id, codes] = content.subarray(1 + 2 * k);
      const component = components.find((component) => component.id === id) ?? refuse(DAMAGED);
      return { component, dc: codes >> 4 & 3, ac: 16 + (codes & 3) };
    });
    if (number === 0 || content.length < 4 + 2 * number) refuse(DAMAGED);
    const [first, last, steps] = progressive ? content.subarray(1 + 2 * number) : [0, 63, 0];
    const refines = steps >> 4 > 0;
    if (first > last || last > 63 || (first > 0 && number > 1)) refuse(DAMAGED);
    const wide = Math.max(...components.map(({ across }) => across));
    const high = Math.max(...components.map(({ down }) => down));
    // A scan of one component has its blocks row by row; in a scan of several, they are together unit by unit.
    const [x, y] = number === 1 ? [parts[0].component.across, parts[0].component.down] : [1, 1];
    const units = number === 1
      ? Math.ceil(Math.ceil(width * x / wide) / 8) * Math.ceil(Math.ceil(height * y / high) / 8)
      : Math.ceil(width / (8 * wide)) * Math.ceil(height / (8 * high));
    for (const { component } of parts) component.begun ||= first === 0;
    let skipped = 0;
    held = count = 0;
    for (let unit = 0; unit < units; unit++) {
      if (interval > 0 && unit > 0 && unit % interval === 0) {
        end();
        if (marker() !== 0xd0 + (unit / interval - 1) % 8) refuse(DAMAGED);
        skipped = 0;
      }
      for (const { component, dc, ac } of parts) {
        for (let block = number === 1 ? 1 : component.across * component.down; block > 0; block--) {
          if (first === 0 && refines) take(1);
          else if (first === 0) {
            const length = symbol(dc);
            if (length > 11) refuse(DAMAGED);
            take(length);
            if (!progressive) details(ac, 1, 63);
          } else {
            const nonzero = component.nonzero ??= new Uint8Array(64 * units);
            if (refines) skipped = refined(ac, first, last, nonzero, unit, skipped);
            else if (skipped > 0) skipped--;
            else skipped = details(ac, first, last, nonzero, unit);
          }
        }
      }
    }
    end();
  };

  for (;;) {
    const kind = marker();
    if (kind === 1 || (kind >= 0xd0 && kind <= 0xd8)) continue;
    if (kind === 0xd9) {
      if (components.length === 0) refuse(DAMAGED);
      return components.every(({ begun }) => begun) ? undefined : refuse(SHORT);
    }
    if (at + 2 > bytes.length) refuse(SHORT);
    const length = bytes[at] << 8 | bytes[at + 1];
    if (length < 2) refuse(DAMAGED);
    if (at + length > bytes.length) refuse(SHORT);
    const content = bytes.subarray(at + 2, at + length);
    at += length;
    if (kind === 0xc4) readTables(content);
    else if (kind >= 0xc0 && kind <= 0xc2) {
      progressive = kind === 0xc2;
      readFrame(content);
    } else if ([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf].includes(kind)) refuse(RARE);
    else if (kind === 0xdd) interval = content.length < 2 ? refuse(DAMAGED) : content[0] << 8 | content[1];
    else if (kind === 0xda) readScan(content);
  }
}
