//! What the language does, as pages that a lawyer can read: `tests/spec/` and the reference in `docs/language/`.

mod harness;

#[test]
fn spec() {
    assert!(harness::run_pages("tests/spec") > 0);
}

#[test]
fn reference() {
    harness::run_pages("docs/language");
}

#[test]
fn readme() {
    harness::run_pages("README.md");
}

/// The lines of the README's blocks that open with these words.
fn blocks(info: &str) -> Vec<String> {
    let text = include_str!("../README.md");
    let (mut lines, mut inside) = (Vec::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == format!("```{info}");
        } else if inside {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// Runs `licit` where a reader of the README would.
fn licit(arguments: &str) -> String {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_licit"))
        .args(arguments.split_whitespace())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .output()
        .expect("the program runs");
    assert!(
        out.status.success(),
        "`licit {arguments}` ends with {}:\n{}",
        out.status,
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("the program prints text")
}

#[test]
fn commands_of_the_readme_run() {
    let lines = blocks("sh");
    let own = |line: &String| {
        let line = line.split('#').next().unwrap_or_default().trim();
        let line = line
            .strip_prefix("licit ")
            .or_else(|| line.strip_prefix("cargo run --release -- "))?;
        Some(line.to_owned())
    };
    let commands: Vec<String> = lines.iter().filter_map(own).collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        assert!(
            !licit(&command).is_empty(),
            "`licit {command}` says nothing"
        );
    }
}

/// Lines of `…` stand for what is left out.
#[test]
fn the_readme_quotes_the_program() {
    let said = licit("decide examples/exactly-0.1-percent.json");
    let mut rest = said.lines();
    let quoted = blocks("text excerpt");
    assert!(quoted.len() > 10);
    for line in quoted.iter().filter(|line| line.trim() != "…") {
        assert!(
            rest.any(|said| said == line),
            "not said, or not in this place: `{line}`\n\n{said}"
        );
    }
}

#[test]
fn the_first_rule_of_the_readme_stands_ready() {
    for (info, file) in [
        ("licit harbour.licit", "policies/harbour.licit"),
        ("licit scenarios.licit", "policies/scenarios.licit"),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples/first-rule")
            .join(file);
        let text = std::fs::read_to_string(path).expect("the example stands there");
        assert_eq!(text.lines().collect::<Vec<_>>(), blocks(info), "{file}");
    }
}

/// Drawn again where `BLESS=1`.
#[test]
fn the_picture_of_the_readme_is_drawn_by_the_program() {
    let drawn = licit(
        "timeline examples/exactly-0.1-percent.json --from 2025-10-01 --to 2027-01-31 --format svg",
    );
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures/timeline.svg");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &drawn).expect("the picture can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept.replace("\r\n", "\n"), drawn, "BLESS=1 draws it again");
}
