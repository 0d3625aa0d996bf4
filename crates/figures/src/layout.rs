//! The page that a drawing is set on when it becomes a file: its size in pixels, its shape and its ground.

use crate::canvas::{LABEL, WIDTH, hex};
use crate::parameters::{short, wrong};
use crate::{Colour, Drawing, Error, Theme};

/// The width of a picture in pixels when none is asked for.
pub(crate) const USUAL_WIDTH: u32 = 1920;
/// The longest side of a page, and the most pixels on it.
const LONGEST: u32 = 16_384;
pub(crate) const MOST_PIXELS: u64 = 50_000_000;

/// What is asked of a page. What is not asked for follows from the figure, at a width of 1920.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// The page's width in pixels.
    pub width: Option<u32>,
    /// The page's height in pixels.
    pub height: Option<u32>,
    /// The page's shape, such as 16 to 9.
    pub aspect: Option<(u32, u32)>,
    /// The size of the figure's labels on the page in pixels, which decides how large the figure is.
    pub font_size: Option<f64>,
    /// Whether what lies under the page shows through.
    pub transparent: bool,
}

/// A drawing on its page: the whole figure as large as it fits, in the middle, on the figure's own ground.
#[derive(Clone, Debug)]
pub struct Page {
    pub(crate) svg: String,
    pub(crate) size: (u32, u32),
    /// What a picture without half transparent pixels is mixed with.
    pub(crate) ground: Colour,
}

impl Layout {
    /// Sets a drawing of a theme on a page.
    ///
    /// # Errors
    /// A width and a height and a shape at once, labels with which the figure does not fit the page, and a page longer
    /// than 16384 pixels on a side or of more than 50 million.
    pub fn page(&self, drawing: &Drawing, theme: Theme) -> Result<Page, Error> {
        let ground = theme.palette().background;
        let odd = || Error::Drawing("the drawing does not begin like one".to_owned());
        let (head, rest) = drawing
            .svg
            .split_once(" viewBox=\"0 0 800 ")
            .ok_or_else(odd)?;
        let (height, rest) = rest.split_once('"').ok_or_else(odd)?;
        let figure = (f64::from(WIDTH), height.parse().map_err(|_| odd())?);
        let (size, unit) = self.size(figure)?;
        let plain = Self {
            transparent: self.transparent,
            ..Self::default()
        };
        let sized = *self != plain;
        if !sized && !self.transparent {
            return Ok(Page {
                svg: drawing.svg.clone(),
                size,
                ground,
            });
        }
        let rect = format!(
            "<rect x=\"0\" y=\"0\" width=\"800\" height=\"{height}\" fill=\"{}\"/>\n",
            hex(ground)
        );
        let (before, after) = rest.split_once(&rect).ok_or_else(odd)?;
        // The page in the units of the figure; the figure begins on a whole pixel.
        let side = |page: u32, figure: f64| {
            let margin = ((f64::from(page) - figure * unit) / 2.0).floor().max(0.0);
            (short(-margin / unit, 4), short(f64::from(page) / unit, 4))
        };
        let ((x, width), (y, height)) = if sized {
            (side(size.0, figure.0), side(size.1, figure.1))
        } else {
            let zero = "0".to_owned();
            ((zero.clone(), WIDTH.to_string()), (zero, height.to_owned()))
        };
        let pixels = if sized {
            format!(" width=\"{}\" height=\"{}\"", size.0, size.1)
        } else {
            String::new()
        };
        let rect = if self.transparent {
            String::new()
        } else {
            format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
                hex(ground)
            )
        };
        let svg =
            format!("{head}{pixels} viewBox=\"{x} {y} {width} {height}\"{before}{rect}{after}");
        Ok(Page { svg, size, ground })
    }

    /// The page's size in pixels, and the pixels of one unit of the figure.
    fn size(&self, figure: (f64, f64)) -> Result<((u32, u32), f64), Error> {
        let (width, height) = match (self.width, self.height, self.aspect) {
            (Some(_), Some(_), Some((across, down))) => {
                let expected = "left out where both width and height are given".to_owned();
                return Err(wrong("aspect", &format!("{across}:{down}"), expected));
            }
            (Some(width), None, Some((across, down))) => {
                (Some(width), Some(proportional(width, down, across)))
            }
            (None, Some(height), Some((across, down))) => {
                (Some(proportional(height, across, down)), Some(height))
            }
            (None, None, Some((across, down))) if self.font_size.is_none() => (
                Some(USUAL_WIDTH),
                Some(proportional(USUAL_WIDTH, down, across)),
            ),
            (width, height, _) => (width, height),
        };
        let fits = |width: Option<u32>, height: Option<u32>| {
            let across = width.map(|width| f64::from(width) / figure.0);
            let down = height.map(|height| f64::from(height) / figure.1);
            match (across, down) {
                (Some(across), Some(down)) => across.min(down),
                (Some(unit), None) | (None, Some(unit)) => unit,
                (None, None) => f64::from(USUAL_WIDTH) / figure.0,
            }
        };
        let unit = match self.font_size {
            Some(size) if size > 0.0 && size <= 1000.0 => size / LABEL,
            Some(size) => {
                let expected = "above 0 and at most 1000".to_owned();
                return Err(wrong("font-size", &size.to_string(), expected));
            }
            None => fits(width, height),
        };
        let own = ((figure.0 * unit).round(), (figure.1 * unit).round());
        let size = match (width, height, self.aspect) {
            // The smallest page of this shape around the figure.
            (None, None, Some((across, down))) => {
                let wide = (own.1 * f64::from(across) / f64::from(down)).ceil();
                let high = (own.0 * f64::from(down) / f64::from(across)).ceil();
                (wide.max(own.0) as u32, high.max(own.1) as u32)
            }
            _ => (
                width.unwrap_or(own.0 as u32),
                height.unwrap_or(own.1 as u32),
            ),
        };
        if own.0 > f64::from(size.0) || own.1 > f64::from(size.1) {
            let largest = (fits(width, height) * LABEL * 10.0).floor() / 10.0;
            return Err(wrong(
                "font-size",
                &short(self.font_size.unwrap_or_default(), 2),
                format!(
                    "at most {}, or the figure does not fit a page of {}×{}",
                    short(largest, 1),
                    size.0,
                    size.1
                ),
            ));
        }
        check(size)?;
        Ok((size, unit))
    }
}

/// Refuses a picture that is empty or too large.
pub(crate) fn check((width, height): (u32, u32)) -> Result<(), Error> {
    let sides = 1..=LONGEST;
    let pixels = u64::from(width) * u64::from(height);
    if sides.contains(&width) && sides.contains(&height) && pixels <= MOST_PIXELS {
        return Ok(());
    }
    Err(wrong(
        "size",
        &format!("{width}×{height}"),
        format!(
            "from 1 to {LONGEST} pixels on each side, and at most {} million in all",
            MOST_PIXELS / 1_000_000
        ),
    ))
}

fn proportional(length: u32, of: u32, to: u32) -> u32 {
    (f64::from(length) * f64::from(of) / f64::from(to)).round() as u32
}

impl Page {
    /// A page of a drawing of another kind, as large as its SVG says.
    ///
    /// # Errors
    /// An SVG that does not begin with a width and a height in whole pixels, and one that is too large.
    pub fn of(svg: String, theme: Theme) -> Result<Self, Error> {
        let side = |name: &str| {
            let (_, rest) = svg.split_once(&format!(" {name}=\""))?;
            rest.split_once('"')?.0.parse().ok()
        };
        let size = side("width").zip(side("height"));
        let size = size.ok_or_else(|| Error::Drawing("the drawing has no size".to_owned()))?;
        check(size)?;
        Ok(Self {
            svg,
            size,
            ground: theme.palette().background,
        })
    }

    /// The page as SVG. Without a size it is the very drawing, which scales by its viewBox; with one it has that size.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The page's width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        self.size
    }
}
