//! `cargo book figures list`.

use anyhow::Result;
use book::{FigureUse, Project};
use figures::{Control, Figure, Kind};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Every figure, its title, its chapters and its parameters.
pub(crate) fn list(project: &Project, as_json: bool) -> Result<String> {
    let uses = book::figures_in(&book::chapters(&book::load(project)?.book));
    let catalogue = project.figures;
    let figures = catalogue
        .names()
        .into_iter()
        .map(|name| Ok((catalogue.figure(name)?, of(&uses, name))))
        .collect::<Result<Vec<_>>>()?;
    if as_json {
        let all: Vec<Value> = figures
            .iter()
            .map(|(figure, uses)| described(figure.as_ref(), uses))
            .collect();
        return Ok(serde_json::to_string_pretty(&all)? + "\n");
    }
    let mut text = String::new();
    for (figure, uses) in &figures {
        writeln!(text, "{}: {}", figure.name(), figure.title())?;
        for FigureUse {
            chapter,
            file,
            settings,
            ..
        } in uses
        {
            let settings: String = settings.iter().map(|pair| format!(" {pair}")).collect();
            writeln!(text, "    shown in \"{chapter}\" ({file}){settings}")?;
        }
        for control in figure.controls() {
            let takes = book::takes(&control);
            writeln!(
                text,
                "    {takes}  {}, at first {}",
                control.label, control.value
            )?;
        }
    }
    Ok(text)
}

fn of<'a>(uses: &'a [FigureUse], name: &str) -> Vec<&'a FigureUse> {
    uses.iter().filter(|used| used.figure == name).collect()
}

fn described(figure: &dyn Figure, uses: &[&FigureUse]) -> Value {
    json!({
        "name": figure.name(),
        "title": figure.title(),
        "chapters": uses
            .iter()
            .map(|used| json!({
                "title": used.chapter,
                "file": used.file,
                "line": used.line,
                "settings": used.settings,
            }))
            .collect::<Vec<_>>(),
        "parameters": figure.controls().iter().map(parameter).collect::<Vec<_>>(),
    })
}

fn parameter(control: &Control) -> Value {
    let mut value = json!({
        "name": control.name,
        "label": control.label,
        "default": control.value,
    });
    let kind = match &control.kind {
        Kind::Choice { options } => json!({ "kind": "choice", "options": options }),
        Kind::Image { options } => json!({ "kind": "image", "options": options }),
        Kind::Range { min, max, plays } => {
            json!({ "kind": "range", "min": min, "max": max, "plays": plays })
        }
        Kind::Numbers { counts } => json!({ "kind": "numbers", "counts": counts }),
        _ => json!({ "kind": "other" }),
    };
    if let (Value::Object(value), Value::Object(kind)) = (&mut value, kind) {
        value.extend(kind);
    }
    value
}
