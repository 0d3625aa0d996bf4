//! A program and what it prints, on as many slides as they need with letters that the last row can read.

use super::fit::{self, Output};

/// What one slide shows of a program and of its output.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// The lines of the program; empty for a slide of output alone.
    pub(crate) code: String,
    /// The output in columns; empty when another slide shows it.
    pub(crate) output: Vec<String>,
    pub(crate) size: f64,
    pub(crate) place: Output,
}

/// The parts, in order: the program's first. The imports are left out where the program is on one slide without them.
pub(crate) fn parts(code: &str, output: &str) -> Vec<Part> {
    let output = wrapped(output.trim_end(), fit::widest_line());
    let (code, output) = (code.trim_end(), output.as_str());
    let short = without_imports(code);
    let mut whole = [code, &short].into_iter().map(|code| part(code, output));
    if let Some(part) = whole.find(Part::is_legible) {
        return vec![part];
    }
    let mut parts: Vec<Part> = pieces(&short).map(|piece| part(&piece, "")).collect();
    // The letters of one program have one size.
    let size = parts.iter().map(|part| part.size).fold(f64::MAX, f64::min);
    for part in &mut parts {
        part.size = size;
    }
    if output.is_empty() {
        return parts;
    }
    if let Some(last) = parts.last_mut() {
        let both = part(&last.code, output);
        if both.is_legible() {
            *last = both;
            return parts;
        }
    }
    let lines: Vec<&str> = output.lines().collect();
    let (rows, columns) = (fit::LINES, fit::columns(output));
    // As even a number of lines in each column as possible.
    let slides = lines.len().div_ceil(rows * columns);
    for lines in lines.chunks(lines.len().div_ceil(slides)) {
        let needed = lines.len().div_ceil(rows);
        let columns = lines.chunks(lines.len().div_ceil(needed));
        let output: Vec<String> = columns.map(|lines| lines.join("\n")).collect();
        parts.push(Part {
            code: String::new(),
            size: fit::outputs(&output),
            output,
            place: Output::Below,
        });
    }
    parts
}

/// A text in which lines that are wider than a slide at the smallest size go on below, indented.
fn wrapped(text: &str, most: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut now = String::new();
        for word in line.split(' ') {
            let width = now.chars().count() + 1 + word.chars().count();
            if width > most && !now.trim().is_empty() {
                lines.push(std::mem::replace(&mut now, format!("    {word}")));
            } else {
                now = if now.is_empty() {
                    word.to_owned()
                } else {
                    now + " " + word
                };
            }
        }
        lines.push(now);
    }
    lines.join("\n")
}

/// A program and its output on one slide.
fn part(code: &str, output: &str) -> Part {
    let (size, place) = fit::program(code, output);
    Part {
        code: code.to_owned(),
        output: match place {
            Output::Nowhere => Vec::new(),
            Output::Below | Output::Beside => vec![output.to_owned()],
        },
        size,
        place,
    }
}

impl Part {
    fn is_legible(&self) -> bool {
        self.size >= fit::SMALLEST_CODE
    }
}

/// The program without its `use` declarations and the empty lines after them.
fn without_imports(code: &str) -> String {
    let mut kept = Vec::new();
    let (mut in_import, mut after_import) = (false, false);
    for line in code.lines() {
        in_import |= line.starts_with("use ");
        if in_import {
            in_import = !line.trim_end().ends_with(';');
            after_import = true;
        } else if !(after_import && line.trim().is_empty()) {
            after_import = false;
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// The program in as few pieces of at most [`fit::LINES`] lines as there can be, cut where the code is least indented.
fn pieces(code: &str) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = code.lines().collect();
    let (_, cuts) = best_cuts(&lines, 0, lines.len().div_ceil(fit::LINES));
    let ends = cuts.clone().into_iter().chain([lines.len()]);
    let pieces: Vec<String> = std::iter::once(0)
        .chain(cuts)
        .zip(ends)
        .map(|(start, end)| lines[start..end].join("\n").trim_matches('\n').to_owned())
        .collect();
    pieces.into_iter()
}

/// The best cuts of the lines from `start` on into so many pieces, and how bad they are: first by where they are, then by the
/// longest piece.
fn best_cuts(lines: &[&str], start: usize, pieces: usize) -> ((usize, usize), Vec<usize>) {
    if pieces <= 1 {
        return ((0, lines.len() - start), Vec::new());
    }
    let latest = (start + fit::LINES).min(lines.len() - 1);
    let earliest = lines
        .len()
        .saturating_sub((pieces - 1) * fit::LINES)
        .max(start + 1);
    let cuts = (earliest..=latest).map(|cut| {
        let ((bad, longest), mut cuts) = best_cuts(lines, cut, pieces - 1);
        cuts.insert(0, cut);
        ((bad + badness(lines, cut), longest.max(cut - start)), cuts)
    });
    cuts.min().unwrap_or_default()
}

/// How much a cut before a line breaks up what belongs together.
fn badness(lines: &[&str], cut: usize) -> usize {
    let line = lines[cut];
    if line.trim().is_empty() || lines[cut - 1].trim().is_empty() {
        return 0;
    }
    let indent = line.len() - line.trim_start().len();
    let ends_a_block = line.trim_start().starts_with(['}', ')', ']', '.']);
    1 + indent + if ends_a_block { 100 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program of functions with so many lines each, and an empty line between them.
    fn program(functions: &[usize]) -> String {
        let function = |lines: &usize| {
            let body: Vec<String> = (2..*lines)
                .map(|k| format!("    let a{k} = {k};"))
                .collect();
            format!("fn f() {{\n{}\n}}", body.join("\n"))
        };
        let all: Vec<String> = functions.iter().map(function).collect();
        format!("use x::{{\n    y,\n}};\n\n{}\n", all.join("\n\n"))
    }

    #[test]
    fn a_short_program_is_one_slide_with_its_output() {
        let code = program(&[5]);
        let [part] = parts(&code, "a = 1\n").try_into().expect("one slide");
        assert_eq!(
            (part.code.as_str(), part.output.as_slice()),
            (code.trim_end(), &["a = 1".to_owned()][..])
        );
    }

    #[test]
    fn a_program_that_fits_without_its_imports_is_one_slide() {
        let [part] = parts(&program(&[fit::LINES - 2]), "")
            .try_into()
            .expect("one slide");
        assert!(part.code.starts_with("fn f"), "{}", part.code);
    }

    #[test]
    fn an_output_that_is_wider_than_a_slide_goes_on_below() {
        assert_eq!(
            wrapped("a = 1 2\nb  = 34 56 78", 9),
            "a = 1 2\nb  = 34\n    56 78"
        );
        let word = "x".repeat(12);
        assert_eq!(wrapped(&word, 9), word);
        let output = format!("reason = {}", "long word ".repeat(30));
        for part in parts(&program(&[16]), &output) {
            assert!(part.size >= fit::SMALLEST_CODE, "{part:?}");
        }
    }

    #[test]
    fn a_long_program_is_cut_between_functions_and_nothing_of_it_or_of_its_output_is_lost() {
        let code = program(&[9, 7, 15, 5]);
        let output: Vec<String> = (0..90).map(|k| format!("value-{k} = {k}")).collect();
        let parts = parts(&code, &output.join("\n"));
        let shown: Vec<&str> = parts
            .iter()
            .flat_map(|part| part.code.lines())
            .filter(|line| !line.is_empty())
            .collect();
        let whole = without_imports(&code);
        let whole: Vec<&str> = whole.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(shown, whole);
        let printed: Vec<&str> = parts
            .iter()
            .flat_map(|part| &part.output)
            .flat_map(|column| column.lines())
            .collect();
        assert_eq!(printed, output);
        for part in &parts {
            assert!(part.size >= fit::SMALLEST_CODE, "{part:?}");
            assert!(
                part.code.is_empty() || part.code.starts_with("fn f"),
                "{}",
                part.code
            );
        }
    }
}
