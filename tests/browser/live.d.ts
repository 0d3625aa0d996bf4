// The types that the scripts in book/src/live share. They are checked by `npx tsc`, and no browser loads them.

/** How a movement along one axis changes a parameter. */
interface Track { parameter: string; unit: number; first: number }

/** A part of a picture, as crates/live/src/answer.rs describes it. */
interface Region {
  x: number; y: number; width: number; height: number; label: string; gesture: string; across?: Track; down?: Track;
  parameter: string; index: number; value: number; bottom: number; top: number;
}

/** A part of a picture that a text can name. */
interface Part { name: string; x: number; y: number; width: number; height: number }

/** A parameter. The options of a list of numbers are how many there may be. */
interface Control {
  name: string; label: string; value: string; kind: string; options: string[]; min: number; max: number; plays: boolean;
}

type Setting = [name: string, value: string];

/** What a figure says of itself. */
interface Facts {
  caption: string; description: string; width: number; height: number; readouts: Setting[]; controls: Control[]; regions: Region[]; parts: Part[];
  settings: Setting[]; notes: string[];
}

/** A picture: four bytes for each pixel, row by row. */
interface Pixels { width: number; height: number; pixels: Uint8Array | Uint8ClampedArray }

/** What crates/live/src/exports.rs exports. */
interface FigureModule {
  memory: WebAssembly.Memory;
  allocate_request(length: number): number;
  reply_address(): number;
  draw(picture: number): number;
  add_picture(width: number, height: number): number;
  read_picture(picture: number): number;
}

/** What crates/live-listings/src/exports.rs exports. */
interface ListingModule {
  memory: WebAssembly.Memory;
  allocate_name(length: number): number;
  set_number(index: number, value: number): void;
  run(): number;
}

/** What a worker is to run: a listing of a module, by names, with the numbers that are the reader's. */
interface Job { name: string; from: string; module?: WebAssembly.Module; numbers: (number | undefined)[] }

/** What a worker says: the module that it compiled, a line that was printed, how far the run is, after how many milliseconds it ended and why it failed, or that it could not run. */
interface Said {
  module?: WebAssembly.Module; line?: string; done?: number; total?: number; ended?: number; reason?: string; error?: string;
}

/** A line of an output: its place in the book's, or whose it is. */
interface PrintedRow { line: string; at?: number; whose?: string }

interface Point { x: number; y: number }

type LiveFigure = import("../../book/src/live/live-figure.js").LiveFigure;
type Elements = typeof import("../../book/src/live/elements.js");
type HandlesModule = typeof import("../../book/src/live/handles.js");
type ModuleModule = typeof import("../../book/src/live/module.js");
type Numbers = typeof import("../../book/src/live/numbers.js");
type Saved = typeof import("../../book/src/live/saved.js");
type PictureFile = typeof import("../../book/src/live/picture-file.js");
type Words = InstanceType<WordsModule["Words"]>;
type TextModule = typeof import("../../book/src/live/text.js");
type WordsModule = typeof import("../../book/src/live/words.js");
type PrintedLines = typeof import("../../book/src/live/printed-lines.js");
type PanelModule = typeof import("../../book/src/live/panel.js");
