//! Where things are: the project's root and the folders in it.

use crate::typeset::LIVE;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// A folder with a `book.toml`.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder, absolute.
    pub root: PathBuf,
}

impl Project {
    /// The nearest folder with a `book.toml`, from `start` upwards.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn find(start: &Path) -> Result<Self> {
        let start = std::path::absolute(start)?;
        let root = start
            .ancestors()
            .find(|folder| folder.join("book.toml").is_file())
            .with_context(|| format!("no book.toml in {} or a folder above it", start.display()))?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// The chapters.
    pub fn source(&self) -> PathBuf {
        self.root.join("book/src")
    }

    /// The figures as WebAssembly.
    pub fn module(&self) -> PathBuf {
        self.source().join(LIVE).join("figures.wasm")
    }

    /// The works that may be cited.
    pub fn bibliography(&self) -> PathBuf {
        self.root.join("book/bibliography.toml")
    }

    /// The listings.
    pub fn programs(&self) -> PathBuf {
        self.root.join("crates/listings/programs")
    }

    /// The files and folders whose change changes the book.
    pub fn watched(&self) -> Vec<PathBuf> {
        ["book.toml", "book", "crates", "Cargo.toml"]
            .map(|name| self.root.join(name))
            .to_vec()
    }

    /// The checksums of the exported files, by which the command knows its own.
    ///
    /// # Errors
    ///
    /// When the path of this program is not known.
    pub fn exported(&self) -> Result<PathBuf> {
        Ok(self.target_of(&std::env::current_exe()?).join("exported"))
    }

    /// Cargo's target folder, as seen from a binary that cargo built: `TARGET/debug/listings`.
    pub(crate) fn target_of(&self, binary: &Path) -> PathBuf {
        match binary.ancestors().nth(2) {
            Some(target) if target.is_absolute() => target.to_owned(),
            _ => self.root.join("target"),
        }
    }
}
