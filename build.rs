//! Rebuilds the binary when a file of the embedded themes is added, removed or changed.

fn main() {
    println!("cargo:rerun-if-changed=themes");
}
