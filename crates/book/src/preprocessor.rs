//! The preprocessor for mdBook: reads its book, typesets the chapters, gives it back.

use crate::{
    chapter::Chapter,
    context::Context,
    project::Project,
    typeset::{Mode, Typeset, typeset},
};
use anyhow::Result;
use figures::Catalogue;
use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, BookItem},
};

/// The preprocessor, in the same process or behind `cargo book preprocess`.
#[derive(Debug, Clone, Copy)]
pub struct BookPreprocessor {
    /// The figures that the book may show.
    pub figures: &'static Catalogue,
}

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
        let project = Project::find(&context.root, self.figures)?;
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
/// [`Mistakes`](crate::Mistakes) for those of an author; any other error when the machine fails.
pub fn run(project: &Project, chapters: &[Chapter], mode: Mode) -> Result<Typeset> {
    Ok(typeset(chapters, &Context::read(project, chapters)?, mode)?)
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
