//! The door to mdBook: reads its book, typesets the chapters, gives it back.

use crate::{
    citations::Bibliography,
    diagnostics::Mistakes,
    listings::Listings,
    project::Project,
    typeset::{Chapter, LIVE, Mode, Typeset, World, listings_in, typeset},
};
use anyhow::Result;
use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, BookItem},
};
use std::{
    fs,
    hash::{DefaultHasher, Hasher as _},
    path::Path,
};

/// The preprocessor, in the same process or behind `cargo book preprocess`.
#[derive(Debug, Clone, Copy)]
pub struct BookPreprocessor;

impl Preprocessor for BookPreprocessor {
    /// The name is that of the table in `book.toml`, so that this one takes the place of the command there.
    fn name(&self) -> &str {
        "book"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mode = if context.renderer == "test" {
            Mode::Test
        } else {
            Mode::Read
        };
        let project = Project::find(&context.root)?;
        let typeset = run(&project, &chapters(&book), mode)?;
        let mut texts = typeset.texts.into_iter();
        // The order is that of `chapters`: the same walk over the same book.
        replace(&mut book.items, &mut texts);
        Ok(book)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(matches!(renderer, "html" | "test"))
    }
}

/// Runs what the chapters show, and typesets them.
///
/// # Errors
///
/// [`Mistakes`] for those of an author; any other error when the machine fails.
pub fn run(project: &Project, chapters: &[Chapter], mode: Mode) -> Result<Typeset> {
    Ok(typeset(chapters, &world(project, chapters)?, mode)?)
}

/// Runs what the chapters show, and reads what else they are compared with.
///
/// # Errors
///
/// As [`run`].
pub fn world(project: &Project, chapters: &[Chapter]) -> Result<World> {
    let bibliography = Bibliography::read(&project.bibliography());
    let (bibliography, broken) = match bibliography {
        Ok(bibliography) => (bibliography, None),
        Err(mistake) => (Bibliography::default(), Some(mistake)),
    };
    if let Some(mistake) = broken {
        return Err(Mistakes(vec![mistake]).into());
    }
    Ok(World {
        listings: Listings::run(project, &listings_in(chapters))?,
        bibliography,
        live: version(&project.source().join(LIVE))?,
        source: project.source(),
    })
}

/// A short name for the present content of the files in a folder; none without the folder.
fn version(folder: &Path) -> Result<Option<String>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(None);
    };
    let mut paths: Vec<_> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        hasher.write(&fs::read(path)?);
    }
    Ok(Some(format!("{:08x}", hasher.finish() >> 32)))
}

/// The chapters of mdBook's book that have a file, in the order of reading.
pub fn chapters(book: &Book) -> Vec<Chapter> {
    book.chapters()
        .map(|chapter| Chapter {
            file: chapter
                .source_path
                .as_ref()
                .or(chapter.path.as_ref())
                .map_or_else(String::new, |path| {
                    path.to_string_lossy().replace('\\', "/")
                }),
            title: chapter.name.clone(),
            number: chapter
                .number
                .as_ref()
                .map(|number| number.to_string().trim_end_matches('.').to_owned()),
            text: chapter.content.clone(),
        })
        .collect()
}

fn replace(items: &mut [BookItem], texts: &mut impl Iterator<Item = String>) {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            if !chapter.is_draft_chapter()
                && let Some(text) = texts.next()
            {
                chapter.content = text;
            }
            replace(&mut chapter.sub_items, texts);
        }
    }
}
