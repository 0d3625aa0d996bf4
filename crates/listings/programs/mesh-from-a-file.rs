use equivariance::{Result, parse_obj};

fn main() -> Result<()> {
    // ANCHOR: shown
    let cube = parse_obj(CUBE)?;
    println!("triangles = {}", cube.faces().len());
    println!("euler = {}", cube.euler_characteristic());
    println!("neighbours-of-0 = {:?}", cube.vertex_neighbours(0));
    println!("defect = {:.2}", cube.angle_defect(0)?.to_degrees());

    for (name, text) in [
        ("nowhere", CUBE.replace("f 4 1 5 8", "f 4 1 5 9")),
        ("turned-round", CUBE.replace("f 4 1 5 8", "f 8 5 1 4")),
        ("one-too-many", format!("{CUBE}f 1 4 6")),
    ] {
        if let Err(error) = parse_obj(&text) {
            println!("{name} = {error}");
        }
    }
    // ANCHOR_END: shown
    Ok(())
}

const CUBE: &str = "\
v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
v 0 0 1
v 1 0 1
v 1 1 1
v 0 1 1
f 1 4 3 2
f 5 6 7 8
f 1 2 6 5
f 2 3 7 6
f 3 4 8 7
f 4 1 5 8
";
