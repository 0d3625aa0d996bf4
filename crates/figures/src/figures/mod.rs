//! One file a figure.

mod image_filter;
mod matrices;
mod pooling;
mod sliding_window;
mod translation;

pub(crate) use image_filter::ImageFilter;
pub(crate) use matrices::Matrices;
pub(crate) use pooling::Pooling;
pub(crate) use sliding_window::SlidingWindow;
pub(crate) use translation::TranslationEquivariance;
