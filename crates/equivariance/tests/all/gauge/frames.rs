//! Tangent planes: their frames, how a vertex sees its neighbours, and the transport between them.

use std::f64::consts::{FRAC_PI_2, PI};

use equivariance::*;
use ndarray::array;

use super::{
    Vector, about, apart, combined, cross, dot, frequencies, largest_difference, meshes,
    random_angles, random_frames, seen,
};

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

#[test]
fn turned_frames_turn_components_the_other_way() {
    let parts = frequencies(&[0, 1, 2]);
    let features = array![[7.0], [1.0], [0.0], [0.0], [3.0]];
    let turned = in_turned_frames(&parts, &features, &[FRAC_PI_2]).unwrap();
    let expected = array![[7.0], [0.0], [-1.0], [0.0], [-3.0]];
    assert!(largest_difference(&turned, &expected) < 1e-15);
}
