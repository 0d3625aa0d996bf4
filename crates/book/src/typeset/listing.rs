//! A listing on a page, and in a test.

use crate::{
    directive::Directive,
    document::Document,
    highlight::{Class, highlight},
    html,
    listings::{Failure, Listing, Listings, margins, shown_lines, unmarked},
};
use std::collections::BTreeSet;

/// What the page of a listing depends on, beside the listing itself.
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    /// Its number in the book.
    pub(super) number: &'a str,
    /// Whether its output is folded.
    pub(super) folded: bool,
    /// The names of the values that its chapter quotes.
    pub(super) quoted: BTreeSet<&'a str>,
    /// The package of all listings.
    pub(super) package: &'a str,
    /// What runs it in the page, in a book with live figures.
    pub(super) live: Option<Live<'a>>,
}

/// What runs a listing in the page.
pub(super) struct Live<'a> {
    /// The version of the scripts and modules.
    pub(super) version: &'a str,
    /// The module that has the listing.
    pub(super) module: &'a str,
    pub(super) is_experiment: bool,
}

/// The most lines of an output that are all shown, whatever the chapter quotes.
const SHORT_OUTPUT: usize = 6;

/// The program with its hidden lines, its output and its pictures. Where the page can run it, both stand in the element `live-listing`, with
/// a button between them; a program that saves a picture needs a folder, which a page has not.
pub(super) fn block(listing: &Listing, shown: &Shown<'_>) -> String {
    let Shown { name, number, .. } = shown;
    let output = listing.outcome.as_ref().ok();
    let printed = output.filter(|output| !output.stdout.is_empty());
    let live = shown
        .live
        .as_ref()
        .filter(|_| output.is_some_and(|output| output.pictures.is_empty()));
    let program = match live {
        Some(_) => marked_program(&listing.source),
        None => program(&shown_lines(&unmarked(&listing.source)), &[]),
    };
    let mut out = format!("<div class=\"listing\" id=\"listing-{name}\">\n\n");
    match (printed, live) {
        (Some(output), Some(live)) => {
            let Live {
                version, module, ..
            } = live;
            let button = if live.is_experiment {
                "Train it here"
            } else {
                "Run"
            };
            out.push_str(&format!(
                "<live-listing name=\"{name}\" data-version=\"{version}\" data-module=\"{module}\">\n{program}\n\
                 <p class=\"live live-actions live-run\"><button type=\"button\">{button}</button> <span role=\"status\"></span></p>\n\
                 {}\n</live-listing>\n\n",
                printed_lines(&output.stdout, shown)
            ));
        }
        (Some(output), None) => {
            out.push_str(&format!(
                "{program}\n\n{}\n\n",
                printed_lines(&output.stdout, shown)
            ));
        }
        (None, _) => out.push_str(&format!("{program}\n\n")),
    }
    for (file, bytes) in output.iter().flat_map(|output| &output.pictures) {
        let (address, description) = match std::str::from_utf8(bytes) {
            Ok(svg) if file.ends_with(".svg") => {
                (html::svg_address(svg), between(svg, "<desc>", "</desc>"))
            }
            _ => (html::data_address("image/png", bytes), None),
        };
        let description = match description {
            Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            None => format!("{file}, the picture that listing {name} saved"),
        };
        // What stands in an SVG is escaped already.
        out.push_str(&format!(
            "<p><img class=\"saved\" alt=\"{}\" src=\"{address}\"></p>\n\n",
            description.replace('"', "&quot;")
        ));
    }
    let prints = if printed.is_some() {
        " and what it prints"
    } else {
        ""
    };
    let command = format!("cargo run -p {} {name}", shown.package);
    out.push_str(&format!(
        "<p class=\"caption\"><strong>Listing {number}.</strong> <code>{name}.rs</code>{prints}. \
         <span class=\"command\">In a clone of the book: <code>{command}</code></span></p>\n\n</div>"
    ));
    out
}

/// What a listing printed: the lines that its chapter quotes, and folded the whole, or all of it if that is short.
fn printed_lines(stdout: &str, shown: &Shown<'_>) -> String {
    let lines: Vec<&str> = stdout.trim_end().lines().collect();
    let is_quoted = |line: &&str| {
        let name = line.split_once(" = ").map_or("", |(name, _)| name);
        shown.quoted.contains(name.trim())
    };
    let quoted = lines.iter().filter(|line| is_quoted(line)).count();
    let fold_rest =
        !shown.folded && lines.len() > SHORT_OUTPUT && (1..lines.len()).contains(&quoted);
    let lines: Vec<String> = lines
        .iter()
        .map(|line| match html::escape(line) {
            text if fold_rest && !is_quoted(line) => {
                format!("<span class=\"rest\">{text}\n</span>")
            }
            text => format!("{text}\n"),
        })
        .collect();
    // The last line ends with the block.
    let printed = lines.concat();
    let printed = match printed.strip_suffix("\n</span>") {
        Some(printed) => format!("{printed}</span>"),
        None => printed.trim_end().to_owned(),
    };
    let printed = format!("<pre class=\"output\"><samp>{printed}</samp></pre>");
    if shown.folded {
        format!("<details class=\"output\"><summary>What it prints</summary>{printed}</details>")
    } else if fold_rest {
        // The fold stands first, so that what it unfolds follows it; the page shows it below.
        format!(
            "<div class=\"output printed\"><details><summary>The whole output</summary></details>{printed}</div>"
        )
    } else {
        printed
    }
}

/// The program of a listing with its hidden lines, with a field in the place of each number that a reader may change. The field is laid over
/// the number, which is what a reader copies.
fn marked_program(source: &str) -> String {
    let lines = shown_lines(source);
    let text: String = lines.iter().flat_map(|(_, line)| [line, "\n"]).collect();
    let mut inserts = Vec::new();
    for literal in literals::literals(&text).unwrap_or_default() {
        let line = text.lines().nth(literal.line - 1).unwrap_or_default();
        let [least, most, step] = &literal.bounds;
        let value = &literal.value;
        let decimal = if literal.is_integer {
            ""
        } else {
            " data-decimal=\"\""
        };
        let code = text[..literal.mark.start]
            .lines()
            .last()
            .unwrap_or(line)
            .trim();
        let label = html::escape(&format!("{value} in “{code}”, {least} to {most}"));
        inserts.push((
            literal.number.start,
            "<span class=\"try\"><span aria-hidden=\"true\">".to_owned(),
        ));
        inserts.push((
            literal.number.end,
            format!(
                "</span><input type=\"number\" hidden=\"\" aria-label=\"{label}\" value=\"{value}\" min=\"{least}\" max=\"{most}\" step=\"{step}\"{decimal} autocomplete=\"off\"></span>"
            ),
        ));
        inserts.push((literal.mark.start, "<span class=\"try-mark\">".to_owned()));
        inserts.push((literal.mark.end, "</span>".to_owned()));
    }
    program(&lines, &inserts)
}

/// A program of a ```` ```rust ```` block of a chapter, in which `# ` hides a line as rustdoc does.
pub(super) fn fenced(code: &str) -> String {
    let lines: Vec<(bool, &str)> = code
        .lines()
        .map(|line| match line.trim_start() {
            "#" => (false, ""),
            text if text.starts_with("##") => (true, &text[1..]),
            text => match text.strip_prefix("# ") {
                Some(hidden) => (false, hidden),
                None => (true, line),
            },
        })
        .collect();
    program(&lines, &[])
}

/// A program, highlighted, with HTML that is inserted at some of its bytes, in their order. mdBook's script folds the lines that are not
/// shown, which have the class `boring`.
///
/// All of it is one line of Markdown, since a blank line would end the HTML in a list.
fn program(lines: &[(bool, &str)], inserts: &[(usize, String)]) -> String {
    let source: String = lines.iter().flat_map(|(_, line)| [line, "\n"]).collect();
    let mut inserts = [hidden_margins(lines), inserts.to_vec()].concat();
    inserts.sort_by_key(|(place, _)| *place);
    let mut inserts = inserts.iter().peekable();
    let mut out = "<pre><code class=\"language-rust\">".to_owned();
    let mut was_shown = true;
    let mut at = 0;
    for (k, ((shown, line), parts)) in lines.iter().zip(highlight(&source)).enumerate() {
        if k > 0 {
            out.push_str("&#10;");
        }
        if *shown != was_shown {
            out.push_str(if *shown {
                "</span>"
            } else {
                "<span class=\"boring\">"
            });
            was_shown = *shown;
        }
        let plain = vec![(Class::Plain, *line)];
        for (class, mut text) in if *shown { parts } else { plain } {
            while !text.is_empty() {
                while let Some((_, html)) = inserts.next_if(|(place, _)| *place <= at) {
                    out.push_str(html);
                }
                let next = inserts.peek().map_or(usize::MAX, |(place, _)| place - at);
                let (piece, rest) = text.split_at(next.min(text.len()));
                out.push_str(&colored(class, piece));
                at += piece.len();
                text = rest;
            }
        }
        // What is inserted at the end of the line stands on it.
        while let Some((_, html)) = inserts.next_if(|(place, _)| *place <= at) {
            out.push_str(html);
        }
        at += 1;
    }
    if !was_shown {
        out.push_str("</span>");
    }
    out.push_str("</code></pre>");
    out
}

/// What hides the margin of the shown lines, with the lines that are not shown.
fn hidden_margins(lines: &[(bool, &str)]) -> Vec<(usize, String)> {
    let mut inserts = Vec::new();
    let mut start = 0;
    for ((shown, line), margin) in lines.iter().zip(margins(lines)) {
        if *shown && (1..line.len()).contains(&margin) {
            inserts.push((start, "<span class=\"boring\">".to_owned()));
            inserts.push((start + margin, "</span>".to_owned()));
        }
        start += line.len() + 1;
    }
    inserts
}

fn colored(class: Class, text: &str) -> String {
    let text = html::escape(text);
    match class_name(class) {
        Some(name) => format!("<span class=\"code-{name}\">{text}</span>"),
        None => text,
    }
}

fn class_name(class: Class) -> Option<&'static str> {
    match class {
        Class::Plain => None,
        Class::Keyword => Some("keyword"),
        Class::Type => Some("type"),
        Class::Literal => Some("literal"),
        Class::Comment => Some("comment"),
    }
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let rest = &text[text.find(open)? + open.len()..];
    rest.find(close).map(|end| &rest[..end])
}

/// The chapter for rustdoc: the programs that stand in it, and for each listing that failed one that fails with what it said,
/// each on its line, and nothing else.
///
/// The listings themselves ran before, with their present text and crates, and are not run again: rustdoc would compile a
/// program for each chapter, which takes longer than all listings.
pub(super) fn tests(document: &Document, listings: &Listings) -> String {
    let mut programs: Vec<(usize, String)> = Vec::new();
    for program in &document.programs {
        programs.push((program.line, program.code.trim_end().to_owned()));
    }
    for line in &document.directives {
        if let Directive::Listing { name, .. } = &line.directive
            && let Some(listing) = listings.programs.get(name)
            && let Err(Failure::Run(text)) = &listing.outcome
        {
            let program =
                format!("fn main() {{ panic!(\"listing {{}}: {{}}\", {name:?}, {text:?}); }}");
            programs.push((line.line, program));
        }
    }
    programs.sort();
    let mut out = String::new();
    let mut lines = 0;
    for (line, code) in programs {
        while lines + 1 < line {
            out.push('\n');
            lines += 1;
        }
        // More backticks than any that the program could hold in a comment.
        let block = format!("`````rust\n{code}\n`````\n");
        lines += block.matches('\n').count();
        out.push_str(&block);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_highlighted_and_its_hidden_lines_can_be_folded() {
        let lines = [
            (false, "use x;"),
            (false, ""),
            (true, "let a: &str;"),
            (true, ""),
            (true, "f(\"<\")"),
            (false, "}"),
        ];
        assert_eq!(
            program(&lines, &[]),
            "<pre><code class=\"language-rust\"><span class=\"boring\">use x;&#10;&#10;</span>\
             <span class=\"code-keyword\">let</span> a: &amp;str;&#10;&#10;\
             f(<span class=\"code-literal\">&quot;&lt;&quot;</span>)&#10;<span class=\"boring\">}</span></code></pre>"
        );
    }

    #[test]
    fn lines_that_rustdoc_hides_are_hidden_in_a_block() {
        assert_eq!(
            fenced("# use x;\n#\n#[a]\n##b\nf()\n"),
            "<pre><code class=\"language-rust\"><span class=\"boring\">use x;&#10;&#10;</span>#[a]&#10;#b&#10;f()</code></pre>"
        );
    }
}
