use equivariance::{Graph, MessageLayer, Result, TensorLayer};
use equivariance::{colour_refinement, seeded_noise};
use ndarray::{Array, Array1, Array2, Array3, Axis, Dimension, ShapeBuilder};

// ANCHOR: shown
/// Two layers of message passing with ReLU, and the sum over the vertices.
fn messages(graph: &Graph, seed: u64) -> Result<Array1<f64>> {
    let x = Array2::ones((1, graph.vertices()));
    let x = relu(message_layer([4, 1], seed)?.forward(graph, &x)?);
    let x = relu(message_layer([4, 4], seed + 3)?.forward(graph, &x)?);
    Ok(x.sum_axis(Axis(1)))
}

/// Two layers of the fifteen maps with ReLU, and numbers from the trace and the total.
fn fifteen(graph: &Graph, seed: u64) -> Result<Array1<f64>> {
    let x = graph.adjacency().insert_axis(Axis(0));
    let x: Array3<f64> = relu(pair_layer([4, 1], seed)?.forward(&x)?);
    let x: Array3<f64> = relu(pair_layer([4, 4], seed + 2)?.forward(&x)?);
    number_layer([2, 4], seed + 4)?.forward(&x)
}
// ANCHOR_END: shown

/// A layer of messages, its channels `[c_out, c_in]`.
fn message_layer(channels: [usize; 2], seed: u64) -> Result<MessageLayer<f64>> {
    let bias = whole(channels[0], seed + 2);
    MessageLayer::new(whole(channels, seed), whole(channels, seed + 1), bias)
}

/// A layer of the fifteen maps, its channels `[c_out, c_in]`.
fn pair_layer([c_out, c_in]: [usize; 2], seed: u64) -> Result<TensorLayer<f64>> {
    let bias = whole((c_out, 2), seed + 1);
    TensorLayer::new((2, 2), whole((c_out, c_in, 15), seed), bias)
}

/// Numbers from the trace and the total of relations, the channels `[c_out, c_in]`.
fn number_layer([c_out, c_in]: [usize; 2], seed: u64) -> Result<TensorLayer<f64>> {
    let bias = whole((c_out, 1), seed + 1);
    TensorLayer::new((2, 0), whole((c_out, c_in, 2), seed), bias)
}

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
