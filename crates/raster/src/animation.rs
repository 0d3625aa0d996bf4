//! Frames that follow one another. Of each frame only the part is stored that differs from the one before.

use std::ops::RangeInclusive;

use figures::Colour;

use crate::pixels::About;
use crate::{Error, Pixels};

/// How many frames an animation may have in a second. Browsers show a GIF's more slowly than asked for if there are more.
pub const FRAMES_PER_SECOND: RangeInclusive<f64> = 0.1..=50.0;

/// Frames of one size that follow one another, without end.
#[derive(Clone, Debug)]
pub struct Animation {
    /// Width and height in pixels.
    pub(crate) size: (u32, u32),
    /// What half transparent pixels are mixed with where a format cannot hold them.
    pub(crate) background: Colour,
    pub(crate) frames_per_second: f64,
    /// Whether every pixel of every frame is opaque.
    pub(crate) opaque: bool,
    /// One for each frame; the first is the whole of it.
    pub(crate) patches: Vec<Patch>,
    /// What is said of the first frame.
    pub(crate) about: About,
    /// The pixels of the last frame.
    last: Vec<u8>,
}

/// The part of a frame that differs from the one before: its place and its size in pixels, and its pixels.
#[derive(Clone, Debug)]
pub(crate) struct Patch {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgba: Vec<u8>,
}

impl Animation {
    /// An animation of one frame, to which more are added.
    ///
    /// # Errors
    /// A number of frames in a second that is not from 0.1 to 50.
    pub fn new(first: Pixels, frames_per_second: f64) -> Result<Self, Error> {
        if !FRAMES_PER_SECOND.contains(&frames_per_second) {
            return Err(Error::Value {
                what: "fps",
                got: frames_per_second.to_string(),
                expected: format!(
                    "from {} to {}",
                    FRAMES_PER_SECOND.start(),
                    FRAMES_PER_SECOND.end()
                ),
            });
        }
        let (width, height) = (first.width, first.height);
        Ok(Self {
            size: (width, height),
            background: first.background,
            frames_per_second,
            opaque: first.is_opaque(),
            about: first.about,
            last: first.rgba.clone(),
            patches: vec![Patch {
                x: 0,
                y: 0,
                width,
                height,
                rgba: first.rgba,
            }],
        })
    }

    /// Adds the next frame.
    ///
    /// # Errors
    /// A frame of another size than the first.
    pub fn push(&mut self, next: Pixels) -> Result<(), Error> {
        let got = (next.width, next.height);
        if got != self.size {
            let expected = self.size;
            return Err(Error::FrameSize { expected, got });
        }
        self.opaque &= next.is_opaque();
        self.patches.push(Patch::between(&self.last, &next));
        self.last = next.rgba;
        Ok(())
    }
}

impl Patch {
    /// The smallest rectangle with all that changes; one pixel if nothing does.
    fn between(last: &[u8], next: &Pixels) -> Self {
        let row = next.width as usize * 4;
        let changed = |at: &usize| {
            let bytes = at * row..(at + 1) * row;
            last[bytes.clone()] != next.rgba[bytes]
        };
        let rows = 0..next.height as usize;
        let top = rows.clone().find(changed).unwrap_or(0);
        let bottom = rows.rev().find(changed).unwrap_or(0);
        let (mut left, mut right) = (row, 0);
        for at in top..=bottom {
            let bytes = at * row..(at + 1) * row;
            let (last, next) = (&last[bytes.clone()], &next.rgba[bytes]);
            let differs = |at: &usize| last[*at] != next[*at];
            left = (0..left).find(differs).unwrap_or(left);
            right = (right..row).rev().find(differs).unwrap_or(right);
        }
        let (left, right) = if left == row {
            (0, 0)
        } else {
            (left / 4, right / 4)
        };
        let rgba = (top..=bottom)
            .flat_map(|at| &next.rgba[at * row + left * 4..at * row + (right + 1) * 4])
            .copied()
            .collect();
        Self {
            x: left as u32,
            y: top as u32,
            width: (right - left + 1) as u32,
            height: (bottom - top + 1) as u32,
            rgba,
        }
    }

    /// Writes `values`, one for each pixel of the patch, into a frame `frame_width` pixels wide. Returns them with
    /// `unchanged` where the frame had the value already.
    pub(crate) fn apply<T: Copy + PartialEq>(
        &self,
        values: impl IntoIterator<Item = T>,
        frame: &mut [T],
        frame_width: u32,
        unchanged: T,
    ) -> Vec<T> {
        let value_or_unchanged = |(at, value): (u32, T)| {
            let (x, y) = (self.x + at % self.width, self.y + at / self.width);
            let shown = &mut frame[(y * frame_width + x) as usize];
            if *shown == value {
                unchanged
            } else {
                *shown = value;
                value
            }
        };
        (0..).zip(values).map(value_or_unchanged).collect()
    }
}
