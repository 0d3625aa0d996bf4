//! How large things are on a slide, in the units of a slide of 1280 × 720.

use super::blocks::{Inline, plain};

/// The width that a slide has for what it shows.
pub(crate) const WIDTH: f64 = 1168.0;
/// The height of a figure: that of the slide, since a figure has a margin of its own.
pub(crate) const FIGURE: f64 = 716.0;
/// The most width of a figure, which leaves room for a sentence beside it.
pub(crate) const WIDEST_FIGURE: f64 = 880.0;
/// The width of a character of a program, and the height of a line, in sizes of a letter.
const CHARACTER: f64 = 0.6;
const CODE_LINE: f64 = 1.28;
/// The height for a program, above its sentence.
const CODE_HEIGHT: f64 = 488.0;
/// The width of the frame of a program or of its output, in characters.
const FRAME: f64 = 4.0;
/// The letters of a program are at most this large, and no smaller than 14 points where a slide is 13⅓ inches wide.
const LARGEST_CODE: f64 = 24.0;
pub(crate) const SMALLEST_CODE: f64 = 14.0 * 1280.0 / 960.0;
/// The most lines of a program on a slide, at the smallest size.
pub(crate) const LINES: usize = 18;
/// The mean width of a letter of a text, in sizes, on the safe side.
const LETTER: f64 = 0.49;
const TEXT_LINE: f64 = 1.35;

/// Where a program's output stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    Below,
    Beside,
    Nowhere,
}

/// The largest letters with which so many columns and lines fit.
fn letters(columns: f64, lines: f64) -> f64 {
    let across = WIDTH / (columns.max(1.0) * CHARACTER);
    let down = CODE_HEIGHT / (lines.max(1.0) * CODE_LINE);
    LARGEST_CODE.min(across).min(down)
}

/// The size of a program's letters, and where its output stands.
pub(crate) fn program(code: &str, output: &str) -> (f64, Output) {
    let (columns, lines) = extent(code);
    if output.is_empty() {
        return (letters(columns + FRAME, lines + 1.5), Output::Nowhere);
    }
    let (printed_columns, printed_lines) = extent(output);
    let below = letters(
        columns.max(printed_columns) + FRAME,
        lines + printed_lines + 3.0,
    );
    let beside = letters(
        columns + printed_columns + 2.0 * FRAME,
        lines.max(printed_lines) + 1.5,
    );
    if beside > below {
        (beside, Output::Beside)
    } else {
        (below, Output::Below)
    }
}

/// How many characters the widest line of an output has, at the smallest size.
pub(crate) fn widest_line() -> usize {
    (WIDTH / (SMALLEST_CODE * CHARACTER) - FRAME) as usize
}

/// In how many columns an output can stand, at the smallest size.
pub(crate) fn columns(output: &str) -> usize {
    let most = WIDTH / (SMALLEST_CODE * CHARACTER);
    ((most / (extent(output).0 + FRAME)) as usize).max(1)
}

/// The size of the letters of columns of output.
pub(crate) fn outputs(columns: &[String]) -> f64 {
    let extents = columns.iter().map(|column| extent(column));
    let (across, down) = extents.fold((0.0, 0.0_f64), |(across, down), (columns, lines)| {
        (across + columns + FRAME, down.max(lines))
    });
    letters(across, down + 1.5)
}

/// The columns and lines of a text of one width.
fn extent(text: &str) -> (f64, f64) {
    let text = text.trim_end();
    let columns = text.lines().map(|line| line.chars().count()).max();
    (columns.unwrap_or(0) as f64, text.lines().count() as f64)
}

/// The largest of the sizes at which paragraphs of text fit a box; the smallest of them if none does.
pub(crate) fn text<'a>(
    paragraphs: impl IntoIterator<Item = &'a [Inline]> + Clone,
    sizes: &[f64],
    (width, height): (f64, f64),
    gap: f64,
) -> f64 {
    let fits = |size: f64| {
        let total: f64 = paragraphs
            .clone()
            .into_iter()
            .map(|inlines| {
                let letters = plain(inlines).chars().count() as f64;
                (letters * LETTER * size / width).ceil() * TEXT_LINE * size + gap * size
            })
            .sum();
        total <= height
    };
    let smallest = sizes.last().copied().unwrap_or(24.0);
    sizes
        .iter()
        .copied()
        .find(|&size| fits(size))
        .unwrap_or(smallest)
}

/// The size of the letters of a table.
pub(crate) fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> f64 {
    let letters = |cell: &Vec<Inline>| plain(cell).chars().count() as f64;
    let columns: f64 = (0..head.len())
        .map(|k| {
            let cells = rows.iter().filter_map(|row| row.get(k));
            let widest = cells.map(letters).fold(0.0, f64::max);
            // A heading may take two lines.
            widest.max((letters(&head[k]) / 2.0).min(14.0)) * 0.53 + 1.6
        })
        .sum();
    let across = WIDTH / columns;
    let down = 476.0 / ((rows.len() as f64 + 1.6) * 1.62);
    34.0_f64.min(across).min(down).max(15.0)
}

/// The size of a formula that shows this many characters.
pub(crate) fn formula(characters: usize) -> f64 {
    (WIDTH / (characters.max(1) as f64 * 0.62)).clamp(30.0, 66.0)
}
