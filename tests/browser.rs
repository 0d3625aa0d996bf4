//! The pages and their figures in a real browser. The tests are in `tests/browser`; this one says when they are left out.

use std::process::Command;

use tests::{root, run};

#[test]
#[ignore = "needs node and Chromium: run `bash tests/browser/run`"]
fn pages_and_figures_hold_in_a_browser() {
    run(Command::new("bash").arg(root().join("tests/browser/run")));
}
