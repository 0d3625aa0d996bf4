//! Escapes and addresses for HTML.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

pub use figures::escape;

/// The characters that are escaped in an address in a quoted attribute.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'<')
    .add(b'>');

/// An SVG as a `data:` address. Its text stays text, which a server compresses to half of what base64 comes to.
pub fn svg_address(svg: &str) -> String {
    format!("data:image/svg+xml,{}", utf8_percent_encode(svg, ESCAPED))
}

/// `bytes` as a `data:` address, so that a page needs no other file.
pub fn data_address(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes))
}
