//! Times that were measured, as the benchmark beside other libraries writes them: lines of fields with tabs between.
//!
//! A file is taken in when this crate is compiled, so the module for the page needs neither a file nor a reader of JSON.

use crate::Error;
use crate::decimal::decimal;

/// One run of the benchmark.
pub(crate) struct Measurement {
    /// The processor, its vectors, the number of its cores, and the date.
    pub(crate) machine: [&'static str; 4],
    /// The libraries with their versions, each with a space between.
    #[cfg(not(target_arch = "wasm32"))]
    versions: Vec<&'static str>,
    rows: Vec<Row>,
}

/// What was measured of one call.
pub(crate) struct Row {
    group: &'static str,
    pub(crate) item: &'static str,
    /// What it was measured beside; empty where there is nothing.
    #[cfg_attr(
        target_family = "wasm",
        expect(dead_code, reason = "only the text quotes it")
    )]
    pub(crate) peer: &'static str,
    /// The median times of a call in nanoseconds.
    pub(crate) ours: f64,
    pub(crate) peer_time: Option<f64>,
    /// Of the ratios of our time to that of the peer.
    pub(crate) ratio: Option<Quartiles>,
    /// The largest median ratio that was aimed at.
    pub(crate) goal: Option<f64>,
    /// Where memory is the limit: what was read and written in a second.
    #[cfg_attr(
        target_family = "wasm",
        expect(dead_code, reason = "only the text quotes it")
    )]
    pub(crate) gigabytes_per_second: Option<f64>,
}

/// The middle of some numbers: half of them lie between the outer two.
#[derive(Clone, Copy)]
pub(crate) struct Quartiles {
    pub(crate) median: f64,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

impl Measurement {
    /// Reads what the benchmark wrote.
    pub(crate) fn read(text: &'static str) -> Result<Self, Error> {
        Self::parts(text).ok_or_else(not_whole)
    }

    /// The measurement with the versions and the rows that only the text quotes.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn with(mut self, quoted: &'static str) -> Result<Self, Error> {
        let mut lines = quoted.lines();
        self.versions = lines.next().ok_or_else(not_whole)?.split('\t').collect();
        for line in lines {
            let row = Row::read(line).ok_or_else(not_whole)?;
            self.rows.push(row);
        }
        Ok(self)
    }

    fn parts(text: &'static str) -> Option<Self> {
        let mut lines = text.lines();
        let machine: Vec<&str> = lines.next()?.split('\t').collect();
        Some(Self {
            machine: machine.try_into().ok()?,
            #[cfg(not(target_arch = "wasm32"))]
            versions: Vec::new(),
            rows: lines.map(Row::read).collect::<Option<_>>()?,
        })
        .filter(|measured| !measured.rows.is_empty())
    }

    /// The version of a library; empty if it took no part.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn version(&self, library: &str) -> &'static str {
        let version = |named: &&'static str| named.strip_prefix(library)?.strip_prefix(' ');
        self.versions.iter().find_map(version).unwrap_or_default()
    }

    /// The rows of a group whose items are sizes: each size and its time.
    pub(crate) fn sizes(&self, group: &str) -> Vec<(f64, f64)> {
        let rows = self.rows.iter().filter(|row| row.group == group);
        rows.filter_map(|row| Some((decimal(row.item)?, row.ours)))
            .collect()
    }

    /// The row of a group whose item begins so.
    pub(crate) fn row(&self, group: &str, item: &str) -> Option<&Row> {
        self.rows
            .iter()
            .find(|row| row.group.starts_with(group) && row.item.starts_with(item))
    }
}

fn not_whole() -> Error {
    Error::Drawing("the file of measured times is not whole".to_owned())
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [group, item, peer, numbers @ ..] = &fields[..] else {
            return None;
        };
        let [ours, peer_time, median, lower, upper, goal, rate] = numbers else {
            return None;
        };
        Some(Self {
            group,
            item,
            peer,
            ours: decimal(ours)?,
            peer_time: decimal(peer_time),
            ratio: decimal(median).and_then(|median| {
                Some(Quartiles {
                    median,
                    lower: decimal(lower)?,
                    upper: decimal(upper)?,
                })
            }),
            goal: decimal(goal),
            gigabytes_per_second: decimal(rate),
        })
    }
}

/// A positive number with three digits, or all digits before the point.
pub(crate) fn three_digits(value: f64) -> String {
    let exponent = libm::log10(value.max(f64::MIN_POSITIVE)).floor() as i32;
    let decimals = (2 - exponent).clamp(0, 9) as usize;
    format!("{value:.decimals$}")
}

/// A time in nanoseconds, in the unit that suits it and on one line with it.
pub(crate) fn duration(nanoseconds: f64) -> String {
    if nanoseconds < 1e6 {
        format!("{}\u{a0}μs", three_digits(nanoseconds / 1e3))
    } else {
        format!("{}\u{a0}ms", three_digits(nanoseconds / 1e6))
    }
}

/// The exponent `e` of the power `c·xᵉ` that fits points with positive coordinates best: the slope of the line of least
/// squares through their logarithms.
pub(crate) fn exponent(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let logarithms = || points.iter().map(|(x, y)| (libm::log(*x), libm::log(*y)));
    let (sum_x, sum_y) = logarithms().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let (x_mean, y_mean) = (sum_x / count, sum_y / count);
    let (over, under) = logarithms().fold((0.0, 0.0), |(over, under), (x, y)| {
        let from_mean = x - x_mean;
        (
            over + from_mean * (y - y_mean),
            under + from_mean * from_mean,
        )
    });
    over / under
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "AMD\tAVX2\t2\t2026-01-31\n\
        operators\tpooling, direct\tfilter2D\t1500\t3000\t0.5\t0.45\t0.55\t0.4\t\n\
        samples\t1024\t\t20.5\t\t\t\t\t\t\n";
    const QUOTED: &str = "numpy 2.4\topencv 5.0\nothers\tcopy\t\t20.5\t\t\t\t\t\t12.5\n";

    #[test]
    fn fields_are_read_and_empty_ones_are_none() {
        let measured = Measurement::read(TEXT).unwrap().with(QUOTED).unwrap();
        assert_eq!(measured.machine, ["AMD", "AVX2", "2", "2026-01-31"]);
        assert_eq!(measured.version("opencv"), "5.0");
        assert_eq!(measured.version("open"), "");
        let row = measured.row("oper", "pooling").unwrap();
        let ratio = row.ratio.unwrap();
        assert_eq!(
            (row.ours, row.peer_time, row.peer),
            (1500.0, Some(3000.0), "filter2D")
        );
        assert_eq!((ratio.lower, ratio.median, ratio.upper), (0.45, 0.5, 0.55));
        assert_eq!((row.goal, row.gigabytes_per_second), (Some(0.4), None));
        let row = measured.row("others", "copy").unwrap();
        assert!(row.ratio.is_none() && row.peer_time.is_none() && row.peer.is_empty());
        assert_eq!(row.gigabytes_per_second, Some(12.5));
        assert_eq!(measured.sizes("samples"), [(1024.0, 20.5)]);
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        for text in ["", "AMD\tAVX2\t2\t2026-01-31\n", &TEXT[..TEXT.len() - 2]] {
            assert!(Measurement::read(text).is_err(), "{text}");
        }
        for text in ["", &QUOTED[..QUOTED.len() - 6]] {
            assert!(
                Measurement::read(TEXT).unwrap().with(text).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn numbers_have_three_digits_and_times_a_unit() {
        for (value, expected) in [
            (0.28471, "0.285"),
            (1.0, "1.00"),
            (46.17, "46.2"),
            (1370.6, "1371"),
        ] {
            assert_eq!(three_digits(value), expected);
        }
        assert_eq!(duration(742.8), "0.743\u{a0}μs");
        assert_eq!(duration(47_130.0), "47.1\u{a0}μs");
        assert_eq!(duration(9_479_000.0), "9.48\u{a0}ms");
    }

    #[test]
    fn the_exponent_of_a_power_is_found_whatever_its_factor() {
        for power in [0.5, 1.0, 2.0] {
            let points = [1.0, 3.0, 10.0, 1000.0].map(|x| (x, 7.0 * libm::pow(x, power)));
            assert!((exponent(&points) - power).abs() < 1e-12);
        }
    }
}
