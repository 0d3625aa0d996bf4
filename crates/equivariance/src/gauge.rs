//! Features on meshes, in frames that may be chosen freely at each vertex: the convolution that does not depend on the choice.

mod convolution;
mod features;
mod frames;
mod tangent;

pub use convolution::GaugeConvolution;
pub use features::{frame_dependence, in_turned_frames};
pub use frames::{Frames, Neighbour};
