//! What a listing says to the page: functions that a module for the web imports. Elsewhere nothing listens.
#![cfg_attr(
    not(target_family = "wasm"),
    allow(dead_code, reason = "natively there is no listing")
)]

/// Passes a line that the listing prints.
pub(crate) fn print(line: &str) {
    #[cfg(target_family = "wasm")]
    web::print(line.as_ptr().addr(), line.len());
    let _ = line;
}

/// Passes a line that the listing writes to its standard error: how far it is, mostly.
pub(crate) fn report(line: &str) {
    #[cfg(target_family = "wasm")]
    web::report(line.as_ptr().addr(), line.len());
    let _ = line;
}

/// Passes the reason why the listing fails.
pub(crate) fn fail(reason: &str) {
    #[cfg(target_family = "wasm")]
    web::fail(reason.as_ptr().addr(), reason.len());
    let _ = reason;
}

#[cfg(target_family = "wasm")]
#[expect(unsafe_code, reason = "functions of the page are foreign ones")]
mod web {
    #[link(wasm_import_module = "page")]
    unsafe extern "C" {
        pub(super) safe fn print(start: usize, length: usize);
        pub(super) safe fn report(start: usize, length: usize);
        pub(super) safe fn fail(start: usize, length: usize);
    }
}
