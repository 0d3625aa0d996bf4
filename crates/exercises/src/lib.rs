//! The exercises of the book that ask for a program.
//!
//! Each is a file of this folder that you complete: its documentation states the task, and its function returns
//! [`Unsolved`] until you have written it. `cargo book exercise NAME` checks yours and says what is missing. In `checks` is what it
//! is compared with, in `solutions` one that passes; the tests of this crate check the solutions, and yours where you ask for
//! them: `cargo test -p exercises -- --ignored`.

mod outcome;

pub mod adaptive_stride;
pub mod canonical_shift;
pub mod column_times_row;
pub mod interior_of_a_shift;
pub mod is_it_a_convolution;
pub mod maps_by_orbits;
pub mod respected_shifts;
pub mod window_by_hand;

mod checks {
    pub(crate) mod adaptive_stride;
    pub(crate) mod canonical_shift;
    pub(crate) mod column_times_row;
    pub(crate) mod interior_of_a_shift;
    pub(crate) mod is_it_a_convolution;
    pub(crate) mod maps_by_orbits;
    pub(crate) mod respected_shifts;
    pub(crate) mod window_by_hand;
}

mod solutions {
    pub(crate) mod adaptive_stride;
    pub(crate) mod canonical_shift;
    pub(crate) mod column_times_row;
    pub(crate) mod interior_of_a_shift;
    pub(crate) mod is_it_a_convolution;
    pub(crate) mod maps_by_orbits;
    pub(crate) mod respected_shifts;
    pub(crate) mod window_by_hand;
}

pub use outcome::{Answer, Missing, Outcome, Unsolved};

/// An exercise.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// Its name in the book.
    pub name: &'static str,
    /// Checks what the reader wrote.
    pub check: fn() -> Outcome,
    /// Checks the solution of the book.
    pub check_solution: fn() -> Outcome,
}

macro_rules! exercises {
    ($($module:ident $name:literal),* $(,)?) => {
        /// All exercises, in the order of the book.
        pub const EXERCISES: &[Exercise] = &[$(Exercise {
            name: $name,
            check: || checks::$module::check($module::solve),
            check_solution: || checks::$module::check(solutions::$module::solve),
        }),*];

        #[cfg(test)]
        mod solution {
            $(#[test]
            fn $module() {
                if let Err(missing) = crate::checks::$module::check(crate::solutions::$module::solve) {
                    panic!("the solution of '{}' {missing}", $name);
                }
            })*
        }

        #[cfg(test)]
        mod yours {
            $(#[test]
            #[ignore = "yours to solve"]
            fn $module() {
                if let Err(missing) = crate::checks::$module::check(crate::$module::solve) {
                    panic!("'{}' {missing}", $name);
                }
            })*
        }
    };
}

exercises! {
    respected_shifts "respected-shifts",
    window_by_hand "window-by-hand",
    column_times_row "column-times-row",
    interior_of_a_shift "interior-of-a-shift",
    adaptive_stride "adaptive-stride",
    is_it_a_convolution "is-it-a-convolution",
    maps_by_orbits "maps-by-orbits",
    canonical_shift "canonical-shift",
}

#[cfg(test)]
mod tests {
    use super::{Answer, Missing, Outcome, Unsolved, checks};

    /// The hint for an answer that is wrong.
    #[track_caller]
    fn hint(outcome: Outcome) -> &'static str {
        match outcome {
            Err(Missing::Wrong { hint, .. }) => hint,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_usual_mistake_in_each_exercise_is_named() {
        let ignores_dilation =
            |input: &[f64], kernel: &[f64], stride: usize, _: usize| {
                let products = |window: &[f64]| {
                    window.iter().zip(kernel).map(|(x, w)| x * w).sum()
                };
                let windows = input.windows(kernel.len()).step_by(stride);
                Answer::Ok(windows.map(products).collect())
            };
        let first_row = |kernel: [[f64; 3]; 3]| {
            let column = [0, 1, 2].map(|a| kernel[a][0] / kernel[0][0]);
            Answer::Ok(Some((column, kernel[0])))
        };
        let first_row_of = |matrix: &[Vec<f64>]| Answer::Ok(Some(matrix[0].clone()));
        let one_step = |permutations: &[Vec<usize>]| {
            let p = &permutations[0];
            let fixed = (0..p.len()).filter(|i| p[*i] == *i).count();
            Answer::Ok((p.len().pow(2) + fixed.pow(2)) / 2)
        };
        let sorted = |signal: &[f64]| {
            let mut sorted = signal.to_vec();
            sorted.sort_by(f64::total_cmp);
            Answer::Ok(sorted)
        };
        let even =
            |signal: &[f64]| Answer::Ok(signal.iter().copied().step_by(2).collect());
        for (outcome, expected) in [
            (
                checks::respected_shifts::check(|_, n| Ok((0..n).collect())),
                "try every t",
            ),
            (
                checks::window_by_hand::check(ignores_dilation),
                "dilation 2",
            ),
            (
                checks::column_times_row::check(first_row),
                "multiple of one row",
            ),
            (
                checks::interior_of_a_shift::check(|n, k, _, _| Ok(0..n + 1 - k)),
                "at the left",
            ),
            (
                checks::adaptive_stride::check(even),
                "such as their largest value",
            ),
            (
                checks::is_it_a_convolution::check(first_row_of),
                "not the first row",
            ),
            (
                checks::maps_by_orbits::check(one_step),
                "all that it reaches",
            ),
            (
                checks::canonical_shift::check(sorted),
                "another order round the ring",
            ),
        ] {
            let hint = hint(outcome);
            assert!(hint.contains(expected), "{hint}");
        }
    }

    #[test]
    fn what_is_not_written_is_said_to_be_so() {
        let outcome = checks::canonical_shift::check(|_| Err(Unsolved));
        assert_eq!(outcome, Err(Missing::Unwritten));
    }
}
