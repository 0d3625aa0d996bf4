//! The colours of a GIF.

use std::collections::BTreeMap;
use std::iter;

use figures::Colour;

type Rgb = [u8; 3];

/// The table has 256 entries, and the last one stands for transparent pixels.
const MAX_COLOURS: usize = 255;
pub(crate) const TRANSPARENT: u8 = 255;

/// At most 255 colours, and for every colour that occurs the index of the nearest.
pub(crate) struct ColourTable {
    colours: Vec<Rgb>,
    indices: BTreeMap<Rgb, u8>,
    background: Colour,
}

impl ColourTable {
    /// The colours for frames of RGBA pixels, mixed with the background.
    ///
    /// If more than 255 colours occur, they are chosen one after another: each time the one for which the squared distance
    /// to the nearest chosen colour, times the square root of how often it occurs, is largest.
    pub(crate) fn new<'a>(frames: impl Iterator<Item = &'a [u8]>, background: Colour) -> Self {
        let counts = counts(frames, background);
        // Each colour with its weight and its squared distance to the nearest chosen one.
        let mut candidates: Vec<(Rgb, u64, u32)> = counts
            .into_iter()
            .map(|(colour, count)| (colour, count.isqrt(), u32::MAX))
            .collect();
        let mut colours: Vec<Rgb> = Vec::new();
        let mut nearest = vec![0; candidates.len()];
        while colours.len() < MAX_COLOURS {
            let farthest = candidates
                .iter()
                .max_by_key(|(colour, weight, distance)| (weight * u64::from(*distance), *colour));
            let Some(&(chosen, ..)) = farthest.filter(|(.., distance)| *distance > 0) else {
                break;
            };
            for ((colour, _, distance), nearest) in candidates.iter_mut().zip(&mut nearest) {
                let parts = colour.iter().zip(chosen);
                let to_chosen = parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum();
                if to_chosen < *distance {
                    (*distance, *nearest) = (to_chosen, colours.len() as u8);
                }
            }
            colours.push(chosen);
        }
        let indices = candidates
            .into_iter()
            .zip(nearest)
            .map(|((colour, ..), nearest)| (colour, nearest))
            .collect();
        Self {
            colours,
            indices,
            background,
        }
    }

    /// The table as a GIF stores it: 256 entries of three bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.colours.concat();
        bytes.resize(3 * (MAX_COLOURS + 1), 0);
        bytes
    }

    /// The indices of RGBA pixels that the table was made for.
    pub(crate) fn indices(&self, rgba: &[u8]) -> impl Iterator<Item = u8> {
        runs(rgba).flat_map(|run| {
            let colour = over(run[0], self.background);
            let index = colour.map_or(TRANSPARENT, |colour| self.indices[&colour]);
            iter::repeat_n(index, run.len())
        })
    }
}

/// How often each colour occurs.
fn counts<'a>(frames: impl Iterator<Item = &'a [u8]>, background: Colour) -> BTreeMap<Rgb, u64> {
    let mut counts: BTreeMap<Rgb, u64> = BTreeMap::new();
    for frame in frames {
        for run in runs(frame) {
            if let Some(colour) = over(run[0], background) {
                *counts.entry(colour).or_default() += run.len() as u64;
            }
        }
    }
    counts
}

/// Runs of equal pixels. Neighbours are mostly alike, and looking a run up at once saves half of the time of a GIF.
fn runs(rgba: &[u8]) -> impl Iterator<Item = &[[u8; 4]]> {
    rgba.as_chunks().0.chunk_by(|a, b| a == b)
}

/// A pixel's colour over the background; none if the pixel is wholly transparent.
fn over(
    [red, green, blue, opacity]: [u8; 4],
    Colour(under_red, under_green, under_blue): Colour,
) -> Option<Rgb> {
    let opacity = u32::from(opacity);
    let mix = |part: u8, under: u8| {
        let sum = u32::from(part) * opacity + u32::from(under) * (255 - opacity);
        ((sum + 127) / 255) as u8
    };
    (opacity > 0).then(|| {
        [
            mix(red, under_red),
            mix(green, under_green),
            mix(blue, under_blue),
        ]
    })
}
