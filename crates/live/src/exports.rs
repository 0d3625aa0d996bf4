//! The functions that a page calls. Bytes are passed in the memory of the module: the page asks for room, writes, calls,
//! and reads the reply at [`reply_address`].
#![expect(
    unsafe_code,
    reason = "a page can call only functions of a fixed name, and passes bytes by their address in memory"
)]

use std::cell::RefCell;

use figures::{CHAPTERS, Catalogue, OBJECTS, Picture};

use crate::answer;

/// The figures of this module: no other ones are compiled into it.
static FIGURES: Catalogue = Catalogue(&[if cfg!(feature = "objects") {
    OBJECTS
} else {
    CHAPTERS
}]);

#[derive(Default)]
struct State {
    /// What the page writes.
    request: Vec<u8>,
    /// What the page reads.
    reply: Vec<u8>,
    /// The pictures that the reader has given, all of them for as long as the page is open.
    pictures: Vec<Picture>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Makes room for a request of this many bytes and returns its address.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn allocate_request(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.request.clear();
        state.request.resize(length, 0);
        state.request.as_mut_ptr()
    })
}

/// The address at which the reply starts.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn reply_address() -> *const u8 {
    STATE.with_borrow(|state| state.reply.as_ptr())
}

/// Answers the request, with the picture of this number, counted from 1, or none for 0; returns the length of the reply.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn draw(picture: usize) -> usize {
    STATE.with_borrow_mut(|state| {
        let request = String::from_utf8_lossy(&state.request);
        let picture = picture.checked_sub(1).and_then(|at| state.pictures.get(at));
        state.reply = answer(&FIGURES, &request, picture).into_bytes();
        state.reply.len()
    })
}

/// Stores the picture whose pixels are the request, four bytes each, and returns its number for [`draw`]; 0 if it is none.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn add_picture(width: u32, height: u32) -> usize {
    STATE.with_borrow_mut(|state| {
        let pixels = std::mem::take(&mut state.request);
        let Ok(picture) = Picture::from_rgba(width, height, &pixels) else {
            return 0;
        };
        state.pictures.push(picture);
        state.pictures.len()
    })
}

/// Writes the picture of this number into the reply, as it is stored and in the form that [`add_picture`] takes, and returns its
/// side in pixels; 0 if there is none.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn read_picture(number: usize) -> u32 {
    STATE.with_borrow_mut(|state| {
        let picture = number.checked_sub(1).and_then(|at| state.pictures.get(at));
        let Some(picture) = picture else { return 0 };
        state.reply = picture.to_rgba();
        picture.side()
    })
}
