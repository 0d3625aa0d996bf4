//! One SVG for both themes.

use std::fmt::Write as _;

/// What the dark picture is asked for with, after the `#` of the address.
const DARK: &str = "dark";

/// The light drawing, which becomes the dark one where the address ends in `#dark`.
///
/// Both have an element on each line and differ in colours and embedded images only; otherwise the answer is `None`.
/// A colour that differs is also a class, with a rule for the root as the target of the address. An image that differs
/// stands there twice, and one of the two is shown.
pub(crate) fn both_themes(light: &str, dark: &str) -> Option<String> {
    let mut rules: Vec<(&str, &str)> = Vec::new();
    let mut body = String::new();
    let (mut lights, mut darks) = (light.lines(), dark.lines());
    let head = lights.next()?;
    if darks.next()? != head {
        return None;
    }
    loop {
        let (light, dark) = match (lights.next(), darks.next()) {
            (Some(light), Some(dark)) => (light, dark),
            (None, None) => break,
            _ => return None,
        };
        if light == dark {
            let _ = writeln!(body, "{light}");
            continue;
        }
        // Values stand between quotation marks, each after the name of its attribute.
        let (ours, theirs) = (light.split('"'), dark.split('"'));
        if ours.clone().count() != theirs.clone().count() {
            return None;
        }
        let mut classes: Vec<String> = Vec::new();
        let mut images_differ = false;
        let mut name = "";
        for (ours, theirs) in ours.zip(theirs) {
            if ours != theirs {
                match name {
                    "fill" | "stroke" => {
                        let rule = (name, theirs);
                        let known = rules.iter().position(|known| *known == rule);
                        if known.is_none() {
                            rules.push(rule);
                        }
                        classes.push(format!("c{}", known.unwrap_or(rules.len() - 1)));
                    }
                    "href" => images_differ = true,
                    _ => return None,
                }
            }
            let word = ours.rsplit(' ').next().unwrap_or_default();
            name = word.strip_suffix('=').unwrap_or_default();
        }
        let with_class = |line: &str, class: &str| {
            let end = line.find([' ', '/', '>'])?;
            Some(format!(
                "{} class=\"{class}\"{}\n",
                &line[..end],
                &line[end..]
            ))
        };
        match (images_differ, classes.is_empty()) {
            (true, true) => {
                body.push_str(&with_class(light, "l")?);
                body.push_str(&with_class(dark, "d")?);
            }
            (false, false) => body.push_str(&with_class(light, &classes.join(" "))?),
            _ => return None,
        }
    }
    let mut out = head.replacen("<svg ", &format!("<svg id=\"{DARK}\" "), 1);
    out.push_str("\n<style>.d{display:none}:target .d{display:inline}:target .l{display:none}");
    for (k, (name, colour)) in rules.iter().enumerate() {
        let _ = write!(out, ":target .c{k}{{{name}:{colour}}}");
    }
    out.push_str("</style>\n");
    out.push_str(&body);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_classes_and_images_stand_twice() {
        let svg = |background: &str, ink: &str, image: &str| {
            format!(
                "<svg viewBox=\"0 0 8 8\">\n<rect fill=\"{background}\"/>\n<path fill=\"{background}\" stroke=\"{ink}\" d=\"M0\"/>\n<path d=\"M1\"/>\n<image x=\"1\" href=\"{image}\"/>\n</svg>\n"
            )
        };
        assert_eq!(
            both_themes(&svg("#fff", "#000", "a"), &svg("#111", "#eee", "b")).unwrap(),
            "<svg id=\"dark\" viewBox=\"0 0 8 8\">\n\
             <style>.d{display:none}:target .d{display:inline}:target .l{display:none}:target .c0{fill:#111}:target .c1{stroke:#eee}</style>\n\
             <rect class=\"c0\" fill=\"#fff\"/>\n<path class=\"c0 c1\" fill=\"#fff\" stroke=\"#000\" d=\"M0\"/>\n<path d=\"M1\"/>\n\
             <image class=\"l\" x=\"1\" href=\"a\"/>\n<image class=\"d\" x=\"1\" href=\"b\"/>\n</svg>\n"
        );
    }

    #[test]
    fn drawings_that_differ_in_more_than_colours_are_refused() {
        let light = "<svg>\n<path d=\"M0\" fill=\"a\"/>\n</svg>";
        for dark in [
            "<svg>\n<path d=\"M1\" fill=\"b\"/>\n</svg>",
            "<svg>\n<rect d=\"M0\" fill=\"b\"/>\n</svg>",
            "<svg>\n<path d=\"M0\" fill=\"b\" x=\"1\"/>\n</svg>",
            "<svg>\n<path d=\"M0\" fill=\"b\"/>\n<path/>\n</svg>",
            "<svg >\n<path d=\"M0\" fill=\"a\"/>\n</svg>",
        ] {
            assert_eq!(both_themes(light, dark), None, "{dark}");
        }
    }
}
