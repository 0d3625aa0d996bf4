//! A request from the page, answered.

use std::fmt::{self, Display};

use figures::{
    Control, Gesture, Kind, Nearest, Picture, Region, Theme, Track, draw_nearest, settings,
};

/// Draws a figure as a request says.
///
/// The request is in lines: the figure's name, the theme (`light` or `dark`), and a setting `name=value` on each
/// further line, in the order in which they are set. `picture` is a person's own, for figures with an image.
///
/// The reply is in lines too, of fields with tabs between, the first field saying what the line is:
///
/// | line | fields |
/// |---|---|
/// | `title`, `caption`, `description`, `note`, `error` | a sentence |
/// | `readout`, `setting` | name, value |
/// | `control` | name, label, value, kind, then options, or bounds and whether it plays |
/// | `region` | x, y, width, height, label, gesture, then what the gesture changes |
/// | `svg` | none; the picture follows |
///
/// A reply with an `error` has no picture.
#[must_use]
pub fn answer(request: &str, picture: Option<&Picture>) -> String {
    let mut reply = Reply::default();
    match draw(request, picture) {
        Ok(drawn) => reply.figure(&drawn),
        Err(error) => reply.line("error", &[&error]),
    }
    reply.0
}

fn draw(request: &str, picture: Option<&Picture>) -> Result<Nearest, String> {
    let mut lines = request.lines();
    let name = lines.next().unwrap_or_default();
    let theme = match lines.next() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => return Err("the theme is neither light nor dark".to_owned()),
    };
    let wanted: Vec<(&str, &str)> = lines
        .map(|line| line.split_once('=').unwrap_or((line, "")))
        .collect();
    draw_nearest(name, picture, &wanted, theme).map_err(|error| error.to_string())
}

#[derive(Default)]
struct Reply(String);

impl Reply {
    fn figure(&mut self, drawn: &Nearest) {
        let (figure, drawing) = (&drawn.figure, &drawn.drawing);
        self.line("title", &[&figure.title()]);
        self.line("caption", &[&figure.caption()]);
        self.line("description", &[&drawing.description]);
        for (name, value) in &drawing.readouts {
            self.line("readout", &[name, value]);
        }
        for control in figure.controls() {
            self.control(&control);
        }
        for region in &drawing.regions {
            self.region(region);
        }
        for (name, value) in settings(figure.as_ref()) {
            self.line("setting", &[&name, &value]);
        }
        for note in &drawn.notes {
            self.line("note", &[note]);
        }
        self.line("svg", &[]);
        self.0.push_str(&drawing.svg);
    }

    fn control(&mut self, control: &Control) {
        let Control {
            name,
            label,
            kind,
            value,
        } = control;
        match kind {
            Kind::Choice { options } => {
                self.line(
                    "control",
                    &[name, label, value, &"choice", &options.join(",")],
                );
            }
            Kind::Image { options } => {
                self.line(
                    "control",
                    &[name, label, value, &"image", &options.join(",")],
                );
            }
            Kind::Range { min, max, plays } => {
                self.line("control", &[name, label, value, &"range", min, max, plays]);
            }
            _ => self.line("control", &[name, label, value, &"numbers"]),
        }
    }

    fn region(&mut self, region: &Region) {
        let Region {
            x,
            y,
            width,
            height,
            label,
            gesture,
        } = region;
        match gesture {
            Gesture::Drag { across, down } => {
                self.line(
                    "region",
                    &[
                        x,
                        y,
                        width,
                        height,
                        label,
                        &"drag",
                        &Along(across),
                        &Along(down),
                    ],
                );
            }
            Gesture::Point { across, down } => {
                self.line(
                    "region",
                    &[
                        x,
                        y,
                        width,
                        height,
                        label,
                        &"point",
                        &Along(across),
                        &Along(down),
                    ],
                );
            }
            Gesture::Draw {
                parameter,
                index,
                value,
                bottom,
                top,
            } => {
                self.line(
                    "region",
                    &[
                        x, y, width, height, label, &"draw", parameter, index, value, bottom, top,
                    ],
                );
            }
            Gesture::Type {
                parameter,
                index,
                value,
            } => {
                self.line(
                    "region",
                    &[x, y, width, height, label, &"type", parameter, index, value],
                );
            }
            _ => {}
        }
    }

    fn line(&mut self, kind: &str, fields: &[&dyn Display]) {
        self.0.push_str(kind);
        for field in fields {
            self.0.push('\t');
            let text = field.to_string();
            self.0.extend(
                text.chars()
                    .map(|sign| if sign.is_control() { ' ' } else { sign }),
            );
        }
        self.0.push('\n');
    }
}

/// A track as `parameter:unit:first`, or nothing.
struct Along<'a>(&'a Option<Track>);

impl Display for Along<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Track {
                parameter,
                unit,
                first,
            }) => write!(f, "{parameter}:{unit}:{first}"),
            None => Ok(()),
        }
    }
}
