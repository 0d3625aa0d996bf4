//! Files that are complete or absent, and that overwrite nothing but what this command wrote.

use crate::export::{interruption::Interruption, options::Destination};
use anyhow::{Context, Result, bail};
use book::Project;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    hash::{DefaultHasher, Hasher as _},
    io::{self, Write as _},
    mem,
    path::{Path, PathBuf},
};
use tempfile::TempPath;

/// A file to be written.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// All that the command was asked for that decides what is in the file, in any form: the same for the same picture, also
    /// after the figure was changed.
    pub(crate) variant: String,
}

/// Writes the files, all of them or none, and returns their paths, one a line.
pub(crate) fn write(
    files: &[File],
    destination: &Destination,
    project: &Project,
) -> Result<String> {
    let record = Record::read(project);
    let mut paths = String::new();
    let mut changed = Vec::new();
    for file in files {
        let path = destination.out.join(&file.name);
        paths.push_str(&format!("{}\n", path.display()));
        match existing(&path)? {
            Some(bytes) if bytes == file.bytes => {}
            Some(bytes) if !destination.force => {
                record
                    .check(&bytes, &file.variant)
                    .with_context(|| format!("{} is there", path.display()))?;
                changed.push((path, &file.bytes));
            }
            _ => changed.push((path, &file.bytes)),
        }
    }
    let mut batch = Batch::new()?;
    batch.make_folder(&destination.out)?;
    for (path, bytes) in &changed {
        batch.write(path, bytes)?;
    }
    record.add(files);
    batch.commit()?;
    Ok(paths)
}

/// The bytes of the file at a path, if there is one.
fn existing(path: &Path) -> Result<Option<Vec<u8>>> {
    if fs::symlink_metadata(path).is_err() {
        // If the path cannot be reached for another reason than that nothing is there, making the folder fails with it.
        return Ok(None);
    }
    let cannot_read = || format!("cannot read {}", path.display());
    let metadata = fs::metadata(path).with_context(cannot_read)?;
    if metadata.is_dir() {
        bail!("{} is a folder", path.display());
    }
    // Whoever reads from a pipe or a device may wait for ever.
    if !metadata.is_file() {
        bail!("{} is a pipe or a device, and no file", path.display());
    }
    fs::read(path).map(Some).with_context(cannot_read)
}

/// Files that are complete under another name in the folder that they belong to. If it is dropped before they are
/// committed, none of them stays, nor any folder that was made for them.
struct Batch {
    files: Vec<(TempPath, PathBuf)>,
    /// The folders that were made, the innermost first.
    folders: Vec<PathBuf>,
    interruption: Interruption,
}

impl Batch {
    fn new() -> io::Result<Self> {
        Ok(Self {
            files: Vec::new(),
            folders: Vec::new(),
            interruption: Interruption::watch()?,
        })
    }

    fn make_folder(&mut self, folder: &Path) -> Result<()> {
        let made = folder
            .ancestors()
            .filter(|folder| !folder.as_os_str().is_empty())
            .take_while(|folder| !folder.exists());
        self.folders.splice(0..0, made.map(Path::to_owned));
        fs::create_dir_all(folder).with_context(|| cannot_write(folder))
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.interruption.check()?;
        let folder = path.parent().unwrap_or(Path::new(""));
        self.make_folder(folder)?;
        let complete = write_aside(folder, bytes).with_context(|| cannot_write(path))?;
        self.files.push((complete, path.to_owned()));
        Ok(())
    }

    /// Gives all of them their names, which is too short to be interrupted.
    fn commit(mut self) -> Result<()> {
        self.interruption.check()?;
        for (complete, path) in mem::take(&mut self.files) {
            complete
                .persist(&path)
                .with_context(|| cannot_write(&path))?;
        }
        self.folders.clear();
        Ok(())
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.files.clear();
        for folder in &self.folders {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A new file with these bytes, under a name of its own.
fn write_aside(folder: &Path, bytes: &[u8]) -> io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".part");
    // Without this, nobody but the owner could read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    // Some file systems report a full disk only here.
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// The checksums of all that this command wrote from this project, each with that of its variant, one pair a line, in the
/// target folder. Where it is lost, as by `cargo clean`, a file that stands in the way is no longer known and stays.
struct Record {
    path: Option<PathBuf>,
    variants: BTreeMap<String, BTreeSet<String>>,
}

impl Record {
    fn read(project: &Project) -> Self {
        let path = project.exported().ok();
        let text = path.as_ref().and_then(|path| fs::read_to_string(path).ok());
        let mut variants: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in text.unwrap_or_default().lines() {
            let (file, variant) = line.split_once(' ').unwrap_or((line, ""));
            let of_file = variants.entry(file.to_owned()).or_default();
            of_file.insert(variant.to_owned());
        }
        Self { path, variants }
    }

    /// Refuses to overwrite bytes that were not written for this variant.
    fn check(&self, bytes: &[u8], variant: &str) -> Result<()> {
        match self.variants.get(&checksum(bytes)) {
            Some(variants) if variants.contains(&checksum(variant.as_bytes())) => Ok(()),
            Some(_) => bail!(
                "this command wrote it with other options; --force overwrites it, another name or folder keeps both"
            ),
            None => bail!("it is not as this command wrote it; --force overwrites it"),
        }
    }

    fn add(&self, files: &[File]) {
        let mut lines = String::new();
        for file in files {
            let (sum, variant) = (checksum(&file.bytes), checksum(file.variant.as_bytes()));
            let known = self.variants.get(&sum);
            if !known.is_some_and(|variants| variants.contains(&variant)) {
                lines.push_str(&format!("{sum} {variant}\n"));
            }
        }
        if let Some(path) = &self.path {
            let file = fs::File::options().create(true).append(true).open(path);
            // Without a record the files will not be known, and so stay.
            let _ = file.and_then(|mut file| file.write_all(lines.as_bytes()));
        }
    }
}

pub(crate) fn checksum(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::Batch;
    use std::fs;

    #[test]
    fn a_file_that_cannot_be_written_leaves_nothing_behind() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("new/folder");
        let mut batch = Batch::new().unwrap();
        batch.write(&folder.join("one"), b"whole").unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        let file = place.path().join("file");
        fs::write(&file, "").unwrap();
        let error = batch.write(&file.join("two"), b"whole").unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot write {}", file.display())
        );
        drop(batch);
        let mut rest = fs::read_dir(place.path()).unwrap();
        assert_eq!(rest.next().unwrap().unwrap().path(), file);
        assert!(rest.next().is_none());
    }

    #[test]
    fn files_take_their_names_when_all_are_complete() {
        let place = tempfile::tempdir().unwrap();
        let mut batch = Batch::new().unwrap();
        for name in ["one", "two"] {
            let path = place.path().join(name);
            batch.write(&path, b"whole").unwrap();
            assert!(!path.exists());
        }
        batch.commit().unwrap();
        let mut names: Vec<_> = fs::read_dir(place.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["one", "two"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_written_file_is_as_readable_as_any_other() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let (ours, other) = (place.path().join("ours"), place.path().join("other"));
        let mut batch = Batch::new().unwrap();
        batch.write(&ours, b"whole").unwrap();
        batch.commit().unwrap();
        fs::write(&other, "").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(ours), mode(other));
    }
}
