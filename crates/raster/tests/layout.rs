//! Pages of every shape: what is asked, and what a drawing becomes.

use std::cell::Cell;

use figures::{Control, Drawing, FIGURES, Figure, Space, Theme};
use raster::{Error, Format, Layout, Page};

/// A figure whose drawing is as large as the space that it is given, or 800×850 units on a page of text. It remembers
/// that space.
struct Sized {
    drawing: Drawing,
    space: Cell<Option<Space>>,
}

impl Sized {
    fn new() -> Result<Self, Error> {
        let figure = FIGURES.figure("image-filter")?;
        Ok(Self {
            drawing: figure.draw(Theme::Light, Space::PAGE)?,
            space: Cell::new(None),
        })
    }
}

impl Figure for Sized {
    fn name(&self) -> &'static str {
        "sized"
    }

    fn title(&self) -> &'static str {
        "Sized"
    }

    fn caption(&self) -> String {
        String::new()
    }

    fn controls(&self) -> Vec<Control> {
        Vec::new()
    }

    fn set(&mut self, _: &str, _: &str) -> Result<(), figures::Error> {
        Ok(())
    }

    fn settings(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn fresh(&self) -> Box<dyn Figure> {
        unimplemented!("a layout draws the figure as it is")
    }

    fn clone_box(&self) -> Box<dyn Figure> {
        unimplemented!("a layout draws the figure as it is")
    }

    fn show(&mut self, _: &figures::Picture) -> Result<(), figures::Error> {
        Err(figures::Error::NoImage { figure: "sized" })
    }

    fn draw(&self, _: Theme, space: Space) -> Result<Drawing, figures::Error> {
        self.space.set(Some(space));
        let mut drawing = self.drawing.clone();
        drawing.width = space.width;
        drawing.height = space.height.unwrap_or(850.0);
        Ok(drawing)
    }
}

/// A page of a figure of 800×850 units, or of the shape of the page if that is a landscape.
fn page(layout: Layout) -> Result<Page, Error> {
    layout.page(&Sized::new()?, Theme::Light)
}

/// The page's size and the start of its SVG.
fn head(page: &Page) -> String {
    let (width, height) = page.size();
    let background = page
        .svg()
        .lines()
        .find(|line| line.starts_with("<rect x=") && line.contains("fill=\"#ffffff\""))
        .unwrap_or("no background");
    let head = page.svg().lines().next().unwrap_or_default();
    let head = head.trim_start_matches("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    format!("{width}×{height}\n{head}\n{background}")
}

fn asked(
    width: Option<f64>,
    height: Option<f64>,
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
        (asked(Some(800.0), None, None, None), (800, 850)),
        (asked(None, Some(425.0), None, None), (400, 425)),
        (asked(Some(1920.0), Some(1080.0), None, None), (1920, 1080)),
        (asked(None, None, Some((16, 9)), None), (1920, 1080)),
        (asked(Some(1600.0), None, Some((4, 3)), None), (1600, 1200)),
        (asked(None, Some(500.0), Some((1, 1)), None), (500, 500)),
        // A label is 31 units high, so a unit is one pixel.
        (asked(None, None, None, Some(31.0)), (800, 850)),
        (asked(Some(1000.0), None, None, Some(31.0)), (1000, 850)),
        (
            asked(Some(1000.0), Some(900.0), None, Some(31.0)),
            (1000, 900),
        ),
        (asked(None, None, Some((1, 1)), Some(31.0)), (850, 850)),
        // The landscape arrangement is 1350 units wide.
        (asked(None, None, Some((2, 1)), Some(31.0)), (1350, 675)),
        (asked(None, None, Some((16, 9)), Some(62.0)), (2700, 1519)),
        // It is never wider than 2.4 times its height.
        (asked(None, None, Some((3, 1)), Some(31.0)), (1689, 563)),
        (asked(None, None, Some((1, 2)), Some(31.0)), (800, 1600)),
    ] {
        assert_eq!(page(layout)?.size(), size, "{layout:?}");
    }
    Ok(())
}

#[test]
fn a_figure_without_a_size_is_as_in_the_page_and_one_with_a_size_stands_in_its_middle()
-> Result<(), Error> {
    let mut shown = Vec::new();
    for layout in [
        asked(None, None, None, None),
        asked(Some(800.0), None, None, None),
        asked(Some(1001.0), None, None, None),
        asked(Some(1000.0), Some(850.0), None, None),
        asked(Some(1000.0), Some(900.0), None, Some(31.0)),
        asked(Some(1080.0), Some(1921.0), None, None),
        Layout {
            transparent: true,
            ..Layout::default()
        },
        Layout {
            transparent: true,
            ..asked(Some(1920.0), Some(1080.0), None, None)
        },
    ] {
        shown.push(head(&page(layout)?));
    }
    insta::assert_snapshot!(shown.join("\n\n"));
    for name in FIGURES.names() {
        let figure = FIGURES.figure(name)?;
        let page = Layout::default().page(figure.as_ref(), Theme::Dark)?;
        let drawing = figure.draw(Theme::Dark, Space::PAGE)?;
        // A pixel for each unit, beside what the drawing says by itself.
        let size = format!("width=\"{}\" height=\"{}\" ", drawing.width, drawing.height);
        assert_eq!(page.svg().replacen(&size, "", 1), drawing.svg());
    }
    Ok(())
}

#[test]
fn the_landscape_arrangement_is_asked_for_where_the_page_is_known_to_be_one() -> Result<(), Error> {
    for (layout, space) in [
        (asked(None, None, None, None), Space::PAGE),
        (asked(Some(1920.0), None, None, None), Space::PAGE),
        (asked(None, Some(100.0), None, Some(3.0)), Space::PAGE),
        (asked(Some(1199.0), Some(1000.0), None, None), Space::PAGE),
        (
            asked(Some(1200.0), Some(1000.0), None, None),
            Space::slide(1.2),
        ),
        (asked(None, None, Some((6, 5)), None), Space::slide(1.2)),
        (
            asked(None, Some(90.0), Some((2, 1)), None),
            Space::slide(2.0),
        ),
        (asked(None, None, Some((3, 1)), None), Space::slide(2.4)),
        (asked(None, None, Some((9, 16)), None), Space::PAGE),
    ] {
        let figure = Sized::new()?;
        layout.page(&figure, Theme::Light)?;
        assert_eq!(figure.space.get(), Some(space), "{layout:?}");
    }
    Ok(())
}

#[test]
fn what_cannot_be_is_refused() {
    let mut messages = Vec::new();
    for layout in [
        asked(Some(1.0), Some(1.0), Some((1, 1)), None),
        asked(Some(0.0), None, None, None),
        asked(Some(16_385.0), Some(10.0), None, None),
        asked(Some(10_000.0), None, None, None),
        asked(Some(800.0), None, None, Some(31.5)),
        asked(Some(1920.0), Some(1080.0), None, Some(60.0)),
        asked(None, None, None, Some(0.0)),
        asked(None, None, None, Some(f64::NAN)),
        asked(None, None, None, Some(1000.0)),
    ] {
        messages.push(page(layout).unwrap_err().to_string());
    }
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn a_length_that_is_no_whole_number_of_pixels_is_kept() -> Result<(), Error> {
    // 12 cm.
    let width = 12.0 / 2.54 * 96.0;
    for (layout, svg) in [
        (
            asked(Some(width), None, None, None),
            "width=\"453.5433\" height=\"482\"",
        ),
        (
            asked(None, Some(width), Some((1, 1)), None),
            "width=\"454\" height=\"453.5433\"",
        ),
        (
            asked(Some(width), Some(500.5), None, None),
            "width=\"453.5433\" height=\"500.5\"",
        ),
    ] {
        let page = page(layout)?;
        assert!(page.svg().contains(svg), "{}", head(&page));
        let pdf = String::from_utf8_lossy(&Format::Pdf.encode(&page, 1.0)?).into_owned();
        let area = pdf.split("/MediaBox [").nth(1).unwrap();
        let sides: Vec<f64> = area
            .split(']')
            .next()
            .unwrap()
            .split(' ')
            .map(|side| side.parse().unwrap())
            .collect();
        // 12 cm in points of 1/72 inch.
        assert!(
            sides
                .iter()
                .any(|side| (side - 12.0 / 2.54 * 72.0).abs() < 1e-3),
            "{sides:?}"
        );
    }
    Ok(())
}

#[test]
fn pixels_are_opaque_to_the_edges_whatever_the_size() -> Result<(), Error> {
    for width in [397.0, 400.0, 401.0, 1001.0] {
        for layout in [
            asked(Some(width), None, None, None),
            asked(Some(width), None, Some((16, 9)), None),
        ] {
            for name in FIGURES.names() {
                let page = layout.page(FIGURES.figure(name)?.as_ref(), Theme::Light)?;
                for scale in [1.0, 1.3] {
                    let png = Format::Png.encode(&page, scale)?;
                    let picture = image::load_from_memory(&png)?;
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
