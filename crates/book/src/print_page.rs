//! The page of the whole book, `print.html`: mdBook makes it of the chapters, and this puts a title page and the contents before them.

use crate::{
    chapter::Chapter,
    html::{escape, nested_lists},
    imprint::Imprint,
};
use anyhow::{Context, Result, ensure};

/// What mdBook writes between two chapters.
const BREAK: &str = "<div style=\"break-before: page; page-break-before: always;\"></div>";

/// Where mdBook begins to write the chapters.
const START: &str = "<main>";

/// The page with a title page and with contents, whose links lead to the chapters on the page itself.
///
/// # Errors
///
/// When the page is not one of these chapters, as mdBook writes it.
pub(crate) fn with_title_page(
    page: &str,
    imprint: &Imprint,
    chapters: &[Chapter],
) -> Result<String> {
    let (before, content) = page
        .split_once(START)
        .context("the page of the whole book has no <main>")?;
    let parts: Vec<&str> = content.split(BREAK).collect();
    ensure!(
        parts.len() == chapters.len(),
        "the page of the whole book has {} chapters, and the book {}",
        parts.len(),
        chapters.len()
    );
    let entries: Vec<(usize, String)> = parts
        .iter()
        .zip(chapters)
        .map(|(part, chapter)| {
            let (_, id) = part
                .split_once("<h1 id=\"")
                .with_context(|| format!("{} has no heading", chapter.file))?;
            let (id, _) = id
                .split_once('"')
                .with_context(|| format!("{} has a heading without an end", chapter.file))?;
            let link = format!(
                "<a href=\"#{id}\">{}</a>",
                escape(&chapter.numbered_title())
            );
            anyhow::Ok((chapter.level(), link))
        })
        .collect::<Result<_>>()?;
    Ok(format!(
        "{before}{START}\n{}<nav class=\"book-contents\" aria-label=\"Contents\">\n<h2>Contents</h2>\n{}</nav>\n{content}",
        imprint.html(),
        nested_lists("ul", &entries)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::Edition;

    #[test]
    fn a_title_page_and_contents_stand_before_the_chapters() {
        let imprint = Imprint {
            title: "A & B".into(),
            authors: vec!["C".into()],
            description: String::new(),
            language: "en".into(),
            licence: String::new(),
            edition: Edition::at(0),
        };
        let chapter = |title: &str, number: Option<&str>| Chapter {
            file: "a.md".into(),
            title: title.into(),
            number: number.map(str::to_owned),
            text: String::new(),
        };
        let chapters = [chapter("One", Some("1")), chapter("Two", Some("1.1"))];
        let page = format!(
            "<body><h1 class=\"menu-title\">A</h1><main>\n<h1 id=\"one\">One</h1>{BREAK}<h1 id=\"two-1\">Two</h1></main>"
        );
        let got = with_title_page(&page, &imprint, &chapters).unwrap();
        for part in [
            "<p class=\"book-title\">A &amp; B</p>\n<p class=\"book-authors\">C</p>\n<p class=\"book-edition\">Edition of 1 January 1970</p>\n</section>",
            "<li><a href=\"#one\">1. One</a><ul>\n<li><a href=\"#two-1\">1.1. Two</a></li></ul>",
        ] {
            assert!(got.contains(part), "{got}");
        }
        assert!(got.ends_with(&page[page.find("\n<h1").unwrap()..]));
        let error = with_title_page(&page, &imprint, &chapters[..1]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the page of the whole book has 2 chapters, and the book 1"
        );
        let error =
            with_title_page(&page.replace("id=\"two-1\"", ""), &imprint, &chapters).unwrap_err();
        assert_eq!(error.to_string(), "a.md has no heading");
    }
}
