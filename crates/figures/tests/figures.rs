//! Every figure against its snapshots.

use std::fs;
use std::path::PathBuf;

use figures::{Error, Figure, Kind, Layout, NAMES, Picture, Theme, draw_nearest, figure, settings};

/// The largest difference of a channel, and the share of pixels that may differ by more.
const TOLERANCE: (u8, f64) = (6, 0.002);

const THEMES: [(Theme, &str); 2] = [(Theme::Light, "light"), (Theme::Dark, "dark")];

#[test]
fn svg_of_every_figure_in_both_themes() -> Result<(), Error> {
    for name in NAMES {
        for (theme, suffix) in THEMES {
            insta::assert_snapshot!(format!("{name}-{suffix}"), figure(name)?.draw(theme)?.svg);
        }
    }
    Ok(())
}

#[test]
fn readouts_controls_regions_and_parameters() -> Result<(), Error> {
    for name in NAMES {
        let figure = figure(name)?;
        let drawing = figure.draw(Theme::Light)?;
        let text = format!(
            "{}\n{}\n{}\nreadouts {:#?}\ncontrols {:#?}\nfirst and last region {:#?}\nregions {}",
            figure.title(),
            figure.caption(),
            drawing.description,
            drawing.readouts,
            figure.controls(),
            (drawing.regions.first(), drawing.regions.last()),
            drawing.regions.len(),
        );
        insta::assert_snapshot!(format!("{name}-description"), text);
    }
    Ok(())
}

#[test]
fn slide_of_every_figure_in_both_themes() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/png");
    let slide = Layout {
        width: Some(1280),
        height: Some(720),
        ..Layout::default()
    };
    for name in NAMES {
        for (theme, suffix) in THEMES {
            let page = slide.page(&figure(name)?.draw(theme)?, theme)?;
            let bytes = page.pixels(1.0)?.png()?;
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

#[test]
fn every_choice_of_every_control_draws_and_present_values_change_nothing() -> Result<(), Error> {
    for name in NAMES {
        for control in figure(name)?.controls() {
            let values = match control.kind {
                Kind::Choice { options } | Kind::Image { options } => options,
                Kind::Range { min, max, .. } => vec![min.to_string(), max.to_string()],
                _ => vec![control.value.clone()],
            };
            for value in values {
                let mut figure = figure(name)?;
                figure.set(&control.name, &value)?;
                figure.draw(Theme::Dark)?;
            }
            let (mut set, plain) = (figure(name)?, figure(name)?);
            set.set(&control.name, &control.value)?;
            let (set, plain) = (set.draw(Theme::Light)?, plain.draw(Theme::Light)?);
            assert_eq!(set.readouts, plain.readouts, "{name} {}", control.name);
        }
    }
    Ok(())
}

fn readout(figure: &dyn Figure, name: &str) -> Result<String, Error> {
    let readouts = figure.draw(Theme::Light)?.readouts;
    let found = readouts.into_iter().find(|(known, _)| known == name);
    Ok(found.expect("the figure has this readout").1)
}

#[test]
fn the_true_interior_has_no_residual_whatever_the_settings() -> Result<(), Error> {
    let mut figure = figure("translation-equivariance")?;
    for control in figure.controls() {
        // One control after another takes all its values; the earlier ones stay at their last.
        let values = match control.kind {
            Kind::Choice { options } | Kind::Image { options } => options,
            Kind::Range { min, max, .. } => (min..=max).map(|value| value.to_string()).collect(),
            _ => Vec::new(),
        };
        for value in values {
            figure.set(&control.name, &value)?;
            assert_eq!(
                readout(figure.as_ref(), "residual")?,
                "0",
                "{} {value}",
                control.name
            );
        }
    }
    Ok(())
}

#[test]
fn the_naive_interior_has_a_residual_as_soon_as_the_shift_leaves_it() -> Result<(), Error> {
    for (dx, dy) in [(5, 3), (-4, 2), (0, -7), (20, -20)] {
        let mut figure = figure("translation-equivariance")?;
        figure.set("dx", &dx.to_string())?;
        figure.set("dy", &dy.to_string())?;
        assert_ne!(
            readout(figure.as_ref(), "naive-residual")?,
            "0",
            "shift ({dx}, {dy})"
        );
    }
    Ok(())
}

#[test]
fn settings_lead_back_to_the_same_drawing() -> Result<(), Error> {
    for (name, changes) in [
        (
            "sliding-window",
            &[
                ("kernel", "sharpen"),
                ("samples", "1,0.5,-0.25,0"),
                ("position", "0"),
            ][..],
        ),
        (
            "image-filter",
            &[
                ("kernel", "emboss"),
                ("stride", "2"),
                ("row", "3"),
                ("size", "64"),
            ],
        ),
        (
            "image-filter",
            &[
                ("weights", "0.5"),
                ("image", "letter"),
                ("padding", "reflect"),
            ],
        ),
        (
            "translation-equivariance",
            &[("dx", "-9"), ("fill", "circular"), ("interior", "naive")],
        ),
        (
            "pooling",
            &[("kind", "blurred"), ("window", "3"), ("dy", "-2")],
        ),
    ] {
        let mut changed = figure(name)?;
        for (parameter, value) in changes {
            changed.set(parameter, value)?;
        }
        let settings = settings(changed.as_ref());
        assert_eq!(settings.len(), changes.len(), "{settings:?}");
        let mut again = figure(name)?;
        for (parameter, value) in &settings {
            again.set(parameter, value)?;
        }
        assert_eq!(again.draw(Theme::Dark)?, changed.draw(Theme::Dark)?);
    }
    Ok(())
}

#[test]
fn own_weights_are_a_choice_of_their_own_that_a_named_kernel_ends() -> Result<(), Error> {
    let mut filter = figure("image-filter")?;
    filter.set("weights", "2")?;
    let chosen = |figure: &dyn Figure| {
        let controls = figure.controls();
        let kernel = controls
            .into_iter()
            .find(|control| control.name == "kernel");
        kernel.map(|control| control.value)
    };
    assert_eq!(chosen(filter.as_ref()).as_deref(), Some("own"));
    filter.set("kernel", "own")?;
    assert_eq!(
        settings(filter.as_ref()),
        [("weights".to_owned(), "2".to_owned())]
    );
    filter.set("kernel", "sobel-x")?;
    assert_eq!(chosen(filter.as_ref()).as_deref(), Some("sobel-x"));
    assert!(filter.set("kernel", "own").is_err());
    Ok(())
}

#[test]
fn wrong_settings_are_drawn_at_the_nearest_right_ones_and_told() -> Result<(), Error> {
    let mut told = Vec::new();
    for (name, wanted) in [
        (
            "image-filter",
            &[("kernel", "sobelx"), ("stride", "99"), ("colour", "red")][..],
        ),
        (
            "image-filter",
            &[("weights", "1,2,x,4"), ("dilation", "two")],
        ),
        ("image-filter", &[("image", "own")]),
        ("image-filter", &[("size", "8"), ("dilation", "4")]),
        ("image-filter", &[("size", "16"), ("row", "15")]),
        (
            "sliding-window",
            &[("samples", "1,2,3"), ("position", "14")],
        ),
        ("sliding-window", &[("samples", "1"), ("padding", "same")]),
        ("sliding-window", &[("samples", "1")]),
        (
            "translation-equivariance",
            &[("dx", "-99.5"), ("dy", "2.6"), ("fill", "")],
        ),
        ("pooling", &[("window", "4"), ("stride", "4"), ("row", "3")]),
    ] {
        let nearest = draw_nearest(name, None, wanted, Theme::Light)?;
        told.push(format!(
            "{name} {wanted:?}\n    {:?}\n    {}",
            settings(nearest.figure.as_ref()),
            nearest.notes.join("\n    ")
        ));
    }
    insta::assert_snapshot!(told.join("\n"));
    Ok(())
}

#[test]
fn a_picture_of_ones_own_is_shown_in_every_figure_with_an_image() -> Result<(), Error> {
    let ramp: Vec<u8> = (0..60 * 40)
        .flat_map(|at| [(at % 60 * 4) as u8, 0, 0, 255])
        .collect();
    for name in NAMES {
        let picture = Picture::from_rgba(60, 40, &ramp)?;
        let mut shown = figure(name)?;
        if *name == "sliding-window" {
            let said = shown.show(picture).unwrap_err().to_string();
            assert_eq!(
                said,
                "the figure sliding-window shows no image, so it takes no picture"
            );
            continue;
        }
        shown.show(picture)?;
        assert_ne!(
            shown.draw(Theme::Light)?.svg,
            figure(name)?.draw(Theme::Light)?.svg
        );
        assert_eq!(
            settings(shown.as_ref()),
            [("image".to_owned(), "own".to_owned())]
        );
    }
    Ok(())
}

#[test]
fn one_window_by_hand() -> Result<(), Error> {
    let mut figure = figure("sliding-window")?;
    for (name, value) in [
        ("samples", "1,2,4,8"),
        ("weights", "1,0,-2"),
        ("padding", "same"),
        ("position", "3"),
    ] {
        figure.set(name, value)?;
    }
    // 1·4 + 0·8 − 2·0
    assert!(
        figure
            .draw(Theme::Light)?
            .readouts
            .contains(&("sum".to_owned(), "4".to_owned()))
    );
    Ok(())
}

#[test]
fn a_wrong_value_is_named_with_what_would_be_right() -> Result<(), Error> {
    let mut messages = Vec::new();
    let mut note = |result: Result<(), Error>| {
        messages.push(result.map_or_else(|error| error.to_string(), |()| "no error".to_owned()))
    };
    note(figure("poling").map(|_| ()));
    for (name, parameter, value) in [
        ("sliding-window", "kernal", "difference"),
        ("sliding-window", "kernel", "derivativ"),
        ("sliding-window", "weights", "1,x"),
        ("sliding-window", "weights", "1,inf"),
        ("image-filter", "weights", "1,2"),
        ("image-filter", "stride", "0"),
        ("translation-equivariance", "dx", "99"),
        ("pooling", "kind", "maximum"),
    ] {
        note(figure(name)?.set(parameter, value));
    }
    for (name, parameter, value) in [
        ("sliding-window", "position", "15"),
        ("pooling", "row", "4"),
    ] {
        let mut figure = figure(name)?;
        figure.set(parameter, value)?;
        note(figure.draw(Theme::Light).map(|_| ()));
    }
    insta::assert_snapshot!(messages.join("\n"));
    Ok(())
}

#[test]
fn the_largest_sliding_window_stays_inside_its_picture() -> Result<(), Error> {
    let mut figure = figure("sliding-window")?;
    for (name, value) in [
        ("samples", "1,-0.5,0.25,-1,1,0,0.5,-0.25,0.75,1,-1,0.5"),
        ("weights", "-1,0.25,2,-0.25,1"),
        ("padding", "full"),
        ("position", "15"),
    ] {
        figure.set(name, value)?;
    }
    let drawing = figure.draw(Theme::Light)?;
    for region in &drawing.regions {
        assert!(
            region.x >= 0 && region.x + region.width <= 800 && region.y + region.height <= 1010,
            "{region:?}"
        );
    }
    Ok(())
}
