//! What the program of a sound folder holds.

use super::{check, check_files, render};

#[test]
fn zz_examples() {
    let Ok(dir) = std::env::var("EX") else { return };
    let mut files = Vec::new();
    fn walk(root: &std::path::Path, at: &std::path::Path, files: &mut Vec<(String, String)>) {
        for e in std::fs::read_dir(at).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() { walk(root, &p, files) } else if let Ok(t) = std::fs::read_to_string(&p) {
                files.push((p.strip_prefix(root).unwrap().to_string_lossy().into_owned(), t));
            }
        }
    }
    let root = std::path::PathBuf::from(dir);
    walk(&root, &root, &mut files);
    let checked = check_files(&files);
    println!("{}", render(&checked));
    println!("program: {}", checked.program.is_some());
}
