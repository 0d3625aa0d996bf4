// ANCHOR: shown
use equivariance::{Stage, receptive_field};

fn stages(table: &[(usize, usize)]) -> Vec<Stage> {
    table.iter().map(|&(kernel, stride)| Stage::new(kernel, stride)).collect()
}

fn main() {
    // (kernel, stride), from the input to the last feature map.
    let alexnet = stages(&[(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)]);
    let two = [(3, 1), (3, 1), (2, 2)];
    let three = [(3, 1), (3, 1), (3, 1), (2, 2)];
    let vgg16 = stages(&[&two[..], &two, &three, &three, &three].concat());
    // The 3×3 of each depthwise pair; the 1×1 that follows it widens nothing.
    let strides = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];
    let mobilenet = stages(&strides.map(|stride| (3, stride)));
    println!("alexnet = {}", receptive_field(&alexnet));
    println!("vgg-16 = {}", receptive_field(&vgg16));
    println!("mobilenet = {}", receptive_field(&mobilenet));
    println!("resnet-50 = {}", receptive_field(&stages(&resnet50(false))));
    println!("resnet-50-stride-in-3 = {}", receptive_field(&stages(&resnet50(true))));
    // ANCHOR_END: shown
    let computed = [&alexnet, &vgg16, &mobilenet, &stages(&resnet50(false))].map(|net| receptive_field(net));
    let published = [195, 212, 315, 483];
    println!("published = {published:?}");
    println!("equal-to-published = {}", computed == published);
}

/// ResNet-50: a 7×7, a pool, then bottlenecks of 1×1, 3×3, 1×1. The first bottleneck of the last three
/// groups has stride 2, in its first 1×1 as published, or in its 3×3 as many libraries have it now.
fn resnet50(stride_in_3: bool) -> Vec<(usize, usize)> {
    let mut table = vec![(7, 2), (3, 2)];
    for (group, blocks) in [3, 4, 6, 3].into_iter().enumerate() {
        for block in 0..blocks {
            let stride = if group > 0 && block == 0 { 2 } else { 1 };
            let (first, middle) = if stride_in_3 { (1, stride) } else { (stride, 1) };
            table.extend([(1, first), (3, middle), (1, 1)]);
        }
    }
    table
}
