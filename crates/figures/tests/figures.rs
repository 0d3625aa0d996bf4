//! Every figure against its snapshots, and what every drawing must hold to.

use figures::{
    Error, FIGURES, Figure, Gesture, Kind, Picture, Region, SMALLEST, Shape, Space, Theme,
};
use glyphs::SANS;

/// The arrangements in which a figure is drawn.
fn spaces() -> [(&'static str, Space); 2] {
    [("page", Space::PAGE), ("slide", Space::slide(16.0 / 9.0))]
}

#[test]
fn a_figure_is_in_one_module_and_the_catalogue_knows_which() {
    for module in FIGURES.0 {
        for make in module.figures {
            let name = make().name();
            assert_eq!(FIGURES.module_of(name), Some(module.name), "{name}");
        }
    }
    assert_eq!(FIGURES.module_of("poling"), None);
}

#[test]
fn a_figure_stands_in_the_catalogue_once() {
    let names = FIGURES.names();
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
}

#[test]
fn drawing_of_every_figure_in_both_themes_and_arrangements() -> Result<(), Error> {
    for figure in FIGURES.all() {
        let name = figure.name();
        for (space_name, space) in spaces() {
            let light = figure.draw(Theme::Light, space)?.list();
            insta::assert_snapshot!(format!("{name}-{space_name}"), light);
        }
        let dark = figure.draw(Theme::Dark, Space::PAGE)?.list();
        insta::assert_snapshot!(format!("{name}-page-dark"), dark);
    }
    Ok(())
}

#[test]
fn readouts_controls_regions_parts_and_parameters() -> Result<(), Error> {
    for figure in FIGURES.all() {
        let drawing = figure.draw(Theme::Light, Space::PAGE)?;
        let mut parts: Vec<&str> = drawing.parts.iter().map(|part| part.name).collect();
        parts.sort_unstable();
        parts.dedup();
        let text = format!(
            "{}\n{}\n{}\nreadouts {:#?}\ncontrols {:#?}\nfirst and last region {:#?}\nregions {}\nparts {}",
            figure.title(),
            figure.caption(),
            drawing.description,
            drawing.readouts,
            figure.controls(),
            (drawing.regions.first(), drawing.regions.last()),
            drawing.regions.len(),
            parts.join(", "),
        );
        insta::assert_snapshot!(format!("{}-description", figure.name()), text);
    }
    Ok(())
}

/// Left, top, right and bottom of the capitals of each text, in units.
fn texts(shapes: &[Shape]) -> Vec<(String, [f64; 4], f64)> {
    let texts = shapes.iter().filter_map(|shape| match shape {
        Shape::Text {
            start: (x, y),
            text,
            size,
            ..
        } => {
            let [x, y, size] = [*x, *y, *size as i32].map(|tenths| f64::from(tenths) / 10.0);
            let (width, height) = (SANS.width(text, size).ok()?, SANS.cap_height(size));
            Some((text.clone(), [x, y - height, x + width, y], size))
        }
        _ => None,
    });
    texts.collect()
}

/// What is wrong with the text of a drawing: too small, beyond an edge, or over another text.
fn mistakes_of_text(figure: &dyn Figure, space: Space) -> Result<Vec<String>, Error> {
    let drawing = figure.draw(Theme::Light, space)?;
    let texts = texts(&drawing.shapes);
    let mut mistakes = Vec::new();
    for (at, (text, [left, top, right, bottom], size)) in texts.iter().enumerate() {
        // A tenth of a unit is as fine as places and sizes are.
        if *size < SMALLEST - 0.05 {
            mistakes.push(format!("{text:?} is only {size} units large"));
        }
        if *left < 0.0 || *top < 0.0 || *right > drawing.width || *bottom > drawing.height {
            mistakes.push(format!("{text:?} goes beyond the edge"));
        }
        let mut pairs = text.chars().zip(text.chars().skip(1));
        if pairs.any(|(sign, digit)| sign == '-' && digit.is_ascii_digit()) {
            mistakes.push(format!("{text:?} has a hyphen for a minus sign"));
        }
        for [l, t, r, b] in cells(&drawing.shapes) {
            let apart = *right <= l || r <= *left || *bottom <= t || b <= *top;
            let inside = l <= *left && *right <= r && t <= *top && *bottom <= b;
            if !apart && !inside {
                mistakes.push(format!("{text:?} lies across the edge of a cell"));
            }
        }
        for (other, [l, t, r, b], _) in &texts[at + 1..] {
            if left < r && l < right && top < b && t < bottom {
                mistakes.push(format!("{text:?} and {other:?} overlap"));
            }
        }
    }
    let settings = figure.settings();
    let named = |mistake| format!("{} {settings:?}: {mistake}", figure.name());
    Ok(mistakes.into_iter().map(named).collect())
}

#[test]
fn text_is_large_enough_within_the_drawing_and_apart_for_every_choice() -> Result<(), Error> {
    let mut mistakes = Vec::new();
    for plain in FIGURES.all() {
        for control in plain.controls() {
            for value in values(&control.kind, &control.value) {
                let mut figure = plain.fresh();
                figure.set(&control.name, &value)?;
                for (_, space) in spaces() {
                    mistakes.extend(mistakes_of_text(figure.as_ref(), space)?);
                }
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    Ok(())
}

/// Left, top, right and bottom of each cell with a colour and a border, in units.
fn cells(shapes: &[Shape]) -> Vec<[f64; 4]> {
    let pairs = shapes.windows(2).filter_map(|pair| match pair {
        [
            Shape::Rectangle {
                bounds, line: None, ..
            },
            Shape::Rectangle {
                bounds: border,
                line: Some(_),
                ..
            },
        ] if bounds == border => Some(bounds.map(|tenths| f64::from(tenths) / 10.0)),
        _ => None,
    });
    pairs
        .map(|[x, y, width, height]| [x, y, x + width, y + height])
        .collect()
}

/// The text in a rectangle, its lines put together; it lies inside from side to side.
fn text_in([left, top, right, bottom]: [f64; 4], texts: &[(String, [f64; 4], f64)]) -> String {
    let inside = texts.iter().filter(|(_, [l, t, r, b], _)| {
        let (x, y) = (f64::midpoint(*l, *r), f64::midpoint(*t, *b));
        left < x && x < right && top < y && y < bottom
    });
    let mut joined = String::new();
    for (text, [l, _, r, _], _) in inside {
        assert!(
            *l >= left && *r <= right,
            "{text:?} from {l} to {r} is wider than its cell from {left} to {right}"
        );
        joined += text;
    }
    joined
}

/// Whether a text that stands for a number has its middle below a cell, near it.
fn has_number_below([left, _, right, bottom]: [f64; 4], texts: &[(String, [f64; 4], f64)]) -> bool {
    texts.iter().any(|(text, [l, t, r, _], _)| {
        let middle = f64::midpoint(*l, *r);
        let near = left < middle && middle < right && (bottom..bottom + 80.0).contains(t);
        near && text.replace('−', "-").parse::<f64>().is_ok()
    })
}

#[test]
fn no_number_vanishes_overflows_or_meets_another_however_large_or_small_it_is() -> Result<(), Error>
{
    let numbers = "0.123456789,-1234567,3,-0.000001,5,600000000000001,-0.05,-999999.5,1000000,0.0049,12345.678,-99.95";
    let repeated = |count: usize| {
        numbers
            .split(',')
            .cycle()
            .take(count)
            .collect::<Vec<_>>()
            .join(",")
    };
    let least = vec!["-0.000001"; 25].join(",");
    let greatest = vec!["-999999999999999"; 25].join(",");
    let mut settings: Vec<(&str, Vec<(&str, String)>)> = Vec::new();
    for count in [1, 9, 25] {
        for weights in [&repeated(count), &least, &greatest] {
            let weights: Vec<&str> = weights.split(',').take(count).collect();
            for image in ["scene", "noise"] {
                settings.push((
                    "image-filter",
                    vec![("weights", weights.join(",")), ("image", image.to_owned())],
                ));
            }
        }
    }
    for (samples, weights) in [(12, 5), (12, 1), (5, 5), (1, 1)] {
        for numbers in [&repeated(12), &least, &greatest] {
            let take = |count| numbers.split(',').take(count).collect::<Vec<_>>().join(",");
            for padding in ["full", "same"] {
                settings.push((
                    "sliding-window",
                    vec![
                        ("samples", take(samples)),
                        ("weights", take(weights)),
                        ("padding", padding.to_owned()),
                        ("position", (samples - 1).to_string()),
                    ],
                ));
            }
        }
    }
    for numbers in [
        &repeated(36),
        &vec!["-0.000001"; 36].join(","),
        &vec!["-999999999999999"; 36].join(","),
    ] {
        settings.push(("fifteen", vec![("values", numbers.clone())]));
    }
    let mut mistakes = Vec::new();
    for (name, settings) in settings {
        let mut figure = FIGURES.figure(name)?;
        for (parameter, value) in &settings {
            figure.set(parameter, value)?;
        }
        for space in [
            Space::PAGE,
            Space::slide(16.0 / 9.0),
            Space::slide(4.0 / 3.0),
        ] {
            mistakes.extend(mistakes_of_text(figure.as_ref(), space)?);
            let drawing = figure.draw(Theme::Light, space)?;
            let texts = texts(&drawing.shapes);
            for cell in cells(&drawing.shapes) {
                let numbers = text_in(cell, &texts);
                assert!(
                    !numbers.is_empty() || has_number_below(cell, &texts),
                    "{settings:?} {cell:?}"
                );
            }
            for region in &drawing.regions {
                let Gesture::Type { value, .. } = region.gesture else {
                    continue;
                };
                let Region {
                    x,
                    y,
                    width,
                    height,
                    ..
                } = *region;
                let text = text_in([x, y, x + width, y + height], &texts);
                let shown: f64 = text
                    .replace('−', "-")
                    .parse()
                    .expect("a cell holds a number");
                let close = shown == value || (0.5..=2.0).contains(&(shown / value));
                assert!(close, "{value} is written {text:?}: {settings:?}");
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    Ok(())
}

/// Whether a rectangle larger than a marker of a chart shares a point with the line of an outlined one.
fn meets_line([x, y, width, height]: [i32; 4], line: u32, [l, t, w, h]: [i32; 4]) -> bool {
    let half = (line / 2) as i32;
    let meets = |[left, top, right, bottom]: [i32; 4]| {
        l < right && left < l + w && t < bottom && top < t + h
    };
    let outer = [x - half, y - half, x + width + half, y + height + half];
    let inside =
        l > x + half && l + w < x + width - half && t > y + half && t + h < y + height - half;
    // Units are tenths.
    meets(outer) && !inside && w > 140
}

#[test]
fn nothing_lies_over_the_frame_of_a_window_or_of_an_output() -> Result<(), Error> {
    for plain in FIGURES.all() {
        let palette = Theme::Light.palette();
        for control in plain.controls() {
            for value in values(&control.kind, &control.value) {
                let mut figure = plain.fresh();
                figure.set(&control.name, &value)?;
                let shapes = figure.draw(Theme::Light, Space::PAGE)?.shapes;
                for (at, frame) in shapes.iter().enumerate() {
                    let Shape::Rectangle {
                        bounds,
                        paint,
                        line: Some(line),
                    } = frame
                    else {
                        continue;
                    };
                    if paint.colour != palette.window_edge {
                        continue;
                    }
                    let over = shapes[at + 1..].iter().find(|shape| match shape {
                        Shape::Rectangle {
                            bounds: other,
                            paint,
                            ..
                        } => {
                            paint.colour != palette.window_edge
                                && meets_line(*bounds, *line, *other)
                        }
                        Shape::Image { bounds: other, .. } => meets_line(*bounds, *line, *other),
                        _ => false,
                    });
                    assert!(
                        over.is_none(),
                        "{} {value}: {over:?} over {frame}",
                        figure.name()
                    );
                }
            }
        }
    }
    Ok(())
}

#[test]
fn rounding_is_shown_nowhere() -> Result<(), Error> {
    let cases = [
        (
            "image-filter",
            vec![("image", "gradient"), ("kernel", "laplacian")],
        ),
        (
            "image-filter",
            vec![("image", "gradient"), ("kernel", "sobel-y"), ("size", "61")],
        ),
        (
            "image-filter",
            vec![
                ("image", "gradient"),
                ("weights", "0.1,-0.2,0.1,0.1,-0.2,0.1,0.1,-0.2,0.1"),
            ],
        ),
        (
            "sliding-window",
            vec![("samples", "0.1,0.2,0.3,0.4,0.5"), ("weights", "1,-2,1")],
        ),
    ];
    for (name, settings) in cases {
        let mut figure = FIGURES.figure(name)?;
        for (parameter, value) in &settings {
            figure.set(parameter, value)?;
        }
        assert_eq!(readout(figure.as_ref(), "sum")?, "0", "{settings:?}");
        let drawing = figure.draw(Theme::Light, Space::PAGE)?;
        let small = texts(&drawing.shapes)
            .into_iter()
            .find(|(text, ..)| text.contains("e−1"));
        assert_eq!(small, None, "{settings:?}");
        if name == "image-filter" {
            for end in ["smallest", "largest"] {
                assert_eq!(readout(figure.as_ref(), end)?, "0", "{settings:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn the_words_say_whose_numbers_and_picture_are_shown() -> Result<(), Error> {
    let mut filter = FIGURES.figure("image-filter")?;
    filter.show(&Picture::from_rgba(1, 1, &[255; 4])?)?;
    filter.set("weights", "2")?;
    let words = filter.draw(Theme::Light, Space::PAGE)?.description;
    assert!(words.starts_with("At the left your own picture (48×48), at the right its output under your own weights (48×48,"), "{words}");
    let mut window = FIGURES.figure("sliding-window")?;
    let first = |figure: &dyn Figure| -> Result<[String; 2], Error> {
        let texts = texts(&figure.draw(Theme::Light, Space::PAGE)?.shapes);
        let starting = |start: [&str; 2]| {
            let found = texts
                .iter()
                .find(|(text, ..)| start.iter().any(|start| text.starts_with(start)));
            found.expect("it is named").0.clone()
        };
        Ok([
            starting(["input", "your own input"]),
            starting(["kernel", "your own kernel"]),
        ])
    };
    assert_eq!(
        first(window.as_ref())?,
        ["input step, 10 samples", "kernel derivative, at position 4"]
    );
    window.set("samples", "1,2,3,4")?;
    window.set("weights", "1,2")?;
    assert_eq!(
        first(window.as_ref())?,
        [
            "your own input, 4 samples",
            "your own kernel, at position 1"
        ]
    );
    Ok(())
}

#[test]
fn a_drawing_for_a_slide_has_its_size_and_uses_most_of_its_width() -> Result<(), Error> {
    for aspect in [4.0 / 3.0, 16.0 / 9.0] {
        let space = Space::slide(aspect);
        for figure in FIGURES.all() {
            let drawing = figure.draw(Theme::Light, space)?;
            let size = (drawing.width, Some(drawing.height));
            assert_eq!(size, (space.width, space.height), "{}", figure.name());
            let edges = drawing.shapes.iter().filter_map(|shape| match shape {
                Shape::Rectangle { bounds, .. } | Shape::Image { bounds, .. } => {
                    Some((bounds[0], bounds[0] + bounds[2]))
                }
                _ => None,
            });
            let texts = texts(&drawing.shapes);
            let texts = texts
                .iter()
                .map(|(_, [left, _, right, _], _)| ((left * 10.0) as i32, (right * 10.0) as i32));
            let (left, right) = edges
                .chain(texts)
                .fold((i32::MAX, 0), |(left, right), (l, r)| {
                    (left.min(l), right.max(r))
                });
            let used = f64::from(right - left) / 10.0 / drawing.width;
            assert!(used >= 0.7, "{} uses {used:.2} of a width", figure.name());
        }
    }
    Ok(())
}

/// Values that a control takes: all of few, the ends of many.
fn values(kind: &Kind, present: &str) -> Vec<String> {
    match kind {
        Kind::Choice { options } | Kind::Image { options } => options.clone(),
        Kind::Range { min, max, .. } => vec![min.to_string(), max.to_string()],
        _ => vec![present.to_owned()],
    }
}

#[test]
fn every_choice_of_every_control_draws_and_present_values_change_nothing() -> Result<(), Error> {
    for plain in FIGURES.all() {
        for control in plain.controls() {
            for value in values(&control.kind, &control.value) {
                let mut figure = plain.fresh();
                figure.set(&control.name, &value)?;
                figure.draw(Theme::Dark, Space::PAGE)?;
            }
            // A list is a person's own from then on, and is called so.
            if matches!(control.kind, Kind::Numbers { .. }) {
                continue;
            }
            let mut set = plain.fresh();
            set.set(&control.name, &control.value)?;
            let drawings = [&set, &plain].map(|figure| figure.draw(Theme::Light, Space::PAGE));
            let [set, plain] = drawings;
            assert_eq!(set?, plain?, "{}", control.name);
        }
    }
    Ok(())
}

fn readout(figure: &dyn Figure, name: &str) -> Result<String, Error> {
    let readouts = figure.draw(Theme::Light, Space::PAGE)?.readouts;
    let found = readouts.into_iter().find(|(known, _)| known == name);
    Ok(found.expect("the figure has this readout").1)
}

#[test]
fn a_banded_matrix_differs_from_itself_moved_round_its_edges_only_beside_zeros() -> Result<(), Error>
{
    for (border, k, expected) in [
        ("circular", 3, "0"),
        ("circular", 4, "0"),
        ("zeros", 1, "0"),
        // Two weights leave the matrix at two of its edges, and come in at the other two.
        ("zeros", 3, "4"),
    ] {
        for side in ["map", "adjoint"] {
            let mut figure = FIGURES.figure("matrices")?;
            figure.set("border", border)?;
            figure.set("side", side)?;
            figure.set("k", &k.to_string())?;
            let drawing = figure.draw(Theme::Light, Space::PAGE)?;
            let different = ("moved-and-different".to_owned(), expected.to_owned());
            assert!(drawing.readouts.contains(&different), "{border} {k} {side}");
        }
    }
    Ok(())
}

/// What the figure *borders* says of a padding.
fn border(settings: &[(&str, String)], name: &str) -> Result<[usize; 4], Error> {
    let mut figure = FIGURES.figure("borders")?;
    for (name, value) in settings {
        figure.set(name, value)?;
    }
    let quoted = figure.quoted()?;
    Ok(["differ", "inside", "reach", "outputs"].map(|what| {
        let named = |(other, _): &&(String, String)| *other == format!("{name}-{what}");
        let number = quoted.iter().find(named).map(|(_, value)| value.parse());
        number.expect("it is quoted").expect("it is a whole number")
    }))
}

#[test]
fn borders_reach_in_by_half_a_kernel_for_each_layer_and_no_further() -> Result<(), Error> {
    for (layers, k) in [(1, 1), (1, 3), (3, 2), (3, 3), (5, 5)] {
        for (dx, dy, fill) in [(0, 0, "zero"), (6, -6, "circular"), (-3, 2, "zero")] {
            let settings = [
                ("layers", layers.to_string()),
                ("k", k.to_string()),
                ("dx", dx.to_string()),
                ("dy", dy.to_string()),
                ("fill", fill.to_owned()),
            ];
            let still = (dx, dy) == (0, 0);
            let half = layers * (k / 2);
            for (name, expected) in [
                ("valid", 0),
                ("zeros", half),
                ("reflect", half),
                ("circular", if fill == "circular" { 0 } else { half }),
            ] {
                let [differ, inside, reach, outputs] = border(&settings, name)?;
                assert_eq!(inside, 0, "{name} {settings:?}");
                assert_eq!(
                    reach,
                    if still { 0 } else { expected },
                    "{name} {settings:?}"
                );
                let nothing = still || k == 1 || (name, fill) == ("circular", "circular");
                assert_eq!(differ == 0, nothing, "{name} {settings:?}");
                assert!(differ < outputs, "{name} {settings:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn the_true_interior_has_no_residual_whatever_the_settings() -> Result<(), Error> {
    let mut figure = FIGURES.figure("translation-equivariance")?;
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
        let mut figure = FIGURES.figure("translation-equivariance")?;
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
        // What a name would give as well is the person's own all the same.
        ("sliding-window", &[("weights", "-1,0,1")]),
        // With all of its 15 digits, which millionths would be more than.
        ("sliding-window", &[("samples", "1234567890123.45,-0.1,2")]),
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
        let mut changed = FIGURES.figure(name)?;
        for (parameter, value) in changes {
            changed.set(parameter, value)?;
        }
        let settings = changed.settings();
        assert_eq!(settings.len(), changes.len(), "{settings:?}");
        let mut again = FIGURES.figure(name)?;
        for (parameter, value) in &settings {
            again.set(parameter, value)?;
        }
        assert_eq!(
            again.draw(Theme::Dark, Space::PAGE)?,
            changed.draw(Theme::Dark, Space::PAGE)?
        );
    }
    Ok(())
}

#[test]
fn own_weights_are_a_choice_of_their_own_that_a_named_kernel_ends() -> Result<(), Error> {
    let mut filter = FIGURES.figure("image-filter")?;
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
    assert_eq!(filter.settings(), [("weights".to_owned(), "2".to_owned())]);
    filter.set("kernel", "sobel-x")?;
    assert_eq!(chosen(filter.as_ref()).as_deref(), Some("sobel-x"));
    assert!(filter.set("kernel", "own").is_err());
    Ok(())
}

#[test]
fn wrong_settings_are_drawn_at_the_nearest_right_ones_with_a_note() -> Result<(), Error> {
    let mut notes = Vec::new();
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
        let nearest = FIGURES.draw_nearest(name, None, wanted, Theme::Light, Space::PAGE)?;
        notes.push(format!(
            "{name} {wanted:?}\n    {:?}\n    {}",
            nearest.figure.settings(),
            nearest.notes.join("\n    ")
        ));
    }
    insta::assert_snapshot!(notes.join("\n"));
    Ok(())
}

#[test]
fn a_picture_of_ones_own_is_shown_in_every_figure_with_an_image() -> Result<(), Error> {
    let ramp: Vec<u8> = (0..60 * 40)
        .flat_map(|at| [(at % 60 * 4) as u8, 0, 0, 255])
        .collect();
    for name in FIGURES.names() {
        let picture = Picture::from_rgba(60, 40, &ramp)?;
        let mut shown = FIGURES.figure(name)?;
        if !shown
            .controls()
            .iter()
            .any(|control| matches!(control.kind, Kind::Image { .. }))
        {
            let message = shown.show(&picture).unwrap_err().to_string();
            assert_eq!(
                message,
                format!("the figure {name} shows no image, so it takes no picture")
            );
            continue;
        }
        shown.show(&picture)?;
        assert_ne!(
            shown.draw(Theme::Light, Space::PAGE)?.svg(),
            FIGURES.figure(name)?.draw(Theme::Light, Space::PAGE)?.svg()
        );
        assert_eq!(shown.settings(), [("image".to_owned(), "own".to_owned())]);
    }
    Ok(())
}

#[test]
fn one_window_by_hand() -> Result<(), Error> {
    let mut figure = FIGURES.figure("sliding-window")?;
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
            .draw(Theme::Light, Space::PAGE)?
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
    note(FIGURES.figure("poling").map(|_| ()));
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
        note(FIGURES.figure(name)?.set(parameter, value));
    }
    for (name, parameter, value) in [
        ("sliding-window", "position", "15"),
        ("pooling", "row", "4"),
    ] {
        let mut figure = FIGURES.figure(name)?;
        figure.set(parameter, value)?;
        note(figure.draw(Theme::Light, Space::PAGE).map(|_| ()));
    }
    insta::assert_snapshot!(messages.join("\n"));
    Ok(())
}

#[test]
fn the_largest_sliding_window_stays_inside_its_picture() -> Result<(), Error> {
    let mut figure = FIGURES.figure("sliding-window")?;
    for (name, value) in [
        ("samples", "1,-0.5,0.25,-1,1,0,0.5,-0.25,0.75,1,-1,0.5"),
        ("weights", "-1,0.25,2,-0.25,1"),
        ("padding", "full"),
        ("position", "15"),
    ] {
        figure.set(name, value)?;
    }
    let drawing = figure.draw(Theme::Light, Space::PAGE)?;
    for region in &drawing.regions {
        assert!(
            region.x >= 0.0
                && region.x + region.width <= drawing.width
                && region.y + region.height <= drawing.height,
            "{region:?}"
        );
    }
    Ok(())
}

#[test]
fn a_place_of_the_pooled_map_can_be_marked_for_each_of_its_rows() -> Result<(), Error> {
    for kind in ["max", "mean", "blurred"] {
        for (window, stride) in
            (1..=4).flat_map(|window| (1..=4).map(move |stride| (window, stride)))
        {
            let mut pooling = FIGURES.figure("pooling")?;
            pooling.set("kind", kind)?;
            pooling.set("window", &window.to_string())?;
            pooling.set("stride", &stride.to_string())?;
            let size = readout(pooling.as_ref(), "output-size")?;
            let rows = pooling
                .controls()
                .into_iter()
                .find_map(|control| match control.kind {
                    Kind::Range { max, .. } if control.name == "row" => Some(max + 1),
                    _ => None,
                });
            let rows = rows.expect("the row is a parameter");
            assert_eq!(size, format!("{rows}×{rows}"), "{kind} {window} {stride}");
        }
    }
    Ok(())
}

#[test]
fn the_fifteen_maps_are_fewer_over_few_points_and_miss_what_a_product_sees() -> Result<(), Error> {
    let mut figure = FIGURES.figure("fifteen")?;
    figure.set("map", "1")?;
    for (n, dimension) in [(1, 1), (2, 8), (3, 14), (4, 15), (5, 15), (6, 15)] {
        figure.set("n", &n.to_string())?;
        assert_eq!(
            readout(figure.as_ref(), "dimension")?,
            dimension.to_string()
        );
        // Each map that is left out is only outlined, so that fewer images are drawn; one more is the matrix.
        let drawing = figure.draw(Theme::Light, Space::PAGE)?;
        let images = drawing.shapes.iter();
        let images = images
            .filter(|shape| matches!(shape, Shape::Image { .. }))
            .count();
        assert_eq!(images, dimension + 1, "{n} points");
    }
    // The two graphs differ in the trace of the cube, and in no value of a map but those of X itself and its transpose.
    let values = |figure: &mut dyn Figure, relation: &str| -> Result<Vec<String>, Error> {
        figure.set("relation", relation)?;
        let ends = (1..=15).map(|map| {
            figure.set("map", &map.to_string())?;
            Ok([readout(figure, "smallest")?, readout(figure, "largest")?].join(" to "))
        });
        ends.collect()
    };
    let hexagon = values(figure.as_mut(), "hexagon")?;
    assert_eq!(readout(figure.as_ref(), "trace-of-cube")?, "0");
    assert_eq!(hexagon, values(figure.as_mut(), "two-triangles")?);
    assert_eq!(readout(figure.as_ref(), "trace-of-cube")?, "12");
    assert_ne!(hexagon, values(figure.as_mut(), "star")?);
    Ok(())
}

#[test]
fn parts_with_a_name_lie_inside_the_picture() -> Result<(), Error> {
    let mut count = 0;
    for figure in FIGURES.all() {
        for (space_name, space) in spaces() {
            let drawing = figure.draw(Theme::Light, space)?;
            for part in &drawing.parts {
                count += 1;
                assert!(
                    part.width > 0.0
                        && part.height > 0.0
                        && part.x >= 0.0
                        && part.y >= 0.0
                        && part.x + part.width <= drawing.width
                        && part.y + part.height <= drawing.height,
                    "{}, {space_name}: {part:?}",
                    figure.name()
                );
            }
        }
    }
    assert!(count > 0);
    Ok(())
}

#[test]
fn the_seam_lies_along_the_edges_that_a_shift_moves_into_the_image() -> Result<(), Error> {
    // The width over the height of each part of the seam, in cells of the output, which has 46 on each side; a window reaches 2 further.
    for (dx, dy, fill, shapes) in [
        ("5", "3", "zero", vec![43.0 / 2.0, 2.0 / 45.0]),
        ("-5", "3", "zero", vec![43.0 / 2.0, 2.0 / 45.0]),
        ("-5", "-3", "zero", vec![43.0 / 2.0, 2.0 / 45.0]),
        ("1", "0", "zero", vec![1.0 / 46.0]),
        ("0", "7", "zero", vec![46.0 / 2.0]),
        ("0", "0", "zero", vec![]),
        ("5", "3", "circular", vec![]),
    ] {
        let mut figure = FIGURES.figure("translation-equivariance")?;
        for (name, value) in [("dx", dx), ("dy", dy), ("fill", fill)] {
            figure.set(name, value)?;
        }
        let drawing = figure.draw(Theme::Light, Space::PAGE)?;
        let seam = drawing.parts.iter().filter(|part| part.name == "seam");
        let found: Vec<f64> = seam.map(|part| part.width / part.height).collect();
        assert_eq!(found.len(), shapes.len(), "({dx}, {dy}), {fill}");
        for (found, shape) in found.iter().zip(&shapes) {
            // Places are rounded to tenths of a unit, a cell has some units.
            assert!(
                (found / shape - 1.0).abs() < 0.02,
                "({dx}, {dy}), {fill}: {found}, not {shape}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_maps_of_a_mean_keep_their_size_beside_the_number_of_all_permutations() -> Result<(), Error> {
    for group in ["cyclic", "dihedral", "symmetric"] {
        let mut figure = FIGURES.figure("symmetrise")?;
        for (name, value) in [("group", group), ("last", "11")] {
            figure.set(name, value)?;
        }
        let drawing = figure.draw(Theme::Light, Space::PAGE)?;
        let widths = drawing.regions.iter().map(|region| region.width);
        let widest = widths.fold(0.0, f64::max);
        assert!(3.0 * widest > drawing.width, "{group}: {widest}");
    }
    Ok(())
}
