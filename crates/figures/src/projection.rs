//! Points in space as they are seen from far away: parallel projection, whose distances on the picture are those across the line of sight.

/// A direction from which space is seen.
///
/// Seen from the front, x is to the right, y up and z towards the viewer.
pub(crate) struct View {
    /// To the right, up and towards the viewer, as unit vectors at right angles.
    axes: [[f64; 3]; 3],
}

/// A point as it is seen, in the units of space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Projected {
    pub(crate) right: f64,
    pub(crate) up: f64,
    /// How far it is in front of the origin: of two points at one place, the one with the larger value hides the other.
    pub(crate) towards: f64,
}

impl View {
    /// Space turned about its y-axis by `azimuth`, its front to the right, and then seen from above by `elevation`, both in degrees.
    pub(crate) fn turned(azimuth: f64, elevation: f64) -> Self {
        let (sin_a, cos_a) = libm::sincos(azimuth.to_radians());
        let (sin_e, cos_e) = libm::sincos(elevation.to_radians());
        Self {
            axes: [
                [cos_a, 0.0, sin_a],
                [sin_a * sin_e, cos_e, -cos_a * sin_e],
                [-sin_a * cos_e, sin_e, cos_a * cos_e],
            ],
        }
    }

    /// Where a point is seen.
    pub(crate) fn project(&self, point: [f64; 3]) -> Projected {
        let [right, up, towards] = self
            .axes
            .map(|axis| axis[0] * point[0] + axis[1] * point[1] + axis[2] * point[2]);
        Projected { right, up, towards }
    }

    /// The point that is seen to the right, up and towards the viewer by so much.
    pub(crate) fn point(&self, seen: [f64; 3]) -> [f64; 3] {
        let coordinate = |i: usize| (0..3).map(|axis| seen[axis] * self.axes[axis][i]).sum();
        [0, 1, 2].map(coordinate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(view: (f64, f64), point: [f64; 3]) -> [f64; 3] {
        let Projected { right, up, towards } = View::turned(view.0, view.1).project(point);
        [right, up, towards].map(|value| (value * 1e12).round() / 1e12 + 0.0)
    }

    #[test]
    fn a_turn_moves_the_front_to_the_right_and_elevation_shows_the_top() {
        assert_eq!(seen((0.0, 0.0), [1.0, 2.0, 3.0]), [1.0, 2.0, 3.0]);
        assert_eq!(seen((90.0, 0.0), [0.0, 0.0, 1.0]), [1.0, 0.0, 0.0]);
        assert_eq!(seen((0.0, 90.0), [0.0, 1.0, 0.0]), [0.0, 0.0, 1.0]);
        assert_eq!(seen((0.0, 90.0), [0.0, 0.0, 1.0]), [0.0, -1.0, 0.0]);
        assert_eq!(seen((90.0, 90.0), [0.0, 0.0, 1.0]), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn what_is_seen_at_a_place_is_its_point() {
        for azimuth in (-180..180).step_by(15) {
            for elevation in (-90..=90).step_by(15) {
                let view = View::turned(f64::from(azimuth), f64::from(elevation));
                for seen in [[0.0, 0.0, 1.0], [0.6, -0.3, 0.2], [-0.2, 0.9, -0.5]] {
                    let Projected { right, up, towards } = view.project(view.point(seen));
                    for (again, seen) in [right, up, towards].into_iter().zip(seen) {
                        assert!((again - seen).abs() < 1e-15);
                    }
                }
            }
        }
    }
}
