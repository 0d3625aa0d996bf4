// The figures as WebAssembly: a request in lines, and a reply in lines, as crates/live/src/answer.rs describes them.
// @ts-check

/** @type {Map<string, Promise<{ figures: FigureModule, compiled: WebAssembly.Module }>>} */
const loaded = new Map();

/** A module by its name, loaded once for all figures of a page. @param {string} name */
export function load(name) {
  const loading = loaded.get(name) ?? (async () => {
    if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
    const here = new URL(import.meta.url);
    const response = await fetch(new URL(`${name}.wasm${here.search}`, here));
    if (!response.ok) throw new Error(`${name}.wasm was not found (${response.status})`);
    const bytes = await response.arrayBuffer();
    const { instance, module } = await WebAssembly.instantiate(bytes).catch(() => {
      throw new Error("WebAssembly is not allowed on this page");
    });
    return { figures: functions(instance), compiled: module };
  })();
  loaded.set(name, loading);
  return loading;
}

/** @param {WebAssembly.Instance} instance */
export const functions = (instance) => /** @type {FigureModule} */ (/** @type {unknown} */ (instance.exports));

/**
 * Draws a figure.
 * @param {FigureModule} module
 * @param {string} name
 * @param {string} theme the theme, and of a slide a hundred times its aspect
 * @param {Setting[]} settings
 * @param {number} picture the reader's own, as `addPicture` numbers it, or 0
 * @returns {{ facts: Facts, svg: string }}
 */
export function draw(module, name, theme, settings, picture) {
  const lines = [name, theme, ...settings.map(([key, value]) => `${key}=${value}`.replace(/[\r\n]/g, " "))];
  writeRequest(module, new TextEncoder().encode(lines.join("\n")));
  return parseReply(new TextDecoder().decode(reply(module, module.draw(picture))));
}

/** Stores a picture in the module, and returns its number; 0 if it is none. @param {FigureModule} module @param {Pixels} picture */
export function addPicture(module, { width, height, pixels }) {
  writeRequest(module, pixels);
  return module.add_picture(width, height);
}

/** A picture as it is stored. @param {FigureModule} module @param {number} picture @returns {Pixels} */
export function readPicture(module, picture) {
  const side = module.read_picture(picture);
  return { width: side, height: side, pixels: reply(module, 4 * side * side).slice() };
}

/** @param {FigureModule} module @param {Uint8Array | Uint8ClampedArray} bytes */
function writeRequest(module, bytes) {
  const start = module.allocate_request(bytes.length);
  new Uint8Array(module.memory.buffer, start, bytes.length).set(bytes);
}

/** @param {FigureModule} module @param {number} length */
const reply = (module, length) => new Uint8Array(module.memory.buffer, module.reply_address(), length);

/** @param {string} text @returns {Track | undefined} */
function track(text) {
  const [parameter, unit, first] = text.split(":");
  return parameter === "" ? undefined : { parameter, unit: Number(unit), first: Number(first) };
}

/** @param {string} text */
function parseReply(text) {
  const end = text.indexOf("\nsvg\n");
  /** @type {Facts} */
  const facts = { caption: "", description: "", width: 1, height: 1, readouts: [], controls: [], regions: [], parts: [], settings: [], notes: [] };
  for (const line of text.slice(0, end < 0 ? undefined : end).split("\n")) {
    const [kind, ...fields] = line.split("\t");
    if (kind === "error") throw new Error(fields[0]);
    else if (kind === "caption" || kind === "description") facts[kind] = fields[0];
    else if (kind === "size") [facts.width, facts.height] = fields.map(Number);
    else if (kind === "readout" || kind === "setting") facts[`${kind}s`].push([fields[0], fields[1]]);
    else if (kind === "note") facts.notes.push(fields[0]);
    else if (kind === "control") {
      const [name, label, value, kind, ...more] = fields;
      const ranges = kind === "range";
      facts.controls.push({ name, label, value, kind, options: ranges ? [] : (more[0] ?? "").split(","),
        min: ranges ? Number(more[0]) : 0, max: ranges ? Number(more[1]) : 0, plays: more[2] === "true" });
    } else if (kind === "part") {
      const [x, y, width, height] = fields.map(Number);
      facts.parts.push({ x, y, width, height, name: fields[4] });
    } else if (kind === "region") {
      const [x, y, width, height] = fields.slice(0, 4).map(Number);
      const [label, gesture, ...more] = fields.slice(4);
      const along = gesture === "drag" || gesture === "point";
      const [index, value, bottom, top] = more.slice(1).map(Number);
      facts.regions.push({ x, y, width, height, label, gesture, across: along ? track(more[0]) : undefined,
        down: along ? track(more[1]) : undefined, parameter: more[0], index, value, bottom, top });
    }
  }
  return { facts, svg: text.slice(end + "\nsvg\n".length) };
}
