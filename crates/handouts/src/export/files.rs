//! Files that are complete or absent, and that overwrite nothing but what this command wrote.

use crate::export::look::Output;
use anyhow::{Context, Result, bail};
use book::Project;
use std::{
    collections::BTreeSet,
    env, fs,
    hash::{DefaultHasher, Hasher as _},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
};

/// A file to be written.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Writes the files, all of them or none, and returns their paths, one a line.
pub(crate) fn write(files: Vec<File>, output: &Output) -> Result<String> {
    let record = Record::find();
    let mut paths = String::new();
    let mut new = Vec::new();
    for file in &files {
        let path = output.out.join(&file.name);
        paths.push_str(&path.display().to_string());
        paths.push('\n');
        match standing(&path)? {
            Standing::Absent => new.push((path, &file.bytes)),
            Standing::File(bytes) if bytes == file.bytes => {}
            Standing::File(bytes) if output.force || record.knows(&bytes) => {
                new.push((path, &file.bytes));
            }
            Standing::File(_) => bail!(
                "{} is there, and it is not as this command wrote it; --force overwrites it",
                path.display()
            ),
        }
    }
    let mut batch = Batch::default();
    batch.folder(&output.out)?;
    for (path, bytes) in &new {
        batch.folder(path.parent().unwrap_or(&output.out))?;
        batch.aside(path, |file| file.write_all(bytes))?;
    }
    record.add(new.iter().map(|(_, bytes)| bytes.as_slice()));
    batch.settle()?;
    Ok(paths)
}

enum Standing {
    Absent,
    File(Vec<u8>),
}

/// What stands at a path.
fn standing(path: &Path) -> Result<Standing> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Absent),
        // Whatever else keeps us from looking will be told when the folder is made.
        Err(_) => return Ok(Standing::Absent),
        Ok(about) if about.is_dir() => bail!("{} is a folder", path.display()),
        Ok(_) => {}
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Standing::File(bytes))
}

/// Files that are written aside, in the folder that they belong to, and take their names when all are complete. Until then
/// nothing of them stays if it is dropped.
#[derive(Default)]
struct Batch {
    /// Written under the first name, to get the second.
    files: Vec<(PathBuf, PathBuf)>,
    /// The folders that were made, the innermost first.
    folders: Vec<PathBuf>,
}

impl Batch {
    fn folder(&mut self, folder: &Path) -> Result<()> {
        let made = folder
            .ancestors()
            .filter(|folder| !folder.as_os_str().is_empty())
            .take_while(|folder| !folder.exists());
        self.folders.splice(0..0, made.map(Path::to_owned));
        fs::create_dir_all(folder).with_context(|| cannot_write(folder))
    }

    fn aside(
        &mut self,
        path: &Path,
        fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
    ) -> Result<()> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let aside = path.with_file_name(format!(".{name}.{}.part", process::id()));
        let written = (|| {
            let mut file = fs::File::create(&aside)?;
            self.files.push((aside, path.to_owned()));
            fill(&mut file)?;
            // A disk may tell only now that it is full.
            file.sync_all()
        })();
        written.with_context(|| cannot_write(path))
    }

    fn settle(mut self) -> Result<()> {
        for (aside, path) in &self.files {
            fs::rename(aside, path).with_context(|| cannot_write(path))?;
        }
        self.files.clear();
        self.folders.clear();
        Ok(())
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        for (aside, _) in &self.files {
            // It is there no more if it has its name already.
            let _ = fs::remove_file(aside);
        }
        for folder in &self.folders {
            let _ = fs::remove_dir(folder);
        }
    }
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
    fn find() -> Self {
        let project = env::current_dir()
            .map_err(Into::into)
            .and_then(|here| Project::find(&here));
        let path = project.and_then(|project| project.exported()).ok();
        let text = path.as_deref().map(fs::read_to_string);
        let text = text.and_then(Result::ok).unwrap_or_default();
        Self {
            path,
            sums: text.lines().map(str::to_owned).collect(),
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
    use std::{fs, io, io::Write as _};

    #[test]
    fn a_file_that_cannot_be_filled_leaves_nothing_behind() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("new/folder");
        let mut batch = Batch::default();
        batch.folder(&folder).unwrap();
        let whole = |file: &mut fs::File| file.write_all(b"whole");
        batch.aside(&folder.join("one"), whole).unwrap();
        let full = |file: &mut fs::File| {
            file.write_all(b"ha")?;
            Err(io::ErrorKind::StorageFull.into())
        };
        let error = batch.aside(&folder.join("two"), full).unwrap_err();
        let told = format!("cannot write {}", folder.join("two").display());
        assert_eq!(error.to_string(), told);
        drop(batch);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn files_take_their_names_when_all_are_complete() {
        let place = tempfile::tempdir().unwrap();
        let mut batch = Batch::default();
        batch.folder(place.path()).unwrap();
        for name in ["one", "two"] {
            let path = place.path().join(name);
            batch.aside(&path, |file| file.write_all(b"whole")).unwrap();
            assert!(!path.exists());
        }
        batch.settle().unwrap();
        let mut names: Vec<_> = fs::read_dir(place.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["one", "two"]);
    }
}
