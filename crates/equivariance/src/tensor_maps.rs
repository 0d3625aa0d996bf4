//! The linear maps between tensors over a set of points that commute with all permutations of the points.

use std::ops::{AddAssign, Range};

use ndarray::{
    Array, Array2, ArrayD, ArrayRef, ArrayRefD, Axis, Dimension as _, IxDyn, RemoveAxis,
};
use num_traits::Zero;

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
/// use ndarray::array;
///
/// let dimensions = [1, 2, 3, 4, 5].map(|n| TensorMaps::new(n, 2, 2).unwrap().dimension());
/// assert_eq!(dimensions, [1, 8, 14, 15, 15]);
///
/// let sets = TensorMaps::new(3, 1, 1)?;
/// assert_eq!(sets.matrix(0, Classes::Distinct)?, array![[1., 0., 0.], [0., 1., 0.], [0., 0., 1.]]);
/// assert_eq!(sets.matrix(1, Classes::Distinct)?, array![[0., 1., 1.], [1., 0., 1.], [1., 1., 0.]]);
/// assert_eq!(sets.matrix(1, Classes::Free)?, array![[1., 1., 1.], [1., 1., 1.], [1., 1., 1.]]);
/// assert_eq!(sets.apply(1, Classes::Free, &array![1, 2, 4].into_dyn())?, array![7, 7, 7].into_dyn());
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
        let partition = self.partition(map)?;
        let mut matrix = zeros(self.points, self.to + self.from)?;
        for (index, entry) in matrix.indexed_iter_mut() {
            let met = Partition::of(index.slice());
            let belongs = match classes {
                Classes::Distinct => met == *partition,
                Classes::Free => joins(&met, partition),
            };
            if belongs {
                *entry = 1.0;
            }
        }
        let [rows, columns] = [self.to, self.from].map(|order| self.points.pow(order as u32));
        let matrix = matrix.into_shape_with_order((rows, columns));
        Ok(matrix.expect("the shapes have one size"))
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
    /// A map that is not there, an input of another shape than `(n, …, n)` with k axes, and an output that no array can hold.
    pub fn apply<A: Copy + Zero + AddAssign>(
        &self,
        map: usize,
        classes: Classes,
        input: &ArrayRefD<A>,
    ) -> Result<ArrayD<A>> {
        let partition = self.partition(map)?;
        let expected = vec![self.points; self.from];
        if input.shape() != expected {
            return Err(Error::ShapeMismatch {
                what: "tensor",
                expected,
                actual: input.shape().to_vec(),
            });
        }
        apply(partition, self.points, self.to, classes, input)
    }

    fn partition(&self, map: usize) -> Result<&Partition> {
        self.partitions.get(map).ok_or(Error::NoSuchMap {
            map,
            maps: self.partitions.len(),
        })
    }
}

/// The output of the map of one partition for an input whose shape is right: see [`TensorMaps::apply`].
pub(crate) fn apply<A: Copy + Zero + AddAssign>(
    partition: &Partition,
    points: usize,
    to: usize,
    classes: Classes,
    input: &ArrayRefD<A>,
) -> Result<ArrayD<A>> {
    let mut output = zeros(points, to)?;
    let (of_output, of_input) = partition.classes().split_at(to);
    let count = Partition::of(of_output).count();
    match classes {
        Classes::Distinct => each_choice(points, partition.count(), true, |choice| {
            output[&*places(choice, of_output)] += input[&*places(choice, of_input)];
        }),
        Classes::Free => {
            // The input, summed over the classes that the output does not have.
            let inner = Partition::of(of_input);
            let in_output = |class: &usize| *class < count;
            let both = |position: &usize| in_output(&of_input[*position]);
            let kept: Vec<usize> = (0..of_input.len()).filter(both).collect();
            let mut sums = zeros(points, kept.len())?;
            each_choice(points, inner.count(), false, |choice| {
                let from = places(choice, inner.classes());
                sums[&*places(&from, &kept)] += input[&*from];
            });
            let of_sums: Vec<usize> = of_input.iter().copied().filter(in_output).collect();
            each_choice(points, count, false, |choice| {
                output[&*places(choice, of_output)] += sums[&*places(choice, &of_sums)];
            });
        }
    }
    Ok(output)
}

/// The points that are chosen for these classes.
fn places(choice: &[usize], classes: &[usize]) -> Vec<usize> {
    classes.iter().map(|class| choice[*class]).collect()
}

/// Whether positions that share a class of `fine` share one of `coarse`.
fn joins(coarse: &Partition, fine: &Partition) -> bool {
    let mut image = vec![None; fine.count()];
    let mut pairs = fine.classes().iter().zip(coarse.classes());
    pairs.all(|(fine, coarse)| image[*fine].get_or_insert(*coarse) == coarse)
}

/// Calls `visit` with every way of giving each of `count` classes a point, different ones if they are to be `distinct`.
fn each_choice(points: usize, count: usize, distinct: bool, mut visit: impl FnMut(&[usize])) {
    let mut choice = vec![0; count];
    loop {
        let differ = |at: usize| !choice[..at].contains(&choice[at]);
        if !distinct || (0..count).all(differ) {
            visit(&choice);
        }
        let Some(last) = (0..count).rev().find(|class| choice[*class] + 1 < points) else {
            return;
        };
        choice[last] += 1;
        choice[last + 1..].fill(0);
    }
}

fn zeros<A: Clone + Zero>(points: usize, order: usize) -> Result<ArrayD<A>> {
    filled(IxDyn(&vec![points; order]), A::zero())
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
    if tensor.shape() != expected {
        return Err(Error::ShapeMismatch {
            what: "tensor",
            expected,
            actual: tensor.shape().to_vec(),
        });
    }
    let mut inverse = vec![0; permutation.len()];
    for (from, to) in permutation.iter().enumerate() {
        inverse[*to] = from;
    }
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
