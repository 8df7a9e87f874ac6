//! The peers as programs: built one at a time, found beside this one.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// The peers written in Rust.
pub const PEERS: [&str; 4] = ["native", "licit", "regorus", "cedar"];

/// The folder of this workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder with the built programs.
fn built() -> Result<PathBuf, Failure> {
    let own = std::env::current_exe()?;
    Ok(own.parent().ok_or("this program lies nowhere")?.to_owned())
}

/// Builds one after the other: cargo would otherwise give each the features of shared crates that any of them turns on.
pub fn build() -> Result<(), Failure> {
    for peer in PEERS {
        eprintln!("building peers-{peer}");
        cargo(&["--package", &format!("peers-{peer}")], &workspace())?;
    }
    Ok(())
}

/// `cargo build --release` in a folder, into the same target folder as this program.
pub fn cargo(arguments: &[&str], folder: &Path) -> Result<(), Failure> {
    let target = built()?
        .parent()
        .ok_or("this program lies nowhere")?
        .to_owned();
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--release", "--quiet"])
        .args(arguments)
        .arg("--target-dir")
        .arg(target)
        .current_dir(folder)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err("a peer was not built".into())
    }
}

/// A peer, asked for one group.
pub fn peer(name: &str, group: &str, shipments: usize) -> Result<Command, Failure> {
    let mut command = Command::new(built()?.join(format!("peers-{name}")));
    command
        .arg(group)
        .arg("--shipments")
        .arg(shipments.to_string());
    Ok(command)
}
