//! The arrangement of a figure: panels in rows and columns, whose sizes follow from the text that they hold and from the
//! room that there is.
//!
//! Text has a size of its own. Images and grids have sizes relative to one another: one common scale, the largest with
//! which all fits the room, makes units of them. Charts take what the others leave.

use crate::backend::text_width;
use crate::canvas::{Align, Canvas, draw_on_canvas};
use crate::drawing::{LABEL, Summary};
use crate::{Colour, Drawing, Error, Palette, Space, Theme};

/// Between panels, and at the edges of a drawing.
const GAP: f64 = 26.0;
/// Heights are multiples of this, so that a page 800, 1200 or 1920 pixels wide is a whole number of pixels high.
const HEIGHT_STEP: f64 = 10.0;
/// Between a label and what it names.
const LABEL_GAP: f64 = 8.0;
/// The height of a line of text, in sizes of the text.
const LINE: f64 = 1.25;

/// A part of a drawing, which knows how large it is and how it is drawn.
pub(crate) struct Panel<'a> {
    content: Content<'a>,
    /// Whether it takes room that is left over, across and down.
    grows: [bool; 2],
    /// Whether it is as wide or as high as the largest panel that it stands below or beside.
    spreads: [bool; 2],
    /// The name by which a text can point at it.
    name: Option<&'static str>,
}

enum Content<'a> {
    Leaf {
        size: [Length; 2],
        paint: Paint<'a>,
    },
    /// Children side by side (axis 0) or one below the other (axis 1), with a gap between.
    Stack {
        axis: usize,
        gap: f64,
        /// Whether the gaps grow so that the last child ends where the stack ends.
        spread: bool,
        children: Vec<Panel<'a>>,
    },
}

type Paint<'a> = Box<dyn Fn(&Canvas) -> Result<(), Error> + 'a>;

/// A length in units: `fixed + scale · scaled`.
#[derive(Clone, Copy)]
struct Length {
    fixed: f64,
    scaled: f64,
    /// Into how many cells the scaled part is divided.
    cells: usize,
}

/// The least width of a cell, in units, from which on it is a whole number of units.
const WHOLE_CELL: f64 = 4.0;

impl Length {
    /// Whole units, and whole cells where they are not too small for it: edges are sharp where a unit is a pixel, and all
    /// cells are of one size.
    fn units(self, scale: f64) -> f64 {
        let cells = self.cells as f64;
        // A scale that comes from a division by the number of cells is that much short of a whole number at most.
        let cell = scale * self.scaled / cells + 1e-9;
        let scaled = if cell >= WHOLE_CELL {
            cell.floor() * cells
        } else {
            (cell * cells).floor()
        };
        self.fixed.ceil() + scaled
    }
}

/// Panels side by side, their upper edges at one height.
pub(crate) fn row<'a>(children: impl IntoIterator<Item = Panel<'a>>) -> Panel<'a> {
    stack(0, GAP, children)
}

/// Panels one below the other, their left edges at one place.
pub(crate) fn column<'a>(children: impl IntoIterator<Item = Panel<'a>>) -> Panel<'a> {
    stack(1, GAP, children)
}

/// Lines that belong together, one below the other.
pub(crate) fn lines<'a>(children: impl IntoIterator<Item = Panel<'a>>) -> Panel<'a> {
    stack(1, LABEL_GAP, children)
}

/// Panels side by side where the room is wider than high, else one below the other.
pub(crate) fn row_or_column<'a>(
    space: Space,
    children: impl IntoIterator<Item = Panel<'a>>,
) -> Panel<'a> {
    stack(usize::from(!space.is_landscape()), GAP, children)
}

/// Panels one below the other where the room is wider than high, else side by side: parts of a [`row_or_column`].
pub(crate) fn column_or_row<'a>(
    space: Space,
    children: impl IntoIterator<Item = Panel<'a>>,
) -> Panel<'a> {
    stack(usize::from(space.is_landscape()), GAP, children)
}

fn stack<'a>(axis: usize, gap: f64, children: impl IntoIterator<Item = Panel<'a>>) -> Panel<'a> {
    let children: Vec<_> = children.into_iter().collect();
    let any = |flag: fn(&Panel<'a>) -> [bool; 2]| {
        [0, 1].map(|axis| children.iter().any(|child| flag(child)[axis]))
    };
    let (grows, spreads) = (any(|child| child.grows), any(|child| child.spreads));
    Panel {
        content: Content::Stack {
            axis,
            gap,
            spread: false,
            children,
        },
        grows,
        spreads,
        name: None,
    }
}

/// A panel of rows and columns of cells, whose width and height are relative to those of the others.
pub(crate) fn scaled<'a>(
    (rows, columns): (usize, usize),
    (width, height): (f64, f64),
    paint: impl Fn(&Canvas) -> Result<(), Error> + 'a,
) -> Panel<'a> {
    let length = |scaled, cells| Length {
        fixed: 0.0,
        scaled,
        cells,
    };
    let size = [length(width, columns), length(height, rows)];
    leaf(size, [false; 2], paint)
}

/// A panel that takes the room that is left over, but never less than a width and a height in units.
pub(crate) fn filling<'a>(
    width: f64,
    height: f64,
    paint: impl Fn(&Canvas) -> Result<(), Error> + 'a,
) -> Panel<'a> {
    leaf([width, height].map(fixed), [true; 2], paint)
}

/// A panel of a width and a height in units.
pub(crate) fn sized<'a>(
    width: f64,
    height: f64,
    paint: impl Fn(&Canvas) -> Result<(), Error> + 'a,
) -> Panel<'a> {
    leaf([width, height].map(fixed), [false; 2], paint)
}

/// A line of text in a colour, as wide as it is.
pub(crate) fn text<'a>(
    text: impl Into<String>,
    size: f64,
    colour: fn(&Palette) -> Colour,
) -> Panel<'a> {
    let text = text.into();
    let width = text_width(&text, size);
    sized(width, LINE * size, move |canvas| {
        let middle = canvas.height() / 2.0;
        let colour = colour(&canvas.palette);
        canvas.text((0.0, middle), &text, size, colour, Align::Left)
    })
}

/// A label, which names what stands below it.
pub(crate) fn label<'a>(label: impl Into<String>) -> Panel<'a> {
    text(label, LABEL, |palette| palette.ink)
}

/// A panel below its label.
pub(crate) fn labelled<'a>(name: impl Into<String>, panel: Panel<'a>) -> Panel<'a> {
    stack(1, LABEL_GAP, [label(name), panel])
}

fn fixed(fixed: f64) -> Length {
    Length {
        fixed,
        scaled: 0.0,
        cells: 1,
    }
}

fn leaf<'a>(
    size: [Length; 2],
    grows: [bool; 2],
    paint: impl Fn(&Canvas) -> Result<(), Error> + 'a,
) -> Panel<'a> {
    let paint: Paint<'a> = Box::new(paint);
    Panel {
        content: Content::Leaf { size, paint },
        grows,
        spreads: [false; 2],
        name: None,
    }
}

impl Panel<'_> {
    /// A row that is as wide as the widest panel below or above it, or a column as high as the highest beside it: its last
    /// panel stands at the end.
    pub(crate) fn spread(mut self) -> Self {
        if let Content::Stack { axis, spread, .. } = &mut self.content {
            *spread = true;
            self.spreads[*axis] = true;
        }
        self
    }

    /// The panel under a name, by which a text can point at it.
    pub(crate) fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Draws the panel in a room, as large as it fits.
    pub(crate) fn draw(
        &self,
        space: Space,
        theme: Theme,
        summary: Summary,
    ) -> Result<Drawing, Error> {
        let room = [
            space.width - 2.0 * GAP,
            space
                .height
                .map_or(f64::INFINITY, |height| height - 2.0 * GAP),
        ];
        let scale = self.largest_scale(room);
        let own = self.measure(scale);
        // What grows takes all of the room; the rest stands in its middle.
        let size = [0, 1].map(|axis| {
            let whole = self.grows[axis] && room[axis].is_finite();
            if whole { room[axis] } else { own[axis] }
        });
        let height = space
            .height
            .unwrap_or_else(|| ((own[1] + 2.0 * GAP) / HEIGHT_STEP).ceil() * HEIGHT_STEP);
        let corner = [space.width - size[0], height - size[1]].map(|rest| (rest / 2.0).floor());
        draw_on_canvas((space.width, height), theme, summary, |canvas| {
            self.paint(canvas, corner, size, scale)
        })
    }

    /// The largest scale with which the panel fits a room.
    fn largest_scale(&self, room: [f64; 2]) -> f64 {
        let fits = |scale: f64| {
            let size = self.measure(scale);
            size[0] <= room[0] && size[1] <= room[1]
        };
        let (mut low, mut high) = (0.0, room[0]);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if fits(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The width and the height at a scale, without what it would take of room that is left over.
    fn measure(&self, scale: f64) -> [f64; 2] {
        match &self.content {
            Content::Leaf { size, .. } => size.map(|length| length.units(scale)),
            Content::Stack {
                axis,
                gap,
                children,
                ..
            } => {
                let mut size = [0.0_f64; 2];
                size[*axis] = gap * children.len().saturating_sub(1) as f64;
                for child in children {
                    let child = child.measure(scale);
                    size[*axis] += child[*axis];
                    size[1 - axis] = size[1 - axis].max(child[1 - axis]);
                }
                size
            }
        }
    }

    fn paint(
        &self,
        canvas: &Canvas,
        corner: [f64; 2],
        size: [f64; 2],
        scale: f64,
    ) -> Result<(), Error> {
        if let Some(name) = self.name {
            canvas.part(corner, size).name(name)?;
        }
        match &self.content {
            Content::Leaf { paint, .. } => paint(&canvas.part(corner, size)),
            Content::Stack {
                axis,
                gap,
                spread,
                children,
            } => {
                let (axis, across) = (*axis, 1 - axis);
                let left_over = size[axis] - self.measure(scale)[axis];
                let growing = children.iter().filter(|child| child.grows[axis]).count();
                let gaps = children.len().saturating_sub(1).max(1);
                let more = match growing {
                    0 if *spread => (left_over / gaps as f64).floor(),
                    _ => 0.0,
                };
                let mut corner = corner;
                for child in children {
                    let mut own = child.measure(scale);
                    if child.grows[axis] {
                        own[axis] += (left_over / growing as f64).floor();
                    }
                    if child.grows[across] || child.spreads[across] {
                        own[across] = size[across];
                    }
                    child.paint(canvas, corner, own, scale)?;
                    corner[axis] += own[axis] + gap + more;
                }
                Ok(())
            }
        }
    }
}
