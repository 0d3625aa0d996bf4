//! Vectors carried from face to face: by unfolding, whatever the frames, and round vertices by their defects.

use equivariance::*;

use super::{EPSILON, Vector, apart, cross, dot, meshes, minus, noise, shaken, unit};

/// A tangent vector in space, carried to a neighbouring face by unfolding: its part along the common edge stays, and its part across becomes as long a vector
/// across the edge within the other face. Neither frames nor angles are needed.
fn unfolded(mesh: &TriangleMesh, from: usize, to: usize, vector: Vector) -> Vector {
    let normal = |face: usize| {
        let [a, b, c] = mesh.faces()[face].map(|v| mesh.vertices()[v]);
        unit(cross(minus(b, a), minus(c, a)))
    };
    let common: Vec<usize> = mesh.faces()[from]
        .into_iter()
        .filter(|v| mesh.faces()[to].contains(v))
        .collect();
    let edge = unit(minus(
        mesh.vertices()[common[1]],
        mesh.vertices()[common[0]],
    ));
    let (across, new_across) = (cross(normal(from), edge), cross(normal(to), edge));
    let (along, side) = (dot(vector, edge), dot(vector, across));
    std::array::from_fn(|i| along * edge[i] + side * new_across[i])
}

fn in_space(axes: [Vector; 2], components: [f64; 2]) -> Vector {
    std::array::from_fn(|i| components[0] * axes[0][i] + components[1] * axes[1][i])
}

fn frames(mesh: &TriangleMesh, seed: u64) -> Vec<f64> {
    let noise = noise(mesh.faces().len(), seed);
    noise.into_iter().map(|value| 20.0 * value - 10.0).collect()
}

#[test]
fn frames_are_in_the_plane_of_their_face_and_turn_as_they_are_told() {
    let mesh = shaken(&TriangleMesh::icosahedron(), 0.5, 8);
    let straight = mesh.face_transport(&[0.0; 20]).unwrap();
    let turned = mesh.face_transport(&[0.7; 20]).unwrap();
    for face in 0..20 {
        let [a, b, c] = mesh.faces()[face].map(|v| mesh.vertices()[v]);
        let [x, y] = straight.axes(face).unwrap();
        let close = |a: f64, b: f64| (a - b).abs() < 1e-15;
        assert!(close(dot(x, unit(minus(b, a))), 1.0) && close(dot(x, y), 0.0));
        assert!(close(dot(y, y), 1.0) && dot(y, minus(c, a)) > 0.0);
        assert!(close(dot(unit(cross(minus(b, a), minus(c, a))), y), 0.0));
        let [turned_x, _] = turned.axes(face).unwrap();
        assert!(close(dot(turned_x, x), libm::cos(0.7)) && close(dot(turned_x, y), libm::sin(0.7)));
    }
}

#[test]
fn carrying_is_unfolding_whatever_the_frames() {
    for (name, mesh, _) in meshes() {
        for seed in 0..3 {
            let transport = mesh.face_transport(&frames(&mesh, seed)).unwrap();
            for vertex in 0..mesh.vertices().len() {
                for pair in mesh.vertex_faces(vertex).windows(2) {
                    let &[from, to] = pair else { unreachable!() };
                    let there = transport.carry(pair, [0.6, -0.8]).unwrap()[1];
                    let start = in_space(transport.axes(from).unwrap(), [0.6, -0.8]);
                    let expected = unfolded(&mesh, from, to, start);
                    let found = in_space(transport.axes(to).unwrap(), there);
                    let error = minus(found, expected);
                    assert!(dot(error, error).sqrt() < 1e-13, "{name}: {from} to {to}");
                    let back = transport.turn(to, from).unwrap();
                    assert!(apart(transport.turn(from, to).unwrap() + back, 0.0) < 1e-14);
                }
            }
        }
    }
}

#[test]
fn holonomy_round_a_vertex_is_its_defect_whatever_the_frames() {
    for (name, mesh, _) in meshes() {
        for seed in 0..5 {
            let transport = mesh.face_transport(&frames(&mesh, seed)).unwrap();
            for vertex in 0..mesh.vertices().len() {
                let Ok(defect) = mesh.angle_defect(vertex) else {
                    assert!(transport.holonomy(vertex).is_err());
                    continue;
                };
                let round = transport.round(vertex).unwrap();
                let steps = (round.len() - 1) as f64;
                // Each angle of the defect may be off by 8 ε, and each step of the vector by as much.
                let bound = 17.0 * steps * EPSILON;
                let holonomy = transport.holonomy(vertex).unwrap();
                assert!(apart(holonomy, defect) <= bound, "{name}: {vertex}");
                let turned = |vector: [f64; 2]| {
                    let (sine, cosine) = libm::sincos(defect);
                    let [x, y] = vector;
                    [cosine * x - sine * y, sine * x + cosine * y]
                };
                let single = transport.carry(&round, [0.6_f32, -0.8]).unwrap();
                let back = single[single.len() - 1].map(f64::from);
                let expected = turned([0.6_f32, -0.8].map(f64::from));
                let bound = 8.0 * steps * f64::from(f32::EPSILON) + bound;
                assert!(libm::hypot(back[0] - expected[0], back[1] - expected[1]) <= bound);
            }
        }
    }
}

#[test]
fn round_a_vertex_of_needles_the_holonomy_is_its_defect() {
    for exponent in 0..10 {
        let thin = libm::pow(10.0, -f64::from(exponent));
        for seed in 0..100 {
            let noise = noise(16, seed);
            let mut corners: Vec<Vector> = (0..4)
                .map(|at| std::array::from_fn(|i| noise[3 * at + i]))
                .collect();
            corners[2] = std::array::from_fn(|i| corners[1][i] + thin * (corners[2][i] - 0.5));
            let faces = vec![[0, 1, 2], [0, 2, 3], [0, 3, 1], [1, 3, 2]];
            let Ok(mesh) = TriangleMesh::new(corners, faces) else {
                continue;
            };
            let transport = mesh.face_transport(&noise[12..]).unwrap();
            for vertex in 0..4 {
                let round = transport.round(vertex).unwrap();
                let [x, y]: [f64; 2] = transport.carry(&round, [1.0, 0.0]).unwrap()[3];
                let (sine, cosine) = libm::sincos(mesh.angle_defect(vertex).unwrap());
                // Three steps, and three angles of the defect.
                assert!(
                    libm::hypot(x - cosine, y - sine) <= 48.0 * EPSILON,
                    "{thin}"
                );
            }
        }
    }
}

#[test]
fn round_two_vertices_the_holonomy_is_the_sum_of_their_defects() {
    let mesh = shaken(&TriangleMesh::icosphere(2).unwrap(), 0.2, 6);
    let transport = mesh.face_transport(&frames(&mesh, 1)).unwrap();
    for [one, other] in mesh.edges() {
        let [first, second] = [one, other].map(|vertex| mesh.vertex_faces(vertex).to_vec());
        // Both circles begin at a face of the edge; the first ends where the second begins.
        let common: Vec<usize> = first
            .iter()
            .copied()
            .filter(|f| second.contains(f))
            .collect();
        let from = |faces: &[usize], start: usize| {
            let at = faces.iter().position(|face| *face == start).unwrap();
            let mut circle = [&faces[at..], &faces[..at]].concat();
            circle.push(start);
            circle
        };
        let path = [
            from(&first, common[0]),
            from(&second, common[0])[1..].to_vec(),
        ]
        .concat();
        let [x, y]: [f64; 2] = transport.carry(&path, [1.0, 0.0]).unwrap()[path.len() - 1];
        let defects = [one, other].map(|vertex| mesh.angle_defect(vertex).unwrap());
        assert!(apart(libm::atan2(y, x), defects[0] + defects[1]) < 1e-13);
    }
}

/// The largest difference, in space, between a vector carried in two families of frames by a rule that works on components.
fn dependence_on_frames(carry: impl Fn(&FaceTransport<'_>, &[usize], [f64; 2]) -> [f64; 2]) -> f64 {
    let mesh = TriangleMesh::icosahedron();
    let families = [0, 1].map(|seed| frames(&mesh, seed));
    let vector = [0.3, 0.9];
    let ends = (0..12).map(|vertex| {
        let mut ends = families.iter().map(|frames| {
            let transport = mesh.face_transport(frames).unwrap();
            let path = &transport.round(vertex).unwrap()[..3];
            // The same vector in space: its components in a frame that is turned the other way.
            let (sine, cosine) = libm::sincos(frames[path[0]]);
            let start = [
                cosine * vector[0] + sine * vector[1],
                cosine * vector[1] - sine * vector[0],
            ];
            in_space(
                transport.axes(path[2]).unwrap(),
                carry(&transport, path, start),
            )
        });
        minus(ends.next().unwrap(), ends.next().unwrap())
    });
    ends.map(|error| dot(error, error).sqrt())
        .fold(0.0, f64::max)
}

#[test]
fn components_that_are_copied_depend_on_the_frames_and_carried_ones_do_not() {
    let carried = dependence_on_frames(|transport, path, vector| {
        transport.carry(path, vector).unwrap()[path.len() - 1]
    });
    assert!(carried <= 32.0 * EPSILON, "{carried:e}");
    let copied = dependence_on_frames(|_, _, vector| vector);
    assert!(copied > 1.0, "{copied:e}");
}

#[test]
fn paths_that_are_none_are_refused() {
    let mesh = TriangleMesh::icosahedron();
    let message = |error: Error| error.to_string();
    assert_eq!(
        message(mesh.face_transport(&[0.0; 12]).unwrap_err()),
        "the list of frames has shape [12], but [20] is needed"
    );
    let mut frames = vec![0.0; 20];
    frames[3] = f64::NAN;
    assert_eq!(
        message(mesh.face_transport(&frames).unwrap_err()),
        "the angle of the frame of the face at [3] is NaN; a finite number is needed"
    );
    frames[3] = 1e300;
    let transport = mesh.face_transport(&frames).unwrap();
    let carry = |path: &[usize]| message(transport.carry(path, [1.0_f64, 0.0]).unwrap_err());
    assert_eq!(
        carry(&[]),
        "the path has no face; it needs at least the one where it begins"
    );
    assert_eq!(carry(&[20]), "there is no face 20; the mesh has 20, from 0");
    assert_eq!(
        carry(&[0, 20]),
        "there is no face 20; the mesh has 20, from 0"
    );
    let apart =
        "faces 0 and 7 have no edge in common; a vector is carried from a face to its neighbour";
    assert_eq!(carry(&[0, 7]), apart);
    assert_eq!(message(transport.turn(0, 7).unwrap_err()), apart);
    assert_eq!(carry(&[0, 0]), apart.replace('7', "0"));
    assert_eq!(
        message(transport.axes(20).unwrap_err()),
        "there is no face 20; the mesh has 20, from 0"
    );
    assert_eq!(
        message(transport.round(12).unwrap_err()),
        "there is no vertex 12; the mesh has 12, from 0"
    );
    assert_eq!(transport.carry(&[5], [2.0, 3.0]).unwrap(), [[2.0, 3.0]]);
}
