//! Pictures in pages, which mdBook does not need to see: it would read each of them four times, and search its whole address
//! for a link. They are put in after it. The pages are the same.

use crate::parallel::in_parallel;
use anyhow::{Context, Result};
use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, BookItem},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// How a picture begins whose address holds it.
const HELD: &str = "src=\"data:";

/// How one begins that was taken out. To mdBook it is an address with a scheme, which it leaves as it is.
const TAKEN: &str = "src=\"picture:";

/// A preprocessor after all others, which takes the pictures out, and the pictures that it took.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pictures(Arc<Mutex<Vec<String>>>);

impl Preprocessor for Pictures {
    fn name(&self) -> &str {
        "pictures"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item {
                chapter.content = self.taken_out(&chapter.content);
            }
        });
        Ok(book)
    }
}

impl Pictures {
    /// A text with a number in place of each address that holds a picture.
    fn taken_out(&self, text: &str) -> String {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        with_addresses(text, HELD, |address| {
            // mdBook writes these as references.
            if address.contains('\'') || address.contains('\\') {
                return None;
            }
            taken.push(address.to_owned());
            Some(format!("{TAKEN}{}", taken.len() - 1))
        })
    }

    /// Puts the pictures into all pages in a folder.
    ///
    /// # Errors
    ///
    /// When a page cannot be read or written.
    pub(crate) fn put_in(&self, folder: &Path) -> Result<()> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = in_parallel(&pages(folder)?, |path| {
            let change = || -> io::Result<()> {
                let page = fs::read_to_string(path)?;
                fs::write(path, put_back(&page, &taken))
            };
            change().with_context(|| format!("cannot change {}", path.display()))
        });
        changed.into_iter().collect()
    }
}

/// The pages in a folder, also in folders in it.
fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder);
    for entry in entries.with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(pages(&path)?);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            found.push(path);
        }
    }
    Ok(found)
}

/// A text with the addresses that were taken out in place of their numbers.
fn put_back(text: &str, taken: &[String]) -> String {
    with_addresses(text, TAKEN, |number| {
        let address = taken.get(number.parse::<usize>().ok()?)?;
        Some(format!("{HELD}{address}"))
    })
}

/// A text in which each address after `opening`, up to the quotation mark at its end, is replaced together with `opening`, where
/// there is something to replace it with.
fn with_addresses(
    text: &str,
    opening: &str,
    mut replacement: impl FnMut(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(opening) {
        let (address, end) = after.split_at(after.find('"').unwrap_or(after.len()));
        out += before;
        match replacement(address) {
            Some(replaced) => out += &replaced,
            None => out.extend([opening, address]),
        }
        rest = end;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{Pictures, put_back};

    #[test]
    fn pictures_that_were_taken_out_are_put_back() {
        let pictures = Pictures::default();
        for (text, without) in [
            ("a <img src=\"b.svg\"> c", "a <img src=\"b.svg\"> c"),
            (
                "<img src=\"data:x,%3C\"><img src=\"data:y;z\" alt=\"\"> d",
                "<img src=\"picture:0\"><img src=\"picture:1\" alt=\"\"> d",
            ),
            ("<img src=\"data:it's\">", "<img src=\"data:it's\">"),
            ("<img src=\"data:x\">", "<img src=\"picture:2\">"),
            ("src=\"data:", "src=\"picture:3"),
        ] {
            let taken = pictures.taken_out(text);
            assert_eq!(taken, without);
            assert_eq!(put_back(&taken, &pictures.0.lock().unwrap()), text);
        }
        let unknown = "src=\"picture:9\"";
        assert_eq!(put_back(unknown, &pictures.0.lock().unwrap()), unknown);
    }
}
