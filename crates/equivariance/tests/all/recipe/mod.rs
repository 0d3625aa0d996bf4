//! Groups, their representations, and the linear maps that commute with them.

mod bad_input;
mod coset_enumeration;
mod dimensions;
mod groups;
mod limits;
mod naive;
mod ranks;
mod representations;
mod symmetrising;
