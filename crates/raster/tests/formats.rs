//! Files of every format, as other decoders read them.

use figures::{Colour, FIGURES, Theme};
use png::{BlendOp, DisposeOp};
use raster::{Animation, Error, Format, Layout, Page};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
type Rgba = [u8; 4];

const SIZE: (u32, u32) = (12, 7);
const WIDTH: usize = SIZE.0 as usize;
/// Not in Latin-1, and with what has a meaning in markup.
const DESCRIPTION: &str = "At −1 ≤ x < 3: \"a\" & 'b'";
const BACKGROUND: Colour = Colour(10, 20, 30);

/// A page of rectangles with whole pixels for edges, each with a place, a size, a colour and an opacity.
fn page(rectangles: &[([u32; 4], &str, f64)]) -> Page {
    let rectangles: String = rectangles
        .iter()
        .map(|([x, y, width, height], colour, opacity)| {
            format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>"
            )
        })
        .collect();
    let (width, height) = SIZE;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">{rectangles}</svg>"
    );
    Page::new("Rectangles", DESCRIPTION, svg, SIZE, BACKGROUND).unwrap()
}

/// A square that moves, changes its colour, stays, and goes; on a white page or on none.
fn frames(opaque: bool) -> Vec<Page> {
    let white = ([0, 0, SIZE.0, SIZE.1], "#ffffff", 1.0);
    let with = |square: Option<([u32; 4], &'static str, f64)>| {
        let white = opaque.then_some(white);
        page(&white.into_iter().chain(square).collect::<Vec<_>>())
    };
    vec![
        with(Some(([0, 0, 3, 3], "#ff0000", 1.0))),
        with(Some(([2, 1, 3, 3], "#ff0000", 1.0))),
        with(Some(([9, 4, 3, 3], "#0000ff", 1.0))),
        with(Some(([9, 4, 3, 3], "#0000ff", 1.0))),
        with(None),
    ]
}

fn pixels(page: &Page) -> Result<Vec<Rgba>> {
    let png = Format::Png.encode(page, 1.0)?;
    let picture = image::load_from_memory(&png)?.to_rgba8();
    Ok(picture.pixels().map(|pixel| pixel.0).collect())
}

fn animation(frames: &[Page], frames_per_second: f64) -> Result<Animation> {
    let mut animation = Animation::new(frames[0].pixels(1.0)?, frames_per_second)?;
    for frame in &frames[1..] {
        animation.push(frame.pixels(1.0)?)?;
    }
    Ok(animation)
}

/// The frames of an APNG, composed as its specification says, and their delays in seconds.
fn read_apng(file: &[u8]) -> Result<(Vec<Vec<Rgba>>, Vec<f64>)> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info()?;
    let count = reader.info().animation_control().unwrap().num_frames;
    let mut shown = vec![[0; 4]; (SIZE.0 * SIZE.1) as usize];
    let (mut frames, mut delays) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes)?;
        let control = *reader.info().frame_control().unwrap();
        assert_eq!(control.dispose_op, DisposeOp::None);
        let channels = info.color_type.samples();
        for (at, pixel) in bytes[..info.buffer_size()].chunks(channels).enumerate() {
            let (x, y) = (at % info.width as usize, at / info.width as usize);
            let place = (control.y_offset as usize + y) * WIDTH + control.x_offset as usize + x;
            let opacity = *pixel.get(3).unwrap_or(&u8::MAX);
            if control.blend_op == BlendOp::Source || opacity == u8::MAX {
                shown[place] = [pixel[0], pixel[1], pixel[2], opacity];
            } else {
                assert_eq!(opacity, 0, "nothing is blended by halves");
            }
        }
        frames.push(shown.clone());
        delays.push(f64::from(control.delay_num) / f64::from(control.delay_den));
    }
    Ok((frames, delays))
}

/// The frames of a GIF, composed as its specification says, and their delays in hundredths of a second.
fn read_gif(file: &[u8]) -> Result<(Vec<Vec<Rgba>>, Vec<u16>)> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(file)?;
    let mut shown = vec![[0; 4]; (SIZE.0 * SIZE.1) as usize];
    let (mut frames, mut delays) = (Vec::new(), Vec::new());
    while let Some(frame) = decoder.read_next_frame()? {
        let before = shown.clone();
        for (at, pixel) in frame.buffer.chunks(4).enumerate() {
            let (x, y) = (at % frame.width as usize, at / frame.width as usize);
            if pixel[3] > 0 {
                shown[(frame.top as usize + y) * WIDTH + frame.left as usize + x] =
                    pixel.try_into()?;
            }
        }
        frames.push(shown.clone());
        delays.push(frame.delay);
        match frame.dispose {
            gif::DisposalMethod::Background => shown.fill([0; 4]),
            gif::DisposalMethod::Previous => shown = before,
            gif::DisposalMethod::Any | gif::DisposalMethod::Keep => {}
        }
    }
    Ok((frames, delays))
}

#[test]
fn frames_of_an_animation_are_read_as_they_were_drawn() -> Result<()> {
    for opaque in [true, false] {
        let pages = frames(opaque);
        let expected = pages.iter().map(pixels).collect::<Result<Vec<_>>>()?;
        assert_ne!(expected[0], expected[1]);
        let animation = animation(&pages, 8.0)?;
        let (frames, delays) = read_apng(&Format::Apng.encode_animation(&animation)?)?;
        assert_eq!(frames, expected, "APNG, opaque: {opaque}");
        assert_eq!(delays, [0.125; 5]);
        let (frames, delays) = read_gif(&Format::Gif.encode_animation(&animation)?)?;
        assert_eq!(frames, expected, "GIF, opaque: {opaque}");
        // 12.5 hundredths of a second, without a sum of rounding errors.
        assert_eq!(delays, [13, 12, 13, 12, 13]);
    }
    Ok(())
}

#[test]
fn half_transparent_pixels_are_kept_in_a_png_and_mixed_with_the_background_in_a_gif() -> Result<()>
{
    let page = page(&[([0, 0, 1, 1], "#ffffff", 0.6)]);
    assert_eq!(pixels(&page)?[0], [255, 255, 255, 153]);
    let (frames, _) = read_gif(&Format::Gif.encode(&page, 1.0)?)?;
    // 0.6 · 255 + 0.4 · (10, 20, 30)
    assert_eq!(frames[0][..2], [[157, 161, 165, 255], [0; 4]]);
    Ok(())
}

#[test]
fn a_gif_of_many_colours_is_near_to_all_of_them() -> Result<()> {
    let greys: Vec<String> = (0..84)
        .map(|at| format!("#{:02x}{:02x}{:02x}", at * 3, 255 - at, at))
        .collect();
    let rectangles: Vec<_> = (0..84)
        .map(|at| {
            (
                [at % SIZE.0, at / SIZE.0, 1, 1],
                greys[at as usize].as_str(),
                1.0,
            )
        })
        .collect();
    // Few enough to be exact.
    let page_of_few = page(&rectangles);
    let (frames, _) = read_gif(&Format::Gif.encode(&page_of_few, 1.0)?)?;
    assert_eq!(frames[0], pixels(&page_of_few)?);
    // Four frames of these colours, each a little darker, are 336 colours.
    let darker: Vec<Page> = (0..4)
        .map(|step| {
            let mut rectangles = rectangles.clone();
            rectangles.push(([0, 0, SIZE.0, SIZE.1], "#000000", 0.1 * f64::from(step)));
            page(&rectangles)
        })
        .collect();
    let (frames, _) = read_gif(&Format::Gif.encode_animation(&animation(&darker, 8.0)?)?)?;
    let mut largest = 0;
    for (frame, page) in frames.iter().zip(&darker) {
        for (got, expected) in frame.iter().flatten().zip(pixels(page)?.iter().flatten()) {
            largest = largest.max(got.abs_diff(*expected));
        }
    }
    assert!((1..=8).contains(&largest), "a channel differs by {largest}");
    Ok(())
}

#[test]
fn every_format_is_read_by_its_name_and_begins_with_its_signature() -> Result<()> {
    let page = &frames(true)[0];
    let start = |format: Format| match format {
        Format::Svg => &b"<svg "[..],
        Format::Png | Format::Apng => b"\x89PNG\r\n\x1a\n",
        Format::Pdf => b"%PDF-",
        Format::Gif => b"GIF89a",
    };
    for format in Format::ALL {
        assert_eq!(format.extension().parse::<Format>()?, format);
        let file = format.encode(page, 1.0)?;
        assert!(file.starts_with(start(format)), "{format}");
    }
    let error = "bmp".parse::<Format>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "format = `bmp` is not valid; it must be one of svg, png, pdf, gif, apng"
    );
    Ok(())
}

#[test]
fn what_a_format_cannot_hold_is_refused() -> Result<()> {
    let pages = frames(true);
    let mut animation = animation(&pages, 8.0)?;
    let mut messages = Vec::new();
    for format in Format::ALL {
        if let Err(error) = format.encode_animation(&animation) {
            messages.push(error.to_string());
        }
    }
    let mut note = |result: std::result::Result<(), Error>| {
        messages.push(result.unwrap_err().to_string());
    };
    note(animation.push(pages[0].pixels(2.0)?));
    for frames_per_second in [0.0, 51.0, f64::NAN] {
        note(Animation::new(pages[0].pixels(1.0)?, frames_per_second).map(drop));
    }
    let of = |inner: &str| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{inner}</svg>"
        );
        Page::new("", "", svg, (9, 9), BACKGROUND)
    };
    for inner in [
        "<linearGradient id=\"g\"><stop/><stop offset=\"1\" stop-color=\"red\"/></linearGradient><rect width=\"9\" height=\"9\" fill=\"url(#g)\"/>",
        "<g opacity=\"0.5\"><rect width=\"9\" height=\"9\"/><rect width=\"5\" height=\"5\" fill=\"red\"/></g>",
        "<rect",
    ] {
        note(Format::Pdf.encode(&of(inner)?, 1.0).map(drop));
    }
    note(Page::new("", "", String::new(), (0, 9), BACKGROUND).map(drop));
    note(of("")?.pixels(2000.0).map(drop));
    insta::assert_snapshot!(messages.join("\n"));
    Ok(())
}

#[test]
fn a_png_says_what_it_shows_and_how_large_it_is_on_paper() -> Result<()> {
    let page = &frames(true)[0];
    for (format, scale) in [(Format::Png, 1.0), (Format::Png, 2.5), (Format::Apng, 2.0)] {
        let file = Format::encode(format, page, scale)?;
        let reader = png::Decoder::new(std::io::Cursor::new(file)).read_info()?;
        let info = reader.info();
        let texts = info.utf8_text.iter();
        let texts = texts.map(|chunk| Ok((chunk.keyword.as_str(), chunk.get_text()?)));
        assert_eq!(
            texts.collect::<Result<Vec<_>>>()?,
            [
                ("Title", "Rectangles".to_owned()),
                ("Description", DESCRIPTION.to_owned())
            ]
        );
        let size = info.pixel_dims.unwrap();
        assert_eq!(size.unit, png::Unit::Meter);
        let inches = f64::from(info.width) / f64::from(size.xppu) / 0.0254;
        // As in SVG and PDF, where 96 pixels are an inch.
        assert!((inches - f64::from(SIZE.0) / 96.0).abs() < 1e-4, "{inches}");
    }
    Ok(())
}

#[test]
fn an_svg_looks_alike_where_images_are_smoothed_and_where_they_are_not() -> Result<()> {
    let layout = Layout {
        width: Some(900.0),
        ..Layout::default()
    };
    let mut images = 0;
    for figure in FIGURES.all() {
        let page = layout.page(figure.as_ref(), Theme::Light)?;
        let svg = String::from_utf8(Format::Svg.encode(&page, 1.0)?)?;
        // SVG 1.1 knows no other reference.
        assert!(!svg.contains(" href="), "{}", figure.name());
        assert!(svg.starts_with("<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\" "));
        assert!(svg.contains(&format!(
            " width=\"900\" height=\"{}\" viewBox=",
            page.size().1
        )));
        images += svg.matches("<image ").count();
        let smoothed = svg.replace(" style=\"image-rendering:pixelated\"", "");
        let of = |svg: String| {
            Page::new("", "", svg, page.size(), BACKGROUND)?
                .pixels(1.0)?
                .png()
        };
        let (got, expected) = (of(smoothed)?, of(page.svg().to_owned())?);
        let (got, expected) = (
            image::load_from_memory(&got)?.to_rgb8(),
            image::load_from_memory(&expected)?.to_rgb8(),
        );
        let differences = got.iter().zip(expected.iter()).map(|(a, b)| a.abs_diff(*b));
        let mean = differences.map(f64::from).sum::<f64>() / got.len() as f64;
        assert!(
            mean < 1.5,
            "{}: they differ by {mean} on average",
            figure.name()
        );
    }
    assert!(images >= 6, "{images} images");
    Ok(())
}
