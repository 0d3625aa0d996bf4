//! Every figure against its snapshots.

use std::fs;
use std::path::PathBuf;

use figures::{Error, Kind, NAMES, Theme, figure, png};

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
            "{}\n{}\n{}\nparameters {}\nreadouts {:#?}\ncontrols {:#?}\nfirst region {:#?}\nregions {}",
            figure.title(),
            figure.caption(),
            drawing.description,
            figure.parameters(),
            drawing.readouts,
            figure.controls(),
            drawing.regions.first(),
            drawing.regions.len(),
        );
        insta::assert_snapshot!(format!("{name}-description"), text);
    }
    Ok(())
}

#[test]
fn png_of_every_figure_in_both_themes() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/png");
    for name in NAMES {
        for (theme, suffix) in THEMES {
            let bytes = png(&figure(name)?.draw(theme)?.svg, 400)?;
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
fn every_choice_of_every_control_draws_and_defaults_are_accepted() -> Result<(), Error> {
    for name in NAMES {
        for control in figure(name)?.controls() {
            let values = match control.kind {
                Kind::Choice { options } => options,
                _ => vec![control.default.clone()],
            };
            for value in values {
                let mut figure = figure(name)?;
                figure.set(&control.name, &value)?;
                figure.draw(Theme::Dark)?;
            }
            let (mut set, plain) = (figure(name)?, figure(name)?);
            set.set(&control.name, &control.default)?;
            assert_eq!(
                set.draw(Theme::Light)?.readouts,
                plain.draw(Theme::Light)?.readouts,
                "{name} {}",
                control.name
            );
        }
    }
    Ok(())
}

#[test]
fn the_true_interior_has_no_residual_and_the_naive_one_has() -> Result<(), Error> {
    for (dx, dy) in [(5, 3), (-4, 2), (0, -7), (20, -20)] {
        let mut figure = figure("translation-equivariance")?;
        figure.set("dx", &dx.to_string())?;
        figure.set("dy", &dy.to_string())?;
        let readouts = figure.draw(Theme::Light)?.readouts;
        let value = |name: &str| {
            readouts
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str())
        };
        assert_eq!(value("residual"), Some("0"), "shift ({dx}, {dy})");
        assert_ne!(value("naive-residual"), Some("0"), "shift ({dx}, {dy})");
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
    note(png("<svg", 400).map(|_| ()));
    note(png("", 0).map(|_| ()));
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
            region.x >= 0.0
                && region.x + region.width <= 800.0
                && region.y + region.height <= 1010.0,
            "{region:?}"
        );
    }
    Ok(())
}
