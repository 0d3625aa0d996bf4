//! The layout of a figure on a page: the page's size and shape, and the figure's size on it.

use figures::{Figure, LABEL, Space, SvgHead, Theme};

use crate::page::check_size;
use crate::{Error, Page};

/// The width of a page in pixels when nothing is asked for that decides it.
const DEFAULT_WIDTH: u32 = 1920;
/// A page at least so many times as wide as tall gets the figure's landscape arrangement.
const LANDSCAPE: f64 = 1.2;
/// The widest landscape arrangement that a figure is asked for, in times of its height. On a wider page it stands in the
/// middle.
const WIDEST: f64 = 2.4;
/// The largest labels in pixels.
const MAX_FONT_SIZE: f64 = 1000.0;

/// What is asked of a page. What is not asked for follows from the figure, at a width of 1920 pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// The page's width in pixels.
    pub width: Option<u32>,
    /// The page's height in pixels.
    pub height: Option<u32>,
    /// The page's shape, width to height, such as 16 to 9.
    pub aspect: Option<(u32, u32)>,
    /// The size of the figure's labels on the page in pixels, which decides how large the figure is.
    pub font_size: Option<f64>,
    /// Whether the background is left out, so that what lies under the page shows through.
    pub transparent: bool,
}

impl Layout {
    /// Returns the figure on a page, in the middle and as large as it fits, on its own background.
    ///
    /// If the shape of the page is known and it is a landscape, the figure is asked for its landscape arrangement. Without
    /// a size, the page is the drawing itself, which scales by its viewBox.
    ///
    /// # Errors
    /// A width and a height and an aspect at once, labels with which the figure does not fit the page, a page longer than
    /// 16384 pixels on a side or of more than 50 million, and a figure that cannot be drawn.
    pub fn page(&self, figure: &dyn Figure, theme: Theme) -> Result<Page, Error> {
        let drawing = figure.draw(theme, self.space())?;
        let (size, scale) = self.size((drawing.width, drawing.height))?;
        let sized = *self
            != Self {
                transparent: self.transparent,
                ..Self::default()
            };
        let view_box = if sized {
            let (x, width) = side(size.0, drawing.width, scale);
            let (y, height) = side(size.1, drawing.height, scale);
            [x, y, width, height]
        } else {
            [0.0, 0.0, drawing.width, drawing.height]
        };
        let head = SvgHead {
            pixels: sized.then_some(size),
            view_box,
            background: (!self.transparent).then_some(drawing.background),
        };
        let svg = drawing.svg_with(&head);
        Page::new(drawing.title, svg, size, drawing.background)
    }

    /// The space that the figure is asked to fill.
    fn space(&self) -> Space {
        let aspect = match (self.aspect, self.width, self.height) {
            (Some((across, down)), ..) => f64::from(across) / f64::from(down),
            (None, Some(width), Some(height)) => f64::from(width) / f64::from(height),
            _ => return Space::PAGE,
        };
        if aspect >= LANDSCAPE {
            Space::slide(aspect.min(WIDEST))
        } else {
            Space::PAGE
        }
    }

    /// The page's size in pixels for a drawing of a size in units, and how many pixels a unit is long.
    fn size(&self, drawing: (f64, f64)) -> Result<((u32, u32), f64), Error> {
        let (width, height) = match (self.width, self.height, self.aspect) {
            (Some(_), Some(_), Some((across, down))) => {
                return Err(Error::Value {
                    what: "aspect",
                    got: format!("{across}:{down}"),
                    expected: "left out where both width and height are given".to_owned(),
                });
            }
            (Some(width), None, Some((across, down))) => {
                (Some(width), Some(proportional(width, down, across)))
            }
            (None, Some(height), Some((across, down))) => {
                (Some(proportional(height, across, down)), Some(height))
            }
            (None, None, Some((across, down))) if self.font_size.is_none() => (
                Some(DEFAULT_WIDTH),
                Some(proportional(DEFAULT_WIDTH, down, across)),
            ),
            (width, height, _) => (width, height),
        };
        let across = width.map(|width| f64::from(width) / drawing.0);
        let down = height.map(|height| f64::from(height) / drawing.1);
        let largest = match (across, down) {
            (Some(across), Some(down)) => across.min(down),
            (Some(scale), None) | (None, Some(scale)) => scale,
            (None, None) => f64::from(DEFAULT_WIDTH) / drawing.0,
        };
        let scale = match self.font_size {
            Some(size) if size > 0.0 && size <= MAX_FONT_SIZE => size / LABEL,
            Some(size) => {
                return Err(Error::Value {
                    what: "font-size",
                    got: size.to_string(),
                    expected: format!("above 0 and at most {MAX_FONT_SIZE}"),
                });
            }
            None => largest,
        };
        let own = (
            (drawing.0 * scale).round() as u32,
            (drawing.1 * scale).round() as u32,
        );
        let size = match (width, height, self.aspect) {
            // The smallest page of this shape around the figure.
            (None, None, Some((across, down))) => (
                own.0.max(proportional_up(own.1, across, down)),
                own.1.max(proportional_up(own.0, down, across)),
            ),
            _ => (width.unwrap_or(own.0), height.unwrap_or(own.1)),
        };
        if own.0 > size.0 || own.1 > size.1 {
            let largest_font = (largest * LABEL * 10.0).floor() / 10.0;
            return Err(Error::Value {
                what: "font-size",
                got: self.font_size.unwrap_or_default().to_string(),
                expected: format!(
                    "at most {largest_font}, or the figure does not fit a page of {}×{}",
                    size.0, size.1
                ),
            });
        }
        check_size(size)?;
        Ok((size, scale))
    }
}

/// Where a side of the page begins and how long it is, in the drawing's units. The drawing begins on a whole pixel.
fn side(page: u32, drawing: f64, scale: f64) -> (f64, f64) {
    let margin = ((f64::from(page) - drawing * scale) / 2.0).floor().max(0.0);
    (-margin / scale, f64::from(page) / scale)
}

fn proportional(length: u32, numerator: u32, denominator: u32) -> u32 {
    (f64::from(length) * f64::from(numerator) / f64::from(denominator)).round() as u32
}

/// [`proportional`], rounded up.
fn proportional_up(length: u32, numerator: u32, denominator: u32) -> u32 {
    (f64::from(length) * f64::from(numerator) / f64::from(denominator)).ceil() as u32
}
