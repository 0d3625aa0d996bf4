//! The chapters of a book, and what they show.

use crate::{directive::Directive, figure::figure_at, parallel::in_parallel, parse::parse};
use anyhow::Result;
use figures::{Catalogue, Figure};
use std::collections::BTreeSet;

/// A chapter as its author wrote it.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Its file, relative to `book/src`.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its number, such as `3`, when it has one.
    pub number: Option<String>,
    /// Its Markdown.
    pub text: String,
}

impl Chapter {
    /// Its name, as a person types it: that of its file.
    #[must_use]
    pub fn name(&self) -> &str {
        self.file.strip_suffix(".md").unwrap_or(&self.file)
    }

    /// The address of an anchor on its page, from the book's root.
    #[must_use]
    pub fn address(&self, anchor: &str) -> String {
        format!("{}#{anchor}", page(&self.file))
    }

    /// The number of an exercise, by its place among those of the chapter, from 0.
    pub(crate) fn exercise_number(&self, place: usize) -> String {
        match &self.number {
            Some(number) => format!("{number}.{}", place + 1),
            None => format!("{}", place + 1),
        }
    }

    /// How many chapters it stands under: none for `3`, one for `6.2`.
    #[must_use]
    pub fn level(&self) -> usize {
        let number = self.number.as_deref().unwrap_or_default();
        number.matches('.').count()
    }

    /// Its page, from the book's root.
    #[must_use]
    pub fn page(&self) -> String {
        page(&self.file)
    }

    /// Its title, after its number if it has one: `3. Pooling`.
    #[must_use]
    pub fn numbered_title(&self) -> String {
        match &self.number {
            Some(number) => format!("{number}. {}", self.title),
            None => self.title.clone(),
        }
    }

    /// What leads from its page to the book's root.
    #[must_use]
    pub fn up(&self) -> String {
        "../".repeat(self.file.matches('/').count())
    }
}

/// The page of a chapter's file, from the book's root.
pub(crate) fn page(file: &str) -> String {
    let name = file.strip_suffix(".md").unwrap_or(file);
    // mdBook makes an index.html of a README.md.
    match name.rsplit_once('/') {
        Some((folder, "README")) => format!("{folder}/index.html"),
        None if name == "README" => "index.html".into(),
        _ => format!("{name}.html"),
    }
}

/// A place in the book where a figure stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureUse {
    /// The figure.
    pub figure: String,
    /// The chapter's title.
    pub chapter: String,
    /// The chapter's file, relative to `book/src`.
    pub file: String,
    /// The line in it.
    pub line: usize,
    /// What the chapter sets, each as `parameter=value`.
    pub settings: Vec<String>,
}

impl FigureUse {
    /// The figure, set as the chapter sets it.
    ///
    /// # Errors
    ///
    /// For an unknown figure and for a setting that it refuses, which a build reports with the line.
    pub fn at_settings(&self, figures: &Catalogue) -> Result<Box<dyn Figure>> {
        let settings = self.settings.iter().map(String::as_str);
        Ok(figure_at(figures, &self.figure, settings)?)
    }
}

/// The names of the listings that the chapters name in directives, also in those that only stand in a code block.
pub fn listings_in(chapters: &[Chapter]) -> BTreeSet<String> {
    let directives = chapters
        .iter()
        .flat_map(|chapter| chapter.text.split("{{#").skip(1));
    directives
        .filter_map(|directive| {
            let (body, _) = directive.split_once("}}")?;
            let mut words = body.split_whitespace();
            (words.next()? == "listing").then(|| words.next())?
        })
        .map(str::to_owned)
        .collect()
}

/// A place in the book where an exercise stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseUse {
    /// The exercise.
    pub name: String,
    /// Its number, such as `4.2`.
    pub number: String,
    /// The chapter's file, relative to `book/src`.
    pub file: String,
    /// The line in it.
    pub line: usize,
    /// Whether it asks for a program.
    pub is_program: bool,
}

/// The exercises of the chapters, in the order of the book.
pub fn exercises_in(chapters: &[Chapter]) -> Vec<ExerciseUse> {
    let mut uses = Vec::new();
    for chapter in chapters {
        let exercises = parse(&chapter.file, &chapter.text).exercises;
        for (k, exercise) in exercises.into_iter().enumerate() {
            uses.push(ExerciseUse {
                name: exercise.name,
                number: chapter.exercise_number(k),
                file: chapter.file.clone(),
                line: exercise.line,
                is_program: exercise.is_program,
            });
        }
    }
    uses
}

/// The figures that the chapters show, in the order of the book.
pub fn figures_in(chapters: &[Chapter]) -> Vec<FigureUse> {
    let documents = in_parallel(chapters, |chapter| parse(&chapter.file, &chapter.text));
    let mut uses = Vec::new();
    for (chapter, document) in chapters.iter().zip(documents) {
        for line in document.directives {
            if let Directive::Figure { name, settings } = line.directive {
                uses.push(FigureUse {
                    figure: name,
                    chapter: chapter.title.clone(),
                    file: chapter.file.clone(),
                    line: line.line,
                    settings,
                });
            }
        }
    }
    uses
}
