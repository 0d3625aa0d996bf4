//! All kinds of series, drawn, and the placing of their names.

use super::*;
use crate::drawing::Summary;
use crate::panel::filling;
use crate::{Space, Theme};

#[test]
fn names_that_would_meet_are_moved_apart() {
    assert_eq!(
        spread(vec![10.0, 12.0, 90.0], 20.0, 100.0),
        [10.0, 30.0, 90.0]
    );
    assert_eq!(
        spread(vec![95.0, 96.0, 97.0], 20.0, 100.0),
        [60.0, 80.0, 100.0]
    );
    assert_eq!(spread(vec![10.0, 50.0], 20.0, 100.0), [10.0, 50.0]);
}

#[test]
fn histogram_counts_each_value_in_its_bin() {
    let colour = Colour(0, 0, 0);
    let values = [0.0, 0.1, 0.5, 0.99, 1.0, -0.1];
    let bars = Series::histogram("", values, 0.0, 0.5, 2, colour);
    assert_eq!(bars.points, [(0.25, 2.0), (0.75, 2.0)]);
}

/// Each kind of series over linear and logarithmic axes; the list of shapes tells what is drawn where.
#[test]
fn every_kind_of_series_is_drawn_over_its_axes() {
    let colour = Theme::Light.palette().positive;
    let points = vec![(1.0, 10.0), (2.0, 100.0), (4.0, 1000.0)];
    let series = |name, kind| Series {
        name,
        points: points.clone(),
        kind,
        colour,
    };
    let panel = filling(700.0, 400.0, |canvas| {
        let (across, up) = (Axis::linear(0.0..5.0, 5), Axis::logarithmic(1.0..1000.0, 3));
        Chart::new(("size", across), ("time", up))
            .highlight(1.5..2.5)
            .series(series("band", Kind::Band(vec![20.0, 200.0, 500.0])))
            .series(series("bars", Kind::Bars(0.5)))
            .series(series(
                "errors",
                Kind::ErrorBars(vec![(5.0, 20.0), (50.0, 200.0), (500.0, 900.0)]),
            ))
            .series(series("line", Kind::Line(Marker::HollowSquare)))
            .series(series("scatter", Kind::Scatter(Marker::Circle)))
            .draw(canvas)
    });
    let summary = Summary {
        title: "Chart",
        description: String::new(),
        readouts: Vec::new(),
    };
    let drawing = panel.draw(Space::PAGE, Theme::Light, summary).unwrap();
    insta::assert_snapshot!(drawing.list());
}
