//! A listing on a page, and in a test.

use crate::{
    directive::Directive,
    document::Document,
    html,
    listings::{Listing, Listings, shown_lines},
};

/// The program with its hidden lines, its output and its pictures.
pub(super) fn block(name: &str, listing: &Listing, number: &str) -> String {
    let mut out = format!("<div class=\"listing\" id=\"listing-{name}\">\n\n```rust\n");
    for (shown, line) in shown_lines(&listing.source) {
        match (shown, line.is_empty()) {
            (true, _) => out.push_str(line),
            (false, true) => out.push('#'),
            (false, false) => {
                out.push_str("# ");
                out.push_str(line);
            }
        }
        out.push('\n');
    }
    out.push_str("```\n\n");
    if let Ok(output) = &listing.outcome {
        if !output.stdout.is_empty() {
            let printed = html::escape(output.stdout.trim_end());
            out.push_str(&format!(
                "<pre class=\"output\"><samp>{printed}</samp></pre>\n\n"
            ));
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

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let rest = &text[text.find(open)? + open.len()..];
    rest.find(close).map(|end| &rest[..end])
}

/// The chapter for rustdoc: every program on its line and nothing else.
///
/// A listing becomes a program of the standard library alone, which runs the runner; rustdoc then needs no `-L`.
pub(super) fn tests(document: &Document, listings: &Listings) -> String {
    let mut programs: Vec<(usize, String)> = Vec::new();
    for program in &document.programs {
        programs.push((program.line, program.code.trim_end().to_owned()));
    }
    for line in &document.directives {
        if let Directive::Listing { name } = &line.directive {
            programs.push((
                line.line,
                format!(
                    "fn main() {{ let run = std::process::Command::new({:?}).arg({name:?}).output().expect(\"the runner starts\"); assert!(run.status.success(), \"listing {{}}: {{}}\", {name:?}, String::from_utf8_lossy(&run.stderr)); }}",
                    listings.runner
                ),
            ));
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
