//! Which vectors the operators use: the widest that the machine has, unless told otherwise.

use std::cell::Cell;

use pulp::{Arch, WithSimd};

/// How many numbers the operators compute at a time. The results are the same to the last bit; only the time differs.
///
/// ```
/// use equivariance::{Options, VectorWidth, correlate};
/// use ndarray::array;
///
/// let (signal, kernel) = (array![0.1, 0.2, 0.3, 0.4], array![0.5, 0.7]);
/// let widest = correlate(&signal, &kernel, Options::same())?;
/// for width in VectorWidth::available() {
///     let same = width.run(|| correlate(&signal, &kernel, Options::same()))?;
///     assert_eq!(same, widest);
/// }
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VectorWidth {
    /// One number: what every machine has.
    Single,
    /// 128 bits: NEON, of every 64-bit ARM.
    Neon,
    /// 256 bits: AVX2 with FMA (x86-64-v3), whose fused operations are not used.
    Avx2,
    /// 512 bits: AVX-512 (x86-64-v4).
    Avx512,
}

thread_local! {
    static CHOSEN: Cell<Option<VectorWidth>> = const { Cell::new(None) };
}

impl VectorWidth {
    /// Returns the widths that this machine has, the narrowest first.
    pub fn available() -> Vec<Self> {
        let all = [Self::Single, Self::Neon, Self::Avx2, Self::Avx512];
        all.into_iter()
            .filter(|width| width.arch().is_some())
            .collect()
    }

    /// The instructions of this width, if the machine has them.
    fn arch(self) -> Option<Arch> {
        match self {
            Self::Single => Some(Arch::Scalar),
            #[cfg(target_arch = "aarch64")]
            Self::Neon => Some(Arch::new()).filter(|arch| !matches!(arch, Arch::Scalar)),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => pulp::x86::V3::try_new().map(Arch::V3),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => pulp::x86::V4::try_new().map(Arch::V4),
            _ => None,
        }
    }

    /// Runs `compute` on this thread with this width instead of the widest; threads that an operator starts take it over.
    ///
    /// # Panics
    ///
    /// If the machine does not have this width.
    #[track_caller]
    pub fn run<R>(self, compute: impl FnOnce() -> R) -> R {
        assert!(
            Self::available().contains(&self),
            "this machine has no vectors of the width {self:?}, but {:?}",
            Self::available()
        );
        /// Puts back what was chosen before, even if `compute` panics.
        struct Before(Option<VectorWidth>);
        impl Drop for Before {
            fn drop(&mut self) {
                CHOSEN.set(self.0);
            }
        }
        let _before = Before(CHOSEN.replace(Some(self)));
        compute()
    }

    /// The width that is chosen on this thread; none for the widest.
    pub(crate) fn chosen() -> Option<Self> {
        CHOSEN.get()
    }

    /// As [`run`](Self::run), for a width that was chosen on another thread.
    #[cfg(all(feature = "rayon", not(target_family = "wasm")))]
    pub(crate) fn run_chosen<R>(chosen: Option<Self>, compute: impl FnOnce() -> R) -> R {
        match chosen {
            Some(width) if Self::chosen() != chosen => width.run(compute),
            _ => compute(),
        }
    }
}

/// Runs an operation with the vectors that are chosen on this thread.
pub(crate) fn dispatch<O: WithSimd>(operation: O) -> O::Output {
    // WebAssembly cannot ask at run time, and the module for the page must be small.
    if cfg!(target_arch = "wasm32") {
        return Arch::Scalar.dispatch(operation);
    }
    let arch = VectorWidth::chosen().and_then(VectorWidth::arch);
    arch.unwrap_or_default().dispatch(operation)
}
