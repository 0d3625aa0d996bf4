// ANCHOR: shown
fn main() {
    for n in 2..=8 {
        // One equation for each entry of M T - T M: M[i, j+1] - M[i-1, j] = 0.
        let mut rows = vec![vec![0; n * n]; n * n];
        for (entry, row) in rows.iter_mut().enumerate() {
            let (i, j) = (entry / n, entry % n);
            row[i * n + (j + 1) % n] += 1;
            row[(i + n - 1) % n * n + j] -= 1;
        }
        println!("entries-{n} = {}", n * n);
        println!("dimension-{n} = {}", dimension(rows, n * n));
    }
}
// ANCHOR_END: shown

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
