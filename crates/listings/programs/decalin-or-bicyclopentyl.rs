use equivariance::{Graph, Result, colour_refinement};

fn main() -> Result<()> {
    // ANCHOR: shown
    let ring: Vec<_> = (0..10).map(|v| [v, (v + 1) % 10]).collect();
    let decalin = Graph::new(10, &[&ring[..], &[[0, 5]]].concat())?;
    let pentagon = Graph::cycle(5)?;
    let pentagons = pentagon.beside(&pentagon);
    let bicyclopentyl = Graph::new(10, &[pentagons.edges(), &[[0, 5]]].concat())?;
    // ANCHOR_END: shown

    println!("atoms = {}", decalin.vertices());
    // ANCHOR: shown
    let colours = colour_refinement(&[&decalin, &bicyclopentyl]);
    for (name, colours) in ["decalin", "bicyclopentyl"].iter().zip(colours) {
        let count = |colour: usize| colours.iter().filter(|c| **c == colour).count();
        println!("{name}-colours = {}, {}, {}", count(0), count(1), count(2));
        println!("{name}-number-of-colours = {}", colours.iter().max().unwrap() + 1);
    }
    for k in 1..=6 {
        println!("decalin-{k} = {}", decalin.closed_walks(k)?);
        println!("bicyclopentyl-{k} = {}", bicyclopentyl.closed_walks(k)?);
    }
    // ANCHOR_END: shown
    Ok(())
}
