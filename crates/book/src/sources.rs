//! The files of the project that a binary is compiled from, and changes of them that cargo overlooks.
//!
//! Cargo compiles a file again when its date is later than that of what was made of it. A file that was restored from a
//! copy, or unpacked, may be another one with an earlier date. So what each file held at the last build is kept beside the
//! binary, and a file that cargo would overlook is given the present date. Builds in between by cargo alone are not known
//! here.

use crate::files::Files;
use anyhow::{Context, Result};
use std::{
    collections::HashMap,
    fmt::Write as _,
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The local files that were compiled into a binary, from cargo's list beside it.
pub(crate) fn local_files(binary: &Path) -> Result<Vec<PathBuf>> {
    let path = binary.with_extension("d");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(split_list(&text))
}

/// The files of a list `binary: file file`, in which a space in a name is written `\ `.
fn split_list(text: &str) -> Vec<PathBuf> {
    let files = text.split_once(": ").map_or("", |(_, files)| files);
    let files = files.replace("\\ ", "\0");
    files
        .split_whitespace()
        .map(|file| file.replace('\0', " ").into())
        .collect()
}

/// Gives the present date to each file of a binary that is another one than at the last call and yet no later, and tells
/// whether there were any: then cargo has to build the binary again.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn renew_overlooked(binary: &Path) -> Result<bool> {
    let record = binary.with_extension("sources");
    let known = fs::read_to_string(&record).unwrap_or_default();
    let files = local_files(binary)?;
    let state = format!("{:016x}", hash(&Files::now(files.clone())));
    let (first, known) = known.split_once('\n').unwrap_or_default();
    if first == state {
        return Ok(false);
    }
    let known: HashMap<&str, &str> = known
        .lines()
        .filter_map(|line| line.split_once(' ').map(|(hash, path)| (path, hash)))
        .collect();
    let recorded = fs::metadata(&record)
        .and_then(|record| record.modified())
        .ok();
    let (mut any, mut now) = (false, String::new());
    for path in &files {
        // What is gone, or made by a build, is for cargo to find.
        let Ok(bytes) = fs::read(path) else { continue };
        let hash = format!("{:016x}", hash(&bytes));
        let name = path.to_string_lossy();
        let is_other = known.get(&*name).is_some_and(|known| *known != hash);
        if is_other && fs::metadata(path)?.modified().ok() <= recorded {
            File::options()
                .append(true)
                .open(path)
                .and_then(|file| file.set_modified(SystemTime::now()))
                .with_context(|| {
                    format!("{} changed but has an old date, by which cargo does not see it, and it cannot be given another", path.display())
                })?;
            any = true;
        }
        writeln!(now, "{hash} {name}")?;
    }
    fs::write(&record, format!("{state}\n{now}"))
        .with_context(|| format!("cannot write {}", record.display()))?;
    Ok(any)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn files_of_a_list_may_have_spaces_in_their_names() {
        assert_eq!(
            split_list("/target/listings: /a/b.rs /a\\ c/d.rs\n"),
            [PathBuf::from("/a/b.rs"), PathBuf::from("/a c/d.rs")]
        );
    }

    #[test]
    fn a_file_that_changed_and_is_no_later_gets_the_present_date() {
        let folder = tempfile::tempdir().unwrap();
        let [binary, source, other] =
            ["binary", "a b.rs", "c.rs"].map(|name| folder.path().join(name));
        let list = [&source, &other].map(|path| path.display().to_string().replace(' ', "\\ "));
        fs::write(
            binary.with_extension("d"),
            format!("binary: {}\n", list.join(" ")),
        )
        .unwrap();
        let old = SystemTime::now() - Duration::from_secs(3600);
        let write = |path: &Path, text: &str, date| {
            fs::write(path, text).unwrap();
            File::options()
                .append(true)
                .open(path)
                .unwrap()
                .set_modified(date)
                .unwrap();
        };
        let date = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();

        write(&source, "1", old);
        write(&other, "1", old);
        assert!(
            !renew_overlooked(&binary).unwrap(),
            "nothing is known before"
        );
        write(&source, "1", old - Duration::from_secs(60));
        assert!(!renew_overlooked(&binary).unwrap(), "it holds the same");
        write(&source, "2", old - Duration::from_secs(60));
        assert!(renew_overlooked(&binary).unwrap());
        assert!(date(&source) > old && date(&other) == old);
        assert!(!renew_overlooked(&binary).unwrap(), "it is known now");
        write(&source, "3", SystemTime::now() + Duration::from_secs(60));
        assert!(
            !renew_overlooked(&binary).unwrap(),
            "cargo sees a later date"
        );
    }
}
