//! The sizes at which the windows of a stride lie alike in a picture and in its mirror image.

use std::ops::RangeInclusive;

use crate::{Error, Options, Result, output_size};

/// Says whether the windows of a kernel lie alike from both ends of an axis, so that a turn or a mirror image of the picture
/// carries windows into windows:
///
/// ```text
/// b = s·(n′ − 1) + d·(k − 1) − b − (n − 1)
/// ```
///
/// with input `n`, kernel `k`, stride `s`, dilation `d`, `b` samples of padding before the first and `n′` outputs: the first
/// window begins as far before the input as the last one ends behind it. With as much padding before as behind, `p` samples
/// together, that is
///
/// ```text
/// (n + p − d·(k − 1) − 1) mod s = 0
/// ```
///
/// unless the number of outputs is rounded up.
///
/// # Errors
///
/// Those of [`output_size`].
///
/// # Examples
///
/// ```
/// use equivariance::{Options, turns_keep_windows};
///
/// assert!(turns_keep_windows(8, 3, Options::valid())?);
/// assert!(!turns_keep_windows(8, 3, Options::valid().stride(2))?);
/// assert!(turns_keep_windows(9, 3, Options::valid().stride(2))?);
/// // A kernel of even size has one sample of padding more behind than before.
/// assert!(!turns_keep_windows(8, 2, Options::same())?);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn turns_keep_windows(input: usize, kernel: usize, options: Options) -> Result<bool> {
    let (before, behind) = overhangs(input, kernel, options)?;
    Ok(before == behind)
}

/// How far before the input the first window begins, and how far behind it the last one ends: less than nothing if it ends
/// inside.
fn overhangs(input: usize, kernel: usize, options: Options) -> Result<(isize, isize)> {
    let outputs = output_size(input, kernel, options)?;
    let before = options.before(input, kernel) as isize;
    let steps = (options.stride as isize) * (outputs as isize - 1);
    let last = steps + (options.dilation as isize) * (kernel as isize - 1) - before;
    Ok((before, last - (input as isize - 1)))
}

/// Returns the sizes, of those in the range, at which the windows of every level of a network
/// [lie alike from both ends](turns_keep_windows), where the outputs of a level are the inputs of the next. A level is a
/// number of weights, of a kernel or of a pooling window, and its options.
///
/// A size at which a level has no output is left out.
///
/// # Errors
///
/// An empty kernel, and a stride or dilation of 0.
///
/// # Examples
///
/// ```
/// use equivariance::{Options, exact_sizes};
///
/// let halved = (3, Options::same().stride(2));
/// assert_eq!(exact_sizes(&[halved], 8..=12)?, [9, 11]);
/// assert_eq!(exact_sizes(&[halved, halved], 8..=18)?, [9, 13, 17]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn exact_sizes(
    levels: &[(usize, Options)],
    sizes: RangeInclusive<usize>,
) -> Result<Vec<usize>> {
    let mut exact = Vec::new();
    'sizes: for size in sizes {
        let mut input = size;
        for (kernel, options) in levels {
            match turns_keep_windows(input, *kernel, *options) {
                Ok(true) => input = output_size(input, *kernel, *options)?,
                Ok(false) => continue 'sizes,
                Err(
                    error @ (Error::EmptyKernel { .. } | Error::ZeroStride | Error::ZeroDilation),
                ) => return Err(error),
                Err(_) => continue 'sizes,
            }
        }
        exact.push(size);
    }
    Ok(exact)
}

/// How many larger sizes are tried one by one.
const NEAR: usize = 1000;

/// Checks that the windows lie alike from both ends; the error names the nearest sizes at which they do.
pub(super) fn check_windows(input: usize, kernel: usize, options: Options) -> Result<()> {
    let (before, behind) = overhangs(input, kernel, options)?;
    if before == behind {
        return Ok(());
    }
    let would_do = |size: &usize| turns_keep_windows(*size, kernel, options).unwrap_or(false);
    // What is left over of a stride recurs with the stride. Only for padding that depends on the size are the sizes between
    // tried as well, as far as they are near.
    let stride = options.stride as i128;
    let recurs = input as i128 + stride - (before as i128 - behind as i128).rem_euclid(stride);
    let smaller = (1..input).rev().take(options.stride).find(would_do);
    let larger = (input + 1..)
        .take(options.stride.min(NEAR))
        .chain(usize::try_from(recurs).ok().filter(|size| *size > input))
        .find(would_do);
    Err(Error::WindowsOffCentre {
        input,
        kernel,
        options: Box::new(options),
        before,
        behind,
        would_do: smaller.into_iter().chain(larger).collect(),
    })
}
