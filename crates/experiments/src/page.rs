//! What an experiment says to the page, a line at a time: two functions that a module for the web imports. Elsewhere they are the two
//! standard outputs.

/// Passes a line that the experiment prints.
pub(crate) fn print(line: &str) {
    #[cfg(target_family = "wasm")]
    web::print(line);
    #[cfg(not(target_family = "wasm"))]
    println!("{line}");
}

/// Passes a line that the experiment writes to its standard error: how far it is, mostly.
pub(crate) fn report(line: &str) {
    #[cfg(target_family = "wasm")]
    web::report(line);
    #[cfg(not(target_family = "wasm"))]
    eprintln!("{line}");
}

#[cfg(target_family = "wasm")]
#[expect(unsafe_code, reason = "functions of the page are foreign ones")]
mod web {
    mod page {
        #[link(wasm_import_module = "page")]
        unsafe extern "C" {
            pub(super) safe fn print(start: usize, length: usize);
            pub(super) safe fn report(start: usize, length: usize);
        }
    }

    pub(super) fn print(line: &str) {
        page::print(line.as_ptr().addr(), line.len());
    }

    pub(super) fn report(line: &str) {
        page::report(line.as_ptr().addr(), line.len());
    }
}
