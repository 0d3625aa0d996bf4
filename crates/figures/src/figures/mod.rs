//! One file a figure, and the list of them.

mod borders;
mod fifteen;
mod group_convolution;
mod image_filter;
mod matrices;
mod pooling;
mod sliding_window;
mod spectrum;
mod speed;
mod sphere;
mod steerable_filter;
mod symmetrise;
mod tetromino;
mod training;
mod translation;
mod transport;
mod turning_error;

use crate::{Catalogue, Figure};

/// The figures of the book, in its order.
pub static FIGURES: Catalogue = Catalogue(&[
    make::<sliding_window::SlidingWindow>,
    make::<image_filter::ImageFilter>,
    make::<translation::TranslationEquivariance>,
    make::<pooling::Pooling>,
    make::<matrices::Matrices>,
    make::<borders::Borders>,
    make::<symmetrise::Symmetrise>,
    make::<spectrum::Spectrum>,
    make::<training::Training>,
    make::<group_convolution::GroupConvolution>,
    make::<fifteen::Fifteen>,
    make::<steerable_filter::SteerableFilter>,
    make::<turning_error::TurningError>,
    make::<sphere::Sphere>,
    make::<tetromino::TetrominoFigure>,
    make::<transport::Transport>,
    make::<speed::Speed>,
]);

fn make<F: Figure + Default>() -> Box<dyn Figure> {
    Box::new(F::default())
}
