//! Pictures that follow one another: GIF and APNG, which keep of each picture only the part that changes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::parameters::wrong;
use crate::raster::{colour_type, failed, samples};
use crate::{Colour, Error, Pixels};

/// Viewers slow a GIF down that shows more pictures in a second.
const FASTEST: f64 = 50.0;
const SLOWEST: f64 = 0.1;
/// A palette has 256 places; the last one is for what shows through.
const COLOURS: usize = 255;
const CLEAR: u8 = 255;

/// Pictures of one size that follow one another.
#[derive(Clone, Debug)]
pub struct Animation {
    size: (u32, u32),
    ground: Colour,
    per_second: f64,
    opaque: bool,
    /// The last picture as it stands.
    last: Vec<u8>,
    patches: Vec<Patch>,
}

/// The part of a picture that differs from the one before.
#[derive(Clone, Debug)]
struct Patch {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Animation {
    /// An animation that starts with a picture and goes on with so many in a second.
    ///
    /// # Errors
    /// A number of pictures in a second that is not from 0.1 to 50.
    pub fn new(first: Pixels, per_second: f64) -> Result<Self, Error> {
        if !(SLOWEST..=FASTEST).contains(&per_second) {
            let expected = format!("from {SLOWEST} to {FASTEST}");
            return Err(wrong("fps", &per_second.to_string(), expected));
        }
        let (width, height) = (first.width, first.height);
        Ok(Self {
            size: (width, height),
            ground: first.ground,
            per_second,
            opaque: first.is_opaque(),
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

    /// Adds the next picture.
    ///
    /// # Errors
    /// A picture of another size.
    pub fn push(&mut self, next: Pixels) -> Result<(), Error> {
        if (next.width, next.height) != self.size {
            return Err(failed(format!(
                "a picture of {}×{} cannot follow one of {}×{}",
                next.width, next.height, self.size.0, self.size.1
            )));
        }
        self.opaque &= next.is_opaque();
        self.patches.push(Patch::between(&self.last, &next));
        self.last = next.rgba;
        Ok(())
    }

    /// The animation as an APNG file: every colour as it is, and nothing twice that stays.
    ///
    /// # Errors
    /// None that is known of.
    pub fn apng(&self) -> Result<Vec<u8>, Error> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.size.0, self.size.1);
        // A picture that lies over another, clear where that one stays; where some pixel is not opaque, in its place.
        let still = self.patches.len() == 1;
        let over = self.opaque && !still;
        let without_opacity = self.opaque && still;
        encoder.set_color(colour_type(without_opacity));
        // Flat colours, and pixels that are clear: rows predict nothing of one another.
        encoder.set_filter(png::Filter::NoFilter);
        encoder
            .set_animated(self.patches.len() as u32, 0)
            .map_err(failed)?;
        encoder
            .set_frame_delay((1000.0 / self.per_second).round() as u16, 1000)
            .map_err(failed)?;
        let mut writer = encoder.write_header().map_err(failed)?;
        let mut shown = vec![0; self.last.len()];
        for patch in &self.patches {
            let changes = self.laid_over(&mut shown, patch);
            let rgba = if over { &changes } else { &patch.rgba };
            writer
                // The writer refuses a size that goes beyond the picture from where the last one was.
                .set_frame_position(0, 0)
                .and_then(|()| writer.set_frame_dimension(patch.width, patch.height))
                .and_then(|()| writer.set_frame_position(patch.x, patch.y))
                .and_then(|()| {
                    writer.set_blend_op(if over {
                        png::BlendOp::Over
                    } else {
                        png::BlendOp::Source
                    })
                })
                .and_then(|()| writer.write_image_data(&samples(rgba, without_opacity)))
                .map_err(failed)?;
        }
        writer.finish().map_err(failed)?;
        Ok(file)
    }

    /// The animation as a GIF file. All pictures share one palette of 255 colours: those that are there, if there are
    /// no more, or else those that miss least of them. Half transparent pixels are mixed with the figure's ground.
    ///
    /// # Errors
    /// A side above 65535 pixels.
    pub fn gif(&self) -> Result<Vec<u8>, Error> {
        let side = |side: u32| u16::try_from(side).map_err(failed);
        let (width, height) = (side(self.size.0)?, side(self.size.1)?);
        let palette = Palette::of(
            self.patches.iter().map(|patch| patch.rgba.as_slice()),
            self.ground,
        );
        let mut file = Vec::new();
        let mut encoder =
            gif::Encoder::new(&mut file, width, height, &palette.bytes()).map_err(failed)?;
        if self.patches.len() > 1 {
            encoder.set_repeat(gif::Repeat::Infinite).map_err(failed)?;
        }
        let mut shown = vec![CLEAR; self.last.len() / 4];
        for (at, patch) in self.patches.iter().enumerate() {
            let places = patch.rgba.chunks_exact(4).map(|pixel| palette.place(pixel));
            let mut changes = vec![CLEAR; patch.rgba.len() / 4];
            for (at, place) in places.enumerate() {
                let (x, y) = (at as u32 % patch.width, at as u32 / patch.width);
                let under = &mut shown[((patch.y + y) * self.size.0 + patch.x + x) as usize];
                if *under != place {
                    changes[at] = place;
                    *under = place;
                }
            }
            // A GIF can only lay one picture over another: where things become transparent, each is whole.
            let patch = if self.opaque {
                (patch.x, patch.y, patch.width, patch.height, changes)
            } else {
                (0, 0, self.size.0, self.size.1, shown.clone())
            };
            let (left, top, width, height, buffer) = patch;
            let frame = gif::Frame {
                delay: (self.hundredths(at + 1) - self.hundredths(at)) as u16,
                dispose: if self.opaque {
                    gif::DisposalMethod::Keep
                } else {
                    gif::DisposalMethod::Background
                },
                transparent: Some(CLEAR),
                left: left as u16,
                top: top as u16,
                width: width as u16,
                height: height as u16,
                buffer: Cow::Owned(buffer),
                ..gif::Frame::default()
            };
            encoder.write_frame(&frame).map_err(failed)?;
        }
        drop(encoder);
        Ok(file)
    }

    /// Lays a patch over what is shown; returns its pixels, clear where nothing changed.
    fn laid_over(&self, shown: &mut [u8], patch: &Patch) -> Vec<u8> {
        let mut changes = vec![0; patch.rgba.len()];
        for (at, pixel) in patch.rgba.chunks_exact(4).enumerate() {
            let (x, y) = (at as u32 % patch.width, at as u32 / patch.width);
            let place = 4 * ((patch.y + y) * self.size.0 + patch.x + x) as usize;
            let under = &mut shown[place..place + 4];
            if under != pixel {
                under.copy_from_slice(pixel);
                changes[4 * at..4 * at + 4].copy_from_slice(pixel);
            }
        }
        changes
    }

    /// When a picture is due: a GIF counts in hundredths of a second, and no rounding adds up.
    fn hundredths(&self, at: usize) -> u64 {
        (at as f64 * 100.0 / self.per_second).round() as u64
    }
}

impl Patch {
    /// The smallest rectangle with all that changes; one pixel if nothing does.
    fn between(last: &[u8], next: &Pixels) -> Self {
        let row = next.width as usize * 4;
        let changed = |at: &usize| {
            let rows = at * row..(at + 1) * row;
            last[rows.clone()] != next.rgba[rows]
        };
        let rows = 0..next.height as usize;
        let top = rows.clone().find(changed).unwrap_or(0);
        let bottom = rows.rev().find(changed).unwrap_or(0);
        let (mut left, mut right) = (row, 0);
        for at in top..=bottom {
            let rows = at * row..(at + 1) * row;
            let (last, next) = (&last[rows.clone()], &next.rgba[rows]);
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
}

type Rgb = [u8; 3];

/// At most 255 colours, and for every colour that occurs the place of the nearest.
struct Palette {
    colours: Vec<Rgb>,
    places: BTreeMap<Rgb, u8>,
    ground: Colour,
}

impl Palette {
    fn of<'a>(pictures: impl Iterator<Item = &'a [u8]>, ground: Colour) -> Self {
        let mut counts: BTreeMap<Rgb, u64> = BTreeMap::new();
        for picture in pictures {
            let mut pixels = picture.chunks_exact(4).peekable();
            while let Some(pixel) = pixels.next() {
                // Most neighbours are alike.
                let mut run = 1;
                while pixels.next_if_eq(&pixel).is_some() {
                    run += 1;
                }
                if let Some(colour) = mixed(pixel, ground) {
                    *counts.entry(colour).or_default() += run;
                }
            }
        }
        // One colour after another: that which the chosen ones miss most, the more so the more frequent it is.
        let mut missed: Vec<(Rgb, u64, u32)> = counts
            .into_iter()
            .map(|(colour, count)| (colour, count.isqrt(), u32::MAX))
            .collect();
        let mut colours: Vec<Rgb> = Vec::new();
        let mut nearest = vec![0; missed.len()];
        while colours.len() < COLOURS {
            let most = missed
                .iter()
                .max_by_key(|(colour, weight, miss)| (weight * u64::from(*miss), *colour));
            let Some(&(chosen, ..)) = most.filter(|(.., miss)| *miss > 0) else {
                break;
            };
            for ((colour, _, miss), nearest) in missed.iter_mut().zip(&mut nearest) {
                let parts = colour.iter().zip(chosen);
                let distance = parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum();
                if distance < *miss {
                    (*miss, *nearest) = (distance, colours.len() as u8);
                }
            }
            colours.push(chosen);
        }
        let places = missed
            .into_iter()
            .zip(nearest)
            .map(|((colour, ..), nearest)| (colour, nearest))
            .collect();
        Self {
            colours,
            places,
            ground,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.colours.concat();
        bytes.resize(3 * (COLOURS + 1), 0);
        bytes
    }

    fn place(&self, pixel: &[u8]) -> u8 {
        let colour = mixed(pixel, self.ground);
        colour.map_or(CLEAR, |colour| self.places[&colour])
    }
}

/// A pixel's colour over the ground; none if nothing of it is to be seen.
fn mixed(pixel: &[u8], Colour(red, green, blue): Colour) -> Option<Rgb> {
    let opacity = u32::from(pixel[3]);
    let mix = |at: usize, under: u8| {
        let sum = u32::from(pixel[at]) * opacity + u32::from(under) * (255 - opacity);
        ((sum + 127) / 255) as u8
    };
    (opacity > 0).then(|| [mix(0, red), mix(1, green), mix(2, blue)])
}
