//! Triangle meshes: what is a mesh and what is none, their curvature, and vectors carried along them.

use std::f64::consts::{PI, TAU};

use equivariance::*;

type Vector = [f64; 3];

fn dot(a: Vector, b: Vector) -> f64 {
    (0..3).map(|i| a[i] * b[i]).sum()
}

fn minus(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[i] - b[i])
}

fn cross(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3])
}

fn unit(a: Vector) -> Vector {
    let length = dot(a, a).sqrt();
    a.map(|value| value / length)
}

/// The difference of two angles, up to whole turns.
fn apart(a: f64, b: f64) -> f64 {
    let turns = (a - b) / TAU;
    ((turns - turns.round()) * TAU).abs()
}

fn noise(count: usize, seed: u64) -> Vec<f64> {
    seeded_noise::<f64, _, _>(count, seed).to_vec()
}

/// The mesh with each vertex moved by up to half of `by` along each axis.
fn shaken(mesh: &TriangleMesh, by: f64, seed: u64) -> TriangleMesh {
    let noise = noise(3 * mesh.vertices().len(), seed);
    let moved = mesh.vertices().iter().zip(noise.chunks(3));
    let moved =
        moved.map(|(point, noise)| std::array::from_fn(|i| point[i] + by * (noise[i] - 0.5)));
    TriangleMesh::new(moved.collect(), mesh.faces().to_vec()).unwrap()
}

/// Two meshes as one, which share no vertex.
fn beside(one: &TriangleMesh, other: &TriangleMesh) -> TriangleMesh {
    let count = one.vertices().len();
    let faces = other.faces().iter().map(|face| face.map(|v| v + count));
    TriangleMesh::new(
        [one.vertices(), other.vertices()].concat(),
        one.faces().iter().copied().chain(faces).collect(),
    )
    .unwrap()
}

/// The mesh without some of its faces.
fn without(mesh: &TriangleMesh, faces: &[usize]) -> TriangleMesh {
    let left = mesh.faces().iter().enumerate();
    let left = left.filter(|(face, _)| !faces.contains(face));
    TriangleMesh::new(
        mesh.vertices().to_vec(),
        left.map(|(_, corners)| *corners).collect(),
    )
    .unwrap()
}

/// Meshes of every kind, with their Euler characteristics.
fn meshes() -> Vec<(&'static str, TriangleMesh, isize)> {
    let sphere = TriangleMesh::icosphere(4).unwrap();
    let torus = TriangleMesh::torus(12, 7, 2.0, 0.8).unwrap();
    let patch = TriangleMesh::patch(5, 4, |x, y| x * x - y * y * y).unwrap();
    vec![
        ("tetrahedron", TriangleMesh::tetrahedron(), 2),
        ("octahedron", TriangleMesh::octahedron(), 2),
        ("icosahedron", TriangleMesh::icosahedron(), 2),
        (
            "shaken icosahedron",
            shaken(&TriangleMesh::icosahedron(), 0.8, 3),
            2,
        ),
        ("sphere", sphere.clone(), 2),
        ("shaken sphere", shaken(&sphere, 0.2, 1), 2),
        ("torus", torus.clone(), 0),
        ("shaken torus", shaken(&torus, 0.5, 2), 0),
        ("sphere beside torus", beside(&sphere, &torus), 2),
        ("patch", patch.clone(), 1),
        ("shaken patch", shaken(&patch, 0.3, 4), 1),
        ("sphere with a hole", without(&sphere, &[7]), 1),
        (
            "sphere with three holes",
            without(&sphere, &[0, 100, 200]),
            -1,
        ),
        ("torus with a hole", without(&torus, &[30]), -1),
    ]
}

#[test]
fn vertices_edges_and_faces_are_as_many_as_they_must_be() {
    let counts = |mesh: TriangleMesh| {
        [
            mesh.vertices().len(),
            mesh.edges().len(),
            mesh.faces().len(),
        ]
    };
    assert_eq!(counts(TriangleMesh::tetrahedron()), [4, 6, 4]);
    assert_eq!(counts(TriangleMesh::octahedron()), [6, 12, 8]);
    assert_eq!(counts(TriangleMesh::icosahedron()), [12, 30, 20]);
    for n in 1..6 {
        let sphere = TriangleMesh::icosphere(n).unwrap();
        assert_eq!(counts(sphere), [10 * n * n + 2, 30 * n * n, 20 * n * n]);
    }
    let torus = TriangleMesh::torus(5, 4, 2.0, 1.0).unwrap();
    assert_eq!(counts(torus), [20, 60, 40]);
    let patch = TriangleMesh::patch(2, 3, |_, _| 0.0).unwrap();
    assert_eq!(counts(patch), [12, 23, 12]);
}

#[test]
fn euler_characteristics_and_borders_are_known() {
    for (name, mesh, characteristic) in meshes() {
        assert_eq!(mesh.euler_characteristic(), characteristic, "{name}");
        assert_eq!(mesh.is_closed(), mesh.boundary_edges().is_empty(), "{name}");
        assert_eq!(mesh.is_closed(), mesh.check_closed().is_ok(), "{name}");
        // As many edges by another count: each edge of two faces is a side twice.
        let sides = 3 * mesh.faces().len() + mesh.boundary_edges().len();
        assert_eq!(mesh.edges().len(), sides / 2, "{name}");
    }
}

#[test]
fn solids_are_on_the_unit_sphere_and_look_outwards() {
    for mesh in [
        TriangleMesh::tetrahedron(),
        TriangleMesh::octahedron(),
        TriangleMesh::icosahedron(),
        TriangleMesh::icosphere(5).unwrap(),
    ] {
        for vertex in mesh.vertices() {
            assert!((dot(*vertex, *vertex) - 1.0).abs() < 1e-15);
        }
        for face in mesh.faces() {
            let [a, b, c] = face.map(|v| mesh.vertices()[v]);
            assert!(dot(cross(minus(b, a), minus(c, a)), a) > 0.0);
        }
    }
    // On a torus, away from the circle of centres.
    let torus = TriangleMesh::torus(9, 6, 3.0, 1.0).unwrap();
    for face in torus.faces() {
        let [a, b, c] = face.map(|v| torus.vertices()[v]);
        let radius = libm::hypot(a[0], a[1]);
        let centre = [3.0 * a[0] / radius, 3.0 * a[1] / radius, 0.0];
        assert!(dot(cross(minus(b, a), minus(c, a)), minus(a, centre)) > 0.0);
    }
}

#[test]
fn neighbours_follow_one_another_round_a_vertex() {
    for (name, mesh, _) in meshes() {
        let edges = mesh.edges();
        let mut met = vec![0; mesh.faces().len()];
        for vertex in 0..mesh.vertices().len() {
            let neighbours = mesh.vertex_neighbours(vertex);
            for &other in neighbours {
                let edge = [vertex.min(other), vertex.max(other)];
                assert!(edges.binary_search(&edge).is_ok(), "{name}");
            }
            for (i, &face) in mesh.vertex_faces(vertex).iter().enumerate() {
                let next = neighbours[(i + 1) % neighbours.len()];
                let expected = [vertex, neighbours[i], next];
                let corners = mesh.faces()[face];
                let turned = [0, 1, 2].map(|turn| [0, 1, 2].map(|at| corners[(at + turn) % 3]));
                assert!(turned.contains(&expected), "{name}: {vertex}");
                met[face] += 1;
            }
        }
        assert!(met.iter().all(|count| *count == 3), "{name}");
        let ends: usize = (0..mesh.vertices().len())
            .map(|vertex| mesh.vertex_neighbours(vertex).len())
            .sum();
        assert_eq!(ends, 2 * edges.len(), "{name}");
    }
}

#[test]
fn borders_are_followed_in_the_direction_of_their_faces() {
    let patch = TriangleMesh::patch(2, 2, |_, _| 0.0).unwrap();
    assert_eq!(patch.vertex_neighbours(0), [1, 4, 3]);
    assert_eq!(patch.vertex_neighbours(4), [0, 1, 5, 8, 7, 3]);
    let border = patch.boundary_edges();
    let mut at = 0;
    let mut round = Vec::new();
    loop {
        round.push(at);
        at = border.iter().find(|edge| edge[0] == at).unwrap()[1];
        if at == 0 {
            break;
        }
    }
    assert_eq!(round, [0, 1, 2, 5, 8, 7, 6, 3]);
}

#[test]
fn what_is_no_mesh_is_refused_by_name() {
    let points = || {
        vec![
            [0.0, 0.0, 0.0],
            [1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, 0.0, 1.0],
            [-1.0, 0.0, 0.0],
        ]
    };
    let message = |vertices: Vec<Vector>, faces: &[[usize; 3]]| {
        TriangleMesh::new(vertices, faces.to_vec())
            .unwrap_err()
            .to_string()
    };
    let with = |value: f64| {
        let mut points = points();
        points[3][1] = value;
        message(points, &[[0, 1, 2]])
    };
    let of = |faces: &[[usize; 3]]| message(points(), faces);
    assert_eq!(
        of(&[]),
        "the mesh has no face; it needs at least 1 triangle"
    );
    assert_eq!(
        with(f64::NAN),
        "vertex 3 has a coordinate NaN; a finite number of at most 1e150 in absolute value is needed"
    );
    assert!(with(f64::NEG_INFINITY).starts_with("vertex 3 has a coordinate -inf;"));
    assert!(with(1.1e150).starts_with("vertex 3 has a coordinate 1.1e150; "));
    assert_eq!(
        of(&[[0, 1, 2], [0, 2, 5]]),
        "face 1 has vertex 5, but the 5 vertices are numbered from 0"
    );
    let degenerate = "face 0 is degenerate: its vertices 4, 0 and 1 lie on a line; a triangle needs three that do not";
    assert_eq!(of(&[[4, 0, 1]]), degenerate);
    assert!(of(&[[2, 0, 2]]).starts_with("face 0 is degenerate:"));
    assert!(of(&[[1, 1, 1]]).starts_with("face 0 is degenerate:"));
    assert_eq!(
        of(&[[0, 1, 2], [1, 0, 3], [0, 1, 4], [2, 1, 4]]),
        degenerate
            .replace("face 0", "face 2")
            .replace("4, 0 and 1", "0, 1 and 4")
    );
    assert_eq!(
        of(&[[0, 2, 1], [2, 0, 3], [0, 2, 4], [2, 1, 4]]),
        "the edge between vertices 0 and 2 belongs to faces 0, 1 and 2; at most two may meet there"
    );
    assert_eq!(
        of(&[[0, 1, 2], [0, 1, 3]]),
        "faces 0 and 1 both go from vertex 0 to vertex 1; neighbours must go in opposite directions: exchange two vertices of one of them"
    );
    assert_eq!(
        of(&[[0, 1, 2], [0, 2, 3]]),
        "vertex 4 belongs to no face; leave it out, or give it one"
    );
    assert_eq!(
        of(&[[0, 1, 2], [2, 1, 0], [3, 4, 0]]),
        "the 3 faces at vertex 0 do not follow one another round it: only 1 of them do; give each part of the surface a vertex of its own there"
    );
    let mut three = points();
    three.truncate(3);
    assert_eq!(
        message(three, &[[0, 1, 2], [2, 1, 0]]),
        "faces 0 and 1 have the same three vertices; two faces may share one edge at most"
    );
}

#[test]
fn two_closed_parts_that_touch_at_a_vertex_are_refused() {
    let (mut vertices, mut faces) = (Vec::new(), Vec::new());
    for side in [1.0, -1.0] {
        let solid = TriangleMesh::tetrahedron();
        let number = |v: usize, count: usize| if v == 0 { 0 } else { count + v - 1 };
        let count = vertices.len().max(1);
        for (v, point) in solid.vertices().iter().enumerate() {
            if v > 0 || vertices.is_empty() {
                // The second is the first turned by half a turn about their common vertex.
                let from = minus(*point, solid.vertices()[0]);
                vertices.push([side * from[0], side * from[1], from[2]]);
            }
        }
        faces.extend(
            solid
                .faces()
                .iter()
                .map(|face| face.map(|v| number(v, count))),
        );
    }
    let error = TriangleMesh::new(vertices, faces).unwrap_err();
    assert!(matches!(
        error,
        Error::Mesh(MeshError::SeveralFans {
            vertex: 0,
            faces: 6,
            following: 3
        })
    ));
}

#[test]
fn a_moebius_strip_has_no_outside() {
    let n = 8;
    let vertices = (0..n)
        .flat_map(|i| {
            let angle = TAU * i as f64 / n as f64;
            [-0.5, 0.5].map(|side| {
                let radius = 2.0 + side * libm::cos(angle / 2.0);
                [
                    radius * libm::cos(angle),
                    radius * libm::sin(angle),
                    side * libm::sin(angle / 2.0),
                ]
            })
        })
        .collect();
    let faces = (0..n).flat_map(|i| {
        let [a, b] = [2 * i, 2 * i + 1];
        // The last strip joins the first upside down.
        let [c, d] = if i + 1 < n { [a + 2, b + 2] } else { [1, 0] };
        [[a, c, d], [a, d, b]]
    });
    let error = TriangleMesh::new(vertices, faces.collect()).unwrap_err();
    assert!(matches!(
        error,
        Error::Mesh(MeshError::OrientationsDisagree { .. })
    ));
}

#[test]
fn meshes_made_by_code_have_bounds() {
    let message = |mesh: Result<TriangleMesh>| mesh.unwrap_err().to_string();
    assert_eq!(
        message(TriangleMesh::icosphere(0)),
        "0 parts are too few; at least 1 are needed"
    );
    for parts in [229, 1 << 32, usize::MAX] {
        assert_eq!(
            message(TriangleMesh::icosphere(parts)),
            "the mesh would have more than 1048576 faces; ask for fewer parts"
        );
    }
    let torus =
        |around, sides, major, minor| message(TriangleMesh::torus(around, sides, major, minor));
    assert_eq!(
        torus(2, 3, 2.0, 1.0),
        "2 circles of a torus are too few; at least 3 are needed"
    );
    assert!(torus(3, 2, 2.0, 1.0).starts_with("2 sides of a torus"));
    assert!(torus(usize::MAX, 3, 2.0, 1.0).starts_with("the mesh would have"));
    for (major, minor) in [
        (1.0, 1.0),
        (1.0, 0.0),
        (f64::NAN, 1.0),
        (2.0, f64::NAN),
        (f64::INFINITY, 1.0),
        (1e101, 1e100),
    ] {
        assert!(torus(3, 3, major, minor).ends_with("0 < minor < major ≤ 1e100 is needed"));
    }
    let patch = |rows, columns, height| message(TriangleMesh::patch(rows, columns, |_, _| height));
    assert!(patch(0, 1, 0.0).starts_with("0 rows of a patch"));
    assert!(patch(1, 0, 0.0).starts_with("0 columns of a patch"));
    assert!(patch(1 << 20, 1, 0.0).starts_with("the mesh would have"));
    assert!(patch(1, 1, f64::NAN).starts_with("vertex 0 has a coordinate NaN"));
}

/// ε of f64.
const EPSILON: f64 = f64::EPSILON;

#[test]
fn angles_of_triangles_sum_to_half_a_turn_however_thin_and_small_they_are() {
    let noise = noise(9 * 3000, 5);
    for (at, noise) in noise.chunks(9).enumerate() {
        let unit = libm::pow(10.0, (at % 240) as f64 - 100.0);
        let thin = libm::pow(10.0, -((at % 9) as f64));
        let point = |i: usize| {
            let [along, across, up] = [0, 1, 2].map(|axis| noise[3 * i + axis] - 0.5);
            [
                along * unit,
                along * unit + across * unit * thin,
                up * unit * thin,
            ]
        };
        let Ok(mesh) = TriangleMesh::new((0..3).map(point).collect(), vec![[0, 1, 2]]) else {
            continue;
        };
        let angles: Vec<f64> = (0..3)
            .map(|corner| mesh.corner_angle(0, corner).unwrap())
            .collect();
        let sum: f64 = angles.iter().sum();
        assert!((sum - PI).abs() <= 24.0 * EPSILON, "{at}: {angles:?}");
    }
}

#[test]
fn known_angles_are_met() {
    let right = TriangleMesh::new(
        vec![[0.0; 3], [3.0, 0.0, 0.0], [0.0, 3.0_f64.sqrt(), 0.0]],
        vec![[0, 1, 2]],
    )
    .unwrap();
    for (corner, angle) in [PI / 2.0, PI / 6.0, PI / 3.0].into_iter().enumerate() {
        assert!((right.corner_angle(0, corner).unwrap() - angle).abs() <= 8.0 * EPSILON);
        assert!((right.turning_angle(corner).unwrap() - (PI - angle)).abs() <= 8.0 * EPSILON);
    }
}

#[test]
fn defects_of_the_solids_are_what_descartes_found() {
    for (mesh, defect) in [
        (TriangleMesh::tetrahedron(), PI),
        (TriangleMesh::octahedron(), TAU / 3.0),
        (TriangleMesh::icosahedron(), PI / 3.0),
    ] {
        for vertex in 0..mesh.vertices().len() {
            let found = mesh.angle_defect(vertex).unwrap();
            assert!((found - defect).abs() <= 40.0 * EPSILON);
        }
        assert!((mesh.total_curvature().unwrap() - 2.0 * TAU).abs() < 1e-13);
    }
}

#[test]
fn curvature_and_turning_sum_to_the_euler_characteristic() {
    for (name, mesh, characteristic) in meshes() {
        let [curvature, turning] = mesh.curvature_and_turning();
        let expected = TAU * characteristic as f64;
        // What the documentation of `total_curvature` states, with the turning angles among the defects.
        let parts = (0..mesh.vertices().len()).map(|v| {
            let part = mesh.angle_defect(v).or_else(|_| mesh.turning_angle(v));
            part.unwrap().abs()
        });
        let count = mesh.vertices().len() as f64;
        let bound = EPSILON * (24.0 * mesh.faces().len() as f64 + count * parts.sum::<f64>());
        let error = (curvature + turning - expected).abs();
        assert!(error <= bound, "{name}: {error:e} of {bound:e}");
        assert!(bound < 1e-9, "{name}");
        match mesh.total_curvature() {
            Ok(sum) => {
                assert!(mesh.is_closed(), "{name}");
                assert_eq!((sum, turning), (curvature, 0.0), "{name}");
            }
            Err(error) => {
                let border = mesh.boundary_edges();
                let [from, to] = border[0];
                assert_eq!(
                    error.to_string(),
                    format!(
                        "the mesh is not closed: the edge from vertex {from} to vertex {to} belongs to one face only, the first of {} such edges",
                        border.len()
                    ),
                    "{name}"
                );
                // The sum that pretends that the mesh is closed is wrong by half a turn for each vertex of the border.
                let naive: f64 = (0..mesh.vertices().len())
                    .map(|v| TAU - mesh.angle_sum(v).unwrap())
                    .sum();
                let wrong_by = naive - expected - PI * border.len() as f64;
                assert!(wrong_by.abs() <= bound, "{name}");
            }
        }
    }
}

#[test]
fn a_saddle_and_the_inner_side_of_a_torus_are_curved_the_other_way() {
    let torus = TriangleMesh::torus(16, 8, 2.0, 1.0).unwrap();
    assert!(torus.angle_defect(0).unwrap() > 0.0);
    assert!(torus.angle_defect(4).unwrap() < 0.0);
    let saddle = TriangleMesh::patch(2, 2, |x, y| x * x - y * y).unwrap();
    assert!(saddle.angle_defect(4).unwrap() < 0.0);
    let flat = TriangleMesh::patch(2, 2, |x, _| x).unwrap();
    assert!(flat.angle_defect(4).unwrap().abs() <= 50.0 * EPSILON);
}

#[test]
fn vertices_and_corners_that_there_are_not_are_refused() {
    let mesh = TriangleMesh::patch(2, 2, |_, _| 0.0).unwrap();
    let nowhere = "there is no vertex 9; the mesh has 9, from 0";
    assert_eq!(mesh.angle_sum(9).unwrap_err().to_string(), nowhere);
    assert_eq!(mesh.angle_defect(9).unwrap_err().to_string(), nowhere);
    assert_eq!(mesh.turning_angle(9).unwrap_err().to_string(), nowhere);
    assert_eq!(
        mesh.corner_angle(8, 0).unwrap_err().to_string(),
        "there is no face 8; the mesh has 8, from 0"
    );
    assert_eq!(
        mesh.corner_angle(0, 3).unwrap_err().to_string(),
        "there is no corner 3; a triangle has the corners 0, 1 and 2"
    );
    assert_eq!(
        mesh.angle_defect(1).unwrap_err().to_string(),
        "vertex 1 is of the border, by its edge to vertex 2, which belongs to one face only; a vertex with faces all round is needed"
    );
    assert_eq!(
        mesh.turning_angle(4).unwrap_err().to_string(),
        "vertex 4 has faces all round; a vertex of the border is needed"
    );
}

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

/// A cube of six quadrilaterals, in the ways in which a file may name their corners.
const CUBE: &str = "\
# a cube
mtllib cube.mtl
o cube
v -1 -1 -1
v 1 -1 -1 # a comment
v 1.0 1e0 -1.0 1.0
v -1 1 -1 0.5 0.5 0.5
v -1 -1 \\
  1
v 1 -1 1
v 1 1 1
v -1 1 1

vt 0 0
vn 0 0 1
usemtl white
bevel off
s off
f 1 4 3 2
f 5/1 6/1 7/1 8/1
f 1//1 2//1 6//1 5//1
f 2/1/1 3/1/1 7/1/1 6/1/1
f -6 -5 -1 -2
f 4 1 5 8
l 1 2
";

#[test]
fn a_cube_is_read_from_a_file_in_every_notation() {
    let texts = [
        CUBE.to_owned(),
        CUBE.replace('\n', "\r\n"),
        ["\u{feff}", CUBE].concat(),
    ];
    for text in texts {
        let cube = parse_obj(&text).unwrap();
        assert_eq!(cube.vertices().len(), 8);
        assert_eq!(cube.vertices()[4], [-1.0, -1.0, 1.0]);
        assert_eq!(cube.faces()[..2], [[0, 3, 2], [0, 2, 1]]);
        assert_eq!(cube.faces().len(), 12);
        assert_eq!(cube.euler_characteristic(), 2);
        for vertex in 0..8 {
            assert!((cube.angle_defect(vertex).unwrap() - PI / 2.0).abs() < 1e-14);
        }
    }
}

#[test]
fn lines_that_cannot_be_read_are_named() {
    let triangle = "v 0 0 0\nv 1 0 0\n\nv 0 1 0\n";
    let message = |line: &str| {
        let text = format!("{triangle}{line}\nf 1 2 3\n");
        parse_obj(&text).unwrap_err().to_string()
    };
    for (line, expected) in [
        (
            "v 1 2",
            "line 5: a vertex has 2 numbers; v x y z needs 3, and a weight or a colour makes 7 at most",
        ),
        (
            "v 1 2 3 4 5 6 7 8",
            "line 5: a vertex has 8 numbers; v x y z needs 3, and a weight or a colour makes 7 at most",
        ),
        (
            "v 1 x 3",
            "line 5: \"x\" is no finite number, such as 1.5 or -2e-3",
        ),
        (
            "v 1 2 nan",
            "line 5: \"nan\" is no finite number, such as 1.5 or -2e-3",
        ),
        (
            "v 1 2 1e999",
            "line 5: \"1e999\" is no finite number, such as 1.5 or -2e-3",
        ),
        (
            "v 1 2 3 inf",
            "line 5: \"inf\" is no finite number, such as 1.5 or -2e-3",
        ),
        (
            "f 1 2",
            "line 5: a face has 2 corners; f a b c needs at least 3",
        ),
        (
            "f 1 2 3.5",
            "line 5: \"3.5\" is no corner of a face; a, a/t, a//n or a/t/n with whole numbers is",
        ),
        (
            "f 1 2 /3",
            "line 5: \"/3\" is no corner of a face; a, a/t, a//n or a/t/n with whole numbers is",
        ),
        (
            "f 1 2 3/x",
            "line 5: \"3/x\" is no corner of a face; a, a/t, a//n or a/t/n with whole numbers is",
        ),
        (
            "f 1/1/1/1 2 3",
            "line 5: \"1/1/1/1\" is no corner of a face; a, a/t, a//n or a/t/n with whole numbers is",
        ),
        (
            "f 1 2 99999999999999999999",
            "line 5: \"99999999999999999999\" is no corner of a face; a, a/t, a//n or a/t/n with whole numbers is",
        ),
        (
            "f 1 2 0",
            "line 5: there is no vertex 0; the 3 vertices have the numbers from 1, and the 3 before the face those from -1 backwards",
        ),
        (
            "f 1 2 4",
            "line 5: there is no vertex 4; the 3 vertices have the numbers from 1, and the 3 before the face those from -1 backwards",
        ),
        (
            "f 1 2 -4",
            "line 5: there is no vertex -4; the 3 vertices have the numbers from 1, and the 3 before the face those from -1 backwards",
        ),
        (
            "f 1 2 -9223372036854775808",
            "line 5: there is no vertex -9223372036854775808; the 3 vertices have the numbers from 1, and the 3 before the face those from -1 backwards",
        ),
        (
            "curv 0 1 1 2",
            "line 5: the statement \"curv\" is not read; a mesh consists of v and f",
        ),
        (
            "f 1 2 1",
            "line 5: face 0 is degenerate: its vertices 0, 1 and 0 lie on a line; a triangle needs three that do not (vertices and triangles are counted from 0 here)",
        ),
        (
            "v 5 5 5",
            "line 5: vertex 3 belongs to no face; leave it out, or give it one (vertices and triangles are counted from 0 here)",
        ),
        ("v 0 0 2e150", "line 5: vertex 3 has a coordinate 2"),
        (
            "v 0 0 1\nf 1 2 4",
            "line 7: faces 0 and 1 both go from vertex 0 to vertex 1;",
        ),
        (
            "v 0 0 1\nv 0 1 1\nf 1 2 4\nf 2 1 5",
            "line 9: the edge between vertices 0 and 1 belongs to faces 0, 1 and 2;",
        ),
        (
            "f 3 2 1",
            "line 6: faces 0 and 1 have the same three vertices;",
        ),
        (
            "v 0 0 1\nv 0 1 1\nf 1 4 5",
            "line 1: the 2 faces at vertex 0 do not follow one another",
        ),
    ] {
        let found = message(line);
        assert!(found.starts_with(expected), "{line}: {found}");
    }
    assert_eq!(
        parse_obj("").unwrap_err().to_string(),
        "the mesh has no face; it needs at least 1 triangle"
    );
}

#[test]
fn a_polygon_is_divided_only_where_that_is_right() {
    // An arrow: not convex at its last corner.
    let arrow = "v 0 2 0\nv -1 0 0\nv 0 0.5 0\nv 1 0 0\n";
    let read = |face: &str| parse_obj(&format!("{arrow}{face}\n"));
    let area = |mesh: &TriangleMesh| -> f64 {
        let areas = mesh.faces().iter().map(|face| {
            let [a, b, c] = face.map(|v| mesh.vertices()[v]);
            let normal = cross(minus(b, a), minus(c, a));
            dot(normal, normal).sqrt() / 2.0
        });
        areas.sum()
    };
    assert!((area(&read("f 1 2 3 4").unwrap()) - 1.5).abs() < 1e-15);
    assert!((area(&read("f 3 4 1 2").unwrap()) - 1.5).abs() < 1e-15);
    assert_eq!(
        read("f 2 3 4 1").unwrap_err().to_string(),
        "line 5: a polygon of 4 corners would be folded over if it were divided into triangles from its first corner; divide it yourself, or begin at another corner"
    );
    // However small it is, and where it crosses itself.
    let small = arrow
        .replace(" 2 ", " 2e-200 ")
        .replace("-1 0", "-1e-200 0")
        .replace(" 0.5 ", " 0.5e-200 ")
        .replace("v 1 ", "v 1e-200 ");
    let crossed = "v 0 0 0\nv 1 1 0\nv 1 0 0\nv 0 1 0\nf 1 2 3 4";
    for text in [&format!("{small}f 2 3 4 1"), crossed] {
        let error = parse_obj(text).unwrap_err().to_string();
        assert!(
            error.starts_with("line 5: a polygon of 4 corners"),
            "{text}: {error}"
        );
    }
}

#[test]
fn patches_lie_over_the_square_from_row_to_row() {
    let patch = TriangleMesh::patch(1, 2, |x, y| x + 10.0 * y).unwrap();
    let expected = [
        [-1.0, -1.0, -11.0],
        [0.0, -1.0, -10.0],
        [1.0, -1.0, -9.0],
        [-1.0, 1.0, 9.0],
        [0.0, 1.0, 10.0],
        [1.0, 1.0, 11.0],
    ];
    assert_eq!(patch.vertices(), &expected[..]);
}

#[test]
fn limits_of_meshes_are_as_stated() {
    let triangle = |corners: [Vector; 3]| TriangleMesh::new(corners.to_vec(), vec![[0, 1, 2]]);
    let far = 1e150;
    assert!(triangle([[0.0; 3], [far, 0.0, 0.0], [0.0, far, 0.0]]).is_ok());
    let flat = |height: f64| triangle([[0.0; 3], [1.0, 0.0, 0.0], [0.5, height, 0.0]]);
    assert!(flat(1.5e-10).is_ok() && flat(0.9e-10).is_err());
    // The longest side counts, not the largest coordinate.
    let off = 0.8e-10 * 1.5_f64.sqrt();
    assert!(triangle([[0.0; 3], [1.0; 3], [0.5 + off, 0.5 - off, 0.5]]).is_err());

    assert!(TriangleMesh::torus(1024, 1024, 2.0, 1.0).is_err());
    assert!(TriangleMesh::torus(3, 3, 1e100, 1e99).is_ok());
    assert!(TriangleMesh::patch(1, (1 << 19) + 1, |_, _| 0.0).is_err());

    let solid = TriangleMesh::octahedron();
    let small = solid.vertices().iter().map(|v| v.map(|x| x * 1e-200));
    let small = TriangleMesh::new(small.collect(), solid.faces().to_vec()).unwrap();
    let frames = [0.0; 8];
    let turn = |mesh: &TriangleMesh| mesh.face_transport(&frames).unwrap().turn(0, 1).unwrap();
    assert!((turn(&small) - turn(&solid)).abs() <= 1e-14);
    assert!(solid.face_transport(&frames).unwrap().turn(8, 0).is_err());
}

#[test]
fn lines_that_go_on_faces_before_vertices_and_weights_are_read() {
    let vertices = "v 0 0 0 1 1 1 1\nv 1 0 0\nv 0 1 0\n";
    for text in [
        format!("{vertices}f 1 2\\\n3"),
        format!("f 1 2 3\n{vertices}"),
    ] {
        assert_eq!(parse_obj(&text).unwrap().faces(), &[[0, 1, 2]], "{text}");
    }
    // The second polygon is triangle 2, since the first one has two.
    let text = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 0 0 1\nf 1 2 3 4\nf 1 2 5\n";
    let error = parse_obj(text).unwrap_err();
    assert!(
        matches!(error, Error::Obj(ObjError::NoMesh { line: 7, .. })),
        "{error}"
    );
    let straight = "v 0 0 0\nv 1 0 0\nv 2 0 0\nv 2 2 0\nv 0 2 0\nf 1 2 3 4 5\n";
    let error = parse_obj(straight).unwrap_err();
    assert!(
        matches!(error, Error::Obj(ObjError::NoMesh { line: 6, .. })),
        "{error}"
    );
}
