//! How far each border reaches into the output of a stack of layers.

use std::ops::RangeInclusive;

use equivariance::{
    Fill, Options, Padding, Region, TestImage, correlate, seeded_noise, stacked_interior, translate,
};
use ndarray::Array2;

use crate::backend::text_width;
use crate::canvas::{Align, Canvas, HAIRLINE, span};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::number::{format_shape, typeset};
use crate::panel::{
    Panel, column, label, labelled, lines, row, row_or_column, scaled, sized, text,
};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Image, Space, Theme};

const SIDE: usize = 32;
const LAYERS: RangeInclusive<i64> = 1..=5;
const KERNELS: RangeInclusive<i64> = 1..=5;
/// With the most layers of the largest kernel an interior is left for each of them.
const SHIFTS: RangeInclusive<i64> = -6..=6;
/// Zeros are what other programs call *same*.
const PADDINGS: [(&str, Padding); 4] = [
    ("valid", Padding::Valid),
    ("zeros", Padding::Same),
    ("reflect", Padding::Reflect),
    ("circular", Padding::Circular),
];
/// The least error that has a shade of its own, as a power of ten; smaller ones have its shade.
const LEAST_EXPONENT: f64 = -3.0;
/// The shade of the least error, of 1.
const LEAST_SHADE: f64 = 0.2;
const SMALL: f64 = 26.0;

/// The figure *borders*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Borders {
    image: Image,
    /// How many layers follow one another.
    layers: usize,
    /// The side of each kernel.
    k: usize,
    /// The shift to the right.
    dx: isize,
    /// The shift downwards.
    dy: isize,
    /// What moves in from beyond the border.
    fill: Fill,
}

impl Default for Borders {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Noise),
            layers: 3,
            k: 3,
            dx: 4,
            dy: 2,
            fill: Fill::Circular,
        }
    }
}

/// The shift law under one padding.
struct Law {
    name: &'static str,
    /// What is wrong at each output: the absolute difference between moved first and moved last.
    error: Array2<f64>,
    /// Where nothing may be wrong.
    interior: Region,
    /// How many outputs are wrong inside.
    inside: usize,
    /// How many outputs are wrong in all.
    differ: usize,
    /// How many samples are lost at the worst side beyond those that the shift itself takes.
    reach: usize,
}

impl Law {
    /// How many outputs are wrong, of how many.
    fn counts(&self) -> String {
        format!("{} of {}", self.differ, self.error.len())
    }
}

impl Borders {
    fn shift(&self) -> [isize; 2] {
        [self.dy, self.dx]
    }

    /// The layers in turn, each with positive weights of its own whose sum is 1.
    fn stack(&self, mut signal: Array2<f64>, options: Options) -> Result<Array2<f64>, Error> {
        for layer in 0..self.layers {
            let mut kernel: Array2<f64> = seeded_noise((self.k, self.k), layer as u64);
            let sum = kernel.sum();
            kernel.mapv_inplace(|weight| weight / sum);
            signal = correlate(&signal, &kernel, options)?;
        }
        Ok(signal)
    }

    fn law(&self, name: &'static str, padding: Padding) -> Result<Law, Error> {
        let (options, shift) = (Options::padded(padding), self.shift());
        let image = self.image.pixels(SIDE);
        let mut error = self.stack(translate(&*image, &shift, self.fill)?, options)?;
        let output = self.stack((*image).clone(), options)?;
        let moved = translate(&output, &shift, self.fill)?;
        let kernel = [self.k; 2];
        let layers = vec![(&kernel[..], options); self.layers];
        let interior = stacked_interior(&[SIDE; 2], &layers, &shift, self.fill)?;
        let (mut inside, mut differ) = (0, 0);
        for ((place, first), last) in error.indexed_iter_mut().zip(&moved) {
            *first = (*first - *last).abs();
            if *first != 0.0 {
                differ += 1;
                inside += usize::from(interior.contains(&[place.0, place.1]));
            }
        }
        let mut reach = 0;
        for ((range, shift), size) in interior.ranges.iter().zip(shift).zip(error.shape()) {
            let (before, behind) = (shift.max(0) as usize, (-shift).max(0) as usize);
            // On a ring the shift itself takes nothing.
            let lost = range.start.saturating_sub(before);
            reach = reach
                .max(lost)
                .max((size - range.end).saturating_sub(behind));
        }
        Ok(Law {
            name,
            error,
            interior,
            inside,
            differ,
            reach,
        })
    }

    fn laws(&self) -> Result<Vec<Law>, Error> {
        PADDINGS
            .into_iter()
            .map(|(name, padding)| self.law(name, padding))
            .collect()
    }
}

/// The shade of an error: 0 where there is none, and else by its logarithm.
fn shade(error: f64) -> f64 {
    if error == 0.0 {
        return 0.0;
    }
    let part = (1.0 - libm::log10(error) / LEAST_EXPONENT).clamp(0.0, 1.0);
    LEAST_SHADE + (1.0 - LEAST_SHADE) * part
}

/// What the shades stand for: that of equal outputs, and a bar of those of errors.
fn legend() -> Panel<'static> {
    const HEIGHT: f64 = 24.0;
    const WIDTH: f64 = 190.0;
    const STEPS: usize = 64;
    let least = text_width("0.001", SMALL);
    let equal = text_width("equal", SMALL);
    let gap = 20.0;
    sized(
        equal + gap + WIDTH.max(2.0 * least),
        HEIGHT + 1.4 * SMALL,
        move |canvas| {
            let bar = |left: f64, shades: &Array2<f64>, width: f64| {
                canvas
                    .part([left, 0.0], [width, HEIGHT])
                    .cells(shades.dim())
                    .map(shades, Scale::BRIGHTNESS)
            };
            bar(0.0, &Array2::zeros((1, 1)), HEIGHT)?;
            let shades = Array2::from_shape_fn((1, STEPS), |(_, step)| {
                LEAST_SHADE + (1.0 - LEAST_SHADE) * step as f64 / (STEPS - 1) as f64
            });
            let left = equal + gap;
            bar(left, &shades, WIDTH)?;
            let one = left + WIDTH - text_width("1", SMALL);
            for (left, text) in [(0.0, "equal"), (left, "0.001"), (one, "1")] {
                let place = (left, HEIGHT + 0.9 * SMALL);
                canvas.text(place, text, SMALL, canvas.palette.muted, Align::Left)?;
            }
            Ok(())
        },
    )
}

/// What the frame of the interior looks like.
fn frame_sample(canvas: &Canvas) -> Result<(), Error> {
    let plane = canvas.plane((0.0, 1.0), (0.0, 1.0));
    plane.outline(
        (0.1..0.9, 0.1..0.9),
        canvas.palette.window_edge,
        2.0 * HAIRLINE,
    )
}

/// The map of what is wrong under one padding, at the scale of the image, with the interior in a frame.
fn map(law: &Law, landscape: bool) -> Panel<'_> {
    let shades = law.error.mapv(shade);
    let side = |size: usize| size as f64 / SIDE as f64;
    let size = (side(shades.ncols()), side(shades.nrows()));
    let draw = move |canvas: &Canvas| {
        let cells = canvas.cells(shades.dim());
        cells.map(&shades, Scale::BRIGHTNESS)?;
        match law.interior.ranges.as_slice() {
            [rows, columns] if !law.interior.is_empty() => {
                cells.outline((span(rows), span(columns)), canvas.palette.window_edge, 6.0)
            }
            _ => Ok(()),
        }
    };
    let counts = if landscape {
        format!("{} differ", law.differ)
    } else {
        format!("{} differ, {} inside", law.counts(), law.inside)
    };
    lines([
        label(law.name),
        scaled(law.error.dim(), size, draw),
        text(counts, SMALL, |palette| palette.muted),
    ])
}

impl Describe for Borders {
    const NAME: &'static str = "borders";
    const TITLE: &'static str = "How far a border reaches in";

    fn caption(&self) -> String {
        format!(
            "An image and {} of {k}×{k}, with each of four paddings: at each output, how far apart moved first and moved last are, for the shift \
             ({}, {}), to the right and down. Black outputs are equal to the last bit. The frame is the interior, computed layer by layer.",
            layers(self.layers),
            self.dx,
            self.dy,
            k = self.k,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.image(("image", "Image"), &mut self.image);
        parameters.range(("layers", "Layers"), LAYERS, &mut self.layers);
        parameters.range(("k", "Side of the kernels"), KERNELS, &mut self.k);
        parameters.range(("dx", "Shift right"), SHIFTS, &mut self.dx);
        parameters.range(("dy", "Shift down"), SHIFTS, &mut self.dy);
        parameters.choice(("fill", "Fill"), &mut self.fill);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let laws = self.laws()?;
        let moved = translate(&*self.image.pixels(SIDE), &self.shift(), self.fill)?;
        let shift = format!("({}, {})", self.dx, self.dy);
        let layers = format!("{} of {k}×{k}", layers(self.layers), k = self.k);
        let mut description = format!(
            "Four maps of where moving first and moving last differ after {layers}, for {} of {SIDE}×{SIDE} cells, moved by {shift} with {} fill.",
            self.image.phrase(),
            self.fill,
        );
        let mut readouts = vec![("kernel", format_shape(&[self.k; 2]))];
        for law in &laws {
            description += &format!(
                " {}: {} differ, {} inside; reach {}, interior {}.",
                law.name,
                law.counts(),
                law.inside,
                law.reach,
                format_shape(&law.interior.shape())
            );
            let short = format!(
                "reach {}: {} differ, {} inside",
                law.reach, law.differ, law.inside
            );
            readouts.push((law.name, short));
        }
        let summary = Summary {
            title: Self::TITLE,
            description,
            readouts,
        };
        let picture = scaled((SIDE, SIDE), (0.8, 0.8), |canvas| {
            canvas.moved_image(&moved, "the moved image")
        });
        let facts = lines([
            label(layers),
            text(
                format!("shift {}, fill {}", typeset(&shift), self.fill),
                SMALL,
                |palette| palette.muted,
            ),
            row([sized(36.0, 36.0, frame_sample), label("interior")]),
            text("|first − last|", SMALL, |palette| palette.muted),
            legend(),
        ]);
        let mut maps = laws.iter().map(|law| map(law, space.is_landscape()));
        let pairs = [0, 1].map(|_| row(maps.by_ref().take(2)).spread());
        column([
            row([labelled("moved image", picture), facts]),
            row_or_column(space, pairs),
        ])
        .draw(space, theme, summary)
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let mut quoted = Vec::new();
        for law in self.laws()? {
            for (what, value) in [
                ("differ", law.differ.to_string()),
                ("outputs", law.error.len().to_string()),
                ("inside", law.inside.to_string()),
                ("reach", law.reach.to_string()),
                ("interior", format_shape(&law.interior.shape())),
            ] {
                quoted.push((format!("{}-{what}", law.name), value));
            }
        }
        Ok(quoted)
    }
}

/// A number of layers in words.
fn layers(count: usize) -> String {
    format!("{count} {}", if count == 1 { "layer" } else { "layers" })
}
