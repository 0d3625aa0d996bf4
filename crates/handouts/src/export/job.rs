//! Pages that are to be written in several formats.

use crate::export::{files::File, progress::Progress};
use anyhow::{Context, Result};
use raster::{Format, Page};

/// A page that is to be written in every format.
pub(crate) struct Job {
    /// The name of its files, without what their formats add.
    pub(crate) stem: String,
    /// As in [`File`].
    pub(crate) variant: String,
    pub(crate) page: Page,
}

/// The files of the jobs. Before the first is encoded, all are known to be possible.
pub(crate) fn encoded(jobs: &[Job], formats: &[Format], scale: f64) -> Result<Vec<File>> {
    if formats.iter().any(|format| format.has_pixels()) {
        for job in jobs {
            let size = job.page.scaled_size(scale);
            size.with_context(|| job.stem.clone())?;
        }
    }
    let progress = Progress::new(jobs.len());
    let files = progress.each(jobs, |job| {
        job.files(formats, scale).with_context(|| job.stem.clone())
    })?;
    Ok(files.concat())
}

impl Job {
    fn files(&self, formats: &[Format], scale: f64) -> Result<Vec<File>, raster::Error> {
        let file = |format: &Format| {
            Ok(File {
                name: format!("{}.{format}", self.stem),
                bytes: format.encode(&self.page, scale)?,
                variant: self.variant.clone(),
            })
        };
        formats.iter().map(file).collect()
    }
}
