//! Groups, their representations, and the linear maps that commute with them.

mod coset_enumeration;
mod groups;
