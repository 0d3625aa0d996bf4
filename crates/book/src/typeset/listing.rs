//! A listing on a page, and in a test.

use crate::{
    directive::Directive,
    document::Document,
    highlight::{Class, highlight},
    html,
    listings::{Failure, Listing, Listings, shown_lines},
};

/// The program with its hidden lines, its output and its pictures. For an experiment of a book with live figures in this version,
/// room for what trains it in the page, in the element `live-listing`: a script puts a button there.
pub(super) fn block(
    name: &str,
    listing: &Listing,
    number: &str,
    folded: bool,
    live: Option<&str>,
) -> String {
    let mut out = format!(
        "<div class=\"listing\" id=\"listing-{name}\">\n\n{}\n\n",
        program(&shown_lines(&listing.source))
    );
    if let Ok(output) = &listing.outcome {
        if !output.stdout.is_empty() {
            let printed = html::escape(output.stdout.trim_end());
            let printed = format!("<pre class=\"output\"><samp>{printed}</samp></pre>");
            let printed = if folded {
                format!(
                    "<details class=\"output\"><summary>What it prints</summary>{printed}</details>"
                )
            } else {
                printed
            };
            out.push_str(&match live {
                Some(version) => format!(
                    "<live-listing name=\"{name}\" data-version=\"{version}\">\n{printed}\n<p class=\"live live-actions live-run\"><button type=\"button\">Train it here</button> <span role=\"status\"></span></p>\n</live-listing>\n\n"
                ),
                None => format!("{printed}\n\n"),
            });
        }
        for (file, bytes) in &output.pictures {
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
    }
    let prints = match &listing.outcome {
        Ok(output) if !output.stdout.is_empty() => " and what it prints",
        _ => "",
    };
    out.push_str(&format!(
        "<p class=\"caption\"><strong>Listing {number}.</strong> <code>{name}.rs</code>{prints}</p>\n\n</div>"
    ));
    out
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
    program(&lines)
}

/// A program, highlighted. mdBook's script folds the lines that are not shown, which have the class `boring`.
///
/// All of it is one line of Markdown, since a blank line would end the HTML in a list.
fn program(lines: &[(bool, &str)]) -> String {
    let source: String = lines.iter().flat_map(|(_, line)| [line, "\n"]).collect();
    let mut out = "<pre><code class=\"language-rust\">".to_owned();
    let mut was_shown = true;
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
        if !shown {
            out.push_str(&html::escape(line));
            continue;
        }
        for (class, text) in parts {
            let text = html::escape(text);
            match class_name(class) {
                Some(name) => out.push_str(&format!("<span class=\"code-{name}\">{text}</span>")),
                None => out.push_str(&text),
            }
        }
    }
    if !was_shown {
        out.push_str("</span>");
    }
    out.push_str("</code></pre>");
    out
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

/// The chapter for rustdoc: every program on its line and nothing else.
///
/// A listing becomes a program of the standard library alone, which runs the runner; rustdoc then needs no `-L`. An
/// experiment is not trained again for it: the program fails if the training of the build did.
pub(super) fn tests(document: &Document, listings: &Listings) -> String {
    let mut programs: Vec<(usize, String)> = Vec::new();
    for program in &document.programs {
        programs.push((program.line, program.code.trim_end().to_owned()));
    }
    for line in &document.directives {
        if let Directive::Listing { name, .. } = &line.directive {
            let outcome = listings.programs.get(name).map(|listing| &listing.outcome);
            let program = match outcome {
                Some(Err(Failure::Run(text))) if listings.experiments.contains(name) => {
                    format!("fn main() {{ panic!(\"listing {{}}: {{}}\", {name:?}, {text:?}); }}")
                }
                _ if listings.experiments.contains(name) => "fn main() {}".to_owned(),
                _ => format!(
                    "fn main() {{ let run = std::process::Command::new({:?}).arg({name:?}).output().expect(\"the runner starts\"); assert!(run.status.success(), \"listing {{}}: {{}}\", {name:?}, String::from_utf8_lossy(&run.stderr)); }}",
                    listings.runner
                ),
            };
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
            program(&lines),
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
