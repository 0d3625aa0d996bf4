//! Pages of every shape: what is asked, and what a figure of 800×850 units becomes.

use figures::{Error, Layout, NAMES, Theme, figure};

/// The size of the page and the start of its SVG.
fn page(layout: Layout) -> Result<((u32, u32), String), Error> {
    let drawing = figure("image-filter")?.draw(Theme::Light)?;
    let page = layout.page(&drawing, Theme::Light)?;
    let svg = page.svg();
    let ground = svg
        .lines()
        .find(|line| line.starts_with("<rect x="))
        .unwrap_or_default();
    let head = svg.lines().next().unwrap_or_default();
    let head = head.trim_start_matches("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    Ok((page.size(), format!("{head}\n{ground}")))
}

fn asked(
    width: Option<u32>,
    height: Option<u32>,
    aspect: Option<(u32, u32)>,
    font_size: Option<f64>,
) -> Layout {
    Layout {
        width,
        height,
        aspect,
        font_size,
        transparent: false,
    }
}

#[test]
fn sizes_follow_from_what_is_asked() -> Result<(), Error> {
    for (layout, size) in [
        (asked(None, None, None, None), (1920, 2040)),
        (asked(Some(800), None, None, None), (800, 850)),
        (asked(None, Some(425), None, None), (400, 425)),
        (asked(Some(1920), Some(1080), None, None), (1920, 1080)),
        (asked(None, None, Some((16, 9)), None), (1920, 1080)),
        (asked(Some(1600), None, Some((4, 3)), None), (1600, 1200)),
        (asked(None, Some(500), Some((1, 1)), None), (500, 500)),
        // 31 units are a label, so one pixel is a unit.
        (asked(None, None, None, Some(31.0)), (800, 850)),
        (asked(Some(1000), None, None, Some(31.0)), (1000, 850)),
        (asked(Some(1000), Some(900), None, Some(31.0)), (1000, 900)),
        (asked(None, None, Some((1, 1)), Some(31.0)), (850, 850)),
        (asked(None, None, Some((2, 1)), Some(31.0)), (1700, 850)),
        (asked(None, None, Some((1, 2)), Some(31.0)), (800, 1600)),
    ] {
        assert_eq!(page(layout)?.0, size, "{layout:?}");
    }
    Ok(())
}

#[test]
fn a_figure_without_a_size_is_as_in_the_page_and_one_with_a_size_stands_in_its_middle()
-> Result<(), Error> {
    let mut shown = Vec::new();
    for layout in [
        asked(None, None, None, None),
        asked(Some(800), None, None, None),
        asked(Some(1001), None, None, None),
        asked(Some(1000), Some(850), None, None),
        asked(Some(1000), Some(900), None, Some(31.0)),
        Layout {
            transparent: true,
            ..Layout::default()
        },
        Layout {
            transparent: true,
            ..asked(Some(1920), Some(1080), None, None)
        },
    ] {
        let ((width, height), head) = page(layout)?;
        shown.push(format!("{width}×{height}\n{head}"));
    }
    insta::assert_snapshot!(shown.join("\n\n"));
    for name in NAMES {
        let drawing = figure(name)?.draw(Theme::Dark)?;
        assert_eq!(
            Layout::default().page(&drawing, Theme::Dark)?.svg(),
            drawing.svg
        );
    }
    Ok(())
}

#[test]
fn what_cannot_be_is_refused() {
    let mut told = Vec::new();
    for layout in [
        asked(Some(1), Some(1), Some((1, 1)), None),
        asked(Some(0), None, None, None),
        asked(Some(16_385), Some(10), None, None),
        asked(Some(10_000), None, None, None),
        asked(Some(800), None, None, Some(31.5)),
        asked(Some(1920), Some(1080), None, Some(60.0)),
        asked(None, None, None, Some(0.0)),
        asked(None, None, None, Some(f64::NAN)),
        asked(None, None, None, Some(1000.0)),
    ] {
        told.push(page(layout).unwrap_err().to_string());
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn pixels_are_opaque_to_the_edges_whatever_the_size() -> Result<(), Error> {
    for width in [397, 400, 401, 1001] {
        for layout in [
            asked(Some(width), None, None, None),
            asked(Some(width), None, Some((16, 9)), None),
        ] {
            for name in NAMES {
                let page = layout.page(&figure(name)?.draw(Theme::Light)?, Theme::Light)?;
                for scale in [1.0, 1.3] {
                    let png = page.pixels(scale)?.png()?;
                    let picture = image::load_from_memory(&png)
                        .map_err(|error| Error::Drawing(error.to_string()))?;
                    // Without opacity in the file, every pixel is opaque.
                    assert_eq!(
                        picture.color(),
                        image::ColorType::Rgb8,
                        "{name}, {layout:?}, {scale}"
                    );
                }
            }
        }
    }
    Ok(())
}
