//! The address of a figure's state, which the page's *Copy link* button gives.

use anyhow::{Context, Result};
use percent_encoding::percent_decode_str;

/// A figure's name and its settings, from an address or only its part after the `#`: `fig-pooling?kind=max&dx=2`.
pub(crate) fn read(address: &str) -> Result<(String, Vec<(String, String)>)> {
    let form = "an address is …#fig-NAME?parameter=value&parameter=value";
    let place = address.rsplit_once('#').map_or(address, |(_, place)| place);
    let (anchor, query) = place.split_once('?').unwrap_or((place, ""));
    let name = anchor.strip_prefix("fig-").context(form)?;
    let settings = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').context(form)?;
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect::<Result<_>>()?;
    Ok((name.to_owned(), settings))
}

/// Text in which `%2C` stands for a comma and `+` for a space.
fn decoded(text: &str) -> Result<String> {
    let spaced = text.replace('+', " ");
    let text = percent_decode_str(&spaced).decode_utf8();
    Ok(text.context("it is not written in UTF-8")?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn whole_address_and_its_last_part_are_read_alike() {
        let wanted = (
            "sliding-window".to_owned(),
            vec![
                ("samples".to_owned(), "1,-0.5".to_owned()),
                ("kernel".to_owned(), "blur".to_owned()),
            ],
        );
        for address in [
            "https://example.org/book/sliding-window.html?x#fig-sliding-window?samples=1,-0.5&kernel=blur",
            "#fig-sliding-window?samples=1%2C-0.5&kernel=blur",
            "fig-sliding-window?samples=1%2c%2D0.5&kernel=%62lur",
        ] {
            assert_eq!(read(address).unwrap(), wanted, "{address}");
        }
        assert_eq!(
            read("#fig-pooling").unwrap(),
            ("pooling".to_owned(), vec![])
        );
        assert_eq!(read("#fig-pooling?").unwrap().1, []);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for address in [
            "",
            "pooling",
            "#pooling?dx=1",
            "#fig-pooling?dx",
            "#fig-pooling?dx=%ff",
        ] {
            assert!(read(address).is_err(), "{address}");
        }
    }
}
