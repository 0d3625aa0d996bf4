//! `cargo book epub`.

use crate::export::{
    files::{self, File},
    options::Destination,
};
use anyhow::Result;
use book::Project;
use clap::Args;

#[derive(Args)]
pub(crate) struct Epub {
    #[command(flatten)]
    destination: Destination,
}

impl Epub {
    /// Writes the file; returns its path in a line.
    pub(crate) fn write(&self, project: &Project) -> Result<String> {
        let (name, bytes) = handouts::epub(project)?;
        let file = File {
            name,
            bytes,
            variant: "epub".into(),
        };
        files::write(&[file], &self.destination, project)
    }
}
