//! A small PNG, for a picture inside a picture.
//!
//! Written here and not with the crate `png`, because that one includes its decoder: 45 kB that each reader would
//! download. The pixels are stored without compression for the same reason: a deflater takes another 6 kB, and what is sent
//! is compressed as a whole.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const GREY: u8 = 0;
const INDEXED: u8 = 3;
/// The longest block of data that is stored, in bytes.
const LONGEST_BLOCK: usize = u16::MAX as usize;

/// Returns the PNG of an image with one byte for each pixel, row by row: a grey, or the place of its colour among
/// `colours`, which are red, green, blue in turn.
///
/// # Source
/// *Portable Network Graphics (PNG) Specification (Third Edition)*, W3C 2025, sections 5, 11.2 and annex D.
pub(crate) fn png(
    (height, width): (usize, usize),
    pixels: &[u8],
    colours: Option<&[u8]>,
) -> Vec<u8> {
    let mut header = Vec::with_capacity(13);
    header.extend((width as u32).to_be_bytes());
    header.extend((height as u32).to_be_bytes());
    let kind = if colours.is_some() { INDEXED } else { GREY };
    // Eight bits; deflate, the filters of the standard, no interlacing.
    header.extend([8, kind, 0, 0, 0]);
    let mut rows = Vec::with_capacity(pixels.len() + height);
    for row in pixels.chunks(width.max(1)) {
        rows.push(0); // No filter.
        rows.extend(row);
    }
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, b"IHDR", &header);
    if let Some(colours) = colours {
        chunk(&mut file, b"PLTE", colours);
    }
    chunk(&mut file, b"IDAT", &zlib(&rows));
    chunk(&mut file, b"IEND", &[]);
    file
}

/// Data as a zlib stream of stored blocks.
///
/// # Source
/// RFC 1950, *ZLIB Compressed Data Format*, section 2.2; RFC 1951, *DEFLATE Compressed Data Format*, section 3.2.4.
fn zlib(data: &[u8]) -> Vec<u8> {
    // Deflate with a window of 32 kB, and the check of these two bytes.
    let mut stream = vec![0x78, 0x01];
    let mut blocks = data.chunks(LONGEST_BLOCK).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (a, b) = data.iter().fold((1, 0), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65521;
        (a, (b + a) % 65521)
    });
    stream.extend((b << 16 | a).to_be_bytes());
    stream
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(name);
    file.extend(data);
    let check = crc(&file[start..]);
    file.extend(check.to_be_bytes());
}

/// The checksum of a chunk.
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_decoder_reads_what_was_written() {
        // The larger one takes more than one block.
        for (height, width) in [(7, 48), (300, 256)] {
            let pixels: Vec<u8> = (0..height * width)
                .map(|at| (at * at % 251) as u8)
                .collect();
            let grey = image::load_from_memory(&png((height, width), &pixels, None)).unwrap();
            assert_eq!(grey.to_luma8().into_raw(), pixels);
        }
        let pixels: Vec<u8> = (0..48 * 7).map(|at| (at * at % 251) as u8).collect();

        let colours: Vec<u8> = (0..=255).flat_map(|c| [c, 255 - c, 7]).collect();
        let indexed = image::load_from_memory(&png((7, 48), &pixels, Some(&colours))).unwrap();
        let expected: Vec<u8> = pixels.iter().flat_map(|&c| [c, 255 - c, 7]).collect();
        assert_eq!(indexed.to_rgb8().into_raw(), expected);
    }

    #[test]
    fn crc_is_that_of_the_standard() {
        // The CRC of every IEND chunk.
        assert_eq!(crc(b"IEND"), 0xae42_6082);
    }
}
