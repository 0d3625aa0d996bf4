//! How far logits are from a class.

use ndarray::{Array1, ArrayRef1};

use crate::scalar::{double, scalar};
use crate::{Error, Result, Scalar};

/// Returns the cross-entropy of the softmax of `logits` with a class, and its gradient by the logits.
///
/// ```text
/// ℓ = log Σⱼ exp(zⱼ) − z(label)      ∂ℓ/∂zᵢ = exp(zᵢ) / Σⱼ exp(zⱼ) − [i = label]
/// ```
///
/// Computed in `f64`, from the differences to the largest logit, so that nothing overflows; the sum takes the classes in
/// order, from 0.
///
/// # Errors
///
/// A class that there is not.
///
/// # Examples
///
/// ```
/// use ndarray::array;
///
/// let (loss, gradient) = equivariance::cross_entropy(&array![0.0, 0.0], 1)?;
/// assert_eq!(loss, libm::log(2.0));
/// assert_eq!(gradient, array![0.5, -0.5]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn cross_entropy<A: Scalar>(logits: &ArrayRef1<A>, label: usize) -> Result<(A, Array1<A>)> {
    let logits: Vec<f64> = logits.iter().map(|logit| double(*logit)).collect();
    let at_label = *logits.get(label).ok_or(Error::NoSuchClass {
        label,
        classes: logits.len(),
    })?;
    let largest = logits
        .iter()
        .fold(at_label, |so_far, logit| so_far.max(*logit));
    let powers: Vec<f64> = logits
        .iter()
        .map(|logit| libm::exp(logit - largest))
        .collect();
    let sum = powers.iter().fold(0.0, |sum, power| sum + power);
    let share = |(class, power): (usize, &f64)| scalar(power / sum - f64::from(class == label));
    let gradient = powers.iter().enumerate().map(share).collect();
    Ok((scalar(libm::log(sum) + (largest - at_label)), gradient))
}
