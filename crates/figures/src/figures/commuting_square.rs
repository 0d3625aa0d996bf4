//! The commuting square: an image, moved and filtered in both orders, arrives at one corner.

use equivariance::{Fill, Kernel2d, Options, Padding, TestImage, convolve, translate};
use ndarray::Array2;
use plotters::prelude::Polygon;

use super::matrices::Border;
use crate::canvas::{Align, Canvas, fill};
use crate::drawing::{LABEL, Summary};
use crate::extent::largest;
use crate::figure::Describe;
use crate::number::format_residual;
use crate::panel::{Panel, column, label, labelled, lines, row, row_or_column, scaled, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Image, Space, Theme};

const SIDE: usize = 32;
/// The shift to the right and down unless it is set.
const SHIFT: (usize, usize) = (9, 4);
const SMALL: f64 = 26.0;
/// Between the pictures of the square, and the side of a result, relative to the side of a picture.
const BETWEEN: f64 = 0.3;
const RESULT: f64 = 0.64;
/// The width of an arrow and of its head, in units.
const STROKE: f64 = 4.0;
const HEAD: f64 = 16.0;

/// The figure *commuting-square*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CommutingSquare {
    image: Image,
    kernel: Kernel2d,
    border: Border,
    /// The shift to the right, round the torus; one of its own unless it is set.
    dx: Option<usize>,
    /// The shift downwards, round the torus; one of its own unless it is set.
    dy: Option<usize>,
}

impl Default for CommutingSquare {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Scene),
            kernel: Kernel2d::SobelX,
            border: Border::Circular,
            dx: None,
            dy: None,
        }
    }
}

/// The corners of the square.
struct Square {
    image: Array2<f64>,
    moved: Array2<f64>,
    filtered: Array2<f64>,
    /// The last corner by way of the moved image, and by way of the filtered one.
    moved_filtered: Array2<f64>,
    filtered_moved: Array2<f64>,
    difference: Array2<f64>,
}

impl CommutingSquare {
    /// The shift to the right and down.
    fn shift(&self) -> (usize, usize) {
        (self.dx.unwrap_or(SHIFT.0), self.dy.unwrap_or(SHIFT.1))
    }

    fn square(&self) -> Result<Square, Error> {
        let kernel: Array2<f64> = self.kernel.weights();
        let options = Options::padded(match self.border {
            Border::Circular => Padding::Circular,
            Border::Zeros => Padding::Same,
        });
        let (dx, dy) = self.shift();
        let shift = [dy as isize, dx as isize];
        let image = (*self.image.pixels(SIDE)).clone();
        let moved = translate(&image, &shift, Fill::Circular)?;
        let filtered = convolve(&image, &kernel, options)?;
        let moved_filtered = convolve(&moved, &kernel, options)?;
        let filtered_moved = translate(&filtered, &shift, Fill::Circular)?;
        Ok(Square {
            difference: &moved_filtered - &filtered_moved,
            image,
            moved,
            filtered,
            moved_filtered,
            filtered_moved,
        })
    }

    fn border_in_words(&self) -> &'static str {
        match self.border {
            Border::Circular => "reads round the edges",
            Border::Zeros => "reads zeros beyond the edges",
        }
    }
}

/// A picture below its name.
fn picture<'a>(name: &'a str, map: &'a Array2<f64>, side: f64, scale: Scale) -> Panel<'a> {
    labelled(
        name,
        scaled(map.dim(), (side, side), move |canvas| {
            canvas.cells(map.dim()).map(map, scale)
        }),
    )
}

/// An arrow across or down the middle of its room, beside its name.
fn arrow<'a>(name: &'static str, down: bool) -> Panel<'a> {
    let size = if down { (1.0, BETWEEN) } else { (BETWEEN, 1.0) };
    scaled((1, 1), size, move |canvas| {
        let (width, height) = (canvas.width(), canvas.height());
        let plane = canvas.plane((0.0, width), (0.0, height));
        let (ink, half) = (canvas.palette.ink, HEAD / 2.0);
        // Along the arrow, and across it from its middle on.
        let place = |along: f64, across: f64| {
            if down {
                (width / 2.0 + across, along)
            } else {
                (along, height / 2.0 + across)
            }
        };
        let end = if down { height } else { width };
        plane.line(place(0.0, 0.0), place(end - HEAD, 0.0), ink, STROKE)?;
        let head = [(end - HEAD, -half), (end, 0.0), (end - HEAD, half)];
        let head = head.map(|(along, across)| place(along, across)).to_vec();
        plane.area.draw(&Polygon::new(head, fill(ink, 1.0)))?;
        let beside = if down { LABEL } else { -LABEL };
        canvas.text(place(end / 2.0, beside), name, LABEL, ink, Align::Centre)
    })
}

impl Square {
    /// At how many places the two results differ, of how many.
    fn differ(&self) -> String {
        let differ = self.difference.iter().filter(|part| **part != 0.0).count();
        format!("{differ} of {}", self.difference.len())
    }

    /// Both results in one picture: by way of the moved image above the diagonal, by way of the filtered one below it.
    fn both(&self) -> Array2<f64> {
        Array2::from_shape_fn((SIDE, SIDE), |(row, column)| {
            let way = if column > row {
                &self.moved_filtered
            } else {
                &self.filtered_moved
            };
            way[[row, column]]
        })
    }

    fn draw_corner(&self, canvas: &Canvas, scale: Scale) -> Result<(), Error> {
        let both = self.both();
        let cells = canvas.cells(both.dim());
        cells.map(&both, scale)?;
        let end = SIDE as f64;
        cells.line((0.0, 0.0), (end, end), canvas.palette.window_edge, STROKE)
    }
}

impl Describe for CommutingSquare {
    const NAME: &'static str = "commuting-square";
    const TITLE: &'static str = "Two ways to one corner";

    fn caption(&self) -> String {
        let (dx, dy) = self.shift();
        format!(
            "T moves a picture f by {dx} to the right and {dy} down, what leaves on one side coming in on the other; K convolves it with {}, and {}. Two ways \
             lead from f to the last corner: its picture is K T f above the diagonal and T K f below it. Both follow whole, and their difference.",
            self.kernel,
            self.border_in_words(),
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let places = (SIDE, SIDE - 1);
        parameters.place(("dx", "Shift right"), places, SHIFT.0, &mut self.dx);
        parameters.place(("dy", "Shift down"), places, SHIFT.1, &mut self.dy);
        parameters.choice(("border", "Border of the filter"), &mut self.border);
        parameters.choice(("kernel", "Kernel"), &mut self.kernel);
        parameters.image(("image", "Image"), &mut self.image);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let square = &self.square()?;
        let (dx, dy) = self.shift();
        let shift = format!("({dx}, {dy})");
        let differ = square.differ();
        let most = format_residual(largest(&square.difference));
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A square of pictures. At its corners {}, the same moved by {shift} round the edges, the same filtered with {}, which {}, and the results \
                 of both ways, moved and then filtered, filtered and then moved. These differ at {differ} places, by {most} at most.",
                self.image.phrase(),
                self.kernel,
                self.border_in_words(),
            ),
            readouts: vec![
                ("shift", shift.clone()),
                ("differ", differ.clone()),
                ("largest-difference", most.clone()),
            ],
        };
        let kernel: Array2<f64> = self.kernel.weights();
        let scale = Scale::of_output(&kernel, &square.filtered);
        let differences = Scale::Signed(scale.ends().1);
        let moved = scaled((SIDE, SIDE), (1.0, 1.0), |canvas| {
            canvas.moved_image(&square.moved, "the moved image")
        });
        let corner = scaled((SIDE, SIDE), (1.0, 1.0), move |canvas| {
            square.draw_corner(canvas, scale)
        })
        .named("corner");
        let across = || labelled("", arrow("T", false));
        let gap = scaled((1, 1), (BETWEEN, BETWEEN), |_| Ok(()));
        let diagram = lines([
            row([
                picture("f", &square.image, 1.0, Scale::BRIGHTNESS),
                across(),
                labelled("T f", moved),
            ]),
            row([arrow("K", true), gap, arrow("K", true)]),
            row([
                picture("K f", &square.filtered, 1.0, scale),
                across(),
                labelled("K T f, T K f", corner),
            ]),
        ]);
        let small = |name, map, scale| picture(name, map, RESULT, scale);
        let results = column([
            small("K T f", &square.moved_filtered, scale).named("results"),
            small("T K f", &square.filtered_moved, scale).named("results"),
            small("difference", &square.difference, differences).named("difference"),
        ]);
        let note = |note: String| text(note, SMALL, |palette| palette.muted);
        let facts = lines([
            label(format!("{differ} differ")),
            note(format!("T: move by {shift}")),
            note(format!("K: convolve, {}", self.kernel)),
            note(self.border_in_words().to_owned()),
        ]);
        let panel = row_or_column(space, [row([diagram, results]), facts]);
        panel.draw(space, theme, summary)
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let zeros = Self {
            border: Border::Zeros,
            ..self.clone()
        };
        Ok(vec![(
            "differ-with-zeros".to_owned(),
            zeros.square()?.differ(),
        )])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FIGURES;
    use crate::named::names;

    #[test]
    fn both_ways_agree_to_the_last_bit_round_the_edges_and_not_beside_zeros() {
        for kernel in names::<Kernel2d>() {
            for (dx, dy) in [(0, 0), (1, 0), (9, 4), (31, 17)] {
                let mut figure = FIGURES.figure(CommutingSquare::NAME).unwrap();
                let mut differ = |border: &str| {
                    for (name, value) in [
                        ("kernel", kernel.clone()),
                        ("dx", dx.to_string()),
                        ("dy", dy.to_string()),
                        ("border", border.to_owned()),
                    ] {
                        figure.set(name, &value).unwrap();
                    }
                    figure.draw(Theme::Light, Space::PAGE).unwrap().readouts[1]
                        .1
                        .clone()
                };
                assert_eq!(differ("circular"), "0 of 1024", "{kernel} {dx} {dy}");
                let still = (dx, dy) == (0, 0) || kernel == "identity";
                assert_eq!(differ("zeros") == "0 of 1024", still, "{kernel} {dx} {dy}");
            }
        }
    }

    #[test]
    fn the_last_corner_shows_the_way_by_the_moved_image_above_the_diagonal_and_the_other_below_it()
    {
        let figure = CommutingSquare {
            border: Border::Zeros,
            ..CommutingSquare::default()
        };
        let square = figure.square().unwrap();
        let both = square.both();
        let (mut above, mut below) = (0, 0);
        for (at, value) in both.indexed_iter() {
            let [moved, filtered] =
                [&square.moved_filtered, &square.filtered_moved].map(|way| way[at]);
            if moved != filtered {
                let is_above = at.1 > at.0;
                assert_eq!(*value, if is_above { moved } else { filtered }, "{at:?}");
                above += usize::from(is_above);
                below += usize::from(!is_above);
            }
        }
        // Without places that differ on both sides nothing is told.
        assert!(above > 0 && below > 0);
    }

    #[test]
    fn beside_zeros_the_largest_difference_is_that_of_an_edge() {
        let figure = CommutingSquare {
            border: Border::Zeros,
            ..CommutingSquare::default()
        };
        let Square { difference, .. } = figure.square().unwrap();
        let most = difference
            .iter()
            .fold(0.0, |most: f64, part| most.max(part.abs()));
        assert!(most > 0.1, "{most}");
        let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
        assert_eq!(drawing.readouts[2].1, format_residual(most));
        // Columns 0 and 31, and those to which the shift brings them: there alone the kernel reads zeros. So do rows.
        let on_edge = |at: usize, shift: usize| [0, SIDE - 1, shift, shift - 1].contains(&at);
        for ((row, column), part) in difference.indexed_iter() {
            assert!(
                *part == 0.0 || on_edge(row, 4) || on_edge(column, 9),
                "{row} {column}"
            );
        }
    }
}
