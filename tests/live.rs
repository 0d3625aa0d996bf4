//! The committed modules (book/src/live/figures.wasm and objects.wasm) are what the figures are now: whatever they are asked, they
//! answer what native code answers, to the last byte of every picture and every number. `cargo book wasm` makes them anew.

use std::{fs, slice};

use figures::{CHAPTERS, Catalogue, FIGURES, Kind, Module as Part, Picture};
use tests::root;
use wasmi::{Engine, Instance, Linker, Memory, Module, Store};

const THEMES: [&str; 2] = ["light", "dark"];
/// How many settings each figure is tried at, beside its defaults, and the seed of the first.
const TRIES: u64 = 40;
const SEED: u64 = 7;
/// A larger image takes the interpreter of this test too long, and is made by the same code.
const LARGEST: i64 = 64;

/// A module in an interpreter, with nothing of a browser around it.
struct Page {
    name: &'static str,
    /// The figures that it should have.
    figures: Catalogue,
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Page {
    fn open(part: &'static Part) -> Self {
        let name = part.name;
        let path = root().join(format!("book/src/live/{name}.wasm"));
        let bytes = fs::read(&path).unwrap();
        let engine = Engine::default();
        let module = Module::new(&engine, &bytes).unwrap();
        let imports: Vec<_> = module
            .imports()
            .map(|import| import.name().to_owned())
            .collect();
        assert!(
            imports.is_empty(),
            "the module asks its page for {imports:?}"
        );
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine)
            .instantiate_and_start(&mut store, &module)
            .unwrap();
        let memory = instance.get_memory(&store, "memory").unwrap();
        Self {
            name,
            figures: Catalogue(slice::from_ref(part)),
            store,
            instance,
            memory,
        }
    }

    fn write_request(&mut self, bytes: &[u8]) {
        let room = self
            .instance
            .get_typed_func::<u32, u32>(&self.store, "allocate_request")
            .unwrap();
        let start = room.call(&mut self.store, bytes.len() as u32).unwrap();
        self.memory
            .write(&mut self.store, start as usize, bytes)
            .unwrap();
    }

    fn add_picture(&mut self, width: u32, height: u32, rgba: &[u8]) -> u32 {
        self.write_request(rgba);
        let keep = self
            .instance
            .get_typed_func::<(u32, u32), u32>(&self.store, "add_picture")
            .unwrap();
        keep.call(&mut self.store, (width, height)).unwrap()
    }

    fn answer(&mut self, request: &str, picture: u32) -> String {
        self.write_request(request.as_bytes());
        let draw = self
            .instance
            .get_typed_func::<u32, u32>(&self.store, "draw")
            .unwrap();
        let start = self
            .instance
            .get_typed_func::<(), u32>(&self.store, "reply_address")
            .unwrap();
        let length = draw.call(&mut self.store, picture).unwrap();
        let start = start.call(&mut self.store, ()).unwrap();
        let mut reply = vec![0; length as usize];
        self.memory
            .read(&self.store, start as usize, &mut reply)
            .unwrap();
        String::from_utf8(reply).unwrap()
    }

    /// Compares one answer; the first line that differs says enough.
    #[track_caller]
    fn check(&mut self, request: &str, picture: u32, native: Option<&Picture>) {
        let got = self.answer(request, picture);
        let expected = live::answer(&self.figures, request, native);
        if got != expected {
            let differing = got
                .lines()
                .zip(expected.lines())
                .find(|(got, expected)| got != expected);
            panic!(
                "book/src/live/{}.wasm is not what the figures are now; run `cargo book wasm`\n\
                 asked: {request:?}\nthe module and native code: {differing:#?}",
                self.name,
            );
        }
    }
}

/// A number in `0..below` for each call.
fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let noise = equivariance::seeded_noise::<f64, _, _>(64, seed);
    let mut throws = noise.to_vec().into_iter().cycle();
    move |below| (throws.next().unwrap() * below as f64) as usize
}

/// Some settings of a figure, right for each control alone and perhaps not together.
fn settings(name: &str, seed: u64) -> String {
    let mut throw = dice(seed);
    let mut lines = String::new();
    for control in FIGURES.figure(name).unwrap().controls() {
        if throw(2) == 0 {
            continue;
        }
        let value = match control.kind {
            Kind::Choice { options } | Kind::Image { options } => {
                options[throw(options.len())].clone()
            }
            Kind::Range { min, max, .. } => {
                let max = max.min(LARGEST);
                (min + throw((max - min + 1) as usize) as i64).to_string()
            }
            Kind::Numbers { counts } => {
                let count = counts[throw(counts.len())];
                let numbers: Vec<String> = (0..count)
                    .map(|_| (throw(401) as f64 / 100.0 - 2.0).to_string())
                    .collect();
                numbers.join(",")
            }
            kind => panic!("a new kind of control: {kind:?}"),
        };
        lines += &format!("\n{}={value}", control.name);
    }
    lines
}

#[test]
fn module_answers_what_native_code_answers_at_defaults_and_many_settings() {
    let parts = FIGURES.0.iter();
    let figures: Vec<_> = parts
        .flat_map(|part| {
            Catalogue(slice::from_ref(part))
                .names()
                .into_iter()
                .map(move |name| (part, name))
        })
        .collect();
    book::in_parallel(&figures, |&(part, name)| {
        let mut page = Page::open(part);
        for theme in THEMES {
            page.check(&format!("{name}\n{theme}"), 0, None);
            page.check(&format!("{name}\n{theme} 178"), 0, None);
        }
        for seed in SEED..SEED + TRIES {
            let theme = THEMES[(seed % 2) as usize];
            page.check(&format!("{name}\n{theme}{}", settings(name, seed)), 0, None);
        }
    });
}

#[test]
fn module_answers_what_native_code_answers_to_nonsense() {
    let mut page = Page::open(&CHAPTERS);
    for request in [
        "",
        "poling\nlight",
        "pooling",
        "pooling\nsepia",
        "pooling\nlight ",
        "pooling\nlight 119",
        "pooling\nlight wide",
        "pooling\ndark\n=\nkind\n\nwindow=99\nfill=zer0",
    ] {
        page.check(request, 0, None);
    }
}

#[test]
fn module_shows_a_picture_as_native_code_does() {
    let (width, height) = (70, 90);
    let rgba: Vec<u8> = (0..width * height * 4)
        .map(|at| (at * at / 7 % 256) as u8)
        .collect();
    let picture = Picture::from_rgba(width, height, &rgba).unwrap();
    let mut page = Page::open(&CHAPTERS);
    assert_eq!(
        page.add_picture(width, height, &rgba[1..]),
        0,
        "too few bytes are no picture"
    );
    assert_eq!(page.add_picture(width, height, &rgba), 1);
    for request in [
        "image-filter\nlight\nkernel=emboss",
        "pooling\ndark",
        "translation-equivariance\nlight\nimage=disk",
    ] {
        page.check(request, 1, Some(&picture));
    }
}
