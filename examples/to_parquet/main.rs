//! JSON Lines of cases → a Parquet file with the nested columns that `licit screen` and Arrow's record batches read.
//!
//! ```sh
//! cargo run --release --features parquet --example to_parquet -- orders.jsonl orders.parquet [POLICIES]
//! ```
//!
//! The cases are read twice: first for the columns that they tell, then to write them. Types come from the policies' schema.

mod nested;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use licit::{Language, Workspace};
use nested::Columns;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

/// So many cases are held at once.
const BATCH: usize = 4096;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (input, output, policies) = match arguments.as_slice() {
        [input, output] => (input, output, Path::new("policies")),
        [input, output, policies] => (input, output, policies.as_path()),
        _ => return Err("usage: to_parquet IN.jsonl OUT.parquet [POLICIES]".into()),
    };
    let mut workspace = Workspace::named(policies.to_string_lossy());
    add(&mut workspace, policies, policies)?;
    let schema = workspace.check()?.schema(Language::En);

    let mut columns = Columns::new(&schema);
    for case in cases(input)? {
        columns.look_at(&case?)?;
    }
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(100_000))
        .build();
    let file = BufWriter::new(File::create(output)?);
    let mut writer = ArrowWriter::try_new(file, columns.schema(), Some(properties))?;
    let (mut held, mut rows) = (Vec::with_capacity(BATCH), 0);
    for case in cases(input)? {
        held.push(case?);
        if held.len() == BATCH {
            writer.write(&columns.batch(&held)?)?;
            rows += held.len();
            held.clear();
        }
    }
    writer.write(&columns.batch(&held)?)?;
    rows += held.len();
    writer.close()?;
    println!("{rows} cases");
    Ok(())
}

/// The cases of JSON Lines; blank lines are none.
fn cases(path: &Path) -> std::io::Result<impl Iterator<Item = Result<Value, Box<dyn Error>>>> {
    let lines = BufReader::new(File::open(path)?).lines();
    let told = lines.filter(|line| line.as_ref().map_or(true, |line| !line.trim().is_empty()));
    Ok(told.map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// Adds every file of a policy folder.
fn add(workspace: &mut Workspace, root: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add(workspace, root, &path)?;
        } else {
            let name = path
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            workspace.add_file(name, fs::read(&path)?);
        }
    }
    Ok(())
}
