//! What a title page says.

use crate::{edition::Edition, html::escape};
use anyhow::Result;
use mdbook_driver::MDBook;

/// What a title page says of the book, and what a file that holds it says of itself.
#[derive(Debug, Clone)]
pub struct Imprint {
    /// The title.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// One sentence.
    pub description: String,
    /// The language, such as `en`.
    pub language: String,
    /// Under which licences it may be used, in a sentence; empty where `book.toml` does not say.
    pub licence: String,
    /// The state of the source.
    pub edition: Edition,
}

impl Imprint {
    /// What `book.toml` says of an edition.
    ///
    /// # Errors
    ///
    /// For a `licence` that is not a text.
    pub fn read(book: &MDBook, edition: Edition) -> Result<Self> {
        let config = &book.config.book;
        let licence: Option<String> = book.config.get("preprocessor.book.licence")?;
        Ok(Self {
            title: config.title.clone().unwrap_or_default(),
            authors: config.authors.clone(),
            description: config.description.clone().unwrap_or_default(),
            language: config.language.clone().unwrap_or_default(),
            licence: licence.unwrap_or_default(),
            edition,
        })
    }

    /// The title page as one element of HTML.
    #[must_use]
    pub fn html(&self) -> String {
        let lines = [
            ("title", self.title.clone()),
            ("description", self.description.clone()),
            ("authors", self.authors.join(", ")),
            ("edition", format!("Edition of {}", self.edition.in_words())),
            ("licence", self.licence.clone()),
        ];
        let lines = lines.iter().filter(|(_, text)| !text.is_empty());
        let lines: String = lines
            .map(|(name, text)| format!("<p class=\"book-{name}\">{}</p>\n", escape(text)))
            .collect();
        format!("<section class=\"book-cover\" aria-label=\"Title page\">\n{lines}</section>\n")
    }
}
