//! Runs a program within limits.

use std::{
    io::{self, BufRead as _, BufReader, Read},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// What a program may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How long it may run.
    pub(super) time: Duration,
    /// How many bytes it may print, on each of its two outputs.
    pub(super) bytes: u64,
}

impl Limits {
    /// Those of a listing: much more than any needs that a reader is to follow.
    pub(super) const LISTING: Self = Self {
        time: Duration::from_secs(60),
        bytes: 1_000_000,
    };

    /// Those of an experiment, which is to take 20 seconds: enough for a slow machine that does other things as well.
    pub(super) const EXPERIMENT: Self = Self {
        time: Duration::from_secs(600),
        ..Self::LISTING
    };
}

/// What a program printed, without input, and how it ended; or the limit at which it was stopped. `hear` is told each line
/// of its standard error as it comes; those for which it returns `true` are left out of what is returned.
///
/// # Errors
///
/// When the program does not start.
pub(super) fn run_within(
    limits: Limits,
    command: &mut Command,
    hear: &mut (dyn FnMut(&str) -> bool + Send),
) -> io::Result<Result<Output, String>> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let is_full = AtomicBool::new(false);
    thread::scope(|scope| {
        let stdout = scope.spawn(|| read(stdout, limits.bytes, &is_full, &mut |_| false));
        let stderr = scope.spawn(|| read(stderr, limits.bytes, &is_full, hear));
        let ended = wait(&mut child, limits.time, &is_full)?;
        let [stdout, stderr] =
            [stdout, stderr].map(|thread| thread.join().expect("reading does not panic"));
        // A program whose output is read no further may end by itself.
        Ok(if is_full.load(Ordering::Relaxed) {
            Err(format!("it prints more than {} bytes", limits.bytes))
        } else if let Some(status) = ended {
            Ok(Output {
                status,
                stdout,
                stderr,
            })
        } else {
            let seconds = limits.time.as_secs_f64();
            Err(format!("it runs for more than {seconds} seconds"))
        })
    })
}

/// How a program ended, or nothing when it was stopped because of its time or its output.
fn wait(
    child: &mut Child,
    time: Duration,
    is_full: &AtomicBool,
) -> io::Result<Option<std::process::ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < time && !is_full.load(Ordering::Relaxed) {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(1));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// The lines of an output without those that are heard, and whether there are more bytes than `most`.
fn read(
    output: Option<impl Read>,
    most: u64,
    is_full: &AtomicBool,
    hear: &mut dyn FnMut(&str) -> bool,
) -> Vec<u8> {
    let (mut kept, mut line, mut bytes) = (Vec::new(), Vec::new(), 0);
    let Some(output) = output else { return kept };
    let mut output = BufReader::new(output.take(most + 1));
    // Only a program that was stopped leaves an output that cannot be read.
    while output
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        bytes += line.len() as u64;
        if !hear(&String::from_utf8_lossy(&line)) {
            kept.append(&mut line);
        }
        line.clear();
    }
    is_full.fetch_or(bytes > most, Ordering::Relaxed);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::env;

    const LIMITS: Limits = Limits {
        time: Duration::from_secs(20),
        bytes: 10_000,
    };

    /// This program, as one that does what one of the ignored tests below does.
    fn program(test: &str) -> Command {
        let mut command = Command::new(env::current_exe().unwrap());
        let name = format!("listings::run::tests::{test}");
        command.args([&name, "--exact", "--ignored", "--nocapture"]);
        command
    }

    #[test]
    #[ignore = "for another test"]
    fn never_ends() {
        loop {
            thread::sleep(Duration::from_secs(1));
        }
    }

    #[test]
    #[ignore = "for another test"]
    fn prints_without_end() {
        loop {
            println!("a = 1");
        }
    }

    #[test]
    #[ignore = "for another test"]
    fn complains_without_end() {
        loop {
            eprintln!("a = 1");
        }
    }

    #[test]
    #[ignore = "for another test"]
    fn prints_and_ends() {
        println!("a = 1");
        eprintln!("b = 2");
        eprintln!("progress 1/2");
        eprint!("c = 3");
    }

    #[test]
    fn a_program_that_ends_leaves_all_that_it_printed() {
        let output = run_within(LIMITS, &mut program("prints_and_ends"), &mut |_| false)
            .unwrap()
            .unwrap();
        assert!(output.status.success());
        assert!(String::from_utf8_lossy(&output.stdout).contains("a = 1\n"));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "b = 2\nprogress 1/2\nc = 3"
        );
    }

    #[test]
    fn lines_that_are_heard_are_no_part_of_what_a_program_complains() {
        let mut heard = Vec::new();
        let mut hear = |line: &str| {
            heard.push(line.to_owned());
            line.starts_with("progress")
        };
        let output = run_within(LIMITS, &mut program("prints_and_ends"), &mut hear)
            .unwrap()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "b = 2\nc = 3");
        assert_eq!(heard, ["b = 2\n", "progress 1/2\n", "c = 3"]);
    }

    #[test]
    fn a_program_that_never_ends_is_stopped_at_the_limit_of_time() {
        let limits = Limits {
            time: Duration::from_millis(300),
            ..LIMITS
        };
        let start = Instant::now();
        let stopped = run_within(limits, &mut program("never_ends"), &mut |_| false).unwrap();
        assert_eq!(stopped.unwrap_err(), "it runs for more than 0.3 seconds");
        assert!(start.elapsed() >= limits.time);
    }

    #[test]
    fn a_program_that_prints_without_end_is_stopped_at_the_limit_of_bytes() {
        for program_name in ["prints_without_end", "complains_without_end"] {
            let stopped = run_within(LIMITS, &mut program(program_name), &mut |_| false).unwrap();
            assert_eq!(stopped.unwrap_err(), "it prints more than 10000 bytes");
        }
    }
}
