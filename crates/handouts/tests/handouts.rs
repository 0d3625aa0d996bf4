//! `cargo book figures sheet` and `cargo book listings render`.

mod commands;

use commands::{refuse, write};
use std::fs;

#[test]
fn every_listing_is_drawn_in_every_format_and_theme_and_the_same_every_time() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let arguments = [
        "listings",
        "render",
        "--all",
        "--format",
        "svg,pdf",
        "--theme",
        "light,dark",
    ];
    let files = write(&arguments, one.path());
    assert!(files == write(&arguments, other.path()));
    let listings = ["programs", "experiments"].map(|folder| {
        let folder = format!("{}/../listings/{folder}", env!("CARGO_MANIFEST_DIR"));
        let entries = fs::read_dir(folder).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .count()
    });
    assert_eq!(files.len(), 4 * listings.iter().sum::<usize>());
    for (name, bytes) in &files {
        if name.ends_with(".pdf") {
            assert!(bytes.starts_with(b"%PDF-1."), "{name}");
        } else {
            let svg = str::from_utf8(bytes).unwrap();
            let title = name.rsplit_once('-').unwrap().0;
            assert!(
                svg.contains(&format!("<title>Listing {title}.rs</title>")),
                "{name}"
            );
            assert!(svg.contains("<desc>") && !svg.contains("<text"), "{name}");
        }
    }
}

#[test]
fn a_listing_is_drawn_as_the_book_shows_it_or_whole() {
    let (shown, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let shown = write(&["listings", "render", "knobs"], shown.path());
    let whole = write(&["listings", "render", "knobs", "--whole"], whole.path());
    let text = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        String::from_utf8(files.values().next().unwrap().clone()).unwrap()
    };
    assert!(!text(&shown).contains("fn main()") && text(&shown).contains("fn errors("));
    assert!(text(&whole).contains("fn main()") && !text(&whole).contains("ANCHOR"));
    assert!(whole.contains_key("knobs-whole-light.svg"));
}

#[test]
fn a_listing_stands_on_a_page_as_a_figure_does() {
    let out = tempfile::tempdir().unwrap();
    let shape = [
        "--width",
        "1280",
        "--aspect",
        "16:9",
        "--font-size",
        "16",
        "--scale",
        "2",
    ];
    let arguments = [
        "listings",
        "render",
        "knobs",
        "--format",
        "png,svg",
        "--transparent",
    ];
    let files = write(&[&arguments[..], &shape].concat(), out.path());
    let picture = image::load_from_memory(&files["knobs-light.png"]).unwrap();
    assert_eq!((picture.width(), picture.height()), (2560, 1440));
    assert!(picture.color().has_alpha());
    let svg = str::from_utf8(&files["knobs-light.svg"]).unwrap();
    // Letters of 20 units are 16 pixels high: a page of 1280 pixels is 1600 units wide.
    assert!(
        svg.contains(" width=\"1280\" height=\"720\" viewBox=\"") && svg.contains(" 1600 900\" ")
    );
    assert!(!svg.contains("<rect x="), "it has no ground");
    let out = tempfile::tempdir().unwrap();
    let message = refuse(
        &[&arguments[..], &["--width", "300", "--font-size", "60"]].concat(),
        out.path(),
    );
    assert!(
        message.starts_with("knobs: font-size = `60` is not valid; it must be at most "),
        "{message}"
    );
}

#[test]
fn the_sheet_is_the_same_every_time_and_asks_no_other_host() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let files = write(&["figures", "sheet"], one.path());
    assert!(files == write(&["figures", "sheet"], other.path()));
    let html = str::from_utf8(&files["figures.html"]).unwrap();
    let sources = html.matches(" src=\"").count();
    assert_eq!(sources, 2 * figures::FIGURES.names().len());
    assert_eq!(html.matches(" src=\"data:").count(), sources);
    let pdf = &files["figures.pdf"];
    let pages = pdf
        .windows(12)
        .filter(|part| part == b"/Type /Page\n")
        .count();
    assert!(pdf.starts_with(b"%PDF-1.") && pages == 1, "{pages} pages");
}

#[test]
fn bad_input_is_refused_with_what_would_be_right() {
    let out = tempfile::tempdir().unwrap();
    for (arguments, expected) in [
        (
            &["listings", "render", "nobs"][..],
            "no listing is named 'nobs'; did you mean 'knobs'?",
        ),
        (
            &["listings", "render"],
            "name a listing, or ask for --all: a-part-of-a-scene, ",
        ),
        (
            &["listings", "render", "knobs", "--format", "gif"],
            "[possible values: svg, png, pdf]",
        ),
        (
            &["listings", "render", "knobs", "--theme", "sepia"],
            "[possible values: light, dark]",
        ),
        (
            &["listings", "render", "knobs", "--all"],
            "cannot be used with",
        ),
        (
            &["figures", "sheet", "--format", "png"],
            "[possible values: html, pdf]",
        ),
    ] {
        let message = refuse(arguments, out.path());
        assert!(message.contains(expected), "{message}");
    }
}
