//! One file a figure, and the list of them.

mod aliasing;
mod borders;
mod commuting_square;
mod composition;
mod dense_to_banded;
mod difference_laws;
mod fifteen;
mod group_convolution;
mod harmonic;
mod image_filter;
mod knobs_map;
mod learnt_kernel;
mod matrices;
mod pooling;
mod receptive_field;
mod seam;
mod sliding_window;
mod spectrum;
mod speed;
mod sphere;
mod steerable_filter;
mod symmetrise;
mod tetromino;
mod tie;
mod training;
mod translation;
mod transport;
mod turning_error;

use crate::{Catalogue, Figure, Module};

/// The figures of the book, in its order.
pub static FIGURES: Catalogue = Catalogue(&[CHAPTERS, OBJECTS]);

/// The figures of the chapters. A page loads the modules of its figures, so those of one page stand in one of them.
pub const CHAPTERS: Module = Module {
    name: "figures",
    figures: &[
        make::<sliding_window::SlidingWindow>,
        make::<commuting_square::CommutingSquare>,
        make::<aliasing::Aliasing>,
        make::<knobs_map::KnobsMap>,
        make::<image_filter::ImageFilter>,
        make::<receptive_field::ReceptiveField>,
        make::<learnt_kernel::LearntKernel>,
        make::<seam::Seam>,
        make::<translation::TranslationEquivariance>,
        make::<tie::Tie>,
        make::<pooling::Pooling>,
        make::<difference_laws::DifferenceLaws>,
        make::<composition::Composition>,
        make::<dense_to_banded::DenseToBanded>,
        make::<matrices::Matrices>,
        make::<harmonic::Harmonic>,
    ],
};

/// The figures of the pages under *Objects*, and of the page on speed.
pub const OBJECTS: Module = Module {
    name: "objects",
    figures: &[
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
    ],
};

fn make<F: Figure + Default>() -> Box<dyn Figure> {
    Box::new(F::default())
}
