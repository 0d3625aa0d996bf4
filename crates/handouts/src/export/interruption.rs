//! Signals that end a program: while files are written, they are noted and answered between two of them.

use signal_hook::consts::TERM_SIGNALS;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Notes the signals that end a program, such as that of Ctrl-C, from here on.
pub(crate) struct Interruption {
    /// The number of the last signal; no signal has the number 0.
    signal: Arc<AtomicUsize>,
}

/// A signal has come.
#[derive(Debug, thiserror::Error)]
#[error("interrupted; nothing was written")]
pub(crate) struct Interrupted {
    signal: i32,
}

impl Interruption {
    pub(crate) fn watch() -> io::Result<Self> {
        let signal = Arc::new(AtomicUsize::new(0));
        for &number in TERM_SIGNALS {
            signal_hook::flag::register_usize(number, Arc::clone(&signal), number as usize)?;
        }
        Ok(Self { signal })
    }

    pub(crate) fn check(&self) -> Result<(), Interrupted> {
        match self.signal.load(Ordering::Relaxed) {
            0 => Ok(()),
            signal => Err(Interrupted {
                signal: signal as i32,
            }),
        }
    }
}

impl Interrupted {
    /// Ends the program as the signal would have ended it, so that a script that called it ends too.
    pub(crate) fn end(&self) {
        // Where that is not possible, the program ends with an error.
        let _ = signal_hook::low_level::emulate_default_handler(self.signal);
    }
}
