//! The linear maps between tensors over a set of points that commute with all permutations of the points.

use std::ops::{AddAssign, Range};

use ndarray::{Array, Array2, ArrayRef, Axis, Dimension, Ix2, RemoveAxis};
use num_traits::Zero;

use crate::group::inverted;
use crate::shape::expect_shape;
use crate::window::filled;
use crate::{Error, Partition, Result, partitions};

/// Which entries of a matrix a partition stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Classes {
    /// Indices of one class are equal, and those of two classes are *different* points. Each entry of a matrix then belongs to
    /// one partition, so the maps are the orbits of the permutations, each with entries 0 and 1 of its own.
    Distinct,
    /// Indices of one class are equal, and those of two classes may be equal as well. These maps are what one writes with
    /// plain sums, such as all rows summed. A map of this kind is the sum of the orbits whose partition joins its classes.
    Free,
}

/// The linear maps from tensors of order k to tensors of order l over n points that commute with every permutation of the points.
///
/// A tensor of order k has an entry for every k points, so its shape is `(n, …, n)` with k axes: a number is of order 0, a value
/// for each point of order 1, a relation, with a value for each pair, of order 2. A permutation p acts on all indices at once
/// ([`permute`]): entry `(i, j)` becomes entry `(p(i), p(j))`.
///
/// A matrix M commutes with all of these when its entry at an output index and an input index depends only on which of the l + k
/// points are equal: two entries with the same equalities are carried into one another by a permutation. So there is one map for
/// each [`Partition`] of the l + k indices, the l of the output first, into at most n classes, in the order of [`partitions`]. For n ≥ k + l their
/// number is the Bell number of k + l.
///
/// # Examples
///
/// ```
/// use equivariance::{Classes, TensorMaps};
/// use ndarray::{Array1, array};
///
/// let dimensions = [1, 2, 3, 4, 5].map(|n| TensorMaps::new(n, 2, 2).unwrap().dimension());
/// assert_eq!(dimensions, [1, 8, 14, 15, 15]);
///
/// let sets = TensorMaps::new(3, 1, 1)?;
/// assert_eq!(sets.matrix(0, Classes::Distinct)?, array![[1., 0., 0.], [0., 1., 0.], [0., 0., 1.]]);
/// assert_eq!(sets.matrix(1, Classes::Distinct)?, array![[0., 1., 1.], [1., 0., 1.], [1., 1., 0.]]);
/// assert_eq!(sets.matrix(1, Classes::Free)?, array![[1., 1., 1.], [1., 1., 1.], [1., 1., 1.]]);
/// let sums: Array1<i32> = sets.apply(1, Classes::Free, &array![1, 2, 4])?;
/// assert_eq!(sums, array![7, 7, 7]);
/// # Ok::<(), equivariance::Error>(())
/// ```
///
/// # Source
///
/// Haggai Maron, Heli Ben-Hamu, Nadav Shamir, Yaron Lipman, *Invariant and Equivariant Graph Networks*, ICLR 2019,
/// <https://doi.org/10.48550/arXiv.1812.09902>, for n ≥ k + l.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TensorMaps {
    points: usize,
    from: usize,
    to: usize,
    partitions: Vec<Partition>,
}

impl TensorMaps {
    /// Returns the maps over `points` points from tensors of order `from` to tensors of order `to`.
    ///
    /// # Errors
    ///
    /// No point, and orders that add up to more than 10.
    pub fn new(points: usize, from: usize, to: usize) -> Result<Self> {
        if points == 0 {
            return Err(Error::NoPoints);
        }
        Ok(Self {
            points,
            from,
            to,
            partitions: partitions(from.saturating_add(to), points)?,
        })
    }

    /// Returns the dimension of the space of these maps: the number of [`partitions`](Self::partitions).
    pub fn dimension(&self) -> usize {
        self.partitions.len()
    }

    /// Returns the partitions of the indices, those of the output first, that stand for the maps of a basis.
    pub fn partitions(&self) -> &[Partition] {
        &self.partitions
    }

    /// Returns the matrix of one map, of entries 0 and 1; `(n^l, n^k)`, indices of a tensor in row-major order.
    ///
    /// # Errors
    ///
    /// A map that is not there, and a matrix that no array can hold.
    pub fn matrix(&self, map: usize, classes: Classes) -> Result<Array2<f64>> {
        let (partition, n) = (self.partition(map)?, self.points);
        let too_large = || Error::OutputTooLarge {
            shape: vec![n; self.to + self.from],
        };
        let size = |order: usize| n.checked_pow(order as u32).ok_or_else(too_large);
        let mut matrix = filled(Ix2(size(self.to)?, size(self.from)?), 0.0)?;
        let (output, input) = partition.classes().split_at(self.to);
        let distinct = classes == Classes::Distinct;
        each_choice(n, partition.count(), distinct, &mut |choice| {
            matrix[[place(n, choice, output), place(n, choice, input)]] = 1.0;
        });
        Ok(matrix)
    }

    /// Returns the output of one map, without its matrix.
    ///
    /// With [`Classes::Free`] it takes about nᵏ + nˡ steps: the input is summed over the indices that the output does not have, and the
    /// sums are written to the places of the output. With [`Classes::Distinct`] it takes a step for every way of giving the classes different points.
    /// The result is exact where the numbers are whole and no sum leaves what `A` holds exactly; else it is exact up to rounding, since a
    /// permutation changes the order of the sums.
    ///
    /// # Errors
    ///
    /// A map that is not there, an input of another shape than `(n, …, n)` with k axes, an output whose type has not l axes, and one that no array
    /// can hold.
    pub fn apply<A: Copy + Zero + AddAssign, D: Dimension, E: Dimension>(
        &self,
        map: usize,
        classes: Classes,
        input: &ArrayRef<A, D>,
    ) -> Result<Array<A, E>> {
        let partition = self.partition(map)?;
        expect_shape("tensor", &vec![self.points; self.from], input.shape())?;
        let mut output = filled(dimension(&vec![self.points; self.to])?, A::zero())?;
        let input: Vec<A> = input.iter().copied().collect();
        let sum = apply(partition, self.points, self.to, classes, &input);
        output.iter_mut().zip(sum).for_each(|(to, from)| *to = from);
        Ok(output)
    }

    fn partition(&self, map: usize) -> Result<&Partition> {
        self.partitions.get(map).ok_or(Error::NoSuchMap {
            map,
            maps: self.partitions.len(),
        })
    }
}

/// The output of the map of one partition, for an input of the right size, both in row-major order: see [`TensorMaps::apply`].
pub(crate) fn apply<A: Copy + Zero + AddAssign>(
    partition: &Partition,
    n: usize,
    to: usize,
    classes: Classes,
    input: &[A],
) -> Vec<A> {
    let zeros = |order: usize| vec![A::zero(); n.pow(order as u32)];
    let mut output = zeros(to);
    let (of_output, of_input) = partition.classes().split_at(to);
    match classes {
        Classes::Distinct => each_choice(n, partition.count(), true, &mut |choice| {
            output[place(n, choice, of_output)] += input[place(n, choice, of_input)];
        }),
        Classes::Free => {
            // The input, summed over the classes that the output does not have.
            let count = Partition::of(of_output).count();
            let inner = Partition::of(of_input);
            let pairs = inner.classes().iter().zip(of_input);
            let (kept, shared): (Vec<usize>, Vec<usize>) =
                pairs.filter(|(_, class)| **class < count).unzip();
            let mut sums = zeros(kept.len());
            each_choice(n, inner.count(), false, &mut |choice| {
                sums[place(n, choice, &kept)] += input[place(n, choice, inner.classes())];
            });
            each_choice(n, count, false, &mut |choice| {
                output[place(n, choice, of_output)] += sums[place(n, choice, &shared)];
            });
        }
    }
    output
}

/// The place in row-major order of the entry whose indices are the points chosen for these classes.
fn place(points: usize, choice: &[usize], classes: &[usize]) -> usize {
    let next = |place: usize, class: &usize| place * points + choice[*class];
    classes.iter().fold(0, next)
}

/// Calls `visit` with every way of giving each of `count` classes a point, different ones if they are to be `distinct`.
fn each_choice(points: usize, count: usize, distinct: bool, visit: &mut dyn FnMut(&[usize])) {
    let mut choice = vec![0; count];
    loop {
        let differs = |at: usize| !choice[..at].contains(&choice[at]);
        if !distinct || (0..count).all(differs) {
            visit(&choice);
        }
        let Some(last) = (0..count).rfind(|class| choice[*class] + 1 < points) else {
            return;
        };
        choice[last] += 1;
        choice[last + 1..].fill(0);
    }
}

/// A shape as the dimension of an array.
pub(crate) fn dimension<D: Dimension>(shape: &[usize]) -> Result<D> {
    if D::NDIM.is_some_and(|axes| axes != shape.len()) {
        return Err(Error::DimensionMismatch {
            what: "output",
            expected: shape.len(),
            actual: D::NDIM.unwrap_or_default(),
        });
    }
    let mut dimension = D::zeros(shape.len());
    dimension.slice_mut().copy_from_slice(shape);
    Ok(dimension)
}

/// Returns the tensor with its points renamed: point i becomes point `permutation[i]`.
///
/// ```text
/// output(c, p(i), p(j), …) = input(c, i, j, …)
/// ```
///
/// The first `channels` axes are left as they are; all others are over the points. This is the action of the symmetric group on sets, on relations
/// and on features of them. Shapes: `(c, n, n, …)` → the same.
///
/// # Errors
///
/// A permutation that sends a point to none or two points to one, and an axis of another length.
///
/// # Examples
///
/// ```
/// use equivariance::permute;
/// use ndarray::array;
///
/// let path = array![[0, 1, 0], [1, 0, 1], [0, 1, 0]];
/// let renamed = permute(&path, 0, &[1, 0, 2])?;
/// assert_eq!(renamed, array![[0, 1, 1], [1, 0, 0], [1, 0, 0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn permute<A: Clone, D: RemoveAxis>(
    tensor: &ArrayRef<A, D>,
    channels: usize,
    permutation: &[usize],
) -> Result<Array<A, D>> {
    check_permutation(permutation)?;
    let points: Range<usize> = channels..tensor.ndim();
    let mut expected = tensor.shape().to_vec();
    points
        .clone()
        .for_each(|axis| expected[axis] = permutation.len());
    expect_shape("tensor", &expected, tensor.shape())?;
    let inverse = inverted(permutation);
    let mut output = tensor.to_owned();
    for axis in points {
        output = output.select(Axis(axis), &inverse);
    }
    Ok(output)
}

pub(crate) fn check_permutation(permutation: &[usize]) -> Result<()> {
    let mut from: Vec<Option<usize>> = vec![None; permutation.len()];
    for (point, image) in permutation.iter().enumerate() {
        match from.get_mut(*image) {
            None => {
                return Err(Error::PointToNowhere {
                    point,
                    image: *image,
                    points: permutation.len(),
                });
            }
            Some(Some(other)) => {
                return Err(Error::TwoPointsToOne {
                    points: [*other, point],
                    image: *image,
                });
            }
            Some(from) => *from = Some(point),
        }
    }
    Ok(())
}
