//! What a program printed, read as named values.

use super::Failure;

/// What a program left behind.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Its standard output.
    pub stdout: String,
    /// The same, as names and values in the order of printing.
    pub values: Vec<(String, String)>,
    /// The pictures that it saved, by file name.
    pub pictures: Vec<(String, Vec<u8>)>,
}

impl Output {
    /// Reads lines `name = value`.
    ///
    /// # Errors
    ///
    /// [`Failure::Print`] for a line of another form, and for a name that comes twice.
    pub fn parse(stdout: String, pictures: Vec<(String, Vec<u8>)>) -> Result<Self, Failure> {
        let mut values: Vec<(String, String)> = Vec::new();
        for (k, line) in stdout.lines().enumerate() {
            let pair = line
                .split_once(" = ")
                .map(|(name, value)| (name.trim(), value.trim()))
                .filter(|(name, value)| is_kebab_case(name) && !value.is_empty());
            let Some((name, value)) = pair else {
                let line_number = k + 1;
                return Err(Failure::Print(format!(
                    "line {line_number} of its output is not 'name = value': {line:?}"
                )));
            };
            if values.iter().any(|(known, _)| known == name) {
                return Err(Failure::Print(format!("it prints '{name}' twice")));
            }
            values.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self {
            stdout,
            values,
            pictures,
        })
    }

    /// The value that was printed under this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

fn is_kebab_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_of_named_values_is_read_in_order() {
        let output = Output::parse("output-size = 46×46\nsum = -1\n".into(), Vec::new()).unwrap();
        assert_eq!(output.value("output-size"), Some("46×46"));
        assert_eq!(output.value("sum"), Some("-1"));
        assert_eq!(output.value("other"), None);
    }

    #[test]
    fn other_output_is_a_failure_that_names_the_line() {
        for (stdout, expected) in [
            ("a = 1\nhello\n", "line 2"),
            ("A = 1\n", "line 1"),
            ("a =\n", "line 1"),
            ("a = 1\na = 2\n", "twice"),
        ] {
            let Err(Failure::Print(message)) = Output::parse(stdout.into(), Vec::new()) else {
                panic!("{stdout:?} was accepted");
            };
            assert!(message.contains(expected), "{message}");
        }
    }
}
