//! The layout of a figure on a page: the page's size and shape, and the figure's size on it.

use figures::{Colour, Drawing, Figure, LABEL, Space, SvgHead, Theme};

use crate::page::check_size;
use crate::{Error, Page};

/// The width of a page in pixels when nothing is asked for that decides it.
const DEFAULT_WIDTH: f64 = 1920.0;
/// A page at least so many times as wide as tall gets the figure's landscape arrangement.
const LANDSCAPE: f64 = 1.2;
/// The widest landscape arrangement that a figure is asked for, in times of its height. On a wider page it stands in the
/// middle.
const WIDEST: f64 = 2.4;
/// The largest labels in pixels.
pub const MAX_FONT_SIZE: f64 = 1000.0;

/// What is asked of a page. What is not asked for follows from the figure, at a width of 1920 pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// The page's width in pixels; a length in another unit is seldom a whole number of them.
    pub width: Option<f64>,
    /// The page's height in pixels.
    pub height: Option<f64>,
    /// The page's shape, width to height, such as 16 to 9.
    pub aspect: Option<(u32, u32)>,
    /// The size of the figure's labels on the page in pixels, which decides how large the figure is.
    pub font_size: Option<f64>,
    /// Whether the background is left out, so that what lies under the page shows through.
    pub transparent: bool,
}

/// A picture that can be set on a page: SVG elements, and what is said of them.
#[derive(Clone, Debug)]
pub struct Graphic {
    /// The title.
    pub title: String,
    /// The picture in words.
    pub description: String,
    /// The width and the height in units.
    pub size: (f64, f64),
    /// The colour under all elements.
    pub background: Colour,
    /// The SVG elements.
    pub elements: String,
    /// The size of its labels in units.
    pub label: f64,
}

impl From<Drawing> for Graphic {
    fn from(drawing: Drawing) -> Self {
        Self {
            elements: drawing.elements(),
            title: drawing.title,
            description: drawing.description,
            size: (drawing.width, drawing.height),
            background: drawing.background,
            label: LABEL,
        }
    }
}

impl Layout {
    /// Returns the figure on a page, in the middle and as large as it fits, on its own background.
    ///
    /// If the shape of the page is known and it is a landscape, the figure is asked for its landscape arrangement.
    ///
    /// # Errors
    /// As [`Layout::place`], and a figure that cannot be drawn.
    pub fn page(&self, figure: &dyn Figure, theme: Theme) -> Result<Page, Error> {
        self.place(figure.draw(theme, self.space())?.into())
    }

    /// Returns the picture on a page, in the middle and as large as it fits, on its own background.
    ///
    /// Without a size, the page is the picture itself: SVG and PDF have a pixel for each of its units, and what consists of
    /// pixels is 1920 of them wide.
    ///
    /// # Errors
    /// A width and a height and an aspect at once, labels with which the picture does not fit the page, and a page longer
    /// than 16384 pixels on a side or of more than 50 million.
    pub fn place(&self, graphic: Graphic) -> Result<Page, Error> {
        let (size, scale) = self.size(graphic.size, graphic.label)?;
        let pixels = (size.0.round() as u32, size.1.round() as u32);
        check_size(pixels)?;
        let sized = *self
            != Self {
                transparent: self.transparent,
                ..Self::default()
            };
        let (shown, view_box) = if sized {
            let (x, width) = side(size.0, graphic.size.0, scale);
            let (y, height) = side(size.1, graphic.size.1, scale);
            (size, [x, y, width, height])
        } else {
            (graphic.size, [0.0, 0.0, graphic.size.0, graphic.size.1])
        };
        let head = SvgHead {
            pixels: Some(shown),
            view_box,
            background: (!self.transparent).then_some(graphic.background),
        };
        let svg = head.svg(&graphic.title, &graphic.description, &graphic.elements);
        Page::new(
            graphic.title,
            graphic.description,
            svg,
            pixels,
            graphic.background,
        )
    }

    /// The space that the figure is asked to fill.
    fn space(&self) -> Space {
        let aspect = match (self.aspect, self.width, self.height) {
            (Some((across, down)), ..) => f64::from(across) / f64::from(down),
            (None, Some(width), Some(height)) => width / height,
            _ => return Space::PAGE,
        };
        if aspect >= LANDSCAPE {
            Space::slide(aspect.min(WIDEST))
        } else {
            Space::PAGE
        }
    }

    /// The page's size in pixels for a picture of a size in units, and how many pixels a unit is long.
    fn size(&self, drawing: (f64, f64), label: f64) -> Result<((f64, f64), f64), Error> {
        let (width, height) = match (self.width, self.height, self.aspect) {
            (Some(_), Some(_), Some((across, down))) => {
                return Err(Error::Value {
                    what: "aspect",
                    got: format!("{across}:{down}"),
                    expected: "left out where both width and height are given".to_owned(),
                });
            }
            (Some(width), None, Some((across, down))) => {
                (Some(width), Some(proportional(width, down, across).round()))
            }
            (None, Some(height), Some((across, down))) => (
                Some(proportional(height, across, down).round()),
                Some(height),
            ),
            (None, None, Some((across, down))) if self.font_size.is_none() => (
                Some(DEFAULT_WIDTH),
                Some(proportional(DEFAULT_WIDTH, down, across).round()),
            ),
            (width, height, _) => (width, height),
        };
        let across = width.map(|width| width / drawing.0);
        let down = height.map(|height| height / drawing.1);
        let largest = match (across, down) {
            (Some(across), Some(down)) => across.min(down),
            (Some(scale), None) | (None, Some(scale)) => scale,
            (None, None) => DEFAULT_WIDTH / drawing.0,
        };
        let scale = match self.font_size {
            Some(size) if size > 0.0 && size <= MAX_FONT_SIZE => size / label,
            Some(size) => {
                return Err(Error::Value {
                    what: "font-size",
                    got: size.to_string(),
                    expected: format!("above 0 and at most {MAX_FONT_SIZE}"),
                });
            }
            None => largest,
        };
        let own = ((drawing.0 * scale).round(), (drawing.1 * scale).round());
        let size = match (width, height, self.aspect) {
            // The smallest page of this shape around the picture.
            (None, None, Some((across, down))) => (
                own.0.max(proportional(own.1, across, down).ceil()),
                own.1.max(proportional(own.0, down, across).ceil()),
            ),
            _ => (width.unwrap_or(own.0), height.unwrap_or(own.1)),
        };
        // The picture's own size is rounded to whole pixels, and the page's may not be one.
        if own.0 > size.0.ceil() || own.1 > size.1.ceil() {
            let largest_font = (largest * label * 10.0).floor() / 10.0;
            return Err(Error::Value {
                what: "font-size",
                got: self.font_size.unwrap_or_default().to_string(),
                expected: format!(
                    "at most {largest_font}, or the picture does not fit a page of {:.0}×{:.0}",
                    size.0, size.1
                ),
            });
        }
        Ok((size, scale))
    }
}

/// Where a side of the page begins and how long it is, in the picture's units. The picture begins on a whole pixel.
fn side(page: f64, drawing: f64, scale: f64) -> (f64, f64) {
    let margin = ((page - drawing * scale) / 2.0).floor().max(0.0);
    (-margin / scale, page / scale)
}

fn proportional(length: f64, numerator: u32, denominator: u32) -> f64 {
    length * f64::from(numerator) / f64::from(denominator)
}
