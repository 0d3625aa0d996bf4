//! What must be true of the whole book: it builds, its pages hold together, `mdbook test` passes from anywhere.

use std::{collections::BTreeMap, fs, ops::Range, path::Path, process::Command, sync::LazyLock};

use tests::{Element, Page, cargo_book, mdbook, pages, pages_in, resolved, root, run};

const CHAPTERS: [&str; 17] = [
    "convolution-and-equivariance",
    "sliding-window",
    "image-filter",
    "translation-equivariance",
    "pooling",
    "objects",
    "objects/convolution",
    "objects/translations",
    "objects/equivariance",
    "objects/invariance",
    "objects/quarter-turns",
    "objects/permutations",
    "objects/rotations-of-the-plane",
    "objects/rotations-of-space",
    "objects/gauges-and-meshes",
    "objects/where-it-leads",
    "takeaways",
];

/// Every page that `cargo book build` made, by its path from the book; built once.
static PAGES: LazyLock<BTreeMap<String, Page>> = LazyLock::new(|| {
    run(&mut cargo_book(&["build"]));
    let mut pages = pages_in(&pages());
    // The library's documentation stands in for that of the published book.
    pages.retain(|name, _| !["toc.html", "print.html", "api/index.html"].contains(&name.as_str()));
    pages
});

#[test]
fn built_book_has_every_chapter_and_no_page_is_broken() {
    let folder = pages();
    let mut mistakes = Vec::new();
    for chapter in CHAPTERS {
        if !PAGES.contains_key(&format!("{chapter}.html")) {
            mistakes.push(format!("{chapter}.html is missing"));
        }
    }
    for (name, page) in &*PAGES {
        if name == "404.html" {
            continue;
        }
        assert!(!page.main_text.trim().is_empty(), "{name} has no text");
        for markup in ["{{#", "](claim:", "](ref:", "](cite:", "](given:", "$$"] {
            if page.main_text.contains(markup) {
                mistakes.push(format!("{name}: '{markup}' was left in the text"));
            }
        }
        for image in page.main("img") {
            if image.attribute("alt").is_none_or(|alt| alt.len() < 20) {
                mistakes.push(format!("{name}: a picture has no text alternative"));
            }
        }
        for target in page.main("a").filter_map(|link| link.attribute("href")) {
            if target.contains(':') {
                if !target.starts_with("https://") {
                    mistakes.push(format!("{name}: link to '{target}'"));
                }
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let above = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let file = match file {
                "" => Some(name.clone()),
                file => resolved(above, file),
            };
            let file = file.unwrap_or_default();
            match PAGES.get(&file) {
                Some(there) if anchor.is_empty() || there.has_id(anchor) => {}
                None if anchor.is_empty() && folder.join(&file).is_file() => {}
                _ => mistakes.push(format!("{name}: '{target}' leads nowhere")),
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn every_chapter_but_the_last_two_shows_three_listings_and_a_figure() {
    for chapter in &CHAPTERS[..CHAPTERS.len() - 2] {
        let page = &PAGES[&format!("{chapter}.html")];
        let is_listing = |element: &&Element| {
            let id = element.attribute("id");
            element.in_main && id.is_some_and(|id| id.starts_with("listing-"))
        };
        let listings = page.elements.iter().filter(is_listing).count();
        let pictures = page.main("img").filter(|image| image.in_figure).count();
        assert!(listings >= 3, "{chapter} shows {listings} listings");
        assert!(pictures >= 1, "{chapter} shows no figure");
    }
}

#[test]
fn listings_pass_by_cargo_book_test() {
    run(&mut cargo_book(&["test"]));
}

#[test]
fn mdbook_test_passes_without_flags_from_another_folder() {
    let elsewhere = tempfile::tempdir().unwrap();
    if let Some(mut mdbook) = mdbook() {
        run(mdbook.arg("test").arg(root()).current_dir(elsewhere.path()));
    }
}

#[test]
fn the_plain_mdbook_writes_the_same_chapters() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut mdbook) = mdbook() else { return };
    run(mdbook
        .args(["build", "--dest-dir"])
        .arg(folder.path())
        .arg(root()));
    run(&mut cargo_book(&["build"]));
    let main = |folder: &Path, file: &str| {
        let page = fs::read_to_string(folder.join(file)).unwrap();
        let (_, main) = page.split_once("<main>").unwrap_or_default();
        main.to_owned()
    };
    for file in pages_in(&pages()).keys() {
        let (mut ours, theirs) = (main(&pages(), file), main(folder.path(), file));
        if file == "print.html" {
            let (_title_page_and_contents, chapters) = ours.split_once("</nav>\n").unwrap();
            ours = chapters.to_owned();
        }
        let differs = ours.bytes().zip(theirs.bytes()).position(|(a, b)| a != b);
        assert_eq!((differs, ours.len()), (None, theirs.len()), "{file}");
    }
}

#[test]
fn output_of_every_listing_is_as_before() {
    let project = book::Project::find(&root(), &figures::FIGURES).unwrap();
    let names = book::listing_names(&project).unwrap();
    let mut listings = book::Listings::run(&project, &names.into_iter().collect()).unwrap();
    // What these print is committed beside them: see `experiments.rs`.
    listings
        .programs
        .retain(|name, _| !listings.experiments.contains(name));
    let runner = format!("debug/listings{}", std::env::consts::EXE_SUFFIX);
    let runner = project.target().join(runner);
    for (name, listing) in listings.programs {
        let printed = run(Command::new(&runner).arg(&name));
        assert_eq!(listing.outcome.unwrap().stdout, printed, "stored of {name}");
        insta::assert_snapshot!(name, printed);
    }
}

#[test]
fn table_of_claims_is_as_before() {
    insta::assert_snapshot!(run(&mut cargo_book(&["claims"])));
}

/// Where the written values of the claims stand in a chapter.
fn written_values(text: &str) -> Vec<Range<usize>> {
    text.match_indices("](claim:")
        .map(|(end, _)| text[..end].rfind('[').expect("a claim has a text") + 1..end)
        .collect()
}

/// The value with another digit in the first place; a value without digits gets one.
fn other_value(value: &str) -> String {
    match value.find(|character: char| character.is_ascii_digit()) {
        Some(place) => {
            let digit = value.as_bytes()[place] - b'0';
            let (before, after) = (&value[..place], &value[place + 1..]);
            format!("{before}{}{after}", (digit + 1) % 10)
        }
        None => format!("{value}7"),
    }
}

/// Writes each checked number wrong, one at a time, and checks its chapter against a book that is drawn once.
#[test]
fn any_wrong_number_in_any_chapter_is_found() {
    let project = book::Project::find(&root(), &figures::FIGURES).unwrap();
    let chapters = book::chapters(&book::load(&project).unwrap().book);
    let context = book::Context::read(&project, &chapters).unwrap();
    let claims = book::typeset(&chapters, &context, book::Mode::Read)
        .unwrap()
        .claims;
    let mut places = Vec::new();
    for (k, chapter) in chapters.iter().enumerate() {
        let values = written_values(&chapter.text).into_iter();
        places.extend(values.map(|value| (k, value)));
    }
    assert_eq!(places.len(), claims.len(), "the test finds every claim");

    let right = book::Book::new(&chapters, &context, book::Mode::Read);
    let places: Vec<_> = places.into_iter().zip(&claims).collect();
    book::in_parallel(&places, |((chapter, value), claim)| {
        let mut text = chapters[*chapter].text.clone();
        let wrong = other_value(&text[value.clone()]);
        text.replace_range(value.clone(), &wrong);
        let mistakes = right.mistakes_in(*chapter, &text);
        let [mistake] = mistakes.as_slice() else {
            panic!(
                "'{wrong}' in {}:{} gives {mistakes:#?}",
                claim.file, claim.line
            );
        };
        assert_eq!((&mistake.file, mistake.line), (&claim.file, claim.line));
        let (source, value) = (&claim.source, &claim.value);
        assert_eq!(
            mistake.message,
            format!("wrong number: '{wrong}' is written, {source} computed '{value}'")
        );
    });
}
