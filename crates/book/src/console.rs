//! What a command says, also where nobody listens.

use anyhow::{Context as _, Error, Result};
use std::io::{self, ErrorKind, Write as _};

/// Prints a text on standard output. Who closes the pipe, such as `head`, has what they want.
///
/// # Errors
///
/// Another failure, such as a full disk.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Reports an error and its causes on standard error. If that is closed or full too, the exit code says that there was one.
pub fn report(error: &Error) {
    let _ = writeln!(io::stderr(), "{error:#}");
}
