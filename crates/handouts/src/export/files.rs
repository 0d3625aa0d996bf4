//! Files that are complete or absent, and that overwrite nothing but what this command wrote.

use crate::export::options::Destination;
use anyhow::{Context, Result, bail};
use book::Project;
use std::{
    collections::BTreeSet,
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
            Some(bytes) if !destination.force && !record.knows(&bytes) => bail!(
                "{} is there, and it is not as this command wrote it; --force overwrites it",
                path.display()
            ),
            _ => changed.push((path, &file.bytes)),
        }
    }
    let mut batch = Batch::default();
    batch.make_folder(&destination.out)?;
    for (path, bytes) in &changed {
        batch.write(path, bytes)?;
    }
    record.add(changed.iter().map(|(_, bytes)| bytes.as_slice()));
    batch.commit()?;
    Ok(paths)
}

/// The bytes of the file at a path, if there is one.
fn existing(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        // If the path cannot be reached for another reason than that nothing is there, making the folder fails with it.
        Err(_) => Ok(None),
        Ok(metadata) if metadata.is_dir() => bail!("{} is a folder", path.display()),
        Ok(_) => fs::read(path)
            .map(Some)
            .with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Files that are complete under another name in the folder that they belong to. If it is dropped before they are
/// committed, none of them stays, nor any folder that was made for them.
#[derive(Default)]
struct Batch {
    files: Vec<(TempPath, PathBuf)>,
    /// The folders that were made, the innermost first.
    folders: Vec<PathBuf>,
}

impl Batch {
    fn make_folder(&mut self, folder: &Path) -> Result<()> {
        let made = folder
            .ancestors()
            .filter(|folder| !folder.as_os_str().is_empty())
            .take_while(|folder| !folder.exists());
        self.folders.splice(0..0, made.map(Path::to_owned));
        fs::create_dir_all(folder).with_context(|| cannot_write(folder))
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        let folder = path.parent().unwrap_or(Path::new(""));
        self.make_folder(folder)?;
        let complete = write_aside(folder, bytes).with_context(|| cannot_write(path))?;
        self.files.push((complete, path.to_owned()));
        Ok(())
    }

    fn commit(mut self) -> Result<()> {
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

/// The checksums of all that this command wrote from this project, one a line, in the target folder. Where it is lost, as by
/// `cargo clean`, a file that stands in the way is no longer known and stays.
struct Record {
    path: Option<PathBuf>,
    sums: BTreeSet<String>,
}

impl Record {
    fn read(project: &Project) -> Self {
        let path = project.exported().ok();
        let text = path.as_ref().and_then(|path| fs::read_to_string(path).ok());
        let sums = text.unwrap_or_default();
        Self {
            path,
            sums: sums.lines().map(str::to_owned).collect(),
        }
    }

    fn knows(&self, bytes: &[u8]) -> bool {
        self.sums.contains(&checksum(bytes))
    }

    fn add<'a>(&self, files: impl Iterator<Item = &'a [u8]>) {
        let sums: String = files
            .map(checksum)
            .filter(|sum| !self.sums.contains(sum))
            .map(|sum| sum + "\n")
            .collect();
        if let Some(path) = &self.path {
            let file = fs::File::options().create(true).append(true).open(path);
            // Without a record the files will not be known, and so stay.
            let _ = file.and_then(|mut file| file.write_all(sums.as_bytes()));
        }
    }
}

fn checksum(bytes: &[u8]) -> String {
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
        let mut batch = Batch::default();
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
        let mut batch = Batch::default();
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
        let mut batch = Batch::default();
        batch.write(&ours, b"whole").unwrap();
        batch.commit().unwrap();
        fs::write(&other, "").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(ours), mode(other));
    }
}
