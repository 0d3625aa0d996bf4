//! A request from the page, answered.

use std::ops::RangeInclusive;

use figures::{
    Catalogue, Control, Gesture, Kind, Nearest, Part, Picture, Region, Space, Theme, Track,
    format_in_list, format_number,
};

/// The aspects of slides on which every figure fits, in hundredths.
const ASPECTS: RangeInclusive<u32> = 120..=240;

/// Draws one of the figures as a request says.
///
/// The request is in lines: the figure's name, the theme (`light` or `dark`, and where the figure is not for a page, behind a
/// space a hundred times the aspect of width to height of the slide that it is drawn on), and a setting `name=value` on each
/// further line, in the order in which they are set. `picture` is a person's own, for figures with an image.
///
/// The reply is in lines too, of fields with tabs between, the first field saying what the line is:
///
/// | line | fields |
/// |---|---|
/// | `title`, `caption`, `description`, `note`, `error` | a sentence |
/// | `size` | width and height of the picture, in units |
/// | `readout`, `setting` | name, value |
/// | `control` | name, label, value, kind, then options, or bounds and whether it plays, or how many numbers there may be |
/// | `region` | x, y, width, height, label, gesture, then what the gesture changes |
/// | `part` | x, y, width, height, name |
/// | `svg` | none; the picture follows |
///
/// A reply with an `error` has no picture.
#[must_use]
pub fn answer(figures: &Catalogue, request: &str, picture: Option<&Picture>) -> String {
    let mut reply = Reply::default();
    match draw(figures, request, picture) {
        Ok(drawn) => reply.figure(&drawn),
        Err(error) => reply.line("error", [error]),
    }
    reply.0
}

fn draw(figures: &Catalogue, request: &str, picture: Option<&Picture>) -> Result<Nearest, String> {
    let mut lines = request.lines();
    let name = lines.next().unwrap_or_default();
    let how = lines.next().unwrap_or_default();
    let (theme, aspect) = how.split_once(' ').unwrap_or((how, ""));
    let theme = match theme {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => return Err("the theme is neither light nor dark".to_owned()),
    };
    let wanted: Vec<(&str, &str)> = lines
        .map(|line| line.split_once('=').unwrap_or((line, "")))
        .collect();
    let space = space(aspect)?;
    let drawn = figures.draw_nearest(name, picture, &wanted, theme, space);
    drawn.map_err(|error| error.to_string())
}

/// A slide of an aspect, or a page without one.
fn space(aspect: &str) -> Result<Space, String> {
    if aspect.is_empty() {
        return Ok(Space::PAGE);
    }
    match aspect.parse::<u32>() {
        Ok(hundredths) if ASPECTS.contains(&hundredths) => {
            Ok(Space::slide(f64::from(hundredths) / 100.0))
        }
        _ => Err(format!(
            "a slide has an aspect from {} to {} hundredths, not {aspect}",
            ASPECTS.start(),
            ASPECTS.end()
        )),
    }
}

#[derive(Default)]
struct Reply(String);

impl Reply {
    fn figure(&mut self, drawn: &Nearest) {
        let (figure, drawing) = (&drawn.figure, &drawn.drawing);
        self.line("title", [figure.title()]);
        self.line("caption", [figure.caption()]);
        self.line("description", [&drawing.description]);
        self.line("size", [drawing.width, drawing.height].map(length));
        for (name, value) in &drawing.readouts {
            self.line("readout", [name, value]);
        }
        for control in figure.controls() {
            self.line("control", control_fields(&control));
        }
        for region in &drawing.regions {
            self.line("region", region_fields(region));
        }
        for part in &drawing.parts {
            self.line("part", part_fields(part));
        }
        for (name, value) in figure.settings() {
            self.line("setting", [name, value]);
        }
        for note in &drawn.notes {
            self.line("note", [note]);
        }
        self.0.push_str("svg\n");
        self.0.push_str(&drawing.svg());
    }

    /// Adds a line; control characters become spaces, so that a field neither ends nor goes over several lines.
    fn line(&mut self, kind: &str, fields: impl IntoIterator<Item = impl AsRef<str>>) {
        let plain = |character: char| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        };
        self.0.push_str(kind);
        for field in fields {
            self.0.push('\t');
            self.0.extend(field.as_ref().chars().map(plain));
        }
        self.0.push('\n');
    }
}

fn control_fields(control: &Control) -> Vec<String> {
    let mut fields = [&control.name, &control.label, &control.value]
        .map(String::clone)
        .to_vec();
    match &control.kind {
        Kind::Choice { options } => fields.extend(["choice".to_owned(), options.join(",")]),
        Kind::Image { options } => fields.extend(["image".to_owned(), options.join(",")]),
        Kind::Range { min, max, plays } => {
            fields.extend([
                "range".to_owned(),
                min.to_string(),
                max.to_string(),
                plays.to_string(),
            ]);
        }
        Kind::Numbers { counts } => {
            let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
            fields.extend(["numbers".to_owned(), counts.join(",")]);
        }
        _ => {}
    }
    fields
}

fn region_fields(region: &Region) -> Vec<String> {
    let place = [region.x, region.y, region.width, region.height];
    let mut fields = place.map(length).to_vec();
    fields.push(region.label.clone());
    fields.extend(match &region.gesture {
        Gesture::Drag { across, down } => ["drag".to_owned(), track(across), track(down)].to_vec(),
        Gesture::Point { across, down } => {
            ["point".to_owned(), track(across), track(down)].to_vec()
        }
        Gesture::Draw {
            parameter,
            index,
            value,
            bottom,
            top,
        } => {
            let numbers = [value, bottom, top].map(|number| format_in_list(*number));
            let mut fields = ["draw".to_owned(), parameter.clone(), index.to_string()].to_vec();
            fields.extend(numbers);
            fields
        }
        Gesture::Toggle {
            parameter,
            index,
            value,
        }
        | Gesture::Type {
            parameter,
            index,
            value,
        } => {
            let kind = match region.gesture {
                Gesture::Toggle { .. } => "toggle",
                _ => "type",
            };
            let value = format_in_list(*value);
            [kind.to_owned(), parameter.clone(), index.to_string(), value].to_vec()
        }
        _ => Vec::new(),
    });
    fields
}

fn part_fields(part: &Part) -> Vec<String> {
    let mut fields = [part.x, part.y, part.width, part.height]
        .map(length)
        .to_vec();
    fields.push(part.name.to_owned());
    fields
}

/// A track as `parameter:unit:first`, or nothing.
fn track(track: &Option<Track>) -> String {
    track.as_ref().map_or_else(String::new, |track| {
        let unit = format_number(track.unit, 4);
        format!("{}:{unit}:{}", track.parameter, track.first)
    })
}

/// A length in units, as fine as a drawing is.
fn length(units: f64) -> String {
    format_number(units, 1)
}
