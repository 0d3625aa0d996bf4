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

    /// The point in front on the unit sphere that is seen at a place; none beyond its outline.
    pub(crate) fn on_sphere(&self, right: f64, up: f64) -> Option<[f64; 3]> {
        let rest = 1.0 - right * right - up * up;
        let seen = [right, up, rest.max(0.0).sqrt()];
        let coordinate = |i: usize| (0..3).map(|axis| seen[axis] * self.axes[axis][i]).sum();
        (rest >= 0.0).then(|| [0, 1, 2].map(coordinate))
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
    fn what_is_seen_on_the_sphere_is_its_point_in_front() {
        for azimuth in (-180..180).step_by(15) {
            for elevation in (-90..=90).step_by(15) {
                let view = View::turned(f64::from(azimuth), f64::from(elevation));
                for (right, up) in [(0.0, 0.0), (0.6, -0.3), (-0.2, 0.9), (1.0, 0.0)] {
                    let point = view.on_sphere(right, up).unwrap();
                    let norm = point.map(|x| x * x).iter().sum::<f64>();
                    assert!((norm - 1.0).abs() < 1e-15);
                    let again = view.project(point);
                    assert!((again.right - right).abs() < 1e-15);
                    assert!((again.up - up).abs() < 1e-15);
                    assert!(again.towards > -1e-15);
                }
                assert_eq!(view.on_sphere(0.8, 0.7), None);
            }
        }
    }
}
