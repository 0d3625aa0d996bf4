//! `cargo book deck`: the slides of a small book, one for each rule, and those of the whole book.

mod commands;

use book::{Bibliography, Chapter, Context, Listing, Listings, Mode, Output, typeset};
use commands::{refuse, write};
use figures::FIGURES;
use handouts::{About, Deck, ImageError};
use std::{collections::BTreeMap, fs, process::Command};

/// A chapter with a question and one section with this text, as slides.
fn deck(section: &str) -> Deck {
    try_deck(&format!("# One\n\nHow is it?\n\n## A section\n\n{section}")).unwrap()
}

/// A chapter as slides.
fn try_deck(text: &str) -> Result<Deck, ImageError> {
    try_deck_of(&["1"], &[text])
}

/// Chapters with these numbers and texts as slides.
fn try_deck_of(numbers: &[&str], texts: &[&str]) -> Result<Deck, ImageError> {
    let program = Listing {
        source:
            "use x;\n// ANCHOR: shown\nfn main() {\n    let seen = 1;\n}\n// ANCHOR_END: shown\n"
                .into(),
        outcome: Ok(Output::parse("size = 46×46\n".into(), Vec::new()).unwrap()),
    };
    let context = Context {
        figures: &FIGURES,
        listings: Listings {
            package: "listings".into(),
            names: vec!["sobel".into()],
            programs: BTreeMap::from([("sobel".into(), program)]),
            experiments: Vec::new(),
        },
        solutions: Default::default(),
        bibliography: Bibliography::default(),
        repository: None,
        source: concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/src").into(),
        live: None,
    };
    let chapter = |number: &str, text: &str| Chapter {
        file: format!("{number}.md"),
        title: "One".into(),
        number: Some(number.into()),
        text: text.to_owned(),
    };
    let chapters: Vec<Chapter> = numbers
        .iter()
        .zip(texts)
        .map(|(number, text)| chapter(number, text))
        .collect();
    let typeset = typeset(&chapters, &context, Mode::Read).unwrap();
    Deck::new(About::default(), &chapters, &context, &typeset, &[])
}

/// The slides after the cover, the contents and the question: of each its HTML, without the notes and with them.
fn slides(section: &str) -> Vec<(String, String)> {
    let html = deck(section).html();
    let slides = html.split("<section ").skip(4);
    let part = |slide: &str| {
        let slide = slide.split("</section>").next().unwrap().to_owned();
        let (paper, notes) = slide.split_once("<details").unwrap();
        (paper.to_owned(), notes.to_owned())
    };
    slides.map(part).collect()
}

#[track_caller]
fn only(section: &str) -> (String, String) {
    let [slide] = slides(section).try_into().expect("one slide");
    slide
}

#[test]
fn a_listing_is_shown_with_its_output_and_the_sentence_after_it() {
    let (paper, notes) = only(
        "Before it.\n\n{{#listing sobel}}\n\nIt comes to [46×46](claim:sobel#size) of them, as it should and as it will. More.\n",
    );
    assert!(
        paper.contains("<span class=\"k\">let</span> seen"),
        "{paper}"
    );
    assert!(!paper.contains("use x"), "{paper}");
    assert!(paper.contains("size = 46×46"), "{paper}");
    assert!(
        paper.contains(">It comes to 46×46 of them, as it should and as it will.</p>"),
        "{paper}"
    );
    for part in ["Before it.", "Listing 1.1.", "It comes to 46×46", "More."] {
        assert!(notes.contains(part), "{notes}");
    }
}

#[test]
fn what_a_listing_prints_is_on_its_slide_though_a_table_follows_it() {
    let table = "{{#listing sobel}}\n\n| size |\n|---|\n| [46×46](claim:sobel#size) |\n";
    let slides = slides(table);
    let [(program, notes), (table, _)] = slides.as_slice() else {
        panic!("two slides");
    };
    assert!(program.contains("size = 46×46") && !notes.contains("size = 46×46"));
    assert!(table.contains("<td>46×46</td>"), "{table}");
}

#[test]
fn a_slide_speaks_of_no_listing_that_it_does_not_show() {
    let text = "It holds without any doubt at all: [Listing](ref:sobel). More.\n\n## Next\n\n{{#listing sobel}}\n";
    let (paper, _) = &slides(text)[0];
    assert!(
        paper.contains(">It holds without any doubt at all. More.</p>"),
        "{paper}"
    );
}

#[test]
fn a_chapter_under_another_is_a_section_of_it_and_many_stand_in_two_columns() {
    let text = "# One\n\nHow is it?\n";
    let deck = |numbers: &[&str]| {
        let deck = try_deck_of(numbers, &vec![text; numbers.len()]).unwrap();
        let typst = deck.typst().unwrap();
        let (_, source) = typst.iter().find(|(name, _)| name == "deck.typ").unwrap();
        (deck.html(), String::from_utf8(source.clone()).unwrap())
    };
    let (html, typst) = deck(&["1", "2", "2.1"]);
    for part in [
        "<ol>\n<li><a href=\"#s3\"><span>1</span> One",
        "<li class=\"under\"><a href=\"#s5\"><span>2.1</span> One",
        ">Chapter 2<",
        ">Section 2.1<",
    ] {
        assert!(html.contains(part), "no {part} in {html}");
    }
    for part in [
        "([2], [One], false), ([2.1], [One], true)",
        "[Chapter 2]",
        "[Section 2.1]",
    ] {
        assert!(typst.contains(part), "no {part} in {typst}");
    }
    let (html, _) = deck(&["1", "2", "3", "4", "5", "6", "6.1", "6.2", "6.3", "7"]);
    assert!(html.contains("<ol class=\"many\">"));
}

#[test]
fn a_quote_an_image_and_what_stands_before_the_first_section_are_slides() {
    let quote = "> To measure is to know.\n\nWho said it is not known.\n";
    let (paper, _) = only(quote);
    assert!(
        paper.contains("<blockquote") && paper.contains("To measure is to know."),
        "{paper}"
    );
    let image = "![A program](slides/two-pipelines-light.svg)\n";
    let (paper, _) = only(image);
    assert!(
        paper.contains("<img class=\"photo\" alt=\"A program\" src=\"data:image/svg+xml;base64,"),
        "{paper}"
    );
    let files = deck(image).typst().unwrap();
    let file = "deck/1-slides-two-pipelines-light.svg";
    assert!(files.iter().any(|(name, _)| name == file));
    let message =
        try_deck("# One\n\nHow?\n\n## A section\n\n![A cat](https://example.org/cat.png)\n")
            .unwrap_err()
            .to_string();
    assert!(message.contains("lies on another host"), "{message}");
    let html = try_deck("# One\n\nHow?\n\nMore.\n\n{{#listing sobel}}\n\n## A section\n\nText.\n")
        .unwrap()
        .html();
    let listing = html.find("<span class=\"k\">let</span> seen").unwrap();
    assert!(listing < html.find(">A section</h2>").unwrap());
}

#[test]
fn a_mark_says_what_stands_on_the_slide_before_it_or_on_the_first() {
    let (paper, _) =
        only("{{#listing sobel}}\n<!-- say: All [46×46](claim:sobel#size). -->\n\nNot this.\n");
    assert!(
        paper.contains(">All 46×46.</p>") && !paper.contains("Not this"),
        "{paper}"
    );
    let (paper, _) = only("<!-- say: This. -->\n{{#listing sobel}}\n\nNot this.\n");
    assert!(paper.contains(">This.</p>"), "{paper}");
    let (paper, _) =
        only("{{#listing sobel}}\n\nNot this. Nor this. <!-- say --> This one. Not this.\n");
    assert!(paper.contains(">This one. Not this.</p>"), "{paper}");
    let (paper, _) = only("<!-- say: Words of its own. -->\n\nNot this.\n");
    assert!(paper.contains(">Words of its own.</p>"), "{paper}");
}

#[test]
fn a_mark_makes_a_slide_or_takes_one_away() {
    let found = slides("<!-- slide -->\nThis too. \n\n{{#listing sobel}}\n\nAnd this.\n");
    assert_eq!(found.len(), 2);
    let ((marked, _), (listing, _)) = (&found[0], &found[1]);
    // A sentence as short as this is shown with the next one.
    assert!(marked.contains(">This too. And this.</p>"), "{marked}");
    assert!(listing.contains(">And this.</p>"), "{listing}");
    assert_eq!(
        slides("{{#listing sobel}}\n<!-- skip -->\n\n$$x$$\n").len(),
        1
    );
    assert_eq!(slides("<!-- skip -->\n\nNothing.\n").len(), 0);
}

#[test]
fn a_negative_number_has_a_minus_sign() {
    let (paper, _) =
        only("It is [-46](given:a-reason) in all, or so it is said by those who know.\n");
    assert!(paper.contains("It is −46 in all"), "{paper}");
}

#[test]
fn a_formula_stands_under_what_leads_to_it() {
    let (paper, _) =
        only("First. The sum of both is\n\n$$a + b$$\n\nand nothing else. Then more.\n");
    assert!(paper.contains(">The sum of both is</p>"), "{paper}");
    assert!(paper.contains(">and nothing else.</p>"), "{paper}");
}

#[test]
fn a_short_sentence_takes_the_next_along_and_a_list_shows_first_sentences() {
    let (paper, _) = only("It is so. And this is why.\n\nNo more.\n");
    assert!(paper.contains(">It is so. And this is why.</p>"), "{paper}");
    let (paper, notes) =
        only("- **One.** This is a sentence long enough to stand alone here. Rest.\n- Two.\n");
    assert!(
        paper.contains("stand alone here.</li>") && !paper.contains("Rest"),
        "{paper}"
    );
    assert!(notes.contains("Rest."), "{notes}");
}

#[test]
fn a_formula_that_is_not_written_for_typst_is_named_with_its_slide() {
    let message = deck("$$\\phantom{x}$$\n").typst().unwrap_err().to_string();
    assert!(
        message.starts_with("slide 'A section': a formula holds <"),
        "{message}"
    );
}

#[test]
fn the_deck_of_the_book_is_the_same_every_time_and_asks_no_other_host() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let files = write(&["deck"], one.path());
    assert!(files == write(&["deck"], other.path()));
    let html = str::from_utf8(&files["deck.html"]).unwrap();
    for name in ["src", "href"] {
        for (at, start) in html.match_indices(&format!(" {name}=\"")) {
            let target = &html[at + start.len()..];
            // A link is followed by a person and not by the deck.
            let is_link =
                html[..at].ends_with("<a") && target.starts_with("http://localhost:3000/");
            assert!(
                is_link || target.starts_with("data:") || target.starts_with('#'),
                "{}",
                &target[..60]
            );
        }
    }
    for (at, start) in html.match_indices("url(") {
        assert!(html[at + start.len()..].starts_with("data:"));
    }
    for word in ["@import", "fetch(", "XMLHttpRequest", "import("] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn every_slide_of_the_book_has_a_title_and_notes_and_nothing_is_left_of_the_markdown() {
    let out = tempfile::tempdir().unwrap();
    let files = write(&["deck", "--format", "html"], out.path());
    let html = str::from_utf8(&files["deck.html"]).unwrap();
    let slides: Vec<&str> = html.split("<section class=\"slide ").skip(1).collect();
    assert!(slides.len() > 90, "{} slides", slides.len());
    let words = |html: &str| {
        let mut text = String::new();
        for piece in html.split('<') {
            text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        }
        text.trim().to_owned()
    };
    let mut titles: Vec<String> = Vec::new();
    for slide in slides {
        let (paper, notes) = slide.split_once("<summary>Notes</summary>").unwrap();
        for (word, mark) in [("Figure", "Figure\u{a0}"), ("Listing", "Listing\u{a0}")] {
            for (at, _) in paper.match_indices(mark) {
                let number = paper[at + mark.len()..]
                    .split(|letter: char| letter != '.' && !letter.is_ascii_digit());
                let number = number
                    .map(|number| number.trim_end_matches('.'))
                    .next()
                    .unwrap();
                let caption = format!("{} {number}.</strong>", word.to_lowercase());
                assert!(
                    paper.to_lowercase().contains(&caption),
                    "{word} {number} is not on {paper}"
                );
            }
        }
        for (at, mark) in paper.match_indices("<div class=\"program ") {
            let size = paper[at + mark.len()..]
                .split("--size:")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            // 14 points where a slide of 1280 units is 960 points wide; sizes are written with one decimal, rounded down.
            assert!(
                size.parse::<f64>().unwrap() >= 18.6,
                "letters of {size} units on {paper}"
            );
        }
        let title = paper
            .split("<h")
            .nth(2)
            .unwrap()
            .split("</h")
            .next()
            .unwrap();
        let title = words(&format!("<h{title}"));
        assert!(title.len() > 2, "{title}");
        titles.push(title.split(" (").next().unwrap().to_owned());
        assert!(
            words(notes.split("</details>").next().unwrap()).len() > 10,
            "{notes}"
        );
        for markup in [
            "{{#", "](claim:", "](ref:", "](given:", "](cite:", "$$", "&lt;!--",
        ] {
            assert!(!words(slide).contains(markup), "'{markup}' in {slide}");
        }
    }
    for five in titles.windows(5) {
        // The list of works has no parts that could be called otherwise.
        assert!(
            five[0] == "Works" || five.iter().any(|title| *title != five[0]),
            "five slides are called {}",
            five[0]
        );
    }
}

#[test]
fn the_typst_source_of_the_book_shows_every_figure() {
    let out = tempfile::tempdir().unwrap();
    let files = write(&["deck", "--format", "typst"], out.path());
    let source = str::from_utf8(&files["deck.typ"]).unwrap();
    for name in files.keys().filter(|name| name.ends_with("-light.svg")) {
        let stem = name.strip_suffix("-light.svg").unwrap();
        assert!(source.contains(&format!("\"{stem}\"")), "{name} is shown");
    }
}

#[test]
fn a_chapter_alone_is_a_deck() {
    let out = tempfile::tempdir().unwrap();
    let files = write(
        &["deck", "--format", "html", "--chapter", "pooling"],
        out.path(),
    );
    let html = str::from_utf8(&files["deck-pooling.html"]).unwrap();
    assert!(html.contains("Eight samples") && !html.contains("The sliding window"));
}

#[test]
fn bad_input_is_refused_with_what_would_be_right() {
    let out = tempfile::tempdir().unwrap();
    let message = refuse(&["deck", "--chapter", "poling"], out.path());
    assert_eq!(
        message,
        "no chapter is named 'poling'; did you mean 'pooling'?\n"
    );
    let message = refuse(&["deck", "--format", "pptx"], out.path());
    assert!(
        message.contains("[possible values: html, typst]"),
        "{message}"
    );
    let file = out.path().join("file");
    fs::write(&file, "").unwrap();
    let message = refuse(&["deck", "--chapter", "pooling"], &file);
    assert!(message.contains("file"), "{message}");
    let theirs = tempfile::tempdir().unwrap();
    fs::write(theirs.path().join("deck.html"), "theirs").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_handouts"));
    command.args(["deck", "--out"]).arg(theirs.path());
    let output = command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        fs::read(theirs.path().join("deck.html")).unwrap(),
        b"theirs"
    );
    assert_eq!(fs::read_dir(theirs.path()).unwrap().count(), 1);
}
