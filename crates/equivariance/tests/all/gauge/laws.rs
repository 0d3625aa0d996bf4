//! On what the output of a layer does not depend: the frames, within a bound, and where the mesh is in space; and maps that break these laws.

use equivariance::*;
use ndarray::{Array1, Array2, ArrayRef2, array};

use super::{
    Layer, Vector, about, combined, frequencies, largest_difference, meshes, noise, plain,
    random_angles, random_frames, types, up_to,
};

fn number<A: Scalar>(value: A) -> f64 {
    value.to_f64().unwrap()
}

#[test]
fn the_bound_is_what_its_formula_says() {
    // A flat patch: κ = 1, d = 3, N = 1, N′ = 2, and in the middle k = 6 neighbours, all with features of length 5.
    let mesh = TriangleMesh::patch(4, 4, |_, _| 0.0).unwrap();
    let frames = random_frames(&mesh, 1);
    assert!((frames.condition() - 1.0).abs() < 1e-14);
    let (own, mut towards) = (array![2.0], Array2::zeros((4, 3)));
    towards[[3, 1]] = -7.0;
    let (from, to) = (frequencies(&[0, 1]), frequencies(&[2, 0, 0]));
    let own = ndarray::concatenate![ndarray::Axis(0), own, [0.0]];
    let layer = GaugeConvolution::new(from, to, own, towards).unwrap();
    let mut features = Array2::zeros((3, 25));
    features.row_mut(0).fill(3.0);
    features.row_mut(2).fill(-4.0);
    let bound = layer.frame_error_bound(&frames, &features).unwrap();
    let expected = (3.0 + 6.0 + 400.0) * f64::EPSILON * (2.0 * 5.0 + 7.0 * 6.0 * 5.0);
    assert!((bound / expected - 1.0).abs() < 1e-12);
    let solid = TriangleMesh::tetrahedron();
    let condition = random_frames(&solid, 1).condition();
    // The edges of a tetrahedron are at √3 / 3 of their length in its tangent planes, and 1 + n·n′ = 2/3.
    assert!((condition - 3.0).abs() < 1e-14, "{condition}");
    // An open pyramid: the edges at its top are at 1 / √101 of their length in the tangent plane.
    let corners = vec![
        [0.0, 0.0, 10.0],
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [-1.0, 0.0, 0.0],
        [0.0, -1.0, 0.0],
    ];
    let faces = vec![[0, 1, 2], [0, 2, 3], [0, 3, 4], [0, 4, 1]];
    let pyramid = TriangleMesh::new(corners, faces).unwrap();
    let condition = random_frames(&pyramid, 1).condition();
    assert!((condition - 101.0_f64.sqrt()).abs() < 1e-12, "{condition}");
}

fn assert_independent_of_frames<A: Scalar + std::ops::AddAssign>() {
    for (name, mesh) in meshes() {
        for (at, (from, to)) in types().into_iter().enumerate() {
            let case = Layer::<A>::random(&from, &to, 10 * at as u64);
            let features = noise((from.dimension(), mesh.vertices().len()), 99);
            let map = |frames: &Frames, f: &ArrayRef2<A>| case.layer.forward(frames, f);
            let error = case.dependence(&mesh, map, &features, 25);
            let frames = random_frames(&mesh, 26);
            let bound = case.layer.frame_error_bound(&frames, &features).unwrap();
            assert!(
                bound < 1e5 * number(A::epsilon()),
                "{name}: {bound:e} says little"
            );
            assert!(error <= bound, "{name}, types {at}: {error:e} > {bound:e}");
            assert!(
                error > 0.0,
                "{name}, types {at}: the frames were not turned"
            );
        }
    }
}

#[test]
fn the_output_does_not_depend_on_the_frames_in_double_precision() {
    assert_independent_of_frames::<f64>();
}

#[test]
fn the_output_does_not_depend_on_the_frames_in_single_precision() {
    assert_independent_of_frames::<f32>();
}

fn assert_network_independent_of_frames<A: Scalar + std::ops::AddAssign>() {
    let (order, numbers) = (up_to(2), frequencies(&[0, 0]));
    let first = Layer::<A>::random(&order, &order, 1);
    let last = Layer::<A>::random(&order, &numbers, 2);
    let bias = [0.25, -0.5, -0.5].map(|bias| A::from_f64(bias).unwrap());
    let hidden = |frames: &Frames, f: &ArrayRef2<A>| {
        norm_relu(&order, &first.layer.forward(frames, f)?, &bias)
    };
    let network =
        |frames: &Frames, f: &ArrayRef2<A>| last.layer.forward(frames, &*hidden(frames, f)?);
    for (name, mesh) in meshes() {
        let features = noise((5, mesh.vertices().len()), 3);
        let choices: Vec<_> = (0..10).map(|seed| random_angles(&mesh, seed)).collect();
        let types = (&order, &numbers);
        let error = frame_dependence(&mesh, types, network, &features, &choices).unwrap();

        // What the first two steps leave to the last is enlarged by its weights.
        let frames = random_frames(&mesh, 11);
        let between = hidden(&frames, &features).unwrap();
        let entries = |matrix: &Array2<A>| matrix.iter().map(|x| number(x.abs())).sum::<f64>();
        let most = (0..frames.vertices()).map(|vertex| frames.neighbours(vertex).unwrap().len());
        let gain = entries(&last.own) + most.max().unwrap() as f64 * entries(&last.towards);
        let first_bound = first.layer.frame_error_bound(&frames, &features).unwrap();
        let lengths = between.iter().map(|x| number(x.abs())).fold(0.0, f64::max);
        let norms = 16.0 * 3.0 * number(A::epsilon()) * (2.0 * lengths + 1.0);
        let last_bound = last.layer.frame_error_bound(&frames, &between).unwrap();
        let bound = gain * (first_bound + norms) + last_bound;
        assert!(
            error > 0.0 && error <= bound,
            "{name}: {error:e} > {bound:e}"
        );
        assert!(
            bound < 1e6 * number(A::epsilon()),
            "{name}: {bound:e} says little"
        );
    }
}

#[test]
fn a_network_with_norms_between_its_layers_does_not_depend_on_the_frames() {
    assert_network_independent_of_frames::<f64>();
    assert_network_independent_of_frames::<f32>();
}

/// What a neighbour with these features sends.
type Send<'a> = &'a dyn Fn(&Neighbour, &Array1<f64>) -> Array1<f64>;

#[test]
fn maps_that_depend_on_the_frames_are_rejected() {
    let order = up_to(2);
    let case = Layer::<f64>::random(&order, &order, 1);
    for (name, mesh) in meshes() {
        let features = noise((5, mesh.vertices().len()), 2);
        let error = |own: &Array2<f64>, send: Send| {
            let map = |frames: &Frames, f: &ArrayRef2<f64>| plain(own, f, frames, send);
            case.dependence(&mesh, map, &features, 3)
        };
        let (own, towards) = (&case.own, &case.towards);
        let turn = |angle: f64, f: &Array1<f64>| order.act(angle, f).unwrap();
        let right = |q: &Neighbour, f: &Array1<f64>| {
            turn(q.angle, &towards.dot(&turn(q.transport - q.angle, f)))
        };
        let rounding = 1e-12;
        assert!(error(own, &right) < rounding, "{name}: what a layer does");
        let rejected: [(&str, Send); 5] = [
            ("components as they are", &|_, f| towards.dot(f)),
            ("no transport", &|q, f| {
                turn(q.angle, &towards.dot(&turn(-q.angle, f)))
            }),
            ("transport the wrong way", &|q, f| {
                turn(q.angle, &towards.dot(&turn(-q.transport - q.angle, f)))
            }),
            ("a kernel that does not turn", &|q, f| {
                towards.dot(&turn(q.transport, f))
            }),
            ("a kernel with another profile", &|q, f| {
                libm::cos(q.angle) * towards.dot(&turn(q.transport, f))
            }),
        ];
        for (what, send) in rejected {
            let error = error(own, send);
            assert!(error > 0.1, "{name}: {what} is off by {error:e} only");
        }
        let any: Array2<f64> = noise((5, 5), 3);
        assert!(
            error(&any, &right) > 0.1,
            "{name}: own matrix that does not commute"
        );
    }
}

/// The mesh with its points moved, and its faces as they are or the other way round.
fn moved(mesh: &TriangleMesh, point: impl Fn(Vector) -> Vector, reversed: bool) -> TriangleMesh {
    let points = mesh.vertices().iter().map(|v| point(*v)).collect();
    let faces = mesh.faces().iter();
    let faces = faces.map(|&[a, b, c]| if reversed { [a, c, b] } else { [a, b, c] });
    TriangleMesh::new(points, faces.collect()).unwrap()
}

#[test]
fn a_mesh_turned_shifted_and_scaled_in_space_gives_the_same_output() {
    let axis = [2.0 / 7.0, 3.0 / 7.0, 6.0 / 7.0];
    for (name, mesh) in meshes() {
        let case = Layer::<f64>::random(&up_to(2), &up_to(2), 1);
        let features = noise((5, mesh.vertices().len()), 2);
        let angles = random_angles(&mesh, 3);
        // The frames start from neighbours, so they go along.
        let output = |mesh: &TriangleMesh| {
            let frames = Frames::new(mesh, &angles).unwrap();
            case.layer.forward(&frames, &features).unwrap()
        };
        let other = moved(
            &mesh,
            |v| combined(3.0, about(axis, 1.2, v), 1.0, [0.5, -2.0, 1.0]),
            false,
        );
        let error = largest_difference(&output(&mesh), &output(&other));
        assert!(error < 1e-12, "{name}: {error:e}");
        for size in [1e-140, 1e140] {
            let other = moved(&mesh, |v| v.map(|x| size * x), false);
            let error = largest_difference(&output(&mesh), &output(&other));
            assert!(error < 1e-12, "{name} by {size:e}: {error:e}");
        }
    }
}

#[test]
fn a_mirror_image_gives_the_same_output_inside_out_and_another_one_with_the_same_side_outside() {
    let mesh = TriangleMesh::icosphere(2).unwrap();
    let mirrored = |reversed| moved(&mesh, |[x, y, z]| [-x, y, z], reversed);
    let vertices = mesh.vertices().len();
    // From numbers to vectors to numbers: what is said of the mesh needs no frame.
    let (numbers, vectors) = (up_to(0), up_to(1));
    let network = |towards: [Array2<f64>; 2], mesh: &TriangleMesh| {
        let [first, second] = towards;
        let first = GaugeConvolution::new(numbers.clone(), vectors.clone(), noise(1, 1), first);
        let second = GaugeConvolution::new(vectors.clone(), numbers.clone(), noise(1, 2), second);
        let frames = random_frames(mesh, 4);
        let features = noise((1, vertices), 5);
        let inside = first.unwrap().forward(&frames, &features).unwrap();
        second.unwrap().forward(&frames, &inside).unwrap()
    };
    let any = || [noise((3, 1), 6), noise((1, 3), 7)];
    let output = network(any(), &mesh);
    assert!(largest_difference(&output, &network(any(), &mirrored(false))) < 1e-13);
    assert!(largest_difference(&output, &network(any(), &mirrored(true))) > 0.1);
    // What a mirror image leaves as it is: matrices that commute with the mirror image about the direction of the neighbour.
    let even = || [array![[0.3], [-0.4], [0.0]], array![[0.2, 0.7, 0.0]]];
    let output = network(even(), &mesh);
    assert!(largest_difference(&output, &network(even(), &mirrored(true))) < 1e-13);
}
