use crate::Answer;

pub(crate) fn solve(permutations: &[Vec<usize>]) -> Answer<usize> {
    let n = permutations[0].len();
    let mut seen = vec![false; n * n];
    let mut classes = 0;
    for start in 0..n * n {
        if seen[start] {
            continue;
        }
        classes += 1;
        // All entries that the first one is carried to, in any number of steps.
        seen[start] = true;
        let mut waiting = vec![start];
        while let Some(entry) = waiting.pop() {
            for p in permutations {
                let next = p[entry / n] * n + p[entry % n];
                if !seen[next] {
                    seen[next] = true;
                    waiting.push(next);
                }
            }
        }
    }
    Ok(classes)
}
