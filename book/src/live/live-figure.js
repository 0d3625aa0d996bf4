// An interactive figure of the book. Rust draws it (figures.wasm); this file only connects it with the page:
// it makes a native control of each parameter that the figure names, and turns a gesture in a region into a setting.
// @ts-check

/**
 * What the figure says of itself, in the lines that crates/live/src/answer.rs describes.
 * @typedef {{ parameter: string, unit: number, first: number }} Track
 * @typedef {{ x: number, y: number, width: number, height: number, label: string, gesture: string, across?: Track, down?: Track,
 *   parameter: string, index: number, value: number, bottom: number, top: number }} Region
 * @typedef {{ name: string, label: string, value: string, kind: string, options: string[], min: number, max: number,
 *   plays: boolean }} Control
 * @typedef {[name: string, value: string]} Setting
 * @typedef {{ caption: string, description: string, width: number, height: number, readouts: Setting[], controls: Control[], regions: Region[],
 *   settings: Setting[], notes: string[] }} Facts
 * @typedef {{ memory: WebAssembly.Memory, allocate_request(length: number): number, reply_address(): number, draw(picture: number): number,
 *   add_picture(width: number, height: number): number }} FigureModule
 */

/** The most pixels of a reader's picture. */
const MOST_PIXELS = 25_000_000;
/** Milliseconds for one step of a figure that plays, and of quiet before a change is announced. */
const STEP = 500;
const QUIET = 700;
/** Into so many steps a bar that can be drawn is divided. */
const STEPS = 20;
/** The width of a saved PNG, as on the command line. */
const PNG_WIDTH = 1920;

/** @type {Promise<FigureModule> | undefined} */
let module;

/** The module, loaded once for all figures of a page. */
function load() {
  module ??= (async () => {
    if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
    const here = new URL(import.meta.url);
    const response = await fetch(new URL(`figures.wasm${here.search}`, here));
    if (!response.ok) throw new Error(`figures.wasm was not found (${response.status})`);
    const bytes = await response.arrayBuffer();
    const { instance } = await WebAssembly.instantiate(bytes).catch(() => {
      throw new Error("WebAssembly is not allowed on this page");
    });
    return /** @type {FigureModule} */ (/** @type {unknown} */ (instance.exports));
  })();
  return module;
}

/**
 * @param {FigureModule} module
 * @param {Uint8Array | Uint8ClampedArray} bytes
 */
function writeRequest(module, bytes) {
  const start = module.allocate_request(bytes.length);
  new Uint8Array(module.memory.buffer, start, bytes.length).set(bytes);
}

/**
 * @param {FigureModule} module
 * @param {string} name
 * @param {string} theme
 * @param {Setting[]} settings
 * @param {number} picture
 * @returns {{ facts: Facts, svg: string }}
 */
function draw(module, name, theme, settings, picture) {
  const lines = [name, theme, ...settings.map(([key, value]) => `${key}=${value}`.replace(/[\r\n]/g, " "))];
  writeRequest(module, new TextEncoder().encode(lines.join("\n")));
  const length = module.draw(picture);
  return parseReply(new TextDecoder().decode(new Uint8Array(module.memory.buffer, module.reply_address(), length)));
}

/** @param {string} text @returns {Track | undefined} */
function track(text) {
  const [parameter, unit, first] = text.split(":");
  return parameter === "" ? undefined : { parameter, unit: Number(unit), first: Number(first) };
}

/** @param {string} reply */
function parseReply(reply) {
  const end = reply.indexOf("\nsvg\n");
  /** @type {Facts} */
  const facts = { caption: "", description: "", width: 1, height: 1, readouts: [], controls: [], regions: [], settings: [], notes: [] };
  for (const line of reply.slice(0, end < 0 ? undefined : end).split("\n")) {
    const [kind, ...fields] = line.split("\t");
    if (kind === "error") throw new Error(fields[0]);
    else if (kind === "caption" || kind === "description") facts[kind] = fields[0];
    else if (kind === "size") [facts.width, facts.height] = fields.map(Number);
    else if (kind === "readout") facts.readouts.push([fields[0], fields[1]]);
    else if (kind === "setting") facts.settings.push([fields[0], fields[1]]);
    else if (kind === "note") facts.notes.push(fields[0]);
    else if (kind === "control") {
      const [name, label, value, kind, ...more] = fields;
      const ranges = kind === "range";
      facts.controls.push({ name, label, value, kind, options: ranges ? [] : (more[0] ?? "").split(","),
        min: ranges ? Number(more[0]) : 0, max: ranges ? Number(more[1]) : 0, plays: more[2] === "true" });
    } else if (kind === "region") {
      const [x, y, width, height] = fields.slice(0, 4).map(Number);
      const [label, gesture, ...more] = fields.slice(4);
      const along = gesture === "drag" || gesture === "point";
      const [index, value, bottom, top] = more.slice(1).map(Number);
      facts.regions.push({ x, y, width, height, label, gesture, across: along ? track(more[0]) : undefined,
        down: along ? track(more[1]) : undefined, parameter: more[0], index, value, bottom, top });
    }
  }
  return { facts, svg: reply.slice(end + "\nsvg\n".length) };
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {string} text @param {() => void} act @param {Record<string, string>} [attributes] */
function button(text, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** @param {string} name */
const spoken = (name) => name.replaceAll("-", " ");
/** A number as it is printed. @param {string} value */
const printed = (value) => value.replaceAll("-", "−");
/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
/** @param {Setting[]} settings */
const query = (settings) =>
  settings.map((pair) => pair.map((part) => encodeURIComponent(part).replaceAll("%2C", ",")).join("=")).join("&");

/** @param {File} file */
async function pixelsOf(file) {
  const unreadable = () => {
    throw new Error(`${file.name} is not a picture that this browser can read.`);
  };
  // An image element knows the size before it decodes; what decodes it must refuse a file of which a part is missing.
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  await new Promise((loaded, failed) => {
    image.onload = loaded;
    image.onerror = failed;
  }).catch(unreadable).finally(() => URL.revokeObjectURL(address));
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  if (width * height > MOST_PIXELS) {
    throw new Error(`${file.name} has ${width}×${height} pixels; at most ${MOST_PIXELS / 1e6} million can be taken. Make it smaller first.`);
  }
  const bitmap = await createImageBitmap(file).catch(unreadable);
  const canvas = element("canvas", { width: `${bitmap.width}`, height: `${bitmap.height}` });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(bitmap, 0, 0);
  const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? unreadable();
  return { width: canvas.width, height: canvas.height, pixels };
}

class LiveFigure extends HTMLElement {
  /** @type {FigureModule} */ #module;
  /** @type {Facts} */ #facts;
  #svg = "";
  #drawnTheme = "";
  #head = "";
  /** @type {string[]} */ #lines = [];
  /** @type {Element[]} */ #parts = [];
  #picture = 0;
  #file = "";
  /** @type {number | undefined} */ #timer;
  /** @type {number | undefined} */ #announceTimer;
  /** @type {Map<string, { field: HTMLSelectElement | HTMLInputElement, shown?: HTMLElement, play?: HTMLButtonElement }>} */ #fields = new Map();
  /** @type {HTMLElement[]} */ #handles = [];
  #picturePlace = element("div", { class: "live-picture" });
  #hands = element("div", { class: "live-hands" });
  #stage = element("div", { class: "live-stage" }, this.#picturePlace, this.#hands);
  #panel = element("form", { class: "live-panel" });
  #numbers = element("dl", { class: "live-readouts" });
  #note = element("p", { class: "live-note", role: "status" });
  #announcement = element("p", { class: "live-heard", role: "status" });
  #description = element("p");
  #command = element("code");

  async connectedCallback() {
    if (this.#facts) return;
    // After the first paint: the still figure is there already.
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    try {
      this.#module = await load();
      const shared = this.#shared();
      this.#draw(shared ?? this.#own());
      this.#build();
      this.#show();
      if (shared) this.closest("figure")?.scrollIntoView();
    } catch (error) {
      this.append(element("p", { class: "live-note" }, `This figure stays still here: ${error instanceof Error ? error.message : error}.`));
      return;
    }
    window.addEventListener("hashchange", () => {
      const shared = this.#shared();
      if (shared) this.#take(shared, false);
    });
    const redraw = () => this.#theme !== this.#drawnTheme && this.#take(this.#facts.settings, false);
    new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["class"] });
    matchMedia("print").addEventListener("change", redraw);
  }

  get #name() {
    return this.getAttribute("name") ?? "";
  }

  get #theme() {
    const dark = ["coal", "navy", "ayu"].some((name) => document.documentElement.classList.contains(name));
    return dark && !matchMedia("print").matches ? "dark" : "light";
  }

  /** The settings that the chapter gives. */
  #own() {
    return /** @type {Setting[]} */ ([...new URLSearchParams(this.getAttribute("settings") ?? "")]);
  }

  /** The settings in the address, if it names this figure. */
  #shared() {
    const [place, settings] = location.hash.slice(1).split(/\?(.*)/s);
    if (place !== this.closest("figure")?.id || settings === undefined) return undefined;
    return /** @type {Setting[]} */ ([...new URLSearchParams(settings)]);
  }

  /** @param {Setting[]} settings */
  #draw(settings) {
    const theme = this.#theme;
    const { facts, svg } = draw(this.#module, this.#name, theme, settings, this.#picture);
    this.#drawnTheme = theme;
    this.#facts = facts;
    this.#svg = svg;
  }

  /**
   * Draws and shows the figure at other settings.
   * @param {Setting[]} settings
   * @param {boolean} inAddress whether they are written into the address
   */
  #take(settings, inAddress = true) {
    try {
      this.#draw(settings);
      this.#show();
    } catch (error) {
      this.#note.textContent = String(error instanceof Error ? error.message : error);
      return;
    }
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => {
      const text = this.#announcementText();
      if (this.#announcement.textContent !== text) this.#announcement.textContent = text;
      if (inAddress) history.replaceState(history.state, "", `#${this.closest("figure")?.id}?${query(this.#facts.settings)}`);
    }, QUIET);
  }

  /** What a screen reader announces. */
  #announcementText() {
    return this.#facts.readouts.map(([name, value]) => `${spoken(name)} ${printed(value)}`).join(", ");
  }

  /** @param {string} name @param {string | number} value */
  #set(name, value) {
    if (this.#control(name)?.value === String(value)) return;
    this.#take([...this.#facts.settings, [name, String(value)]]);
  }

  /** @param {string} name */
  #control(name) {
    return this.#facts.controls.find((control) => control.name === name);
  }

  /** @param {string} name */
  #bounds(name) {
    const control = this.#control(name);
    return { now: Number(control?.value), least: control?.min ?? 0, most: control?.max ?? 0, label: control?.label ?? name };
  }

  /** @param {string} name @param {number} value */
  #move(name, value) {
    const { least, most } = this.#bounds(name);
    this.#set(name, clamp(value, least, most));
  }

  /** @param {string} name @param {number} index @param {number} value */
  #entry(name, index, value) {
    const list = this.#control(name)?.value.split(",") ?? [];
    list[index] = String(value);
    this.#set(name, list.join(","));
  }

  // The parts that stay: made once.

  #build() {
    for (const control of this.#facts.controls) this.#panel.append(this.#row(control));
    this.#panel.addEventListener("submit", (event) => event.preventDefault());
    const acts = element("div", { class: "live-acts" },
      button("Reset", () => this.#reset()),
      button("Copy link", () => this.#copy(this.#address(), "The link to this state was copied.")),
      button("Save SVG", () => this.#save(new Blob([this.#svg], { type: "image/svg+xml" }), "svg")),
      button("Save PNG", () => this.#savePng()));
    const more = element("details", { class: "live-more" }, element("summary", {}, "In words, and for your slides"), this.#description,
      element("p", {}, "The same picture as a file: ", this.#command, " ",
        button("Copy command", () => this.#copy(this.#command.textContent ?? "", "The command was copied."))));
    this.replaceChildren(this.#stage, this.#numbers, this.#panel, acts, this.#note, more, this.#announcement);
    this.classList.add("live");
    if (this.#facts.controls.some((control) => control.kind === "image")) this.#acceptDrops();
  }

  /** @param {Control} control */
  #row(control) {
    const id = `${this.closest("figure")?.id}-${control.name}`;
    const name = control.name;
    const label = element("label", { for: id }, control.label);
    const row = element("div", { class: `live-row live-${control.kind}` }, label);
    if (control.kind === "choice" || control.kind === "image") {
      const field = element("select", { id, name });
      field.addEventListener("change", () => this.#set(control.name, field.value));
      this.#fields.set(control.name, { field });
      row.append(field);
      if (control.kind === "image") row.append(this.#filePicker(id));
    } else if (control.kind === "range") {
      const field = element("input", { id, name, type: "range" });
      const shown = element("output", { for: id });
      field.addEventListener("input", () => this.#set(control.name, field.value));
      this.#fields.set(control.name, { field, shown });
      row.append(shown, field);
      if (control.plays) row.append(this.#player(control));
    } else {
      const field = element("input", { id, name, type: "text", autocomplete: "off", spellcheck: "false" });
      field.addEventListener("change", () => this.#set(control.name, field.value));
      this.#fields.set(control.name, { field });
      row.append(field);
    }
    return row;
  }

  /** Buttons that step through the places of a control, and play them. @param {Control} control */
  #player({ name, label }) {
    const step = (/** @type {number} */ by) => this.#move(name, this.#bounds(name).now + by);
    const play = button("Play", () => {
      if (this.#timer !== undefined) return this.#stop();
      this.#call(play, "Pause", label);
      const { now, most, least } = this.#bounds(name);
      if (now >= most) this.#move(name, least);
      this.#timer = setInterval(() => {
        step(1);
        const { now, most } = this.#bounds(name);
        if (now >= most || !this.isConnected) this.#stop();
      }, STEP);
    }, { class: "live-play" });
    this.#call(play, "Play", label);
    const field = this.#fields.get(name);
    if (field) field.play = play;
    return element("span", { class: "live-player" },
      button("‹", () => step(-1), { "aria-label": `${label}: one step back` }), play,
      button("›", () => step(1), { "aria-label": `${label}: one step on` }));
  }

  /** @param {HTMLElement} play @param {string} what @param {string} label */
  #call(play, what, label) {
    play.textContent = what;
    play.setAttribute("aria-label", `${what}: ${label}`);
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const [name, { play }] of this.#fields) if (play) this.#call(play, "Play", this.#bounds(name).label);
  }

  /** @param {string} id */
  #filePicker(id) {
    const input = element("input", { id: `${id}-file`, type: "file", accept: "image/*" });
    input.addEventListener("change", () => {
      if (input.files?.[0]) void this.#read(input.files[0]);
      input.value = "";
    });
    return element("span", { class: "live-file" }, element("label", { for: `${id}-file` }, "or a picture of your own, which stays on your machine"), input);
  }

  #acceptDrops() {
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.classList.add("live-drop");
    });
    this.addEventListener("dragleave", () => this.classList.remove("live-drop"));
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.classList.remove("live-drop");
      const file = event.dataTransfer?.files[0];
      if (file) void this.#read(file);
    });
  }

  // What is asked for.

  #reset() {
    this.#stop();
    this.#picture = 0;
    this.#take(this.#own());
    this.#note.textContent = "";
  }

  #address() {
    return `${location.href.split("#")[0]}#${this.closest("figure")?.id}?${query(this.#facts.settings)}`;
  }

  /** @param {string} text @param {string} done */
  async #copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.#note.textContent = done;
    } catch {
      this.#note.textContent = `Copy this: ${text}`;
    }
  }

  /** @param {Blob} blob @param {string} extension */
  #save(blob, extension) {
    const address = URL.createObjectURL(blob);
    element("a", { href: address, download: `${this.#name}-${this.#theme}.${extension}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  async #savePng() {
    const { width, height } = this.#facts;
    const canvas = element("canvas");
    canvas.width = PNG_WIDTH;
    canvas.height = Math.round((height * PNG_WIDTH) / width);
    const sized = this.#svg.replace("<svg ", `<svg width="${canvas.width}" height="${canvas.height}" `);
    const address = URL.createObjectURL(new Blob([sized], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => blob && this.#save(blob, "png"), "image/png");
    } catch {
      this.#note.textContent = "This browser could not make a PNG of the figure. Save it as SVG.";
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  /** Reads a picture of the reader's own. @param {File} file */
  async #read(file) {
    try {
      const { width, height, pixels } = await pixelsOf(file);
      writeRequest(this.#module, pixels);
      const picture = this.#module.add_picture(width, height);
      if (picture === 0) throw new Error(`${file.name} could not be taken.`);
      this.#picture = picture;
      this.#file = file.name;
      this.#take(this.#facts.settings.filter(([name]) => this.#control(name)?.kind !== "image"));
    } catch (error) {
      this.#note.textContent = `${error instanceof Error ? error.message : error} The figure is as it was.`;
    }
  }

  // What changes with every drawing.

  #show() {
    const facts = this.#facts;
    this.#paint();
    for (const control of facts.controls) this.#showControl(control);
    this.#showRegions(facts.regions);
    const names = this.#numbers.querySelectorAll("dt");
    if (names.length === facts.readouts.length) {
      this.#numbers.querySelectorAll("dd").forEach((number, at) => {
        number.textContent = printed(facts.readouts[at][1]);
      });
    } else {
      this.#numbers.replaceChildren(...facts.readouts.map(([name, value]) =>
        element("div", {}, element("dt", {}, spoken(name)), element("dd", { "data-readout": name }, printed(value)))));
    }
    this.#description.textContent = facts.description;
    this.#note.textContent = facts.notes.join(" ");
    const caption = this.closest("figure")?.querySelector(".caption-text");
    if (caption) caption.textContent = facts.caption;
    const own = facts.settings.some(([, value]) => value === "own");
    const set = facts.settings.filter(([, value]) => value !== "own").map(([name, value]) => ` --set ${name}=${value}`);
    const image = own ? ` --image '${this.#file.replaceAll("'", "'\\''")}'` : "";
    this.#command.textContent = `cargo book figures render ${this.#name}${set.join("")}${image} --theme ${this.#theme} --format png,svg`;
  }

  /** Shows the picture, which has an element on each line. Those that are as they were stay: most of the time goes into laying out. */
  #paint() {
    // The page's own style sheet says how pixels are drawn; a policy may forbid what an element says itself.
    const lines = this.#svg.replaceAll(' style="image-rendering:pixelated"', "").trimEnd().split("\n");
    const head = `${lines.shift()}${lines.pop()}`;
    if (head !== this.#head) {
      this.#picturePlace.innerHTML = this.#head = head;
      this.#lines = [];
      this.#parts = [];
    }
    const picture = /** @type {Element} */ (this.#picturePlace.firstElementChild);
    const fresh = lines.filter((line, at) => line !== this.#lines[at]);
    const maker = document.createElementNS(picture.namespaceURI, "svg");
    maker.innerHTML = fresh.join("");
    const made = [...maker.children];
    if (made.length !== fresh.length) throw new Error("the picture is not an element on each line");
    lines.forEach((line, at) => {
      if (line === this.#lines[at]) return;
      const part = /** @type {Element} */ (made.shift());
      if (this.#parts[at]) this.#parts[at].replaceWith(part);
      else picture.append(part);
      this.#parts[at] = part;
    });
    for (const part of this.#parts.splice(lines.length)) part.remove();
    this.#lines = lines;
  }

  /** @param {Control} control */
  #showControl(control) {
    const { field, shown } = this.#fields.get(control.name) ?? {};
    if (field instanceof HTMLSelectElement) {
      const { options } = control;
      if (field.options.length !== options.length) field.replaceChildren(...options.map((name) => new Option(spoken(name), name)));
    } else if (field && control.kind === "range") {
      field.min = String(control.min);
      field.max = String(control.max);
    }
    if (field && field.value !== control.value) field.value = control.value;
    if (shown) shown.textContent = printed(control.value);
  }

  /** @param {Region[]} regions */
  #showRegions(regions) {
    const kinds = regions.map((region) => region.gesture).join();
    if (kinds !== this.#handles.map((handle) => handle.dataset.gesture).join()) {
      this.#handles = regions.map((region, at) => this.#handle(region.gesture, at));
      this.#hands.replaceChildren(...this.#handles);
    }
    const { width, height } = this.#facts;
    regions.forEach((region, at) => {
      const handle = this.#handles[at];
      const place = [region.x / width, region.y / height, region.width / width, region.height / height].map((part) => `${part * 100}%`).join(" ");
      if (handle.dataset.place !== place) {
        handle.dataset.place = place;
        [handle.style.left, handle.style.top, handle.style.width, handle.style.height] = place.split(" ");
      }
      this.#describe(handle, region);
    });
  }

  /** @param {HTMLElement} handle @param {Region} region */
  #describe(handle, region) {
    if (handle instanceof HTMLInputElement) {
      handle.setAttribute("aria-label", region.label);
      if (document.activeElement !== handle) handle.value = String(region.value);
      return;
    }
    if (region.gesture === "draw") {
      const attributes = { "aria-label": region.label, "aria-valuemin": region.bottom, "aria-valuemax": region.top, "aria-valuenow": region.value };
      for (const [name, value] of Object.entries(attributes)) handle.setAttribute(name, String(value));
      return;
    }
    const tracks = [region.across, region.down].flatMap((track) => (track ? [this.#bounds(track.parameter)] : []));
    if (tracks.length === 1) {
      const [{ now, least, most, label }] = tracks;
      const attributes = { "aria-label": `${region.label}: ${label}`, "aria-valuemin": least, "aria-valuemax": most, "aria-valuenow": now };
      for (const [name, value] of Object.entries(attributes)) handle.setAttribute(name, String(value));
    } else {
      handle.setAttribute("aria-label", `${region.label}: the arrow keys change ${tracks.map(({ label, now }) => `${label} (${now})`).join(" and ")}`);
    }
  }

  /** @param {string} gesture @param {number} at */
  #handle(gesture, at) {
    const region = () => this.#facts.regions[at];
    if (gesture === "type") {
      const field = element("input", { type: "number", step: "any", "data-gesture": gesture, class: "live-hand" });
      field.addEventListener("input", () => {
        const { parameter, index } = region();
        if (field.value !== "" && Number.isFinite(field.valueAsNumber)) this.#entry(parameter, index, field.valueAsNumber);
      });
      for (const event of ["focus", "click"]) field.addEventListener(event, () => field.select());
      field.addEventListener("blur", () => {
        field.value = String(region().value);
      });
      return field;
    }
    const flat = gesture === "draw" || !region().across || !region().down;
    const handle = element("div", { tabindex: "0", role: flat ? "slider" : "application", "data-gesture": gesture, class: "live-hand" });
    if (gesture === "draw" || !region().across) handle.setAttribute("aria-orientation", "vertical");
    if (!flat && gesture === "drag") handle.classList.add("live-free");
    handle.addEventListener("keydown", (event) => this.#key(event, region()));
    /** @type {{ x: number, y: number, across: number, down: number } | undefined} */
    let held;
    const value = (/** @type {Track | undefined} */ track) => (track ? this.#bounds(track.parameter).now : 0);
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      held = { x: event.clientX, y: event.clientY, across: value(region().across), down: value(region().down) };
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      if (gesture !== "drag") this.#pointer(event, region());
    });
    handle.addEventListener("pointermove", (event) => {
      if (gesture === "drag" && held) this.#drag(event, region(), held);
      else if (gesture === "point" && (held || event.pointerType === "mouse")) this.#pointer(event, region());
      else if (gesture === "draw" && held) this.#pointer(event, region());
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      handle.addEventListener(end, () => {
        held = undefined;
      });
    }
    return handle;
  }

  /** Where a pointer is, in the units of the picture. @param {PointerEvent} event */
  #at(event) {
    const box = this.#picturePlace.getBoundingClientRect();
    const unit = this.#facts.width / box.width;
    return { x: (event.clientX - box.left) * unit, y: (event.clientY - box.top) * unit, unit };
  }

  /**
   * @param {PointerEvent} event
   * @param {Region} region
   * @param {{ x: number, y: number, across: number, down: number }} held
   */
  #drag(event, { across, down }, held) {
    const { unit } = this.#at(event);
    if (across) this.#move(across.parameter, held.across + Math.round(((event.clientX - held.x) * unit) / across.unit));
    if (down) this.#move(down.parameter, held.down + Math.round(((event.clientY - held.y) * unit) / down.unit));
  }

  /** Points or draws. @param {PointerEvent} event @param {Region} region */
  #pointer(event, region) {
    const { x, y } = this.#at(event);
    if (region.gesture === "point") {
      /** @type {Setting[]} */
      const wanted = [];
      const look = (/** @type {Track | undefined} */ track, /** @type {number} */ way) => {
        if (!track) return;
        const { now, least, most } = this.#bounds(track.parameter);
        const value = clamp(track.first + Math.floor(way / track.unit), least, most);
        if (value !== now) wanted.push([track.parameter, String(value)]);
      };
      look(region.across, x - region.x);
      look(region.down, y - region.y);
      if (wanted.length > 0) this.#take([...this.#facts.settings, ...wanted]);
      return;
    }
    // A drawing hand goes on over the neighbours.
    const same = this.#facts.regions.filter((other) => other.gesture === "draw" && other.parameter === region.parameter);
    const under = same.find((other) => x >= other.x && x < other.x + other.width) ?? region;
    this.#bar(under, under.top + ((under.bottom - under.top) * (y - under.y)) / under.height);
  }

  /** Gives a bar the step that is nearest to a height. @param {Region} region @param {number} height */
  #bar({ parameter, index, bottom, top }, height) {
    const step = (top - bottom) / STEPS;
    this.#entry(parameter, index, Number((Math.round(clamp(height, bottom, top) / step) * step).toFixed(3)));
  }

  /** @param {KeyboardEvent} event @param {Region} region */
  #key(event, region) {
    /** @type {Record<string, [number, number]>} */
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [-1e3, 0], End: [1e3, 0] };
    const way = ways[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (region.gesture === "draw") {
      this.#bar(region, region.value + ((way[0] - way[1]) * (region.top - region.bottom)) / STEPS);
      return;
    }
    const { across, down } = region;
    // A slider with one axis takes the keys of the other one too.
    if (across && (way[0] !== 0 || !down)) this.#move(across.parameter, this.#bounds(across.parameter).now + (way[0] || -way[1]));
    if (down && (way[1] !== 0 || !across)) this.#move(down.parameter, this.#bounds(down.parameter).now + (way[1] || -way[0]));
  }
}

customElements.define("live-figure", LiveFigure);
