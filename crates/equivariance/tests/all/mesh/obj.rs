//! Meshes read from OBJ files: every notation of a face, how polygons are divided, and lines that cannot be read.

use std::f64::consts::PI;

use equivariance::*;

use super::{cross, dot, minus};

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
