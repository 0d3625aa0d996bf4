//! Partitions of a few positions into classes.

use std::fmt;

use crate::{Error, Result};

/// The most positions whose partitions are listed: there are 115 975 of them.
const MOST_POSITIONS: usize = 10;

/// A partition of positions 0, 1, 2, … into classes.
///
/// Classes are numbered in the order of their first position, so that each partition has one form only. It is written as
/// the classes of the positions in turn: `0110` puts the first with the last position, and the second with the third.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition {
    classes: Vec<usize>,
}

impl Partition {
    /// Returns the partition in which two positions share a class where their labels are equal.
    ///
    /// ```
    /// use equivariance::Partition;
    ///
    /// assert_eq!(Partition::of(&[7, 3, 3, 7]).to_string(), "0110");
    /// ```
    pub fn of(labels: &[usize]) -> Self {
        let mut firsts: Vec<usize> = Vec::new();
        let mut classes = Vec::with_capacity(labels.len());
        for label in labels {
            let known = firsts.iter().position(|first| first == label);
            classes.push(known.unwrap_or(firsts.len()));
            if known.is_none() {
                firsts.push(*label);
            }
        }
        Self { classes }
    }

    /// Returns the class of each position.
    pub fn classes(&self) -> &[usize] {
        &self.classes
    }

    /// Returns the number of classes.
    pub fn count(&self) -> usize {
        self.classes.iter().max().map_or(0, |last| last + 1)
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // At most ten positions are listed, so a class has one digit; of others the classes stand apart.
        let gap = if self.count() > 10 { " " } else { "" };
        for (position, class) in self.classes.iter().enumerate() {
            write!(formatter, "{}{class}", if position == 0 { "" } else { gap })?;
        }
        Ok(())
    }
}

/// Returns the partitions of `positions` positions into at most `most` classes, in the order of their classes read as words.
///
/// Without a bound that is lower than `positions` their number is the Bell number: 1, 1, 2, 5, 15, 52, … for 0, 1, 2, … positions.
///
/// # Errors
///
/// More than 10 positions.
///
/// # Examples
///
/// ```
/// use equivariance::partitions;
///
/// let words = |positions, most| -> equivariance::Result<Vec<String>> {
///     Ok(partitions(positions, most)?.iter().map(ToString::to_string).collect())
/// };
/// assert_eq!(words(3, 3)?, ["000", "001", "010", "011", "012"]);
/// assert_eq!(words(3, 2)?, ["000", "001", "010", "011"]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn partitions(positions: usize, most: usize) -> Result<Vec<Partition>> {
    if positions > MOST_POSITIONS {
        return Err(Error::TooManyPositions {
            positions,
            most: MOST_POSITIONS,
        });
    }
    let mut all = vec![Partition { classes: vec![] }];
    for _ in 0..positions {
        let shorter = std::mem::take(&mut all);
        for partition in shorter {
            // The next position is in a class that there is, or in a new one.
            for class in 0..(partition.count() + 1).min(most) {
                let mut classes = partition.classes.clone();
                classes.push(class);
                all.push(Partition { classes });
            }
        }
    }
    Ok(all)
}
