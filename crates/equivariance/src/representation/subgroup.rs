//! From a group to a subgroup, and back.

use ndarray::{Ix2, s};

use super::{Image, Representation, check_order};
use crate::window::filled;
use crate::{Error, FiniteGroup, Group, Result};

impl<G: Group> Representation<G> {
    /// Returns the restriction to a subgroup: each of its elements acts as the element of the group that it is.
    ///
    /// `inclusion` says which that is; only generators are asked for.
    ///
    /// # Errors
    ///
    /// An inclusion that leaves the group, or under which a relation of the subgroup fails.
    pub fn restrict<H: Group>(
        &self,
        subgroup: H,
        inclusion: impl Fn(&H::Element) -> G::Element,
    ) -> Result<Representation<H>> {
        let images = generators_in(&subgroup, &self.group, &inclusion)?
            .iter()
            .map(|generator| self.image(generator))
            .collect::<Result<_>>()?;
        Representation::new(subgroup, images)
    }

    /// Returns the representation of a larger group that this one induces.
    ///
    /// The larger group is divided into cosets t H, where t is the first element of each in the order of
    /// [`FiniteGroup::elements`]. The space has a copy t ⊗ V of this representation's space V for each. Where g t = t′ h,
    /// the element g takes t ⊗ v to t′ ⊗ ρ(h) v. Axis a of copy c is axis c · d + a, for d the dimension of V.
    ///
    /// # Errors
    ///
    /// A group of more than ten million elements, this one or the larger; an inclusion that leaves it, that is no homomorphism, or that
    /// sends two elements to one; and a dimension that no array can have.
    pub fn induce<H: FiniteGroup>(
        &self,
        group: H,
        inclusion: impl Fn(&G::Element) -> H::Element,
    ) -> Result<Representation<H>>
    where
        G: FiniteGroup,
    {
        check_order(&self.group)?;
        check_order(&group)?;
        let subgroup = included(&self.group, &group, &inclusion)?;
        let images: Vec<Image> = self
            .group
            .elements()
            .iter()
            .map(|element| self.image(element))
            .collect::<Result<_>>()?;

        // For each element of the group its coset, and which element of the subgroup it is behind the first of the coset.
        let mut place = vec![None; group.order()];
        let mut cosets = Vec::new();
        for (index, first) in group.elements().into_iter().enumerate() {
            if place[index].is_some() {
                continue;
            }
            for (h, element) in subgroup.iter().enumerate() {
                place[group.index(&group.compose(&first, element))] = Some((cosets.len(), h));
            }
            cosets.push(first);
        }
        let d = self.dimension;
        let size = cosets.len().checked_mul(d).ok_or(Error::OutputTooLarge {
            shape: vec![cosets.len(), d],
        })?;
        let permutes = images.iter().all(|image| image.permutation().is_some());
        let induced = |generator: &H::Element| {
            let moved = cosets.iter().map(|first| {
                place[group.index(&group.compose(generator, first))].expect("cosets are the group")
            });
            if permutes {
                let axes = moved.flat_map(|(coset, h)| {
                    let permutation = images[h].permutation().expect("all are permutations");
                    permutation.iter().map(move |axis| coset * d + axis)
                });
                return Ok(Image::Permutation(axes.collect()));
            }
            let mut matrix = filled(Ix2(size, size), 0.0)?;
            for (from, (to, h)) in moved.enumerate() {
                let block = s![to * d..(to + 1) * d, from * d..(from + 1) * d];
                matrix.slice_mut(block).assign(&images[h].dense()?);
            }
            Ok(Image::Matrix(matrix))
        };
        let generators = group.generators();
        let images = generators.iter().map(induced).collect::<Result<_>>()?;
        Representation::new(group, images)
    }
}

/// Returns which elements of the group the generators of a subgroup are.
fn generators_in<H: Group, G: Group>(
    subgroup: &H,
    group: &G,
    inclusion: &impl Fn(&H::Element) -> G::Element,
) -> Result<Vec<G::Element>> {
    let generators: Vec<_> = subgroup.generators().iter().map(inclusion).collect();
    if let Some(outside) = generators.iter().find(|element| !group.contains(element)) {
        return Err(Error::NotAnElement {
            element: format!("{outside:?}"),
            group: format!("{group:?}"),
        });
    }
    for relation in subgroup.relations() {
        let product = group.evaluate(&relation.word, &generators);
        if product != group.identity() {
            return Err(Error::InclusionBreaksRelation {
                relation: relation.name,
                product: format!("{product:?}"),
            });
        }
    }
    Ok(generators)
}

/// Returns which element of the group each element of a subgroup is.
fn included<H: FiniteGroup, G: FiniteGroup>(
    subgroup: &H,
    group: &G,
    inclusion: &impl Fn(&H::Element) -> G::Element,
) -> Result<Vec<G::Element>> {
    let generators = generators_in(subgroup, group, inclusion)?;
    let mut source = vec![None; group.order()];
    let mut images = Vec::with_capacity(subgroup.order());
    for element in subgroup.elements() {
        let image = inclusion(&element);
        let expected = group.evaluate(&subgroup.word(&element), &generators);
        if image != expected {
            return Err(Error::InclusionNotHomomorphism {
                element: format!("{element:?}"),
                image: format!("{image:?}"),
                expected: format!("{expected:?}"),
            });
        }
        if let Some(other) = source[group.index(&image)].replace(element.clone()) {
            return Err(Error::InclusionNotInjective {
                left: format!("{other:?}"),
                right: format!("{element:?}"),
                image: format!("{image:?}"),
            });
        }
        images.push(image);
    }
    Ok(images)
}
