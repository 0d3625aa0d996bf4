//! The kernels that commute with the turns of the plane, in closed form.

use ndarray::Array2;

use super::representation::{direction, size};
use super::{So2Representation, harmonics};
use crate::{Error, Result, So2Error};

/// The largest number of kernels that are listed.
const MOST_KERNELS: usize = 1 << 20;

/// The largest number of entries of all matrices at an angle, 128 MB.
const MOST_ENTRIES: usize = 1 << 24;

/// A kernel between an irreducible part of the input and one of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Element {
    /// The first row of the part of the output, and its frequency.
    to: (usize, usize),
    /// The first column of the part of the input, and its frequency.
    from: (usize, usize),
    /// The angular frequency, with a sign where the two parts are of dimension 2.
    turns: isize,
    /// Whether the matrix at angle 0 is, instead of the identity, the mirror image diag(1, −1).
    mirrored: bool,
    /// Whether all of it is turned by a quarter turn.
    quarter: bool,
}

/// A basis of the kernels on a circle that commute with all turns: all K that map an angle to a matrix, with
///
/// ```text
/// K(θ + φ) = ρ′(φ) K(θ) ρ(φ)⁻¹    for all angles θ and φ,
/// ```
///
/// for the representation ρ of the inputs and ρ′ of the outputs. A convolution whose kernel is of this kind on every circle
/// round its centre commutes with the turns of the plane.
///
/// Such a K is known by K(0), which may be any matrix: K(θ) = ρ′(θ) K(0) ρ(θ)⁻¹. So there are as many kernels as entries,
/// and for irreducible parts 1 for 0 → 0, 2 for 0 → m and m → 0, 4 for m → m′. What ties them is their angular profile, a
/// single frequency each:
///
/// | from → to | kernels | frequency |
/// |---|---|---|
/// | 0 → 0 | 1 | 0 |
/// | 0 → m | (cos mθ, sin mθ) and (−sin mθ, cos mθ), as columns | m |
/// | m → 0 | the same, as rows | m |
/// | m → m′ | T((m′ − m) θ) and that after a quarter turn | abs(m′ − m) |
/// | m → m′ | T((m′ + m) θ) diag(1, −1) and that after a quarter turn | m′ + m |
///
/// with T for the turn of the plane. Every entry is at most 1.
///
/// # Source
///
/// Maurice Weiler, Gabriele Cesa, *General E(2)-Equivariant Steerable CNNs*, NeurIPS 2019,
/// <https://doi.org/10.48550/arXiv.1911.08251>.
///
/// # Examples
///
/// ```
/// use equivariance::{So2Representation, ring_kernels, ring_kernels_up_to};
///
/// let vectors = So2Representation::new(&[1])?;
/// let kernels = ring_kernels(&vectors, &vectors)?;
/// assert_eq!(kernels.frequencies(), [0, 0, 2, 2]);
///
/// let second = So2Representation::new(&[2])?;
/// let (kernels, possible) = ring_kernels_up_to(&second, &second, 2)?;
/// assert_eq!((kernels.count(), possible), (2, 4)); // those of frequency 4 are left out
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingKernels {
    shape: (usize, usize),
    elements: Vec<Element>,
}

/// Returns all kernels on a circle that commute with all turns, as many as the matrices have entries.
///
/// # Errors
///
/// More than 2²⁰ kernels.
pub fn ring_kernels(from: &So2Representation, to: &So2Representation) -> Result<RingKernels> {
    Ok(ring_kernels_up_to(from, to, usize::MAX)?.0)
}

/// Returns the kernels on a circle that commute with all turns and whose angular frequency is at most `limit`, and how many
/// there would be without a limit.
///
/// A circle of few samples cannot tell a high frequency from a lower one, so a limit is needed on a grid. It is the limit that
/// leaves kernels out, and never the turns, so the second number belongs to the answer.
///
/// # Errors
///
/// More than 2²⁰ kernels without the limit.
pub fn ring_kernels_up_to(
    from: &So2Representation,
    to: &So2Representation,
    limit: usize,
) -> Result<(RingKernels, usize)> {
    let shape = (to.dimension(), from.dimension());
    let possible = shape.0 * shape.1;
    if possible > MOST_KERNELS {
        let (kernels, most) = (possible, MOST_KERNELS);
        return Err(Error::So2(So2Error::TooManyKernels { kernels, most }));
    }
    let mut elements = Vec::new();
    for to in to.parts() {
        for from in from.parts() {
            elements.extend(between(from, to).filter(|element| element.frequency() <= limit));
        }
    }
    Ok((RingKernels { shape, elements }, possible))
}

/// Returns a basis of the matrices that a kernel may have at its centre, the maps that commute with all turns: 1 for 0 → 0,
/// 2 for m → m, and none between two frequencies that differ.
///
/// The centre stays where it is under a turn, so the kernel there is one that does not depend on the angle.
///
/// # Errors
///
/// As [`ring_kernels`].
pub fn centre_kernels(
    from: &So2Representation,
    to: &So2Representation,
) -> Result<Vec<Array2<f64>>> {
    ring_kernels_up_to(from, to, 0)?.0.at(0.0)
}

impl RingKernels {
    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.elements.len()
    }

    /// Returns the angular frequency of each.
    pub fn frequencies(&self) -> Vec<usize> {
        self.elements.iter().map(Element::frequency).collect()
    }

    /// Returns each kernel at an angle in radians, of shape `(to.dimension(), from.dimension())`.
    ///
    /// An entry of frequency k is off by at most 4 (k + 1) ε, where ε = 2⁻⁵².
    ///
    /// # Errors
    ///
    /// An angle that is not finite, and more than 2²⁴ entries of all matrices together.
    pub fn at(&self, angle: f64) -> Result<Vec<Array2<f64>>> {
        let (rows, columns) = self.shape;
        let shape = vec![self.count(), rows, columns];
        if shape.iter().product::<usize>() > MOST_ENTRIES {
            return Err(Error::OutputTooLarge { shape });
        }
        let profiles = self.profiles(direction(angle)?);
        let kernels = (0..self.count()).map(|kernel| {
            let mut matrix = Array2::zeros(self.shape);
            for ([row, column], value) in self.entries(kernel, &profiles) {
                matrix[[row, column]] = value;
            }
            matrix
        });
        Ok(kernels.collect())
    }

    /// Returns cos and sin of all multiples of an angle that [`entries`](Self::entries) asks for.
    pub(super) fn profiles(&self, direction: [f64; 2]) -> Vec<[f64; 2]> {
        let highest = self.elements.iter().map(Element::frequency).max();
        harmonics(direction, highest.unwrap_or(0))
    }

    /// Returns the entries of a kernel that may differ from 0, each with its row and column.
    pub(super) fn entries(
        &self,
        kernel: usize,
        profiles: &[[f64; 2]],
    ) -> impl Iterator<Item = ([usize; 2], f64)> {
        let element = self.elements[kernel];
        let [cos, sin] = profiles[element.frequency()];
        let sin = if element.turns < 0 { -sin } else { sin };
        // After a quarter turn, cos is −sin and sin is cos.
        let [cos, sin] = if element.quarter {
            [-sin, cos]
        } else {
            [cos, sin]
        };
        let ((row, _), (column, _)) = (element.to, element.from);
        let sign = if element.mirrored { -1.0 } else { 1.0 };
        let block = [[cos, -sign * sin], [sin, sign * cos]];
        let [rows, columns] = [size(element.to.1), size(element.from.1)];
        (0..rows).flat_map(move |i| (0..columns).map(move |j| ([row + i, column + j], block[i][j])))
    }
}

impl Element {
    fn frequency(&self) -> usize {
        self.turns.unsigned_abs()
    }
}

/// Returns all kernels from one irreducible part to another, each part by its first index and its frequency.
fn between(from: (usize, usize), to: (usize, usize)) -> impl Iterator<Item = Element> {
    let (m, n) = (from.1 as isize, to.1 as isize);
    let element = move |turns, mirrored, quarter| Element {
        to,
        from,
        turns,
        mirrored,
        quarter,
    };
    let both = |turns, mirrored| {
        [
            element(turns, mirrored, false),
            element(turns, mirrored, true),
        ]
    };
    let elements = match (m, n) {
        (0, 0) => vec![element(0, false, false)],
        // A column is that of a turn, a row that of a turn that is mirrored.
        (0, n) => both(n, false).to_vec(),
        (m, 0) => both(m, true).to_vec(),
        (m, n) => [both(n - m, false), both(n + m, true)].concat(),
    };
    elements.into_iter()
}
