//! Which module for the page has which listings.

use crate::{chapter::Chapter, directive::Directive, document::Document, parse::parse};
use std::collections::BTreeMap;

/// The module of the experiments, which are fast where the others are small.
const EXPERIMENTS: &str = "experiments";

/// The most listings of a module, unless one chapter has more: no page is to wait for the programs of the whole book.
const MOST: usize = 40;

/// The listings of each module, both in the order of their names, where `experiments` are the names of those that may run long.
///
/// The chapters of a folder share a module, in their order, until it has as many listings as one may have.
#[must_use]
pub fn modules(chapters: &[Chapter], experiments: &[String]) -> BTreeMap<String, Vec<String>> {
    let documents = chapters
        .iter()
        .map(|chapter| parse(&chapter.file, &chapter.text));
    let documents: Vec<Document> = documents.collect();
    let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, module) in modules_of(chapters, &documents, experiments) {
        modules.entry(module).or_default().push(name);
    }
    modules
}

/// The module of each listing that the chapters, which were parsed to `documents`, show.
pub(crate) fn modules_of(
    chapters: &[Chapter],
    documents: &[Document],
    experiments: &[String],
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    // Of each folder how many modules are full, and how many listings the next one has.
    let mut folders: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (chapter, document) in chapters.iter().zip(documents) {
        let folder = chapter
            .file
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let shown = document
            .directives
            .iter()
            .filter_map(|line| match &line.directive {
                Directive::Listing { name, .. } => Some(name),
                _ => None,
            });
        let (long, quick): (Vec<&String>, Vec<&String>) =
            shown.partition(|name| experiments.contains(name));
        let (full, count) = folders.entry(folder).or_default();
        if *count > 0 && *count + quick.len() > MOST {
            (*full, *count) = (*full + 1, 0);
        }
        *count += quick.len();
        let module = module_name(folder, *full);
        found.extend(quick.into_iter().map(|name| (name.clone(), module.clone())));
        found.extend(
            long.into_iter()
                .map(|name| (name.clone(), EXPERIMENTS.to_owned())),
        );
    }
    found
}

/// The name of a module of a folder: `programs` and `programs-2`, `deep-programs` for the folder `deep`.
fn module_name(folder: &str, before: usize) -> String {
    let mut name = "programs".to_owned();
    if !folder.is_empty() {
        name = format!("{}-{name}", folder.replace('/', "-"));
    }
    if before > 0 {
        name = format!("{name}-{}", before + 1);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(file: &str, listings: &[String]) -> Chapter {
        let lines = listings
            .iter()
            .map(|name| format!("{{{{#listing {name}}}}}\n\n"));
        Chapter {
            file: file.into(),
            title: String::new(),
            number: None,
            text: lines.collect(),
        }
    }

    #[test]
    fn chapters_of_a_folder_share_modules_and_experiments_have_their_own() {
        let many = |letter: char, count: usize| -> Vec<String> {
            (0..count).map(|k| format!("{letter}{k}")).collect()
        };
        let chapters = [
            chapter("a.md", &["x".to_owned(), "trained".to_owned()]),
            chapter("deep/down/b.md", &many('b', MOST - 1)),
            chapter("deep/down/c.md", &many('c', 2)),
            chapter("d.md", &["w".to_owned()]),
            chapter("deep/down/e.md", &many('e', 1)),
            chapter("f.md", &many('f', MOST + 1)),
        ];
        let found: Vec<String> = modules(&chapters, &["trained".to_owned()])
            .into_iter()
            .map(|(module, names)| format!("{module}: {} from {}", names.len(), names[0]))
            .collect();
        assert_eq!(
            found,
            [
                format!("deep-down-programs: {} from b0", MOST - 1),
                "deep-down-programs-2: 3 from c0".to_owned(),
                "experiments: 1 from trained".to_owned(),
                "programs: 2 from w".to_owned(),
                format!("programs-2: {} from f0", MOST + 1),
            ]
        );
    }
}
