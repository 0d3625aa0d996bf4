//! Whatever a person writes, no reader of it stops with a panic, and what means nothing to it survives.
//!
//! Each property is tried a few hundred times, with the same cases every time. As many as you like, with other ones:
//!
//! ```console
//! PROPTEST_CASES=1000000 PROPTEST_RNG_SEED=7 cargo test -p tests --test parsers pictures
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::sync::LazyLock;

use book::{Bibliography, Chapter, Context, Listing, Listings, Mode, Output, Typesetter, typeset};
use equivariance::{Grey, grey_from_bytes};
use figures::{FIGURES, Figure, Kind, Space, Theme};
use handouts::{About, Deck};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, RgbaImage};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use raster::picture_from_file;
use tests::root;

/// So many cases of a property, and the same ones every time, unless the environment wants others.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Text made of these pieces and of any characters, with some parts of it left out.
fn text_of(pieces: impl Strategy<Value = String>, most: usize) -> impl Strategy<Value = String> {
    let cut = (any::<Index>(), 1..6_usize);
    (vec(pieces, 0..most), vec(cut, 0..3)).prop_map(|(pieces, cuts)| {
        let mut text: Vec<char> = pieces.concat().chars().collect();
        for (at, count) in cuts {
            if !text.is_empty() {
                let at = at.index(text.len());
                text.drain(at..(at + count).min(text.len()));
            }
        }
        text.into_iter().collect()
    })
}

fn of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(pieces).prop_map(str::to_owned)
}

/// What chapters are made of, whole and in parts.
#[rustfmt::skip]
const MARKDOWN: &[&str] = &[
    "{{#listing sobel}}", "{{#figure pooling}}", "{{#claims}}", "{{#bibliography}}", "{{#", "}}",
    "{{#include x.toml}}", "\\{{#a}}", "[46×46](claim:sobel#output-size)", "[12](given:a-reason)",
    "[Zhang 2019](cite:zhang2019)", "[Listing](ref:sobel)", "[a](set:pooling dx=2)", "[a](part:pooling window)", "](set:", "](part:", "[", "](", ")", "](claim:", "](given:", "](cite:",
    "](ref:", "#", "@", "[a]: claim:sobel#shift\n", "<claim:sobel#shift>", "![a](b.png)", "![", "[^1]", "[^1]: a\n",
    "$", "$$", "\\$", "$x_1$", "$$\n\\frac{a}{b}\n$$", "\\begin{matrix}", "\\end{matrix}", "&", "'", "\\\\", "<!--",
    "-->", "<!-- slide -->", "<!-- say: words -->", "<!-- skip -->", "say:", "slide", "skip", ":", "<!-->", "<!--->",
    "<![CDATA[", "<p>", "</p>", "<div\n", "<b>", "</b>", "&amp;", "&#49;", "&#", "<?", "?>", "<!A", "<script>",
    "</script>", "<pre>", "```rust\n", "```text\n", "```\n", "~~~\n", "```", "`", "``", "    ", "\t", "    let a;\n",
    "\n", "\n\n", "\r\n", "\r", " ", "  \n", "\\\n", "- ", "* ", "1. ", "> ", ">> ", "> > - ", "- > ", "# ", "## ",
    "\n---\n", "\n===\n", "{#id .class}", "| a | b |\n|---|---|\n| c | d |\n", "|", "- [ ] ", "*", "**", "_", "~~",
    "word", "A sentence. ", "12", "0.5", "5%", "e.g. ", "? ", "é", "×", "−", "𝒳", "\u{301}", "\u{202e}", "\u{a0}",
    "\u{200d}", "\u{feff}", "\0", "日本", "ß", "\\",
];

/// The chapters of the book, by lines.
static CHAPTERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders = ["book/src", "book/src/objects"].map(|folder| root().join(folder));
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = entries.map(|entry| entry.unwrap().path());
    let mut chapters: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    chapters.sort();
    let lines = chapters.iter().flat_map(|path| {
        let text = fs::read_to_string(path).unwrap();
        text.split_inclusive('\n')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    lines.collect()
});

/// Some lines of a chapter of the book.
fn excerpt() -> impl Strategy<Value = String> {
    (any::<Index>(), 1..8_usize).prop_map(|(at, count)| {
        let at = at.index(CHAPTERS.len());
        CHAPTERS[at..(at + count).min(CHAPTERS.len())].concat()
    })
}

/// More of the same, one inside the other.
#[rustfmt::skip]
const NESTED: &[&str] = &[
    "> ", "- ", "*", "[", "![", "{", "(", "<b>", "<div>\n", "\\sqrt", "$", "`", "_a", "|", "{{#", "<!--",
];

fn chapter() -> impl Strategy<Value = String> {
    let character = any::<char>().prop_map(String::from);
    let nested = (of(NESTED), 1..300_usize).prop_map(|(piece, count)| piece.repeat(count));
    let piece = prop_oneof![40 => of(MARKDOWN), 3 => character, 6 => excerpt(), 1 => nested];
    // Most texts have a mistake in them; the second kind has none, and becomes a page and slides.
    let text = prop_oneof![text_of(piece, 16), text_of(of(PROSE), 24)];
    (text, prop::bool::weighted(0.2)).prop_map(|(text, windows)| {
        if windows {
            text.replace('\n', "\r\n")
        } else {
            text
        }
    })
}

static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
    let sobel = Listing {
        source: "fn main() {}\n".into(),
        outcome: Ok(Output::parse("output-size = 46×46\nshift = -1\n".into(), Vec::new()).unwrap()),
    };
    let works = "[zhang2019]\nauthors = \"Richard Zhang\"\nyear = 2019\ntitle = \"Making It Shift-Invariant\"\n";
    Context {
        figures: &FIGURES,
        listings: Listings {
            package: "listings".into(),
            names: vec!["sobel".into()],
            programs: BTreeMap::from([("sobel".into(), sobel)]),
            experiments: Vec::new(),
        },
        solutions: BTreeMap::new(),
        bibliography: Bibliography::parse(works).unwrap(),
        repository: None,
        source: "nowhere".into(),
        live: None,
    }
});

fn chapters(text: &str) -> [Chapter; 1] {
    [Chapter {
        file: "one.md".into(),
        title: "One".into(),
        number: Some("1".into()),
        text: text.into(),
    }]
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn chapters_are_typeset_or_have_mistakes_on_their_lines(text in chapter()) {
        let chapters = chapters(&text);
        for mode in [Mode::Test, Mode::Read] {
            match typeset(&chapters, &CONTEXT, mode) {
                Ok(typeset) if mode == Mode::Read => {
                    // A formula may hold what Typst has no word for, and an image may be missing.
                    if let Ok(deck) = Deck::new(About::default(), &chapters, &CONTEXT, &typeset, &[]) {
                        prop_assert!(deck.html().contains("</html>"));
                        let _ = deck.typst();
                    }
                }
                Ok(_) => {}
                Err(mistakes) => for mistake in mistakes.0 {
                    let last = text.matches(['\n', '\r']).count() + 1;
                    prop_assert!((1..=last).contains(&mistake.line), "{mistake} of {last} lines");
                    prop_assert_eq!(mistake.file, "one.md");
                }
            }
        }
    }
}

/// What means nothing to the book.
#[rustfmt::skip]
const PROSE: &[&str] = &[
    "word", "A sentence. ", "1", "\n", "\n\n", "\n\n- ", "\n\n> ", "\n\n## ", "\n\n---\n\n", "\n\n1. ", "*", "**",
    "_", "`", "``", "`a`", "~~", "\n\n| a | b |\n|---|---|\n| c | d |\n\n", "[a](b.md)", "[", "]", "(", ")", "!",
    "&amp;", "&", ":", "{", "}", "<b>", "</b>", "\n\n<p>\na\n</p>\n\n", "\n\n```text\n12 $ {{ [\n```\n\n", "\\",
    "\r\n", "é", "×", "−", "𝒳", "\u{301}", "\u{a0}", "日本", " ",
];

/// A hyphen before a digit becomes a minus sign, and nothing else changes.
fn with_hyphens(text: &str) -> String {
    text.replace('−', "-")
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn text_without_directives_survives_byte_for_byte(before in text_of(of(PROSE), 16), after in text_of(of(PROSE), 16)) {
        let typeset = |text: &str| typeset(&chapters(text), &CONTEXT, Mode::Read);
        if let Ok(typeset) = typeset(&before) {
            prop_assert_eq!(with_hyphens(&typeset.texts[0]), with_hyphens(&before));
        }
        let text = format!("{before}\n\n{{{{#listing sobel}}}}\n\n{after}");
        if let Ok(typeset) = typeset(&text) {
            let page = with_hyphens(&typeset.texts[0]);
            let rest = page.strip_prefix(&with_hyphens(&before)).and_then(|rest| rest.strip_suffix(&with_hyphens(&after)));
            prop_assert!(rest.is_some_and(|block| block.trim().starts_with('<')), "{}", page);
        }
    }
}

/// What formulas are made of.
#[rustfmt::skip]
const LATEX: &[&str] = &[
    "\\begin{matrix}", "\\end{matrix}", "\\begin{", "\\end{", "}", "{", "&", "\\\\", "'", "''", "^", "_", "^{", "_{",
    "\\frac", "\\sqrt", "[", "]", "(", ")", "\\left(", "\\right)", "\\left", "\\right", "\\middle|", "\\text{",
    "\\mathrm{", "\\mathbb", "\\sum", "\\int", "\\limits", "\\lim", "\\operatorname{", "\\operatorname*",
    "\\begin{aligned}", "\\end{aligned}", "\\begin{cases}", "\\end{cases}", "\\begin{array}{c|c}", "\\end{array}",
    "\\begin{align*}", "\\end{align*}", "\\begin{pmatrix}", "\\end{pmatrix}", "\\hline", "\\tag{1}", "\\label{a}",
    "\\color{red}", "\\not", "\\hat", "\\overline{", "\\underbrace{", "\\overset", "\\stackrel", "\\binom",
    "\\genfrac", "\\def\\a{", "\\newcommand{\\a}[1]{", "#1", "\\a", "\\,", "\\!", "\\quad", "\\hspace{1em}",
    "\\substack{", "\\big", "\\Bigl(", "\\mathop", "\\phantom{", "~", "%", "$", "#", "@", "x", "y", "12", "0.5", "+",
    "-", "=", "<", ">", "|", "\\|", ",", ".", "/", "*", "\"", "`", " ", "\n", "é", "−", "𝒳", "\u{301}", "\\é", "\\",
    "\0", "\\alpha", "\\in", "\\cdot", "\\dots", "\\lvert", "\\rvert", "\\mid", "\\star", "\\psi", "\\tfrac12",
    "\\displaystyle", "\\rm", "\\verb|a|", "\\char", "\\unicode",
];

fn formula() -> impl Strategy<Value = String> {
    let character = any::<char>().prop_map(String::from);
    let nested = (of(LATEX), 1..200_usize).prop_map(|(piece, count)| piece.repeat(count));
    text_of(
        prop_oneof![60 => of(LATEX), 2 => character, 1 => nested],
        12,
    )
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn formulas_are_typeset_or_refused(latex in formula(), block: bool) {
        static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(Typesetter::new);
        if let Ok(mathml) = TYPESETTER.typeset(&latex, block) {
            prop_assert!(mathml.starts_with("<math") && mathml.ends_with("</math>"), "{}", mathml);
        }
    }
}

/// Numbers as people type them, and what is none.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "0", "1", "2", "3", "-1", "−2", "-0", "0.5", "+.5", "-0.000001", "0.0000004", "0.333333", "1.005",
    "123456789.123456", "1234567890123.45", "999999999999999", "-99999999999999.9", "0.00000000000001", "1e3", "1e-7",
    "0,5", "NaN", "inf", "0x10", "1234567890123456", "9223372036854775808", "", " 4 ", "x",
];

/// A setting of a figure: a value that its parameter may take, or another one.
fn setting(figure: &dyn Figure) -> impl Strategy<Value = (String, String)> + use<> {
    let mut names = Vec::new();
    let mut values = vec!["own".to_owned(), "nothing".to_owned()];
    for control in figure.controls() {
        names.push(control.name);
        match control.kind {
            Kind::Choice { options } | Kind::Image { options } => values.extend(options),
            Kind::Range { min, max, .. } => {
                values.extend([min, max, max + 1].map(|number| number.to_string()))
            }
            _ => values.push(control.value),
        }
    }
    let number = || of(NUMBERS);
    let list = vec(number(), 1..10).prop_map(|list| list.join(","));
    (
        select(names),
        prop_oneof![2 => select(values), 2 => number(), 3 => list, 1 => "[0-9.,+−-]{0,12}"],
    )
}

/// A figure, and settings that it may refuse.
fn figure() -> impl Strategy<Value = (&'static str, Vec<(String, String)>)> {
    select(FIGURES.names()).prop_flat_map(|name| {
        let plain = FIGURES.figure(name).unwrap();
        (Just(name), vec(setting(plain.as_ref()), 0..8))
    })
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn written_settings_lead_back_to_the_same_figure((name, settings) in figure()) {
        let mut figure = FIGURES.figure(name).unwrap();
        for (name, value) in settings {
            let before = figure.controls();
            if figure.set(&name, &value).is_err() {
                prop_assert_eq!(figure.controls(), before, "{}={} is refused", name, value);
            }
        }
        let written = figure.settings();
        let mut again = figure.fresh();
        for (name, value) in &written {
            prop_assert!(again.set(name, value).is_ok(), "{name}={value} is refused");
        }
        prop_assert_eq!(again.controls(), figure.controls());
        prop_assert_eq!(again.settings(), written);
        match (again.draw(Theme::Light, Space::PAGE), figure.draw(Theme::Light, Space::PAGE)) {
            (Ok(again), Ok(first)) => prop_assert_eq!(again, first),
            (Err(again), Err(first)) => prop_assert_eq!(again.to_string(), first.to_string()),
            (again, first) => prop_assert!(false, "{:?} is not {:?}", again.is_ok(), first.is_ok()),
        }
    }
}

/// What a page asks for, or nearly.
fn request() -> impl Strategy<Value = String> {
    let asked = figure()
        .prop_map(|(name, settings)| {
            let settings = settings
                .iter()
                .map(|(name, value)| format!("\n{name}={value}"));
            format!("{name}\nlight{}", settings.collect::<String>())
        })
        .boxed();
    let character = any::<char>().prop_map(String::from);
    let more = prop_oneof![
        of(&["\n", "=", "light", "dark", "\t", "\r\n", ",", "pooling"]),
        character
    ];
    prop_oneof![3 => asked.clone(), 1 => text_of(prop_oneof![asked, more], 4)]
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn requests_are_answered_with_a_state_that_gives_the_same_answer(request in request()) {
        let reply = live::answer(&FIGURES, &request, None);
        let Some((facts, svg)) = reply.split_once("\nsvg\n") else {
            prop_assert!(reply.starts_with("error\t") && reply.lines().count() == 1, "{}", reply);
            return Ok(());
        };
        // A number that can be typed or drawn is the one in its list.
        let lines: Vec<Vec<&str>> = facts.lines().map(|line| line.split('\t').collect()).collect();
        for line in &lines {
            if let ["region", _, _, _, _, _, "draw" | "type" | "toggle", parameter, index, value, ..] = line[..] {
                let control = lines.iter().find(|line| line[..2] == ["control", parameter]).unwrap();
                prop_assert_eq!(control[3].split(',').nth(index.parse().unwrap()), Some(value));
            }
        }
        let name = request.lines().next().unwrap_or_default();
        let state = facts.lines().filter_map(|line| line.strip_prefix("setting\t"));
        let state: String = state.map(|setting| format!("\n{}", setting.replacen('\t', "=", 1))).collect();
        let theme = request.lines().nth(1).unwrap_or_default();
        let again = live::answer(&FIGURES, &format!("{name}\n{theme}{state}"), None);
        let plain: Vec<&str> = facts.lines().filter(|line| !line.starts_with("note\t")).collect();
        prop_assert_eq!(again, format!("{}\nsvg\n{svg}", plain.join("\n")));
    }
}

/// Small pictures of every kind that is taken, as files.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let pixels = RgbaImage::from_fn(9, 7, |x, y| {
        image::Rgba([20 * x as u8, 30 * y as u8, 200, 255 - 9 * x as u8])
    });
    let picture = DynamicImage::from(pixels);
    let kinds = [
        picture.to_luma8().into(),
        picture.to_rgb8().into(),
        picture.to_luma_alpha16().into(),
        picture.to_rgba16().into(),
        picture.clone(),
    ];
    let png = |picture: &DynamicImage| {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    let jpeg = |picture: DynamicImage| {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        // Little-endian TIFF with one entry, the orientation.
        let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        image::ImageEncoder::set_exif_metadata(&mut encoder, exif.to_vec()).unwrap();
        encoder.encode_image(&picture).unwrap();
        bytes
    };
    let mut files: Vec<Vec<u8>> = kinds.iter().map(png).collect();
    files.extend([
        jpeg(picture.to_luma8().into()),
        jpeg(picture.to_rgb8().into()),
    ]);
    files
});

/// A change of a file at a place.
#[derive(Clone, Debug)]
enum Change {
    Put(u8),
    Flip(u8),
    Leave(usize),
    Insert(Vec<u8>),
    Repeat(usize),
    End,
}

/// A file with some changes; where it is a PNG, perhaps with right checksums all the same.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let change = prop_oneof![
        4 => select(vec![0, 1, 2, 3, 4, 0x7f, 0x80, 0xff]).prop_map(Change::Put),
        2 => any::<u8>().prop_map(Change::Put),
        4 => (0..8_u8).prop_map(Change::Flip),
        1 => (1..9_usize).prop_map(Change::Leave),
        1 => vec(any::<u8>(), 1..9).prop_map(Change::Insert),
        1 => (1..40_usize).prop_map(Change::Repeat),
        1 => Just(Change::End),
    ];
    let changes = vec((any::<Index>(), change), 0..6);
    (any::<Index>(), changes, prop::bool::weighted(0.8)).prop_map(|(file, changes, sealed)| {
        let mut bytes = FILES[file.index(FILES.len())].clone();
        for (at, change) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            let reach = |count: usize| at..(at + count).min(bytes.len());
            match change {
                Change::Put(byte) => bytes[at] = byte,
                Change::Flip(bit) => bytes[at] ^= 1 << bit,
                Change::Leave(count) => drop(bytes.drain(reach(count))),
                Change::Insert(more) => drop(bytes.splice(at..at, more)),
                Change::Repeat(count) => {
                    let part = bytes[reach(count)].to_vec();
                    drop(bytes.splice(at..at, part));
                }
                Change::End => bytes.truncate(at),
            }
        }
        if sealed {
            seal(&mut bytes);
        }
        bytes
    })
}

/// Gives each chunk of a PNG its checksum, without which a decoder does not look at what is in it.
fn seal(png: &mut [u8]) {
    let mut at = 8;
    while let Some(&[a, b, c, d]) = png.get(at..at + 4) {
        let Some(end) = (u32::from_be_bytes([a, b, c, d]) as usize).checked_add(at + 8) else {
            return;
        };
        let Some(body) = png.get(at + 4..end) else {
            return;
        };
        let sum = body.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
            })
        });
        let Some(place) = png.get_mut(end..end + 4) else {
            return;
        };
        place.copy_from_slice(&(!sum).to_be_bytes());
        at = end + 4;
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn pictures_are_read_or_refused(bytes in file()) {
        if let Err(error) = picture_from_file(&bytes) {
            prop_assert!(!error.to_string().contains('\n'), "{}", error);
        }
        for grey in [Grey::Encoded, Grey::Linear] {
            if let Ok(picture) = grey_from_bytes(&bytes, grey) {
                prop_assert!(picture.iter().all(|value| (0.0..=1.0).contains(value)));
            }
        }
    }
}
