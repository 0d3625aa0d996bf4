//! The address of a figure's state, which the page's *Copy link* button gives.

use anyhow::{Context, Result, ensure};

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
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
                rest = after.get(2..).unwrap_or_default();
                byte.with_context(|| format!("'{text}': two hexadecimal digits follow a %"))?
            }
            other => *other,
        });
    }
    let text = String::from_utf8(bytes);
    ensure!(text.is_ok(), "the address is not written in UTF-8");
    Ok(text.unwrap_or_default())
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
            "#fig-pooling?dx=%4",
            "#fig-pooling?dx=%zz",
            "#fig-pooling?dx=%ff",
        ] {
            assert!(read(address).is_err(), "{address}");
        }
    }
}
