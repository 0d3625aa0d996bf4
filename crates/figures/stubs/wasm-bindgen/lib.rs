//! Stands in for `wasm-bindgen` on the web, where plotters depends on it for one file that measures text through the page.
//!
//! The figures measure text themselves, so that code is never called, yet it would bring the whole crate and imports from
//! the page into the module. This stub and `web-sys` beside it hold only what that file names. They can go when plotters
//! has a feature that leaves text to the backend.

/// The one trait that plotters names.
pub trait JsCast: Sized {
    /// Refuses every value: there is no page to have made one.
    ///
    /// # Errors
    /// Always.
    fn dyn_into<T>(self) -> Result<T, ()> {
        Err(())
    }
}
