//! What is a mesh and what is none, the meshes made by code, and the limits of both.

use std::f64::consts::TAU;

use equivariance::*;

use super::{Vector, cross, dot, meshes, minus};

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
