//! Programs as pictures: read with the compiler's own lexer, coloured with the palette of the figures, drawn as outlines.

mod colours;
mod picture;

pub(crate) use colours::Colours;
pub use picture::program;
