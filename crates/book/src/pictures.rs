//! Pictures in pages, which mdBook does not need to see: it would read each of them four times, and search its whole address
//! for a link. They are put in after it. The pages are the same.

use anyhow::Result;
use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, BookItem},
};
use std::sync::{Arc, PoisonError, RwLock};

/// How a picture begins whose address holds it.
const HELD: &str = "src=\"data:";

/// What stands before the number of one that was taken out. To mdBook it is an address with a scheme, which it leaves as it is.
const TAKEN: &str = "taken-picture:";

/// A preprocessor after all others, which takes the pictures out, and the pictures that it took.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pictures(Arc<RwLock<Vec<String>>>);

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
        let mut taken = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(HELD) {
            let (before, after) = rest.split_at(start + "src=\"".len());
            let (address, end) = after.split_at(after.find('"').unwrap_or(after.len()));
            out += before;
            // mdBook may write these in another way.
            if ["'", "\\", "&", "<", ">"]
                .iter()
                .any(|c| address.contains(c))
            {
                out += address;
            } else {
                out += &format!("{TAKEN}{};", taken.len());
                taken.push(address.to_owned());
            }
            rest = end;
        }
        out + rest
    }

    /// A text with the addresses that were taken out in place of their numbers.
    pub(crate) fn put_back(&self, text: &str) -> String {
        let taken = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(TAKEN) {
            out += before;
            let found = after
                .split_once(';')
                .and_then(|(number, end)| Some((taken.get(number.parse::<usize>().ok()?)?, end)));
            match found {
                Some((address, end)) => {
                    out += address;
                    rest = end;
                }
                None => {
                    out += TAKEN;
                    rest = after;
                }
            }
        }
        out + rest
    }
}

#[cfg(test)]
mod tests {
    use super::Pictures;

    #[test]
    fn pictures_that_were_taken_out_are_put_back() {
        let pictures = Pictures::default();
        for (text, without) in [
            ("a <img src=\"b.svg\"> c", "a <img src=\"b.svg\"> c"),
            (
                "<img src=\"data:x,%3C\"><img src=\"data:y;z\" alt=\"\"> d",
                "<img src=\"taken-picture:0;\"><img src=\"taken-picture:1;\" alt=\"\"> d",
            ),
            ("<img src=\"data:it's\">", "<img src=\"data:it's\">"),
            ("<img src=\"data:a&amp;b\">", "<img src=\"data:a&amp;b\">"),
            ("<img src=\"data:x\">", "<img src=\"taken-picture:2;\">"),
            ("src=\"data:", "src=\"taken-picture:3;"),
        ] {
            let taken = pictures.taken_out(text);
            assert_eq!(taken, without);
            assert_eq!(pictures.put_back(&taken), text);
            // What is code has its quotation marks as references.
            let [text, taken] = [text, &taken].map(|text| text.replace('"', "&quot;"));
            assert_eq!(pictures.put_back(&taken), text);
        }
        for other in ["taken-picture:9;", "taken-picture:", "taken-picture:x; a"] {
            assert_eq!(pictures.put_back(other), other);
        }
    }
}
