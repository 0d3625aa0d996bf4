use ndarray::array;

use super::*;
use crate::shape::Shape;

/// What is drawn in a picture of 100 units a side.
fn shapes(paint: impl FnOnce(&Canvas) -> Result<(), Error>) -> Vec<Shape> {
    let summary = Summary {
        title: "",
        description: String::new(),
        readouts: Vec::new(),
    };
    draw_on_canvas((100.0, 100.0), Theme::Light, summary, paint)
        .unwrap()
        .shapes
}

fn fills(shapes: &[Shape]) -> Vec<Colour> {
    let fills = shapes.iter().filter_map(|shape| match shape {
        Shape::Rectangle {
            paint, line: None, ..
        } => Some(paint.colour),
        _ => None,
    });
    fills.collect()
}

#[test]
fn a_cell_that_is_not_finite_has_no_colour_of_the_scale_and_is_crossed_out() {
    let page = Theme::Light.palette().background;
    for scale in [Scale::Signed(1.0), Scale::Grey(1.0)] {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let values = array![[value, 0.0]];
            let grid = shapes(|canvas| canvas.cells(values.dim()).grid(&values, scale));
            assert_eq!(fills(&grid), [page, scale.colour(0.0)], "{value}");
            let map = shapes(|canvas| canvas.cells(values.dim()).map(&values, scale));
            assert_eq!(fills(&map), [page], "{value}");
            for drawn in [grid, map] {
                let lines = drawn
                    .iter()
                    .filter(|shape| matches!(shape, Shape::Line { .. }));
                assert_eq!(lines.count(), 2, "{value}");
            }
        }
    }
}
