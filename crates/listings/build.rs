//! Makes one module of every file in `programs/` and `experiments/`, so that one binary can run any of them.

mod modules;

fn main() {
    let package = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    modules::write(package.as_ref(), &["programs", "experiments"], "");
}
