//! Direct products.

use super::{FiniteGroup, Group, Relation, Word};

/// The direct product of two groups: pairs, of which each part is composed by itself.
///
/// The generators are those of the first group, then those of the second, whose names get a `′` where they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Product<A, B>(pub A, pub B);

impl<A: Group, B: Group> Group for Product<A, B> {
    type Element = (A::Element, B::Element);

    fn contains(&self, (a, b): &Self::Element) -> bool {
        self.0.contains(a) && self.1.contains(b)
    }

    fn identity(&self) -> Self::Element {
        (self.0.identity(), self.1.identity())
    }

    fn compose(&self, left: &Self::Element, right: &Self::Element) -> Self::Element {
        (
            self.0.compose(&left.0, &right.0),
            self.1.compose(&left.1, &right.1),
        )
    }

    fn inverse(&self, (a, b): &Self::Element) -> Self::Element {
        (self.0.inverse(a), self.1.inverse(b))
    }

    fn generators(&self) -> Vec<Self::Element> {
        let first = self.0.generators().into_iter();
        let second = self.1.generators().into_iter();
        first
            .map(|a| (a, self.1.identity()))
            .chain(second.map(|b| (self.0.identity(), b)))
            .collect()
    }

    fn generator_names(&self) -> Vec<String> {
        let mut names = self.0.generator_names();
        for mut name in self.1.generator_names() {
            while names.contains(&name) {
                name.push('′');
            }
            names.push(name);
        }
        names
    }

    fn relations(&self) -> Vec<Relation> {
        let names = self.generator_names();
        let first = self.0.generators().len();
        let mut relations = self.0.relations();
        let of_second = self.1.relations().into_iter();
        relations.extend(
            of_second.map(|relation| Relation::new(&shifted(relation.word, first), 1, &names)),
        );
        for a in 0..first {
            for b in first..names.len() {
                relations.push(Relation::new(
                    &[(a, 1), (b, 1), (a, -1), (b, -1)],
                    1,
                    &names,
                ));
            }
        }
        relations
    }

    fn word(&self, (a, b): &Self::Element) -> Word {
        let mut word = self.0.word(a);
        word.extend(shifted(self.1.word(b), self.0.generators().len()));
        word
    }
}

impl<A: FiniteGroup, B: FiniteGroup> FiniteGroup for Product<A, B> {
    /// In row-major order: the second part changes first.
    fn elements(&self) -> Vec<Self::Element> {
        let second = self.1.elements();
        let first = self.0.elements().into_iter();
        first
            .flat_map(|a| second.iter().map(move |b| (a.clone(), b.clone())))
            .collect()
    }

    fn order(&self) -> usize {
        self.0.order().saturating_mul(self.1.order())
    }

    fn index(&self, (a, b): &Self::Element) -> usize {
        self.0.index(a) * self.1.order() + self.1.index(b)
    }
}

/// Returns a word of the second group in the generators of the product.
fn shifted(word: Word, first: usize) -> Word {
    word.into_iter()
        .map(|(generator, exponent)| (generator + first, exponent))
        .collect()
}
