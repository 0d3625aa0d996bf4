//! The exercises of the book and the crate that they stand in: each is in both, and its solution passes its check.

use book::{Project, exercises_in};
use exercises::EXERCISES;
use figures::FIGURES;
use std::collections::BTreeSet;
use tests::root;

#[test]
fn every_exercise_that_asks_for_a_program_has_a_solution_that_passes() {
    let project = Project::find(&root(), &FIGURES).unwrap();
    let chapters = book::chapters(&book::load(&project).unwrap().book);
    let programs = exercises_in(&chapters)
        .into_iter()
        .filter(|one| one.is_program);
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for exercise in programs {
        let name = &exercise.name;
        let place = format!("{}:{}", exercise.file, exercise.line);
        names.insert(name.clone());
        match EXERCISES.iter().find(|known| known.name == name) {
            None => wrong.push(format!("{place}: crates/exercises has no '{name}'")),
            Some(known) => {
                if let Err(missing) = (known.check_solution)() {
                    wrong.push(format!("{place}: the solution of '{name}' {missing}"));
                }
            }
        }
    }
    for known in EXERCISES {
        if !names.contains(known.name) {
            wrong.push(format!(
                "no chapter has {{{{#exercise {} program}}}}",
                known.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
