//! What the main function of a listing returns.

use crate::End;
use std::fmt::Display;

/// What a main function may return.
#[allow(dead_code, reason = "natively there is no listing")]
pub(crate) trait Outcome {
    /// How the listing ended.
    fn outcome(self) -> End;
}

impl Outcome for () {
    fn outcome(self) -> End {
        Ok(())
    }
}

impl<E: Display> Outcome for Result<(), E> {
    fn outcome(self) -> End {
        self.map_err(|error| error.to_string())
    }
}
