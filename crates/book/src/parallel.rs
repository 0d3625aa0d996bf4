//! Work on several processors.

use std::{
    panic,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// What `work` makes of each item, in the order of the items; as many are worked on at a time as there are processors.
///
/// # Panics
///
/// When `work` does.
pub fn in_parallel<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work_on_next = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else {
                return done;
            };
            done.push((at, work(item)));
        }
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let mut results: Vec<(usize, T)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..processors.min(items.len()))
            .map(|_| scope.spawn(work_on_next))
            .collect();
        let ended = threads.into_iter().map(|thread| thread.join());
        ended
            .flat_map(|done| done.unwrap_or_else(|payload| panic::resume_unwind(payload)))
            .collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// What two functions return that work at the same time, the second on this thread.
///
/// # Panics
///
/// When one of them does.
pub fn join<A: Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        let first = first.join();
        let first = first.unwrap_or_else(|payload| panic::resume_unwind(payload));
        (first, second)
    })
}

#[cfg(test)]
mod tests {
    use super::{in_parallel, join};

    #[test]
    fn two_functions_return_in_their_order() {
        assert_eq!(join(|| 1, || "2"), (1, "2"));
    }

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..100).collect();
        let expected: Vec<u32> = items.iter().map(|item| 2 * item).collect();
        assert_eq!(in_parallel(&items, |item| 2 * item), expected);
        assert_eq!(in_parallel(&[0_u32; 0], |item| *item), [0_u32; 0]);
    }
}
