//! Vectors in space.

/// Three coordinates.
pub(crate) type Vector = [f64; 3];

pub(crate) fn plus(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(crate) fn minus(a: Vector, b: Vector) -> Vector {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn times(a: Vector, factor: f64) -> Vector {
    a.map(|value| value * factor)
}

pub(crate) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// The length of a vector whose squares neither overflow nor vanish.
pub(crate) fn length(a: Vector) -> f64 {
    dot(a, a).sqrt()
}

/// The vector in this direction with the length 1. It must not be 0.
pub(crate) fn unit(a: Vector) -> Vector {
    let a = scaled(a, largest(a));
    times(a, 1.0 / length(a))
}

/// The angle from one vector to another, from 0 to π. Neither must be 0.
///
/// By the arc tangent it is as accurate near 0 and π as elsewhere, which it would not be by the arc cosine.
pub(crate) fn angle(a: Vector, b: Vector) -> f64 {
    let (a, b) = (scaled(a, largest(a)), scaled(b, largest(b)));
    libm::atan2(length(cross(a, b)), dot(a, b))
}

/// The area of the triangle with these sides and its longest side, where the largest coordinate of a side is the unit; both 0 if all sides are.
pub(crate) fn area_and_longest(sides: [Vector; 3]) -> (f64, f64) {
    let unit = sides.map(largest).into_iter().fold(0.0, f64::max);
    if unit == 0.0 {
        return (0.0, 0.0);
    }
    let sides = sides.map(|side| scaled(side, unit));
    let longest = sides.map(length).into_iter().fold(0.0, f64::max);
    (length(cross(sides[0], sides[1])) / 2.0, longest)
}

/// The largest absolute value of a coordinate.
pub(crate) fn largest(a: Vector) -> f64 {
    a.into_iter().fold(0.0, |most, value| value.abs().max(most))
}

/// A vector in another unit: a division, since the inverse of a very small unit overflows.
pub(crate) fn scaled(a: Vector, unit: f64) -> Vector {
    a.map(|value| value / unit)
}
