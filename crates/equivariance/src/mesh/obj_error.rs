//! Why an OBJ file could not be read.

use crate::Error;

/// Why an OBJ file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ObjError {
    /// An error in a line of a text.
    #[error("line {line}: {source}")]
    InLine {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        source: Box<Error>,
    },
    /// A file whose vertices and faces make no mesh.
    #[error("line {line}: {source} (vertices and triangles are counted from 0 here)")]
    NoMesh {
        /// The line of the vertex or of the last face that is named, from 1.
        line: usize,
        /// What is wrong with the mesh.
        source: Box<Error>,
    },
    /// A statement of an OBJ file that describes no mesh.
    #[error("the statement {keyword:?} is not read; a mesh consists of v and f")]
    Statement {
        /// Its first word.
        keyword: String,
    },
    /// A vertex of an OBJ file with too few or too many numbers.
    #[error(
        "a vertex has {count} numbers; v x y z needs 3, and a weight or a colour makes 7 at most"
    )]
    Vertex {
        /// How many there are.
        count: usize,
    },
    /// A coordinate of an OBJ file that is no number.
    #[error("{text:?} is no finite number, such as 1.5 or -2e-3")]
    Number {
        /// What stands there.
        text: String,
    },
    /// A face of an OBJ file with too few corners.
    #[error("a face has {count} corners; f a b c needs at least 3")]
    Face {
        /// How many there are.
        count: usize,
    },
    /// A corner of an OBJ file that is no number of a vertex.
    #[error("{text:?} is no corner of a face; a, a/t, a//n or a/t/n with whole numbers is")]
    Corner {
        /// What stands there.
        text: String,
    },
    /// A corner of an OBJ file with a number that no vertex has.
    #[error(
        "there is no vertex {number}; the {vertices} vertices have the numbers from 1, and the {before} before the face those from -1 backwards"
    )]
    NoSuchVertex {
        /// The number.
        number: i64,
        /// How many vertices stand before the face.
        before: usize,
        /// How many there are.
        vertices: usize,
    },
    /// A polygon of an OBJ file that is not convex.
    #[error(
        "a polygon of {corners} corners would be folded over if it were divided into triangles from its first corner; divide it yourself, or begin at another corner"
    )]
    Polygon {
        /// How many corners it has.
        corners: usize,
    },
}
