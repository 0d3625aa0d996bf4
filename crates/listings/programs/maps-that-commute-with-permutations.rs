fn main() {
    for n in 3..=6 {
        // ANCHOR: shown
        let shift: Vec<usize> = (0..n).map(|i| (i + 1) % n).collect();
        // ANCHOR_END: shown
        let mirror: Vec<usize> = (0..n).map(|i| n - 1 - i).collect();
        // ANCHOR: shown
        let maps = |generators: &[&Vec<usize>]| {
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
        println!("shifts-{n} = {}", maps(&[&shift]));
        // ANCHOR_END: shown
        println!("shifts-and-mirror-{n} = {}", maps(&[&shift, &mirror]));
        // ANCHOR: shown
        println!("permutations-{n} = {}", maps(&[&shift, &swap(n, 1)])); // try 1: 1..=6
        // ANCHOR_END: shown
        println!("cycle-of-three-{n} = {}", maps(&[&shift, &cycle_of_three(n)]));
        for d in 2..=n / 2 {
            println!("exchange-{d}-of-{n} = {}", maps(&[&shift, &swap(n, d)]));
        }
    }
}

/// The exchange of the points 0 and `d`, counted round the ring.
fn swap(n: usize, d: usize) -> Vec<usize> {
    let mut points: Vec<usize> = (0..n).collect();
    points.swap(0, d % n);
    points
}

/// The points 0, 1 and 2 moved round in a circle.
fn cycle_of_three(n: usize) -> Vec<usize> {
    let mut points: Vec<usize> = (0..n).collect();
    points[..3].rotate_left(1);
    points
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
