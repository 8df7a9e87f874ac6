//! Tests.
use super::parse;
use crate::diag::Sink;
use crate::source::FileId;

#[test]
fn examples() {
    let Ok(dir) = std::env::var("EX") else { return };
    for e in std::fs::read_dir(dir).unwrap() {
        let p = e.unwrap().path();
        if p.extension().is_some_and(|x| x == "licit") {
            let text = std::fs::read_to_string(&p).unwrap();
            let mut sink = Sink::new();
            let f = parse(FileId(0), &text, &mut sink);
            println!(
                "{} items {} diags {}",
                p.display(),
                f.items.len(),
                sink.len()
            );
            for d in sink.iter() {
                println!("   {:?}", d);
            }
            std::fs::write(
                format!("/tmp/{}.tree", p.file_name().unwrap().to_string_lossy()),
                format!("{f:#?}"),
            )
            .unwrap();
        }
    }
}
