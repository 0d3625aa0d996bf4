//! The fifteen maps between relations, by name, and those between relations with a symmetry.

use std::collections::BTreeSet;

use crate::named::named;
use crate::{Partition, Result, TensorMaps};

/// One of the fifteen maps from relations X to relations Y, in the order of the [`TensorMaps`] from pairs to pairs over at least 4 points.
///
/// Each formula is that of [`Classes::Free`](crate::Classes::Free), with · for an index that is summed over. *On the diagonal* says that Y is 0 but for i = j.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PairMap {
    /// Y(i, i) = X(i, i).
    Diagonal,
    /// Y(i, i) = X(i, ·).
    RowSumsOnDiagonal,
    /// Y(i, i) = X(·, i).
    ColumnSumsOnDiagonal,
    /// Y(i, i) is the trace of X.
    TraceOnDiagonal,
    /// Y(i, i) is the sum of all X.
    TotalOnDiagonal,
    /// Y(i, j) = X(i, i).
    DiagonalAlongRows,
    /// Y(i, j) = X(i, j).
    Identity,
    /// Y(i, j) = X(i, ·).
    RowSumsAlongRows,
    /// Y(i, j) = X(j, i).
    Transpose,
    /// Y(i, j) = X(j, j).
    DiagonalAlongColumns,
    /// Y(i, j) = X(j, ·).
    RowSumsAlongColumns,
    /// Y(i, j) = X(·, i).
    ColumnSumsAlongRows,
    /// Y(i, j) = X(·, j).
    ColumnSumsAlongColumns,
    /// Y(i, j) is the trace of X.
    TraceEverywhere,
    /// Y(i, j) is the sum of all X.
    TotalEverywhere,
}

named!(PairMap, "map between pairs", {
    Diagonal => "diagonal",
    RowSumsOnDiagonal => "row-sums-on-diagonal",
    ColumnSumsOnDiagonal => "column-sums-on-diagonal",
    TraceOnDiagonal => "trace-on-diagonal",
    TotalOnDiagonal => "total-on-diagonal",
    DiagonalAlongRows => "diagonal-along-rows",
    Identity => "identity",
    RowSumsAlongRows => "row-sums-along-rows",
    Transpose => "transpose",
    DiagonalAlongColumns => "diagonal-along-columns",
    RowSumsAlongColumns => "row-sums-along-columns",
    ColumnSumsAlongRows => "column-sums-along-rows",
    ColumnSumsAlongColumns => "column-sums-along-columns",
    TraceEverywhere => "trace-everywhere",
    TotalEverywhere => "total-everywhere",
});

impl PairMap {
    /// Returns the partition of the indices i and j of the output and the two of the input, in this order.
    ///
    /// ```
    /// use equivariance::{PairMap, partitions};
    ///
    /// assert_eq!(PairMap::Transpose.partition().to_string(), "0110");
    /// let named: Vec<_> = PairMap::ALL.iter().map(|map| map.partition()).collect();
    /// assert_eq!(named, partitions(4, 4)?);
    /// # Ok::<(), equivariance::Error>(())
    /// ```
    pub fn partition(self) -> Partition {
        // The indices of the output, and two more for those of the input.
        let [i, j, a, b] = [0, 1, 2, 3];
        Partition::of(&match self {
            Self::Diagonal => [i, i, i, i],
            Self::RowSumsOnDiagonal => [i, i, i, a],
            Self::ColumnSumsOnDiagonal => [i, i, a, i],
            Self::TraceOnDiagonal => [i, i, a, a],
            Self::TotalOnDiagonal => [i, i, a, b],
            Self::DiagonalAlongRows => [i, j, i, i],
            Self::Identity => [i, j, i, j],
            Self::RowSumsAlongRows => [i, j, i, a],
            Self::Transpose => [i, j, j, i],
            Self::DiagonalAlongColumns => [i, j, j, j],
            Self::RowSumsAlongColumns => [i, j, j, a],
            Self::ColumnSumsAlongRows => [i, j, a, i],
            Self::ColumnSumsAlongColumns => [i, j, a, j],
            Self::TraceEverywhere => [i, j, a, a],
            Self::TotalEverywhere => [i, j, a, b],
        })
    }
}

/// A space of relations X over n points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PairSpace {
    /// All: n² numbers.
    All,
    /// X(i, i) = 0: n² − n numbers.
    ZeroDiagonal,
    /// X(i, j) = X(j, i): n(n + 1) / 2 numbers.
    Symmetric,
    /// Both, as undirected graphs without loops are: n(n − 1) / 2 numbers.
    SymmetricZeroDiagonal,
    /// X(i, j) = −X(j, i): n(n − 1) / 2 numbers.
    Antisymmetric,
}

named!(PairSpace, "space of values on pairs", {
    All => "all",
    ZeroDiagonal => "zero-diagonal",
    Symmetric => "symmetric",
    SymmetricZeroDiagonal => "symmetric-zero-diagonal",
    Antisymmetric => "antisymmetric",
});

impl PairSpace {
    fn has_diagonal(self) -> bool {
        matches!(self, Self::All | Self::Symmetric)
    }

    /// What exchanging the two indices multiplies a relation by, if it is the same for all of them.
    fn sign(self) -> Option<i8> {
        match self {
            Self::All | Self::ZeroDiagonal => None,
            Self::Symmetric | Self::SymmetricZeroDiagonal => Some(1),
            Self::Antisymmetric => Some(-1),
        }
    }
}

/// Returns a basis of the linear maps from one space of relations over `points` points to another that commute with all permutations.
///
/// Each map is given by its weights, −1, 0 or 1, for the [`partitions`](TensorMaps::partitions) of `TensorMaps::new(points, 2, 2)`, with
/// [`Classes::Distinct`](crate::Classes::Distinct). Exchanging the indices of a relation exchanges partitions. Those that are carried into one another get
/// one weight between them, up to the sign of the exchange, and those that a sign would make their own opposites get none.
/// The maps are 0 on relations at right angles to the space `from`.
///
/// # Errors
///
/// No point.
///
/// # Examples
///
/// ```
/// use equivariance::{PairSpace, pair_maps};
///
/// let dimension = |space| pair_maps(4, space, space).map(|maps| maps.len());
/// assert_eq!(dimension(PairSpace::All)?, 15);
/// assert_eq!(dimension(PairSpace::ZeroDiagonal)?, 7);
/// assert_eq!(dimension(PairSpace::Symmetric)?, 9);
/// assert_eq!(dimension(PairSpace::SymmetricZeroDiagonal)?, 3);
/// assert_eq!(dimension(PairSpace::Antisymmetric)?, 2);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn pair_maps(points: usize, from: PairSpace, to: PairSpace) -> Result<Vec<Vec<i8>>> {
    let maps = TensorMaps::new(points, 2, 2)?;
    let partitions = maps.partitions();
    let mut met = BTreeSet::new();
    let mut basis = Vec::new();
    for partition in partitions {
        let [i, j, a, b] = partition.classes()[..] else {
            unreachable!("two relations have four indices");
        };
        let beside = (i == j && !to.has_diagonal()) || (a == b && !from.has_diagonal());
        if beside || met.contains(partition) {
            continue;
        }
        let exchange = |sign: Option<i8>, [x, y]: [usize; 2]| {
            let exchanged = sign.map(|sign| ([y, x], sign));
            [Some(([x, y], 1)), exchanged].into_iter().flatten()
        };
        let mut weights = vec![0; partitions.len()];
        let mut cancels = false;
        for (output, sign) in exchange(to.sign(), [i, j]) {
            for (input, other) in exchange(from.sign(), [a, b]) {
                let image = Partition::of(&[output, input].concat());
                let at = partitions.iter().position(|of| *of == image);
                let weight: &mut i8 = &mut weights[at.expect("it has as many classes")];
                cancels |= *weight == -sign * other;
                *weight = sign * other;
                met.insert(image);
            }
        }
        if !cancels {
            basis.push(weights);
        }
    }
    Ok(basis)
}
