//! The functions that a page calls. The name of a listing is passed in the memory of the module: the page asks for room, writes it
//! there, and calls.
#![expect(unsafe_code, reason = "a page can call only functions of a fixed name")]

use std::cell::RefCell;

thread_local! {
    /// The name that the page writes.
    static NAME: RefCell<Vec<u8>> = RefCell::default();
}

/// Makes room for a name of this many bytes and returns its address.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn allocate_name(length: usize) -> *mut u8 {
    NAME.with_borrow_mut(|name| {
        *name = vec![0; length];
        name.as_mut_ptr()
    })
}

/// Sets the marked number of this index for the run that follows. One run is all that an instance of the module is for.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn set_number(index: usize, value: f64) {
    crate::numbers::set(index, value);
}

/// Runs the listing whose name was written: 0 if it succeeds, 1 if it fails, 2 if there is none of the name. One that panics ends in a
/// trap, after the page was told why.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn run() -> u32 {
    let name = NAME.take();
    match crate::run(&String::from_utf8_lossy(&name)) {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    }
}
