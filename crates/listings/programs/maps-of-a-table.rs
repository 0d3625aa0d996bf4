use equivariance::{Group, Result, Symmetric, orbits};

fn main() -> Result<()> {
    for (rows, columns) in [(2, 3), (3, 3), (4, 5)] {
        // ANCHOR: shown
        // The entry at `at`, counted row by row, moves with its row or with its column.
        let by_rows = Symmetric::new(rows)?.generators().into_iter().map(|p| {
            let moved = |at| p[at / columns] * columns + at % columns;
            (0..rows * columns).map(moved).collect::<Vec<usize>>()
        });
        let by_columns = Symmetric::new(columns)?.generators().into_iter().map(|p| {
            let moved = |at| at / columns * columns + p[at % columns];
            (0..rows * columns).map(moved).collect()
        });
        let moves: Vec<_> = by_rows.chain(by_columns).collect();
        let last = orbits(&moves, &moves)?.into_iter().max();
        // ANCHOR_END: shown
        let count = last.map_or(0, |last| last + 1);
        // ANCHOR: shown
        println!("table-{rows}-{columns} = {count}");
        // ANCHOR_END: shown
    }
    Ok(())
}
