// ANCHOR: shown
fn main() {
    for n in 3..=6 {
        let shift: Vec<usize> = (0..n).map(|i| (i + 1) % n).collect();
        let mirror: Vec<usize> = (0..n).map(|i| n - 1 - i).collect();
        let swap: Vec<usize> = (0..n).map(|i| [1, 0].get(i).copied().unwrap_or(i)).collect();
        let commuting = |generators: &[&Vec<usize>]| {
            let mut rows = Vec::new();
            for p in generators {
                for entry in 0..n * n {
                    let mut row = vec![0; n * n];
                    row[p[entry / n] * n + p[entry % n]] += 1; // M[p(i), p(j)]
                    row[entry] -= 1; // = M[i, j]
                    rows.push(row);
                }
            }
            dimension(rows, n * n)
        };
        println!("shifts-{n} = {}", commuting(&[&shift]));
        println!("shifts-and-mirror-{n} = {}", commuting(&[&shift, &mirror]));
        println!("permutations-{n} = {}", commuting(&[&shift, &swap]));
    }
}
// ANCHOR_END: shown

/// The dimension of the solutions of `rows · x = 0`, by elimination in exact integers.
fn dimension(mut rows: Vec<Vec<i64>>, unknowns: usize) -> usize {
    let mut rank = 0;
    for column in 0..unknowns {
        let Some(pivot) = (rank..rows.len()).find(|&r| rows[r][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let lead = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let (a, b) = (lead[column], row[column]);
            row.iter_mut().zip(&lead).for_each(|(value, &l)| *value = a * *value - b * l);
        }
        rank += 1;
    }
    unknowns - rank
}
