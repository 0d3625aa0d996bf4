//! Addresses as they stand in a chapter.

use percent_encoding::percent_decode_str;

/// Whether an address has a scheme such as `https:`, or a host.
#[must_use]
pub fn is_elsewhere(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    address.starts_with("//")
        || scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))
}

/// The path, from the folder of all chapters, that a path in the file of a chapter means; none where it leads out of the folder.
#[must_use]
pub fn from_root(file: &str, path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
