//! The state of files, and which of them changed since the last look.
//!
//! It looks at all of them again and again: a look takes two milliseconds, works on every file system, and compiles in no time.

use std::{
    collections::BTreeMap,
    fs::{self, Metadata},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Some files as they were at one time.
#[derive(Debug, Default, Hash)]
pub struct Files(BTreeMap<PathBuf, State>);

/// What tells one content of a file from another, without reading it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct State {
    modified: Option<SystemTime>,
    length: u64,
    /// When and by which other file its place was taken, whatever date that has.
    #[cfg(unix)]
    changed: (i64, i64, u64),
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        Self {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec(), metadata.ino()),
        }
    }
}

impl Files {
    /// The present state of the files among these paths and in these folders.
    #[must_use]
    pub fn now(paths: Vec<PathBuf>) -> Self {
        let mut files = BTreeMap::new();
        let mut waiting = paths;
        while let Some(path) = waiting.pop() {
            let Ok(metadata) = fs::metadata(&path) else {
                continue;
            };
            if metadata.is_dir() {
                let entries = fs::read_dir(&path).into_iter().flatten().flatten();
                waiting.extend(entries.map(|entry| entry.path()));
            } else {
                files.insert(path, State::of(&metadata));
            }
        }
        Self(files)
    }

    /// The files that are not in `other` as they are here, and those that are there only.
    #[must_use]
    pub fn changed_from<'a>(&'a self, other: &'a Self) -> Vec<&'a Path> {
        let new = self
            .0
            .iter()
            .filter(|(path, state)| other.0.get(*path) != Some(state));
        let gone = other.0.keys().filter(|path| !self.0.contains_key(*path));
        new.map(|(path, _)| path)
            .chain(gone)
            .map(PathBuf::as_path)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs::File, time::Duration};

    #[test]
    fn every_change_is_noticed_whatever_the_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str, date: SystemTime| {
            fs::write(path(name), text).unwrap();
            let file = File::options().append(true).open(path(name)).unwrap();
            file.set_modified(date).unwrap();
        };
        let date = SystemTime::now() - Duration::from_secs(1000);
        let earlier = date - Duration::from_secs(1000);
        fs::create_dir(path("in")).unwrap();
        for name in ["in/a", "in/b", "c"] {
            write(name, "1", date);
        }
        let mut last = Files::now(vec![folder.path().to_owned()]);
        let mut changed = |what: &str, expected: &[&str]| {
            let now = Files::now(vec![folder.path().to_owned()]);
            let expected: Vec<PathBuf> = expected.iter().map(|name| path(name)).collect();
            assert_eq!(now.changed_from(&last), expected, "{what}");
            last = now;
        };
        changed("nothing", &[]);
        write("in/a", "2", earlier);
        changed("an older date", &["in/a"]);
        write("c", "22", date);
        changed("the same date and another length", &["c"]);
        fs::rename(path("in/b"), path("in/d")).unwrap();
        changed("another name", &["in/d", "in/b"]);
        #[cfg(unix)]
        {
            // The clock of a file system has steps of a few milliseconds.
            std::thread::sleep(Duration::from_millis(50));
            write("c", "33", date);
            changed("the same date and the same length", &["c"]);
        }
        fs::remove_file(path("in/a")).unwrap();
        fs::create_dir_all(path("e/f")).unwrap();
        changed("one less, and folders", &["in/a"]);
    }
}
