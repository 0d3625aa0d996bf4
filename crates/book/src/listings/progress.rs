//! How far an experiment is, from the lines `progress DONE/TOTAL` that it writes to standard error.

use std::io::{self, IsTerminal as _, Write as _};

/// The characters of a bar on a terminal.
const WIDTH: u64 = 40;

/// Shows how far one experiment is: a bar on a terminal, else a line at every tenth.
pub(super) struct Progress<'n> {
    name: &'n str,
    is_terminal: bool,
    /// The last part that was shown, of [`WIDTH`] parts or of ten.
    shown: u64,
}

impl<'n> Progress<'n> {
    /// Says that the experiment begins.
    pub(super) fn start(name: &'n str) -> Self {
        let progress = Self {
            name,
            is_terminal: io::stderr().is_terminal(),
            shown: 0,
        };
        say(&progress.text(0, 0));
        progress
    }

    /// Shows what a line says of the progress, if it does; then it is no part of an error message.
    pub(super) fn hear(&mut self, line: &str) -> bool {
        let Some((done, total)) = read(line) else {
            return false;
        };
        let parts = if self.is_terminal { WIDTH } else { 10 };
        let part = u64::try_from(u128::from(done) * u128::from(parts) / u128::from(total))
            .unwrap_or(parts);
        if part != self.shown {
            self.shown = part;
            say(&self.text(part, u128::from(done) * 100 / u128::from(total)));
        }
        true
    }

    fn text(&self, part: u64, percent: u128) -> String {
        let name = self.name;
        if self.is_terminal {
            let bar: String = (0..WIDTH)
                .map(|k| if k < part { '#' } else { '.' })
                .collect();
            format!("\rtraining {name} {bar} {percent} %")
        } else {
            format!("training {name}: {percent} %\n")
        }
    }
}

impl Drop for Progress<'_> {
    /// Leaves the line of the bar empty.
    fn drop(&mut self) {
        if self.is_terminal {
            say("\r\x1b[K");
        }
    }
}

/// Nobody needs the progress: who closed standard error goes without.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// What is done, and all that there is to do.
fn read(line: &str) -> Option<(u64, u64)> {
    let (done, total) = line.trim_end().strip_prefix("progress ")?.split_once('/')?;
    let (done, total) = (done.parse().ok()?, total.parse().ok()?);
    (done <= total && total > 0).then_some((done, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_part_of_a_whole_is_progress() {
        assert_eq!(read("progress 3/20\n"), Some((3, 20)));
        assert_eq!(read("progress 20/20"), Some((20, 20)));
        for other in [
            "progress",
            "progress 3",
            "progress 3/2",
            "progress 0/0",
            "progress -1/2",
            "no progress 1/2",
            "progress 1/2 x",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_bar_fills_and_lines_count() {
        let mut progress = Progress {
            name: "x",
            is_terminal: false,
            shown: 0,
        };
        assert_eq!(progress.text(3, 35), "training x: 35 %\n");
        assert!(progress.hear("progress 1/2") && !progress.hear("warning"));
        assert_eq!(progress.shown, 5);
        let bar = Progress {
            name: "x",
            is_terminal: true,
            shown: 0,
        };
        let text = bar.text(WIDTH / 4, 25);
        assert_eq!(
            text,
            format!("\rtraining x {}{} 25 %", "#".repeat(10), ".".repeat(30))
        );
    }
}
