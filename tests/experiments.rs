//! The experiments, trained again. They have a file of their own, so that nothing else of this package runs meanwhile: each
//! uses all processors.

use tests::{cargo_book, run};

#[test]
fn every_experiment_prints_what_is_committed_when_it_is_trained_again() {
    run(&mut cargo_book(&["experiments", "--check"]));
}
