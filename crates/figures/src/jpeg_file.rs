//! Whether a JPEG is whole: each scan is read to its end, bit by bit, without computing what it shows.
//!
//! # Source
//!
//! ITU-T T.81 (1992), *Digital compression and coding of continuous-tone still images*: annexes B, Compressed data formats;
//! F.2, Decoding for sequential processes; G.2, Progressive decoding.

use std::ops::RangeInclusive;

use crate::picture_file::{Flaw, check_size};

/// A component of the picture, such as its red or its lightness.
#[derive(Default)]
struct Component {
    id: u8,
    /// How many of its blocks are in a unit of the picture, across and down.
    blocks: (u32, u32),
    /// Whether a scan has begun it.
    begun: bool,
    /// Of a progressive picture: which coefficients of each block are not zero, from the least bit on.
    nonzero: Vec<u64>,
}

/// The length and the symbol of the code with which 16 bits begin; a length of 0 where there is none.
type Codes = Vec<(u8, u8)>;

#[derive(Default)]
struct Jpeg {
    size: (u32, u32),
    progressive: bool,
    components: Vec<Component>,
    /// Codes of the means of blocks, then of their details: four tables of each.
    codes: [Codes; 8],
    restart_interval: u32,
}

/// A component in a scan: its place in the list, and the tables that it takes.
struct Part {
    component: usize,
    dc: usize,
    ac: usize,
}

/// Which coefficients a scan holds, and whether it refines what an earlier one gave.
struct Band {
    first: u8,
    last: u8,
    refines: bool,
}

/// The bits of a scan. In its data, the byte 255 is followed by 0; anything else after it is a marker.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

/// Where a JPEG ends.
pub(crate) fn jpeg_end(bytes: &[u8]) -> Result<usize, Flaw> {
    Jpeg::default().read(bytes)
}

impl Jpeg {
    fn read(&mut self, bytes: &[u8]) -> Result<usize, Flaw> {
        let mut at = 2;
        loop {
            let marker = marker(bytes, &mut at)?;
            match marker {
                // Markers without a length: one for private use, restarts, and the start of a picture.
                0x01 | 0xd0..=0xd8 => continue,
                0xd9 if self.components.is_empty() => return Err(Flaw::Damaged),
                0xd9 if self.components.iter().all(|component| component.begun) => return Ok(at),
                0xd9 => return Err(Flaw::EndsEarly),
                _ => {}
            }
            let length = bytes.get(at..at + 2).ok_or(Flaw::EndsEarly)?;
            let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
            if length < 2 {
                return Err(Flaw::Damaged);
            }
            let content = bytes.get(at + 2..at + length).ok_or(Flaw::EndsEarly)?;
            at += length;
            match marker {
                0xc4 => self.tables(content).ok_or(Flaw::Damaged)?,
                0xc0..=0xc2 => {
                    self.progressive = marker == 0xc2;
                    self.frame(content)?;
                    check_size(self.size.0, self.size.1)?;
                }
                // Without losses, in hierarchies, or with arithmetic coding.
                0xc3 | 0xc5..=0xc7 | 0xc9..=0xcf => return Err(Flaw::Rare),
                0xdd => {
                    let interval = content.first_chunk().ok_or(Flaw::Damaged)?;
                    self.restart_interval = u16::from_be_bytes(*interval).into();
                }
                0xda => {
                    let (parts, band) = self.scan_header(content).ok_or(Flaw::Damaged)?;
                    let bits = Bits {
                        bytes,
                        at,
                        held: 0,
                        count: 0,
                    };
                    at = self.scan(&parts, &band, bits)?;
                }
                _ => {}
            }
        }
    }

    fn frame(&mut self, content: &[u8]) -> Result<(), Flaw> {
        let [bits, y1, y0, x1, x0, count, rest @ ..] = content else {
            return Err(Flaw::Damaged);
        };
        self.size = (
            u16::from_be_bytes([*x1, *x0]).into(),
            u16::from_be_bytes([*y1, *y0]).into(),
        );
        match count {
            _ if *bits != 8 => return Err(Flaw::Rare),
            1 | 3 => {}
            4 => return Err(Flaw::Cmyk),
            _ => return Err(Flaw::Rare),
        }
        let (components, _) = rest.as_chunks::<3>();
        self.components = components
            .iter()
            .map(|&[id, blocks, _]| Component {
                id,
                blocks: (u32::from(blocks >> 4), u32::from(blocks & 15)),
                ..Component::default()
            })
            .collect();
        let possible = |blocks| (1..=4).contains(&blocks);
        let whole = self.components.len() == usize::from(*count)
            && self.size.0 > 0
            && self.size.1 > 0
            && (self.components.iter()).all(|c| possible(c.blocks.0) && possible(c.blocks.1));
        if whole { Ok(()) } else { Err(Flaw::Damaged) }
    }

    /// Reads tables of codes. Codes of one length are consecutive numbers; the first of the next is twice the one after them.
    fn tables(&mut self, mut content: &[u8]) -> Option<()> {
        while let Some((head, rest)) = content.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let number = counts.iter().copied().map(usize::from).sum();
            let (symbols, rest) = rest.split_at_checked(number)?;
            let (kind, place) = (usize::from(head >> 4), usize::from(head & 15));
            if kind > 1 || place > 3 {
                return None;
            }
            let mut codes = Vec::with_capacity(1 << 16);
            let mut symbols = symbols.iter();
            for (length, &count) in (1_u8..).zip(counts) {
                for symbol in symbols.by_ref().take(count.into()) {
                    let repeated = 1 << (16 - length);
                    if codes.len() + repeated > 1 << 16 {
                        return None;
                    }
                    codes.resize(codes.len() + repeated, (length, *symbol));
                }
            }
            codes.resize(1 << 16, (0, 0));
            self.codes[4 * kind + place] = codes;
            content = rest;
        }
        Some(())
    }

    fn scan_header(&self, content: &[u8]) -> Option<(Vec<Part>, Band)> {
        let (count, rest) = content.split_first()?;
        let (parts, rest) = rest.split_at_checked(2 * usize::from(*count))?;
        let [first, last, steps, ..] = *rest else {
            return None;
        };
        let part = |&[id, tables]: &[u8; 2]| {
            Some(Part {
                component: self.components.iter().position(|c| c.id == id)?,
                dc: usize::from(tables >> 4 & 3),
                ac: 4 + usize::from(tables & 3),
            })
        };
        let parts: Option<Vec<Part>> = parts.as_chunks().0.iter().map(part).collect();
        let parts = parts.filter(|parts| !parts.is_empty())?;
        let band = if self.progressive {
            Band {
                first,
                last,
                refines: steps >> 4 > 0,
            }
        } else {
            Band {
                first: 0,
                last: 63,
                refines: false,
            }
        };
        let possible = band.first <= band.last && band.last < 64;
        // In a progressive picture, details come for one component at a time.
        let alone = band.first == 0 || parts.len() == 1;
        (possible && alone).then_some((parts, band))
    }

    /// Reads a scan; returns where it ends.
    fn scan(&mut self, parts: &[Part], band: &Band, mut bits: Bits<'_>) -> Result<usize, Flaw> {
        let most =
            |side: fn(&Component) -> u32| self.components.iter().map(side).max().unwrap_or(1);
        let largest = (most(|c| c.blocks.0), most(|c| c.blocks.1));
        let (width, height) = self.size;
        // A scan of one component has its blocks row by row; in a scan of several, they are together unit by unit.
        let (across, down) = match parts {
            [part] => {
                let (x, y) = self.components[part.component].blocks;
                (
                    (width * x).div_ceil(largest.0).div_ceil(8),
                    (height * y).div_ceil(largest.1).div_ceil(8),
                )
            }
            _ => (
                width.div_ceil(8 * largest.0),
                height.div_ceil(8 * largest.1),
            ),
        };
        let units = across * down;
        for part in parts {
            let component = &mut self.components[part.component];
            component.begun |= band.first == 0;
            if self.progressive && band.first > 0 {
                component.nonzero.resize(units as usize, 0);
            }
        }
        let mut skipped = 0;
        for unit in 0..units {
            if self.restart_interval > 0 && unit > 0 && unit % self.restart_interval == 0 {
                let restart = unit / self.restart_interval - 1;
                bits.restart((restart % 8) as u8)?;
                skipped = 0;
            }
            for part in parts {
                let (dc, ac) = (&self.codes[part.dc], &self.codes[part.ac]);
                let component = &mut self.components[part.component];
                let blocks = match parts {
                    [_] => 1,
                    _ => component.blocks.0 * component.blocks.1,
                };
                for _ in 0..blocks {
                    if !self.progressive {
                        bits.mean(dc)?;
                        bits.details(ac, 1..=63, &mut 0, &mut 0)?;
                    } else if band.first > 0 {
                        let nonzero = &mut component.nonzero[unit as usize];
                        let range = band.first..=band.last;
                        if band.refines {
                            bits.refined_details(ac, range, nonzero, &mut skipped)?;
                        } else {
                            bits.details(ac, range, nonzero, &mut skipped)?;
                        }
                    } else if band.refines {
                        bits.take(1)?;
                    } else {
                        bits.mean(dc)?;
                    }
                }
            }
        }
        bits.end()
    }
}

/// The next marker: 255, as often as one likes, and its number. Bytes that are none, and zeros after 255, are passed over.
fn marker(bytes: &[u8], at: &mut usize) -> Result<u8, Flaw> {
    let mut last = 0;
    loop {
        let &byte = bytes.get(*at).ok_or(Flaw::EndsEarly)?;
        *at += 1;
        if last == 0xff && byte != 0xff && byte != 0 {
            return Ok(byte);
        }
        last = byte;
    }
}

impl Bits<'_> {
    /// Holds at least 32 bits, if there are so many before the next marker.
    fn fill(&mut self) {
        while self.count <= 32 {
            let Some(&byte) = self.bytes.get(self.at) else {
                break;
            };
            if byte == 0xff {
                if self.bytes.get(self.at + 1) != Some(&0) {
                    break;
                }
                self.at += 1;
            }
            self.at += 1;
            self.held = self.held << 8 | u64::from(byte);
            self.count += 8;
        }
    }

    /// What is wrong where there are no more bits.
    fn missing(&self) -> Flaw {
        if self.bytes.len() <= self.at + 1 {
            Flaw::EndsEarly
        } else {
            Flaw::Damaged
        }
    }

    /// The next bits, 16 at most, as a number.
    fn take(&mut self, number: u8) -> Result<u32, Flaw> {
        let number = u32::from(number);
        if self.count < number {
            self.fill();
            if self.count < number {
                return Err(self.missing());
            }
        }
        self.count -= number;
        Ok((self.held >> self.count) as u32 & ((1 << number) - 1))
    }

    fn symbol(&mut self, codes: &Codes) -> Result<u8, Flaw> {
        if self.count < 16 {
            self.fill();
        }
        let next = if self.count < 16 {
            self.held << (16 - self.count)
        } else {
            self.held >> (self.count - 16)
        };
        let &(length, symbol) = codes.get(next as usize & 0xffff).ok_or(Flaw::Damaged)?;
        if length == 0 {
            return Err(if self.count < 16 {
                self.missing()
            } else {
                Flaw::Damaged
            });
        }
        self.take(length)?;
        Ok(symbol)
    }

    /// The mean of a block, as its difference from the last.
    fn mean(&mut self, codes: &Codes) -> Result<(), Flaw> {
        let length = self.symbol(codes)?;
        if length > 11 {
            return Err(Flaw::Damaged);
        }
        self.take(length)?;
        Ok(())
    }

    /// The details of a block, some of its coefficients. `skipped` is how many blocks have none.
    fn details(
        &mut self,
        codes: &Codes,
        range: RangeInclusive<u8>,
        nonzero: &mut u64,
        skipped: &mut u32,
    ) -> Result<(), Flaw> {
        if *skipped > 0 {
            *skipped -= 1;
            return Ok(());
        }
        let mut at = *range.start();
        while at <= *range.end() {
            let symbol = self.symbol(codes)?;
            let (zeros, length) = (symbol >> 4, symbol & 15);
            match (zeros, length) {
                (15, 0) => at += 16,
                (_, 0) => {
                    *skipped = (1 << zeros) - 1 + self.take(zeros)?;
                    break;
                }
                _ => {
                    at += zeros;
                    if at > *range.end() {
                        return Err(Flaw::Damaged);
                    }
                    self.take(length)?;
                    *nonzero |= 1 << at;
                    at += 1;
                }
            }
        }
        Ok(())
    }

    /// One more bit of each coefficient that is not zero, and those that no longer are.
    fn refined_details(
        &mut self,
        codes: &Codes,
        range: RangeInclusive<u8>,
        nonzero: &mut u64,
        skipped: &mut u32,
    ) -> Result<(), Flaw> {
        let mut at = *range.start();
        while *skipped == 0 && at <= *range.end() {
            let symbol = self.symbol(codes)?;
            let (mut zeros, length) = (symbol >> 4, symbol & 15);
            match (zeros, length) {
                (15, 0) => {}
                (_, 0) => {
                    *skipped = (1 << zeros) + self.take(zeros)?;
                    break;
                }
                (_, 1) => {
                    self.take(1)?;
                }
                _ => return Err(Flaw::Damaged),
            }
            while at <= *range.end() {
                if *nonzero >> at & 1 == 1 {
                    self.take(1)?;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                at += 1;
            }
            if length == 1 {
                if at > *range.end() {
                    return Err(Flaw::Damaged);
                }
                *nonzero |= 1 << at;
            }
            at += 1;
        }
        if *skipped > 0 {
            let rest = *nonzero & (u64::MAX << at) & (u64::MAX >> (63 - range.end()));
            for _ in 0..rest.count_ones() {
                self.take(1)?;
            }
            *skipped -= 1;
        }
        Ok(())
    }

    /// Goes on after a restart of this number.
    fn restart(&mut self, number: u8) -> Result<(), Flaw> {
        self.at = self.end()?;
        (self.held, self.count) = (0, 0);
        let marker = marker(self.bytes, &mut self.at)?;
        if marker == 0xd0 + number {
            Ok(())
        } else {
            Err(Flaw::Damaged)
        }
    }

    /// Where the data end, of which nothing may be left but the rest of a byte.
    fn end(&mut self) -> Result<usize, Flaw> {
        self.fill();
        match self.bytes.get(self.at) {
            None => Err(Flaw::EndsEarly),
            Some(0xff) if self.count < 8 => Ok(self.at),
            Some(_) => Err(Flaw::Damaged),
        }
    }
}
