//! The turns of the plane: representations, the kernels that commute with them, the layers made of these.

mod kernels;
