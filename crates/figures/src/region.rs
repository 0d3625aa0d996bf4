//! The parts of a picture: those that a person can drag, point at, draw, choose or type in, and those that a text can name.

/// A part of a drawing that stands for parameters, in units.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What the region is, in words.
    pub label: String,
    /// What a pointer or the keyboard does there.
    pub gesture: Gesture,
}

/// A part of a drawing that a text can name, in units. Several of one name are one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its kebab-case name.
    pub name: &'static str,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What a pointer or the keyboard does in a region.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Gesture {
    /// Dragging: a parameter changes by 1 for every so many units of movement.
    Drag {
        /// To the right.
        across: Option<Track>,
        /// Downwards.
        down: Option<Track>,
    },
    /// Pointing: the parameter takes the number of the cell under the pointer, counted from the region's edge.
    Point {
        /// By the column.
        across: Option<Track>,
        /// By the row.
        down: Option<Track>,
    },
    /// Drawing: one number of a list takes the height of the pointer.
    Draw {
        /// The list.
        parameter: String,
        /// Which number of it.
        index: usize,
        /// The number now.
        value: f64,
        /// What the region's lower edge stands for.
        bottom: f64,
        /// What the region's upper edge stands for.
        top: f64,
    },
    /// Choosing: one number of a list becomes 1, or 0 if it is not 0.
    Toggle {
        /// The list.
        parameter: String,
        /// Which number of it.
        index: usize,
        /// The number now.
        value: f64,
    },
    /// Typing: one number of a list takes what is typed.
    Type {
        /// The list.
        parameter: String,
        /// Which number of it.
        index: usize,
        /// The number now.
        value: f64,
    },
}

impl Gesture {
    /// Dragging along rows: the parameter changes by 1 for each cell.
    pub(crate) fn drag(parameter: &str) -> Self {
        Self::Drag {
            across: Track::new(parameter, 1.0, 0),
            down: None,
        }
    }

    /// Pointing at a column of cells: the parameter takes its number.
    pub(crate) fn point(parameter: &str) -> Self {
        Self::Point {
            across: Track::new(parameter, 1.0, 0),
            down: None,
        }
    }

    /// Dragging what a shift has moved: the parameters `dx` and `dy` change by 1 for each cell.
    pub(crate) fn shift() -> Self {
        Self::Drag {
            across: Track::new("dx", 1.0, 0),
            down: Track::new("dy", 1.0, 0),
        }
    }
}

/// How a movement along one axis changes a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// The parameter.
    pub parameter: String,
    /// How many units stand for 1.
    pub unit: f64,
    /// The value of the first cell.
    pub first: i64,
}

impl Track {
    pub(crate) fn new(parameter: &str, unit: f64, first: i64) -> Option<Self> {
        Some(Self {
            parameter: parameter.to_owned(),
            unit,
            first,
        })
    }
}
