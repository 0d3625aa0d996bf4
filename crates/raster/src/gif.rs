//! An animation as GIF: at most 255 colours for all of it.

use std::borrow::Cow;

use gif::{DisposalMethod, Encoder, Frame, Repeat};

use crate::colour_table::{ColourTable, TRANSPARENT};
use crate::{Animation, Error};

impl Animation {
    /// Returns the animation as a GIF file. All frames share one table of 255 colours: those that occur, if there are no
    /// more, or else a choice that is near to all of them. Half transparent pixels are mixed with the background.
    ///
    /// # Errors
    /// Those of the encoder. Frames of a page give none.
    ///
    /// # Source
    /// CompuServe, *Graphics Interchange Format, Version 89a* (1990), sections 20, Image Descriptor, and 23, Graphic Control
    /// Extension.
    pub(crate) fn gif(&self) -> Result<Vec<u8>, Error> {
        // A page has at most 16384 pixels on a side.
        let (width, height) = (self.size.0 as u16, self.size.1 as u16);
        let table = ColourTable::new(
            self.patches.iter().map(|patch| patch.rgba.as_slice()),
            self.background,
        );
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, width, height, &table.bytes())?;
        if self.patches.len() > 1 {
            encoder.set_repeat(Repeat::Infinite)?;
        }
        let mut shown = vec![TRANSPARENT; usize::from(width) * usize::from(height)];
        for (at, patch) in self.patches.iter().enumerate() {
            let indices = table.indices(&patch.rgba);
            let changes = patch.apply(indices, &mut shown, self.size.0, TRANSPARENT);
            let frame = Frame {
                delay: (self.hundredths(at + 1) - self.hundredths(at)) as u16,
                transparent: Some(TRANSPARENT),
                ..Frame::default()
            };
            // A GIF draws frames over one another, so no pixel can become transparent again. Where some are, each frame
            // is whole and is taken away before the next.
            let frame = if self.opaque {
                Frame {
                    dispose: DisposalMethod::Keep,
                    left: patch.x as u16,
                    top: patch.y as u16,
                    width: patch.width as u16,
                    height: patch.height as u16,
                    buffer: Cow::Owned(changes),
                    ..frame
                }
            } else {
                Frame {
                    dispose: DisposalMethod::Background,
                    width,
                    height,
                    buffer: Cow::Borrowed(&shown),
                    ..frame
                }
            };
            encoder.write_frame(&frame)?;
        }
        drop(encoder);
        Ok(file)
    }

    /// When a frame begins, in hundredths of a second, the unit of a GIF. Delays are differences of these, so that their
    /// rounding does not add up.
    fn hundredths(&self, frame: usize) -> u64 {
        (frame as f64 * 100.0 / self.frames_per_second).round() as u64
    }
}
