//! One window across the seam that a shift leaves: what it reads when the row is moved first, and when the output is moved last.

use std::ops::Range;

use equivariance::{Fill, Kernel1d, Options, correlate, output_size, translate};
use ndarray::{Array1, array};

use crate::canvas::{Canvas, cell, span};
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::number::{readable_number, typeset};
use crate::number_format::NumberFormat;
use crate::panel::{Panel, column, labelled, lines, row, scaled, sized, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

/// How many samples the row has.
const COUNT: usize = 12;
/// The shift unless it is set, and the largest one.
const SHIFT: usize = 3;
const MOST: usize = 6;
const SMALL: f64 = 26.0;
/// The width of the frame of a window.
const FRAME: f64 = 6.0;
/// The room for the name of a strip beside it: as wide as the longest, and nearly as high as the strip.
const NAMES: [f64; 2] = [290.0, 78.0];

/// A row of a picture that is bright at its left.
fn samples() -> Array1<f64> {
    array![
        0.75, 1.0, 0.75, 0.5, 0.5, 0.25, 0.5, 0.75, 1.0, 0.75, 0.5, 0.25
    ]
}

/// The figure *seam*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seam {
    kernel: Kernel1d,
    /// By how many places the row is moved to the right, with zeros coming in.
    shift: Option<usize>,
    /// Which output the window computes; one across the seam unless it is set.
    position: Option<usize>,
}

impl Default for Seam {
    fn default() -> Self {
        Self {
            kernel: Kernel1d::Derivative,
            shift: None,
            position: None,
        }
    }
}

/// Both ways round.
struct Ways {
    width: usize,
    shift: usize,
    position: usize,
    row: Array1<f64>,
    moved: Array1<f64>,
    /// The moved row, filtered.
    moved_first: Array1<f64>,
    /// The row, filtered, and then moved.
    moved_last: Array1<f64>,
}

impl Ways {
    /// What the window reads in the moved row.
    fn reads(&self) -> Vec<f64> {
        let window = self.position..self.position + self.width;
        self.moved
            .iter()
            .copied()
            .skip(window.start)
            .take(window.len())
            .collect()
    }

    /// Where the same output had its window before the move; none where the move put a zero in.
    fn origin(&self) -> Option<usize> {
        self.position.checked_sub(self.shift)
    }

    fn difference(&self) -> Array1<f64> {
        &self.moved_first - &self.moved_last
    }

    /// A strip of cells as wide as the row, the first of `values` in the cell `first`, with a frame around some of the cells, which
    /// has a name by which a text can point at it.
    fn strip<'a>(
        &self,
        values: Array1<f64>,
        first: usize,
        frame: Option<(Range<usize>, &'static str)>,
        gestures: Vec<(Range<usize>, &'static str, Gesture)>,
    ) -> Panel<'a> {
        let scale = Scale::Signed(largest(&self.row).max(largest(&self.moved_first)));
        let draw = move |canvas: &Canvas| {
            let cells = canvas.cells((1, COUNT));
            let numbers: Vec<f64> = values.to_vec();
            let format =
                NumberFormat::fitting((canvas.width() / COUNT as f64, canvas.height()), &numbers);
            for (at, &value) in values.iter().enumerate() {
                let place = cell(0, first + at);
                cells.value_cell(place.clone(), value, scale)?;
                cells.number(place, value, scale, format)?;
            }
            if let Some((frame, part)) = &frame {
                let place = (0.0..1.0, span(frame));
                cells.name(place.clone(), part)?;
                cells.outline(place, canvas.palette.window_edge, FRAME)?;
            }
            for (place, label, gesture) in &gestures {
                cells.handle((0.0..1.0, span(place)), *label, gesture.clone())?;
            }
            Ok(())
        };
        scaled((1, COUNT), (COUNT as f64, 1.0), draw)
    }
}

impl Seam {
    fn ways(&self) -> Result<Ways, Error> {
        let kernel: Array1<f64> = self.kernel.weights();
        let shift = self.shift.unwrap_or(SHIFT);
        let by = [shift as isize];
        let row = samples();
        let moved = translate(&row, &by, Fill::Zero)?;
        let filtered = correlate(&row, &kernel, Options::valid())?;
        Ok(Ways {
            width: kernel.len(),
            shift,
            position: self.position.unwrap_or(usual_position(shift)),
            moved_first: correlate(&moved, &kernel, Options::valid())?,
            moved_last: translate(&filtered, &by, Fill::Zero)?,
            row,
            moved,
        })
    }
}

/// The last window that begins on a zero that came in, or the first one.
fn usual_position(shift: usize) -> usize {
    shift.saturating_sub(1)
}

/// A strip under its name; beside it on a slide, where all strips stand below one another.
fn named<'a>(space: Space, name: &'static str, strip: Panel<'a>) -> Panel<'a> {
    if space.is_landscape() {
        let name = sized(NAMES[0], NAMES[1], move |canvas| canvas.label(name));
        row([name, strip])
    } else {
        labelled(name, strip)
    }
}

impl Describe for Seam {
    const NAME: &'static str = "seam";
    const TITLE: &'static str = "One window across the seam";

    fn caption(&self) -> String {
        format!(
            "A row of samples under the kernel {}, without padding. In A the row is moved first: zeros come in at the left, and a window may lie across the seam \
             between them and the row. In B the output is moved last: zeros come in where no window was. Each output stands under the middle of its window; the frames \
             are around one window and its output on both ways. Where the last row is not 0, the order matters.",
            self.kernel
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("kernel", "Kernel"), &mut self.kernel);
        let usual = usual_position(self.shift.unwrap_or(SHIFT));
        let width = self.kernel.weights::<f64>().len();
        let count = output_size(COUNT, width, Options::valid()).unwrap_or(1);
        let places = (MOST + 1, MOST);
        parameters.place(("shift", "Shift right"), places, SHIFT, &mut self.shift);
        let places = (count, COUNT - 1);
        parameters.place(("position", "Position"), places, usual, &mut self.position);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let ways = self.ways()?;
        let position = ways.position;
        let write = |value: &f64| readable_number(*value, 3);
        let reads = ways
            .reads()
            .iter()
            .map(write)
            .collect::<Vec<_>>()
            .join(", ");
        let [first, last] =
            [&ways.moved_first, &ways.moved_last].map(|output| write(&output[position]));
        let difference = ways.difference();
        let differ = difference.iter().filter(|part| **part != 0.0).count();
        let differ = format!("{differ} of {}", difference.len());
        let from = match ways.origin() {
            Some(_) => "the same samples, before the move",
            None => "no window was there",
        };
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A row of {COUNT} samples and its outputs under the kernel {}, moved by {} to the right. At output {position}, moved first, the window reads {reads} and \
                 gives {first}; moved last the output is {last}: {from}. In all {differ} outputs differ.",
                self.kernel, ways.shift,
            ),
            readouts: vec![
                ("reads", reads.clone()),
                ("moved-first", first.clone()),
                ("moved-last", last.clone()),
                ("differ", differ),
            ],
        };
        let middle = (ways.width - 1) / 2;
        let window = position..position + ways.width;
        let output = position + middle..position + middle + 1;
        let origin = (ways.origin()).map(|origin| (origin..origin + ways.width, "origin"));
        let outputs = middle..middle + ways.moved_first.len();
        let point = Gesture::point("position");
        let note = |note: String| {
            let note = text(typeset(note), SMALL, |palette| palette.muted);
            if space.is_landscape() {
                row([sized(NAMES[0], SMALL, |_| Ok(())), note])
            } else {
                note
            }
        };
        let a = lines([
            named(
                space,
                "A: the row, moved",
                ways.strip(
                    ways.moved.clone(),
                    0,
                    Some((window.clone(), "window")),
                    vec![
                        (0..COUNT, "the moved row", Gesture::drag("shift")),
                        (window, "the window", Gesture::drag("position")),
                    ],
                ),
            ),
            named(
                space,
                "then filtered",
                ways.strip(
                    ways.moved_first.clone(),
                    middle,
                    Some((output.clone(), "moved-first")),
                    vec![(outputs, "the outputs", point)],
                ),
            ),
            note(format!("reads {reads}, gives {first}")),
        ]);
        let b = lines([
            named(
                space,
                "B: the row",
                ways.strip(ways.row.clone(), 0, origin, Vec::new()),
            ),
            named(
                space,
                "filtered, then moved",
                ways.strip(
                    ways.moved_last.clone(),
                    middle,
                    Some((output, "moved-last")),
                    Vec::new(),
                ),
            ),
            note(format!("gives {last}: {from}")),
        ]);
        let strip = ways.strip(difference, middle, None, Vec::new());
        let difference = named(space, "A − B", strip.named("difference"));
        column([a, b, difference]).draw(space, theme, summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seam_is_as_wide_as_the_kernel_reaches_and_no_more() {
        for kernel in Kernel1d::ALL {
            for shift in 0..=MOST {
                let figure = Seam {
                    kernel: *kernel,
                    shift: Some(shift),
                    position: None,
                };
                let ways = figure.ways().unwrap();
                for (at, part) in ways.difference().iter().enumerate() {
                    // A window that begins before the seam and ends beyond it.
                    let across = at < shift && at + ways.width > shift;
                    assert!(across || *part == 0.0, "{kernel} {shift} {at}");
                }
            }
        }
    }

    #[test]
    fn one_window_by_hand() {
        // Moved by 3 the row begins 0, 0, 0, 0.75, 1: the window from 2 on answers 1 − 0.
        let ways = Seam::default().ways().unwrap();
        assert_eq!((ways.position, ways.reads()), (2, vec![0.0, 0.75, 1.0]));
        assert_eq!((ways.moved_first[2], ways.moved_last[2]), (1.0, 0.0));
        assert_eq!(ways.origin(), None);
        // From 3 on it reads what it read at 0 before the move.
        assert_eq!(ways.moved_first[3], ways.moved_last[3]);
    }

    #[test]
    fn after_the_seam_the_window_reads_what_it_read_before_the_move() {
        for position in SHIFT..COUNT - 2 {
            let figure = Seam {
                position: Some(position),
                ..Seam::default()
            };
            let ways = figure.ways().unwrap();
            let origin = ways.origin().unwrap();
            let before: Vec<f64> = ways
                .row
                .iter()
                .copied()
                .skip(origin)
                .take(ways.width)
                .collect();
            assert_eq!(ways.reads(), before, "{position}");
        }
    }

    #[test]
    fn differing_outputs_are_counted_whatever_their_sign() {
        for kernel in Kernel1d::ALL {
            let figure = Seam {
                kernel: *kernel,
                ..Seam::default()
            };
            let ways = figure.ways().unwrap();
            let outputs = ways.moved_first.iter().zip(&ways.moved_last);
            let (differ, all) = (
                outputs.clone().filter(|(a, b)| a != b).count(),
                outputs.count(),
            );
            let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
            assert_eq!(
                drawing.readouts[3].1,
                format!("{differ} of {all}"),
                "{kernel}"
            );
        }
    }
}
