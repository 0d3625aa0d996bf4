//! How a kernel is laid over its input, and the size of what comes out.

use std::fmt;
use std::str::FromStr;

use crate::{Error, Result};

/// What a kernel meets beyond the border of its input.
///
/// With `e = (k - 1) * dilation + 1`, the span of the kernel, the first window starts at:
///
/// | padding | first sample | output at stride 1 |
/// |---|---|---|
/// | `Valid` | `0` | `n - e + 1` |
/// | `Same`, `Circular`, `Reflect` | `-⌊(e - 1) / 2⌋` | `n` |
/// | `Full` | `-(e - 1)` | `n + e - 1` |
/// | `Zeros` | `-before` | `before + n + after - e + 1` |
/// | `SameUpper` | `-⌊p / 2⌋` | `n` |
/// | `SameLower` | `-⌈p / 2⌉` | `n` |
///
/// with `p = max(0, (⌈n / s⌉ - 1) * s + e - n)`, the least padding with which `⌈n / s⌉` windows fit at stride `s`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Padding {
    /// Nothing: the kernel stays inside.
    #[default]
    Valid,
    /// Zeros, as many as keep the size at stride 1; of an odd number the larger half stands behind.
    Same,
    /// Zeros, so many that every overlap of kernel and input counts.
    Full,
    /// The other end of the input: indices modulo its size. Keeps the size at stride 1.
    Circular,
    /// The mirror image, the border sample itself not repeated (`d c b | a b c d | c b a`). Keeps the size at stride 1.
    Reflect,
    /// So many zeros on each side.
    Zeros {
        /// How many stand before the first sample.
        before: usize,
        /// How many stand behind the last sample.
        after: usize,
    },
    /// Zeros, as few as give `⌈n / s⌉` outputs at stride `s`; of an odd number the larger half stands behind. TensorFlow
    /// calls it *same*, ONNX `SAME_UPPER`. At stride 1 it is [`Same`](Self::Same).
    SameUpper,
    /// As [`SameUpper`](Self::SameUpper), but of an odd number the larger half stands before. ONNX calls it `SAME_LOWER`.
    SameLower,
}

impl Padding {
    /// The paddings that need neither a number nor the stride: all but `Zeros`, `SameUpper` and `SameLower`.
    pub const ALL: &'static [Self] = &[
        Self::Valid,
        Self::Same,
        Self::Full,
        Self::Circular,
        Self::Reflect,
    ];

    /// Returns the name in kebab case, which [`str::parse`] reads back unless it is that of `Zeros`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Same => "same",
            Self::Full => "full",
            Self::Circular => "circular",
            Self::Reflect => "reflect",
            Self::Zeros { .. } => "zeros",
            Self::SameUpper => "same-upper",
            Self::SameLower => "same-lower",
        }
    }
}

impl fmt::Display for Padding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Padding {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let named = || Self::ALL.iter().chain(&[Self::SameUpper, Self::SameLower]);
        let found = named().find(|padding| padding.name() == name);
        found.copied().ok_or_else(|| Error::UnknownName {
            kind: "padding",
            name: name.to_owned(),
            expected: named()
                .map(|padding| padding.name())
                .collect::<Vec<_>>()
                .join(", "),
        })
    }
}

/// Padding, stride and dilation along one axis, and what becomes of a window that the input does not fill. Where only one
/// is given, it holds for every axis (see [`PerAxis`](crate::PerAxis)). The default is *valid*, 1, 1, rounded down.
///
/// ```
/// use equivariance::{Options, Padding};
///
/// let options = Options::same().stride(2);
/// assert_eq!((options.padding, options.stride, options.dilation), (Padding::Same, 2, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// What the kernel meets beyond the border.
    pub padding: Padding,
    /// Distance between the starts of two windows.
    pub stride: usize,
    /// Distance between the samples that two neighbouring weights meet.
    pub dilation: usize,
    /// Whether the number of outputs is rounded up: a last window that the input and its padding do not fill counts, if
    /// it does not begin in the padding behind. It meets there what it would meet with more padding.
    pub ceil: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self::padded(Padding::Valid)
    }
}

impl Options {
    /// The given padding, stride 1, dilation 1.
    pub const fn padded(padding: Padding) -> Self {
        Self {
            padding,
            stride: 1,
            dilation: 1,
            ceil: false,
        }
    }

    /// [`Padding::Valid`], stride 1, dilation 1.
    pub const fn valid() -> Self {
        Self::padded(Padding::Valid)
    }

    /// [`Padding::Same`], stride 1, dilation 1.
    pub const fn same() -> Self {
        Self::padded(Padding::Same)
    }

    /// [`Padding::Full`], stride 1, dilation 1.
    pub const fn full() -> Self {
        Self::padded(Padding::Full)
    }

    /// [`Padding::Circular`], stride 1, dilation 1.
    pub const fn circular() -> Self {
        Self::padded(Padding::Circular)
    }

    /// [`Padding::Reflect`], stride 1, dilation 1.
    pub const fn reflect() -> Self {
        Self::padded(Padding::Reflect)
    }

    /// [`Padding::Zeros`], stride 1, dilation 1.
    pub const fn zeros(before: usize, after: usize) -> Self {
        Self::padded(Padding::Zeros { before, after })
    }

    /// The same options with another stride.
    pub const fn stride(self, stride: usize) -> Self {
        Self { stride, ..self }
    }

    /// The same options with another dilation.
    pub const fn dilation(self, dilation: usize) -> Self {
        Self { dilation, ..self }
    }

    /// The same options with the number of outputs rounded up.
    pub const fn ceil(self) -> Self {
        Self { ceil: true, ..self }
    }

    /// Returns how many samples before the input the first window of a kernel starts: output `y` meets the samples from
    /// `s·y − b` on, with stride `s` and this `b`. Only `SameUpper` and `SameLower` depend on the size of the input.
    ///
    /// A kernel that spans more than `usize` can count is taken to span `usize::MAX`, and a stride of 0 for 1;
    /// [`output_size`] refuses both.
    ///
    /// ```
    /// use equivariance::{Options, Padding};
    ///
    /// assert_eq!(Options::valid().before(8, 3), 0);
    /// assert_eq!(Options::same().dilation(2).before(8, 3), 2);
    /// assert_eq!(Options::full().before(8, 3), 2);
    /// assert_eq!(Options::padded(Padding::SameUpper).stride(2).before(8, 3), 0);
    /// ```
    pub const fn before(self, input: usize, kernel: usize) -> usize {
        self.around(input, kernel).0
    }

    /// The number of padded samples before the first sample and behind the last.
    pub(crate) const fn around(self, input: usize, kernel: usize) -> (usize, usize) {
        let reach = kernel.saturating_sub(1).saturating_mul(self.dilation);
        match self.padding {
            Padding::Valid => (0, 0),
            Padding::Same | Padding::Circular | Padding::Reflect => (reach / 2, reach.div_ceil(2)),
            Padding::Full => (reach, reach),
            Padding::Zeros { before, after } => (before, after),
            Padding::SameUpper => {
                let missing = self.missing(input, reach);
                (missing / 2, missing.div_ceil(2))
            }
            Padding::SameLower => {
                let missing = self.missing(input, reach);
                (missing.div_ceil(2), missing / 2)
            }
        }
    }

    /// How many samples the last of `⌈n / s⌉` windows reaches beyond an input that the first one begins with.
    const fn missing(self, input: usize, reach: usize) -> usize {
        let stride = if self.stride == 0 { 1 } else { self.stride };
        let behind = input.saturating_sub(1) % stride;
        reach.saturating_sub(behind)
    }
}

/// The most samples that an input and its padding may have along one axis.
pub(crate) const MOST_PLACES: usize = isize::MAX as usize / 2;

/// Returns the number of output samples along one axis.
///
/// ```text
/// ⌊(n + p − e) / s⌋ + 1   with the span e = (k − 1)·d + 1
/// ```
///
/// with input `n`, kernel `k`, stride `s`, dilation `d` and `p` padded samples: 0 for *valid*, `e − 1` for *same*,
/// *circular* and *reflect*, `2·(e − 1)` for *full*, both numbers of *zeros*, and for *same-upper* and *same-lower* as many
/// as make it `⌈n / s⌉`. With [`ceil`](Options::ceil) the quotient is rounded up; yet one output fewer where the last
/// window would begin in the padding behind.
///
/// # Errors
///
/// An empty input or kernel, stride or dilation 0, a kernel that spans more than the input and its padding under *valid* and
/// *zeros*, and an input that has more than `isize::MAX / 2` samples together with `e − 1` samples of padding, or with its
/// zeros.
///
/// # Examples
///
/// ```
/// use equivariance::{output_size, Options};
///
/// assert_eq!(output_size(48, 3, Options::valid())?, 46);
/// assert_eq!(output_size(48, 3, Options::valid().stride(2))?, 23);
/// assert_eq!(output_size(48, 3, Options::valid().stride(2).ceil())?, 24);
/// assert_eq!(output_size(48, 3, Options::valid().dilation(2))?, 44);
/// assert_eq!(output_size(48, 3, Options::full())?, 50);
/// assert_eq!(output_size(48, 3, Options::zeros(2, 0))?, 48);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn output_size(input: usize, kernel: usize, options: Options) -> Result<usize> {
    let Options {
        padding,
        stride,
        dilation,
        ceil,
    } = options;
    if input == 0 {
        return Err(Error::EmptyInput { shape: vec![input] });
    }
    if kernel == 0 {
        return Err(Error::EmptyKernel {
            shape: vec![kernel],
        });
    }
    if stride == 0 {
        return Err(Error::ZeroStride);
    }
    if dilation == 0 {
        return Err(Error::ZeroDilation);
    }
    // Places are counted from the first padded sample, as numbers that a mirror doubles: twice all of them must fit.
    let fits = |places: Option<usize>| places.filter(|places| *places <= MOST_PLACES);
    let reach = (kernel - 1)
        .checked_mul(dilation)
        .filter(|reach| fits(reach.checked_add(input)).is_some())
        .ok_or(Error::SizeOverflow {
            input,
            kernel,
            dilation,
        })?;
    let (before, after) = options.around(input, kernel);
    if let Padding::Zeros { .. } = padding {
        let padded = before
            .checked_add(after)
            .and_then(|padded| padded.checked_add(input));
        fits(padded).ok_or(Error::PaddingOverflow {
            input,
            before,
            after,
        })?;
    }
    // The number of places for the start of a window, less one.
    let room = (before + input - 1 + after).checked_sub(reach);
    let room = room.ok_or(match padding {
        Padding::Zeros { .. } => Error::KernelBeyondPadding {
            kernel,
            dilation,
            span: reach + 1,
            padded: before + input + after,
        },
        _ => Error::KernelTooLarge {
            kernel,
            dilation,
            span: reach + 1,
            input,
        },
    })?;
    if !ceil {
        return Ok(room / stride + 1);
    }
    let last = room.div_ceil(stride);
    // A start that no number holds lies behind all others.
    let begins_behind = last
        .checked_mul(stride)
        .is_none_or(|start| start >= before + input);
    Ok(last + usize::from(!begins_behind))
}
