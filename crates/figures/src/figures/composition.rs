//! A small network, stage by stage: whether each still moves along with its input.

use std::ops::RangeInclusive;

use equivariance::{
    Fill, Kernel2d, Options, Padding, Pool, TestImage, convolve, global_max, max_pool, relu,
    translate,
};
use ndarray::{Array2, ArrayRef2};

use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::number::{format_residual, format_shape, typeset};
use crate::panel::{Panel, column, label, lines, row, sized, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Colour, Drawing, Error, Image, Palette, Space, Theme};

/// The side of the image: every stride divides it.
const SIDE: usize = 24;
const STRIDES: RangeInclusive<i64> = 1..=4;
/// The side of a window of the pooling.
const WINDOW: usize = 2;
/// The shift to the right and down unless it is set.
const SHIFT: (usize, usize) = (3, 0);
const SMALL: f64 = 26.0;
/// The kernel of the second convolution.
const SECOND: Kernel2d = Kernel2d::Laplacian;
/// The side of a picture on a page and on a slide, a whole number of units for each of its cells, and that of the mark of a verdict.
const PICTURE: f64 = 120.0;
const LARGE_PICTURE: f64 = 168.0;
const MARK: f64 = 28.0;

/// The figure *composition*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Composition {
    image: Image,
    /// The kernel of the first convolution.
    kernel: Kernel2d,
    stride: usize,
    /// The shift to the right, round the torus; one of its own unless it is set.
    dx: Option<usize>,
    /// The shift downwards, round the torus; one of its own unless it is set.
    dy: Option<usize>,
}

impl Default for Composition {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Scene),
            kernel: Kernel2d::SobelX,
            stride: 2,
            dx: None,
            dy: None,
        }
    }
}

/// A stage of the network on the moved image, and the best that moving its output can do.
struct Stage {
    id: &'static str,
    /// Its name for people.
    name: &'static str,
    /// Of the moved image.
    moved_first: Array2<f64>,
    /// Of the image, and then moved; by the shift that leaves the fewest numbers different, and of these the first.
    moved_last: Array2<f64>,
    /// How many numbers differ, and by how much at most.
    differ: usize,
    most: f64,
}

impl Stage {
    fn holds(&self) -> bool {
        self.differ == 0
    }

    fn counts(&self) -> String {
        format!("{} of {}", self.differ, self.moved_first.len())
    }

    /// The verdict in a few words.
    fn verdict(&self) -> String {
        match (self.holds(), self.moved_first.len()) {
            (true, 1) => "holds: the same number".to_owned(),
            (true, _) => "holds: to the last bit".to_owned(),
            (false, 1) => format!("fails: off by {}", format_residual(self.most)),
            (false, _) => format!("fails: {} differ", self.counts()),
        }
    }
}

/// The names of the stages, for readouts and for people.
const STAGES: [(&str, &str); 6] = [
    ("image", "image"),
    ("first-convolution", "convolution"),
    ("relu", "ReLU"),
    ("max-pooling", "max pooling"),
    ("second-convolution", "convolution"),
    ("global-max", "global max"),
];

/// What the network makes of an image on a torus: the output of each stage.
fn outputs(
    image: &ArrayRef2<f64>,
    kernel: Kernel2d,
    stride: usize,
) -> Result<[Array2<f64>; STAGES.len()], Error> {
    let ring = Options::circular();
    let first = convolve(image, &kernel.weights(), ring)?;
    let positive = relu(&first);
    let pool = Pool::new(WINDOW, stride).padding(Padding::Circular);
    let pooled = max_pool(&positive, pool)?;
    let second = convolve(&pooled, &SECOND.weights(), ring)?;
    let greatest = Array2::from_elem((1, 1), global_max(&second)?);
    Ok([image.to_owned(), first, positive, pooled, second, greatest])
}

impl Composition {
    /// The shift to the right and down.
    fn shift(&self) -> (usize, usize) {
        (self.dx.unwrap_or(SHIFT.0), self.dy.unwrap_or(SHIFT.1))
    }

    fn stages(&self) -> Result<Vec<Stage>, Error> {
        let (dx, dy) = self.shift();
        let image = self.image.pixels(SIDE);
        let moved = translate(&*image, &[dy as isize, dx as isize], Fill::Circular)?;
        let first = outputs(&moved, self.kernel, self.stride)?;
        let last = outputs(&image, self.kernel, self.stride)?;
        let outputs = first.into_iter().zip(last).zip(STAGES);
        outputs
            .map(|((first, last), names)| self.stage(names, first, &last))
            .collect()
    }

    /// Compares what a stage makes of the moved image with all shifts of what it makes of the image, the one that the strides ask for first.
    fn stage(
        &self,
        (id, name): (&'static str, &'static str),
        moved_first: Array2<f64>,
        output: &Array2<f64>,
    ) -> Result<Stage, Error> {
        let (dx, dy) = self.shift();
        let (rows, columns) = output.dim();
        let thinned = SIDE / rows;
        let expected = (dy / thinned % rows, dx / thinned % columns);
        let others = (0..rows).flat_map(|down| (0..columns).map(move |right| (down, right)));
        let mut best: Option<Stage> = None;
        for (down, right) in std::iter::once(expected).chain(others) {
            let moved_last = translate(output, &[down as isize, right as isize], Fill::Circular)?;
            let differences = &moved_first - &moved_last;
            let differ = differences.iter().filter(|part| **part != 0.0).count();
            if best.as_ref().is_none_or(|best| differ < best.differ) {
                best = Some(Stage {
                    id,
                    name,
                    moved_first: moved_first.clone(),
                    moved_last,
                    differ,
                    most: largest(&differences),
                });
            }
            if differ == 0 {
                break;
            }
        }
        best.ok_or_else(|| Error::Drawing("a stage has no output".to_owned()))
    }
}

/// A picture of an output; a single number is written.
fn picture(output: &Array2<f64>, side: f64, scale: Scale, draggable: bool) -> Panel<'_> {
    sized(side, side, move |canvas| {
        let cells = canvas.cells(output.dim());
        if output.len() == 1 {
            return cells.grid(output, scale);
        }
        if draggable {
            return canvas.moved_image(output, "the moved image");
        }
        cells.map(output, scale)
    })
}

impl Stage {
    /// Both results, beside or above the words that say whether the law holds.
    fn panel(&self, space: Space) -> Panel<'_> {
        let image = self.id == "image";
        let scale = if image {
            Scale::BRIGHTNESS
        } else {
            Scale::signed(self.moved_first.iter().chain(&self.moved_last))
        };
        let side = if space.is_landscape() {
            LARGE_PICTURE
        } else {
            PICTURE
        };
        let pictures = row([
            picture(&self.moved_first, side, scale, image),
            picture(&self.moved_last, side, scale, false),
        ]);
        let name = label(match self.moved_first.len() {
            1 => self.name.to_owned(),
            _ => format!("{} {}", self.name, format_shape(self.moved_first.shape())),
        });
        let colour: fn(&Palette) -> Colour = if self.holds() {
            |palette| palette.holds
        } else {
            |palette| palette.fails
        };
        let square = sized(MARK, MARK, move |canvas| {
            let plane = canvas.plane((0.0, 1.0), (0.0, 1.0));
            plane.fill((0.0..1.0, 0.0..1.0), colour(&canvas.palette), 1.0)
        });
        let verdict = row([
            square,
            text(typeset(self.verdict()), SMALL, |palette| palette.ink),
        ]);
        let stage = if space.is_landscape() {
            lines([name, pictures, verdict])
        } else {
            row([pictures, lines([name, verdict])])
        };
        stage.named(self.id)
    }
}

impl Describe for Composition {
    const NAME: &'static str = "composition";
    const TITLE: &'static str = "Where a network loses its shifts";

    fn caption(&self) -> String {
        let (dx, dy) = self.shift();
        format!(
            "A small network on a torus: a convolution with {}, a ReLU, max pooling of windows of side {WINDOW} with stride {}, a convolution with {SECOND}, and the global \
             maximum. Each stage twice: of the image moved by {dx} to the right and {dy} down, and moved after the stage, by as many places as leaves the fewest numbers different. \
             The law holds at a stage where no number differs, for this image and this shift; of the last stage it asks for the same number.",
            self.kernel, self.stride,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let places = (SIDE, SIDE - 1);
        parameters.place(("dx", "Shift right"), places, SHIFT.0, &mut self.dx);
        parameters.place(("dy", "Shift down"), places, SHIFT.1, &mut self.dy);
        parameters.range(
            ("stride", "Stride of the pooling"),
            STRIDES,
            &mut self.stride,
        );
        parameters.choice(("kernel", "First kernel"), &mut self.kernel);
        parameters.image(("image", "Image"), &mut self.image);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let stages = self.stages()?;
        let (dx, dy) = self.shift();
        let shift = format!("({dx}, {dy})");
        let hold = stages.iter().filter(|stage| stage.holds()).count();
        let hold = format!("{hold} of {}", stages.len());
        let failing = stages.iter().find(|stage| !stage.holds());
        let failing = failing.map_or("none", |stage| stage.id).to_owned();
        let mut description = format!(
            "The stages of a small network on {}, each for the image moved by {shift} first and for the output moved last.",
            self.image.phrase(),
        );
        for stage in &stages {
            let size = format_shape(stage.moved_first.shape());
            description += &format!(" {} {size}: {}.", stage.name, stage.verdict());
        }
        let summary = Summary {
            title: Self::TITLE,
            description,
            readouts: vec![
                ("shift", shift.clone()),
                ("stages-that-hold", hold),
                ("first-that-fails", failing),
            ],
        };
        let note = |note: String| text(note, SMALL, |palette| palette.muted);
        let heading = lines([
            label(format!("shift {shift}, stride {}", self.stride)),
            note("left: moved first; right: moved last".to_owned()),
        ]);
        let panels = stages.iter().map(|stage| stage.panel(space));
        let panel = if space.is_landscape() {
            let mut panels = panels;
            let rows = [0, 1].map(|_| row(panels.by_ref().take(3)).spread());
            let [first, second] = rows;
            column([heading, first, second])
        } else {
            lines(std::iter::once(heading).chain(panels))
        };
        panel.draw(space, theme, summary)
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let named = |stage: &Stage| (format!("{}-differ", stage.id), stage.counts());
        Ok(self.stages()?.iter().map(named).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stages(stride: usize, dx: usize, dy: usize, image: TestImage) -> Vec<bool> {
        let figure = Composition {
            image: Image::Made(image),
            stride,
            dx: Some(dx),
            dy: Some(dy),
            ..Composition::default()
        };
        figure.stages().unwrap().iter().map(Stage::holds).collect()
    }

    #[test]
    fn every_stage_holds_for_shifts_that_the_stride_divides() {
        for image in [TestImage::Scene, TestImage::Noise, TestImage::Letter] {
            for stride in 1..=4 {
                for (dx, dy) in [(0, 0), (1, 0), (0, 5), (23, 2)] {
                    let (dx, dy) = (dx * stride % SIDE, dy * stride % SIDE);
                    let holds = stages(stride, dx, dy, image);
                    assert_eq!(holds, [true; 6], "{image} {stride} {dx} {dy}");
                }
            }
        }
    }

    #[test]
    fn the_law_holds_up_to_the_pooling_for_every_shift_and_fails_there_for_others() {
        for stride in 2..=4 {
            for dx in (1..SIDE).filter(|dx| dx % stride != 0) {
                let holds = stages(stride, dx, 0, TestImage::Noise);
                assert_eq!(holds[..4], [true, true, true, false], "{stride} {dx}");
                assert!(!holds[4], "{stride} {dx}");
            }
        }
    }

    #[test]
    fn a_picture_that_looks_alike_after_a_shift_is_no_counterexample() {
        // Its squares are three pixels wide, and two of them one period.
        assert_eq!(stages(4, 6, 0, TestImage::Checkerboard), [true; 6]);
    }

    #[test]
    fn the_first_stage_that_fails_is_named_and_none_where_all_hold() {
        let readout = |dx| {
            let figure = Composition {
                dx: Some(dx),
                ..Composition::default()
            };
            let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
            drawing.readouts[2].1.clone()
        };
        assert_eq!([readout(3), readout(4)], ["max-pooling", "none"]);
    }

    /// What is shown beside the first result is the shift of the output that leaves the fewest numbers different, and their largest difference.
    #[test]
    fn a_failing_stage_is_compared_with_the_best_shift_of_its_output() {
        let figure = Composition::default();
        let image = figure.image.pixels(SIDE);
        let output = &outputs(&image, figure.kernel, figure.stride).unwrap()[3];
        let stage = &figure.stages().unwrap()[3];
        let (rows, columns) = output.dim();
        let shifts = (0..rows).flat_map(|down| (0..columns).map(move |right| [down, right]));
        let fewest = shifts.map(|by| {
            let moved = translate(output, &by.map(|by| by as isize), Fill::Circular).unwrap();
            let pairs = moved.iter().zip(&stage.moved_first);
            pairs.filter(|(a, b)| a != b).count()
        });
        assert_eq!(fewest.min(), Some(stage.differ));
        let differences = &stage.moved_first - &stage.moved_last;
        let most = differences
            .iter()
            .fold(0.0, |most: f64, part| most.max(part.abs()));
        assert_eq!(stage.most, most);
        assert_eq!(
            differences.iter().filter(|part| **part != 0.0).count(),
            stage.differ
        );
    }
}
