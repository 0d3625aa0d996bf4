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

/// The part of a program that the book shows, without the margin that its lines have in common and without the marks of numbers.
#[must_use]
pub fn shown_code(source: &str) -> String {
    let source = unmarked(source);
    code(shown_lines(&source).into_iter().filter(|(shown, _)| *shown))
}

/// A program without its marks: neither those of the part that the book shows nor those of numbers.
#[must_use]
pub fn whole_code(source: &str) -> String {
    code(shown_lines(&unmarked(source)).into_iter())
}

/// A program without the marks of the numbers that a reader may change; the program itself where one is wrong.
pub(crate) fn unmarked(source: &str) -> String {
    literals::changed(source, |_, number| number.to_owned()).unwrap_or_else(|_| source.to_owned())
}

fn code<'s>(lines: impl Iterator<Item = (bool, &'s str)>) -> String {
    let lines: Vec<&str> = lines.map(|(_, line)| line).collect();
    let margin = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let mut code = String::new();
    for line in lines {
        code.push_str(line.get(margin..).unwrap_or_default());
        code.push('\n');
    }
    code.trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
