//! An animation as APNG: every colour as it is.

use crate::pixels::{colour_type, samples};
use crate::{Animation, Error};

impl Animation {
    /// Returns the animation as an APNG file. An animation of one frame is still a PNG that every viewer shows.
    ///
    /// # Errors
    /// Those of the encoder. Frames of a page give none.
    ///
    /// # Source
    /// W3C, *Portable Network Graphics (PNG) Specification (Third Edition)*, section 11.3.6, Animation information.
    pub(crate) fn apng(&self) -> Result<Vec<u8>, Error> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.size.0, self.size.1);
        let still = self.patches.len() == 1;
        // Opaque frames are drawn over one another, transparent where nothing changes, which compresses well. Others
        // replace what is there, or no pixel could become transparent again.
        let over = self.opaque && !still;
        let without_opacity = self.opaque && still;
        encoder.set_color(colour_type(without_opacity));
        // Flat colours and transparent pixels compress best as they are.
        encoder.set_filter(png::Filter::NoFilter);
        self.about.write(&mut encoder)?;
        encoder.set_animated(self.patches.len() as u32, 0)?;
        encoder.set_frame_delay((1000.0 / self.frames_per_second).round() as u16, 1000)?;
        let mut writer = encoder.write_header()?;
        let (width, height) = self.size;
        let mut frame = vec![[0; 4]; width as usize * height as usize];
        for patch in &self.patches {
            let pixels = patch.rgba.as_chunks().0.iter().copied();
            let changes = patch.apply(pixels, &mut frame, width, [0; 4]);
            let rgba = if over {
                changes.as_flattened()
            } else {
                &patch.rgba
            };
            // The writer refuses a size that goes beyond the frame from where the last patch was.
            writer.set_frame_position(0, 0)?;
            writer.set_frame_dimension(patch.width, patch.height)?;
            writer.set_frame_position(patch.x, patch.y)?;
            writer.set_blend_op(if over {
                png::BlendOp::Over
            } else {
                png::BlendOp::Source
            })?;
            writer.write_image_data(&samples(rgba, without_opacity))?;
        }
        writer.finish()?;
        Ok(file)
    }
}
