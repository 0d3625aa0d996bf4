//! The marked numbers of a listing, as the page sets them.

use std::cell::RefCell;

thread_local! {
    /// Each by its index in the listing; none where the listing's own stands.
    static NUMBERS: RefCell<Vec<Option<f64>>> = const { RefCell::new(Vec::new()) };
}

/// Sets a marked number for the next run.
pub(crate) fn set(index: usize, value: f64) {
    NUMBERS.with_borrow_mut(|numbers| {
        if numbers.len() <= index {
            numbers.resize(index + 1, None);
        }
        numbers[index] = Some(value);
    });
}

/// The marked number of this index: that of the page, or else `own`, which stands in the listing.
#[allow(dead_code, reason = "natively there is no listing")]
pub(crate) fn number<T: Number>(index: usize, own: T) -> T {
    let set = NUMBERS.with_borrow(|numbers| numbers.get(index).copied().flatten());
    set.map_or(own, T::from_page)
}

/// A type of numbers.
pub(crate) trait Number {
    /// The number of this type that is nearest to one of the page.
    fn from_page(value: f64) -> Self;
}

macro_rules! numbers {
    ($($kind:ty)*) => { $(impl Number for $kind {
        fn from_page(value: f64) -> Self {
            value as Self
        }
    })* };
}

numbers!(f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_listing_s_own_until_the_page_sets_it() {
        assert_eq!(number(1, 2.5_f32), 2.5);
        set(1, 0.1);
        assert_eq!(number(0, 3), 3);
        assert_eq!(number(1, 2.5_f32), 0.1);
        assert_eq!(number(1, 2.5), 0.1);
        set(0, 7.0);
        assert_eq!([1, 2, 3, 4, 5, 6, 7, 8][number::<usize>(0, 3)], 8);
    }
}
