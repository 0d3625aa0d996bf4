//! The committed modules of listings are what the listings are now: each prints in a module, byte for byte, what it prints natively, at the
//! numbers of the book and at others. `cargo book wasm` makes them anew.

use std::{collections::BTreeMap, fs, sync::LazyLock};

use book::{Listing, Listings, Project};
use tests::root;
use wasmi::{Caller, Config, Engine, Extern, Linker, Module, Store};

/// How many instructions of a listing are interpreted. One that takes more has printed some of its lines by then; all of it is
/// run in a browser, by `tests/browser/listings.test.mjs`.
const FUEL: u64 = 4_000_000_000;
/// The least share of the quick listings that end within these, in percent.
const ENDED: usize = 85;

/// The listings of the book, and what they print natively.
static NATIVE: LazyLock<Listings> = LazyLock::new(|| {
    let project = project();
    let names = book::listing_names(&project).unwrap();
    Listings::run(&project, &names.into_iter().collect()).unwrap()
});

/// The names of the listings by module.
static MODULES: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let project = project();
    let book = book::load(&project).unwrap();
    let experiments = book::experiment_names(&project).unwrap();
    book::modules(&book::chapters(&book.book), &experiments)
});

fn project() -> Project {
    Project::find(&root(), &figures::FIGURES).unwrap()
}

/// What a run tells its page.
#[derive(Default)]
struct Heard {
    printed: String,
    reason: Option<String>,
    /// Whether the first words are enough.
    is_brief: bool,
}

/// How a run ended.
#[derive(Debug, PartialEq)]
enum End {
    Code(u32),
    /// Of a panic, or because the page had heard enough.
    Trap,
    OutOfFuel,
}

/// A module in an interpreter, with nothing of a browser around it.
struct Page {
    name: String,
    engine: Engine,
    module: Module,
}

impl Page {
    fn open(name: &str) -> Self {
        let bytes = fs::read(project().module(name));
        let bytes =
            bytes.unwrap_or_else(|error| panic!("{name}.wasm: {error}; run `cargo book wasm`"));
        let engine = Engine::new(Config::default().consume_fuel(true));
        let module = Module::new(&engine, &bytes).unwrap();
        Self {
            name: name.to_owned(),
            engine,
            module,
        }
    }

    /// Runs a listing with some of its marked numbers changed.
    fn run(&self, listing: &str, numbers: &[(u32, f64)], is_brief: bool) -> (End, Heard) {
        let heard = Heard {
            is_brief,
            ..Heard::default()
        };
        let mut store = Store::new(&self.engine, heard);
        store.set_fuel(FUEL).unwrap();
        let mut linker = Linker::new(&self.engine);
        for import in ["print", "report", "fail"] {
            let tell = move |mut caller: Caller<'_, Heard>, start: u32, length: u32| {
                let memory = caller.get_export("memory").and_then(Extern::into_memory);
                let mut words = vec![0; length as usize];
                memory
                    .unwrap()
                    .read(&caller, start as usize, &mut words)
                    .unwrap();
                let words = String::from_utf8(words).unwrap();
                let heard = caller.data_mut();
                if import == "fail" {
                    heard.reason = Some(words);
                    return Ok(());
                }
                if import == "print" || heard.is_brief {
                    heard.printed += &format!("{words}\n");
                }
                if heard.is_brief {
                    Err(wasmi::Error::new("enough"))
                } else {
                    Ok(())
                }
            };
            linker.func_wrap("page", import, tell).unwrap();
        }
        let instance = linker
            .instantiate_and_start(&mut store, &self.module)
            .unwrap();
        let room = instance
            .get_typed_func::<u32, u32>(&store, "allocate_name")
            .unwrap();
        let start = room.call(&mut store, listing.len() as u32).unwrap();
        let memory = instance.get_memory(&store, "memory").unwrap();
        memory
            .write(&mut store, start as usize, listing.as_bytes())
            .unwrap();
        let set = instance
            .get_typed_func::<(u32, f64), ()>(&store, "set_number")
            .unwrap();
        for &number in numbers {
            set.call(&mut store, number).unwrap();
        }
        let run = instance.get_typed_func::<(), u32>(&store, "run").unwrap();
        let end = match run.call(&mut store, ()) {
            Ok(code) => End::Code(code),
            Err(_) if store.get_fuel().unwrap() < 1000 => End::OutOfFuel,
            Err(_) => End::Trap,
        };
        (end, store.into_data())
    }
}

/// What a listing prints natively.
fn native(name: &str) -> &'static str {
    &NATIVE.programs[name].outcome.as_ref().unwrap().stdout
}

#[test]
fn every_listing_prints_in_its_module_what_it_prints_natively() {
    let quick = MODULES
        .iter()
        .filter(|(module, _)| *module != "experiments");
    let runs: Vec<(Page, &String)> = quick
        .flat_map(|(module, names)| names.iter().map(move |name| (Page::open(module), name)))
        .collect();
    LazyLock::force(&NATIVE);
    let ended = book::in_parallel(&runs, |(page, name)| {
        let (end, heard) = page.run(name, &[], false);
        let expected = native(name);
        let is_right = match end {
            End::Code(0) => heard.printed == expected,
            End::OutOfFuel => expected.starts_with(&heard.printed),
            _ => false,
        };
        assert!(
            is_right,
            "{name} in {}.wasm is not what it is now; run `cargo book wasm`\nit ended with {end:?}, {:?}\n{}",
            page.name, heard.reason, heard.printed
        );
        end == End::Code(0)
    });
    let count = ended.iter().filter(|ended| **ended).count();
    assert!(
        count * 100 >= ended.len() * ENDED,
        "{count} of {} listings ended",
        ended.len()
    );
}

#[test]
fn experiments_begin_in_their_module_as_they_do_natively() {
    let page = Page::open("experiments");
    assert!(!MODULES["experiments"].is_empty());
    for name in &MODULES["experiments"] {
        let (_, heard) = page.run(name, &[], true);
        let first = native(name).lines().next().unwrap();
        let words = heard.printed.trim_end();
        assert!(
            words == first || words.starts_with("progress "),
            "{name}: {words:?}; run `cargo book wasm`"
        );
    }
    assert_eq!(page.run("none", &[], true).0, End::Code(2));
}

#[test]
fn a_changed_number_changes_what_a_listing_prints() {
    let page = Page::open("programs");
    let printed = |shift: f64| {
        let (end, heard) = page.run("moves-or-stays", &[(0, shift)], false);
        assert_eq!(end, End::Code(0));
        heard.printed
    };
    assert_eq!(printed(5.0), native("moves-or-stays"));
    let changed = native("moves-or-stays").replace("peak-after = 7", "peak-after = 9");
    assert_ne!(
        changed,
        native("moves-or-stays"),
        "the book's peak has moved"
    );
    assert_eq!(printed(7.0), changed);
}

#[test]
fn a_listing_that_fails_tells_why() {
    let page = Page::open("programs");
    // Of an error that `main` returns, and of a panic.
    let (end, heard) = page.run("cost-of-two-passes", &[(0, 4.0)], false);
    assert_eq!(end, End::Code(1));
    assert!(heard.reason.unwrap().contains("kernel"));
    let (end, heard) = page.run("cost-of-two-passes", &[(0, -1.0)], false);
    assert_ne!(end, End::Code(0), "{}", heard.printed);
    assert!(heard.reason.is_some());
}

/// Each marked number of a listing of a module, with the least and the most that it may be.
fn marked() -> Vec<(&'static str, &'static str, u32, [f64; 2])> {
    let quick = MODULES
        .iter()
        .filter(|(module, _)| *module != "experiments");
    let listings = quick.flat_map(|(module, names)| names.iter().map(move |name| (module, name)));
    listings
        .flat_map(|(module, name)| {
            let Listing { source, .. } = &NATIVE.programs[name];
            let literals = literals::literals(source).unwrap();
            literals.into_iter().enumerate().map(move |(at, literal)| {
                let [least, most, _] = literal.bounds;
                let ends = [least, most].map(|end| end.parse().unwrap());
                (module.as_str(), name.as_str(), at as u32, ends)
            })
        })
        .collect()
}

#[test]
fn marked_numbers_may_be_all_that_their_marks_say() {
    let marked = marked();
    assert!(marked.len() >= 10);
    book::in_parallel(&marked, |(module, name, at, ends)| {
        let page = Page::open(module);
        for end in ends {
            let (code, heard) = page.run(name, &[(*at, *end)], false);
            assert!(
                matches!(code, End::Code(0) | End::OutOfFuel),
                "{name} with {end} for its marked number {at} fails: {:?}",
                heard.reason
            );
        }
    });
}
