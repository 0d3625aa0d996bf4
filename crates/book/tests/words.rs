//! Words of a chapter that belong to a figure: links that set it, names of its parts, and numbers that follow it.

use book::{Bibliography, Chapter, Context, Listings, Mistakes, Mode, Typeset, typeset};
use figures::FIGURES;
use std::collections::BTreeMap;

fn chapter(file: &str, text: &str) -> Chapter {
    Chapter {
        file: file.into(),
        title: "A chapter".into(),
        number: Some("3".into()),
        text: text.into(),
    }
}

/// A book of two chapters.
fn book(one: &str, two: &str) -> Result<Typeset, Mistakes> {
    let context = Context {
        figures: &FIGURES,
        listings: Listings {
            package: "listings".into(),
            names: Vec::new(),
            experiments: Vec::new(),
            programs: BTreeMap::new(),
        },
        repository: None,
        solutions: BTreeMap::new(),
        bibliography: Bibliography::parse("").unwrap(),
        source: "nowhere".into(),
        live: Some("1".into()),
    };
    let chapters = [chapter("one.md", one), chapter("two.md", two)];
    typeset(&chapters, &context, Mode::Read)
}

/// The mistakes of a chapter that shows *pooling*, each with its hint.
fn mistakes(text: &str) -> Vec<String> {
    let text = format!("{{{{#figure pooling dx=1}}}}\n\n{text}\n");
    let mistakes = book(&text, "{{#figure matrices}}\n").unwrap_err().0;
    let line = |mistake: &book::Diagnostic| {
        assert_eq!(mistake.file, "one.md");
        let hint = mistake.hint.as_deref().unwrap_or_default();
        format!("{}: {} | {hint}", mistake.line, mistake.message)
    };
    mistakes.iter().map(line).collect()
}

#[track_caller]
fn finds(text: &str, parts: &[&str]) {
    let found = mistakes(text);
    assert_eq!(found.len(), 1, "{found:#?}");
    for part in parts {
        assert!(found[0].contains(part), "no {part:?} in {:?}", found[0]);
    }
}

#[test]
fn a_link_sets_the_figure_of_its_page_or_leads_to_the_page_that_shows_it() {
    let one = "[average](set:pooling kind=mean) it, or *[move](set:pooling dx=2 dy=-1)* it.\n\n{{#figure pooling dx=3}}\n";
    let two = "[blur](set:pooling kind=blurred)\n\n> - [average](set:pooling kind=mean)\n\n`[a](set:x b=c)`\n";
    let typeset = book(one, two).unwrap();
    let page = &typeset.texts[0];
    for part in [
        "<a class=\"set\" href=\"one.html#fig-pooling?kind=mean&amp;dx=3\" data-set=\"kind=mean\">average</a>",
        "<a class=\"set\" href=\"one.html#fig-pooling?dx=2&amp;dy=-1\" data-set=\"dx=2&amp;dy=-1\">move</a>",
        // Without a script the address leads to the figure all the same, also from another page.
        "<span id=\"fig-pooling?kind=mean&amp;dx=3\"></span>",
        "<span id=\"fig-pooling?dx=2&amp;dy=-1\"></span>",
        "<span id=\"fig-pooling?kind=blurred&amp;dx=3\"></span>",
    ] {
        assert_eq!(page.matches(part).count(), 1, "{part}");
    }
    let page = &typeset.texts[1];
    for part in [
        "<a class=\"set\" href=\"one.html#fig-pooling?kind=blurred&amp;dx=3\">blur</a>",
        "> - <a class=\"set\" href=\"one.html#fig-pooling?kind=mean&amp;dx=3\">average</a>",
        "`[a](set:x b=c)`",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
}

#[test]
fn a_link_that_cannot_set_its_figure_is_a_mistake_that_says_what_would_be_right() {
    let parameters = "the parameters of 'pooling' are image=";
    finds(
        "[a](set:poling kind=mean)",
        &[
            "3: cannot set 'poling': the book shows no such figure",
            "did you mean 'pooling'?",
        ],
    );
    finds(
        "[a](set:pooling)",
        &["3: 'set:pooling' sets nothing", parameters],
    );
    finds(
        "[a](set:pooling kind)",
        &["3: cannot set it so: 'kind'", parameters],
    );
    finds("b\n[a](set:pooling knd=mean)", &["4: ", "knd", parameters]);
    finds(
        "[a](set:pooling kind=median)",
        &["3: ", "kind=median", parameters],
    );
    finds("[a](set:pooling dx=99)", &["3: ", "dx=99", parameters]);
    // A place that this state does not have.
    finds("[a](set:pooling row=7)", &["3: ", "row", parameters]);
    finds(
        "[a](set:pooling\nkind=mean)",
        &[
            "3: a 'set:' link that markdown does not read",
            "on one line",
        ],
    );
    finds(
        "[the 12 cells](set:pooling dx=2)",
        &["3: unchecked number '12': it is none of its settings"],
    );
    assert!(
        book(
            "{{#figure pooling}}\n\n[two pixels](set:pooling dx=2)\n",
            ""
        )
        .is_ok()
    );
}

#[test]
fn a_word_names_a_part_of_a_figure_on_its_page() {
    let text = "Look at [the *window*](part:pooling window).\n\n{{#figure pooling}}\n\n## [The plot](part:pooling plot)\n";
    let typeset = book(text, "").unwrap();
    for part in [
        "Look at <a class=\"part\" data-figure=\"pooling\" data-part=\"window\">the *window*</a>.",
        "## <span class=\"part\">The plot</span>",
    ] {
        assert!(typeset.texts[0].contains(part), "{}", typeset.texts[0]);
    }
    finds(
        "[a](part:pooling seam)",
        &[
            "3: figure 'pooling' has no part 'seam'",
            "the parts of 'pooling' are output, plot, window",
        ],
    );
    finds(
        "[a](part:matrices window)",
        &[
            "3: this chapter shows no figure 'matrices'",
            "known: pooling",
        ],
    );
    finds(
        "[a](part:pooling)",
        &[
            "3: 'part:pooling' names no part",
            "[text](part:FIGURE part)",
        ],
    );
    finds(
        "[all 64 cells](part:pooling window)",
        &["3: unchecked number '64'"],
    );
}

#[test]
fn a_number_of_a_figure_on_its_page_says_which_and_what_the_book_has() {
    let one = "{{#figure pooling}}\n\n[Eight by eight](claim:@pooling#input-size)\n";
    let two = "[8×8](claim:@pooling#input-size)\n";
    let typeset = book(one, two).unwrap();
    let number = "title=\"computed: @pooling#input-size\" data-readout=\"input-size\" data-book=\"8×8\">Eight by eight</a>";
    assert!(typeset.texts[0].contains(number), "{}", typeset.texts[0]);
    // The figure of another page is not in sight.
    assert!(!typeset.texts[1].contains("data-"), "{}", typeset.texts[1]);
}
