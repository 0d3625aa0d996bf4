//! Undirected graphs, their walks, and the colours that refinement gives their vertices.

use std::collections::BTreeSet;

use ndarray::Array2;

use crate::dense::with_room;
use crate::shape::expect_shape;
use crate::tensor_maps::check_permutation;
use crate::{Error, Result};

/// An undirected graph without loops: some vertices 0, 1, 2, …, and edges between two of them.
///
/// ```
/// use equivariance::Graph;
///
/// let hexagon = Graph::cycle(6)?;
/// let triangles = Graph::cycle(3)?.beside(&Graph::cycle(3)?);
/// assert_eq!(hexagon.edges().len(), triangles.edges().len());
/// assert_eq!(hexagon.closed_walks(3)?, 0);
/// assert_eq!(triangles.closed_walks(3)?, 12);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    edges: Vec<[usize; 2]>,
    /// The neighbours of each vertex, in order.
    neighbours: Vec<Vec<usize>>,
}

impl Graph {
    /// Returns the graph with vertices 0 to `vertices` − 1 and these edges, each given once, in either direction.
    ///
    /// # Errors
    ///
    /// The first edge to a vertex that there is not, from a vertex to itself, or that was given before; and more vertices than
    /// there is memory for.
    pub fn new(vertices: usize, edges: &[[usize; 2]]) -> Result<Self> {
        let mut met = BTreeSet::new();
        let mut neighbours: Vec<Vec<usize>> = with_room(vertices)?;
        neighbours.resize(vertices, Vec::new());
        for (edge, &[from, to]) in edges.iter().enumerate() {
            let ends = [from, to];
            if from.max(to) >= vertices {
                return Err(Error::EdgeToNowhere {
                    edge,
                    ends,
                    vertices,
                });
            }
            if from == to {
                return Err(Error::EdgeToItself { edge, vertex: from });
            }
            if !met.insert([from.min(to), from.max(to)]) {
                return Err(Error::EdgeTwice { edge, ends });
            }
            neighbours[from].push(to);
            neighbours[to].push(from);
        }
        neighbours.iter_mut().for_each(|list| list.sort_unstable());
        Ok(Self {
            edges: met.into_iter().collect(),
            neighbours,
        })
    }

    /// Returns the cycle of `vertices` vertices, each joined to the next and the last to the first.
    ///
    /// # Errors
    ///
    /// Fewer than 3 vertices.
    pub fn cycle(vertices: usize) -> Result<Self> {
        if vertices < 3 {
            return Err(Error::CycleTooShort { vertices });
        }
        let edges: Vec<_> = (0..vertices).map(|v| [v, (v + 1) % vertices]).collect();
        Self::new(vertices, &edges)
    }

    /// Returns the graph made of this one and another, without an edge between them; the vertices of the other are numbered on from this one's.
    #[must_use]
    pub fn beside(&self, other: &Self) -> Self {
        let count = self.vertices();
        let moved =
            |edges: &[[usize; 2]]| edges.iter().map(|edge| edge.map(|v| v + count)).collect();
        let moved: Vec<_> = moved(&other.edges);
        let lists = other.neighbours.iter();
        let lists = lists.map(|list| list.iter().map(|v| v + count).collect());
        Self {
            edges: [self.edges.as_slice(), &moved].concat(),
            neighbours: self.neighbours.iter().cloned().chain(lists).collect(),
        }
    }

    /// Returns the graph with its vertices renamed: vertex v becomes vertex `permutation[v]`.
    ///
    /// # Errors
    ///
    /// A permutation of another number of vertices, that sends a vertex to none or two vertices to one.
    pub fn renamed(&self, permutation: &[usize]) -> Result<Self> {
        check_permutation(permutation)?;
        expect_shape("permutation", &[self.vertices()], &[permutation.len()])?;
        let edges = self.edges.iter().map(|edge| edge.map(|v| permutation[v]));
        Self::new(self.vertices(), &edges.collect::<Vec<_>>())
    }

    /// Returns the number of vertices.
    pub fn vertices(&self) -> usize {
        self.neighbours.len()
    }

    /// Returns the edges in order, each from its lower to its higher vertex.
    pub fn edges(&self) -> &[[usize; 2]] {
        &self.edges
    }

    /// Returns the vertices that are joined to a vertex, in order.
    ///
    /// # Panics
    ///
    /// If there is no such vertex.
    #[track_caller]
    pub fn neighbours(&self, vertex: usize) -> &[usize] {
        &self.neighbours[vertex]
    }

    /// Returns the relation that is 1 where two vertices are joined, else 0; `(n, n)`.
    pub fn adjacency(&self) -> Array2<f64> {
        let mut relation = Array2::zeros([self.vertices(); 2]);
        for &[from, to] in &self.edges {
            relation[[from, to]] = 1.0;
            relation[[to, from]] = 1.0;
        }
        relation
    }

    /// Returns the number of walks of `length` edges that end where they began, which is the trace of that power of the [`adjacency`](Self::adjacency).
    ///
    /// For length 3 it is 6 times the number of triangles: each is walked round from each of its vertices in two directions.
    ///
    /// # Errors
    ///
    /// A number that does not fit into 64 bits.
    pub fn closed_walks(&self, length: usize) -> Result<u64> {
        let mut sum = 0_u64;
        for start in 0..self.vertices() {
            // The number of walks from the start to each vertex, none where it does not fit. Elsewhere it may still fit.
            let mut walks = vec![Some(0_u64); self.vertices()];
            walks[start] = Some(1);
            for _ in 0..length {
                let to = |vertex: &Vec<usize>| {
                    let mut counts = vertex.iter().map(|from| walks[*from]);
                    counts.try_fold(0_u64, |sum, count| sum.checked_add(count?))
                };
                walks = self.neighbours.iter().map(to).collect();
            }
            let closed = walks[start].and_then(|walks| sum.checked_add(walks));
            sum = closed.ok_or(Error::TooManyWalks { length })?;
        }
        Ok(sum)
    }
}

/// Returns the colours that colour refinement gives the vertices of some graphs, in turn: the test of Weisfeiler and Leman in one dimension.
///
/// At first all vertices have one colour. Then, again and again, two vertices of one colour keep it if they have as many neighbours
/// of each colour as one another; until no colour divides further. Colours are whole numbers from 0, the same for all graphs,
/// and do not depend on the names of the vertices. Graphs in which a colour has different numbers of vertices are not isomorphic; the converse does not hold.
///
/// # Examples
///
/// ```
/// use equivariance::{Graph, colour_refinement};
///
/// let path = Graph::new(3, &[[0, 1], [1, 2]])?;
/// assert_eq!(colour_refinement(&[&path]), [[0, 1, 0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
///
/// # Source
///
/// In two dimensions, for pairs of vertices: Boris Weisfeiler, Andrei Leman, *The reduction of a graph to canonical form and the algebra which appears therein*,
/// Nauchno-Technicheskaya Informatsia 2(9), 1968.
pub fn colour_refinement(graphs: &[&Graph]) -> Vec<Vec<usize>> {
    let mut colours: Vec<Vec<usize>> = graphs.iter().map(|g| vec![0; g.vertices()]).collect();
    let mut count = 1;
    loop {
        // What a vertex sees: its colour, and those of its neighbours in order.
        let seen: Vec<Vec<(usize, Vec<usize>)>> = graphs
            .iter()
            .zip(&colours)
            .map(|(graph, colours)| {
                let sees = |vertex: usize| {
                    let mut around: Vec<_> = graph
                        .neighbours(vertex)
                        .iter()
                        .map(|v| colours[*v])
                        .collect();
                    around.sort_unstable();
                    (colours[vertex], around)
                };
                (0..graph.vertices()).map(sees).collect()
            })
            .collect();
        let mut kinds: Vec<_> = seen.iter().flatten().cloned().collect();
        kinds.sort_unstable();
        kinds.dedup();
        let colour = |sees: &_| kinds.partition_point(|kind| kind < sees);
        colours = seen
            .iter()
            .map(|seen| seen.iter().map(colour).collect())
            .collect();
        if kinds.len() <= count {
            return colours;
        }
        count = kinds.len();
    }
}
