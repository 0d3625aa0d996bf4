// ANCHOR: shown
/// How many of the entries of M are free if M T = T M, for the shift T by `s`.
fn free(n: usize, s: usize) -> usize {
    let mut rows = vec![vec![0; n * n]; n * n];
    for (entry, row) in rows.iter_mut().enumerate() {
        // One equation for each entry of M T - T M: M[i + s, j + s] - M[i, j] = 0.
        let (i, j) = (entry / n, entry % n);
        row[(i + s) % n * n + (j + s) % n] += 1;
        row[entry] -= 1;
    }
    dimension(rows, n * n)
}
// ANCHOR_END: shown

fn main() {
    // ANCHOR: shown
    for n in 2..=8 {
        // ANCHOR_END: shown
        println!("entries-{n} = {}", n * n);
        // ANCHOR: shown
        println!("dimension-{n} = {}", free(n, 1)); // try 1: 0..=8
        println!("shift-by-two-{n} = {}", free(n, 2));
    }
    // ANCHOR_END: shown
}

/// The dimension of the solutions of `rows · x = 0`, by elimination in exact integers.
fn dimension(mut rows: Vec<Vec<i64>>, unknowns: usize) -> usize {
    let mut rank = 0;
    for column in 0..unknowns {
        let Some(pivot) = (rank..rows.len()).find(|&r| rows[r][column] != 0) else {
            continue;
        };
        rows.swap(rank, pivot);
        let lead = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let (a, b) = (lead[column], row[column]);
            row.iter_mut()
                .zip(&lead)
                .for_each(|(value, &l)| *value = a * *value - b * l);
        }
        rank += 1;
    }
    unknowns - rank
}
