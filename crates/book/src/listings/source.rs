//! The text of a program: which part of it a chapter shows.

/// The text of a program in two parts of meaning: each line with whether it is shown, without the anchor marks.
pub(crate) fn shown_lines(source: &str) -> Vec<(bool, &str)> {
    let marked = source.lines().any(|line| line.trim() == "// ANCHOR: shown");
    let mut shown = !marked;
    let mut lines = Vec::new();
    for line in source.lines() {
        match line.trim() {
            "// ANCHOR: shown" => shown = true,
            "// ANCHOR_END: shown" => shown = false,
            _ => lines.push((shown, line)),
        }
    }
    lines
}

/// The part of a program that the book shows, without the margin that the lines of an item have in common and without the marks of numbers.
#[must_use]
pub fn shown_code(source: &str) -> String {
    let source = unmarked(source);
    code(shown_lines(&source).into_iter())
}

/// A program without its marks: neither those of the part that the book shows nor those of numbers.
#[must_use]
pub fn whole_code(source: &str) -> String {
    let source = unmarked(source);
    code(
        shown_lines(&source)
            .into_iter()
            .map(|(_, line)| (true, line)),
    )
}

/// A program without the marks of the numbers that a reader may change; the program itself where one is wrong.
pub(crate) fn unmarked(source: &str) -> String {
    literals::changed(source, |_, number| number.to_owned()).unwrap_or_else(|_| source.to_owned())
}

fn code<'s>(lines: impl Iterator<Item = (bool, &'s str)>) -> String {
    let lines: Vec<(bool, &str)> = lines.collect();
    let mut code = String::new();
    for ((shown, line), margin) in lines.iter().zip(margins(&lines)) {
        if *shown {
            code.push_str(line.get(margin..).unwrap_or_default());
            code.push('\n');
        }
    }
    code.trim_matches('\n').to_owned()
}

/// For each line how many spaces at its start are not shown: those that all shown lines of one item have in common. An item ends where
/// a hidden line begins at the margin of the file.
pub(crate) fn margins(lines: &[(bool, &str)]) -> Vec<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_end = |(shown, line): &(bool, &str)| !shown && !line.is_empty() && indent(line) == 0;
    let mut margins = Vec::new();
    for item in lines.split_inclusive(is_end) {
        let indents = item
            .iter()
            .filter(|(shown, line)| *shown && !line.trim().is_empty())
            .map(|(_, line)| indent(line));
        margins.extend(std::iter::repeat_n(indents.min().unwrap_or(0), item.len()));
    }
    margins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_that_the_shown_lines_of_an_item_have_in_common_is_not_shown() {
        let source = "fn main() {\n    for i in 0..2 {\n        // ANCHOR: shown\n        a(i);\n        // ANCHOR_END: shown\n        b(i);\n        // ANCHOR: shown\n            c;\n\n        // ANCHOR_END: shown\n    }\n}\n\n// ANCHOR: shown\nfn a(i: u8) {\n    i;\n}\n// ANCHOR_END: shown\n";
        assert_eq!(
            shown_code(source),
            "a(i);\n    c;\n\nfn a(i: u8) {\n    i;\n}"
        );
        assert!(whole_code(source).starts_with("fn main() {\n    for i"));
    }

    #[test]
    fn marks_of_numbers_are_not_part_of_the_code() {
        let source =
            "// ANCHOR: shown\nf(1.5); // try: 0..=2\n// ANCHOR_END: shown\ng(2); // try: 1..=3\n";
        assert_eq!(shown_code(source), "f(1.5);");
        assert_eq!(whole_code(source), "f(1.5);\ng(2);");
    }

    #[test]
    fn only_the_part_between_the_anchors_is_shown() {
        let source = "use x;\n// ANCHOR: shown\nfn main() {}\n// ANCHOR_END: shown\nfn f() {}\n";
        assert_eq!(
            shown_lines(source),
            [
                (false, "use x;"),
                (true, "fn main() {}"),
                (false, "fn f() {}")
            ]
        );
        assert_eq!(shown_lines("fn main() {}"), [(true, "fn main() {}")]);
    }
}
