//! The step from degree l to degree l + 1, on which harmonics and matrices are built.

/// An entry of the isometry from the numbers of degree l + 1 to the products of those of degree l with (x, y, z).
pub(super) struct Entry {
    /// The place of a number of degree l + 1: its order plus l + 1.
    pub(super) to: usize,
    /// The place of a number of degree l: its order plus l.
    pub(super) from: usize,
    /// 0, 1, 2 for x, y, z.
    pub(super) axis: usize,
    /// The entry.
    pub(super) value: f64,
}

const X: usize = 0;
const Y: usize = 1;
const Z: usize = 2;

/// Returns the entries that are not 0, of the Clebsch–Gordan coefficients of the degrees l, 1 and l + 1 in real numbers.
///
/// With m = |order|, the coefficients of the complex harmonics are √((l + 1)² − m²), √((l ± m)(l ± m + 1) / 2), over
/// √((l + 1)(2 l + 1)). What is written out below follows from these for the real and imaginary parts of zx + i·xy,
/// where the polar axis is y and angles round it are counted from z to x.
pub(super) fn step_up(degree: usize) -> Vec<Entry> {
    let l = degree as isize;
    let mut entries = Vec::new();
    for order in -(l + 1)..=l + 1 {
        let m = order.abs();
        let mut push = |from: isize, axis, square: isize, sign: f64| {
            if from.abs() <= l && square != 0 {
                entries.push(Entry {
                    to: (order + l + 1) as usize,
                    from: (from + l) as usize,
                    axis,
                    // The squares are whole numbers; four of their quarters are counted.
                    value: sign * (square as f64 / (4 * (l + 1) * (2 * l + 1)) as f64).sqrt(),
                });
            }
        };
        let same = 4 * ((l + 1) * (l + 1) - m * m);
        let up = (l + m) * (l + m + 1);
        let down = (l - m) * (l - m + 1);
        // The cosine and the sine of m turns, for positive and negative orders.
        match (order, m) {
            (0, _) => {
                push(-1, X, 2 * up, -1.0);
                push(0, Y, same, 1.0);
                push(1, Z, 2 * up, -1.0);
            }
            (1.., 1) => push(0, Z, 2 * up, 1.0),
            (1.., _) => {
                push(m - 1, Z, up, 1.0);
                push(1 - m, X, up, -1.0);
            }
            (_, 1) => push(0, X, 2 * up, 1.0),
            (_, _) => {
                push(m - 1, X, up, 1.0);
                push(1 - m, Z, up, 1.0);
            }
        }
        if order > 0 {
            push(m, Y, same, 1.0);
            push(m + 1, Z, down, -1.0);
            push(-m - 1, X, down, -1.0);
        } else if order < 0 {
            push(-m, Y, same, 1.0);
            push(-m - 1, Z, down, -1.0);
            push(m + 1, X, down, 1.0);
        }
    }
    entries
}
