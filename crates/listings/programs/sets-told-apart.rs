use equivariance::{Fill, Options, Result, correlate, global_max, global_mean};
use equivariance::{autocorrelation, translate, triple_correlation};
use ndarray::Array1;
use std::collections::{BTreeMap, BTreeSet};

/// 1 for a point of the ring that is in the set, else 0.
type Set = Array1<f64>;

// ANCHOR: shown
fn invariants(set: &Set, kernels: &[Set]) -> Result<[Vec<f64>; 5]> {
    let largest = |k: &Set| global_max(&correlate(set, k, Options::circular())?);
    Ok([
        vec![global_max(set)?],
        vec![global_mean(set)?],
        autocorrelation(set)?.into_iter().collect(),
        triple_correlation(set)?.into_iter().collect(),
        kernels.iter().map(largest).collect::<Result<_>>()?,
    ])
}

// ANCHOR_END: shown
fn tell_apart(sets: &[Set], kernels: &[Set]) -> Result<[usize; 5]> {
    let mut values: [BTreeSet<Vec<u64>>; 5] = Default::default();
    for set in sets {
        for (seen, value) in values.iter_mut().zip(invariants(set, kernels)?) {
            seen.insert(bits(&value));
        }
    }
    Ok(values.map(|seen| seen.len()))
}

fn main() -> Result<()> {
    // ANCHOR: shown
    let (sets, classes) = sets_and_classes(8)?; // try: 3..=9
    let [max, mean, auto, triple, maxima] = tell_apart(&sets, &classes)?;
    // ANCHOR_END: shown
    println!("sets = {}", sets.len());
    println!("up-to-shifts = {}", classes.len());
    println!("max = {max}");
    println!("mean = {mean}");
    println!("autocorrelation = {auto}");
    println!("triple-correlation = {triple}");
    println!("maxima-of-correlations = {maxima}");
    mirror_images(&classes)?;
    twelve_points()
}

/// All values are whole numbers, or the one quotient of such a number and the number of
/// places, so they have equal bits where they are equal.
fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// All sets of points of a ring, and of each class of shifts the first one.
fn sets_and_classes(n: usize) -> Result<(Vec<Set>, Vec<Set>)> {
    let (mut all, mut first, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for number in 0..1_u32 << n {
        let set: Set = (0..n).map(|point| f64::from(number >> point & 1)).collect();
        if !seen.contains(&bits(&set.to_vec())) {
            for shift in 0..n as isize {
                let moved = translate(&set, &[shift], Fill::Circular)?;
                seen.insert(bits(&moved.to_vec()));
            }
            first.push(set.clone());
        }
        all.push(set);
    }
    Ok((all, first))
}

fn mirrored(set: &Set) -> Set {
    set.iter().rev().copied().collect()
}

fn are_shifts(a: &Set, b: &Set) -> Result<bool> {
    for shift in 0..a.len() as isize {
        if translate(a, &[shift], Fill::Circular)? == b {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many classes there are when mirror images count as one, and which sets have one
/// autocorrelation all the same.
fn mirror_images(classes: &[Set]) -> Result<()> {
    let mut kept: Vec<&Set> = Vec::new();
    for set in classes {
        let mut is_new = true;
        for other in &kept {
            is_new &= !are_shifts(&mirrored(set), other)?;
        }
        if is_new {
            kept.push(set);
        }
    }
    println!("up-to-mirror-images = {}", kept.len());
    let mut by_value = BTreeMap::new();
    for set in kept {
        let values = bits(&autocorrelation(set)?.to_vec());
        by_value.entry(values).or_insert_with(Vec::new).push(set);
    }
    let pairs: Vec<_> = by_value.values().filter(|sets| sets.len() > 1).collect();
    println!("pairs-with-one-autocorrelation = {}", pairs.len());
    for (number, sets) in pairs.iter().enumerate() {
        println!("pair-{} = {}", number + 1, named(sets));
    }
    Ok(())
}

/// The points of the sets, each shifted so that it has the point 0.
fn named(sets: &[&Set]) -> String {
    let points = |set: &&Set| {
        let members = (0..set.len()).filter(|point| set[*point] == 1.0);
        let first = members.clone().next().unwrap_or(0);
        let names: Vec<String> =
            members.map(|point| (point - first).to_string()).collect();
        names.join(" ")
    };
    sets.iter().map(points).collect::<Vec<_>>().join(" and ")
}

/// On 12 points, where the triple correlation does not tell all classes apart.
fn twelve_points() -> Result<()> {
    let (_, classes) = sets_and_classes(12)?;
    println!("twelve-up-to-shifts = {}", classes.len());
    let mut by_value = BTreeMap::new();
    for set in &classes {
        by_value
            .entry(bits(
                &triple_correlation(set)?.into_iter().collect::<Vec<_>>(),
            ))
            .or_insert_with(Vec::new)
            .push(set);
    }
    println!("twelve-triple-correlation = {}", by_value.len());
    for sets in by_value.values().filter(|sets| sets.len() > 1) {
        println!("twelve-pair = {}", named(sets));
        let mirror = are_shifts(&mirrored(sets[0]), sets[1])?;
        println!("twelve-pair-are-mirror-images = {mirror}");
        println!("twelve-pair-zeros = {}", zeros_of_the_spectrum(sets[0])?);
    }
    Ok(())
}

/// How many Fourier coefficients of a set of 12 points are 0. Twice the cosines of
/// twelfths of a turn are whole numbers and multiples of √3, so a coefficient is 0
/// exactly where both sums of whole numbers are.
fn zeros_of_the_spectrum(set: &Set) -> Result<usize> {
    let whole = [
        2.0, 0.0, 1.0, 0.0, -1.0, 0.0, -2.0, 0.0, -1.0, 0.0, 1.0, 0.0,
    ];
    let roots = [0.0, 1.0, 0.0, 0.0, 0.0, -1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 1.0];
    let correlation = autocorrelation(set)?;
    let is_zero = |k: &usize| {
        let sum = |cosines: [f64; 12]| {
            let products = correlation.iter().enumerate();
            products.map(|(s, a)| a * cosines[k * s % 12]).sum::<f64>()
        };
        sum(whole) == 0.0 && sum(roots) == 0.0
    };
    Ok((0..12).filter(is_zero).count())
}
