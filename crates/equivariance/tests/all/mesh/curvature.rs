//! The angles of triangles, the defects of vertices, and the sum of these, which is as many turns as the Euler characteristic.

use std::f64::consts::{PI, TAU};

use equivariance::*;

use super::{EPSILON, meshes, noise};

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
