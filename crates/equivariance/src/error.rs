//! What can go wrong, with the shapes that were met and those that were needed.

use crate::options::MOST_PLACES;
use crate::{FiniteGroup, Options, Padding, PointGroup, SquareSymmetry};

/// The result of an operator of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an operator could not answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input has no element.
    #[error("the input of shape {shape:?} is empty; every axis needs at least one sample")]
    EmptyInput {
        /// The shape of the input.
        shape: Vec<usize>,
    },
    /// The kernel or pooling window has no element.
    #[error(
        "the kernel or window of shape {shape:?} is empty; every axis needs at least one weight"
    )]
    EmptyKernel {
        /// The shape of the kernel.
        shape: Vec<usize>,
    },
    /// Without padding, the kernel does not fit into the input.
    #[error(
        "a kernel of {kernel} with dilation {dilation} spans {span} samples, but the input has {input}: \
         valid padding needs at least {span}"
    )]
    KernelTooLarge {
        /// Number of weights along the axis.
        kernel: usize,
        /// Distance between two weights.
        dilation: usize,
        /// Number of samples from the first weight to the last, `(kernel - 1) * dilation + 1`.
        span: usize,
        /// Number of samples of the input along the axis.
        input: usize,
    },
    /// The kernel does not fit into the input and the zeros around it.
    #[error(
        "a kernel of {kernel} with dilation {dilation} spans {span} samples, but the input and its zeros have {padded}: \
         at least {span} are needed"
    )]
    KernelBeyondPadding {
        /// Number of weights along the axis.
        kernel: usize,
        /// Distance between two weights.
        dilation: usize,
        /// Number of samples from the first weight to the last, `(kernel - 1) * dilation + 1`.
        span: usize,
        /// Number of samples along the axis, those of the input and the zeros on both sides.
        padded: usize,
    },
    /// The stride is 0.
    #[error("the stride is 0; it must be at least 1")]
    ZeroStride,
    /// The dilation is 0.
    #[error("the dilation is 0; it must be at least 1")]
    ZeroDilation,
    /// The input and its padding have more samples than can be counted.
    #[error(
        "an input of {input} with the padding of a kernel of {kernel} with dilation {dilation} has more than {MOST_PLACES} samples"
    )]
    SizeOverflow {
        /// Number of samples of the input along the axis.
        input: usize,
        /// Number of weights along the axis.
        kernel: usize,
        /// Distance between two weights.
        dilation: usize,
    },
    /// The input and the zeros around it have more samples than can be counted.
    #[error(
        "an input of {input} with {before} zeros before it and {after} behind it has more than {MOST_PLACES} samples"
    )]
    PaddingOverflow {
        /// Number of samples of the input along the axis.
        input: usize,
        /// Number of zeros before the first sample.
        before: usize,
        /// Number of zeros behind the last sample.
        after: usize,
    },
    /// A kernel or window that no array can hold.
    #[error("a kernel or window of shape {shape:?} is too large for an array")]
    WindowTooLarge {
        /// The shape that was asked for.
        shape: Vec<usize>,
    },
    /// An output that no array can hold, or that needs more memory than there is.
    #[error("an output of shape {shape:?} is too large for an array")]
    OutputTooLarge {
        /// The shape that was asked for.
        shape: Vec<usize>,
    },
    /// Fourier transforms that need more memory than there is.
    #[error(
        "there is no memory for the Fourier transforms of a kernel of {planes} planes in tiles of shape {shape:?}; \
         the direct sum needs none"
    )]
    TileTooLarge {
        /// The shape of a tile.
        shape: Vec<usize>,
        /// How many transforms of this shape the kernel has.
        planes: usize,
    },
    /// The padding of a transposed layer cuts off all that its windows reach.
    #[error(
        "the windows of the transposed layer reach {reached} samples, and its padding cuts {cut} off: no output is left"
    )]
    NoOutputLeft {
        /// How many samples the windows reach along the axis.
        reached: usize,
        /// How many the padding cuts off.
        cut: usize,
    },
    /// A receptive field does not fit into `usize`.
    #[error(
        "the receptive field of the first {stages} stages is larger than {}",
        usize::MAX
    )]
    FieldOverflow {
        /// How many stages it takes, from the first.
        stages: usize,
    },
    /// There is no output at the place that was asked for.
    #[error("there is no output at {output:?} where the outputs have shape {shape:?}")]
    NoSuchOutput {
        /// The place that was asked for.
        output: Vec<usize>,
        /// The shape of the outputs.
        shape: Vec<usize>,
    },
    /// Something has another number of axes than the input.
    #[error("the {what} has {actual} axes, but {expected} are needed")]
    DimensionMismatch {
        /// What has the wrong number of axes.
        what: &'static str,
        /// The number of axes needed.
        expected: usize,
        /// The number of axes met.
        actual: usize,
    },
    /// Two arrays that must have one shape have two.
    #[error("the {what} has shape {actual:?}, but {expected:?} is needed")]
    ShapeMismatch {
        /// What has the wrong shape.
        what: &'static str,
        /// The shape needed.
        expected: Vec<usize>,
        /// The shape met.
        actual: Vec<usize>,
    },
    /// The input of a layer has another number of channels than its weights.
    #[error(
        "the input of shape {input:?} has {actual} channels, but weights of shape {weights:?} in {groups} {} need {expected}",
        if *groups == 1 { "group" } else { "groups" }
    )]
    ChannelMismatch {
        /// The number of channels needed.
        expected: usize,
        /// The number of channels met.
        actual: usize,
        /// The shape of the input, `(c, n, …)`.
        input: Vec<usize>,
        /// The shape of the weights, `(c_out, c_in / groups, k, …)`, transposed `(c_in, c_out / groups, k, …)`.
        weights: Vec<usize>,
        /// The number of groups of channels.
        groups: usize,
    },
    /// The channels of a layer cannot be divided into its groups.
    #[error("{channels} {what} channels cannot be divided into {groups} groups of one size")]
    GroupMismatch {
        /// Which channels, `"output"` or `"input"`.
        what: &'static str,
        /// Their number.
        channels: usize,
        /// The number of groups.
        groups: usize,
    },
    /// With a stride, the output can only be shifted if the input is shifted by a multiple of it.
    #[error(
        "a shift by {shift} is no multiple of the stride {stride}, so no shift of the output answers it"
    )]
    ShiftNotMultipleOfStride {
        /// The shift of the input along the axis.
        shift: isize,
        /// The stride.
        stride: usize,
    },
    /// A value that is infinite or not a number, where that would make the answer meaningless.
    #[error("the {what}{} is {value}; a finite number is needed", place(index))]
    NonFinite {
        /// What holds the value.
        what: &'static str,
        /// Where it is; empty for a number alone.
        index: Vec<usize>,
        /// The value.
        value: f64,
    },
    /// The window of a pooling lies beyond the border, where there is no sample to take the largest or the mean of.
    #[error(
        "the window of output {output} along axis {axis} meets no sample, only padding; it has neither a largest nor a mean"
    )]
    WindowWithoutSample {
        /// The axis.
        axis: usize,
        /// The output along the axis.
        output: usize,
    },
    /// A padding that the operator does not have.
    #[error("the padding is {actual}, but {expected} is needed")]
    WrongPadding {
        /// The paddings that it has.
        expected: &'static str,
        /// The padding that was given.
        actual: Padding,
    },
    /// An equivariance error was asked for without any group element.
    #[error("no group element to measure; at least 1 is needed")]
    NoElements,
    /// There is no position at which to compare.
    #[error(
        "the region {region:?} of an output of shape {shape:?} is empty, so nothing can be compared"
    )]
    EmptyRegion {
        /// The ranges of the region.
        region: Vec<std::ops::Range<usize>>,
        /// The shape of the output.
        shape: Vec<usize>,
    },
    /// A region leaves the array that it is a part of.
    #[error("the region {region:?} is not inside an array of shape {shape:?}")]
    RegionOutside {
        /// The ranges of the region.
        region: Vec<std::ops::Range<usize>>,
        /// The shape of the array.
        shape: Vec<usize>,
    },
    /// A name that stands for nothing.
    #[error("'{name}' is no {kind}; there are {expected}")]
    UnknownName {
        /// What was named.
        kind: &'static str,
        /// The unknown name.
        name: String,
        /// The known names, with commas between.
        expected: String,
    },
    /// A picture that cannot be decoded.
    #[error("the picture cannot be decoded")]
    Image(#[from] image::ImageError),
    /// A group of a size that there is not.
    #[error("there is no {group} of size {size}; the size is a number from 1 to {most}")]
    GroupSize {
        /// The kind of group.
        group: &'static str,
        /// The size that was asked for.
        size: usize,
        /// The largest one.
        most: usize,
    },
    /// A map that should be linear gives something else than 0 for an input of zeros.
    #[error(
        "the map gives {value} at {index:?} for an input of zeros; a linear map gives 0, so one without a bias is needed"
    )]
    NotLinear {
        /// Where the first such value is.
        index: Vec<usize>,
        /// The value.
        value: f64,
    },
    /// There is no sample to train on, or a step takes none.
    #[error(
        "nothing to train on: there are {samples} samples, and a batch takes {batch}; at least 1 of each is needed"
    )]
    NothingToTrainOn {
        /// The number of samples.
        samples: usize,
        /// How many a batch takes.
        batch: usize,
    },
    /// A class that a network does not have.
    #[error("there is no class {label} among {classes}, which are numbered from 0")]
    NoSuchClass {
        /// The class that was named.
        label: usize,
        /// The number of classes.
        classes: usize,
    },
    /// A picture that is not square, which a quarter turn would not fit.
    #[error(
        "an array of shape {shape:?} holds no square pictures; a quarter turn needs as many rows as columns, in the last two axes"
    )]
    NotSquare {
        /// The shape met.
        shape: Vec<usize>,
    },
    /// An element of another group.
    #[error("{element} is no element of {group}, whose elements are {}", names(&.group.elements()))]
    NotInGroup {
        /// The element.
        element: SquareSymmetry,
        /// The group that was asked.
        group: PointGroup,
    },
    /// Windows that begin and end differently, so that a turn of the picture does not carry windows into windows.
    #[error("{}", off_centre(*.input, *.kernel, **.options, (*.before, *.behind), .would_do))]
    WindowsOffCentre {
        /// Number of samples of the input along the axis.
        input: usize,
        /// Number of weights along the axis.
        kernel: usize,
        /// Padding, stride and dilation, in a box to keep every error small.
        options: Box<Options>,
        /// How far before the input the first window begins.
        before: isize,
        /// How far behind the input the last window ends; less than 0 if it ends inside.
        behind: isize,
        /// The nearest sizes at which both would be alike.
        would_do: Vec<usize>,
    },
    /// No point, where a set, a graph or a sum over points needs one.
    #[error("there is no point; at least 1 is needed")]
    NoPoints,
    /// More indices than those whose partitions are listed.
    #[error("{positions} indices have too many partitions to list; at most {most} are possible")]
    TooManyPositions {
        /// The number of indices.
        positions: usize,
        /// The largest number that is possible.
        most: usize,
    },
    /// A layer whose inputs have no index over the points.
    #[error(
        "inputs of order 0 do not tell how many points there are; the order must be at least 1"
    )]
    NoIndex,
    /// A map of a number that there is not.
    #[error("there is no map {map}; there are {maps}, from 0")]
    NoSuchMap {
        /// The number that was asked for.
        map: usize,
        /// How many there are.
        maps: usize,
    },
    /// A permutation that sends a point out of the set.
    #[error(
        "the permutation sends point {point} to {image}, but the {points} points are numbered from 0"
    )]
    PointToNowhere {
        /// The point.
        point: usize,
        /// Where it is sent.
        image: usize,
        /// How many points there are.
        points: usize,
    },
    /// A permutation that sends two points to one.
    #[error("the permutation sends both {} and {} to {image}; each point must be reached once", points[0], points[1])]
    TwoPointsToOne {
        /// The two points.
        points: [usize; 2],
        /// Where both are sent.
        image: usize,
    },
    /// An edge to a vertex that there is not.
    #[error("edge {edge}, from {} to {}, leads to nowhere: the {vertices} vertices are numbered from 0", ends[0], ends[1])]
    EdgeToNowhere {
        /// The number of the edge in the list, from 0.
        edge: usize,
        /// Its ends.
        ends: [usize; 2],
        /// How many vertices there are.
        vertices: usize,
    },
    /// An edge from a vertex to itself.
    #[error("edge {edge} joins vertex {vertex} to itself; an edge must join two vertices")]
    EdgeToItself {
        /// The number of the edge in the list, from 0.
        edge: usize,
        /// The vertex.
        vertex: usize,
    },
    /// An edge that was given before.
    #[error("edge {edge}, from {} to {}, is given a second time; once is enough, in either direction", ends[0], ends[1])]
    EdgeTwice {
        /// The number of the edge in the list, from 0.
        edge: usize,
        /// Its ends.
        ends: [usize; 2],
    },
    /// A cycle of too few vertices.
    #[error("a cycle of {vertices} vertices is no graph without loops; at least 3 are needed")]
    CycleTooShort {
        /// How many vertices were asked for.
        vertices: usize,
    },
    /// More walks than can be counted.
    #[error("the closed walks of length {length} are more than 64 bits can count")]
    TooManyWalks {
        /// The length of the walks.
        length: usize,
    },
    /// A representation was given another number of images than the group has generators.
    #[error("the group has {expected} generators ({generators}), but {actual} images are given")]
    ImageCount {
        /// The names of the generators, with commas between.
        generators: String,
        /// The number of generators.
        expected: usize,
        /// The number of images.
        actual: usize,
    },
    /// The image of a generator is not square, or has another size than the others.
    #[error(
        "the image of the generator {generator} has shape {actual:?}, but [{expected}, {expected}] is needed"
    )]
    ImageShape {
        /// The name of the generator.
        generator: String,
        /// The number of rows and columns needed, that of the first image.
        expected: usize,
        /// The shape met.
        actual: [usize; 2],
    },
    /// The image of a generator cannot be undone.
    #[error(
        "the image of the generator {generator} is singular, up to rounding; a representation needs matrices that can be inverted"
    )]
    SingularImage {
        /// The name of the generator.
        generator: String,
    },
    /// The images of the generators do not obey a relation of the group.
    #[error(
        "the relation {relation} fails: entry [{row}, {column}] of the product of the images is {entry} and not {}, where {} is allowed",
        if row == column { 1 } else { 0 },
        if *tolerance == 0.0 { "no difference".to_owned() } else { format!("a difference of {tolerance:.1e}") }
    )]
    RelationFails {
        /// The relation.
        relation: String,
        /// The row of the entry that is farthest from that of the identity.
        row: usize,
        /// Its column.
        column: usize,
        /// The entry.
        entry: f64,
        /// By how much it may differ, 0 for permutations.
        tolerance: f64,
    },
    /// An element that is not of the group.
    #[error("{element} is not an element of {group}")]
    NotAnElement {
        /// The element.
        element: String,
        /// The group.
        group: String,
    },
    /// Two representations that must be of one group are of two.
    #[error("the representations are of two groups, {left} and {right}; both must be of one")]
    DifferentGroups {
        /// The group of the first.
        left: String,
        /// The group of the second.
        right: String,
    },
    /// A group has too many elements to go through them.
    #[error("{group} has {}{order} elements; at most {most} are gone through one by one", if *order == usize::MAX { "at least " } else { "" })]
    TooManyElements {
        /// The group.
        group: String,
        /// The number of its elements.
        order: usize,
        /// The largest number.
        most: usize,
    },
    /// What should be a subgroup does not obey its own relations inside the group.
    #[error(
        "the inclusion breaks the relation {relation}: in the group the product is {product} and not the identity"
    )]
    InclusionBreaksRelation {
        /// The relation.
        relation: String,
        /// What its word is in the group.
        product: String,
    },
    /// An inclusion does not send products to products.
    #[error(
        "the inclusion sends {element} to {image}, but the product of the generators that it consists of is {expected}"
    )]
    InclusionNotHomomorphism {
        /// The element of the subgroup.
        element: String,
        /// Where it is sent.
        image: String,
        /// Where it must be sent.
        expected: String,
    },
    /// An inclusion sends two elements to one.
    #[error(
        "the inclusion sends both {left} and {right} to {image}; a subgroup needs a place for each"
    )]
    InclusionNotInjective {
        /// The one.
        left: String,
        /// The other.
        right: String,
        /// Where both are sent.
        image: String,
    },
    /// No generators to commute with.
    #[error("there is no generator to commute with; at least 1 is needed")]
    NoPairs,
    /// Rounding leaves open which singular values are zero.
    #[error(
        "the rank is ambiguous: the smallest singular value that is kept is {kept:.1e}, the largest that is taken as zero {dropped:.1e}, \
         and the relations hold up to {uncertainty:.1e}; the first must be 10⁶ times the others"
    )]
    AmbiguousRank {
        /// The smallest singular value that is not taken as zero.
        kept: f64,
        /// The largest one that is taken as zero; 0 if none is.
        dropped: f64,
        /// By how much the relations of the group fail for the matrices; 0 if there are none.
        uncertainty: f64,
    },
    /// Singular values were not found, or what was found is not what they must be.
    #[error(
        "the singular values of a matrix of {rows} rows and {columns} columns were not found: the iteration does not converge to them"
    )]
    NoSingularValues {
        /// The number of rows.
        rows: usize,
        /// The number of columns.
        columns: usize,
    },
    /// A mean of products of characters that must be a dimension is not a whole number.
    #[error(
        "the mean of the products of characters is {value}, where a dimension is a whole number; the matrices have too large entries, or are no representations"
    )]
    DimensionNotWhole {
        /// The mean.
        value: f64,
    },
    /// Maps of too many entries to find all of them that commute.
    #[error(
        "the maps have {rows} × {columns} entries; those that commute are found for at most {most}"
    )]
    MapsTooLarge {
        /// The number of rows of a map.
        rows: usize,
        /// The number of its columns.
        columns: usize,
        /// The largest number of entries.
        most: usize,
    },
    /// An angle that is infinite or not a number.
    #[error("the angle is {angle}; a finite number is needed")]
    AngleNotFinite {
        /// The angle.
        angle: f64,
    },
    /// A mesh made by code of too few parts.
    #[error("{count} {what} are too few; at least {least} are needed")]
    TooFewParts {
        /// What the parts are.
        what: &'static str,
        /// How many were asked for.
        count: usize,
        /// The smallest number.
        least: usize,
    },
    /// Why a mesh could not be made, measured, or carried along.
    #[error(transparent)]
    Mesh(#[from] crate::MeshError),
    /// Why an OBJ file could not be read.
    #[error(transparent)]
    Obj(#[from] crate::ObjError),
    /// Why something about turns of the plane could not be answered.
    #[error(transparent)]
    So2(#[from] crate::So2Error),
    /// Why something about rotations of space could not be answered.
    #[error(transparent)]
    So3(#[from] crate::So3Error),
}

/// Returns where a number is, or nothing for a number alone.
fn place(index: &[usize]) -> String {
    if index.is_empty() {
        String::new()
    } else {
        format!(" at {index:?}")
    }
}

/// Names with commas between.
fn names(elements: &[SquareSymmetry]) -> String {
    let names: Vec<String> = elements.iter().map(ToString::to_string).collect();
    names.join(", ")
}

/// Says where the windows begin and end, and which sizes would do.
fn off_centre(
    input: usize,
    kernel: usize,
    options: Options,
    (before, behind): (isize, isize),
    would_do: &[usize],
) -> String {
    let sizes: Vec<String> = would_do.iter().map(ToString::to_string).collect();
    let would_do = if sizes.is_empty() {
        "no size near it would do, since padding must be alike on both sides".to_owned()
    } else {
        format!("of the sizes near it, {} would do", sizes.join(" and "))
    };
    let samples = |count: isize| match count.abs() {
        1 => "1 sample".to_owned(),
        count => format!("{count} samples"),
    };
    let begin = match before {
        0 => "with".to_owned(),
        _ => format!("{} before", samples(before)),
    };
    let end = match behind {
        0 => "with it".to_owned(),
        1.. => format!("{} behind it", samples(behind)),
        _ => format!("{} before its end", samples(behind)),
    };
    format!(
        "windows of {kernel} weights with stride {} and dilation {} under {} padding begin {begin} an input of {input} and end {end}, \
         so a turn does not carry windows into windows; {would_do}",
        options.stride, options.dilation, options.padding,
    )
}
