// An interactive figure. Rust draws it (figures.wasm, or objects.wasm); these scripts make a control of each parameter that it
// names (panel.js), a setting of each gesture (handles.js), and let words of the text set it and follow it (words.js).
// @ts-check

// What is imported has the version of this file in its address, so that no browser mixes the files of two versions.
const { search } = new URL(import.meta.url);
/** @type {[Elements, HandlesModule, ModuleModule, PanelModule, WordsModule]} */
const [{ button, element, message, printed, spoken }, { Handles }, { addPicture, draw, load }, { Panel }, { Words }] =
  await Promise.all([import(`./elements.js${search}`), import(`./handles.js${search}`), import(`./module.js${search}`),
    import(`./panel.js${search}`), import(`./words.js${search}`)]);

// A figure is saved also when the network is gone.
/** @type {Promise<Saved>} */
const saving = import(`./saved.js${search}`);
saving.catch(() => {});

/** Milliseconds of quiet before a change is announced and reaches the address. */
const QUIET = 700;
/** What the figures call a picture of the reader's own. */
const OWN = "own";

const pause = () => new Promise((rested) => setTimeout(rested));
// The figures of a page become live one after the other.
/** @type {Promise<unknown>} */ let turn = Promise.resolve();

/** @param {Setting[]} settings */
const query = (settings) => new URLSearchParams(settings).toString().replaceAll("%2C", ",");
/** @param {string | null} query */
const settingsOf = (query) => /** @type {Setting[]} */ ([...new URLSearchParams(query ?? "")]);

/** Whether the reader has come by a link just now, and not by reloading or going back, which keep their place. */
function arrives() {
  const seen = history.state?.seen;
  history.replaceState({ ...history.state, seen: true }, "");
  return !seen;
}

export class LiveFigure extends HTMLElement {
  /** @type {FigureModule} */ #module;
  /** @type {WebAssembly.Module} */ #compiled;
  /** What is shown. @type {Facts} */ facts;
  /** What the reader has set; what is shown may be a preview. @type {Facts} */ #kept;
  #svg = "";
  #drawnTheme = "";
  #head = "";
  /** The slide on which the figure is drawn, by a hundred times its aspect; none for a page. */
  #slide = "";
  /** What can be undone, and done again. @type {Setting[][]} */ #past = [];
  /** @type {Setting[][]} */ #future = [];
  /** What a text field held when it got the focus or was last taken. */
  #typed = "";
  /** @type {string[]} */ #lines = [];
  /** @type {Element[]} */ #parts = [];
  /** The reader's own picture, by its number in the module and its name. */
  #picture = 0;
  #file = "";
  /** How many pictures were asked for: one that is overtaken is dropped. */
  #reads = 0;
  /** @type {number | undefined} */ #timer;
  /** @type {InstanceType<typeof Panel>} */ #panel;
  /** @type {InstanceType<typeof Words>} */ #words;
  #undo = button("↶", () => this.#go(this.#past, this.#future), { "aria-label": "Undo", title: "Undo (Ctrl+Z)" });
  #redo = button("↷", () => this.#go(this.#future, this.#past), { "aria-label": "Redo", title: "Redo (Shift+Ctrl+Z)" });
  #handles = new Handles(this);
  #picturePlace = element("div", { class: "live-picture" });
  #stage = element("div", { class: "live-stage" }, this.#picturePlace, this.#handles.element);
  #numbers = element("dl", { class: "live-readouts" });
  #note = element("p", { class: "live-note", role: "status" });
  #status = element("p", { class: "live-status", role: "status" });
  #description = element("p");
  #command = element("code");

  async connectedCallback() {
    if (this.facts) return;
    const shared = this.#shared();
    if (shared && arrives()) this.#frame.scrollIntoView();
    // After the first paint: the still figure is there already.
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    try {
      const { figures, compiled } = await load(this.dataset.module ?? "");
      [this.#module, this.#compiled] = [figures, compiled];
      // In steps, so that a slow machine answers its reader meanwhile.
      await (turn = turn.then(pause));
      this.#draw(this.#recorded() ?? shared ?? this.#own());
      await pause();
      this.#build();
      this.#show();
      this.keep();
    } catch (error) {
      this.classList.add("still");
      this.append(element("p", { class: "live-note" }, `This figure stays still here: ${message(error)}.`));
      return;
    }
    window.addEventListener("popstate", () => {
      const shared = this.#shared();
      const settings = this.#recorded() ?? shared;
      if (settings) this.#take(settings);
      if (shared && arrives()) this.#frame.scrollIntoView();
    });
    const redraw = () => this.#theme !== this.#drawnTheme && this.#redraw(this.#kept.settings);
    redraw();
    new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["class"] });
    matchMedia("print").addEventListener("change", redraw);
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  /** @returns {HTMLElement} */
  get #frame() {
    return this.closest("figure") ?? this;
  }

  get #theme() {
    const dark = document.documentElement.matches(".coal, .navy, .ayu");
    return dark && !matchMedia("print").matches ? "dark" : "light";
  }

  /** The settings that the chapter gives. */
  #own() {
    return settingsOf(this.getAttribute("settings"));
  }

  /** The settings in the address, if it names this figure. */
  #shared() {
    const [place, settings] = location.hash.slice(1).split(/\?(.*)/s);
    if (place !== this.#frame.id || settings === undefined) return undefined;
    return settingsOf(settings);
  }

  /** The settings that this entry of the history was left with. @returns {Setting[] | undefined} */
  #recorded() {
    const settings = history.state?.[this.#frame.id];
    return settings === undefined ? undefined : settingsOf(settings);
  }

  /** What this entry of the history shall hold. */
  record() {
    return { ...history.state, seen: true, [this.#frame.id]: query(this.#kept.settings) };
  }

  get address() {
    return `#${this.#frame.id}?${query(this.#kept.settings)}`;
  }

  // What the panel, the handles and the words ask and say.

  /** What is shown of a parameter. @param {string} name */
  control(name) {
    return this.facts.controls.find((control) => control.name === name);
  }

  /** Where a number stands that the reader has set. @param {string} name */
  bounds(name) {
    const control = (this.#kept ?? this.facts).controls.find((control) => control.name === name);
    return { now: Number(control?.value), least: control?.min ?? 0, most: control?.max ?? 0, label: control?.label ?? name };
  }

  /** The names of a choice, each with its text. @param {Control} control */
  options({ kind, options }) {
    const all = kind === "image" && this.#picture > 0 ? [...new Set([...options, OWN])] : options;
    return all.map((name) => [name, kind === "image" && name === OWN ? `own: ${this.#file}` : spoken(name)]);
  }

  /** Shows the figure at other settings for now. @param {Setting[]} changes */
  preview(changes) {
    if (changes.some(([name, value]) => this.control(name)?.value !== value)) this.#redraw(this.#with(changes));
  }

  /** Shows again what the reader has set. */
  restore() {
    if (this.facts !== this.#kept) this.#redraw(this.#kept.settings);
  }

  /** Keeps what is shown. @param {boolean} [isStep] whether it can be undone by itself */
  keep(isStep = true) {
    const changes = this.#kept !== undefined && this.facts !== this.#kept;
    if (isStep && changes && query(this.facts.settings) !== query(this.#kept.settings)) {
      this.#past.push(this.#kept.settings);
      this.#future = [];
    }
    this.#kept = this.facts;
    this.#undo.setAttribute("aria-disabled", String(this.#past.length === 0));
    this.#redo.setAttribute("aria-disabled", String(this.#future.length === 0));
    this.say(this.facts.notes.join(" "));
    if (changes) this.#tell();
  }

  /** Shows the figure at other settings and keeps them. @param {Setting[]} changes @param {boolean} [isStep] */
  set(changes, isStep) {
    this.#take(this.#with(changes), isStep);
  }

  /** Ends the player. */
  stop() {
    this.#panel.stop();
  }

  /** Shows the figure as the chapter does. */
  reset() {
    this.stop();
    this.#take(this.#own());
    this.say("");
  }

  /** One step through what the reader has done. @param {Setting[][]} from @param {Setting[][]} to */
  #go(from, to) {
    const settings = from.pop();
    if (!settings) return;
    to.push(this.#kept.settings);
    this.stop();
    this.#take(settings, false);
    this.#handles.accept();
  }

  /** What the reader has set, but for these changes. @param {Setting[]} changes @returns {Setting[]} */
  #with(changes) {
    const others = this.#kept.settings.filter(([name]) => changes.every(([changed]) => changed !== name));
    return [...others, ...changes];
  }

  /** Tells the reader something; what is told already is not announced again. @param {string} text */
  say(text) {
    if (this.#note.textContent !== text) this.#note.textContent = text;
  }

  /** Announces the numbers and writes the settings into the address once nothing changes any more, as it does while a figure plays. */
  #tell() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const text = this.#kept.readouts.map(([name, value]) => `${spoken(name)} ${printed(value)}`).join(", ");
      if (this.#status.textContent !== text) this.#status.textContent = text;
      if (location.hash !== this.address) history.replaceState(this.record(), "", this.address);
    }, QUIET);
  }

  /** Reads a picture of the reader's own. @param {File} file */
  async read(file) {
    const turn = ++this.#reads;
    try {
      const { readFile } = await import(`./own-picture.js${search}`);
      const pixels = await readFile(file, this.#compiled);
      if (turn !== this.#reads) return;
      this.#picture = addPicture(this.#module, pixels);
      this.#file = file.name;
      this.set([[this.#imageName, OWN]]);
    } catch (error) {
      if (turn === this.#reads) this.say(`${message(error)} The figure is as it was.`);
    }
  }

  get #imageName() {
    return this.facts?.controls.find(({ kind }) => kind === "image")?.name ?? "";
  }

  /** Whether the reader's own picture is shown. The last setting counts. @param {Setting[]} settings */
  #showsOwn = (settings) => new Map(settings).get(this.#imageName) === OWN;

  // Drawing.

  /** @param {Setting[]} settings */
  #draw(settings) {
    const theme = this.#theme;
    const { facts, svg } = draw(this.#module, this.name, `${theme}${this.#slide}`, settings, this.#showsOwn(settings) ? this.#picture : 0);
    this.#drawnTheme = theme;
    this.facts = facts;
    this.#svg = svg;
  }

  /** @param {Setting[]} settings */
  #redraw(settings) {
    const again = this.#kept && settings === this.#kept.settings;
    this.#draw(settings);
    if (again) this.#kept = this.facts;
    this.#show();
  }

  /** @param {Setting[]} settings @param {boolean} [isStep] */
  #take(settings, isStep) {
    try {
      this.#redraw(settings);
      this.keep(isStep);
    } catch (error) {
      this.say(message(error));
    }
  }

  // The parts that stay: made once, in the place of the still picture and of empty elements of the same size.

  #build() {
    this.#panel = new Panel(this, this.#frame.id);
    this.#words = new Words(this, this.#frame);
    this.#stage.append(this.#words.element);
    const caption = this.#frame.querySelector("figcaption");
    caption?.setAttribute("tabindex", "-1");
    const skip = element("a", { class: "live-skip", href: `#${this.#frame.id}` }, "Skip the figure");
    skip.addEventListener("click", (event) => {
      event.preventDefault();
      caption?.focus();
    });
    const actions = element("div", { class: "live-actions" }, this.#undo, this.#redo,
      button("Reset", () => this.reset()),
      button("Large", async ({ target }) => (await import(`./large.js${search}`)).toggleLarge(this, this.#frame, target)),
      button("Copy link", () => this.#copyLink()),
      button("Save SVG", () => this.#save("svg")),
      button("Save PNG", () => this.#save("png")));
    const close = button("×", () => this.say(""), { "aria-label": "Close the message" });
    const more = element("details", { class: "live-more" }, element("summary", {}, "In words, and for your slides"), this.#description,
      element("p", {}, "The same picture as a file: ", this.#command, " ",
        button("Copy command", () => this.#copy(this.#command.textContent ?? "", "The command was copied."))));
    this.replaceChildren(skip, this.#stage, this.#numbers, this.#panel.element, actions, more,
      element("div", { class: "live-message" }, this.#note, close), this.#status);
    this.classList.add("live");
    this.addEventListener("keydown", (event) => this.#press(event));
    for (const event of ["focusin", "change"]) {
      this.addEventListener(event, ({ target }) => {
        if (target instanceof HTMLInputElement) this.#typed = target.value;
      });
    }
    if (!this.#imageName) return;
    for (const type of /** @type {const} */ (["dragover", "dragleave", "drop"])) {
      this.addEventListener(type, (event) => {
        event.preventDefault();
        this.classList.toggle("live-drop", type === "dragover");
        const file = type === "drop" && event.dataTransfer?.files[0];
        if (file) void this.read(file);
      });
    }
  }

  // What is asked for.

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { target, key, shiftKey } = event;
    if (key === "Escape") this.say("");
    if (!event.ctrlKey && !event.metaKey || event.altKey || !/^[zy]$/i.test(key)) return;
    // What is being typed is undone by the browser.
    if (target instanceof HTMLInputElement && target.type === "text" && target.value !== this.#typed) return;
    event.preventDefault();
    (shiftKey || /y/i.test(key) ? this.#redo : this.#undo).click();
  }

  /** Draws the figure on a slide of an aspect, or without one on a page. @param {number} [aspect] */
  fit(aspect) {
    const slide = aspect ? ` ${Math.round(100 * aspect)}` : "";
    if (slide === this.#slide) return;
    this.#slide = slide;
    this.#redraw(this.#kept.settings);
  }

  #copyLink() {
    const address = `${location.href.split("#")[0]}${this.address}`;
    return this.#copy(address, this.#showsOwn(this.#kept.settings) ? `The link was copied. It does not hold your picture ${this.#file}.` : "The link to this state was copied.");
  }

  /** @param {string} text @param {string} done */
  async #copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(done);
    } catch {
      this.say(`Copy this: ${text}`);
    }
  }

  /** @param {"svg" | "png"} kind */
  async #save(kind) {
    try {
      const { save } = await saving;
      await save(kind, { name: this.name, theme: this.#theme, file: this.#file, svg: this.#svg, ...this.facts });
    } catch (error) {
      this.say(message(error));
    }
  }

  // What changes with every drawing.

  #show() {
    const facts = this.facts;
    this.#paint();
    this.#panel.show();
    this.#handles.show();
    this.#words.show();
    this.#numbers.replaceChildren(...facts.readouts.map(([name, value]) =>
      element("div", {}, element("dt", {}, spoken(name)), element("dd", { "data-readout": name }, printed(value)))));
    this.#description.textContent = facts.description;
    const caption = this.#frame.querySelector(".caption-text");
    if (caption) caption.textContent = facts.caption;
    const set = facts.settings.filter(([, value]) => value !== OWN).map(([name, value]) => ` --set ${name}=${value}`);
    const image = this.#showsOwn(facts.settings) ? ` --image '${this.#file.replaceAll("'", "'\\''")}'` : "";
    this.#command.textContent = `cargo book figures render ${this.name}${set.join("")}${image} --theme ${this.#theme} --format png,svg`;
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
}

customElements.define("live-figure", LiveFigure);
