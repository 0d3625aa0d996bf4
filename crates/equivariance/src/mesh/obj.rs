//! Meshes from the text of a Wavefront OBJ file.

use super::TriangleMesh;
use crate::vector::{Vector, cross, dot, largest, minus, plus, scaled};
use crate::{Error, MeshError, ObjError, Result};

/// Statements that do not change the surface: textures, normals, names, groups, materials, how it is displayed, and points and lines beside it.
const WITHOUT_EFFECT: [&str; 19] = [
    "vt",
    "vn",
    "vp",
    "g",
    "o",
    "s",
    "mg",
    "usemtl",
    "mtllib",
    "usemap",
    "maplib",
    "bevel",
    "c_interp",
    "d_interp",
    "lod",
    "shadow_obj",
    "trace_obj",
    "l",
    "p",
];

/// A corner of a face: a vertex by its number from 0.
type Corner = usize;

/// Returns the mesh that the text of a Wavefront OBJ file describes.
///
/// These statements are read, one a line (a line that ends in `\` goes on in the next, and `#` begins a comment):
///
/// - `v x y z` is a vertex. Up to four further numbers, a weight or a colour, are allowed and without effect.
/// - `f a b c …` is a face. A corner is the number of a vertex, from 1 in the order of the file, or from −1 backwards from the vertices before the face; what stands
///   behind a stroke, as in `a/t/n`, is the number of a texture and of a normal, and without effect.
///
/// A face of more corners is divided into triangles from its first corner. That is right for a polygon which is flat and convex; one that would be folded over by it is an error, and so is one whose first corner is on a line with two that follow one another.
///
/// Textures, normals, names, groups, materials, how it is displayed, points and lines are passed over. Vertices at one place remain two: a file that gives each face vertices of its own has no
/// surface in common, only borders.
///
/// # Errors
///
/// A line that cannot be read; and what [`TriangleMesh::new`] refuses, with the line of the face or vertex.
///
/// # Source
///
/// Wavefront Technologies, *Advanced Visualizer Manual*, appendix B1, *Object Files (.obj)*, 1990s.
///
/// # Examples
///
/// ```
/// use equivariance::{Error, parse_obj};
///
/// let mesh = parse_obj("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n")?;
/// assert_eq!(mesh.faces(), [[0, 1, 2], [0, 2, 3]]);
///
/// let error = parse_obj("v 0 0 0\nv 1 0\n").unwrap_err();
/// assert!(error.to_string().starts_with("line 2: "));
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn parse_obj(text: &str) -> Result<TriangleMesh> {
    let mut vertices = Vec::new();
    let mut polygons: Vec<(usize, Vec<i64>)> = Vec::new();
    // The line of each vertex, and how many vertices stand before each polygon.
    let (mut vertex_lines, mut before) = (Vec::new(), Vec::new());
    for (line, statement) in statements(text) {
        let mut words = statement.split_whitespace();
        let Some(keyword) = words.next() else {
            continue;
        };
        let words: Vec<&str> = words.collect();
        let in_line = |error| at_line(line, error);
        match keyword {
            "v" => {
                vertices.push(point(&words).map_err(in_line)?);
                vertex_lines.push(line);
            }
            "f" => {
                polygons.push((line, numbers(&words).map_err(in_line)?));
                before.push(vertices.len());
            }
            _ if WITHOUT_EFFECT.contains(&keyword) => {}
            _ => {
                return Err(in_line(Error::Obj(ObjError::Statement {
                    keyword: keyword.to_owned(),
                })));
            }
        }
    }
    let (mut faces, mut face_lines) = (Vec::new(), Vec::new());
    for ((line, numbers), before) in polygons.into_iter().zip(before) {
        let in_line = |error| at_line(line, error);
        let corner = |number| vertex_of(number, before, vertices.len());
        let corners: Vec<Corner> = numbers
            .into_iter()
            .map(corner)
            .collect::<Result<_>>()
            .map_err(in_line)?;
        faces.extend(triangles(&corners, &vertices).map_err(in_line)?);
        face_lines.resize(faces.len(), line);
    }
    TriangleMesh::new(vertices, faces).map_err(|error| {
        match line_of(&error, &vertex_lines, &face_lines) {
            Some(line) => Error::Obj(ObjError::NoMesh {
                line,
                source: Box::new(error),
            }),
            None => error,
        }
    })
}

/// The statements, each with the number of its first line from 1, without comments.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut statements: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    // Some programs write a mark of the encoding before the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (at, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim_end();
        let part = line.strip_suffix('\\');
        match statements.last_mut() {
            Some((_, statement)) if goes_on => {
                statement.push(' ');
                statement.push_str(part.unwrap_or(line));
            }
            _ => statements.push((at + 1, part.unwrap_or(line).to_owned())),
        }
        goes_on = part.is_some();
    }
    statements
}

fn point(words: &[&str]) -> Result<Vector> {
    if !(3..=7).contains(&words.len()) {
        return Err(Error::Obj(ObjError::Vertex { count: words.len() }));
    }
    let mut point = [0.0; 3];
    for (at, word) in words.iter().enumerate() {
        let value = word.parse().ok().filter(|value: &f64| value.is_finite());
        let value = value.ok_or_else(|| {
            Error::Obj(ObjError::Number {
                text: (*word).to_owned(),
            })
        })?;
        if let Some(coordinate) = point.get_mut(at) {
            *coordinate = value;
        }
    }
    Ok(point)
}

/// The numbers of the vertices of a face.
fn numbers(words: &[&str]) -> Result<Vec<i64>> {
    if words.len() < 3 {
        return Err(Error::Obj(ObjError::Face { count: words.len() }));
    }
    let number = |word: &&str| {
        let mut parts = word.split('/');
        let vertex = parts.next().and_then(|part| part.parse().ok());
        let others: Vec<&str> = parts.collect();
        let whole = |part: &&str| part.is_empty() || part.parse::<i64>().is_ok();
        vertex
            .filter(|_| others.len() <= 2 && others.iter().all(whole))
            .ok_or_else(|| {
                Error::Obj(ObjError::Corner {
                    text: (*word).to_owned(),
                })
            })
    };
    words.iter().map(number).collect()
}

/// The vertex of a number, from 1 or from −1 backwards.
fn vertex_of(number: i64, before: usize, vertices: usize) -> Result<Corner> {
    let vertex = if number > 0 {
        usize::try_from(number - 1).ok()
    } else if number < 0 {
        usize::try_from(number.unsigned_abs())
            .ok()
            .and_then(|back| before.checked_sub(back))
    } else {
        None
    };
    vertex
        .filter(|vertex| *vertex < vertices)
        .ok_or(Error::Obj(ObjError::NoSuchVertex {
            number,
            before,
            vertices,
        }))
}

/// The triangles of a polygon, divided from its first corner.
fn triangles(corners: &[Corner], vertices: &[Vector]) -> Result<Vec<[Corner; 3]>> {
    let triangles: Vec<[Corner; 3]> = corners[1..]
        .windows(2)
        .map(|pair| [corners[0], pair[0], pair[1]])
        .collect();
    if let [_] = triangles.as_slice() {
        return Ok(triangles);
    }
    // A triangle that does not look to the side of the whole polygon lies upon others.
    let spokes: Vec<Vector> = corners
        .iter()
        .map(|corner| minus(vertices[*corner], vertices[corners[0]]))
        .collect();
    let size = spokes.iter().copied().map(largest).fold(0.0, f64::max);
    let spokes: Vec<Vector> = spokes.iter().map(|spoke| scaled(*spoke, size)).collect();
    let normals: Vec<Vector> = spokes[1..]
        .windows(2)
        .map(|pair| cross(pair[0], pair[1]))
        .collect();
    let whole = normals.iter().copied().fold([0.0; 3], plus);
    let folded = |normal: &Vector| *normal != [0.0; 3] && dot(*normal, whole) <= 0.0;
    if normals.iter().any(folded) {
        return Err(Error::Obj(ObjError::Polygon {
            corners: corners.len(),
        }));
    }
    Ok(triangles)
}

fn at_line(line: usize, source: Error) -> Error {
    Error::Obj(ObjError::InLine {
        line,
        source: Box::new(source),
    })
}

/// The line of the vertex or of the last face that an error names.
fn line_of(error: &Error, vertices: &[usize], faces: &[usize]) -> Option<usize> {
    let Error::Mesh(error) = error else {
        return None;
    };
    match *error {
        MeshError::CoordinateOutOfRange { vertex, .. }
        | MeshError::VertexWithoutFace { vertex }
        | MeshError::SeveralFans { vertex, .. } => vertices.get(vertex).copied(),
        MeshError::DegenerateTriangle { face, .. }
        | MeshError::NonManifoldEdge {
            faces: [_, _, face],
            ..
        }
        | MeshError::OrientationsDisagree {
            faces: [_, face], ..
        }
        | MeshError::FaceTwice { faces: [_, face] } => faces.get(face).copied(),
        _ => None,
    }
}
