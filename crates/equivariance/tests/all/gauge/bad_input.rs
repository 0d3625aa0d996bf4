//! What cannot be answered is one error that names what is wrong and what would be right; differences are seen in both signs.

use equivariance::*;
use ndarray::{Array1, Array2, ArrayRef2, array};

use super::{Layer, frequencies, random_frames};

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
