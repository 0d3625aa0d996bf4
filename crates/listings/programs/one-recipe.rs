use equivariance::{Cyclic, FiniteGroup, Group, Irrep, Irreps, LieRepresentation};
use equivariance::{PointGroup, Product, Representation, Result, So2Representation};
use equivariance::{Symmetric, commutant, commutant_dimension};
use equivariance::{lie_commutant, lie_commutant_dimension};

fn main() -> Result<()> {
    // ANCHOR: shown
    let torus = Representation::regular(Product(Cyclic::new(4)?, Cyclic::new(5)?))?;
    finite("torus", &torus, &torus)?;
    for (name, group) in [("p4", PointGroup::C4), ("p4m", PointGroup::D4)] {
        finite(name, &windows(group)?, &Representation::regular(group)?)?;
    }
    let points = 5; // try: 1..=6
    let (set, relation) = (tuples(points, 1)?, tuples(points, 2)?);
    finite("set", &set, &set)?;
    finite("relation", &relation, &relation)?;
    // ANCHOR_END: shown

    // ANCHOR: shown
    let vector = So2Representation::new(&[1])?; // try: 0..=3
    continuous("ring", &on_ring(&vector, 2)?, &vector)?;
    let features: Irreps = "0e + 1o".parse()?;
    continuous("space", &on_sphere(&features, 2)?, &features)?; // try: 0..=4
    // ANCHOR_END: shown
    let functions = on_sphere(&"0e".parse()?, 2)?;
    continuous("sphere", &functions, &functions)?;
    // ANCHOR: shown
    let tangent = So2Representation::new(&[0, 1, 2])?;
    // ANCHOR_END: shown
    continuous("vertex", &tangent, &tangent)?;
    // ANCHOR: shown
    continuous("neighbour", &on_ring(&tangent, 4)?, &tangent)
    // ANCHOR_END: shown
}

/// Prints how many linear maps commute: found one by one, and counted.
fn finite<G: FiniteGroup>(
    name: &str,
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<()> {
    let by_characters = commutant_dimension(from, to)?;
    print(name, commutant(from, to)?.len(), by_characters)
}

/// As [`finite`], for a group of turns.
fn continuous<R: LieRepresentation>(name: &str, from: &R, to: &R) -> Result<()> {
    let by_characters = lie_commutant_dimension(from, to)?;
    print(name, lie_commutant(from, to)?.len(), by_characters)
}

fn print(name: &str, found: usize, by_characters: usize) -> Result<()> {
    println!("{name} = {found}");
    println!("{name}-by-characters = {by_characters}");
    Ok(())
}

/// A number for each of nine places round a centre and each element of the group.
fn windows(group: PointGroup) -> Result<Representation<PointGroup>> {
    Representation::permutation(group, 9 * group.order(), |g, point| {
        let (place, h) = (
            point / group.order(),
            group.elements()[point % group.order()],
        );
        let (mut i, mut j) = (place / 3, place % 3);
        if g.is_reflected() {
            j = 2 - j;
        }
        for _ in 0..g.rotation() {
            (i, j) = (2 - j, i);
        }
        (3 * i + j) * group.order() + group.index(&group.compose(g, &h))
    })
}

/// A number for each list of so many of n points.
fn tuples(n: usize, length: u32) -> Result<Representation<Symmetric>> {
    let moved = |p: &Vec<usize>, mut tuple: usize| {
        let mut image = 0;
        for k in 0..length {
            image += p[tuple % n] * n.pow(k);
            tuple /= n;
        }
        image
    };
    Representation::permutation(Symmetric::new(n)?, n.pow(length), moved)
}

/// Features at each place of a circle, the places by harmonics up to a frequency. The
/// product of frequencies k and m, each above 0, has the frequencies k − m and k + m.
fn on_ring(features: &So2Representation, limit: usize) -> Result<So2Representation> {
    let mut frequencies = Vec::new();
    for k in 0..=limit {
        for &m in features.frequencies() {
            match (k, m) {
                (0, _) | (_, 0) => frequencies.push(k + m),
                _ if k == m => frequencies.extend([0, 0, k + m]),
                _ => frequencies.extend([k.abs_diff(m), k + m]),
            }
        }
    }
    So2Representation::new(&frequencies)
}

/// Features at each place of a sphere, the places by harmonics up to a degree.
fn on_sphere(features: &Irreps, limit: usize) -> Result<Irreps> {
    let mut terms = Vec::new();
    for degree in 0..=limit {
        let harmonics = Irrep::of_harmonics(degree)?;
        for part in features.iter() {
            terms.extend(harmonics.times(part)?.into_iter().map(|irrep| (1, irrep)));
        }
    }
    Irreps::new(terms)
}
