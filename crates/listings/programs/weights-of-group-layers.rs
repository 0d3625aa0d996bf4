use equivariance::{FiniteGroup, Group, PointGroup, Result, SquareSymmetry, orbits};
use std::collections::BTreeSet;

/// Rows and columns of a torus on which nine neighbours are nine places.
const N: usize = 5;

fn main() -> Result<()> {
    for (name, group) in [("p4", PointGroup::C4), ("p4m", PointGroup::D4)] {
        // ANCHOR: shown
        let (plane, over_group) = (moves(group, false), moves(group, true));
        println!("{name}-plane-to-plane = {}", near(&plane, &plane)?);
        println!("{name}-lifting = {}", near(&plane, &over_group)?);
        println!("{name}-within = {}", near(&over_group, &over_group)?);
        println!("{name}-projection = {}", near(&over_group, &plane)?);
        // ANCHOR_END: shown
    }
    Ok(())
}

// ANCHOR: shown
/// How many orbits join an output to inputs at its place and the eight around it.
fn near(from: &[Vec<usize>], to: &[Vec<usize>]) -> Result<usize> {
    let place = |point: usize, moves: &[Vec<usize>]| point / (moves[0].len() / (N * N));
    let orbits = orbits(from, to)?;
    let near = orbits.indexed_iter().filter(|((output, input), _)| {
        are_neighbours(place(*output, to), place(*input, from))
    });
    let near: BTreeSet<_> = near.map(|(_, orbit)| orbit).collect();
    Ok(near.len())
}
// ANCHOR_END: shown

/// Where each point goes under two shifts and under the generators of the group: each
/// place of the torus, or each place with each element of the group.
fn moves(group: PointGroup, over_group: bool) -> Vec<Vec<usize>> {
    let elements = if over_group { group.order() } else { 1 };
    let moved = |shift: [usize; 2], by: SquareSymmetry| -> Vec<usize> {
        let moved = |point: usize| {
            let (place, g) = (point / elements, group.elements()[point % elements]);
            let (mut i, mut j) = (place / N, place % N);
            if by.is_reflected() {
                j = (N - j) % N;
            }
            for _ in 0..by.rotation() {
                (i, j) = ((N - j) % N, i);
            }
            let place = (i + shift[0]) % N * N + (j + shift[1]) % N;
            place * elements + group.index(&by.compose(g)) % elements
        };
        (0..N * N * elements).map(moved).collect()
    };
    let shifts = [[0, 1], [1, 0]].map(|shift| moved(shift, SquareSymmetry::IDENTITY));
    let turns = group.generators().into_iter().map(|by| moved([0, 0], by));
    shifts.into_iter().chain(turns).collect()
}

fn are_neighbours(a: usize, b: usize) -> bool {
    let beside = |a: usize, b: usize| (a + 1 + N - b) % N <= 2;
    beside(a / N, b / N) && beside(a % N, b % N)
}
