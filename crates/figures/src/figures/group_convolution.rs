//! A picture, its maps over a group of quarter turns and mirror images, and the maps of the turned picture.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use equivariance::{
    FiniteGroup, Kernel2d, Options, PointGroup, SquareSymmetry, TestImage, correlate, output_size,
    turns_keep_windows,
};
use ndarray::{Array2, ArrayRef2};

use crate::canvas::Canvas;
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::format_shape;
use crate::panel::{Panel, column, label, labelled, lines, row, scaled, sized, text};
use crate::parameters::{NamedOrOwn, Parameters};
use crate::scale::Scale;
use crate::{Drawing, Error, Image, Space, Theme};

const SIZES: RangeInclusive<i64> = 8..=48;
const STRIDES: RangeInclusive<i64> = 1..=3;
/// The place of the last element of the larger group.
const LAST_ELEMENT: usize = 7;
/// The side of the grid of weights, in units.
const GRID: f64 = 216.0;

/// What is turned to make the map at an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turned {
    /// The picture, turned back before it is filtered, and the output turned forth: the order of each sum is that of the kernel.
    Picture,
    /// The kernel.
    Kernel,
}

impl Turned {
    /// Both of them.
    pub(crate) const ALL: [Self; 2] = [Self::Picture, Self::Kernel];
}

impl fmt::Display for Turned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Picture => "picture",
            Self::Kernel => "kernel",
        })
    }
}

named!(Turned);

/// The figure *group-convolution*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GroupConvolution {
    image: Image,
    group: PointGroup,
    /// The place of the element by which the picture is turned; the quarter turn unless it is set.
    element: Option<usize>,
    kernel: NamedOrOwn<Kernel2d>,
    turned: Turned,
    /// The picture's side in pixels.
    size: usize,
    /// The step between outputs.
    stride: usize,
}

impl Default for GroupConvolution {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Scene),
            group: PointGroup::C4,
            element: None,
            kernel: NamedOrOwn::named(Kernel2d::SobelX),
            turned: Turned::Picture,
            size: 25,
            stride: 1,
        }
    }
}

fn weights(kernel: Kernel2d) -> Vec<f64> {
    kernel.weights().iter().copied().collect()
}

impl GroupConvolution {
    fn weights(&self) -> Result<Array2<f64>, Error> {
        Array2::from_shape_vec((3, 3), self.kernel.numbers(weights))
            .map_err(|error| Error::Drawing(error.to_string()))
    }

    fn options(&self) -> Options {
        Options::valid().stride(self.stride)
    }

    fn element(&self) -> SquareSymmetry {
        self.group.elements()[self.element.unwrap_or(1).min(self.group.order() - 1)]
    }

    /// The maps over the group.
    fn maps(
        &self,
        picture: &ArrayRef2<f64>,
        kernel: &ArrayRef2<f64>,
    ) -> Result<Vec<Array2<f64>>, Error> {
        let options = self.options();
        let map = |g: SquareSymmetry| match self.turned {
            Turned::Picture => g.act(&correlate(&g.inverse().act(picture)?, kernel, options)?),
            Turned::Kernel => correlate(picture, &*g.act(kernel)?, options),
        };
        let elements = self.group.elements();
        Ok(elements.into_iter().map(map).collect::<Result<_, _>>()?)
    }

    fn pipelines(&self) -> Result<Pipelines, Error> {
        let picture = self.image.pixels(self.size);
        let (kernel, h) = (self.weights()?, self.element());
        let turned = h.act(&picture)?;
        let maps = self.maps(&picture, &kernel)?;
        let turned_maps = self.maps(&turned, &kernel)?;
        // How far rounding may move a sum, at most, for both ways together.
        let weights: f64 = kernel.iter().map(|weight| weight.abs()).sum();
        let rounding = 2.0 * kernel.len() as f64 * f64::EPSILON * weights * largest(&*picture);
        let (mut differ, mut beyond_rounding) = (0, 0);
        for (place, g) in self.group.elements().into_iter().enumerate() {
            let moved = h.act(&maps[self.source(g)])?;
            for (a, b) in moved.iter().zip(&turned_maps[place]) {
                differ += usize::from(a != b);
                beyond_rounding += usize::from((a - b).abs() > rounding);
            }
        }
        Ok(Pipelines {
            scale: Scale::of_output(&kernel, maps.iter().flatten()),
            picture,
            turned,
            maps,
            turned_maps,
            kernel,
            differ,
            beyond_rounding,
        })
    }

    /// The place of the map that the turn carries to `g`.
    fn source(&self, g: SquareSymmetry) -> usize {
        self.group.index(&self.element().inverse().compose(g))
    }

    /// The picture and its maps, in rows, one of them marked; `name` names each by the element at which it stands.
    fn panels<'a>(
        &self,
        (title, across): (String, usize),
        picture: &'a Array2<f64>,
        maps: &'a [Array2<f64>],
        scale: Scale,
        marked: SquareSymmetry,
        name: impl Fn(SquareSymmetry) -> String,
    ) -> Panel<'a> {
        let side = maps[0].nrows() as f64 / self.size as f64;
        let elements = self.group.elements();
        let maps = elements.chunks(across).zip(maps.chunks(across));
        let rows = maps.map(|(elements, maps)| {
            row(elements.iter().zip(maps).map(|(g, map)| {
                let is_marked = *g == marked;
                let paint = move |canvas: &Canvas| {
                    let cells = canvas.cells(map.dim());
                    cells.map(map, scale)?;
                    let whole = 0.0..map.nrows() as f64;
                    match is_marked {
                        true => {
                            let whole = (whole.clone(), whole);
                            cells.name(whole.clone(), "framed")?;
                            cells.outline(whole, canvas.palette.window_edge, 6.0)
                        }
                        false => Ok(()),
                    }
                };
                labelled(name(*g), scaled(map.dim(), (side, side), paint))
            }))
        });
        let paint = |canvas: &Canvas| canvas.cells(picture.dim()).map(picture, Scale::BRIGHTNESS);
        row([
            labelled(title, scaled(picture.dim(), (1.0, 1.0), paint)),
            column(rows),
        ])
    }
}

impl Describe for GroupConvolution {
    const NAME: &'static str = "group-convolution";
    const TITLE: &'static str = "Turn the picture, and its maps turn and move on";

    fn caption(&self) -> String {
        let (h, group) = (self.element(), self.group);
        format!(
            "Above, a picture and its maps at the elements of {}, made with one kernel ({}). Below, the picture after {h}, and its maps: each should be a map from \
             above after {h}, at the element that its label gives. Framed are the map at e and the map that it should become.",
            name(group),
            self.kernel.name("your own weights"),
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.image(("image", "Image"), &mut self.image);
        parameters.choice(("group", "Group"), &mut self.group);
        parameters.place(
            ("element", "Turn or mirror image, by place"),
            (self.group.order(), LAST_ELEMENT),
            1,
            &mut self.element,
        );
        let list = ("weights", "Weights, row by row");
        parameters.choice_or_own(("kernel", "Kernel"), list, &[9], weights, &mut self.kernel);
        parameters.choice(("turned", "What is turned for a map"), &mut self.turned);
        parameters.range(("size", "Pixels on each side"), SIZES, &mut self.size);
        parameters.range(("stride", "Stride"), STRIDES, &mut self.stride);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let pipelines = self.pipelines()?;
        let h = self.element();
        let outputs = output_size(self.size, 3, self.options())?;
        let all = self.group.order() * outputs * outputs;
        let keeps = turns_keep_windows(self.size, 3, self.options())?;
        let windows = if keeps { "yes" } else { "no" };
        let (differ, beyond) = (pipelines.differ, pipelines.beyond_rounding);
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Above, {} and its {} maps over {}, {} each; the {} is turned for each map. Below, the same of the picture turned by {h}. Each map below \
                 should be a map above, turned by {h} and moved to another element: of {all} numbers {differ} differ, {beyond} of them by more than \
                 rounding. Turns carry windows into windows: {windows}.",
                self.image.phrase(),
                self.group.order(),
                name(self.group),
                format_shape(&[outputs, outputs]),
                self.turned,
            ),
            readouts: vec![
                ("element", h.to_string()),
                ("outputs", all.to_string()),
                ("differ", differ.to_string()),
                ("beyond-rounding", beyond.to_string()),
                ("turns-keep-windows", windows.to_owned()),
            ],
        };
        let scale = pipelines.scale;
        let elements = self.group.elements();
        // A slide has room for eight maps side by side.
        let across = if space.is_landscape() {
            LAST_ELEMENT + 1
        } else {
            4
        };
        let maps = column([
            self.panels(
                ("f".to_owned(), across),
                &pipelines.picture,
                &pipelines.maps,
                scale,
                SquareSymmetry::IDENTITY,
                |g| g.to_string(),
            ),
            self.panels(
                (format!("{h} f"), across),
                &pipelines.turned,
                &pipelines.turned_maps,
                scale,
                h,
                |g| format!("{} → {g}", elements[self.source(g)]),
            ),
        ]);
        let facts = lines([
            label(format!("after {h}, of {all} numbers")),
            text(format!("{differ} differ"), 40.0, |palette| palette.ink),
            text(format!("{beyond} by more than rounding"), 27.0, |palette| {
                palette.muted
            }),
            text(format!("turns keep windows: {windows}"), 27.0, |palette| {
                palette.muted
            }),
            colour_bar(BAR, scale, 0.0),
        ]);
        let kernel = sized(GRID, GRID, |canvas| canvas.weights(&pipelines.kernel));
        let kernel = labelled("kernel", kernel.named("weights"));
        let panel = if space.is_landscape() && self.group == PointGroup::C4 {
            row([maps, column([kernel, facts])])
        } else {
            column([maps, row([kernel, facts])])
        };
        panel.draw(space, theme, summary)
    }
}

/// The group as it is written.
const fn name(group: PointGroup) -> &'static str {
    match group {
        PointGroup::C4 => "C4",
        PointGroup::D4 => "D4",
    }
}

/// Both ways round, and how many numbers tell them apart.
struct Pipelines {
    picture: Arc<Array2<f64>>,
    maps: Vec<Array2<f64>>,
    /// The picture after the turn, and its maps.
    turned: Array2<f64>,
    turned_maps: Vec<Array2<f64>>,
    kernel: Array2<f64>,
    scale: Scale,
    /// How many numbers differ from the maps of the picture, turned and moved.
    differ: usize,
    /// How many by more than rounding can.
    beyond_rounding: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(figure: &GroupConvolution) -> [usize; 2] {
        let pipelines = figure.pipelines().unwrap();
        [pipelines.differ, pipelines.beyond_rounding]
    }

    #[test]
    fn maps_of_turned_pictures_are_exact_and_maps_of_turned_kernels_only_up_to_rounding() {
        let mut rounded = 0;
        for image in [TestImage::Scene, TestImage::Noise, TestImage::Letter] {
            for (group, kernel) in [
                (PointGroup::C4, Kernel2d::SobelX),
                (PointGroup::D4, Kernel2d::Sharpen),
            ] {
                for (size, stride) in [(24, 1), (25, 1), (25, 2), (24, 2)] {
                    for element in 0..group.order() {
                        let turned_picture = GroupConvolution {
                            image: Image::Made(image),
                            kernel: NamedOrOwn::named(kernel),
                            element: Some(element),
                            group,
                            size,
                            stride,
                            ..GroupConvolution::default()
                        };
                        assert_eq!(counts(&turned_picture), [0, 0]);
                        let turned = Turned::Kernel;
                        let [differ, beyond] = counts(&GroupConvolution {
                            turned,
                            ..turned_picture
                        });
                        let keeps =
                            turns_keep_windows(size, 3, Options::valid().stride(stride)).unwrap();
                        // The exchange of rows and columns, rm, keeps the corner where the windows begin.
                        let keeps = keeps || element == 0 || element == 5;
                        assert_eq!(
                            beyond == 0,
                            keeps,
                            "{image} {group} {size} {stride} {element}"
                        );
                        rounded += differ - beyond;
                    }
                }
            }
        }
        assert!(rounded > 0);
    }
}
