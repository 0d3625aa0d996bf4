use equivariance::{Graph, Result, colour_refinement};
use std::collections::BTreeMap;

fn main() -> Result<()> {
    // ANCHOR: shown
    let ring: Vec<_> = (0..10).map(|v| [v, (v + 1) % 10]).collect();
    let decalin = Graph::new(10, &[&ring[..], &[[0, 5]]].concat())?; // try 5: 2..=8
    let pentagon = Graph::cycle(5)?;
    let pentagons = pentagon.beside(&pentagon);
    let bicyclopentyl = Graph::new(10, &[pentagons.edges(), &[[0, 5]]].concat())?;

    let colours = colour_refinement(&[&decalin, &bicyclopentyl]);
    let counts: Vec<_> = colours.iter().map(|colours| counts(colours)).collect();
    println!("apart-by-colours = {}", counts[0] != counts[1]);
    for k in 1..=6 {
        println!("decalin-{k} = {}", decalin.closed_walks(k)?);
        println!("bicyclopentyl-{k} = {}", bicyclopentyl.closed_walks(k)?);
    }
    // ANCHOR_END: shown
    println!("atoms = {}", decalin.vertices());
    for (name, counts) in ["decalin", "bicyclopentyl"].iter().zip(counts) {
        let of_each: Vec<String> = counts.values().map(usize::to_string).collect();
        println!("{name}-colours = {}", of_each.join(", "));
        println!("{name}-number-of-colours = {}", counts.len());
    }
    Ok(())
}

/// How many vertices have each colour.
fn counts(colours: &[usize]) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for colour in colours {
        *counts.entry(*colour).or_default() += 1;
    }
    counts
}
