//! Representations that come with a group, and those made of others.

use super::{Image, Representation, check_order, check_same_group};
use crate::dense::with_room;
use crate::{FiniteGroup, Group, Result};

impl<G: Group> Representation<G> {
    /// Returns the representation of dimension 1 in which every element does nothing.
    pub fn trivial(group: G) -> Self {
        let images = vec![Image::identity(1); group.generators().len()];
        Self {
            group,
            dimension: 1,
            inverses: images.clone(),
            images,
            deviation: 0.0,
        }
    }

    /// Returns the representation in which the group moves `points` numbers about: `moved(g, i)` says where g takes point
    /// i, and the value at i goes there.
    ///
    /// Only generators are asked for; their relations are checked.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and more points than there is memory for.
    pub fn permutation(
        group: G,
        points: usize,
        moved: impl Fn(&G::Element, usize) -> usize,
    ) -> Result<Self> {
        let image = |generator: &G::Element| {
            let mut permutation = with_room(points)?;
            permutation.extend((0..points).map(|point| moved(generator, point)));
            Ok(Image::Permutation(permutation))
        };
        let images = group.generators().iter().map(image).collect::<Result<_>>();
        Self::new(group, images?)
    }

    /// Returns the regular representation, on functions on the group: the value at h moves to g h. Axes stand in the
    /// order of [`FiniteGroup::elements`].
    ///
    /// # Errors
    ///
    /// A group of more than ten million elements.
    pub fn regular(group: G) -> Result<Self>
    where
        G: FiniteGroup,
    {
        check_order(&group)?;
        let elements = group.elements();
        let image = |generator: &G::Element| {
            let places = elements
                .iter()
                .map(|element| group.index(&group.compose(generator, element)));
            Image::Permutation(places.collect())
        };
        let images = group.generators().iter().map(image).collect();
        Self::new(group, images)
    }

    /// Returns the direct sum: both spaces side by side, the axes of `other` behind those of `self`.
    ///
    /// # Errors
    ///
    /// Representations of two groups, and a dimension that no array can have.
    pub fn direct_sum(&self, other: &Self) -> Result<Self> {
        self.joined(other, Image::beside)
    }

    /// Returns the tensor product: eᵢ ⊗ eⱼ is axis i · n + j, for n the dimension of `other`. Both parts move at the same
    /// time.
    ///
    /// # Errors
    ///
    /// Representations of two groups, and a dimension that no array can have.
    pub fn tensor_product(&self, other: &Self) -> Result<Self> {
        self.joined(other, Image::kronecker)
    }

    fn joined(&self, other: &Self, join: impl Fn(&Image, &Image) -> Result<Image>) -> Result<Self> {
        check_same_group(self, other)?;
        let pairs = self.images.iter().zip(&other.images);
        let images = pairs.map(|(left, right)| join(left, right));
        Self::new(self.group.clone(), images.collect::<Result<_>>()?)
    }
}
