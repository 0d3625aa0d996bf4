//! Every figure on a slide, against its picture.

use std::fs;
use std::path::PathBuf;

use figures::{FIGURES, Theme};
use raster::{Format, Layout};

/// Renderers on different processors round differently: the largest difference of a channel, and the share of pixels that
/// may differ by more.
const TOLERANCE: (u8, f64) = (6, 0.002);

#[test]
fn slide_of_every_figure_in_both_themes() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/png");
    let slide = Layout {
        width: Some(1280.0),
        height: Some(720.0),
        ..Layout::default()
    };
    for name in FIGURES.names() {
        let figure = FIGURES.figure(name)?;
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let page = slide.page(figure.as_ref(), theme)?;
            let bytes = Format::Png.encode(&page, 1.0)?;
            let path = folder.join(format!("{name}-{suffix}.png"));
            if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
                fs::create_dir_all(&folder)?;
                fs::write(&path, &bytes)?;
            }
            let expected = image::open(&path)?.to_rgba8();
            let got = image::load_from_memory(&bytes)?.to_rgba8();
            assert_eq!(got.dimensions(), expected.dimensions(), "{name} {suffix}");
            let differs = |(a, b): (&image::Rgba<u8>, &image::Rgba<u8>)| {
                a.0.iter()
                    .zip(b.0)
                    .any(|(a, b)| a.abs_diff(b) > TOLERANCE.0)
            };
            let share = got
                .pixels()
                .zip(expected.pixels())
                .filter(|&pair| differs(pair))
                .count() as f64
                / f64::from(got.width() * got.height());
            assert!(
                share <= TOLERANCE.1,
                "{name} {suffix}: a share of {share} of the pixels differs by more than {}",
                TOLERANCE.0
            );
        }
    }
    Ok(())
}
