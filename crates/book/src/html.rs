//! Escapes and addresses for HTML.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

pub use figures::escape;

/// The characters that are escaped in an address in a quoted attribute.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'<')
    .add(b'>');

/// An SVG as a `data:` address. Its text stays text, which a server compresses to half of what base64 comes to.
pub fn svg_address(svg: &str) -> String {
    format!("data:image/svg+xml,{}", utf8_percent_encode(svg, ESCAPED))
}

/// `bytes` as a `data:` address, so that a page needs no other file.
pub fn data_address(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes))
}

/// Lists within lists, `ul` or `ol`, of entries in HTML, each with its level: 0 for the outermost, at most one more than the level
/// before it.
pub fn nested_lists(list: &str, entries: &[(usize, String)]) -> String {
    let mut out = String::new();
    let mut open = 0;
    for (level, entry) in entries {
        if open <= *level {
            out.push_str(&format!("<{list}>"));
            open += 1;
        } else {
            out.push_str("</li>");
            while open > level + 1 {
                out.push_str(&format!("</{list}></li>"));
                open -= 1;
            }
        }
        out.push_str(&format!("\n<li>{entry}"));
    }
    out + &format!("</li></{list}>\n").repeat(open)
}

/// The attributes in a piece of HTML that a reader sees or hears, and those that are addresses or names of places: each with the
/// offset of its value, its name and its value. What stands in a comment is none.
pub(crate) fn attributes(html: &str) -> Vec<(usize, &'static str, &str)> {
    const READ: [&str; 11] = [
        "href",
        "src",
        "id",
        "alt",
        "title",
        "aria-label",
        "aria-description",
        "aria-valuetext",
        "label",
        "placeholder",
        "summary",
    ];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|i| at + i) {
        if html[open..].starts_with("<!--") {
            at = html[open..].find("-->").map_or(html.len(), |i| open + i);
            continue;
        }
        at = open + 1;
        // A tag: names, and after a name perhaps `=` and a value, in quotes or up to the next space.
        while let Some(skip) = html[at..].find(|c: char| c.is_alphanumeric() || c == '>') {
            at += skip;
            if html[at..].starts_with('>') {
                break;
            }
            let end = |from: usize, stop: &dyn Fn(char) -> bool| {
                html[from..].find(stop).map_or(html.len(), |i| from + i)
            };
            let name_end = end(at, &|c| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
            let name = html[at..name_end].to_ascii_lowercase();
            at = name_end;
            let rest = html[at..].trim_start();
            let Some(rest) = rest.strip_prefix('=').map(str::trim_start) else {
                continue;
            };
            at = html.len() - rest.len();
            let value = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    at += 1;
                    at..end(at, &|c| c == quote)
                }
                _ => at..end(at, &|c| c.is_whitespace() || c == '>'),
            };
            at = value.end;
            if let Some(name) = READ.into_iter().find(|read| *read == name) {
                found.push((value.start, name, &html[value]));
            }
            if html[at..].starts_with(['"', '\'']) {
                at += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{attributes, nested_lists};

    #[test]
    fn contents_are_lists_within_lists() {
        let entries = [(0, "a"), (1, "b"), (1, "c"), (2, "d"), (0, "e")];
        let entries = entries.map(|(level, text)| (level, text.to_owned()));
        assert_eq!(
            nested_lists("ul", &entries),
            "<ul>\n<li>a<ul>\n<li>b</li>\n<li>c<ul>\n<li>d</li></ul></li></ul></li>\n<li>e</li></ul>\n"
        );
        assert_eq!(nested_lists("ul", &[]), "");
    }

    #[test]
    fn the_attributes_that_are_read_are_found_however_they_are_written() {
        let found = |html| {
            let found = attributes(html).into_iter();
            found.map(|(_, _, value)| value).collect::<Vec<_>>()
        };
        let html = "<p class=\"x title='1'\" TITLE = '2 \"a\"'>title=\"3\"<img alt=4 src=5><!-- <b title=6> --><b\ntitle=\"7>\">8</b>";
        assert_eq!(found(html), ["2 \"a\"", "4", "5", "7>"]);
        for broken in [
            "<",
            "<p title",
            "<p title=",
            "<p title=\"a",
            "<p é=\"ü\"",
            "<!-- a",
            "a > b",
        ] {
            found(broken);
        }
    }
}
