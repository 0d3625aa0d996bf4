//! Two pipelines: translate and then filter, filter and then translate.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use equivariance::{Fill, Kernel2d, Options, Region, TestImage, correlate, interior, translate};
use ndarray::Array2;

use crate::canvas::{Canvas, HAIRLINE, span};
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::{format_residual, format_shape, typeset};
use crate::panel::{
    Panel, column_or_row, label, labelled, lines, row, row_or_column, scaled, sized, text,
};
use crate::parameters::Parameters;
use crate::rounding::{drop_rounding, rounding_bounds};
use crate::scale::Scale;
use crate::{Drawing, Error, Image, Space, Theme};

const SIDE: usize = 48;
const SHIFTS: RangeInclusive<i64> = -20..=20;

/// The part of the output over which the two pipelines are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interior {
    /// The part on which the identity must hold, computed from the kernel, the shift and the fill.
    True,
    /// The output less a kernel's radius at each side, whatever the shift.
    Naive,
}

impl Interior {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::True, Self::Naive];
}

impl fmt::Display for Interior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::True => "true",
            Self::Naive => "naive",
        })
    }
}

named!(Interior);

/// The figure *translation-equivariance*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TranslationEquivariance {
    image: Image,
    kernel: Kernel2d,
    /// The shift to the right, in pixels.
    dx: isize,
    /// The shift downwards, in pixels.
    dy: isize,
    /// What moves in from beyond the border.
    fill: Fill,
    /// The interior that is marked.
    interior: Interior,
}

impl Default for TranslationEquivariance {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Scene),
            kernel: Kernel2d::SobelX,
            dx: 5,
            dy: 3,
            fill: Fill::Zero,
            interior: Interior::True,
        }
    }
}

impl TranslationEquivariance {
    fn pipelines(&self) -> Result<Pipelines, Error> {
        let image = self.image.pixels(SIDE);
        let kernel: Array2<f64> = self.kernel.weights();
        let (shift, options) = ([self.dy, self.dx], Options::valid());
        let moved = translate(&*image, &shift, self.fill)?;
        let mut moved_filtered = correlate(&moved, &kernel, options)?;
        let mut filtered = correlate(&*image, &kernel, options)?;
        let mut filtered_moved = translate(&filtered, &shift, self.fill)?;
        let mut difference = &moved_filtered - &filtered_moved;
        // Rounding is neither shown in the outputs nor in their difference.
        let moved_bounds = rounding_bounds(&moved, &kernel, options)?;
        let bounds = rounding_bounds(&image, &kernel, options)?;
        let bounds_moved = translate(&bounds, &shift, self.fill)?;
        let mut both = moved_bounds.clone();
        both.zip_mut_with(&bounds_moved, |sum, bound| *sum += bound);
        drop_rounding(&mut difference, &both);
        drop_rounding(&mut moved_filtered, &moved_bounds);
        drop_rounding(&mut filtered, &bounds);
        drop_rounding(&mut filtered_moved, &bounds_moved);
        let scale = Scale::of_output(&kernel, &filtered);
        let radii = kernel.shape().iter().map(|size| size / 2);
        let naive = filtered
            .shape()
            .iter()
            .zip(radii)
            .map(|(size, radius)| radius..size - radius);
        Ok(Pipelines {
            exact: interior(image.shape(), kernel.shape(), options, &shift, self.fill)?,
            naive: Region {
                ranges: naive.collect(),
            },
            difference,
            scale,
            moved,
            moved_filtered,
            filtered,
            filtered_moved,
        })
    }

    fn shift(&self) -> String {
        format!("({}, {})", self.dx, self.dy)
    }

    /// The rows and the columns of an output of `count` places a side where windows lie across the edge that zeros make of the border
    /// of the moved image; none where a shift moves no edge in.
    fn seam(&self, count: usize) -> [(Range<usize>, Range<usize>); 2] {
        let [rows, columns] = [self.dy, self.dx].map(|shift| across_edge(shift, count));
        let on = |seam: &Range<usize>, shift: isize| match shift {
            ..0 => 0..seam.end,
            0 => 0..count,
            _ => seam.start..count,
        };
        let (along_rows, along_columns) = (on(&columns, self.dx), on(&rows, self.dy));
        [(rows, along_rows), (along_columns, columns)]
    }
}

impl Describe for TranslationEquivariance {
    const NAME: &'static str = "translation-equivariance";
    const TITLE: &'static str = "Two pipelines, one result";

    fn caption(&self) -> String {
        format!(
            "Translate by {} and then filter, or filter and then translate: the difference of the two, with the {} interior marked.",
            self.shift(),
            self.interior
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.image(("image", "Image"), &mut self.image);
        parameters.choice(("kernel", "Kernel"), &mut self.kernel);
        parameters.range(("dx", "Shift right"), SHIFTS, &mut self.dx);
        parameters.range(("dy", "Shift down"), SHIFTS, &mut self.dy);
        parameters.choice(("fill", "Fill"), &mut self.fill);
        parameters.choice(("interior", "Interior"), &mut self.interior);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let pipelines = self.pipelines()?;
        let shift = self.shift();
        let (exact, naive) = (&pipelines.exact, &pipelines.naive);
        let marked = match self.interior {
            Interior::True => exact,
            Interior::Naive => naive,
        };
        let inside = format_residual(pipelines.residual(marked));
        let interior_size = format_shape(&marked.shape());
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Pipeline A: {} translated by {shift}, then filtered with {}. Pipeline B: filtered, then translated. \
                 Then the difference A − B with the {} interior ({interior_size}) marked; the largest difference inside is {inside}.",
                self.image.phrase(),
                self.kernel,
                self.interior,
            ),
            readouts: vec![
                ("shift", shift.clone()),
                ("residual", format_residual(pipelines.residual(exact))),
                ("naive-residual", format_residual(pipelines.residual(naive))),
                ("interior-size", format_shape(&exact.shape())),
                ("naive-interior-size", format_shape(&naive.shape())),
            ],
        };
        let facts = lines([
            label(format!("shift {}, fill {}", typeset(&shift), self.fill)),
            label(format!("{} interior {interior_size}", self.interior)),
            text("largest difference inside", 29.0, |palette| palette.muted),
            text(typeset(inside), 46.0, |palette| palette.ink),
            row([sized(36.0, 36.0, draw_frame_sample), label("interior")]),
            pipelines.colour_bars(),
        ]);
        let difference = labelled(
            "difference A − B",
            pipelines
                .output(|canvas| {
                    pipelines.draw_difference(canvas, marked)?;
                    let count = pipelines.difference.nrows();
                    let seam = self.seam(count).into_iter();
                    let shown = |(rows, columns): &(Range<usize>, Range<usize>)| {
                        self.fill == Fill::Zero && !rows.is_empty() && !columns.is_empty()
                    };
                    seam.filter(shown).try_for_each(|(rows, columns)| {
                        let cells = canvas.cells((count, count));
                        cells.name((span(&rows), span(&columns)), "seam")
                    })
                })
                .named("difference"),
        );
        let [a, b] = pipelines.panels(&shift);
        row_or_column(
            space,
            [
                labelled(
                    "A: translate, then filter",
                    column_or_row(space, a).spread(),
                ),
                labelled(
                    "B: filter, then translate",
                    column_or_row(space, b).spread(),
                ),
                row([difference, facts]),
            ],
        )
        .draw(space, theme, summary)
    }
}

/// The outputs, of `count`, whose windows lie across the border of an image that moved by `shift`.
fn across_edge(shift: isize, count: usize) -> Range<usize> {
    let reach = SIDE - count;
    let edge = match shift {
        ..0 => SIDE - shift.unsigned_abs(),
        0 => return 0..0,
        _ => shift.unsigned_abs(),
    };
    edge.saturating_sub(reach)..edge.min(count)
}

/// What the frame in the difference looks like.
fn draw_frame_sample(canvas: &Canvas) -> Result<(), Error> {
    let plane = canvas.plane((0.0, 1.0), (0.0, 1.0));
    plane.outline(
        (0.1..0.9, 0.1..0.9),
        canvas.palette.window_edge,
        2.0 * HAIRLINE,
    )
}

/// Both ways round, and where they must agree.
struct Pipelines {
    /// A: the image, translated, and then filtered.
    moved: Array2<f64>,
    moved_filtered: Array2<f64>,
    /// B: the image, filtered, and then translated.
    filtered: Array2<f64>,
    filtered_moved: Array2<f64>,
    /// A − B.
    difference: Array2<f64>,
    /// The scale of the outputs. What the border adds to some of them may lie beyond it.
    scale: Scale,
    exact: Region,
    naive: Region,
}

impl Pipelines {
    /// The scale of the difference: signed values, with the ends of that of the outputs.
    fn difference_scale(&self) -> Scale {
        Scale::Signed(self.scale.ends().1)
    }

    /// A bar for each scale.
    fn colour_bars(&self) -> Panel<'static> {
        let mut scales = vec![self.scale, self.difference_scale()];
        scales.dedup();
        let greatest = largest(&self.moved_filtered).max(largest(&self.difference));
        lines(
            scales
                .into_iter()
                .map(|scale| colour_bar(BAR, scale, greatest)),
        )
    }

    /// The largest difference inside a region.
    fn residual(&self, region: &Region) -> f64 {
        largest(&region.select(&self.difference))
    }

    /// The images of both pipelines in turn, each with what was done last below it.
    fn panels<'a>(&'a self, shift: &'a str) -> [[Panel<'a>; 2]; 2] {
        let scale = self.scale;
        let output = move |map: &'a Array2<f64>| {
            self.output(move |canvas| canvas.cells(map.dim()).map(map, scale))
        };
        let input = scaled(self.moved.dim(), (1.0, 1.0), move |canvas| {
            canvas.moved_image(&self.moved, format!("the image translated by {shift}"))
        });
        let named = |panel, name| lines([panel, text(name, 28.0, |palette| palette.muted)]);
        [
            [
                named(input, "translated"),
                named(output(&self.moved_filtered), "filtered"),
            ],
            [
                named(output(&self.filtered), "filtered"),
                named(output(&self.filtered_moved), "translated"),
            ],
        ]
    }

    /// A panel of an output, at the scale of the input.
    fn output<'a>(&self, paint: impl Fn(&Canvas) -> Result<(), Error> + 'a) -> Panel<'a> {
        let side = self.difference.nrows() as f64 / SIDE as f64;
        scaled(self.difference.dim(), (side, side), paint)
    }

    fn draw_difference(&self, canvas: &Canvas, marked: &Region) -> Result<(), Error> {
        let cells = canvas.cells(self.difference.dim());
        cells.map(&self.difference, self.difference_scale())?;
        match marked.ranges.as_slice() {
            [rows, columns] if !marked.is_empty() => {
                let interior = (span(rows), span(columns));
                cells.outline(interior.clone(), canvas.palette.window_edge, 6.0)?;
                cells.name(interior, "interior")
            }
            _ => Ok(()),
        }
    }
}
