//! Work in several threads, with a bar that shows how far it is.

use anyhow::Result;
use std::{
    io::{self, IsTerminal as _, Write},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Who waits no longer than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const WIDTH: usize = 30;

/// A bar on standard error, if that is a terminal and it takes longer than half a second.
pub(crate) struct Progress {
    total: usize,
    done: AtomicUsize,
    start: Instant,
    terminal: bool,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: AtomicUsize::new(0),
            start: Instant::now(),
            terminal: io::stderr().is_terminal(),
        }
    }

    /// One more is done.
    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.terminal && self.start.elapsed() > PATIENCE {
            // A bar that cannot be shown stops no work.
            let _ = draw(&mut io::stderr().lock(), done, self.total);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.terminal && self.start.elapsed() > PATIENCE {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

fn draw(to: &mut impl Write, done: usize, total: usize) -> io::Result<()> {
    let full = WIDTH * done / total.max(1);
    write!(to, "\r[{:-<WIDTH$}] {done}/{total}", "#".repeat(full))?;
    to.flush()
}

/// Does the work on each of the items, as many at a time as the machine has processors; the results are in the order of
/// the items, and an error is that of the first item with one.
pub(crate) fn each<I: Sync, T: Send>(
    items: &[I],
    progress: &Progress,
    work: impl Fn(&I) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Result<T>>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
            scope.spawn(|| {
                while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed))
                    && let Some(item) = items.get(at)
                {
                    let result = work(item);
                    *results[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                    progress.step();
                }
            });
        }
    });
    results
        .into_iter()
        .filter_map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Progress, draw, each};

    #[test]
    fn results_are_in_the_order_of_the_items_and_the_first_error_is_told() {
        let items: Vec<u32> = (0..100).collect();
        let progress = Progress::new(items.len());
        let doubled = each(&items, &progress, |item| Ok(2 * item)).unwrap();
        assert_eq!(
            doubled,
            items.iter().map(|item| 2 * item).collect::<Vec<_>>()
        );
        let odd = |item: &u32| match item % 50 {
            7 => anyhow::bail!("{item}"),
            _ => Ok(()),
        };
        let error = each(&items, &progress, odd).unwrap_err();
        assert_eq!(error.to_string(), "7");
    }

    #[test]
    fn a_bar_grows_with_what_is_done() {
        let mut shown = Vec::new();
        draw(&mut shown, 1, 3).unwrap();
        assert_eq!(
            String::from_utf8(shown).unwrap(),
            "\r[##########--------------------] 1/3"
        );
    }
}
