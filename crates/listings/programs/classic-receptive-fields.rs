use equivariance::{Result, Stage, receptive_field};

fn main() -> Result<()> {
    // ANCHOR: shown
    // (kernel, stride), from the input to the last feature map.
    let alexnet = [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)];
    let two = [(3, 1), (3, 1), (2, 2)];
    let three = [(3, 1), (3, 1), (3, 1), (2, 2)];
    let vgg16 = [&two[..], &two, &three, &three, &three].concat();
    // The 3×3 of each depthwise pair; the 1×1 that follows it widens nothing.
    let mobilenet = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1].map(|step| (3, step));
    // Which block of a group has the stride, and which of its three layers.
    let resnet = resnet50(First, 0);
    let (slim, torchvision) = (resnet50(Last, 1), resnet50(First, 1));

    println!("alexnet = {}", field(&alexnet)?);
    // ANCHOR_END: shown
    println!("vgg-16 = {}", field(&vgg16)?);
    println!("mobilenet = {}", field(&mobilenet)?);
    println!("resnet-50 = {}", field(&resnet)?);
    println!("resnet-50-tf-slim = {}", field(&slim)?);
    println!("resnet-50-torchvision = {}", field(&torchvision)?);
    let tables = [&alexnet[..], &vgg16, &mobilenet, &slim];
    let computed = tables.into_iter().map(field).collect::<Result<Vec<_>>>()?;
    let published = [195, 212, 315, 483];
    println!("published = {published:?}");
    println!("equal-to-published = {}", computed == published);
    Ok(())
}

/// How wide a part of the input the last of these layers sees.
fn field(table: &[(usize, usize)]) -> Result<usize> {
    let stages = table.iter().map(|&(kernel, stride)| Stage::new(kernel, stride));
    receptive_field(&stages.collect::<Vec<_>>())
}

#[derive(Clone, Copy, PartialEq)]
enum Block {
    First,
    Last,
}
use Block::{First, Last};

/// ResNet-50: a 7×7, a pool, then four groups of bottlenecks of 1×1, 3×3, 1×1. Three
/// bottlenecks have stride 2, in layer `layer`: the first ones of the groups after the
/// first, or the last ones of the groups before the last.
fn resnet50(block: Block, layer: usize) -> Vec<(usize, usize)> {
    let mut table = vec![(7, 2), (3, 2)];
    for (group, blocks) in [3, 4, 6, 3].into_iter().enumerate() {
        for at in 0..blocks {
            let strided = match block {
                First => group > 0 && at == 0,
                Last => group < 3 && at == blocks - 1,
            };
            let mut layers = [(1, 1), (3, 1), (1, 1)];
            layers[layer].1 = if strided { 2 } else { 1 };
            table.extend(layers);
        }
    }
    table
}
