//! Work in several threads, with a bar that shows how far it is.

use anyhow::Result;
use std::{
    io::{self, IsTerminal as _, Write},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// The bar appears after so long.
const DELAY: Duration = Duration::from_millis(500);
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

    /// What `work` makes of each item, in the order of the items, on all processors; an error is that of the first item with
    /// one.
    pub(crate) fn each<I: Sync, T: Send>(
        &self,
        items: &[I],
        work: impl Fn(&I) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        let results = book::in_parallel(items, |item| {
            let result = work(item);
            self.step();
            result
        });
        results.into_iter().collect()
    }

    /// One more is done.
    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.terminal && self.start.elapsed() > DELAY {
            // If the bar cannot be drawn, the work goes on without it.
            let _ = draw(&mut io::stderr().lock(), done, self.total);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.terminal && self.start.elapsed() > DELAY {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

fn draw(to: &mut impl Write, done: usize, total: usize) -> io::Result<()> {
    let full = WIDTH * done / total.max(1);
    write!(to, "\r[{:-<WIDTH$}] {done}/{total}", "#".repeat(full))?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::{Progress, draw};

    #[test]
    fn results_are_in_the_order_of_the_items_and_the_first_error_is_returned() {
        let items: Vec<u32> = (0..100).collect();
        let progress = Progress::new(items.len());
        let doubled = progress.each(&items, |item| Ok(2 * item)).unwrap();
        assert_eq!(
            doubled,
            items.iter().map(|item| 2 * item).collect::<Vec<_>>()
        );
        let odd = |item: &u32| match item % 50 {
            7 => anyhow::bail!("{item}"),
            _ => Ok(()),
        };
        let error = progress.each(&items, odd).unwrap_err();
        assert_eq!(error.to_string(), "7");
    }

    #[test]
    fn a_bar_grows_with_what_is_done() {
        let mut bar = Vec::new();
        draw(&mut bar, 1, 3).unwrap();
        assert_eq!(
            String::from_utf8(bar).unwrap(),
            "\r[##########--------------------] 1/3"
        );
    }
}
