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

/// `cargo build --release` in a folder.
fn cargo(arguments: &[&str], folder: &Path) -> Result<(), Failure> {
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--release", "--quiet"])
        .args(arguments)
        .current_dir(folder)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("cargo build {} failed", arguments.join(" ")).into())
    }
}

/// Licit with Parquet: over columns, and the program `licit`, built as people install it, by the profile of its own workspace.
pub fn build_licit() -> Result<(), Failure> {
    eprintln!("building licit");
    cargo(&["--package", "peers-columns"], &workspace())?;
    cargo(
        &[
            "--package",
            "licit",
            "--bin",
            "licit",
            "--features",
            "parquet",
        ],
        &workspace().join("../.."),
    )
}

/// Where it lies.
pub fn licit() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("../../target"), PathBuf::from);
    target.join("release/licit")
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
