//! Two pipelines: translate and then filter, filter and then translate.

use std::fmt;

use equivariance::{Fill, Kernel2d, Options, TestImage, correlate, interior, translate};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::canvas::{LABEL, Rect, draw};
use crate::image_filter::{SIDE, bounds, legend};
use crate::parameters::{
    by_name, choice, choice_control, image_control, range_control, residual, size,
    unknown_parameter, whole,
};
use crate::text::Align;
use crate::{Control, Drawing, Error, Figure, Gesture, Image, Picture, Theme, Track};

const SHIFTS: (i64, i64) = (-20, 20);

/// The part of the output over which the two pipelines are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interior {
    /// The part on which the identity must hold, computed from the kernel, the shift and the fill.
    True,
    /// The output less a kernel's radius at each side, whatever the shift.
    Naive,
}

impl Interior {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::True, Self::Naive];
}

impl fmt::Display for Interior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::True => "true",
            Self::Naive => "naive",
        })
    }
}

/// The figure *translation-equivariance*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TranslationEquivariance {
    /// The image.
    pub image: Image,
    /// The kernel.
    #[serde(with = "by_name")]
    pub kernel: Kernel2d,
    /// The shift to the right, in pixels.
    pub dx: isize,
    /// The shift downwards, in pixels.
    pub dy: isize,
    /// What moves in from beyond the border.
    #[serde(with = "by_name")]
    pub fill: Fill,
    /// The interior that is marked.
    #[serde(with = "by_name")]
    pub interior: Interior,
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

impl Figure for TranslationEquivariance {
    fn name(&self) -> &'static str {
        "translation-equivariance"
    }

    fn title(&self) -> &'static str {
        "Two pipelines, one result"
    }

    fn caption(&self) -> String {
        format!(
            "Translate by ({}, {}) and then filter, or filter and then translate: the difference of the two, with the {} interior marked.",
            self.dx, self.dy, self.interior
        )
    }

    fn controls(&self) -> Vec<Control> {
        vec![
            image_control("image", "Image", &self.image),
            choice_control("kernel", "Kernel", self.kernel),
            range_control("dx", "Shift right", SHIFTS, self.dx),
            range_control("dy", "Shift down", SHIFTS, self.dy),
            choice_control("fill", "Fill", self.fill),
            choice_control("interior", "Interior", self.interior),
        ]
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "image" => self.image.set(name, value)?,
            "kernel" => self.kernel = choice(name, value)?,
            "dx" => self.dx = whole(name, value, SHIFTS)?,
            "dy" => self.dy = whole(name, value, SHIFTS)?,
            "fill" => self.fill = choice(name, value)?,
            "interior" => self.interior = choice(name, value)?,
            _ => return Err(unknown_parameter(self, name)),
        }
        Ok(())
    }

    fn show(&mut self, picture: Picture) -> Result<(), Error> {
        self.image = Image::Own(picture);
        Ok(())
    }

    fn draw(&self, theme: Theme) -> Result<Drawing, Error> {
        let image = self.image.pixels(SIDE);
        let kernel: Array2<f64> = self.kernel.weights();
        let shift = [self.dy, self.dx];
        let moved = translate(&*image, &shift, self.fill)?;
        let first = correlate(&moved, &kernel, Options::valid())?;
        let filtered = correlate(&*image, &kernel, Options::valid())?;
        let second = translate(&filtered, &shift, self.fill)?;
        let difference = &first - &second;

        let exact = interior(
            image.shape(),
            kernel.shape(),
            Options::valid(),
            &shift,
            self.fill,
        )?;
        let largest = |values: &Array2<f64>| {
            values
                .iter()
                .fold(0.0, |most: f64, value| most.max(value.abs()))
        };
        let exact_residual = largest(&exact.select(&difference));
        let (rows, columns) = difference.dim();
        let (up, left) = (kernel.nrows() / 2, kernel.ncols() / 2);
        let naive = equivariance::Region {
            ranges: vec![up..rows - up, left..columns - left],
        };
        let naive_residual = largest(&naive.select(&difference));
        let marked = match self.interior {
            Interior::True => &exact,
            Interior::Naive => &naive,
        };
        let sizes = |region: &equivariance::Region| {
            size(
                &region
                    .ranges
                    .iter()
                    .map(ExactSizeIterator::len)
                    .collect::<Vec<_>>(),
            )
        };
        let interior_size = sizes(marked);
        let shown_residual = match self.interior {
            Interior::True => exact_residual,
            Interior::Naive => naive_residual,
        };
        let description = format!(
            "Pipeline A: the image {} translated by ({}, {}), then filtered with {}. Pipeline B: filtered, then translated. \
             Below, the difference A − B with the {} interior ({interior_size}) marked; the largest difference inside is {}.",
            self.image,
            self.dx,
            self.dy,
            self.kernel,
            self.interior,
            residual(shown_residual),
        );
        let shift_text = format!("({}, {})", self.dx, self.dy);
        let mut regions = Vec::new();
        let svg = draw(1340, theme, self.title(), &description, |canvas| {
            let palette = canvas.palette;
            let scale = largest(&filtered);
            let range = bounds(&filtered);
            let (input_side, output_side) =
                (340, (340.0 * rows as f64 / SIDE as f64).round() as i32);
            canvas.label((30, 36), "A: translate, then filter");
            let input = Rect::new(30, 62, input_side, input_side);
            canvas.greymap(input, &moved)?;
            let unit = f64::from(input_side) / SIDE as f64;
            regions.push(input.region(
                format!("the image translated by {shift_text}"),
                Gesture::Drag {
                    across: Track::new("dx", unit, 0),
                    down: Track::new("dy", unit, 0),
                },
            ));
            canvas.map(Rect::new(430, 62, output_side, output_side), &first, range)?;
            canvas.text((30, 426), "translated", 28.0, palette.muted, Align::Left);
            canvas.text((430, 426), "filtered", 28.0, palette.muted, Align::Left);

            canvas.label((30, 484), "B: filter, then translate");
            canvas.map(
                Rect::new(30, 510, output_side, output_side),
                &filtered,
                range,
            )?;
            canvas.map(
                Rect::new(430, 510, output_side, output_side),
                &second,
                range,
            )?;
            canvas.text((30, 866), "filtered", 28.0, palette.muted, Align::Left);
            canvas.text((430, 866), "translated", 28.0, palette.muted, Align::Left);

            canvas.label((30, 924), "difference A − B");
            let result = Rect::new(30, 950, output_side, output_side);
            canvas.signed_map(result, &difference, scale)?;
            if !marked.is_empty() {
                let mark = result.part((rows, columns), &marked.ranges[0], &marked.ranges[1]);
                canvas.outline(mark, palette.window_edge, 6)?;
            }
            let lines = [
                format!("shift {shift_text}, fill {}", self.fill),
                format!("{} interior {interior_size}", self.interior),
            ];
            for (at, line) in lines.iter().enumerate() {
                canvas.label((400, 975 + 46 * at as i32), line);
            }
            canvas.text(
                (400, 1085),
                "largest difference inside",
                29.0,
                palette.muted,
                Align::Left,
            );
            canvas.text(
                (400, 1136),
                &residual(shown_residual).replace('-', "−"),
                46.0,
                palette.ink,
                Align::Left,
            );
            canvas.fill(Rect::new(400, 1182, 36, 4), palette.window_edge, 1.0)?;
            canvas.fill(Rect::new(400, 1206, 36, 4), palette.window_edge, 1.0)?;
            canvas.text((450, 1195), "interior", LABEL, palette.ink, Align::Left);
            legend(canvas, (400, 1244))
        })?;
        Ok(Drawing {
            svg,
            readouts: vec![
                ("shift".to_owned(), shift_text),
                ("residual".to_owned(), residual(exact_residual)),
                ("naive-residual".to_owned(), residual(naive_residual)),
                ("interior-size".to_owned(), sizes(&exact)),
                ("naive-interior-size".to_owned(), sizes(&naive)),
            ],
            description,
            regions,
        })
    }
}
