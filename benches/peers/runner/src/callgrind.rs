//! Instructions a decision, counted by valgrind: they do not depend on what else the machine does.

use std::fs;
use std::process::{Command, Stdio};

use crate::Failure;
use crate::peers::{peer, workspace};
use crate::table::{table, thousands};

const SHIPMENTS: usize = 300;

/// Each marked function: peer, function, what it is called in the table.
const MARKED: [(&str, &str, &str); 13] = [
    ("native", "marked_texts", "by hand: texts, eager"),
    ("native", "marked_texts_lazily", "by hand: texts, lazy"),
    ("native", "marked_interned", "by hand: interned, eager"),
    (
        "native",
        "marked_interned_lazily",
        "by hand: interned, lazy",
    ),
    ("native", "marked_columns", "by hand: columns, eager"),
    ("native", "marked_columns_lazily", "by hand: columns, lazy"),
    ("licit", "marked_licit", "licit"),
    ("regorus", "marked_machine", "regorus: virtual machine"),
    ("cedar", "marked_cedar", "cedar"),
    ("native", "marked_parse", "JSON, by hand: parse alone"),
    ("native", "marked_fused", "JSON, by hand: fused"),
    ("licit", "marked_json", "JSON, licit"),
    ("regorus", "marked_json", "JSON, regorus: virtual machine"),
];

/// The table, or that there is no valgrind.
pub fn instructions() -> Result<String, Failure> {
    let here = Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !here.is_ok_and(|status| status.success()) {
        return Ok("valgrind is not installed\n".to_owned());
    }
    let mut rows = Vec::new();
    for (peer, function, label) in MARKED {
        eprintln!("counting {label}");
        rows.push(vec![label.to_owned(), thousands(count(peer, function)?)]);
    }
    Ok(table(&["", "instructions a decision"], &rows))
}

fn count(name: &str, function: &str) -> Result<i64, Failure> {
    let folder = workspace().join("work");
    fs::create_dir_all(&folder)?;
    let file = folder.join("callgrind.out");
    let program = peer(name, "callgrind", SHIPMENTS)?;
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg(format!("--toggle-collect=*::{function}"))
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(program.get_program())
        .args(program.get_args())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("peers-{name} did not end well under valgrind").into());
    }
    let told = fs::read_to_string(&file)?;
    let total = told.lines().rev().find_map(|line| {
        let counted = line
            .strip_prefix("totals:")
            .or_else(|| line.strip_prefix("summary:"))?;
        counted.trim().parse::<i64>().ok()
    });
    Ok(total.ok_or("valgrind counted nothing")? / SHIPMENTS as i64)
}
