use equivariance::{FaceTransport, Result, TriangleMesh};

fn main() -> Result<()> {
    // ANCHOR: shown
    let mesh = TriangleMesh::icosahedron();
    let transport = mesh.face_transport(&[0.0; 20])?;
    let mut vector = [1.0, 0.0];
    for (count, vertex) in (1..).zip(mesh.faces()[0]) {
        for step in round(&transport, vertex, 0)?.windows(2) {
            vector = transport.carry(step, vector)?[1];
        }
        println!("after-{count} = {:.0}", angle(vector).to_degrees());
    }
    // ANCHOR_END: shown
    Ok(())
}

/// The faces round a vertex, from one of them and back to it.
fn round(transport: &FaceTransport, vertex: usize, face: usize) -> Result<Vec<usize>> {
    let mut faces = transport.round(vertex)?;
    faces.pop();
    let place = faces.iter().position(|other| *other == face);
    faces.rotate_left(place.expect("the vertex is a corner of the face"));
    faces.push(face);
    Ok(faces)
}

/// The direction of a vector, from 0 to a whole turn.
fn angle([x, y]: [f64; 2]) -> f64 {
    libm::atan2(y, x).rem_euclid(std::f64::consts::TAU)
}
