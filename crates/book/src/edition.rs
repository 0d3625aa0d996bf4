//! The state of the source that a book is made from: its date, and its commit.

use crate::project::Project;
use anyhow::{Context, Result};
use std::{env, fs, path::Path, process::Command, time::UNIX_EPOCH};

/// States the date for whoever builds from an archive, in seconds since 1970: <https://reproducible-builds.org/specs/source-date-epoch/>.
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The state of a project's source. It depends on nothing but the source, so that the same source gives the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edition {
    /// Seconds since 1970.
    seconds: i64,
    /// The first digits of the commit, where the chapters are as they were committed.
    commit: Option<String>,
}

impl Edition {
    /// The date that `SOURCE_DATE_EPOCH` states, or else that of the commit, or else, outside a repository, that of the chapter
    /// that was written last.
    ///
    /// # Errors
    ///
    /// When `SOURCE_DATE_EPOCH` is no number of seconds, or when the chapters cannot be read.
    pub fn of(project: &Project) -> Result<Self> {
        let committed = git(&project.root, &["log", "-1", "--format=%ct %h"]);
        let (date, commit) = committed
            .as_deref()
            .and_then(|line| line.split_once(' '))
            .unzip();
        let is_clean = || {
            git(&project.root, &["status", "--porcelain"]).is_some_and(|changes| changes.is_empty())
        };
        let commit = commit.filter(|_| is_clean()).map(str::to_owned);
        let stated = env::var(SOURCE_DATE_EPOCH)
            .ok()
            .filter(|text| !text.is_empty());
        let seconds = match (stated, date.and_then(|date| date.parse().ok())) {
            (Some(text), _) => text.parse().with_context(|| {
                format!("{SOURCE_DATE_EPOCH} is '{text}'; it must be seconds since 1970, such as 1764201600")
            })?,
            (None, Some(seconds)) => seconds,
            (None, None) => newest(&project.source())?,
        };
        Ok(Self { seconds, commit })
    }

    #[cfg(test)]
    pub(crate) fn at(seconds: i64) -> Self {
        Self {
            seconds,
            commit: None,
        }
    }

    /// Date and time in the form of ISO 8601, `2026-11-27T05:06:04Z`.
    #[must_use]
    pub fn date_time(&self) -> String {
        let (year, month, day) = civil(self.seconds.div_euclid(DAY));
        let second = self.seconds.rem_euclid(DAY);
        let (hour, minute) = (second / 3600, second / 60 % 60);
        format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z",
            second % 60
        )
    }

    /// In words, `27 November 2026, commit f578b8a`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let (year, month, day) = civil(self.seconds.div_euclid(DAY));
        let commit = self
            .commit
            .as_ref()
            .map_or_else(String::new, |commit| format!(", commit {commit}"));
        format!("{day} {} {year}{commit}", MONTHS[month - 1])
    }
}

const DAY: i64 = 24 * 60 * 60;

/// What git prints in a folder, without the end of the line; none where there is no git, or no repository.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}

/// When the file of a folder, or of one below, that was written last was written.
fn newest(folder: &Path) -> Result<i64> {
    let mut latest = 0;
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let entry = entry?;
        latest = latest.max(match entry.file_type()?.is_dir() {
            true => newest(&entry.path())?,
            false => {
                let age = entry.metadata()?.modified()?.duration_since(UNIX_EPOCH);
                age.map_or(0, |age| i64::try_from(age.as_secs()).unwrap_or(i64::MAX))
            }
        });
    }
    Ok(latest)
}

/// Year, month from 1 and day from 1 of the day that is so many days after 1 January 1970.
fn civil(days: i64) -> (i64, usize, i64) {
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    // The calendar repeats itself every 400 years, which are 146097 days.
    let mut year = 1970 + 400 * days.div_euclid(146_097);
    let mut rest = days.rem_euclid(146_097);
    while rest >= 365 + i64::from(is_leap(year)) {
        rest -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + i64::from(is_leap(year));
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while rest >= lengths[month] {
        rest -= lengths[month];
        month += 1;
    }
    (year, month + 1, rest + 1)
}

#[cfg(test)]
mod tests {
    use super::Edition;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let edition = |seconds, commit: Option<&str>| Edition {
            seconds,
            commit: commit.map(str::to_owned),
        };
        // As `date --utc --date=@SECONDS` writes them.
        for (seconds, date) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_735_603_200, "2024-12-31T00:00:00Z"),
            (1_795_755_964, "2026-11-27T05:06:04Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(edition(seconds, None).date_time(), date);
        }
        assert_eq!(edition(1_795_755_964, None).in_words(), "27 November 2026");
        assert_eq!(
            edition(1_795_755_964, Some("f578b8a")).in_words(),
            "27 November 2026, commit f578b8a"
        );
    }
}
