//! Vectors in space.

/// Coordinates along x, y and z.
pub(crate) type Vector = [f64; 3];

/// The sum of vectors, each times its factor.
pub(crate) fn combination(parts: &[(f64, Vector)]) -> Vector {
    let mut sum = [0.0; 3];
    for (factor, vector) in parts {
        for axis in 0..3 {
            sum[axis] += factor * vector[axis];
        }
    }
    sum
}

/// The scalar product.
pub(crate) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The cross product.
pub(crate) fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}
