//! Features on meshes: tangent planes and what is carried between them, and convolutions that do not depend on the frames.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use equivariance::*;
use ndarray::{Array1, Array2, Array3, ArrayRef2, array, s};

type Vector = [f64; 3];

/// Meshes that are alike in nothing, with their names: curved to all sides, of both signs, coarse, with a border.
fn meshes() -> Vec<(&'static str, TriangleMesh)> {
    let saddle = |x: f64, y: f64| 0.5 * (x * x - y * y) + 0.2 * x * y * y;
    vec![
        ("tetrahedron", TriangleMesh::tetrahedron()),
        ("octahedron", TriangleMesh::octahedron()),
        ("icosphere", TriangleMesh::icosphere(2).unwrap()),
        ("torus", TriangleMesh::torus(7, 5, 2.0, 0.7).unwrap()),
        ("saddle", TriangleMesh::patch(4, 5, saddle).unwrap()),
    ]
}

fn random_angles(mesh: &TriangleMesh, seed: u64) -> Vec<f64> {
    let angles = seeded_noise::<f64, _, _>(mesh.vertices().len(), seed);
    angles
        .iter()
        .map(|angle| TAU * (2.0 * angle - 1.0))
        .collect()
}

fn random_frames(mesh: &TriangleMesh, seed: u64) -> Frames {
    Frames::new(mesh, &random_angles(mesh, seed)).unwrap()
}

fn noise<A: Scalar, D: ndarray::Dimension>(
    shape: impl ndarray::ShapeBuilder<Dim = D>,
    seed: u64,
) -> ndarray::Array<A, D> {
    let half = A::from_f64(0.5).unwrap();
    seeded_noise::<A, _, _>(shape, seed).mapv(|value| value - half)
}

fn frequencies(list: &[usize]) -> So2Representation {
    So2Representation::new(list).unwrap()
}

fn up_to(order: usize) -> So2Representation {
    frequencies(&(0..=order).collect::<Vec<_>>())
}

fn dot(a: Vector, b: Vector) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// a x + b y
fn combined(a: f64, x: Vector, b: f64, y: Vector) -> Vector {
    std::array::from_fn(|axis| a * x[axis] + b * y[axis])
}

/// The distance of two angles on the circle.
fn apart(a: f64, b: f64) -> f64 {
    let whole_turns = ((a - b) / TAU).round();
    (a - b - TAU * whole_turns).abs()
}

/// A vector turned about an axis of length 1, by Rodrigues' formula.
fn about(axis: Vector, angle: f64, v: Vector) -> Vector {
    let (sin, cos) = libm::sincos(angle);
    let along = combined(cos, v, sin, cross(axis, v));
    combined(1.0, along, (1.0 - cos) * dot(axis, v), axis)
}

/// All neighbours, each after the vertex that sees it.
fn seen(frames: &Frames) -> Vec<(usize, Neighbour)> {
    let around = |vertex| frames.neighbours(vertex).unwrap().iter();
    let vertices = 0..frames.vertices();
    vertices
        .flat_map(|vertex| around(vertex).map(move |neighbour| (vertex, *neighbour)))
        .collect()
}

#[test]
fn a_frame_is_two_axes_at_right_angles_in_the_tangent_plane_and_its_normal() {
    for (name, mesh) in meshes() {
        let frames = random_frames(&mesh, 1);
        for vertex in 0..frames.vertices() {
            let axes = frames.axes(vertex).unwrap();
            for (i, a) in axes.into_iter().enumerate() {
                for (j, b) in axes.into_iter().enumerate() {
                    let expected = f64::from(i == j);
                    assert!((dot(a, b) - expected).abs() < 4e-15, "{name} {vertex}");
                }
            }
            let third = cross(axes[0], axes[1]);
            assert!(dot(third, axes[2]) > 0.9, "{name} {vertex}: left-handed");
        }
        assert_eq!(frames.axes(frames.vertices()), None);
        assert_eq!(frames.neighbours(frames.vertices()), None);
    }
}

#[test]
fn normals_of_an_icosphere_are_the_directions_of_its_twelve_first_vertices() {
    // Five-fold symmetry: the sum of the triangles' normals has no other direction to point to.
    let mesh = TriangleMesh::icosphere(3).unwrap();
    let frames = random_frames(&mesh, 1);
    for vertex in 0..12 {
        let [.., normal] = frames.axes(vertex).unwrap();
        assert!(dot(normal, mesh.vertices()[vertex]) > 1.0 - 1e-15);
    }
}

#[test]
fn normals_are_weighted_by_area() {
    // The corner of a box, cut so that the three sides meet with areas 1 : 2 : 3.
    let corners = vec![[0.0; 3], [3.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 6.0]];
    let corner = TriangleMesh::new(corners, vec![[0, 2, 1], [0, 3, 2], [0, 1, 3]]).unwrap();
    let [.., normal] = random_frames(&corner, 1).axes(0).unwrap();
    // Twice the areas: 6 with the normal −z, 12 with −x, 18 with −y.
    let expected = [-12.0, -18.0, -6.0].map(|x: f64| x / 504.0_f64.sqrt());
    assert!((dot(normal, expected) - 1.0).abs() < 1e-15);
}

#[test]
fn angle_and_distance_give_back_an_edge_that_lies_in_the_tangent_plane() {
    let mesh = TriangleMesh::patch(3, 4, |_, _| 0.25).unwrap();
    let frames = random_frames(&mesh, 2);
    for (vertex, neighbour) in seen(&frames) {
        let [first, second, _] = frames.axes(vertex).unwrap();
        let (sin, cos) = libm::sincos(neighbour.angle);
        let direction = combined(cos, first, sin, second);
        let points = mesh.vertices();
        let edge = combined(1.0, points[neighbour.vertex], -1.0, points[vertex]);
        let rest = combined(neighbour.distance, direction, -1.0, edge);
        assert!(dot(rest, rest).sqrt() < 4e-15);
        let (there, back) = (
            frames.axes(vertex).unwrap(),
            frames.axes(neighbour.vertex).unwrap(),
        );
        let between = libm::atan2(dot(back[0], there[1]), dot(back[0], there[0]));
        assert!(
            apart(neighbour.transport, between) < 4e-15,
            "a plane has no curvature"
        );
    }
}

#[test]
fn the_logarithm_leaves_out_the_part_along_the_normal_and_keeps_the_length() {
    for (name, mesh) in meshes() {
        let frames = random_frames(&mesh, 3);
        for (vertex, neighbour) in seen(&frames) {
            let [first, second, normal] = frames.axes(vertex).unwrap();
            let points = mesh.vertices();
            let edge = combined(1.0, points[neighbour.vertex], -1.0, points[vertex]);
            let within = combined(1.0, edge, -dot(edge, normal), normal);
            let (sin, cos) = libm::sincos(neighbour.angle);
            let direction = combined(cos, first, sin, second);
            let part = dot(within, direction) / dot(within, within).sqrt();
            assert!(part > 1.0 - 1e-14, "{name}");
            let length = dot(edge, edge).sqrt();
            assert!((neighbour.distance - length).abs() < 4e-15, "{name}");
        }
    }
}

#[test]
fn transport_is_the_turn_about_the_axis_at_right_angles_to_both_normals() {
    for (name, mesh) in meshes() {
        let frames = random_frames(&mesh, 4);
        for (vertex, neighbour) in seen(&frames) {
            let [first, second, normal] = frames.axes(vertex).unwrap();
            let [theirs, _, start] = frames.axes(neighbour.vertex).unwrap();
            let axis = cross(start, normal);
            let sin = dot(axis, axis).sqrt();
            let carried = match sin {
                0.0 => theirs,
                _ => about(
                    axis.map(|x| x / sin),
                    libm::atan2(sin, dot(start, normal)),
                    theirs,
                ),
            };
            let angle = libm::atan2(dot(carried, second), dot(carried, first));
            assert!(apart(neighbour.transport, angle) < 1e-13, "{name} {vertex}");
        }
    }
}

#[test]
fn transport_there_and_back_turns_nothing() {
    for (name, mesh) in meshes() {
        let frames = random_frames(&mesh, 5);
        for (vertex, neighbour) in seen(&frames) {
            let mut back = frames.neighbours(neighbour.vertex).unwrap().iter();
            let back = back.find(|other| other.vertex == vertex).unwrap();
            assert!(
                apart(neighbour.transport, -back.transport) < 1e-14,
                "{name}"
            );
        }
    }
}

/// The signed area of the triangle on the unit sphere with these corners, by van Oosterom and Strackee's formula.
fn spherical_area([a, b, c]: [Vector; 3]) -> f64 {
    let volume = dot(a, cross(b, c));
    2.0 * libm::atan2(volume, 1.0 + dot(a, b) + dot(b, c) + dot(c, a))
}

#[test]
fn holonomy_round_a_face_is_the_area_between_its_normals() {
    for (name, mesh) in meshes() {
        let frames = random_frames(&mesh, 6);
        for &face in mesh.faces() {
            let normals = face.map(|vertex| frames.axes(vertex).unwrap()[2]);
            let holonomy = frames.holonomy(face).unwrap();
            assert!(
                apart(holonomy, spherical_area(normals)) < 1e-13,
                "{name} {face:?}"
            );
        }
    }
}

#[test]
fn holonomies_of_all_faces_sum_to_the_area_that_the_normals_cover() {
    // The normals of a sphere cover the unit sphere once, those of a torus as often one way as the other.
    let total = |mesh: &TriangleMesh| -> f64 {
        let frames = random_frames(mesh, 7);
        let faces = mesh.faces().iter();
        faces.map(|face| frames.holonomy(*face).unwrap()).sum()
    };
    let icosahedron = TriangleMesh::icosahedron();
    let frames = random_frames(&icosahedron, 8);
    for &face in icosahedron.faces() {
        assert!((frames.holonomy(face).unwrap() - PI / 5.0).abs() < 1e-14);
    }
    for mesh in [
        TriangleMesh::octahedron(),
        icosahedron,
        TriangleMesh::icosphere(4).unwrap(),
    ] {
        assert!((total(&mesh) - 4.0 * PI).abs() < 1e-12);
    }
    assert!(total(&TriangleMesh::torus(9, 8, 2.0, 0.7).unwrap()).abs() < 1e-12);
    // A tetrahedron's faces turn by π each: the sign is rounding's.
    let tetrahedron = TriangleMesh::tetrahedron();
    let frames = random_frames(&tetrahedron, 9);
    for &face in tetrahedron.faces() {
        assert!((frames.holonomy(face).unwrap().abs() - PI).abs() < 1e-14);
    }
}

#[test]
fn turned_frames_are_what_other_angles_make() {
    let mesh = TriangleMesh::icosphere(2).unwrap();
    let angles = random_angles(&mesh, 10);
    let start = Frames::new(&mesh, &vec![0.0; angles.len()]).unwrap();
    let frames = Frames::new(&mesh, &angles).unwrap();
    for ((vertex, before), (_, after)) in seen(&start).into_iter().zip(seen(&frames)) {
        let (own, theirs) = (angles[vertex], angles[before.vertex]);
        assert!(apart(after.angle, before.angle - own) < 1e-14);
        assert!(apart(after.transport, before.transport + theirs - own) < 1e-14);
    }
    for vertex in 0..12 {
        let first = start.neighbours(vertex).unwrap()[0];
        assert_eq!(first.vertex, mesh.vertex_neighbours(vertex)[0]);
        assert!(
            first.angle.abs() < 1e-15,
            "the first axis points to the first neighbour"
        );
    }
}

/// The types of features between which layers are tried.
fn types() -> Vec<(So2Representation, So2Representation)> {
    vec![
        (up_to(2), up_to(2)),
        (frequencies(&[0]), frequencies(&[1])),
        (frequencies(&[1, 3, 1]), frequencies(&[0, 0, 2, 1])),
        (frequencies(&[2, 0]), frequencies(&[5])),
    ]
}

/// A layer with random weights, and what it is made of.
struct Layer<A> {
    from: So2Representation,
    to: So2Representation,
    own: Array2<A>,
    towards: Array2<A>,
    layer: GaugeConvolution<A>,
}

impl<A: Scalar + std::ops::AddAssign> Layer<A> {
    fn random(from: &So2Representation, to: &So2Representation, seed: u64) -> Self {
        let kernels = centre_kernels(from, to).unwrap();
        let weights: Array1<A> = noise(kernels.len(), seed);
        let shape = (to.dimension(), from.dimension());
        let mut own = Array2::from_elem(shape, A::zero());
        for (weight, kernel) in weights.iter().zip(&kernels) {
            own.zip_mut_with(kernel, |sum, entry| {
                *sum += *weight * A::from_f64(*entry).unwrap()
            });
        }
        let towards: Array2<A> = noise(shape, seed + 1);
        let (from, to) = (from.clone(), to.clone());
        let layer = GaugeConvolution::new(from.clone(), to.clone(), weights, towards.clone());
        let layer = layer.unwrap();
        Self {
            from,
            to,
            own,
            towards,
            layer,
        }
    }

    /// By how much a map of its types depends on the frames, over some random ones.
    fn dependence(
        &self,
        mesh: &TriangleMesh,
        map: impl Fn(&Frames, &ArrayRef2<A>) -> Result<Array2<A>>,
        features: &Array2<A>,
        choices: u64,
    ) -> f64 {
        let mut choices: Vec<_> = (0..choices).map(|seed| random_angles(mesh, seed)).collect();
        // Angles of any size: sines are those of the angle, not of what is left of it.
        choices[0].iter_mut().for_each(|angle| *angle *= 1e200);
        frame_dependence(mesh, (&self.from, &self.to), map, features, &choices).unwrap()
    }
}

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

/// A convolution that takes components as they are, with what it does with the direction and the transport of a neighbour.
fn plain<A: Scalar + std::ops::AddAssign>(
    own: &Array2<A>,
    features: &ArrayRef2<A>,
    frames: &Frames,
    send: impl Fn(&Neighbour, &Array1<A>) -> Array1<A>,
) -> Result<Array2<A>> {
    let mut output = own.dot(features);
    for (vertex, neighbour) in seen(frames) {
        let sent = send(&neighbour, &features.column(neighbour.vertex).to_owned());
        let mut sum = output.column_mut(vertex);
        sum.zip_mut_with(&sent, |sum, term| *sum += *term);
    }
    Ok(output)
}

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

/// The mesh with its points moved, and its faces as they are or the other way round.
fn moved(mesh: &TriangleMesh, point: impl Fn(Vector) -> Vector, reversed: bool) -> TriangleMesh {
    let points = mesh.vertices().iter().map(|v| point(*v)).collect();
    let faces = mesh.faces().iter();
    let faces = faces.map(|&[a, b, c]| if reversed { [a, c, b] } else { [a, b, c] });
    TriangleMesh::new(points, faces.collect()).unwrap()
}

fn largest_difference(left: &Array2<f64>, right: &Array2<f64>) -> f64 {
    (left - right).fold(0.0, |most: f64, difference| most.max(difference.abs()))
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

#[test]
fn turned_frames_turn_components_the_other_way() {
    let parts = frequencies(&[0, 1, 2]);
    let features = array![[7.0], [1.0], [0.0], [0.0], [3.0]];
    let turned = in_turned_frames(&parts, &features, &[FRAC_PI_2]).unwrap();
    let expected = array![[7.0], [0.0], [-1.0], [0.0], [-3.0]];
    assert!(largest_difference(&turned, &expected) < 1e-15);
}

#[test]
fn bad_input_is_one_error_that_says_what_would_be_right() {
    let message = |result: Result<()>| result.unwrap_err().to_string();
    let mesh = TriangleMesh::octahedron();
    let new = |mesh: &TriangleMesh, angles: &[f64]| message(Frames::new(mesh, angles).map(drop));
    assert_eq!(
        new(&mesh, &[0.0; 5]),
        "the list of angles has shape [5], but [6] is needed"
    );
    for bad in [f64::NAN, f64::INFINITY] {
        let angles = [0.0, 0.0, bad, 0.0, bad, 0.0];
        assert_eq!(
            new(&mesh, &angles),
            format!("the angle of a frame at [2] is {bad}; a finite number is needed")
        );
    }

    // Two triangles folded onto one another, nearly, and a narrow third one that joins their ends.
    let fold = |height: f64| {
        let (end, other) = ([0.5, 1.0, 0.0], [0.5, 1.0, height]);
        let corners = vec![[0.0; 3], [1.0, 0.0, 0.0], end, other];
        TriangleMesh::new(corners, vec![[0, 1, 2], [1, 0, 3], [2, 1, 3]]).unwrap()
    };
    assert_eq!(
        new(&fold(1e-9), &[0.0; 4]),
        "vertex 0 has no tangent plane: the normals of its triangles cancel"
    );
    assert_eq!(
        new(&fold(1e-4), &[0.0; 4]),
        "the normals at the neighbouring vertices 2 and 3 are opposite, so no turn from one tangent plane to the other is the shortest; \
         a finer mesh has normals that are closer"
    );
    for height in [0.1, 0.01] {
        Frames::new(&fold(height), &[0.0; 4]).unwrap();
    }
    // A small triangle beside a large one has tangent planes all the same.
    let sizes = [1.0, 1e-4];
    let corners = sizes.map(|size| [[0.0; 3], [size, 0.0, 0.0], [0.0, size, 0.0]]);
    let apart = TriangleMesh::new(corners.concat(), vec![[0, 1, 2], [3, 4, 5]]).unwrap();
    Frames::new(&apart, &[0.0; 6]).unwrap();

    // A fan round the origin, with the normal (0, 0, 1) there, and a spike along it that is its first neighbour, or its last.
    let fan = [
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [-1.0, 0.0, 0.5],
        [0.0, -1.0, 0.0],
        [1.0, -1.0, 0.0],
    ];
    let (origin, spike) = ([0.0; 3], [0.0, 0.0, 1.0]);
    for (spike_at, corners) in [
        (1, [&[origin, spike], &fan[..]].concat()),
        (6, [&[origin], &fan[..], &[spike]].concat()),
    ] {
        let next = |at: usize| at % 6 + 1;
        let faces = (1..=6).map(|at| [0, at, next(at)]).collect();
        let mesh = TriangleMesh::new(corners, faces).unwrap();
        assert_eq!(
            new(&mesh, &[0.0; 7]),
            format!(
                "vertex 0 sees its neighbour {spike_at} along its normal, so in no direction of its tangent plane"
            )
        );
    }

    let frames = random_frames(&mesh, 1);
    assert_eq!(
        message(frames.holonomy([0, 1, 2]).map(drop)),
        "there is no edge between the vertices 0 and 1"
    );
    let message_of = |corners: [usize; 3]| message(frames.holonomy(corners).map(drop));
    assert_eq!(
        message_of([0, 2, 9]),
        "there is no edge between the vertices 2 and 9"
    );

    let vectors = frequencies(&[1]);
    let new = |own: usize, shape: (usize, usize)| {
        let (own, towards) = (Array1::<f64>::zeros(own), Array2::zeros(shape));
        message(GaugeConvolution::new(vectors.clone(), vectors.clone(), own, towards).map(drop))
    };
    assert_eq!(
        new(1, (2, 2)),
        "the list of own weights has shape [1], but [2] is needed"
    );
    assert_eq!(
        new(2, (2, 3)),
        "the matrix for neighbours has shape [2, 3], but [2, 2] is needed"
    );
    let case = Layer::<f64>::random(&vectors, &vectors, 1);
    for shape in [(2, 5), (3, 6), (0, 0)] {
        assert_eq!(
            message(case.layer.forward(&frames, &Array2::zeros(shape)).map(drop)),
            format!(
                "the array of features has shape [{}, {}], but [2, 6] is needed",
                shape.0, shape.1
            )
        );
    }
    assert_eq!(
        message(
            in_turned_frames(&vectors, &Array2::<f64>::zeros((2, 2)), &[0.0, f64::NAN]).map(drop)
        ),
        "the angle of a frame at [1] is NaN; a finite number is needed"
    );

    let map = |frames: &Frames, f: &ArrayRef2<f64>| case.layer.forward(frames, f);
    let dependence = |features: &Array2<f64>, choices: &[Vec<f64>]| {
        message(frame_dependence(&mesh, (&vectors, &vectors), map, features, choices).map(drop))
    };
    let zeros = Array2::zeros((2, 6));
    assert_eq!(
        dependence(&zeros, &[]),
        "0 choices of angles are too few; at least 1 are needed"
    );
    assert_eq!(
        dependence(&zeros, &[vec![0.0; 7]]),
        "the list of angles has shape [7], but [6] is needed"
    );
    let infinite = Array2::from_elem((2, 6), f64::INFINITY);
    assert!(dependence(&infinite, &[vec![1.0; 6]]).starts_with("the difference at [0, 0] is NaN"));
}

#[test]
fn arrays_of_other_shapes_and_differences_of_both_signs_are_seen() {
    let vectors = frequencies(&[1]);
    let mesh = TriangleMesh::tetrahedron();
    let frames = random_frames(&mesh, 1);
    let case = Layer::<f64>::random(&vectors, &vectors, 1);
    let shape_is_wrong =
        |error: Error| assert!(matches!(error, Error::ShapeMismatch { .. }), "{error}");
    let short = Array2::<f64>::zeros((2, 3));
    shape_is_wrong(case.layer.frame_error_bound(&frames, &short).unwrap_err());
    shape_is_wrong(in_turned_frames(&vectors, &short, &[0.0; 4]).unwrap_err());

    let ones = Array2::<f64>::ones((1, 4));
    let scalars = frequencies(&[0]);
    let dependence = |map: &dyn Fn(bool) -> Array2<f64>| {
        let map = |frames: &Frames, _: &ArrayRef2<f64>| {
            Ok(map(frames.axes(0) == Frames::new(&mesh, &[0.0; 4])?.axes(0)))
        };
        frame_dependence(&mesh, (&scalars, &scalars), map, &ones, &[vec![1.0; 4]])
    };
    for sign in [1.0, -1.0] {
        let by = dependence(&|first| Array2::from_elem((1, 4), if first { 0.0 } else { sign }));
        assert_eq!(by.unwrap(), 1.0);
    }
    shape_is_wrong(dependence(&|first| Array2::zeros((1, if first { 4 } else { 5 }))).unwrap_err());
    let infinite = dependence(&|first| {
        let mut output = Array2::zeros((1, 4));
        output[[0, 2]] = if first { 0.0 } else { f64::INFINITY };
        output
    });
    let error = infinite.unwrap_err().to_string();
    assert!(
        error.starts_with("the difference at [0, 2] is inf"),
        "{error}"
    );

    // The condition of a tetrahedron is 3, and each vertex has 3 neighbours.
    let own = Array1::zeros(2);
    let towards = array![[1.0, 0.0], [0.0, 0.0]];
    let layer = GaugeConvolution::new(vectors.clone(), vectors, own, towards).unwrap();
    let bound = layer
        .frame_error_bound(&frames, &Array2::ones((2, 4)))
        .unwrap();
    let expected = (2.0 + 3.0 + 900.0) * f64::EPSILON * 3.0 * 2.0_f64.sqrt();
    assert!((bound / expected - 1.0).abs() < 1e-12);
}
