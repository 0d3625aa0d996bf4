//! What a built book has for those who find it from elsewhere: in each page its own description and a card for those who share its
//! address, and a map of the site.
//!
//! mdBook gives all pages one description and asks no preprocessor about their heads, so these are written after it.

use crate::{
    chapter::{Chapter, FigureUse, figures_in},
    html, plain,
};
use anyhow::{Context, Result};
use figures::Catalogue;
use mdbook_driver::config::Config;
use std::{fs, path::Path, slice};

/// The most characters of a description. Search engines show no more.
pub const DESCRIPTION: usize = 160;

/// The width and the height of a card in pixels.
pub const CARD: (u32, u32) = (1200, 630);

/// The folder of the cards, from the root of the site.
pub const CARDS: &str = "cards";

/// The picture of a page for those who share its address: its first figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The file, from the root of the site.
    pub file: String,
    /// Where the page shows the figure.
    pub shown: FigureUse,
}

impl Card {
    /// The card of a page, if the page shows a figure.
    fn of(chapter: &Chapter) -> Option<Self> {
        let shown = figures_in(slice::from_ref(chapter)).into_iter().next()?;
        let page = chapter.page();
        let name = page.strip_suffix(".html").unwrap_or(&page);
        Some(Self {
            file: format!("{CARDS}/{name}.png"),
            shown,
        })
    }
}

/// The cards of all pages that show a figure, in the order of the book.
pub fn cards(chapters: &[Chapter]) -> Vec<Card> {
    chapters.iter().filter_map(Card::of).collect()
}

/// Where the book will be read, with a slash at its end, if the configuration says so with host and all; a path alone is none.
#[must_use]
pub fn address(config: &Config) -> Option<String> {
    let address = config.html_config()?.site_url?;
    let host = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| address.strip_prefix(scheme))?;
    let is_whole = !host.is_empty() && !host.starts_with('/');
    is_whole.then(|| format!("{}/", address.trim_end_matches('/')))
}

/// Whether a site with this address is all of its host: only there does anybody ask for `robots.txt`.
fn is_root(address: &str) -> bool {
    address.matches('/').count() == 3
}

/// What the pages of a book say of it.
pub(crate) struct Site<'a> {
    title: &'a str,
    address: Option<String>,
    figures: &'a Catalogue,
    fallback: Option<Card>,
}

impl<'a> Site<'a> {
    /// The site of a book with these chapters and this configuration.
    pub(crate) fn of(chapters: &[Chapter], config: &'a Config, figures: &'a Catalogue) -> Self {
        Self {
            title: config.book.title.as_deref().unwrap_or_default(),
            address: address(config),
            figures,
            // A page without a figure shares that of the first page which has one.
            fallback: chapters.iter().find_map(Card::of),
        }
    }

    /// Where the site has an `address`, writes its map.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn write_map(&self, folder: &Path, chapters: &[Chapter]) -> Result<()> {
        let Some(address) = &self.address else {
            return Ok(());
        };
        let map = folder.join("sitemap.xml");
        fs::write(&map, sitemap(address, chapters))
            .with_context(|| format!("cannot write {}", map.display()))?;
        // One that stands beside the chapters has been copied.
        let robots = folder.join("robots.txt");
        if is_root(address) && !robots.exists() {
            fs::write(&robots, format!("Sitemap: {address}sitemap.xml\n"))
                .with_context(|| format!("cannot write {}", robots.display()))?;
        }
        Ok(())
    }

    /// What the head of each page says: its own description, and what else those read who share it.
    ///
    /// # Errors
    ///
    /// When a figure cannot be drawn.
    pub(crate) fn heads(&self, chapters: &[Chapter]) -> Result<Vec<String>> {
        chapters.iter().map(|chapter| self.head(chapter)).collect()
    }

    /// The page with this in its head, in place of the description that all pages have.
    ///
    /// # Errors
    ///
    /// When it is not a page as mdBook writes it.
    pub(crate) fn with_head(&self, page: &str, chapter: &Chapter, head: &str) -> Result<String> {
        const OPEN: &str = "<meta name=\"description\" content=\"";
        let found = page.split_once(OPEN).and_then(|(before, after)| {
            let (_, after) = after.split_once("\">")?;
            Some((before, after))
        });
        let (before, after) = found.context("its head has no description to replace")?;
        let mut before = before.to_owned();
        if is_first(chapter)
            && let Some((start, rest)) = before.split_once("<title>")
            && let Some((_, end)) = rest.split_once("</title>")
        {
            // The first page is called as the book is.
            before = format!("{start}<title>{}</title>{end}", html::escape(self.title));
        }
        Ok(format!("{before}{head}{after}"))
    }

    fn head(&self, chapter: &Chapter) -> Result<String> {
        let description = plain::opening(&chapter.text, DESCRIPTION);
        let (title, kind) = match is_first(chapter) {
            true => (self.title, "website"),
            false => (chapter.title.as_str(), "article"),
        };
        let mut lines = vec![
            meta("name", "description", &description),
            meta("property", "og:title", title),
            meta("property", "og:description", &description),
            meta("property", "og:type", kind),
            meta("property", "og:site_name", self.title),
        ];
        if let Some(site) = &self.address {
            let address = page_address(site, chapter);
            let href = html::escape(&address);
            lines.push(format!("<link rel=\"canonical\" href=\"{href}\">"));
            lines.push(meta("property", "og:url", &address));
            if let Some(card) = Card::of(chapter).or_else(|| self.fallback.clone()) {
                let figure = card.shown.at_settings(self.figures)?;
                let drawn = figure.draw(figures::Theme::Light, figures::Space::PAGE)?;
                lines.extend([
                    meta("property", "og:image", &format!("{site}{}", card.file)),
                    meta("property", "og:image:width", &CARD.0.to_string()),
                    meta("property", "og:image:height", &CARD.1.to_string()),
                    meta("property", "og:image:alt", &drawn.description),
                    // Title, description and picture are those above.
                    meta("name", "twitter:card", "summary_large_image"),
                ]);
            }
        }
        Ok(lines.join("\n        "))
    }
}

/// Whether a chapter is the page at the address of the site itself.
fn is_first(chapter: &Chapter) -> bool {
    chapter.page() == "index.html"
}

/// The address of a page; that of the first is the site's own.
fn page_address(site: &str, chapter: &Chapter) -> String {
    let page = chapter.page();
    let page = page.strip_suffix("index.html").unwrap_or(&page);
    format!("{site}{page}")
}

fn meta(kind: &str, name: &str, content: &str) -> String {
    format!(
        "<meta {kind}=\"{name}\" content=\"{}\">",
        html::escape(content)
    )
}

/// The addresses of all pages.
///
/// # Source
///
/// The Sitemaps protocol, version 0.9, sitemaps.org.
fn sitemap(site: &str, chapters: &[Chapter]) -> String {
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for chapter in chapters {
        let address = html::escape(&page_address(site, chapter));
        map += &format!("<url><loc>{address}</loc></url>\n");
    }
    map + "</urlset>\n"
}

#[cfg(test)]
mod tests {
    use super::address;
    use mdbook_driver::config::Config;

    #[test]
    fn a_site_has_an_address_only_with_its_host() {
        let address = |site: &str| {
            let config = format!("[output.html]\nsite-url = \"{site}\"\n");
            address(&config.parse::<Config>().unwrap())
        };
        assert_eq!(
            address("https://a.example"),
            Some("https://a.example/".into())
        );
        assert_eq!(
            address("http://a.example/b/"),
            Some("http://a.example/b/".into())
        );
        for path in ["/", "/b/", "https://", "https:///b", "a.example/b"] {
            assert_eq!(address(path), None, "{path}");
        }
        assert_eq!(super::address(&Config::default()), None);
        assert!(super::is_root("https://a.example/") && !super::is_root("https://a.example/b/"));
    }
}
