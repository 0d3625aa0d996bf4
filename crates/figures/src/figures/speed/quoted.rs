//! The numbers of the two runs that the text quotes. There are too many to stand below the picture.

use super::Shown;
use super::runs::{LINEAR, OPERATORS, Runs, kind_of_growth, missing, ratio};
use crate::Error;
use crate::measurement::{Row, duration, exponent, three_digits};

/// How the numbers of each operator are called, in the order of the table.
const KEYS: [&str; OPERATORS.len()] = [
    "correlate-48",
    "correlate-512",
    "correlate-4096",
    "separable",
    "kernel-15",
    "kernel-31",
    "kernel-101",
    "layer",
    "pooling",
];

/// Each number by its name.
pub(super) fn quoted() -> Result<Vec<(String, String)>, Error> {
    let runs = Runs::read_with_quoted()?;
    let mut quoted = about(&runs);
    for (key, operator) in KEYS.iter().zip(OPERATORS) {
        let [before, after] = runs.rows(operator);
        let peer = after.map_or_else(missing, |row| row.peer.to_owned());
        let times = [
            after.map(|row| row.ours),
            after.and_then(|row| row.peer_time),
        ];
        let [ours, peer_time] = times.map(time);
        for (name, value) in [
            ("peer", peer),
            ("peer-time", peer_time),
            ("time", ours),
            ("before", ratio(before)),
            ("after", ratio(after)),
        ] {
            quoted.push((format!("{key}-{name}"), value));
        }
    }
    quoted.extend(limits(&runs));
    for shown in [Shown::Samples, Shown::Weights] {
        let [before, after] = runs.growth(shown);
        let [(first, first_time), .., (last, last_time)] = after[..] else {
            continue;
        };
        let exponents = [before, after].map(|points| exponent(&points));
        for (name, value) in [
            ("decades", format!("{:.1}", libm::log10(last / first))),
            ("exponent-before", format!("{:.2}", exponents[0])),
            ("exponent", format!("{:.2}", exponents[1])),
            ("growth", kind_of_growth(exponents[1]).to_owned()),
            ("first", first.to_string()),
            ("first-time", duration(first_time)),
            ("last", last.to_string()),
            ("last-time", duration(last_time)),
            ("last-over-first", three_digits(last_time / first_time)),
        ] {
            quoted.push((format!("{shown}-{name}"), value));
        }
    }
    let [_, samples] = runs.growth(Shown::Samples);
    let mut each: Vec<f64> = samples.iter().map(|(size, time)| time / size).collect();
    let mut push = |name: &str, value: Option<&f64>| {
        let value = value.map_or_else(missing, |value| format!("{}\u{a0}ns", three_digits(*value)));
        quoted.push((name.to_owned(), value));
    };
    push("sample-first", each.first());
    push("sample-last", each.last());
    each.sort_by(f64::total_cmp);
    push("sample-least", each.first());
    Ok(quoted)
}

/// Where, when and with what the runs were made.
fn about(runs: &Runs) -> Vec<(String, String)> {
    let run = &runs.after;
    let [cpu, vectors, cores, date] = run.machine;
    let [ahead, met] = counts(runs).map(|count| count.to_string());
    let about = [
        ("cpu", cpu),
        ("vectors", vectors),
        ("cores", cores),
        ("date", date),
        ("cpu-before", runs.before.machine[0]),
        ("date-before", runs.before.machine[3]),
        ("opencv", run.version("opencv-python-headless")),
        ("onnxruntime", run.version("onnxruntime")),
        ("rustc", run.version("rustc")),
        ("operators", &OPERATORS.len().to_string()),
        ("ahead", &ahead),
        ("goals-met", &met),
        ("linear-within", &LINEAR.to_string()),
    ];
    about
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

/// How many of the operators take less time than their peers, and how many reach their goals.
fn counts(runs: &Runs) -> [usize; 2] {
    let mut counts = [0; 2];
    for row in OPERATORS
        .iter()
        .filter_map(|operator| runs.rows(operator)[1])
    {
        let Some(ratio) = &row.ratio else {
            continue;
        };
        counts[0] += usize::from(ratio.median < 1.0);
        counts[1] += usize::from(row.goal.is_some_and(|goal| ratio.median <= goal));
    }
    counts
}

/// What memory, the width of vectors and threads make of the times.
fn limits(runs: &Runs) -> Vec<(String, String)> {
    let run = &runs.after;
    let other = |item| run.row("others", item);
    let ours = |row: Option<&Row>| time(row.map(|row| row.ours));
    let median = |row: Option<&Row>| row.and_then(|row| row.ratio).map(|ratio| ratio.median);
    let narrow = |item| median(run.row("narrower", item)).map_or_else(missing, three_digits);
    let two = |item| run.row("two threads", item);
    let faster =
        |item| median(two(item)).map_or_else(missing, |ratio| format!("{:.1}", 1.0 / ratio));
    let rate = |rate: Option<f64>| rate.map_or_else(missing, |rate| format!("{rate:.0}"));
    let reached = |row: Option<&Row>| rate(row.and_then(|row| row.gigabytes_per_second));
    let into = "correlate 3×3 on 4096², into an array";
    let copy = "copy of 4096²";
    // Each sample is read once and each output written once, four bytes each.
    let moved = 2.0 * 4.0 * 4096.0 * 4096.0;
    let limits = [
        (
            "small-pages-time",
            ours(other("correlate 3×3 on 4096², small pages")),
        ),
        ("into-time", ours(other(into))),
        ("into-rate", rate(other(into).map(|row| moved / row.ours))),
        ("copy-time", ours(other(copy))),
        ("copy-rate", reached(other(copy))),
        ("layer-single", narrow("layer 64 → 64, 3×3, 56², single")),
        ("threads-layer", faster("layer 64 → 64, 3×3, 56²")),
        ("threads-kernel-15", faster("15×15 on 1024²")),
        ("threads-into", faster(into)),
        ("threads-into-rate", reached(two(into))),
        ("threads-copy-rate", reached(two(copy))),
    ];
    limits.map(|(name, value)| (name.to_owned(), value)).into()
}

fn time(nanoseconds: Option<f64>) -> String {
    nanoseconds.map_or_else(missing, duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_that_the_text_may_quote_was_measured() {
        for (name, value) in quoted().unwrap() {
            assert!(!value.is_empty() && value != missing(), "{name}");
        }
    }
}
