//! Two pipelines: translate and then filter, filter and then translate.

use std::fmt;

use equivariance::{Fill, Kernel2d, Options, Region, TestImage, correlate, interior, translate};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::canvas::{Canvas, Rect, Words, draw};
use crate::extent::{bounds, largest};
use crate::image_filter::SIDE;
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

impl TranslationEquivariance {
    fn pipelines(&self) -> Result<Pipelines, Error> {
        let image = self.image.pixels(SIDE);
        let kernel: Array2<f64> = self.kernel.weights();
        let (shift, options) = ([self.dy, self.dx], Options::valid());
        let moved = translate(&*image, &shift, self.fill)?;
        let moved_filtered = correlate(&moved, &kernel, options)?;
        let filtered = correlate(&*image, &kernel, options)?;
        let filtered_moved = translate(&filtered, &shift, self.fill)?;
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
            difference: &moved_filtered - &filtered_moved,
            moved,
            moved_filtered,
            filtered,
            filtered_moved,
        })
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
        let pipelines = self.pipelines()?;
        let shift = format!("({}, {})", self.dx, self.dy);
        let (exact, naive) = (&pipelines.exact, &pipelines.naive);
        let marked = match self.interior {
            Interior::True => exact,
            Interior::Naive => naive,
        };
        let inside = residual(pipelines.residual(marked));
        let interior_size = size(&marked.shape());
        let words = Words {
            title: self.title(),
            description: format!(
                "Pipeline A: the image {} translated by {shift}, then filtered with {}. Pipeline B: filtered, then translated. \
                 Below, the difference A − B with the {} interior ({interior_size}) marked; the largest difference inside is {inside}.",
                self.image, self.kernel, self.interior,
            ),
            readouts: vec![
                ("shift", shift.clone()),
                ("residual", residual(pipelines.residual(exact))),
                ("naive-residual", residual(pipelines.residual(naive))),
                ("interior-size", size(&exact.shape())),
                ("naive-interior-size", size(&naive.shape())),
            ],
        };
        draw(1340, theme, words, |canvas| {
            pipelines.paint(canvas)?;
            let unit = f64::from(INPUT) / SIDE as f64;
            let gesture = Gesture::Drag {
                across: Track::new("dx", unit, 0),
                down: Track::new("dy", unit, 0),
            };
            let input = Rect::new(30, 62, INPUT, INPUT);
            canvas.region(input, format!("the image translated by {shift}"), gesture);
            pipelines.paint_difference(canvas, marked)?;

            let palette = canvas.palette;
            canvas.label((400, 975), &format!("shift {shift}, fill {}", self.fill));
            canvas.label(
                (400, 1021),
                &format!("{} interior {interior_size}", self.interior),
            );
            canvas.text(
                (400, 1085),
                "largest difference inside",
                29.0,
                palette.muted,
                Align::Left,
            );
            let inside = inside.replace('-', "−");
            canvas.text((400, 1136), &inside, 46.0, palette.ink, Align::Left);
            canvas.fill(Rect::new(400, 1182, 36, 4), palette.window_edge, 1.0)?;
            canvas.fill(Rect::new(400, 1206, 36, 4), palette.window_edge, 1.0)?;
            canvas.label((450, 1195), "interior");
            canvas.legend((400, 1244))
        })
    }
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
    exact: Region,
    naive: Region,
}

/// The side of the input in the picture, and that of an output at the same scale.
const INPUT: i32 = 340;

impl Pipelines {
    /// The largest difference inside a region.
    fn residual(&self, region: &Region) -> f64 {
        largest(&region.select(&self.difference))
    }

    fn output_side(&self) -> i32 {
        (f64::from(INPUT) * self.difference.nrows() as f64 / SIDE as f64).round() as i32
    }

    fn paint(&self, canvas: &mut Canvas<'_>) -> Result<(), Error> {
        let (side, range) = (self.output_side(), bounds(&self.filtered));
        let output = |x, y| Rect::new(x, y, side, side);
        canvas.label((30, 36), "A: translate, then filter");
        canvas.greymap(Rect::new(30, 62, INPUT, INPUT), &self.moved)?;
        canvas.map(output(430, 62), &self.moved_filtered, range)?;
        canvas.label((30, 484), "B: filter, then translate");
        canvas.map(output(30, 510), &self.filtered, range)?;
        canvas.map(output(430, 510), &self.filtered_moved, range)?;
        for (at, name) in [
            ((30, 426), "translated"),
            ((430, 426), "filtered"),
            ((30, 866), "filtered"),
            ((430, 866), "translated"),
        ] {
            canvas.text(at, name, 28.0, canvas.palette.muted, Align::Left);
        }
        Ok(())
    }

    fn paint_difference(&self, canvas: &mut Canvas<'_>, marked: &Region) -> Result<(), Error> {
        canvas.label((30, 924), "difference A − B");
        let side = self.output_side();
        let result = Rect::new(30, 950, side, side);
        canvas.signed_map(result, &self.difference, largest(&self.filtered))?;
        if marked.is_empty() {
            return Ok(());
        }
        let [rows, columns] = marked.ranges.as_slice() else {
            return Ok(());
        };
        let mark = result.part(self.difference.dim(), rows, columns);
        canvas.outline(mark, canvas.palette.window_edge, 6)
    }
}
