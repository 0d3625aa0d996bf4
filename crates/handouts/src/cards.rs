//! Pictures of pages for those who share their addresses.

use anyhow::{Context, Result};
use book::{
    Project, in_parallel,
    site::{self, CARD, Card},
};
use figures::Theme;
use raster::{Format, Layout};
use std::{fs, path::Path};

/// Writes the [cards](site::cards) of a project's pages, as PNG, into the folder of its built book.
///
/// # Errors
///
/// When mdBook cannot read the book, when a figure cannot be drawn, or when a file cannot be written.
pub fn write_cards(project: &Project, folder: &Path) -> Result<()> {
    let chapters = book::chapters(&book::load(project)?.book);
    let layout = Layout {
        width: Some(f64::from(CARD.0)),
        height: Some(f64::from(CARD.1)),
        ..Layout::default()
    };
    let write = |card: &Card| -> Result<()> {
        let figure = card.shown.at_settings(project.figures)?;
        let page = layout.page(figure.as_ref(), Theme::Light)?;
        let path = folder.join(&card.file);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, Format::Png.encode(&page, 1.0)?)
            .with_context(|| format!("cannot write {}", path.display()))
    };
    in_parallel(&site::cards(&chapters), write)
        .into_iter()
        .collect()
}
