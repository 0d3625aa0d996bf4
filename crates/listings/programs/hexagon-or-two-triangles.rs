use equivariance::{Graph, MessageLayer, Result, TensorLayer};
use equivariance::{colour_refinement, seeded_noise};
use ndarray::{Array, Array1, Array2, Array3, Axis, Dimension, ShapeBuilder};

// ANCHOR: shown
/// Two layers of message passing with ReLU, and the sum over the vertices.
fn messages(graph: &Graph, seed: u64) -> Result<Array1<f64>> {
    let layer = |shape: [usize; 2], seed| {
        let bias = whole(shape[0], seed + 2);
        MessageLayer::new(whole(shape, seed), whole(shape, seed + 1), bias)
    };
    let ones = Array2::ones((1, graph.vertices()));
    let hidden = relu(layer([4, 1], seed)?.forward(graph, &ones)?);
    Ok(relu(layer([4, 4], seed + 3)?.forward(graph, &hidden)?).sum_axis(Axis(1)))
}

/// Two layers of the fifteen maps with ReLU, and numbers from the trace and the total.
fn fifteen(graph: &Graph, seed: u64) -> Result<Array1<f64>> {
    let layer = |to, [c_out, c_in, maps, biases]: [usize; 4], seed| {
        let bias = whole((c_out, biases), seed + 1);
        TensorLayer::new((2, to), whole((c_out, c_in, maps), seed), bias)
    };
    let x = graph.adjacency().insert_axis(Axis(0));
    let hidden: Array3<f64> = relu(layer(2, [4, 1, 15, 2], seed)?.forward(&x)?);
    let again: Array3<f64> = relu(layer(2, [4, 4, 15, 2], seed + 2)?.forward(&hidden)?);
    layer(0, [2, 4, 2, 1], seed + 4)?.forward(&again)
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    let triangle = Graph::cycle(3)?;
    let (hexagon, triangles) = (Graph::cycle(6)?, triangle.beside(&triangle));
    let path = Graph::new(6, &[[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]])?;
    let colours = colour_refinement(&[&hexagon, &triangles]);
    println!("colours = {:?}", colours.concat());
    println!("networks = {NETWORKS}");
    for (name, network) in [("messages", messages as Network), ("fifteen", fifteen)] {
        for (other, graph) in [("triangles", &triangles), ("path", &path)] {
            let mut apart = 0;
            for seed in 0..NETWORKS {
                let outputs = |graph| network(graph, 10 * seed);
                apart += u64::from(outputs(&hexagon)? != outputs(graph)?);
            }
            println!("{name}-hexagon-{other}-apart = {apart}");
        }
    }
    println!("cube-hexagon = {}", hexagon.closed_walks(3)?);
    println!("cube-triangles = {}", triangles.closed_walks(3)?);
    Ok(())
}

type Network = fn(&Graph, u64) -> Result<Array1<f64>>;

/// How many networks of each kind are tried.
const NETWORKS: u64 = 100;

/// Whole numbers from -8 to 8: with these all sums are exact.
fn whole<D: Dimension, S: ShapeBuilder<Dim = D>>(shape: S, seed: u64) -> Array<f64, D> {
    seeded_noise(shape, seed).mapv(|value: f64| (16.0 * value).round() - 8.0)
}

fn relu<D: Dimension>(values: Array<f64, D>) -> Array<f64, D> {
    values.mapv(|value| value.max(0.0))
}
