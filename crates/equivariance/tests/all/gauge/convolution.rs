//! What a layer computes: by its formula, by the convolution of the plane and by hand; and how many kernels it has.

use equivariance::*;
use ndarray::{Array1, Array2, Array3, array, s};

use super::{
    Layer, Vector, combined, dot, frequencies, meshes, noise, plain, random_frames, types, up_to,
};

#[test]
fn a_layer_is_the_sum_of_ring_kernels_over_transported_features() {
    // The formula of the documentation with dense matrices, from the kernels in closed form.
    for (from, to) in types() {
        let rings = ring_kernels(&from, &to).unwrap();
        let weights: Array1<f64> = noise(rings.count(), 5);
        let kernel = |angle: f64| {
            let kernels = rings.at(angle).unwrap();
            let terms = weights.iter().zip(kernels);
            terms.fold(
                Array2::zeros((to.dimension(), from.dimension())),
                |sum, (w, k)| sum + *w * k,
            )
        };
        let case = Layer::<f64>::random(&from, &to, 6);
        let own: Array1<f64> = noise(centre_kernels(&from, &to).unwrap().len(), 6);
        let layer = GaugeConvolution::new(from.clone(), to.clone(), own, kernel(0.0)).unwrap();
        for (name, mesh) in meshes() {
            let frames = random_frames(&mesh, 7);
            let features: Array2<f64> = noise((from.dimension(), mesh.vertices().len()), 8);
            let send = |q: &Neighbour, f: &Array1<f64>| {
                let transported = from.matrix(q.transport).unwrap().dot(f);
                kernel(q.angle).dot(&transported)
            };
            let expected = plain(&case.own, &features, &frames, send).unwrap();
            let actual = layer.forward(&frames, &features).unwrap();
            let largest = (&actual - &expected).fold(0.0, |most: f64, x| most.max(x.abs()));
            assert!(largest < 1e-13, "{name}: {largest:e}");
        }
    }
}

#[test]
fn kernels_are_as_many_as_the_formula_says_by_two_ways() {
    for from_order in 0..4 {
        for to_order in 0..4 {
            let (from, to) = (up_to(from_order), up_to(to_order));
            let own = 2 * from_order.min(to_order) + 1;
            assert_eq!(centre_kernels(&from, &to).unwrap().len(), own);
            assert_eq!(lie_commutant(&from, &to).unwrap().len(), own);
            assert_eq!(lie_commutant_dimension(&from, &to).unwrap(), own);

            // A kernel on a ring is a map to functions on the ring with values in the output, whose harmonics above the sum of both orders none can use.
            let ring = (2 * from_order + 1) * (2 * to_order + 1);
            let mut harmonics = vec![];
            for frequency in 0..=from_order + to_order {
                for m in 0..=to_order {
                    harmonics.push(frequency + m);
                    if m > 0 && frequency > 0 {
                        harmonics.push(frequency.abs_diff(m));
                        // m ⊗ m holds the trivial representation twice.
                        if frequency == m {
                            harmonics.push(0);
                        }
                    }
                }
            }
            let functions = frequencies(&harmonics);
            assert_eq!(ring_kernels(&from, &to).unwrap().count(), ring);
            assert_eq!(lie_commutant(&from, &functions).unwrap().len(), ring);
            assert_eq!(lie_commutant_dimension(&from, &functions).unwrap(), ring);
        }
    }
    let order = up_to(2);
    assert_eq!(ring_kernels(&order, &order).unwrap().count(), 25);
    assert_eq!(centre_kernels(&order, &order).unwrap().len(), 5);
}

#[test]
fn on_a_flat_regular_patch_it_is_the_planar_convolution() {
    // Row i of the picture is y, column j is x; the six neighbours are six of the eight places round a pixel.
    let (rows, columns) = (6, 7);
    let mesh = TriangleMesh::patch(rows, columns, |_, _| 0.0).unwrap();
    // Squares, so that directions are those of pixels.
    let points = mesh.vertices().iter();
    let points = points
        .map(|[x, y, z]| [x * columns as f64, y * rows as f64, *z])
        .collect();
    let mesh = TriangleMesh::new(points, mesh.faces().to_vec()).unwrap();
    let places = [[0, 1], [1, 1], [1, 0], [0, -1], [-1, -1], [-1, 0]];
    for (from, to) in types() {
        let case = Layer::<f64>::random(&from, &to, 1);
        let mut weights = ndarray::Array4::zeros((to.dimension(), from.dimension(), 3, 3));
        weights.slice_mut(s![.., .., 1, 1]).assign(&case.own);
        for [i, j] in places {
            let angle = libm::atan2(f64::from(i), f64::from(j));
            let kernel = to
                .matrix(angle)
                .unwrap()
                .dot(&case.towards)
                .dot(&from.matrix(-angle).unwrap());
            weights.slice_mut(s![.., .., i + 1, j + 1]).assign(&kernel);
        }
        let bias = Array1::zeros(to.dimension());
        let planar = ConvLayer::new(weights, bias, Options::valid()).unwrap();

        // All first axes along x.
        let start = Frames::new(&mesh, &vec![0.0; mesh.vertices().len()]).unwrap();
        let to_x = |vertex| {
            let [first, second, _] = start.axes(vertex).unwrap();
            libm::atan2(second[0], first[0])
        };
        let angles: Vec<f64> = (0..start.vertices()).map(to_x).collect();
        let frames = Frames::new(&mesh, &angles).unwrap();
        let features: Array2<f64> = noise((from.dimension(), mesh.vertices().len()), 2);
        let shape = |f: &Array2<f64>| -> Array3<f64> {
            let shape = (f.nrows(), rows + 1, columns + 1);
            f.to_shape(shape).unwrap().to_owned()
        };
        let on_mesh = shape(&case.layer.forward(&frames, &features).unwrap());
        let inside = on_mesh.slice(s![.., 1..rows, 1..columns]);
        let expected = planar.forward(&shape(&features)).unwrap();
        let largest = (&inside - &expected).fold(0.0, |most: f64, x| most.max(x.abs()));
        assert!(largest < 1e-13, "{largest:e}");
    }
}

#[test]
fn numbers_around_a_vertex_draw_a_vector_towards_the_largest() {
    // By hand: an octahedron with 1 at the vertex on the x axis, and a vector at its neighbour on the z axis.
    let mesh = TriangleMesh::octahedron();
    let frames = random_frames(&mesh, 1);
    let (numbers, vectors) = (up_to(0), frequencies(&[1]));
    let towards = array![[2.0], [0.0]];
    let layer = GaugeConvolution::new(numbers, vectors, Array1::zeros(0), towards).unwrap();
    let mut features = Array2::zeros((1, 6));
    let at = |point: Vector| mesh.vertices().iter().position(|v| *v == point).unwrap();
    features[[0, at([1.0, 0.0, 0.0])]] = 1.0;
    let output = layer.forward(&frames, &features).unwrap();
    let top = at([0.0, 0.0, 1.0]);
    let [first, second, _] = frames.axes(top).unwrap();
    let drawn = combined(output[[0, top]], first, output[[1, top]], second);
    let rest = combined(1.0, drawn, -2.0, [1.0, 0.0, 0.0]);
    assert!(dot(rest, rest).sqrt() < 4e-15);
}
