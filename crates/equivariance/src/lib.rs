//! Convolution, pooling and their symmetries, on [`ndarray`] arrays of any dimension.
//!
//! ```
//! use equivariance::{correlate, translate, Fill, Options};
//! use ndarray::array;
//!
//! let signal = array![0.0, 1.0, 3.0, 2.0];
//! let kernel = array![-1.0, 0.0, 1.0];
//! let circular = Options::circular();
//! let slope = correlate(&signal, &kernel, circular)?;
//! assert_eq!(slope, array![-1.0, 3.0, 1.0, -3.0]);
//!
//! // Translate, then correlate; or correlate, then translate. Equal to the last bit.
//! let left = correlate(&translate(&signal, &[1], Fill::Circular)?, &kernel, circular)?;
//! let right = translate(&slope, &[1], Fill::Circular)?;
//! assert_eq!(left, right);
//! # Ok::<(), equivariance::Error>(())
//! ```
//!
//! # The recipe
//!
//! Choose a [`Group`]; say by a [`Representation`] how it acts on inputs, and by another how on outputs; [`commutant`] returns
//! all linear maps that commute with it, and [`symmetrise`] makes one of any. On a ring they are the circular convolutions:
//!
//! ```
//! use equivariance::{commutant, commutant_dimension, Cyclic, Representation};
//!
//! let ring = Representation::regular(Cyclic::new(5)?)?;
//! assert_eq!(commutant(&ring, &ring)?.len(), 5);
//! assert_eq!(commutant_dimension(&ring, &ring)?, 5); // by characters
//! # Ok::<(), equivariance::Error>(())
//! ```
//!
//! For the turns of the plane and of space a [`LieRepresentation`] takes the place of the [`Representation`]: [`lie_commutant`]
//! finds the maps by the generators of the Lie algebra, and [`lie_commutant_dimension`] counts them by an integral of characters.
//!
//! # Conventions
//!
//! - **Axes** are in row-major order: an image is `(height, width)`, a feature map `(channels, height, width)`, and a
//!   shift `[dy, dx]` moves down and to the right when positive.
//! - **Kernels**: [`correlate`] does not flip the kernel, [`convolve`] flips it on every axis. Deep learning calls the
//!   first one convolution.
//! - **Action**: `(Tₛ f)(x) = f(x − s)`, so the value at the origin moves to `s`. Circular shifts by `t` and then by `s` are
//!   one shift by `s + t`.
//! - **Turns** of square pictures are counter-clockwise as seen, rows downwards; a mirror image exchanges left and right, and
//!   in a product the right factor acts first ([`SquareSymmetry`]). Maps over a group are `(channels, elements, n, n)`.
//! - **Permutations**: point i goes to point p(i), on all indices of a tensor over points at once ([`permute`]).
//! - **Sums** are direct, from zero (in a layer from its bias), in the row-major order of the kernel, a padded zero counted
//!   like any other sample; each product is rounded, and each sum. So two windows that hold the same samples give the same
//!   bits. Separable and transposed correlations, and sums over a group, state their own order; `correlate_by_fft` alone is
//!   no such sum.
//! - **Borders** are named by [`Padding`]; [`output_size`] is the one formula for the size of every output. [`Options`]
//!   hold for every axis, or each axis has its own ([`PerAxis`]).
//! - **Groups** act from the left: [`Group::compose`] applies its right factor first, and a permutation `p` moves the value at
//!   `i` to `p[i]`. A [`Representation`] makes linear maps of a group, [`commutant`] finds those that commute with it.
//! - **Meshes**: the corners of a face, and what surrounds a vertex, are counter-clockwise as seen from outside, and so are all angles
//!   on a surface ([`TriangleMesh`]). Vertices and faces are numbered from 0.
//! - **Features on a mesh** are `(dimension, vertices)`, with components in the frames of [`Frames`].
//! - **Space**: numbers of degree l have orders −l, …, l, the polar axis is y, and degree 1 is (x, y, z), as in e3nn; types are
//!   written as there, `2x0e + 1o` ([`Irreps`]).
//! - **Speed** changes no bit: neighbouring outputs are computed side by side, with the widest vectors of the machine
//!   ([`VectorWidth`] chooses others) and, with the feature `rayon`, large outputs on all threads of the pool. No fused
//!   operations are used.
//! - **Memory**: a function whose name ends in `_into` writes into an array that you own, of any layout.
//! - Functions return an [`Error`] that holds the shapes; they do not panic on bad input. Where one can panic, as those
//!   that make an array of a given shape if no array can have it, its documentation says so.

mod channels;
mod commutant;
mod convolve;
mod correlate;
mod dense;
mod equivariance;
mod error;
#[cfg(feature = "fft")]
mod fft;
mod finite;
mod fold;
mod forward;
mod gauge;
mod gradients;
mod graph;
mod group;
mod images;
mod interior;
mod invariants;
mod kernels;
mod lanes;
mod layer;
mod least_squares;
mod lie;
mod load;
mod matrix;
mod mesh;
mod message_passing;
mod named;
mod nan;
mod options;
mod pair_maps;
mod partition;
mod per_axis;
mod planar;
mod plane;
mod pool;
mod receptive_field;
mod region;
mod representation;
mod scalar;
mod separable;
mod shape;
mod signals;
mod so2;
mod so3;
mod symmetrise;
mod tensor_layer;
mod tensor_maps;
mod train;
mod translate;
mod transposed;
mod transposed_layer;
mod vector;
mod vector_width;
mod window;
mod window_at;

pub use commutant::{
    commutant, commutant_dimension, commutant_of_pairs, equivariant_bias, null_space, orbits,
};
pub use convolve::{convolve, convolve_into, flip};
pub use correlate::{correlate, correlate_into};
pub use equivariance::{EquivarianceError, equivariance_error};
pub use error::{Error, Result};
#[cfg(feature = "fft")]
pub use fft::{correlate_by_fft, correlate_by_fft_into, fft_error_bound};
pub use gauge::{Frames, GaugeConvolution, Neighbour, frame_dependence, in_turned_frames};
pub use gradients::{LayerGradients, kernel_gradient};
pub use graph::{Graph, colour_refinement};
pub use group::{
    Alternating, Cyclic, Dihedral, DihedralElement, FiniteGroup, Group, Integers, Product,
    Quaternion, QuaternionElement, Relation, Symmetric, Word,
};
pub use images::TestImage;
pub use interior::{interior, stacked_interior};
pub use invariants::{autocorrelation, triple_correlation};
pub use kernels::{Kernel1d, Kernel2d};
pub use layer::ConvLayer;
pub use least_squares::{LeastSquares, least_squares};
pub use lie::{LieRepresentation, lie_commutant, lie_commutant_dimension};
pub use load::{Grey, grey_from_bytes};
pub use matrix::matrix_of;
pub use mesh::{FaceTransport, MeshError, ObjError, TriangleMesh, parse_obj};
pub use message_passing::MessageLayer;
pub use options::{Options, Padding, output_size};
pub use pair_maps::{PairMap, PairSpace, pair_maps};
pub use partition::{Partition, partitions};
pub use per_axis::PerAxis;
pub use planar::{
    GroupLayer, LiftingLayer, PointGroup, ProjectionGradients, ProjectionLayer, SquareSymmetry,
    exact_sizes, max_over_group, mean_over_group, sum_over_group, turns_keep_windows,
};
pub use pool::{
    Pool, blurred_max_pool, global_max, global_mean, max_pool, max_pool_into, mean_pool,
    mean_pool_counting_padding, mean_pool_counting_padding_into, mean_pool_into,
};
pub use receptive_field::{Stage, receptive_field};
pub use region::Region;
pub use representation::{Image, Representation};
pub use scalar::Scalar;
pub use separable::{correlate_separable, correlate_separable_into};
pub use signals::{TestSignal, seeded_noise};
pub use so2::{
    GaussianDerivative, Ring, RingKernels, SampledRelu, So2Error, So2Representation,
    SteerableKernels, TurnedPicture, basis_angles, centre_kernels, gated, norm_relu, ring_kernels,
    ring_kernels_up_to, steer, steering_weights, turning_error,
};
pub use so3::{
    Irrep, Irreps, LatitudeRule, Normalization, Parity, PointConvolution, Rotation, So3Error,
    SphereQuadrature, TensorPath, TensorProduct, Tetromino, ZonalKernel, clebsch_gordan,
    radius_graph, rotation_generators, sphere_coefficients, sphere_values, spherical_harmonics,
    spherical_harmonics_up_to, wigner_d,
};
pub use symmetrise::symmetrise;
pub use tensor_layer::TensorLayer;
pub use tensor_maps::{Classes, TensorMaps, permute};
pub use train::{
    Adam, Dense, DenseGradients, Net, Training, accuracy, channel_max, channel_max_gradient,
    channel_mean, channel_mean_gradient, cross_entropy, he_uniform, relu, relu_gradient, train,
};
pub use translate::{Fill, translate};
pub use transposed::{correlate_transposed, correlate_transposed_into};
pub use transposed_layer::TransposedConvLayer;
pub use vector_width::VectorWidth;
pub use window_at::window_at;
