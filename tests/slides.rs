//! The figures as files for slides, as programs that are not ours read them. The browser's part is in
//! `browser/slides.test.mjs`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Stdio},
};

use image::RgbImage;
use percent_encoding::percent_decode_str;
use tests::{cargo, cargo_book, installed, pages, pages_in, run};

/// Two rasterisers place the edge of a shape on different fractions of a pixel. A channel that differs by more than the
/// first counts as different, and so may no more than the second, a share of the pixels.
const EDGES: (u8, f64) = (48, 0.01);
/// No shape that a figure draws hides in a mean difference above this.
const MEAN: f64 = 2.0;

#[test]
fn every_figure_of_every_page_is_the_svg_that_render_writes() {
    run(&mut cargo_book(&["build"]));
    let mut compared = BTreeSet::new();
    for page in pages_in(&pages()).values() {
        let mut state = String::new();
        for element in &page.elements {
            let attribute = |name| element.attribute(name).unwrap_or_default();
            if element.name == "live-figure" {
                state = format!("#fig-{}?{}", attribute("name"), attribute("settings"));
            }
            let Some(svg) = attribute("src").strip_prefix("data:image/svg+xml,") else {
                continue;
            };
            if !element.in_figure {
                continue;
            }
            if !compared.insert(state.clone()) {
                continue;
            }
            let both = percent_decode_str(svg).decode_utf8().unwrap();
            let written = render(&["--state", &state, "--theme", "light,dark"]);
            assert_eq!(written.len(), 2, "a file of each theme for {state}");
            for (theme, (_, bytes)) in ["light", "dark"].into_iter().zip(written) {
                let shown = exported(&only(theme, &both));
                assert!(shown == bytes, "{state}, {theme}");
            }
        }
    }
    assert!(
        compared.len() >= figures::FIGURES.names().len(),
        "{compared:?}"
    );
}

/// What the command makes of the SVG of a page: a pixel for each unit, and images for programs that smooth them.
fn exported(svg: &str) -> Vec<u8> {
    let (_, area) = svg.split_once(" viewBox=\"0 0 ").unwrap();
    let (width, height) = area.split('"').next().unwrap().split_once(' ').unwrap();
    let size = format!(" width=\"{width}\" height=\"{height}\" viewBox=\"");
    let sized = svg.replacen(" viewBox=\"", &size, 1);
    let page = raster::Page::new("", "", sized, (1, 1), figures::Colour(0, 0, 0)).unwrap();
    raster::Format::Svg.encode(&page, 1.0).unwrap()
}

/// The drawing that an SVG for both themes shows in one of them: the rules of its style sheet are carried out.
fn only(theme: &str, both: &str) -> String {
    let is_dark = theme == "dark";
    let mut rules = BTreeMap::new();
    let mut drawing = String::new();
    for line in both.lines() {
        if let Some(style) = line.strip_prefix("<style>") {
            for rule in style.split("</style>").next().unwrap().split_inclusive('}') {
                if let Some((class, rule)) = rule
                    .strip_prefix(":target .")
                    .and_then(|rule| rule.split_once('{'))
                {
                    rules.insert(
                        class,
                        rule.strip_suffix('}').unwrap().split_once(':').unwrap(),
                    );
                }
            }
            continue;
        }
        let line = line.replacen(" id=\"dark\"", "", 1);
        let Some((start, rest)) = line.split_once(" class=\"") else {
            drawing += &format!("{line}\n");
            continue;
        };
        let (classes, rest) = rest.split_once('"').unwrap();
        let mut line = format!("{start}{rest}");
        let mut is_shown = true;
        for class in classes.split(' ') {
            match (class, rules.get(class)) {
                ("l", Some(("display", "none"))) => is_shown = !is_dark,
                ("d", Some(("display", "inline"))) => is_shown = is_dark,
                (_, Some((name, colour))) if is_dark => {
                    let start = line.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
                    let end = start + line[start..].find('"').unwrap();
                    line.replace_range(start..end, colour);
                }
                (_, rule) => assert!(rule.is_some(), "nothing is said of '{class}'"),
            }
        }
        if is_shown {
            drawing += &format!("{line}\n");
        }
    }
    drawing
}

#[test]
fn every_pdf_shows_what_the_png_shows() {
    if installed("pdftoppm", "apt-get install poppler-utils").is_none() {
        return;
    }
    for size in [
        &["--width", "1280", "--height", "720"][..],
        &["--width", "800"],
    ] {
        let mut arguments = vec!["--all", "--theme", "light,dark", "--format", "pdf,png"];
        // Twice as fine as the page, so that what differs at edges weighs less.
        arguments.extend(["--scale", "2"]);
        arguments.extend(size);
        let files = render(&arguments);
        assert_eq!(files.len(), figures::FIGURES.names().len() * 4);
        let pairs: Vec<_> = files.chunks(2).collect();
        book::in_parallel(&pairs, |pair| {
            let [(name, pdf), (_, png)] = pair else {
                panic!("a PDF and a PNG of each");
            };
            let expected = image::load_from_memory(png).unwrap().into_rgb8();
            let (same, how) = compare(&page(pdf), &expected);
            assert!(same, "{name}: {how}");
        });
    }
}

#[test]
fn a_pdf_is_a_figure_with_its_description_to_a_screen_reader() {
    if installed("pdfinfo", "apt-get install poppler-utils").is_none() {
        return;
    }
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let figures = cargo_book(&[
        "figures", "render", "--all", "--format", "pdf", "--out", folder,
    ]);
    let mut listing = cargo_book(&["listings", "render", "knobs", "--format", "pdf"]);
    listing.args(["--out", folder]);
    for mut command in [figures, listing] {
        for path in run(&mut command).lines() {
            let described = run(Command::new("pdfinfo").args(["-struct", path]));
            let lines: Vec<&str> = described.lines().collect();
            let [document, figure, bounds @ ..] = lines.as_slice() else {
                panic!("{path}: {described}");
            };
            assert_eq!(*document, "Document");
            assert!(figure.starts_with("  Figure \""), "{figure}");
            assert!(
                bounds.iter().any(|line| line.contains("BBox")),
                "{described}"
            );
            let facts = run(Command::new("pdfinfo").arg(path));
            assert!(facts.contains("\nTagged:          yes\n"), "{facts}");
            let bytes = fs::read(path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                text.contains("/Alt ") && text.contains("/Lang (en-GB)"),
                "{path}"
            );
        }
    }
}

#[test]
fn the_typst_source_of_the_deck_compiles() {
    if installed("typst", "cargo install typst-cli").is_none() {
        return;
    }
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    run(&mut cargo_book(&[
        "deck", "--format", "typst", "--out", folder,
    ]));
    let mut decks = BTreeSet::new();
    for input in ["theme=light", "theme=dark", "notes=right"] {
        let pdf = out.path().join("deck.pdf");
        run(Command::new("typst")
            .args(["compile", "--input", input, "--root", folder])
            .args([out.path().join("deck.typ"), pdf.clone()]));
        let pdf = fs::read(pdf).unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "{input}");
        assert!(decks.insert(pdf), "'{input}' changes nothing");
    }
}

#[test]
fn a_closed_or_full_output_is_no_panic() {
    let mut listing = cargo();
    listing
        .args(["run", "--quiet", "--package", "listings", "--"])
        .arg("two-pipelines");
    for mut command in [
        cargo_book(&["claims"]),
        cargo_book(&["claims", "--json"]),
        listing,
    ] {
        // What cargo has to say of a build comes first.
        let mut last_line = |output: Stdio| {
            command.stdout(output).stderr(Stdio::piped());
            let output = command.output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(!said.contains("panicked"), "{command:?}: {said}");
            let last = said.lines().last().unwrap_or_default().to_owned();
            (output.status.code(), last)
        };
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (code, said) = last_line(writer.into());
        assert_eq!(code, Some(0), "{said}");
        // Only Linux has it.
        let Ok(full) = fs::File::options().write(true).open("/dev/full") else {
            continue;
        };
        let (code, said) = last_line(full.into());
        assert_eq!(code, Some(1));
        assert!(
            said.starts_with("cannot write to standard output: "),
            "{said}"
        );
    }
}

#[test]
fn the_comparison_notices_one_step_of_a_figure() {
    let picture = |shift: &str| {
        let size = ["--width", "800", "--format", "png", "--set", shift];
        let files = render(&[&["pooling"][..], &size].concat());
        image::load_from_memory(&files[0].1).unwrap().to_rgb8()
    };
    let (one, two) = (picture("dx=1"), picture("dx=2"));
    assert!(compare(&one, &one).0);
    let (same, how) = compare(&one, &two);
    assert!(!same, "{how}");
}

/// The one page of a PDF as poppler draws it, with two pixels for each pixel of the page.
fn page(pdf: &[u8]) -> RgbImage {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("figure.pdf");
    fs::write(&path, pdf).unwrap();
    run(Command::new("pdftoppm")
        .args(["-r", "192"])
        .arg(&path)
        .arg(folder.path().join("page")));
    let mut pages: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ppm"))
        .collect();
    assert_eq!(pages.len(), 1);
    image::open(pages.remove(0)).unwrap().into_rgb8()
}

/// The pieces of this length in which two pictures differ.
fn different<'a>(
    got: &'a [u8],
    expected: &'a [u8],
    length: usize,
) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let pieces = got.chunks(length).zip(expected.chunks(length));
    pieces.filter(|(got, expected)| got != expected)
}

/// Whether two pictures show the same, and how much they differ.
fn compare(got: &RgbImage, expected: &RgbImage) -> (bool, String) {
    assert_eq!(got.dimensions(), expected.dimensions());
    // Most of a picture is alike. Only the pixels of parts that are not are looked at, since this program is not optimised.
    let (mut over, mut sum) = (0_usize, 0_usize);
    let parts = different(got, expected, 3 * 64);
    for (got, expected) in parts.flat_map(|(got, expected)| different(got, expected, 3)) {
        let by = (0..3).map(|channel| got[channel].abs_diff(expected[channel]));
        let by = by.max().unwrap_or(0);
        over += usize::from(by > EDGES.0);
        sum += usize::from(by);
    }
    let count = (got.width() * got.height()) as f64;
    let (over, mean) = (over as f64 / count, sum as f64 / count);
    (
        over <= EDGES.1 && mean <= MEAN,
        format!(
            "a share of {over:.4} differs by more than {}, and all by {mean:.2} on average",
            EDGES.0
        ),
    )
}

/// The files that `cargo book figures render` writes, in the order in which it names them.
#[track_caller]
fn render(arguments: &[&str]) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let mut command = cargo_book(&["figures", "render", "--out", out]);
    let paths = run(command.args(arguments));
    let named = |path: &str| {
        let name = Path::new(path).file_name().unwrap().to_str().unwrap();
        (name.to_owned(), fs::read(path).unwrap())
    };
    paths.lines().map(named).collect()
}
