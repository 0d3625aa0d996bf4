//! A function on a turning sphere and its convolution: turned first, or turned last.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{
    LatitudeRule, Normalization, Rotation, SphereQuadrature, ZonalKernel, sphere_coefficients,
    spherical_harmonics_up_to, wigner_d,
};
use ndarray::{Array1, s};
use plotters::prelude::Circle;

use crate::canvas::{Canvas, Cells, fill, line};
use crate::colour_bar::colour_bar;
use crate::drawing::Summary;
use crate::elements::PixelImage;
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::{format_residual, typeset};
use crate::panel::{Panel, column, label, labelled, lines, row, scaled, text};
use crate::parameters::Parameters;
use crate::png::png;
use crate::projection::View;
use crate::scale::Scale;
use crate::shape::pixels;
use crate::{Drawing, Error, Gesture, Space, Theme, Track};

const AZIMUTHS: RangeInclusive<i64> = -180..=180;
const ELEVATIONS: RangeInclusive<i64> = -90..=90;
const LATITUDES: RangeInclusive<i64> = 2..=13;
const WIDTHS: RangeInclusive<i64> = 5..=60;
/// The degree of the kernel, and that of the polynomial.
const DEGREE: usize = 6;
/// How many pixels a sphere is wide, and how far beyond its outline the picture reaches, in radii.
const PIXELS: usize = 84;
const EDGE: f64 = 1.04;
/// The outline hides the corners of the pixels at the edge.
const OUTLINE: f64 = 6.0;
/// How large a point of the grid is, and the border around it, in units.
const POINT: f64 = 4.0;
const BORDER: f64 = 2.0;
/// The least end of the scale of differences, on which rounding is grey.
const LEAST_SCALE: f64 = 0.01;
/// Where the function is largest and smallest, and how far.
const CENTRES: [([f64; 3], f64); 4] = [
    ([0.0, 0.6, 0.8], 1.0),
    ([0.0, -0.28, 0.96], -1.0),
    ([-0.8, 0.0, 0.6], 0.8),
    ([0.6, 0.0, -0.8], -0.8),
];
/// The cosine of the angle up to which the patches reach.
const PATCH: f64 = 0.9;

/// What stands on the sphere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    /// A sum of bumps t⁵ (1 + t) / 2, for t the cosine of the angle from the middle of each: a polynomial of degree 6.
    Polynomial,
    /// A number within an angle from each middle, and 0 elsewhere: no polynomial.
    Patches,
}

impl Function {
    /// Both of them.
    pub(crate) const ALL: [Self; 2] = [Self::Polynomial, Self::Patches];

    fn at(self, point: [f64; 3]) -> f64 {
        let part = |([x, y, z], height): ([f64; 3], f64)| {
            let t = x * point[0] + y * point[1] + z * point[2];
            let bump = match self {
                Self::Polynomial => {
                    let square = t * t;
                    square * square * t * (1.0 + t) / 2.0
                }
                Self::Patches => f64::from(t > PATCH),
            };
            height * bump
        };
        CENTRES.into_iter().map(part).sum()
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Polynomial => "polynomial",
            Self::Patches => "patches",
        })
    }
}

named!(Function, LatitudeRule);

/// The figure *sphere*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sphere {
    /// The turn, in degrees.
    azimuth: i64,
    elevation: i64,
    function: Function,
    grid: LatitudeRule,
    latitudes: usize,
    /// The width of the kernel, in degrees.
    width: i64,
}

impl Default for Sphere {
    fn default() -> Self {
        Self {
            azimuth: 30,
            elevation: 20,
            function: Function::Polynomial,
            grid: LatitudeRule::GaussLegendre,
            latitudes: DEGREE + 1,
            width: 25,
        }
    }
}

/// What is seen of the sphere, at its pixels in front.
struct Seen {
    quadrature: SphereQuadrature,
    /// For each pixel, row by row, the place of its value, or none beyond the outline.
    places: Vec<Option<usize>>,
    function: Vec<f64>,
    /// The function turned, then convolved.
    convolved: Vec<f64>,
    /// By how much it differs from the function convolved, then turned.
    difference: Vec<f64>,
}

impl Sphere {
    fn seen(&self) -> Result<Seen, Error> {
        let view = View::turned(self.azimuth as f64, self.elevation as f64);
        let quadrature = SphereQuadrature::grid(self.grid, self.latitudes, 2 * self.latitudes)?;
        let kernel = ZonalKernel::heat(DEGREE, (self.width as f64).to_radians())?;
        let mut places = Vec::with_capacity(PIXELS * PIXELS);
        let (mut front, mut turned_back) = (Vec::new(), Vec::new());
        let place = |at: usize| EDGE * ((2 * at + 1) as f64 / PIXELS as f64 - 1.0);
        for at in 0..PIXELS * PIXELS {
            let (right, up) = (place(at % PIXELS), -place(at / PIXELS));
            let rest = 1.0 - right * right - up * up;
            places.push((rest > 0.0).then_some(front.len()));
            if rest > 0.0 {
                let point = [right, up, rest.sqrt()];
                front.push(point);
                turned_back.push(view.point(point));
            }
        }
        let samples = quadrature.points().iter();
        let still: Array1<f64> = samples
            .clone()
            .map(|point| self.function.at(*point))
            .collect();
        let turned: Array1<f64> =
            (samples.map(|point| self.function.at(view.point(*point)))).collect();
        let convolved = |values: &Array1<f64>| {
            kernel.convolve(&sphere_coefficients(DEGREE, &quadrature, values)?)
        };
        let first = values_in_rows(&convolved(&turned)?, &front)?;
        let last = values_in_rows(&turn(&convolved(&still)?, &view)?, &front)?;
        Ok(Seen {
            places,
            function: turned_back
                .iter()
                .map(|point| self.function.at(*point))
                .collect(),
            difference: first
                .iter()
                .zip(&last)
                .map(|(first, last)| first - last)
                .collect(),
            convolved: first,
            quadrature,
        })
    }

    /// The degree up to which the grid must be exact, if there is one.
    fn needed(&self) -> Option<usize> {
        (self.function == Function::Polynomial).then_some(2 * DEGREE)
    }
}

/// The coefficients of a function that is turned as it is seen, from those of the function.
fn turn(coefficients: &Array1<f64>, view: &View) -> Result<Array1<f64>, Error> {
    let rows = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]].map(|axis| view.point(axis));
    let rotation = Rotation::from_matrix(rows)?;
    let mut turned = coefficients.clone();
    for degree in 0..=DEGREE {
        let orders = s![degree * degree..(degree + 1) * (degree + 1)];
        let matrix = wigner_d(degree, &rotation)?;
        turned
            .slice_mut(orders)
            .assign(&matrix.dot(&coefficients.slice(orders)));
    }
    Ok(turned)
}

/// The values of a function with these coefficients at points of the unit sphere, none a pole, that stand in rows of one latitude.
///
/// Along a row a harmonic of order ±m is a number times the cosine or the sine of m times the longitude, so that few operations are left for
/// each point.
fn values_in_rows(coefficients: &Array1<f64>, points: &[[f64; 3]]) -> Result<Vec<f64>, Error> {
    let mut values = Vec::with_capacity(points.len());
    for row in points.chunk_by(|one, next| one[1] == next[1]) {
        let up = row[0][1];
        let radius = (1.0 - up * up).sqrt();
        // At longitude 0 the cosines are 1.
        let factors =
            spherical_harmonics_up_to(DEGREE, [0.0, up, radius], Normalization::Integral)?;
        let terms: [[f64; 2]; DEGREE + 1] = std::array::from_fn(|order| {
            let (mut cosine, mut sine) = (0.0, 0.0);
            for degree in order..=DEGREE {
                let middle = degree * (degree + 1);
                let factor = factors[middle + order];
                cosine += factor * coefficients[middle + order];
                sine += factor * coefficients[middle - order];
            }
            [cosine, sine]
        });
        // The real part of a polynomial in z + ix, by Horner.
        values.extend(row.iter().map(|&[x, _, z]| {
            let (x, z) = (x / radius, z / radius);
            let (mut real, mut imaginary) = (0.0, 0.0);
            for [cosine, sine] in terms.iter().rev() {
                (real, imaginary) = (
                    real * z - imaginary * x + cosine,
                    real * x + imaginary * z - sine,
                );
            }
            real
        }));
    }
    Ok(values)
}

impl Seen {
    /// Values at the pixels in front, as an image with a round outline.
    fn draw(&self, canvas: &Canvas, values: &[f64], scale: Scale) -> Result<Cells, Error> {
        let palette = canvas.palette;
        let plane = canvas.plane((-EDGE, EDGE), (EDGE, -EDGE));
        let mut colours = scale.colours().unwrap_or_default();
        let beyond = (colours.len() / 3) as u8;
        let background = palette.background;
        colours.extend([background.0, background.1, background.2]);
        let shade = |place: &Option<usize>| place.map_or(beyond, |at| scale.shade(values[at]));
        let shades: Vec<u8> = self.places.iter().map(shade).collect();
        plane.area.draw(&PixelImage {
            corners: [(-EDGE, EDGE), (EDGE, -EDGE)],
            pixels: (PIXELS as u32, PIXELS as u32),
            png: png((PIXELS, PIXELS), &shades, Some(&colours)),
        })?;
        let radius = canvas.width() / 2.0 / EDGE;
        let outline = line(palette.line, OUTLINE);
        plane
            .area
            .draw(&Circle::new((0.0, 0.0), pixels(radius), outline))?;
        Ok(plane)
    }

    /// The points of the grid in front.
    fn draw_points(&self, plane: &Cells) -> Result<(), Error> {
        let palette = plane.palette;
        for &[x, y, z] in self.quadrature.points() {
            if z > 0.0 {
                for (size, colour) in [(POINT + BORDER, palette.background), (POINT, palette.ink)] {
                    plane
                        .area
                        .draw(&Circle::new((x, y), pixels(size), fill(colour, 1.0)))?;
                }
            }
        }
        Ok(())
    }
}

/// Lets a person turn the sphere: what is in its middle follows the pointer.
fn handle(plane: &Cells, name: &str) -> Result<(), Error> {
    let degree = 1.0_f64.to_radians();
    let gesture = Gesture::Drag {
        across: Track::new("azimuth", degree, 0),
        down: Track::new("elevation", degree, 0),
    };
    plane.handle((-1.0..1.0, -1.0..1.0), name, gesture)
}

/// A degree, or what is said where there is none.
fn or_none(degree: Option<usize>) -> String {
    degree.map_or("none".to_owned(), |degree| degree.to_string())
}

impl Describe for Sphere {
    const NAME: &'static str = "sphere";
    const TITLE: &'static str = "Turn, then convolve; convolve, then turn";

    fn caption(&self) -> String {
        let function = match self.function {
            Function::Polynomial => format!("a polynomial of degree {DEGREE}"),
            Function::Patches => "patches, a function that is no polynomial".to_owned(),
        };
        format!(
            "A sphere with {function}, seen from far away. Drag a sphere to turn the function; the grid of points at which it is sampled stays. \
             At the right, the turned function is sampled and convolved with a kernel of degree {DEGREE}. Below, how far that is from convolving first and turning last, \
             on a scale of its own."
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.range(
            ("azimuth", "Turn to the right, in degrees"),
            AZIMUTHS,
            &mut self.azimuth,
        );
        parameters.range(
            ("elevation", "Turn down, in degrees"),
            ELEVATIONS,
            &mut self.elevation,
        );
        parameters.choice(("function", "Function"), &mut self.function);
        parameters.choice(
            ("grid", "Latitudes and weights of the grid"),
            &mut self.grid,
        );
        parameters.range(
            ("latitudes", "Latitudes of the grid"),
            LATITUDES,
            &mut self.latitudes,
        );
        parameters.range(
            ("width", "Width of the kernel, in degrees"),
            WIDTHS,
            &mut self.width,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let seen = self.seen()?;
        let exact = self.grid.degree(self.latitudes, 2 * self.latitudes);
        let grid_is = match exact {
            Some(degree) => format!("exact up to degree {degree}"),
            None => "exact in no degree".to_owned(),
        };
        let most = largest(&seen.difference);
        let share = most / largest(&seen.convolved);
        let points = seen.quadrature.points().len();
        let needs = match self.needed() {
            Some(degree) => format!("degree {degree} is needed"),
            None => "no degree is enough".to_owned(),
        };
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "{} on a sphere, turned to the right by {} degrees and down by {}, with the {points} points of a {} grid. Beside it the turned function, sampled there and \
                 convolved with a kernel of degree {DEGREE}, {} degrees wide. Below, how far that is from convolving first and turning last: at most {} of the largest value. The grid is {grid_is}; {needs}.",
                match self.function {
                    Function::Polynomial => format!("A polynomial of degree {DEGREE}"),
                    Function::Patches => "Patches".to_owned(),
                },
                self.azimuth,
                self.elevation,
                self.grid,
                self.width,
                format_residual(share),
            ),
            readouts: vec![
                ("points", points.to_string()),
                ("exact-degree", or_none(exact)),
                ("needed-degree", or_none(self.needed())),
                ("largest-difference", format_residual(most)),
                ("of-the-largest-value", format_residual(share)),
            ],
        };
        let scale = Scale::Signed(1.0);
        let fine = Scale::Signed(most.max(LEAST_SCALE));
        let sphere = |name, values: &'_ [f64], scale, turns: Option<&'static str>, dots: bool| {
            let values = values.to_vec();
            let seen = &seen;
            let paint = move |canvas: &Canvas| {
                let plane = seen.draw(canvas, &values, scale)?;
                if dots {
                    seen.draw_points(&plane)?;
                }
                turns.map_or(Ok(()), |name| handle(&plane, name))
            };
            labelled(name, scaled((PIXELS / 2, PIXELS / 2), (1.0, 1.0), paint))
        };
        let function = sphere(
            "f, turned",
            &seen.function,
            scale,
            Some("the function on the sphere"),
            true,
        );
        let convolved = sphere(
            "turned, then convolved",
            &seen.convolved,
            scale,
            Some("its convolution"),
            false,
        );
        let difference = sphere("minus the other order", &seen.difference, fine, None, false)
            .named("difference");
        let muted = |line: String| text(line, 27.0, |palette| palette.muted);
        let facts = lines([
            label("largest difference"),
            text(typeset(format_residual(most)), 40.0, |palette| palette.ink).named("largest"),
            muted(format!("{points} points, {}", self.grid)),
            muted(grid_is),
            muted(needs),
        ]);
        let bars = |width| -> [Panel<'_>; 2] {
            [("values", scale), ("difference", fine)]
                .map(|(name, scale)| lines([muted(name.to_owned()), colour_bar(width, scale, 0.0)]))
        };
        let panel = if space.is_landscape() {
            let bars = row(bars(300.0));
            column([row([function, convolved, difference]), row([facts, bars])])
        } else {
            let [values, differences] = bars(300.0);
            column([
                row([function, convolved]),
                row([difference, column([facts, values, differences])]),
            ])
        };
        panel.draw(space, theme, summary)
    }
}

#[cfg(test)]
mod tests {
    use equivariance::sphere_values;

    use super::*;

    /// The largest difference of the two orders on the side that is seen.
    fn difference(figure: &Sphere) -> f64 {
        largest(&figure.seen().unwrap().difference)
    }

    fn turned(azimuth: i64, elevation: i64, grid: LatitudeRule, latitudes: usize) -> Sphere {
        Sphere {
            azimuth,
            elevation,
            grid,
            latitudes,
            ..Sphere::default()
        }
    }

    #[test]
    fn the_orders_agree_up_to_rounding_exactly_where_the_grid_is_exact_up_to_the_degree_needed() {
        let mut exact = 0;
        for &grid in LatitudeRule::ALL {
            for latitudes in [2, 6, 7, 12, 13] {
                for (azimuth, elevation) in [(20, 50), (-90, 90)] {
                    let figure = turned(azimuth, elevation, grid, latitudes);
                    let enough = grid.degree(latitudes, 2 * latitudes) >= figure.needed();
                    let difference = difference(&figure);
                    assert_eq!(difference < 1e-14, enough, "{figure:?}: {difference:e}");
                    assert_eq!(difference < 1e-6, enough, "{figure:?}: {difference:e}");
                    exact += usize::from(enough);
                }
            }
        }
        // Gauss–Legendre from 7 latitudes on, Fejér with 13.
        assert_eq!(exact, 2 * (3 + 1));
    }

    #[test]
    fn turns_that_carry_the_grid_into_itself_are_exact_for_every_grid() {
        for &grid in LatitudeRule::ALL {
            for function in Function::ALL {
                // Whole steps of 10 longitudes.
                for (azimuth, elevation) in [(0, 0), (36, 0), (-144, 0)] {
                    let figure = Sphere {
                        function,
                        ..turned(azimuth, elevation, grid, 5)
                    };
                    assert!(difference(&figure) < 1e-14, "{figure:?}");
                }
                let figure = Sphere {
                    function,
                    ..turned(35, 0, grid, 5)
                };
                assert!(difference(&figure) > 1e-4, "{figure:?}");
            }
        }
    }

    #[test]
    fn no_grid_is_exact_for_patches() {
        for &grid in LatitudeRule::ALL {
            for latitudes in [7, 13] {
                let figure = Sphere {
                    function: Function::Patches,
                    ..turned(30, 20, grid, latitudes)
                };
                assert!(difference(&figure) > 1e-3, "{figure:?}");
            }
        }
    }

    #[test]
    fn values_in_rows_and_turned_coefficients_are_those_of_the_sums_over_harmonics() {
        let coefficients: Array1<f64> = (0..(DEGREE + 1) * (DEGREE + 1))
            .map(|at| libm::sin(at as f64 * 0.7))
            .collect();
        let on_circle = |(x, y): (f64, f64)| [x, y, (1.0 - x * x - y * y).sqrt()];
        let rows = [
            (-0.1, 0.99),
            (0.1, 0.99),
            (-0.9, 0.0),
            (0.3, 0.0),
            (0.5, -0.6),
        ];
        let points = rows.map(on_circle);
        let near = |values: Vec<f64>, others: Array1<f64>| {
            let differences = values.iter().zip(&others).map(|(one, other)| one - other);
            assert!(largest(&differences.collect::<Vec<_>>()) < 1e-14 * largest(&others));
        };
        let expected = sphere_values(&coefficients, &points).unwrap();
        near(values_in_rows(&coefficients, &points).unwrap(), expected);
        for (azimuth, elevation) in [(0.0, 0.0), (30.0, 20.0), (-90.0, 90.0), (170.0, -50.0)] {
            let view = View::turned(azimuth, elevation);
            let back = points.map(|point| view.point(point));
            let turned = turn(&coefficients, &view).unwrap();
            let expected = sphere_values(&coefficients, &back).unwrap();
            near(values_in_rows(&turned, &points).unwrap(), expected);
        }
    }

    #[test]
    fn the_polynomial_has_the_degree_that_is_said() {
        let quadrature = SphereQuadrature::grid(LatitudeRule::GaussLegendre, 9, 17).unwrap();
        let values = quadrature
            .points()
            .iter()
            .map(|point| Function::Polynomial.at(*point));
        let coefficients =
            equivariance::sphere_coefficients(10, &quadrature, &values.collect::<Array1<f64>>());
        let coefficients = coefficients.unwrap().to_vec();
        assert!(largest(&coefficients[DEGREE * DEGREE..(DEGREE + 1) * (DEGREE + 1)]) > 0.01);
        assert!(largest(&coefficients[(DEGREE + 1) * (DEGREE + 1)..]) < 1e-15);
    }
}
