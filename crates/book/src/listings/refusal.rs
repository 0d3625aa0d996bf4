//! Whether what a program prints depends on its text and on the crates alone.
//!
//! The output of a listing is stored under a hash of these. A program that also read a file, the environment or a clock
//! would keep its old output when that changes, so it is refused, by its tokens: of the standard library it may name what
//! is in [`PURE`] only, and none of the macros and keywords by which something else comes in. The crates that listings use
//! must hold to the same. An address in memory is not recognised: whoever prints one sees another after each run.

use ra_ap_rustc_lexer::{DocStyle, FrontmatterAllowed, TokenKind, tokenize};

/// What a listing may name of `std`, `core` and `alloc`, with all that lies below.
///
/// A hash map is not among it, because its order is another in each run. A listing may save a picture beside its output.
const PURE: [&str; 39] = [
    "any",
    "array",
    "ascii",
    "borrow",
    "boxed",
    "cell",
    "char",
    "clone",
    "cmp",
    "collections::BTreeMap",
    "collections::BTreeSet",
    "collections::BinaryHeap",
    "collections::VecDeque",
    "collections::btree_map",
    "convert",
    "default",
    "error",
    "f32",
    "f64",
    "fmt",
    "fs::write",
    "hash::DefaultHasher",
    "hash::Hash",
    "hash::Hasher",
    "iter",
    "marker",
    "mem",
    "num",
    "ops",
    "option",
    "pin",
    "primitive",
    "process::ExitCode",
    "rc",
    "result",
    "slice",
    "str",
    "string",
    "vec",
];

/// Macros of the prelude that read a file, the environment or the processor.
const MACROS: [&str; 7] = [
    "include",
    "include_str",
    "include_bytes",
    "env",
    "option_env",
    "file",
    "is_x86_feature_detected",
];

/// Words by which other code comes in, or a name that the tokens do not show.
const WORDS: [&str; 4] = ["extern", "macro_rules", "super", "unsafe"];

/// Why a program may not be a listing: one line for each of its lines that is not allowed.
pub(super) fn refusal(source: &str) -> Option<String> {
    let tokens = Tokens::read(source);
    let mut found = tokens.inner_attributes();
    found.extend(tokens.names());
    found.sort();
    found.dedup();
    let lines: Vec<String> = found
        .into_iter()
        .map(|(line, what)| format!("line {line}: {what}"))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A line of the program, and what is wrong there.
type Found = (usize, String);

/// A program without its spaces and comments.
struct Tokens<'s> {
    /// The line and the text of each token; that of a raw identifier is without its `r#`.
    tokens: Vec<(usize, &'s str)>,
    /// The lines of comments that document what they stand in, each with the number of tokens before it.
    inner_comments: Vec<(usize, usize)>,
}

impl<'s> Tokens<'s> {
    fn read(source: &'s str) -> Self {
        let (mut tokens, mut inner_comments) = (Vec::new(), Vec::new());
        let (mut at, mut line) = (0, 1);
        for token in tokenize(source, FrontmatterAllowed::No) {
            let text = &source[at..at + token.len as usize];
            match token.kind {
                TokenKind::LineComment { doc_style }
                | TokenKind::BlockComment { doc_style, .. } => {
                    if doc_style == Some(DocStyle::Inner) {
                        inner_comments.push((line, tokens.len()));
                    }
                }
                TokenKind::Whitespace => {}
                TokenKind::RawIdent => tokens.push((line, &text["r#".len()..])),
                _ => tokens.push((line, text)),
            }
            at += text.len();
            line += text.matches('\n').count();
        }
        Self {
            tokens,
            inner_comments,
        }
    }

    /// The text of a token, empty beyond the last.
    fn text(&self, at: usize) -> &'s str {
        self.tokens.get(at).map_or("", |(_, text)| text)
    }

    fn are(&self, at: usize, texts: &[&str]) -> bool {
        (at..).zip(texts).all(|(at, text)| self.text(at) == *text)
    }

    /// `//!` and `#![…]` of the whole program, which would be those of the runner.
    fn inner_attributes(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut depth = 0;
        for at in 0..=self.tokens.len() {
            let comments = self
                .inner_comments
                .iter()
                .filter(|(_, before)| *before == at);
            if depth == 0 {
                found.extend(comments.map(|(line, _)| {
                    let what =
                        "'//!' describes a whole program, and all listings are one; write '//'";
                    (*line, what.to_owned())
                }));
                if self.are(at, &["#", "!"]) {
                    let what = "'#![…]' is for a whole program, and all listings are one; write '#[…]' before an item";
                    found.push((self.tokens[at].0, what.to_owned()));
                }
            }
            match self.text(at) {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
        }
        found
    }

    /// The names by which more than the text and the crates comes in.
    fn names(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut in_use = false;
        for (at, (line, text)) in self.tokens.iter().enumerate() {
            let is_path = self.are(at + 1, &[":", ":"]);
            let name = match *text {
                "use" => {
                    in_use = true;
                    continue;
                }
                ";" => {
                    in_use = false;
                    continue;
                }
                "std" | "core" | "alloc" if is_path => {
                    let mut paths = Vec::new();
                    self.paths(at + 3, "", &mut paths);
                    let others = paths.into_iter().filter(|(_, path)| !is_pure(path));
                    found.extend(
                        others.map(|(line, path)| (line, refused(&format!("{text}::{path}")))),
                    );
                    continue;
                }
                // Under another name it would not be seen.
                "std" | "core" | "alloc" if in_use => (*text).to_owned(),
                "crate" if is_path => "crate::".to_owned(),
                "mod" if self.text(at + 2) == ";" => format!("mod {};", self.text(at + 1)),
                name if MACROS.contains(&name) && self.text(at + 1) == "!" => format!("{name}!"),
                name if WORDS.contains(&name) => name.to_owned(),
                _ => continue,
            };
            found.push((*line, refused(&name)));
        }
        found
    }

    /// Collects the paths of a tree such as `a::{b, c::d}` with the lines on which they end; returns the token after it.
    fn paths(&self, at: usize, parent: &str, out: &mut Vec<Found>) -> usize {
        if self.text(at) != "{" {
            let path = format!("{parent}{}", self.text(at));
            if self.are(at + 1, &[":", ":"]) && self.text(at + 3) != "<" {
                return self.paths(at + 3, &format!("{path}::"), out);
            }
            out.extend(self.tokens.get(at).map(|(line, _)| (*line, path)));
            return at + 1;
        }
        let mut at = at + 1;
        while !matches!(self.text(at), "}" | "") {
            at = self.paths(at, parent, out);
            // What follows is `as` with another name, or the next path.
            while !matches!(self.text(at), "," | "}" | "") {
                at += 1;
            }
            at += usize::from(self.text(at) == ",");
        }
        at + 1
    }
}

fn is_pure(path: &str) -> bool {
    PURE.iter().any(|pure| {
        let below = path.strip_prefix(pure);
        below.is_some_and(|below| below.is_empty() || below.starts_with("::"))
    })
}

fn refused(name: &str) -> String {
    format!(
        "'{name}' is not for a listing, whose output is stored until its text or the crates change; \
         it may not depend on anything else"
    )
}

#[cfg(test)]
mod tests {
    use super::refusal;

    /// The names that are refused in a program of one line.
    fn refused(source: &str) -> Vec<String> {
        let text = refusal(source).unwrap_or_default();
        let names = text.lines().map(|line| {
            let rest = line.strip_prefix("line 1: '").expect(line);
            rest.split_once('\'').expect(line).0.to_owned()
        });
        names.collect()
    }

    #[test]
    fn what_depends_on_its_text_alone_passes() {
        for source in [
            "fn main() { let std = map.std(0.0); let file = std as f32; println!(\"{env}\", env = 1); }",
            "use std::{array, collections::{BTreeMap, BTreeSet}, fmt::{self, Write as _}}; use std::f64::consts::PI;",
            "use ndarray::{s, Array2}; fn main() { std::array::from_fn::<_, 4, _>(|k| k); core::iter::once::<u8>(1); }",
            "mod inner { //! Of this module.\n #![allow(dead_code)]\n pub(crate) fn f() {} }",
            "// std::fs\nfn main() { print!(\"std::fs::read {}\", r\"include_str!\"); }",
            "fn main() -> std::process::ExitCode { std::fs::write(\"a.svg\", \"\") }",
        ] {
            assert_eq!(refusal(source), None, "{source}");
        }
    }

    #[test]
    fn what_reads_is_refused_however_it_is_written() {
        for (source, expected) in [
            ("use std::fs;", &["std::fs"][..]),
            ("use std::{fs as f, env, fmt};", &["std::env", "std::fs"]),
            (
                "use ::std::{io::{self, Read}};",
                &["std::io::Read", "std::io::self"],
            ),
            (
                "let x = std :: time :: Instant::now();",
                &["std::time::Instant::now"],
            ),
            ("use r#std::net::TcpStream;", &["std::net::TcpStream"]),
            ("use std as other;", &["std"]),
            ("use {std as other, core};", &["core", "std"]),
            ("use std::{self as other};", &["std::self"]),
            ("use std::*;", &["std::*"]),
            ("use std::collections::*;", &["std::collections::*"]),
            (
                "use std::collections::HashMap;",
                &["std::collections::HashMap"],
            ),
            ("use core::arch::asm;", &["core::arch::asm"]),
            (
                "use std::thread::available_parallelism;",
                &["std::thread::available_parallelism"],
            ),
            (
                "let x = include_str!(\"/etc/hostname\");",
                &["include_str!"],
            ),
            (
                "let x = concat!(env ! (\"HOME\"), file!());",
                &["env!", "file!"],
            ),
            ("include!(\"knobs.rs\");", &["include!"]),
            ("#[path = \"x.rs\"] mod other;", &["mod other;"]),
            ("super::listing_knobs::run();", &["super"]),
            ("crate::listing_knobs::run();", &["crate::"]),
            ("unsafe extern \"C\" { fn open(); }", &["extern", "unsafe"]),
            (
                "macro_rules! m { ($a:ident) => { std::$a::read } }",
                &["macro_rules", "std::$"],
            ),
        ] {
            assert_eq!(refused(source), expected, "{source}");
        }
    }

    #[test]
    fn what_describes_the_whole_program_is_refused_with_its_line() {
        let text =
            refusal("//! About.\n/*! More. */\n#![allow(dead_code)]\nfn main() {}\n").unwrap();
        let lines: Vec<&str> = text.lines().map(|line| &line[..11]).collect();
        assert_eq!(lines, ["line 1: '//", "line 2: '//", "line 3: '#!"]);
    }
}
