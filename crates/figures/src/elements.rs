//! Elements that plotters does not have: an image of pixels, a frame, and a place that a person can drag or a text can name. Their
//! corners are in the coordinates of the area that they are drawn on.

use plotters::element::{Drawable, PointCollection};
use plotters_backend::BackendCoord;

use crate::backend::{Outcome, Recorder};
use crate::shape::{PIXELS_PER_UNIT, Paint, Shape, pixels};
use crate::{Colour, Gesture, Part, Region, Track};

/// An image as PNG that fills a rectangle.
pub(crate) struct PixelImage {
    pub(crate) corners: [(f64, f64); 2],
    pub(crate) pixels: (u32, u32),
    pub(crate) png: Vec<u8>,
}

/// A frame with a border of another colour around it, at least so large that it is seen.
pub(crate) struct Mark {
    pub(crate) corners: [(f64, f64); 2],
    pub(crate) colour: Colour,
    pub(crate) border: Colour,
}

/// The widths of a mark's frame and of the border on each side of it, and the mark's smallest side, in units.
const FRAME: f64 = 6.0;
const LEAST_FRAME: f64 = 4.0;
const BORDER: f64 = 2.0;
const SMALLEST_MARK: f64 = 10.0;
/// A frame is this part of its smaller side where that lies between the two widths, so that it does not hide a small cell.
const MOST_FRAME: f64 = 0.2;

/// A region in the units of the axes.
pub(crate) struct Handle {
    pub(crate) corners: [(f64, f64); 2],
    pub(crate) label: String,
    /// Its tracks are in the units of the axes.
    pub(crate) gesture: Gesture,
}

/// A place with a name.
pub(crate) struct Named {
    pub(crate) corners: [(f64, f64); 2],
    pub(crate) name: &'static str,
}

macro_rules! corners {
    ($($name:ty),+) => {
        $(impl<'a> PointCollection<'a, (f64, f64)> for &'a $name {
            type Point = &'a (f64, f64);
            type IntoIter = &'a [(f64, f64)];
            fn point_iter(self) -> &'a [(f64, f64)] {
                &self.corners
            }
        })+
    };
}
corners!(PixelImage, Mark, Handle, Named);

/// The rectangle between two corners in units: left, top, width and height.
fn in_units(corners: impl Iterator<Item = BackendCoord>) -> [f64; 4] {
    bounds(corners).map(|side| f64::from(side) / PIXELS_PER_UNIT)
}

/// Left, top, width and height of the rectangle between two corners.
fn bounds(mut corners: impl Iterator<Item = BackendCoord>) -> [i32; 4] {
    let (a, b) = (
        corners.next().unwrap_or_default(),
        corners.next().unwrap_or_default(),
    );
    let (left, top) = (a.0.min(b.0), a.1.min(b.1));
    [left, top, (b.0 - a.0).abs(), (b.1 - a.1).abs()]
}

impl Drawable<Recorder> for PixelImage {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        corners: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Outcome {
        backend.add(Shape::Image {
            bounds: bounds(corners),
            pixels: self.pixels,
            png: self.png.clone(),
        });
        Ok(())
    }
}

impl Drawable<Recorder> for Mark {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        corners: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Outcome {
        let [left, top, width, height] = bounds(corners);
        let more = |side: i32| (pixels(SMALLEST_MARK) - side).max(0);
        let bounds = [
            left - more(width) / 2,
            top - more(height) / 2,
            width + more(width),
            height + more(height),
        ];
        let side = f64::from(bounds[2].min(bounds[3])) / PIXELS_PER_UNIT;
        let frame = (side * MOST_FRAME).clamp(LEAST_FRAME, FRAME);
        for (colour, width) in [(self.border, frame + 2.0 * BORDER), (self.colour, frame)] {
            let paint = Paint {
                colour,
                opacity: 1.0,
            };
            let line = Some(pixels(width) as u32);
            backend.add(Shape::Rectangle {
                bounds,
                paint,
                line,
            });
        }
        Ok(())
    }
}

impl Drawable<Recorder> for Handle {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        corners: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Outcome {
        let [x, y, width, height] = in_units(corners);
        let [from, to] = self.corners;
        let scaled = |track: &Option<Track>, length: f64, span: f64| {
            track.clone().map(|track| Track {
                unit: track.unit * length / span.abs(),
                ..track
            })
        };
        let across = |track| scaled(track, width, to.0 - from.0);
        let down = |track| scaled(track, height, to.1 - from.1);
        let gesture = match &self.gesture {
            Gesture::Drag {
                across: right,
                down: below,
            } => Gesture::Drag {
                across: across(right),
                down: down(below),
            },
            Gesture::Point {
                across: right,
                down: below,
            } => Gesture::Point {
                across: across(right),
                down: down(below),
            },
            other => other.clone(),
        };
        backend.regions.push(Region {
            x,
            y,
            width,
            height,
            label: self.label.clone(),
            gesture,
        });
        Ok(())
    }
}

impl Drawable<Recorder> for Named {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        corners: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Outcome {
        let [x, y, width, height] = in_units(corners);
        backend.parts.push(Part {
            name: self.name,
            x,
            y,
            width,
            height,
        });
        Ok(())
    }
}
