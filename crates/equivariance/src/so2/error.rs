//! Why something about turns of the plane could not be answered.

/// Why something about turns of the plane could not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum So2Error {
    /// A representation of the turns of the plane without a frequency.
    #[error("there is no frequency; a representation of the turns of the plane needs at least 1")]
    NoFrequency,
    /// A frequency that is too high to compute with.
    #[error("the frequency {frequency} is too high; at most {most} is possible")]
    FrequencyTooHigh {
        /// The frequency that was asked for.
        frequency: usize,
        /// The highest one.
        most: usize,
    },
    /// A representation of too large a dimension.
    #[error("the representation has dimension {dimension}; at most {most} is possible")]
    DimensionTooLarge {
        /// The dimension that was asked for.
        dimension: usize,
        /// The largest one.
        most: usize,
    },
    /// More kernels than are listed.
    #[error("there are {kernels} kernels; at most {most} are listed")]
    TooManyKernels {
        /// How many there are.
        kernels: usize,
        /// The largest number.
        most: usize,
    },
    /// A kernel of even side, in which no pixel is the centre of the turns.
    #[error("a kernel of {side} × {side} pixels has no pixel in its centre; an odd side is needed")]
    NoCentre {
        /// The side.
        side: usize,
    },
    /// A kernel without a ring.
    #[error("there is no ring; a kernel needs at least 1")]
    NoRing,
    /// A ring that is none.
    #[error(
        "ring {index} has the radius {radius} and the width {width}; the radius must be a finite number and not negative, the width finite and positive"
    )]
    NotARing {
        /// The number of the ring in the list, from 0.
        index: usize,
        /// Its radius.
        radius: f64,
        /// Its width.
        width: f64,
    },
    /// A number of samples of a circle that does not determine a function, or that is too large.
    #[error(
        "{samples} samples of functions with harmonics up to {band}; a number from {least} to {most} is needed"
    )]
    SampleCount {
        /// How many samples were asked for.
        samples: usize,
        /// The highest frequency of the functions.
        band: usize,
        /// The smallest number of samples that determines them.
        least: usize,
        /// The largest number that is possible.
        most: usize,
    },
    /// A derivative of too high an order.
    #[error("the order of the derivative is {order}; at most {most} is possible")]
    OrderTooHigh {
        /// The order that was asked for.
        order: usize,
        /// The highest one.
        most: usize,
    },
    /// A Gaussian too narrow or too wide for pixels.
    #[error(
        "the width of the Gaussian is {width} pixels; a number from {least} to {most} is needed"
    )]
    WidthOutside {
        /// The width that was asked for.
        width: f64,
        /// The smallest width.
        least: f64,
        /// The largest width.
        most: f64,
    },
    /// A filter of too many pixels.
    #[error("the filter reaches {reach} pixels from its middle; at most {most} are possible")]
    ReachTooLong {
        /// The reach that was asked for.
        reach: usize,
        /// The longest one.
        most: usize,
    },
    /// No array to add up.
    #[error("there is nothing to steer; a filter of order n is steered from n + 1 arrays")]
    NothingToSteer,
    /// Outputs that need too large a picture.
    #[error(
        "the windows of the outputs reach more than {most} pixels from the middle of the picture; fewer outputs, a smaller step or \
         a shorter filter is needed"
    )]
    PictureTooLarge {
        /// How far they may reach.
        most: usize,
    },
    /// A picture with a value that is infinite or not a number.
    #[error("the picture has the value {value}, or sums of it have; finite numbers are needed")]
    PictureNotFinite {
        /// The value.
        value: f64,
    },
    /// A filter that does not respond to a picture, so that an error has no size relative to its response.
    #[error(
        "the filtered picture is 0 at all outputs, so no error can be relative to it; other outputs or another picture is needed"
    )]
    NoAnswer,
}
