//! The first pass over a book: numbers what the chapters show, and draws the figures.

use super::{Book, LINE_WIDTH, Mode, VISIBLE_LINES};
use crate::{
    chapter::Chapter,
    diagnostics::{Diagnostic, suggest},
    directive::Directive,
    document::DirectiveLine,
    figure::{self, DrawError, DrawnFigure},
    listings::{Failure, shown_lines, unmarked},
    parallel::in_parallel,
    places::{FRONT, Place},
};

impl Book<'_> {
    /// Finds the place of each listing, each figure and the bibliography.
    pub(super) fn register(&mut self) {
        // A chapter without a number that shows something has a letter; before the first chapter it has a zero.
        let mut letters = 'A'..='Z';
        let is_numbered = |chapter: &Chapter| chapter.number.is_some();
        let first = self.chapters.iter().position(is_numbered);
        let mut drawn = self.draw_figures().into_iter();
        for (k, document) in std::mem::take(&mut self.documents).into_iter().enumerate() {
            let (mut listings, mut figures) = (0, 0);
            let shows = |line: &DirectiveLine| {
                matches!(
                    line.directive,
                    Directive::Listing { .. } | Directive::Figure { .. }
                )
            };
            let chapter = match &self.chapters[k].number {
                Some(number) => number.clone(),
                None if first.is_some_and(|first| k < first) => FRONT.into(),
                None if document.directives.iter().any(shows) => {
                    letters.next().unwrap_or('Z').to_string()
                }
                None => String::new(),
            };
            let place = |count: usize| Place {
                chapter: k,
                number: format!("{chapter}.{count}"),
            };
            for line in &document.directives {
                let result = match &line.directive {
                    Directive::Listing { name, .. } => {
                        listings += 1;
                        self.register_listing(name, place(listings), line.line)
                    }
                    Directive::Figure { name, .. } => {
                        figures += 1;
                        let drawn = drawn.next().expect("each figure is drawn");
                        self.register_figure(name, drawn, place(figures), line.line)
                    }
                    Directive::Bibliography => {
                        self.bibliography_page = Some(k);
                        Ok(())
                    }
                    _ => Ok(()),
                };
                self.mistakes.extend(result.err());
            }
            self.documents.push(document);
        }
    }

    /// The figures that the chapters show, in the order of the book.
    fn draw_figures(&self) -> Vec<Result<DrawnFigure, DrawError>> {
        let lines = self.documents.iter().flat_map(|one| &one.directives);
        let shown: Vec<(&str, &[String])> = lines
            .filter_map(|line| match &line.directive {
                Directive::Figure { name, settings } => Some((name.as_str(), settings.as_slice())),
                _ => None,
            })
            .collect();
        in_parallel(&shown, |(name, settings)| {
            DrawnFigure::draw(self.context.figures, name, settings)
        })
    }

    fn register_listing(
        &mut self,
        name: &str,
        place: Place,
        line: usize,
    ) -> Result<(), Diagnostic> {
        let file = &self.chapters[place.chapter].file;
        let mistake = |message| Diagnostic::new(file, line, message);
        if let Some(first) = self.places.listings.get(name) {
            return Err(
                mistake(format!("listing '{name}' is shown twice")).hint(format!(
                    "it is Listing {} already; refer to it with [Listing](ref:{name})",
                    first.number
                )),
            );
        }
        let listings = &self.context.listings;
        let Some(listing) = listings.programs.get(name) else {
            let hint = suggest(name, listings.names.iter().map(String::as_str));
            return Err(mistake(format!("unknown listing '{name}'")).hint(hint));
        };
        self.places.listings.insert(name.to_owned(), place);
        let lines = shown_lines(&listing.source);
        let visible = lines.iter().filter(|(shown, _)| *shown).count();
        if visible > VISIBLE_LINES {
            let message =
                format!("listing '{name}' shows {visible} lines; {VISIBLE_LINES} is the most");
            self.mistakes.push(mistake(message).hint(
                "move the '// ANCHOR: shown' and '// ANCHOR_END: shown' marks closer to what matters",
            ));
        }
        for wrong in literals::literals(&listing.source)
            .err()
            .unwrap_or_default()
        {
            let (line, message) = (wrong.line, wrong.message);
            self.mistakes.push(mistake(format!(
                "listing '{name}': its line {line} has {message}"
            )));
        }
        // The mark of a number is not part of the line on the page.
        for (k, line) in unmarked(&listing.source).lines().enumerate() {
            let width = line.chars().count();
            if width > LINE_WIDTH {
                let line = k + 1;
                self.mistakes.push(
                    mistake(format!(
                        "listing '{name}': its line {line} has {width} characters; {LINE_WIDTH} is the most"
                    ))
                    .hint("break the line, or say it in fewer words"),
                );
            }
        }
        let message = match &listing.outcome {
            Ok(_) => return Ok(()),
            // The listing that does not compile is reported.
            Err(Failure::Unbuilt) => return Ok(()),
            // rustdoc reports it as a test that fails.
            Err(Failure::Run(_)) if self.mode == Mode::Test => return Ok(()),
            Err(Failure::Compile(text)) => format!("listing '{name}' does not compile\n{text}"),
            Err(Failure::Refused(text)) => format!("listing '{name}' is refused\n{text}"),
            Err(Failure::Run(text)) => format!("listing '{name}' failed\n{text}"),
            Err(Failure::Stopped(text)) => format!("listing '{name}' was stopped: {text}"),
            Err(Failure::Print(text)) => format!("listing '{name}': {text}"),
        };
        let package = &listings.package;
        Err(mistake(message).hint(format!("run it alone: cargo run -p {package} -- {name}")))
    }

    fn register_figure(
        &mut self,
        name: &str,
        drawn: Result<DrawnFigure, DrawError>,
        place: Place,
        line: usize,
    ) -> Result<(), Diagnostic> {
        let chapter = &self.chapters[place.chapter];
        let mistake = |message| Diagnostic::new(&chapter.file, line, message);
        let key = (name.to_owned(), place.chapter);
        if self.places.figures.contains_key(&key) {
            let message = format!("figure '{name}' is shown twice in this chapter");
            return Err(mistake(message).hint("a claim could not tell which one it means"));
        }
        let catalogue = self.context.figures;
        match drawn {
            Ok(figure) => {
                let unknown = figure.unknown_in_caption();
                let mistakes = unknown.into_iter().map(|number| {
                    mistake(format!("figure '{name}': the caption says '{number}'"))
                        .hint("a number in a caption is one of the figure's settings or readouts")
                });
                let mistakes: Vec<Diagnostic> = mistakes.collect();
                self.mistakes.extend(mistakes);
                self.places.figures.insert(key, (place, Some(figure)));
                Ok(())
            }
            Err(DrawError::Unknown(_)) => {
                let hint = suggest(name, catalogue.names());
                Err(mistake(format!("unknown figure '{name}'")).hint(hint))
            }
            Err(error) => {
                self.places.figures.insert(key, (place, None));
                let mistake = mistake(error.to_string());
                Err(match figure::parameters(catalogue, name) {
                    Some(hint) => mistake.hint(hint),
                    None => mistake,
                })
            }
        }
    }
}
