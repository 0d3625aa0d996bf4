//! Every kind of author's mistake, in a book of a few lines: it is found, with its chapter, its line and a plain message.

use book::{
    Bibliography, Book, Chapter, Context, Failure, Listing, Listings, Mode, Output, Solution,
    typeset,
};
use figures::FIGURES;
use std::{collections::BTreeMap, fs};

const BIBLIOGRAPHY: &str = r#"
[zhang2019]
authors = "Richard Zhang"
year = 2019
title = "Making Convolutional Networks Shift-Invariant Again"
"#;

fn listing(source: &str, outcome: Result<Output, Failure>) -> Listing {
    Listing {
        source: source.into(),
        outcome,
    }
}

fn printed(stdout: &str) -> Result<Output, Failure> {
    Output::parse(stdout.into(), Vec::new())
}

fn context() -> Context {
    let long = "// a line\n".repeat(16);
    let programs = BTreeMap::from([
        (
            "sobel".to_owned(),
            listing(
                "fn main() {}\n",
                printed("output-size = 46×46\nshift = -1\nshare = 0.75\n"),
            ),
        ),
        (
            "broken".to_owned(),
            listing(
                "fn main() {",
                Err(Failure::Compile("error: unclosed delimiter".into())),
            ),
        ),
        (
            "unbuilt".to_owned(),
            listing("fn main() {}", Err(Failure::Unbuilt)),
        ),
        (
            "panics".to_owned(),
            listing(
                "fn main() { panic!() }",
                Err(Failure::Run("panicked at 'no'".into())),
            ),
        ),
        (
            "chatty".to_owned(),
            listing("fn main() {}", printed("hello\n")),
        ),
        (
            "reads".to_owned(),
            listing(
                "fn main() {}",
                Err(Failure::Refused("line 1: 'std::fs'".into())),
            ),
        ),
        (
            "trained".to_owned(),
            listing("fn main() {}", printed("accuracy = 1\n")),
        ),
        (
            "untrained".to_owned(),
            listing("fn main() {}", Err(Failure::Run("it says \"no\"".into()))),
        ),
        (
            "endless".to_owned(),
            listing("fn main() {}", Err(Failure::Stopped("it runs".into()))),
        ),
        (
            "braces".to_owned(),
            listing(
                "fn main() {\n// {{#title a}}\n\"\n# b\n\\{{#c}}\"}\n",
                printed("d = {{#include e}}\n"),
            ),
        ),
        ("long".to_owned(), listing(&long, printed(""))),
        (
            "wide".to_owned(),
            listing(
                &format!("fn main() {{}}\n// {}\n", "é".repeat(86)),
                printed(""),
            ),
        ),
    ]);
    Context {
        figures: &FIGURES,
        listings: Listings {
            package: "listings".into(),
            names: programs.keys().cloned().collect(),
            experiments: vec!["trained".to_owned(), "untrained".to_owned()],
            programs,
        },
        solutions: BTreeMap::from([(
            "solved".to_owned(),
            Solution {
                skeleton: "crates/exercises/src/solved.rs".into(),
                program: "/// Returns 1.\npub fn solve() -> u8 {\n    1\n}\n".to_owned(),
            },
        )]),
        bibliography: Bibliography::parse(BIBLIOGRAPHY).unwrap(),
        repository: None,
        source: "nowhere".into(),
        live: Some("1".into()),
    }
}

fn chapter(file: &str, text: &str) -> Chapter {
    Chapter {
        file: file.into(),
        title: "A chapter".into(),
        number: Some("3".into()),
        text: text.into(),
    }
}

/// The mistakes in a chapter with this text, as `line: message`, beside a page for the bibliography.
fn mistakes(text: &str) -> Vec<String> {
    let chapters = [
        chapter("one.md", text),
        chapter("works.md", "{{#bibliography}}\n"),
    ];
    let context = context();
    let found = match typeset(&chapters, &context, Mode::Read) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.0,
    };
    let alone = Book::new(&chapters, &context, Mode::Read).mistakes_in(0, text);
    assert_eq!(
        alone, found,
        "a chapter checked alone has the same mistakes"
    );
    found
        .iter()
        .map(|mistake| {
            assert_eq!(mistake.file, "one.md");
            format!("{}: {}", mistake.line, mistake.message)
        })
        .collect()
}

#[track_caller]
fn finds(text: &str, expected: &[&str]) {
    let found = mistakes(text);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            found.starts_with(expected),
            "found {found:?}, expected {expected:?}"
        );
    }
}

#[test]
fn a_book_without_mistakes_is_typeset() {
    let text = "# Chapter [12](given:a-number)\n\n{{#listing sobel}}\n\nIt is [46×46](claim:sobel#output-size), [−1](claim:sobel#shift), \
                [1989](given:year-of-publication), [Zhang 2019](cite:zhang2019), $x_{12}$, `12`, VGG-16, \
                [Listing](ref:sobel).\n";
    let chapters = [
        chapter("one.md", text),
        chapter("works.md", "{{#bibliography}}\n\n{{#claims}}\n"),
    ];
    let typeset = typeset(&chapters, &context(), Mode::Read).unwrap();
    let page = &typeset.texts[0];
    for part in [
        "id=\"listing-sobel\"",
        "<pre class=\"output\"><samp>output-size = 46×46\nshift = -1\nshare = 0.75</samp></pre>",
        "href=\"one.html#listing-sobel\" title=\"computed: sobel#output-size\">46×46</a>",
        "<span class=\"given\" title=\"year of publication\">1989</span>",
        "href=\"works.html#cite-zhang2019\">Zhang 2019</a>",
        ">Listing\u{a0}3.1</a>",
        "<math",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert!(!page.contains("{{#") && !page.contains("claim:"), "{page}");
    assert!(typeset.texts[1].contains("id=\"cite-zhang2019\""));
    assert!(typeset.texts[1].contains("<code>sobel#output-size</code>"));
    assert_eq!(typeset.claims.len(), 2);
    assert_eq!(
        (typeset.claims[0].line, typeset.claims[0].value.as_str()),
        (5, "46×46")
    );
}

#[test]
fn a_wrong_number_shows_what_is_written_and_what_was_computed() {
    finds(
        "{{#listing sobel}}\n\nIt is [45×46](claim:sobel#output-size).\n",
        &["3: wrong number: '45×46' is written, sobel#output-size computed '46×46'"],
    );
}

#[test]
fn an_unchecked_number_is_a_mistake_in_any_prose() {
    finds(
        "One\n\ntwo 46×46\nand 0.5\n",
        &["3: unchecked number '46×46'", "4: unchecked number '0.5'"],
    );
    finds(
        "- a *list* of 12\n\n| a | b |\n|---|---|\n| 5% | 2 |\n",
        &["1: unchecked number '12'", "5: unchecked number '5%'"],
    );
    finds(
        "[a page of 300](https://example.org)\n",
        &["1: unchecked number '300'"],
    );
    finds("<p>\n<b>12</b>\n</p>\n", &["2: unchecked number '12'"]);
    finds("&#49;2 things\n", &["1: unchecked number '12'"]);
}

#[test]
fn code_and_formulas_hold_any_number() {
    finds(
        "# `12`\n\n`12` and $12$\n\n```text\n12\n```\n\n$$\n12\n$$\n",
        &[],
    );
}

#[test]
fn an_unchecked_number_is_a_mistake_in_every_form_in_which_a_reader_meets_it() {
    for (text, expected) in [
        (
            "a\n\n## Where 6.00e-1 comes from\n",
            "3: unchecked number '6.00e-1'",
        ),
        ("A seam\ntwo pixels wide.\n", "2: unchecked number 'two'"),
        (
            "It is three\nquarters of it.\n",
            "1: unchecked number 'three quarters'",
        ),
        (
            "It is *three* **quarters** of it.\n",
            "1: unchecked number 'three quarters'",
        ),
        (
            "a\n[two](https://example.org) pixels\n",
            "2: unchecked number 'two'",
        ),
        (
            "![A map of 12 cells](https://example.org/a.svg)\n",
            "1: unchecked number '12'",
        ),
        (
            "![A map](https://example.org \"of half of the cells\")\n",
            "1: unchecked number 'half'",
        ),
        (
            "[a page](https://example.org \"12 things\")\n",
            "1: unchecked number '12'",
        ),
        (
            "[a page][it]\n\n[it]: https://example.org '5 ‰'\n",
            "1: unchecked number '5 ‰'",
        ),
        (
            "<img\nalt='.5 of it' src='data:,'>\n",
            "2: unchecked number '.5'",
        ),
        (
            "a <abbr title=\"3/4\">b</abbr>\n",
            "1: unchecked number '3/4'",
        ),
        (
            "<figure>\n<figcaption>½ of it</figcaption>\n</figure>\n",
            "2: unchecked number '½'",
        ),
        (
            "{{#figure pooling}}\n<!-- say: seven of the maps -->\n",
            "2: unchecked number 'seven'",
        ),
        ("| a |\n|---|\n| two rows |\n", "3: unchecked number 'two'"),
    ] {
        finds(text, &[expected]);
    }
    finds("One of them. Two things happen here.\n", &[]);
}

#[test]
fn a_number_in_words_is_checked_as_a_value() {
    let listing = "{{#listing sobel}}\n\n";
    finds(
        &format!(
            "{listing}[Three quarters](claim:sobel#share) of it, [46 by 46](given:a-reason).\n"
        ),
        &[],
    );
    finds(
        &format!("{listing}[two quarters](claim:sobel#share)\n"),
        &["3: wrong number: 'two quarters' is written, sobel#share computed '0.75'"],
    );
}

#[test]
fn a_checked_number_in_a_heading_or_in_an_image_is_no_link() {
    let text = "{{#listing sobel}}\n\n## About [46×46](claim:sobel#output-size) pixels\n\n\
                ![A map of [46×46](claim:sobel#output-size) cells, [Listing](ref:sobel)](data:,)\n";
    let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Read).unwrap();
    let page = &typeset.texts[0];
    for part in [
        "## About <span class=\"claim\" title=\"computed: sobel#output-size\">46×46</span> pixels\n",
        "![A map of 46×46 cells, Listing\u{a0}3.1](data:,)\n",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert_eq!(typeset.claims.len(), 2);
}

#[test]
fn unknown_names_are_mistakes() {
    finds("{{#listing sobal}}\n", &["1: unknown listing 'sobal'"]);
    finds(
        "a\n\n{{#figure no-such}}\n",
        &["3: unknown figure 'no-such'"],
    );
    finds(
        "\n[2](claim:nothing#x)\n",
        &["2: unknown claim 'nothing#x': the book shows no listing"],
    );
    finds(
        "{{#listing sobel}}\n\n[2](claim:sobel#x)\n",
        &["3: unknown claim 'sobel#x': 'sobel' computes no 'x'"],
    );
    finds(
        "[2](claim:@pooling#x)\n",
        &["1: unknown claim '@pooling#x': the book shows no figure"],
    );
    finds("[2](claim:sobel)\n", &["1: unknown claim 'sobel'"]);
    finds("[Zhang](cite:zhang)\n", &["1: unknown citation 'zhang'"]);
    finds(
        "[Figure](ref:nothing)\n",
        &["1: unknown reference 'nothing'"],
    );
    finds(
        "{{#lisitng sobel}}\n",
        &["1: unknown directive '{{#lisitng}}'"],
    );
}

#[test]
fn an_unknown_figure_parameter_or_readout_is_a_mistake() {
    finds(
        "a\n\n{{#figure image-filter no-such=1}}\n",
        &["3: figure 'image-filter', 'no-such=1'"],
    );
    finds(
        "{{#figure image-filter kernel}}\n",
        &["1: 'kernel' is not of the form"],
    );
    finds(
        "{{#figure image-filter}}\n\n[2](claim:@image-filter#no-such)\n",
        &["3: unknown claim '@image-filter#no-such'"],
    );
}

#[test]
fn a_wrong_year_in_a_citation_is_a_mistake() {
    finds(
        "[Zhang 2018](cite:zhang2019)\n",
        &["1: wrong number: '2018' is written, the bibliography says 2019"],
    );
}

#[test]
fn a_number_given_without_a_reason_is_a_mistake() {
    finds("[12](given:)\n", &["1: '12' is given without a reason"]);
}

#[test]
fn a_bad_formula_is_a_mistake() {
    finds("a\n\n$\\nosuch{1}$ b\n", &["3: bad formula '\\nosuch{1}'"]);
    finds(
        "it costs $x and no more\n",
        &["1: bad formula: a '$' without its partner"],
    );
    finds(
        "a\n\nb $\\begin{matrix}&'\\end{matrix}$\n",
        &["3: bad formula '\\begin{matrix}&'\\end{matrix}': it stops the typesetter"],
    );
    finds("it costs \\$x and no more\n", &[]);
}

#[test]
fn an_untested_fence_is_a_mistake() {
    finds("```rust,ignore\nlet x = 1;\n```\n", &["1: untested fence"]);
    finds("a\n\n```rust,key=value\n```\n", &["3: untested fence"]);
    finds("```\nx\n```\n", &["1: untested fence"]);
    finds("a\n\n    let x = 1;\n", &["3: untested fence"]);
    finds("```rust\nfn main() {}\n```\n\n```toml\na = 12\n```\n", &[]);
}

#[test]
fn a_missing_include_is_a_mistake() {
    finds(
        "```toml\n{{#include nothing.toml}}\n```\n",
        &["2: missing include 'nothing.toml'"],
    );
    finds(
        "a\n{{#include nothing.md}}\n",
        &["2: an include outside a code block"],
    );
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("some.toml"), "a = 1").unwrap();
    let context = Context {
        source: folder.path().to_owned(),
        ..context()
    };
    let chapters = [chapter(
        "one.md",
        "```toml\n{{#include some.toml:1:1}}\n```\n",
    )];
    assert!(typeset(&chapters, &context, Mode::Read).is_ok());
}

#[test]
fn a_directive_inside_a_line_is_a_mistake() {
    finds(
        "see {{#listing sobel}}\n",
        &["1: a directive that is not alone on its line"],
    );
}

#[test]
fn a_link_that_markdown_does_not_read_is_a_mistake() {
    finds(
        "[12](given:year of publication)\n",
        &["1: a 'given:' link", "1: unchecked number '12'"],
    );
}

#[test]
fn what_is_wrong_in_a_mark_is_a_mistake_at_its_line() {
    finds("<!-- slied -->\n", &["1: unknown mark '<!-- slied -->'"]);
    finds(
        "a <!-- TODO: b --> c\n",
        &["1: unknown mark '<!-- TODO -->'"],
    );
    finds("<p>\né <!--skip", &["2: a comment without an end"]);
    finds("a\n<!-- say: b\n", &["2: a comment without an end"]);
    finds("<!-- say: -->\n", &["1: the mark 'say:' has no words"]);
    finds(
        "<!-- skip: it -->\n",
        &["1: the mark 'skip:' takes no words"],
    );
    finds(
        "{{#listing sobel}}\n\n<!-- say:\nIt is [45×45](claim:sobel#output-size),\nor 12. -->\n",
        &[
            "4: wrong number: '45×45' is written",
            "5: unchecked number '12'",
        ],
    );
    finds(
        "a <!-- slide: $\\nosuch{1}$ --> b\n",
        &["1: bad formula '\\nosuch{1}'"],
    );
    finds(
        "<!-- slide:\n{{#listing sobel}}\n-->\n",
        &["2: a directive '{{#listing}}' in a mark"],
    );
}

#[test]
fn a_mark_stands_on_no_page() {
    let text = "# A\n\n<!-- slide -->\nIt is. <!-- say: [a](given:b) --> So.\n";
    let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Read).unwrap();
    assert!(!typeset.texts[0].contains("<!--"), "{}", typeset.texts[0]);
}

#[test]
fn a_mark_leaves_what_stands_around_it_wherever_it_stands() {
    for around in [
        ["<p>\r\né", "é\r\n</p>\r\n"],
        ["> <p>\n> é", "é\n> </p>\n"],
        ["- <p>\n  é", "é\n  </p>\n"],
        ["> - é\n>   é ", " é\n"],
        ["é\r\n", "\r\né\r\n"],
    ] {
        for mark in ["<!-- say: é -->", "<!--skip-->", "<!-- slide -->"] {
            let text = around.join(mark);
            let typeset = typeset(&[chapter("one.md", &text)], &context(), Mode::Read).unwrap();
            assert_eq!(typeset.texts[0], around.concat(), "{text:?}");
        }
    }
    // Over several lines, each of which begins with what makes the quote.
    let text = "> é <!-- say: a\n> é\n> [12](given:b-c) --> é\n";
    let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Read).unwrap();
    assert_eq!(typeset.texts[0], "> é  é\n");
    finds(
        "> <p>\n> é\n> <!-- say: a\n> é 12 -->\n",
        &["4: unchecked number '12'"],
    );
}

#[test]
fn a_program_in_a_chapter_is_highlighted_where_it_stands() {
    let page = |text: &str| {
        let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Read);
        typeset.unwrap().texts[0].clone()
    };
    assert_eq!(
        page("- A list.\n\n  ```rust\n  let a;\n\n  # b;\n  ```\n\n- More.\n"),
        "- A list.\n\n  <pre><code class=\"language-rust\"><span class=\"code-keyword\">let</span> a;&#10;&#10;\
         <span class=\"boring\">b;</span></code></pre>\n\n- More.\n"
    );
    let text = "```text\nlet a;\n```\n\n```console\ncargo book\n```\n";
    assert_eq!(page(text), text);
}

#[test]
fn a_listing_that_fails_is_reported_where_it_is_shown() {
    finds(
        "a\n\n{{#listing broken}}\n",
        &["3: listing 'broken' does not compile\nerror: unclosed delimiter"],
    );
    // A listing that was not built because of another one, and a claim on it, are no mistakes of their own.
    finds(
        "{{#listing unbuilt}}\n\n{{#listing broken}}\n\n[46](claim:unbuilt#size)\n",
        &["3: listing 'broken' does not compile"],
    );
    finds(
        "{{#listing panics}}\n",
        &["1: listing 'panics' failed\npanicked at 'no'"],
    );
    finds(
        "{{#listing chatty}}\n",
        &["1: listing 'chatty': line 1 of its output is not 'name = value'"],
    );
    finds(
        "{{#listing long}}\n",
        &["1: listing 'long' shows 16 lines; 15 is the most"],
    );
}

#[test]
fn a_listing_that_is_not_run_to_its_end_is_a_mistake_in_every_mode() {
    let chapters = [chapter(
        "one.md",
        "{{#listing reads}}\n\n{{#listing endless}}\n",
    )];
    for mode in [Mode::Read, Mode::Test] {
        let mistakes = typeset(&chapters, &context(), mode)
            .unwrap_err()
            .to_string();
        for expected in [
            "one.md:1: error: listing 'reads' is refused\nline 1: 'std::fs'\n",
            "one.md:3: error: listing 'endless' was stopped: it runs\n",
        ] {
            assert!(mistakes.contains(expected), "{mistakes}");
        }
    }
}

#[test]
fn what_a_listing_writes_is_no_directive() {
    let chapters = [chapter("one.md", "{{#listing braces}}\n")];
    let page = &typeset(&chapters, &context(), Mode::Read).unwrap().texts[0];
    assert!(!page.contains("{{#"), "{page}");
    for part in [
        "// {&#123;#title a}}",
        "&#10;<span class=\"code-literal\"># b",
        "\\{&#123;#c}}",
        "d = {&#123;#include e}}",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
}

#[test]
fn what_is_shown_twice_is_a_mistake() {
    finds(
        "{{#listing sobel}}\n\n{{#listing sobel}}\n",
        &["3: listing 'sobel' is shown twice"],
    );
    finds(
        "{{#figure pooling}}\n\n{{#figure pooling}}\n",
        &["3: figure 'pooling' is shown twice"],
    );
}

#[test]
fn all_mistakes_are_reported_together_in_order() {
    let found = mistakes("12\n\n{{#listing no}}\n\n```\n```\n\n$\\frac$\n\n[1](cite:no)\n");
    let lines: Vec<&str> = found
        .iter()
        .map(|mistake| mistake.split(':').next().unwrap())
        .collect();
    assert_eq!(lines, ["1", "3", "5", "8", "10"], "{found:#?}");
}

#[test]
fn a_mistake_is_printed_with_chapter_line_and_hint() {
    let chapters = [chapter("one.md", "\n{{#listing sobal}}\n")];
    let mistakes = typeset(&chapters, &context(), Mode::Read).unwrap_err();
    let text = mistakes.to_string();
    assert!(
        text.starts_with(
            "one.md:2: error: unknown listing 'sobal'\n  hint: did you mean 'sobel'?\n"
        ),
        "{text}"
    );
}

#[test]
fn for_rustdoc_a_program_and_a_listing_that_failed_stand_on_their_lines_and_nothing_else_does() {
    let text = "# Title\n\nprose\n\n{{#listing panics}}\n\n{{#listing sobel}}\n\n\n```rust\nfn main() {}\n```\n";
    let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Test).unwrap();
    let lines: Vec<&str> = typeset.texts[0].lines().collect();
    assert_eq!(lines[..4], [""; 4]);
    assert_eq!(
        lines[4..7],
        [
            "`````rust",
            r#"fn main() { panic!("listing {}: {}", "panics", "panicked at 'no'"); }"#,
            "`````"
        ]
    );
    assert_eq!(lines[7..9], [""; 2]);
    assert_eq!(lines[9..], ["`````rust", "fn main() {}", "`````"]);
}

#[test]
fn a_listing_that_prints_has_room_for_what_runs_it_and_the_command_that_does() {
    let text = "{{#listing trained}}\n\n{{#listing sobel}}\n";
    let chapters = [chapter("deep/one.md", text)];
    let page = &typeset(&chapters, &context(), Mode::Read).unwrap().texts[0];
    let button = |name: &str| {
        format!(
            "</code></pre>\n<p class=\"live live-actions live-run\"><button type=\"button\">{name}</button> <span role=\"status\"></span></p>\n\
             <pre class=\"output\"><samp>"
        )
    };
    for part in [
        "<live-listing name=\"trained\" data-version=\"1\" data-module=\"experiments\">\n<pre>",
        &button("Train it here"),
        "<live-listing name=\"sobel\" data-version=\"1\" data-module=\"deep-programs\">\n<pre>",
        &button("Run"),
        "<code>cargo run -p listings sobel</code>",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    let mut still = context();
    still.live = None;
    let page = &typeset(&chapters, &still, Mode::Read).unwrap().texts[0];
    assert!(
        !page.contains("<live-listing") && !page.contains("<button"),
        "{page}"
    );
}

#[test]
fn a_marked_number_is_a_field_and_the_mark_is_not_part_of_the_line() {
    let source = "// ANCHOR: shown\nfn main() {\n    f(2, 1.5); // try 1.5: 0.5..=4\n}\n// ANCHOR_END: shown\n";
    let mut context = context();
    let marked = |source: &str| listing(source, printed("a = 1\n"));
    context
        .listings
        .programs
        .insert("sobel".into(), marked(source));
    let chapters = [chapter("one.md", "{{#listing sobel}}\n")];
    let page = &typeset(&chapters, &context, Mode::Read).unwrap().texts[0];
    let field = "<span class=\"try\"><span aria-hidden=\"true\"><span class=\"code-literal\">1.5</span></span>\
                 <input type=\"number\" hidden=\"\" aria-label=\"1.5 in “f(2, 1.5);”, 0.5 to 4\" value=\"1.5\" min=\"0.5\" max=\"4\" step=\"0.1\" data-decimal=\"\" autocomplete=\"off\"></span>\
                 );<span class=\"try-mark\"> <span class=\"code-comment\">// try 1.5: 0.5..=4</span></span>&#10;}";
    assert!(page.contains(field), "no {field} in {page}");
    context.live = None;
    let page = &typeset(&chapters, &context, Mode::Read).unwrap().texts[0];
    assert!(
        !page.contains("<input") && !page.contains("// try"),
        "{page}"
    );
    context.live = Some("1".into());

    let long = format!("f(1.5, {}); // try: 1..=2", "a".repeat(75));
    context
        .listings
        .programs
        .insert("sobel".into(), marked(&long));
    typeset(&chapters, &context, Mode::Read).unwrap();

    let wrong = "fn main() {\n    f(5); // try: 6..=9\n}\n";
    context
        .listings
        .programs
        .insert("sobel".into(), marked(wrong));
    let mistakes = typeset(&chapters, &context, Mode::Read)
        .unwrap_err()
        .to_string();
    let expected =
        "one.md:1: error: listing 'sobel': its line 2 has '// try: 6..=9': 5 is not within 6..=9";
    assert!(mistakes.contains(expected), "{mistakes}");
}

#[test]
fn lines_that_the_chapter_does_not_quote_are_folded_where_there_are_many() {
    let lines = |count: usize| -> String {
        (0..count)
            .map(|k| format!("line-{} = {k}\n", ["a", "b", "c", "d", "e", "f", "g"][k]))
            .collect()
    };
    let page = |count: usize, text: &str| {
        let mut context = context();
        let listing = listing("fn main() {}\n", printed(&lines(count)));
        context.listings.programs.insert("sobel".into(), listing);
        let typeset = typeset(&[chapter("one.md", text)], &context, Mode::Read);
        typeset.unwrap().texts[0].clone()
    };
    let quoting = "{{#listing sobel}}\n\n[1](claim:sobel#line-b) and [3](claim:sobel#line-d)\n";
    let rest = |k: usize| {
        format!(
            "<span class=\"rest\">line-{} = {k}\n</span>",
            ["a", "b", "c", "d", "e", "f", "g"][k]
        )
    };
    let last = rest(6).replace('\n', "");
    let folded = format!(
        "<div class=\"output printed\"><details><summary>The whole output</summary></details><pre class=\"output\"><samp>{}line-b = 1\n{}line-d = 3\n{}{}{last}</samp></pre></div>",
        rest(0),
        rest(2),
        rest(4),
        rest(5)
    );
    assert!(page(7, quoting).contains(&folded), "{}", page(7, quoting));
    let all = |count: usize| {
        format!(
            "\n<pre class=\"output\"><samp>{}</samp></pre>",
            lines(count).trim_end()
        )
    };
    assert!(page(6, quoting).contains(&all(6)), "few lines");
    let text = "{{#listing sobel}}\n";
    assert!(page(7, text).contains(&all(7)), "nothing is quoted");
}

#[test]
fn for_rustdoc_an_experiment_fails_with_what_the_training_said_and_is_not_trained_again() {
    let text = "{{#listing trained}}\n\n\n\n{{#listing untrained}}\n";
    let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Test).unwrap();
    assert_eq!(
        typeset.texts[0],
        "\n\n\n\n`````rust\nfn main() { panic!(\"listing {}: {}\", \"untrained\", \"it says \\\"no\\\"\"); }\n`````\n"
    );
}

#[test]
fn a_bibliography_that_is_no_toml_is_reported_with_its_line() {
    let mistake =
        Bibliography::parse("[a]\nauthors = \"A\"\nyear = \"soon\"\ntitle = \"T\"\n").unwrap_err();
    assert_eq!(
        (mistake.file.as_str(), mistake.line),
        ("book/bibliography.toml", 3)
    );
}

#[test]
fn a_program_with_a_line_that_is_too_wide_is_a_mistake_that_names_it() {
    finds(
        "{{#listing wide}}\n",
        &["1: listing 'wide': its line 2 has 89 characters; 88 is the most"],
    );
    let line = format!("// {}", "é".repeat(86));
    finds(
        &format!("a\n\n```rust\nfn main() {{}}\n{line}\n```\n"),
        &["5: a program's line has 89 characters; 88 is the most"],
    );
}

#[test]
fn a_link_within_the_book_that_leads_nowhere_is_a_mistake() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("more")).unwrap();
    fs::write(folder.path().join("more/a b.svg"), "").unwrap();
    let context = Context {
        source: folder.path().to_owned(),
        ..context()
    };
    let other = "# Two\n\n## A `b`, *c*\n\n## A b c\n\n## C {#own}\n\n<p id=\"html\"></p>\n\n{{#listing sobel}}\n\n{{#figure pooling}}\n";
    let found = |address: &str| {
        let chapters = [
            chapter("more/one.md", &format!("# One\n\na\n[b](<{address}>)\n")),
            chapter("two.md", other),
            chapter("more/README.md", "# Three\n"),
            chapter("works.md", "{{#bibliography}}\n"),
        ];
        let mistakes =
            typeset(&chapters, &context, Mode::Read).map_or_else(|found| found.0, |_| Vec::new());
        let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        mistakes.join("\n")
    };
    for right in [
        "https://example.org/no#no",
        "mailto:a@example.org",
        "//example.org",
        "#one",
        "../two.md",
        "../two.md#two",
        "../two.html#a-b-c",
        "../two.md#a-b-c-1",
        "../two.md#own",
        "../two.md#html",
        "../two.md#listing-sobel",
        "../two.md#fig-pooling",
        "../works.md#cite-zhang2019",
        "README.md#three",
        "index.html#three",
        "a%20b.svg",
        "../print.html",
    ] {
        assert_eq!(found(right), "", "{right}");
    }
    for (wrong, message) in [
        (
            "two.md",
            "more/one.md:4: error: dead link 'two.md': no chapter is 'more/two.md'",
        ),
        (
            "../tow.md",
            "dead link '../tow.md': no chapter is 'tow.md'\n  hint: did you mean 'two.md'?",
        ),
        ("../two.md#a-b", "'two.md' has no '#a-b'"),
        ("../two.md#c", "'two.md' has no '#c'"),
        ("#two", "'more/one.md' has no '#two'\n  hint: known: one"),
        (
            "../a%20b.svg",
            "there is no file 'a b.svg' beside the chapters",
        ),
        ("../../two.md", "it leads out of the book"),
        ("/two.md", "it leads out of the book"),
        ("../three.html", "there is no file 'three.html'"),
    ] {
        let found = found(wrong);
        assert!(found.contains(message), "{wrong}: {found}");
    }
    let chapters = [
        chapter(
            "more/one.md",
            "[README.md](README.md#three) [b](<README.md>)\n",
        ),
        chapter("more/README.md", "# Three\n"),
    ];
    let texts = typeset(&chapters, &context, Mode::Read).unwrap().texts;
    assert_eq!(texts[0], "[README.md](index.md#three) [b](<index.md>)\n");
    let html = "# A\n\n<img\nsrc=\"no.png\" alt=\"b\"> ![c](no.svg)\n";
    let mistakes = typeset(&[chapter("one.md", html)], &context, Mode::Read).unwrap_err();
    let lines: Vec<usize> = mistakes.0.iter().map(|mistake| mistake.line).collect();
    assert_eq!(lines, [4, 4], "{mistakes}");
}

#[test]
fn a_negative_number_has_a_minus_sign_on_the_page_and_in_the_table_of_claims() {
    let text = "{{#listing sobel}}\n\n- From [-1](claim:sobel#shift) to (-2, -0.5)\n\n| a |\n|---|\n| -3 |\n\n`-4`, VGG-5, 6-7, a--8\n\n\
                <!-- say: It is [-1](claim:sobel#shift). -->\n\n{{#claims}}\n";
    let text = text.replace("-0.5", "[-0.5](given:a-reason)");
    let typeset = typeset(&[chapter("one.md", &text)], &context(), Mode::Read).unwrap();
    let page = &typeset.texts[0];
    for part in [
        ">−1</a> to (−2, <span class=\"given\" title=\"a reason\">−0.5</span>)",
        "| −3 |",
        "`-4`, VGG-5, 6-7, a--8",
        "<td>−1</td>",
        "shift = -1",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert_eq!(typeset.claims[0].value, "-1");
}

#[test]
fn what_a_listing_prints_is_folded_where_the_author_asks() {
    let page = |text: &str| {
        let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Read);
        typeset.unwrap().texts[0].clone()
    };
    let output = "<pre class=\"output\">";
    let folded = format!("<details class=\"output\"><summary>What it prints</summary>{output}");
    let shown = page("{{#listing sobel}}\n");
    assert!(
        shown.contains(output) && !shown.contains(&folded),
        "{shown}"
    );
    let text = "{{#listing sobel folded}}\n\n[−1](claim:sobel#shift)\n";
    assert!(page(text).contains(&folded), "{}", page(text));
    finds(
        "{{#listing sobel fold}}\n",
        &["1: a listing that is not one name, or one name and the word 'folded'"],
    );
}

#[test]
fn a_figure_of_an_appendix_has_a_letter() {
    let appendix = |file: &str, text: &str| Chapter {
        number: None,
        ..chapter(file, text)
    };
    let chapters = [
        chapter("one.md", "{{#figure pooling}}\n"),
        appendix("works.md", "{{#bibliography}}\n"),
        appendix(
            "two.md",
            "{{#figure pooling}}\n\n{{#listing sobel}}\n\n[Figure](ref:pooling)\n",
        ),
        appendix("three.md", "{{#figure matrices}}\n"),
    ];
    let texts = typeset(&chapters, &context(), Mode::Read).unwrap().texts;
    for (k, part) in [
        (0, "Figure 3.1."),
        (2, "Figure A.1."),
        (2, "Listing A.1."),
        (2, "Figure\u{a0}A.1</a>"),
        (3, "Figure B.1."),
    ] {
        assert!(texts[k].contains(part), "no {part} in {}", texts[k]);
    }
}

#[test]
fn a_figure_before_the_first_chapter_is_a_second_showing() {
    let front = Chapter {
        number: None,
        ..chapter(
            "index.md",
            "{{#figure pooling}}\n\n[Figure](ref:pooling)\n\n{{#chapters}}\n",
        )
    };
    let chapters = [
        front,
        chapter("one.md", "How *large*?\n\n[Figure](ref:pooling)\n"),
        Chapter {
            title: "Two & more".into(),
            number: Some("4".into()),
            ..chapter(
                "part/two.md",
                "{{#figure pooling}}\n\n[Figure](ref:pooling)\n",
            )
        },
        Chapter {
            number: Some("4.1".into()),
            ..chapter("part/three.md", "Under it.\n")
        },
    ];
    let texts = typeset(&chapters, &context(), Mode::Read).unwrap().texts;
    for (k, part) in [
        (0, "Figure 0.1."),
        (0, "Figure\u{a0}0.1</a>"),
        (1, "href=\"part/two.html#fig-pooling\">Figure\u{a0}4.1</a>"),
        (2, "Figure\u{a0}4.1</a>"),
        (
            0,
            "<li><a href=\"one.html\">3. A chapter</a>\n<p>How large?</p>\n<p class=\"chapters-time\">About 1 minute</p></li>",
        ),
        (0, "alt=\"Figure 4.1, small: "),
        (0, "<a href=\"part/two.html\">4. Two &amp; more</a>"),
        (0, "About 1 minute, and 1 page that goes deeper"),
    ] {
        assert!(texts[k].contains(part), "no {part} in {}", texts[k]);
    }
    assert!(
        !texts[0].contains("Under it"),
        "a page under a chapter has no card"
    );
    finds(
        "{{#chapters 4}}\n",
        &["1: wrong arguments for {{#chapters}}"],
    );
}

/// A prediction about the listing `sobel`, which follows it.
fn asked(first: &str, answers: &str) -> String {
    format!(
        "{{{{#predict {first}}}}}\n\nHow large?\n\n{answers}\n\n{{{{/predict}}}}\n\n{{{{#listing sobel}}}}\n"
    )
}

#[test]
fn exactly_one_answer_of_a_prediction_is_right() {
    for (first, answers) in [
        ("sobel#output-size", "- 45×46\n- 46×46"),
        ("sobel#share", "- one half\n- three quarters\n- 1"),
        ("sobel#shift", "- -1\n- 1"),
        (
            "sobel",
            "- Less. {share < 1 and shift = -1}\n- More. {share ≥ 1}",
        ),
        (
            "sobel",
            "- The same. {output-size = 46×46}\n- Other. {output-size ≠ 46×46}",
        ),
        ("sobel#share within 10%", ""),
        ("sobel#shift within 0", ""),
    ] {
        finds(&asked(first, answers), &[]);
    }
    for (first, answers, expected) in [
        (
            "sobel#output-size",
            "- 45×46\n- 48×48",
            "1: no answer of this prediction is right: computed is '46×46'",
        ),
        (
            "sobel#share",
            "- 0.75\n- three quarters",
            "1: 2 answers of this prediction are right: '0.75', 'three quarters'",
        ),
        (
            "sobel",
            "- Less. {share < 1}\n- More. {share > 0}",
            "1: 2 answers of this",
        ),
        (
            "sobel#share",
            "- 0.75",
            "1: a prediction with 1 answers; two to four is right",
        ),
        ("sobel#share", "", "1: a prediction with 0 answers"),
        (
            "sobel#nothing",
            "- 1\n- 2",
            "1: a prediction of 'nothing': 'sobel' computes no such value",
        ),
        ("sobel", "- 1\n- 2", "5: the answer '1' has no condition"),
        (
            "sobel",
            "- A. {size = 1}\n- B. {share = 1}",
            "5: a prediction of 'size'",
        ),
        (
            "sobel",
            "- A. {share}\n- B. {share = 1}",
            "5: the condition 'share' is not",
        ),
        (
            "sobel",
            "- A. {share ~ 1}\n- B. {share = 1}",
            "5: the condition 'share ~ 1'",
        ),
        (
            "sobel",
            "- A. {output-size < 1}\n- B. {share = 1}",
            "5: the condition 'output-size < 1': '46×46' and '1' are not both numbers",
        ),
        (
            "sobel#share within 1",
            "- 0.75\n- 1",
            "1: a prediction with answers to choose from and with 'within'",
        ),
        ("sobel#share within x", "", "1: 'within x' is no tolerance"),
        (
            "sobel#output-size within 1",
            "",
            "1: 'output-size' is no number",
        ),
        (
            "sobel within 1",
            "",
            "1: a number to type, and 'sobel' names none",
        ),
        (
            "braces#d",
            "- 1\n- 2",
            "1: a prediction of 'braces', which this chapter does not show after it",
        ),
        (
            "",
            "- 1\n- 2",
            "1: a prediction that does not name one value",
        ),
    ] {
        let found = mistakes(&asked(first, answers));
        assert!(
            found[0].starts_with(expected),
            "found {found:?}, expected {expected:?}"
        );
    }
}

#[test]
fn numbers_in_a_question_and_in_a_sentence_are_checked_and_values_are_answers() {
    let sentences = "- It is 45 wide. {share = 1}\n- It is less. {share < 1}";
    finds(&asked("sobel", sentences), &["5: unchecked number '45'"]);
    let text = asked("sobel#share", "- 12\n- 0.75").replace("How large", "How many of 12");
    finds(&text, &["3: unchecked number '12'"]);
}

#[test]
fn what_begins_ends_and_stands_where_it_belongs() {
    let exercise = "{{#exercise a}}\n\nText.\n\n{{#hint}}\n\nHint.\n\n{{#answer}}\n\nAnswer.\n\n{{/exercise}}\n";
    finds(exercise, &[]);
    finds(
        &exercise.replace("{{#exercise a}}", "{{#exercise solved program}}"),
        &[],
    );
    for (text, expected) in [
        (
            "{{#predict sobel#share}}\n\n- 1\n- 2\n".to_owned(),
            "1: a prediction without its {{/predict}}",
        ),
        (
            "a\n\n{{/predict}}\n".to_owned(),
            "3: the end of a prediction that did not begin",
        ),
        (
            "{{/predicted}}\n".to_owned(),
            "1: '{{/predicted}}' closes nothing",
        ),
        ("{{#hint}}\n".to_owned(), "1: 'hint' outside an exercise"),
        (
            "{{#answer}}\n".to_owned(),
            "1: 'answer' outside an exercise",
        ),
        (
            exercise.replace("{{#hint}}", "a"),
            "1: exercise 'a' is not a text, one hint, one answer",
        ),
        (
            exercise.replace("{{#answer}}", "{{#hint}}"),
            "1: exercise 'a' is not a text, one hint",
        ),
        (
            exercise.replace("{{/exercise}}", ""),
            "1: exercise 'a' is not a text, one hint",
        ),
        (
            exercise.repeat(2),
            "14: exercise 'a' stands in the book twice",
        ),
        (
            exercise.replace("exercise a", "exercise a program"),
            "1: exercise 'a' has no solution",
        ),
        (
            exercise.replace("exercise a", "exercise solved"),
            "1: exercise 'solved' has a solution",
        ),
        (
            exercise.replace("exercise a", "exercise É"),
            "1: 'É' is no name of an exercise",
        ),
        (
            exercise.replace("exercise a", "exercise a b"),
            "1: an exercise that is not one name",
        ),
        (
            exercise.replace("Text.", &asked("sobel#share", "- 1\n- 0.75")),
            "3: a prediction in an exercise",
        ),
        (
            exercise.replace("Answer.", "It is 12."),
            "11: unchecked number '12'",
        ),
    ] {
        let found = mistakes(&text);
        assert!(
            found[0].starts_with(expected),
            "found {found:?}, expected {expected:?}"
        );
    }
}

#[test]
fn a_prediction_says_on_its_page_what_is_right_and_hides_what_it_asks_about() {
    let text = asked("sobel", "- Less. {share < 1}\n- More: $x$. {share ≥ 1}")
        + "\nIt is [three quarters](claim:sobel#share).\n\n## Next\n\nIt is [0.75](claim:sobel#share).\n";
    let chapters = [chapter("one.md", &text)];
    let page = typeset(&chapters, &context(), Mode::Read)
        .unwrap()
        .texts
        .remove(0);
    for part in [
        "<section class=\"predict\" id=\"predict-sobel\" data-of=\"sobel\" data-right=\"0\" data-version=\"1\">",
        "- <label><input type=\"radio\" name=\"predict-sobel\" value=\"0\"> Less.</label>\n- <label>",
        "</math>.</label>\n",
        "<p>The first answer is right. Computed: <code>share</code> is 0.75.</p>",
        "<div class=\"predicted\" data-of=\"sobel\">\n\n<div class=\"listing\"",
        "<a class=\"claim predicted\" href=\"one.html#listing-sobel\" title=\"computed: sobel#share\">three quarters</a>",
        "<a class=\"claim\" href=\"one.html#listing-sobel\" title=\"computed: sobel#share\">0.75</a>",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    // Where nothing can show it again, nothing is hidden.
    let mut still = context();
    still.live = None;
    let page = typeset(&chapters, &still, Mode::Read)
        .unwrap()
        .texts
        .remove(0);
    assert!(
        !page.contains("predicted") && !page.contains("<button") && !page.contains("<input"),
        "{page}"
    );
}

#[test]
fn a_prediction_about_a_figure_hides_the_figure_and_what_is_read_off_it() {
    let asked = |answers: &str| {
        format!(
            "{{{{#predict @pooling#input-size}}}}\n\nHow large?\n\n{answers}\n\n{{{{/predict}}}}\n\n{{{{#figure pooling}}}}\n\nIt is [8×8](claim:@pooling#input-size).\n"
        )
    };
    finds(
        &asked("- 4×4\n- 16×16"),
        &["1: no answer of this prediction is right: computed is '8×8'"],
    );
    finds(
        "{{#predict @pooling#input-size}}\n\nHow large?\n\n- 8×8\n- 4×4\n\n{{/predict}}\n",
        &["1: a prediction of '@pooling', which this chapter does not show after it"],
    );
    let chapters = [chapter("one.md", &asked("- 4×4\n- 8×8"))];
    let page = &typeset(&chapters, &context(), Mode::Read).unwrap().texts[0];
    for part in [
        "<section class=\"predict\" id=\"predict-pooling-input-size\" data-of=\"@pooling\" data-right=\"1\" data-version=\"1\">",
        "<div class=\"predicted\" data-of=\"@pooling\">\n\n<figure class=\"figure\" id=\"fig-pooling\"",
        "<a class=\"claim predicted\" href=\"one.html#fig-pooling\" title=\"computed: @pooling#input-size\"",
    ] {
        assert!(page.contains(part), "no {part}");
    }
}

#[test]
fn an_exercise_is_numbered_and_its_hint_answer_and_solution_are_folded() {
    let text = "{{#exercise solved program}}\n\nText.\n\n{{#hint}}\n\nHint.\n\n{{#answer}}\n\nAnswer.\n\n{{/exercise}}\n\n[It](#exercise-solved)\n";
    let typeset = typeset(&[chapter("one.md", text)], &context(), Mode::Read).unwrap();
    let page = &typeset.texts[0];
    for part in [
        "### Exercise 3.1: Solved {#exercise-solved}\n",
        "<p>Write it in <code>crates/exercises/src/solved.rs</code>; <code>cargo book exercise solved</code> says what is missing.</p>\n\n<details>\n<summary>Hint</summary>\n",
        "</details>\n\n<details>\n<summary>Answer</summary>\n",
        "solve() -&gt; u8 {",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
}
