//! The bibliography: the works that may be cited, and how they are printed.

use crate::{diagnostics::Diagnostic, html};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

/// One work.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The authors, as they are to be printed.
    pub authors: String,
    /// The year of publication.
    pub year: u16,
    /// The title.
    pub title: String,
    /// The journal, the conference or the publisher.
    #[serde(default)]
    pub venue: String,
    /// Where it can be read.
    #[serde(default)]
    pub url: String,
}

/// The works by their keys.
#[derive(Debug, Clone, Default)]
pub struct Bibliography(pub BTreeMap<String, Entry>);

impl Bibliography {
    /// Parses the text of a `bibliography.toml`.
    ///
    /// # Errors
    ///
    /// A diagnostic with the line, when the text is not TOML of the form `[key]` with `authors`, `year`, `title`, …
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        toml::from_str(text).map(Self).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let line = text[..offset.min(text.len())].matches('\n').count() + 1;
            Diagnostic::new("book/bibliography.toml", line, error.message()).hint(
                "an entry is [key] with authors, year, title, and if there is one venue and url",
            )
        })
    }

    /// Reads a file; a file that does not exist is an empty bibliography.
    ///
    /// # Errors
    ///
    /// As [`Bibliography::parse`], or when the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Diagnostic::new(
                "book/bibliography.toml",
                1,
                error.to_string(),
            )),
        }
    }
}

/// The works with these keys, sorted by the surname of the first author, then by the others and the year.
///
/// A surname is the last word of a name.
#[must_use]
pub fn sorted<'b>(
    bibliography: &'b Bibliography,
    cited: &BTreeSet<String>,
) -> Vec<(&'b str, &'b Entry)> {
    let known = bibliography
        .0
        .iter()
        .filter(|(key, _)| cited.contains(*key));
    let mut entries: Vec<_> = known.map(|(key, entry)| (key.as_str(), entry)).collect();
    entries.sort_by_key(|(key, entry)| {
        let authors = entry.authors.to_lowercase();
        (surname(&authors).to_owned(), authors, entry.year, *key)
    });
    entries
}

/// The surname of the first of the authors.
fn surname(authors: &str) -> &str {
    let first = authors.split(',').next().unwrap_or_default();
    let first = first.split(" and ").next().unwrap_or_default();
    first.split_whitespace().last().unwrap_or_default()
}

/// The works with these keys as an HTML list.
pub(crate) fn render(bibliography: &Bibliography, cited: &BTreeSet<String>) -> String {
    let mut out = String::from("<ul class=\"bibliography\">\n");
    for (key, entry) in sorted(bibliography, cited) {
        let title = html::escape(&entry.title);
        let title = if entry.url.is_empty() {
            format!("<cite>{title}</cite>")
        } else {
            format!(
                "<a href=\"{}\"><cite>{title}</cite></a>",
                html::escape(&entry.url)
            )
        };
        let venue = match entry.venue.as_str() {
            "" => String::new(),
            venue => format!(" {}.", html::escape(venue)),
        };
        out.push_str(&format!(
            "<li id=\"cite-{}\">{} ({}). {title}.{venue}</li>\n",
            html::escape(key),
            html::escape(&entry.authors),
            entry.year
        ));
    }
    out.push_str("</ul>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_are_sorted_by_the_surname_of_the_first_author() {
        let work = |authors: &str, year: u16| {
            format!("[k{year}]\nauthors = \"{authors}\"\nyear = {year}\ntitle = \"T\"\n")
        };
        let text = [
            work("Richard Zhang", 2019),
            work("Zoe A. Adams, Bert Zimmer and Carl Young", 2003),
            work("Anna Cohen and Max Adams", 2001),
            work("Alan Cohen", 2002),
            work("Alan Cohen", 2000),
        ];
        let bibliography = Bibliography::parse(&text.concat()).unwrap();
        let all = bibliography.0.keys().cloned().collect();
        let years = sorted(&bibliography, &all).into_iter();
        let years: Vec<u16> = years.map(|(_, entry)| entry.year).collect();
        assert_eq!(years, [2003, 2000, 2002, 2001, 2019]);
    }
}
