//! SVG to PNG.

use std::sync::{Arc, OnceLock};

use resvg::{tiny_skia, usvg};

use crate::Error;

/// The one font that figures are rasterised with, so that a PNG is the same on every machine.
static LATO: &[u8] = include_bytes!("../fonts/Lato-Regular.ttf");

fn fonts() -> Arc<usvg::fontdb::Database> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| {
        let mut database = usvg::fontdb::Database::new();
        database.load_font_data(LATO.to_vec());
        database.set_sans_serif_family("Lato");
        Arc::new(database)
    }))
}

/// Rasterises a figure's SVG at a width in pixels.
///
/// # Errors
/// A width outside 1 to 16384, or text that is not SVG.
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>, Error> {
    if !(1..=16_384).contains(&width) {
        return Err(Error::Value {
            parameter: "width".to_owned(),
            got: width.to_string(),
            expected: "from 1 to 16384".to_owned(),
        });
    }
    let failed = |error: &dyn std::fmt::Display| Error::Drawing(error.to_string());
    let options = usvg::Options {
        fontdb: fonts(),
        font_family: "Lato".to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| failed(&error))?;
    let scale = width as f32 / tree.size().width();
    let height = ((tree.size().height() * scale).round() as u32).max(1);
    let mut pixels =
        tiny_skia::Pixmap::new(width, height).ok_or_else(|| failed(&"the picture is too large"))?;
    resvg::render(
        &tree,
        tiny_skia::Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().map_err(|error| failed(&error))
}
