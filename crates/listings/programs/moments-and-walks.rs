use equivariance::Tetromino;

type Vector = [i64; 3];

// ANCHOR: shown
/// Three vectors that turn with the points: sums over all of them, from their mean.
fn moments(points: &[Vector]) -> [Vector; 3] {
    let x = centred(points);
    let cubic = weighted_sum(&x, |x| dot(x, x));
    let quintic = weighted_sum(&x, |x| dot(x, x).pow(2));
    [cubic, quintic, weighted_sum(&x, |x| dot(x, &cubic))]
}
// ANCHOR_END: shown

/// The sum of the determinants of three edges, over all walks along three edges.
fn walks(points: &[Vector]) -> i64 {
    let edges = edges(points);
    let mut sum = 0;
    // ANCHOR: shown
    // From a to b to c to d, each an edge.
    for [a, b] in &edges {
        for [_, c] in edges.iter().filter(|edge| edge[0] == *b) {
            for [_, d] in edges.iter().filter(|edge| edge[0] == *c) {
                sum += determinant([minus(b, a), minus(c, b), minus(d, c)]);
            }
        }
    }
    // ANCHOR_END: shown
    sum
}

fn main() {
    for piece in Tetromino::ALL {
        report(piece.name(), &piece.cubes().map(|cube| cube.map(i64::from)));
    }
    let mut five: Vec<_> = Tetromino::RightScrew.cubes().into();
    five.push([2, 0, 0]);
    let five: Vec<_> = five.iter().map(|cube| cube.map(i64::from)).collect();
    report("five-cubes", &five);
    let mirrored: Vec<_> = five.iter().map(|[x, y, z]| [*x, *y, -z]).collect();
    report("five-mirrored", &mirrored);
}

fn report(name: &str, points: &[Vector]) {
    println!("{name}-half-turns = {}", half_turns(points));
    println!("{name}-moments = {}", determinant(moments(points)));
    println!("{name}-walks = {}", walks(points));
}

fn weighted_sum(points: &[Vector], weight: impl Fn(&Vector) -> i64) -> Vector {
    let terms = points.iter().map(|x| x.map(|entry| weight(x) * entry));
    terms.fold([0; 3], |sum, term| [0, 1, 2].map(|i| sum[i] + term[i]))
}

/// Ordered pairs of points at distance 1.
fn edges(points: &[Vector]) -> Vec<[Vector; 2]> {
    let ends = points.iter().flat_map(|a| points.iter().map(|b| [*a, *b]));
    let is_edge = |[a, b]: &[Vector; 2]| dot(&minus(a, b), &minus(a, b)) == 1;
    ends.filter(is_edge).collect()
}

/// How many half-turns of the cube, about axes through the mean of the points, take
/// the points to themselves.
fn half_turns(points: &[Vector]) -> usize {
    let points = centred(points);
    let mut count = 0;
    for axis in 1..27 {
        // The direction, one of each pair of opposite ones.
        let axis = [axis / 9 - 1, axis / 3 % 3 - 1, axis % 3 - 1];
        let length = dot(&axis, &axis);
        if length == 0 || length == 3 || axis < [0; 3] {
            continue;
        }
        let turned =
            |x: &Vector| [0, 1, 2].map(|i| 2 * dot(x, &axis) * axis[i] / length - x[i]);
        count += usize::from(points.iter().all(|x| points.contains(&turned(x))));
    }
    count
}

/// The points from their mean, times their number, so that they are whole.
fn centred(points: &[Vector]) -> Vec<Vector> {
    let count = points.len() as i64;
    let sum = |i: usize| points.iter().map(|x| x[i]).sum::<i64>();
    let mean = [0, 1, 2].map(sum);
    let from_mean = |x: &Vector| [0, 1, 2].map(|i| count * x[i] - mean[i]);
    points.iter().map(from_mean).collect()
}

fn minus(a: &Vector, b: &Vector) -> Vector {
    [0, 1, 2].map(|i| a[i] - b[i])
}

fn dot(a: &Vector, b: &Vector) -> i64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn determinant([a, b, c]: [Vector; 3]) -> i64 {
    let cross = |i: usize| {
        let (j, k) = ((i + 1) % 3, (i + 2) % 3);
        b[j] * c[k] - b[k] * c[j]
    };
    dot(&a, &[0, 1, 2].map(cross))
}
