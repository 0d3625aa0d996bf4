//! Where things are: the project's root, the folders in it, and the figures that its book may show.

use anyhow::{Context, Result};
use figures::Catalogue;
use mdbook_driver::config::Config;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

/// Names another folder than `target` for all that is built, for cargo and for the book.
const TARGET: &str = "CARGO_TARGET_DIR";

/// The folder, beside the chapters, of the files that make figures interactive.
pub(crate) const LIVE: &str = "live";

/// A folder with a `book.toml`.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder, absolute.
    pub root: PathBuf,
    /// The figures that the book may show.
    pub figures: &'static Catalogue,
    /// The package of the listings, from the root.
    listings: PathBuf,
    /// The package of the exercises, from the root, if there is one.
    exercises: Option<PathBuf>,
}

impl Project {
    /// The nearest folder with a `book.toml`, from `start` upwards. Its book may show the figures of the catalogue.
    ///
    /// # Errors
    ///
    /// When there is none, or when it does not name the folder of the listings.
    pub fn find(start: &Path, figures: &'static Catalogue) -> Result<Self> {
        let start = std::path::absolute(start)?;
        let root = start
            .ancestors()
            .find(|folder| folder.join("book.toml").is_file())
            .with_context(|| format!("no book.toml in {} or a folder above it", start.display()))?;
        let path = root.join("book.toml");
        let (listings, exercises) = fs::read_to_string(&path)
            .map_err(anyhow::Error::from)
            .and_then(|text| folders(&text))
            .with_context(|| format!("cannot use {}", path.display()))?;
        Ok(Self {
            root: root.to_owned(),
            figures,
            listings,
            exercises,
        })
    }

    /// The configuration in `book.toml`, with what environment variables change of it.
    ///
    /// # Errors
    ///
    /// When mdBook cannot read it.
    pub fn config(&self) -> Result<Config> {
        let mut config = Config::from_disk(self.root.join("book.toml"))?;
        config.update_from_env()?;
        Ok(config)
    }

    /// The chapters.
    pub fn source(&self) -> PathBuf {
        self.root.join("book/src")
    }

    /// The WebAssembly module of this name, such as `figures`, beside the chapters.
    pub fn module(&self, name: &str) -> PathBuf {
        self.source().join(LIVE).join(name).with_extension("wasm")
    }

    /// The works that may be cited.
    pub fn bibliography(&self) -> PathBuf {
        self.root.join("book/bibliography.toml")
    }

    /// The listings that are run whenever something that they depend on changes.
    pub fn programs(&self) -> PathBuf {
        self.root.join(&self.listings).join("programs")
    }

    /// The listings that may run long, each with what it printed beside it. There may be none.
    pub fn experiments(&self) -> PathBuf {
        self.root.join(&self.listings).join("experiments")
    }

    /// The program of a listing.
    pub fn listing(&self, name: &str) -> PathBuf {
        let path = |folder: PathBuf| folder.join(name).with_extension("rs");
        let experiment = path(self.experiments());
        match experiment.exists() {
            true => experiment,
            false => path(self.programs()),
        }
    }

    /// The name of the package of the listings, and of the binary that runs them: that of its folder.
    pub fn listings_package(&self) -> String {
        package(&self.listings)
    }

    /// The name of the package of the exercises, and of the binary that checks them: that of its folder. None for a book without.
    pub fn exercises_package(&self) -> Option<String> {
        self.exercises.as_deref().map(package)
    }

    /// The file of an exercise that asks for a program, from the root: a skeleton, which a reader completes.
    pub fn skeleton(&self, exercise: &str) -> Option<PathBuf> {
        let file = exercise.replace('-', "_");
        let source = self.exercises.as_ref()?.join("src");
        Some(source.join(file).with_extension("rs"))
    }

    /// The folder of the solutions of these exercises.
    pub fn solutions(&self) -> Option<PathBuf> {
        let package = self.root.join(self.exercises.as_ref()?);
        Some(package.join("src/solutions"))
    }

    /// The files and folders whose change changes the book.
    pub fn watched(&self) -> Vec<PathBuf> {
        ["book.toml", "book", "crates", "Cargo.toml"]
            .map(|name| self.root.join(name))
            .to_vec()
    }

    /// Whether a file is compiled into this program, as far as its place tells.
    pub fn is_code(&self, path: &Path) -> bool {
        // What an experiment printed may be part of a figure.
        let is_listing = path.starts_with(self.programs())
            || path.starts_with(self.experiments())
                && path.extension().is_some_and(|extension| extension == "rs");
        path.starts_with(self.root.join("crates")) && !is_listing
    }

    /// The folder for all that is built: `target`, unless `CARGO_TARGET_DIR` names another one.
    pub fn target(&self) -> PathBuf {
        let named = env::var_os(TARGET).filter(|name| !name.is_empty());
        let named = named.and_then(|name| std::path::absolute(name).ok());
        named.unwrap_or_else(|| self.root.join("target"))
    }

    /// Makes sure that what is built can be written.
    ///
    /// # Errors
    ///
    /// When it cannot, with what to do about it.
    pub fn check_target(&self) -> Result<()> {
        let target = self.target();
        let trial = target.join(format!("trial-{}", process::id()));
        fs::create_dir_all(&target)
            .and_then(|()| fs::write(&trial, ""))
            .and_then(|()| fs::remove_file(&trial))
            .with_context(|| {
                format!(
                    "{} cannot be written; name another folder for all that is built, as in {TARGET}=/tmp/book cargo book build",
                    target.display()
                )
            })
    }

    /// The cargo that runs this program, in the root of the project, with the same folder for all that is built.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        if env::var_os(TARGET).is_some() {
            // A relative name is meant from the folder that this program was called in.
            command.env(TARGET, self.target());
        }
        command
    }

    /// The checksums of the exported files, by which the command knows its own.
    ///
    /// # Errors
    ///
    /// When the path of this program is not known.
    pub fn exported(&self) -> Result<PathBuf> {
        Ok(self.target_of(&env::current_exe()?).join("exported"))
    }

    /// Cargo's target folder, as seen from a binary that cargo built: `TARGET/debug/listings`.
    pub(crate) fn target_of(&self, binary: &Path) -> PathBuf {
        match binary.ancestors().nth(2) {
            Some(target) if target.is_absolute() => target.to_owned(),
            _ => self.root.join("target"),
        }
    }
}

/// The name of the package in a folder.
fn package(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The folders that a `book.toml` names as those of the listings and of the exercises.
fn folders(text: &str) -> Result<(PathBuf, Option<PathBuf>)> {
    let config = toml::Value::Table(text.parse()?);
    let folder = |name| {
        ["preprocessor", "book", name]
            .into_iter()
            .try_fold(&config, |value, key| value.get(key))
            .and_then(toml::Value::as_str)
            .map(PathBuf::from)
    };
    let listings = folder("listings").context(
        "[preprocessor.book] does not say where the listings are; write listings = \"crates/listings\"",
    )?;
    Ok((listings, folder("exercises")))
}

#[cfg(test)]
mod tests {
    use super::folders;

    #[test]
    fn the_folders_are_named_in_the_table_of_the_preprocessor() {
        let table = "[preprocessor.book]\nlistings = \"a/programs\"\n";
        let path = |text: &str| std::path::PathBuf::from(text);
        let (listings, exercises) = folders(table).unwrap();
        assert_eq!((listings, exercises), (path("a/programs"), None));
        let (_, exercises) = folders(&(table.to_owned() + "exercises = \"b\"\n")).unwrap();
        assert_eq!(exercises, Some(path("b")));
        let error = folders("[preprocessor.book]\ncommand = \"x\"\n").unwrap_err();
        assert!(error.to_string().contains("listings = "), "{error}");
    }
}
