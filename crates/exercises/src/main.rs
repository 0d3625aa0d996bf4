//! Checks what a reader wrote for one exercise; `cargo book exercise NAME` calls it.

use exercises::EXERCISES;
use std::{env, panic, process::ExitCode};

fn main() -> ExitCode {
    let name = env::args().nth(1).unwrap_or_default();
    let Some(exercise) = EXERCISES.iter().find(|exercise| exercise.name == name) else {
        let names: Vec<&str> = EXERCISES.iter().map(|exercise| exercise.name).collect();
        eprintln!(
            "error: no exercise '{name}'; there are {}",
            names.join(", ")
        );
        return ExitCode::FAILURE;
    };
    let file = format!("crates/exercises/src/{}.rs", name.replace('-', "_"));
    match panic::catch_unwind(exercise.check) {
        Ok(Ok(())) => {
            println!("{name}: solved");
            ExitCode::SUCCESS
        }
        Ok(Err(missing)) => {
            println!("{name} {missing}\n\nWrite it in {file}");
            ExitCode::FAILURE
        }
        // The message of the panic stands above.
        Err(_) => {
            println!("{name}: your program panicked\n\nIt stands in {file}");
            ExitCode::FAILURE
        }
    }
}
