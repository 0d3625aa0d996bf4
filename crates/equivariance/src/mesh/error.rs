//! Why a mesh could not be made, measured, or carried along.

/// Why a mesh could not be made, measured, or carried along.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MeshError {
    /// A mesh without a face.
    #[error("the mesh has no face; it needs at least 1 triangle")]
    NoFaces,
    /// A coordinate that is not finite, or too large.
    #[error(
        "vertex {vertex} has a coordinate {value:e}; a finite number of at most 1e150 in absolute value is needed"
    )]
    CoordinateOutOfRange {
        /// The vertex.
        vertex: usize,
        /// The coordinate.
        value: f64,
    },
    /// A face with a vertex that there is not.
    #[error("face {face} has vertex {vertex}, but the {vertices} vertices are numbered from 0")]
    FaceToNowhere {
        /// The face.
        face: usize,
        /// The vertex.
        vertex: usize,
        /// How many vertices there are.
        vertices: usize,
    },
    /// A face whose vertices lie on a line.
    #[error("face {face} is degenerate: its vertices {}, {} and {} lie on a line; a triangle needs three that do not", corners[0], corners[1], corners[2])]
    DegenerateTriangle {
        /// The face.
        face: usize,
        /// Its vertices.
        corners: [usize; 3],
    },
    /// An edge of more than two faces.
    #[error(
        "the edge between vertices {} and {} belongs to faces {}, {} and {}; at most two may meet there", edge[0], edge[1], faces[0], faces[1], faces[2]
    )]
    NonManifoldEdge {
        /// The ends of the edge.
        edge: [usize; 2],
        /// Three of its faces.
        faces: [usize; 3],
    },
    /// Two neighbouring faces that disagree about what is outside.
    #[error(
        "faces {} and {} both go from vertex {} to vertex {}; neighbours must go in opposite directions: exchange two vertices of one of them",
        faces[0], faces[1], edge[0], edge[1]
    )]
    OrientationsDisagree {
        /// The ends of their common edge, in the direction in which both go.
        edge: [usize; 2],
        /// The faces.
        faces: [usize; 2],
    },
    /// Two faces with the same three vertices.
    #[error("faces {} and {} have the same three vertices; two faces may share one edge at most", faces[0], faces[1])]
    FaceTwice {
        /// The faces.
        faces: [usize; 2],
    },
    /// A vertex of no face.
    #[error("vertex {vertex} belongs to no face; leave it out, or give it one")]
    VertexWithoutFace {
        /// The vertex.
        vertex: usize,
    },
    /// A vertex at which parts of the surface meet that have no edge there in common.
    #[error(
        "the {faces} faces at vertex {vertex} do not follow one another round it: only {following} of them do; give each part of the surface a vertex of its own there"
    )]
    SeveralFans {
        /// The vertex.
        vertex: usize,
        /// How many faces it has.
        faces: usize,
        /// How many follow one another.
        following: usize,
    },
    /// A vertex that a mesh does not have.
    #[error("there is no vertex {vertex}; the mesh has {vertices}, from 0")]
    NoSuchVertex {
        /// The vertex.
        vertex: usize,
        /// How many there are.
        vertices: usize,
    },
    /// A face that a mesh does not have.
    #[error("there is no face {face}; the mesh has {faces}, from 0")]
    NoSuchFace {
        /// The face.
        face: usize,
        /// How many there are.
        faces: usize,
    },
    /// A corner that a triangle does not have.
    #[error("there is no corner {corner}; a triangle has the corners 0, 1 and 2")]
    NoSuchCorner {
        /// The corner.
        corner: usize,
    },
    /// A mesh with a border, where a closed one is needed.
    #[error(
        "the mesh is not closed: the edge from vertex {} to vertex {} belongs to one face only, the first of {open} such edges", edge[0], edge[1]
    )]
    OpenEdge {
        /// The first open edge.
        edge: [usize; 2],
        /// How many there are.
        open: usize,
    },
    /// A vertex of the border, where one within the surface is needed.
    #[error(
        "vertex {vertex} is of the border, by its edge to vertex {}, which belongs to one face only; a vertex with faces all round is needed", edge[1]
    )]
    VertexOnBorder {
        /// The vertex.
        vertex: usize,
        /// Its edge of the border.
        edge: [usize; 2],
    },
    /// A vertex within the surface, where one of the border is needed.
    #[error("vertex {vertex} has faces all round; a vertex of the border is needed")]
    VertexWithinSurface {
        /// The vertex.
        vertex: usize,
    },
    /// A mesh made by code of too many faces.
    #[error("the mesh would have more than {most} faces; ask for fewer parts")]
    TooManyFaces {
        /// The largest number.
        most: usize,
    },
    /// Radii of no torus.
    #[error(
        "a torus of the radii {major} and {minor} cuts itself or is none; 0 < minor < major ≤ 1e100 is needed"
    )]
    TorusRadii {
        /// The radius of the circle of centres.
        major: f64,
        /// The radius of the circles.
        minor: f64,
    },
    /// Two faces without a common edge, where neighbours are needed.
    #[error("faces {} and {} have no edge in common; a vector is carried from a face to its neighbour", faces[0], faces[1])]
    NotNeighbours {
        /// The faces.
        faces: [usize; 2],
    },
    /// A path of no face.
    #[error("the path has no face; it needs at least the one where it begins")]
    EmptyPath,
    /// A vertex of a mesh whose triangles have no common normal.
    #[error("vertex {vertex} has no tangent plane: the normals of its triangles cancel")]
    NoTangentPlane {
        /// The vertex.
        vertex: usize,
    },
    /// A neighbour that lies in no direction of the tangent plane.
    #[error(
        "vertex {vertex} sees its neighbour {neighbour} along its normal, so in no direction of its tangent plane"
    )]
    NeighbourAlongNormal {
        /// The vertex.
        vertex: usize,
        /// The neighbour.
        neighbour: usize,
    },
    /// Tangent planes between which no turn is the shortest.
    #[error(
        "the normals at the neighbouring vertices {vertex} and {neighbour} are opposite, so no turn from one tangent plane to the other \
         is the shortest; a finer mesh has normals that are closer"
    )]
    OppositeNormals {
        /// The vertex.
        vertex: usize,
        /// The neighbour.
        neighbour: usize,
    },
    /// Two vertices of a mesh that must be neighbours are none.
    #[error("there is no edge between the vertices {} and {}", ends[0], ends[1])]
    NoSuchEdge {
        /// The vertices.
        ends: [usize; 2],
    },
}
