//! What names stand for, from which file.

use super::{Declared, Def, Folder, ModuleId, Names, declare};
use crate::diag::Sink;
use crate::source::SourceMap;
use crate::syntax::{parse, tree};

fn trees(files: &[(&str, &str)], folder: &mut Folder, sink: &mut Sink) -> Vec<tree::File> {
    let mut sources = SourceMap::new();
    let parsed = files.iter().map(|(path, text)| {
        let id = sources.add(*path, *text);
        folder.add_policy(id, *path);
        parse(id, text, sink)
    });
    parsed.collect()
}

/// Names of the files, and codes of what was told. Files have the views `ModuleId(0)`, … in the order of their paths.
fn named<T>(
    files: &[(&str, &str)],
    ask: impl FnOnce(&Names, &Declared<'_>) -> T,
) -> (T, Vec<&'static str>) {
    let (mut folder, mut sink) = (Folder::new("policies"), Sink::new());
    let trees = trees(files, &mut folder, &mut sink);
    let (names, declared) = declare(&trees, &folder, &mut sink);
    let asked = ask(&names, &declared);
    (asked, sink.iter().map(|d| d.code).collect())
}

fn full(names: &Names, module: u32, path: &str) -> Option<(String, usize)> {
    let parts: Vec<&str> = path.split('.').collect();
    let (def, used) = names.lookup_parts(ModuleId(module), &parts).ok()??;
    Some((names.places.get(&def)?.0.clone(), used))
}

const FILES: &[(&str, &str)] = &[
    (
        "a.licit",
        "enum Colour { red  green }\ndefine limit -> Int = 1\ndefine both -> Int = 1\n",
    ),
    (
        "b/one.licit",
        "define both -> Int = 2\ndefine own -> Int = 3\n",
    ),
    ("b/two.licit", "import a\ndefine limit -> Int = 4\n"),
    (
        "law.licit",
        "import a, b as bee, office.n2\ninstrument office.n1 { }\nlist parts { code : Code }\ngroup art1 { rule first { then x is y } }\n",
    ),
    (
        "other.licit",
        "import a (limit)\ninstrument office.n2 { }\nrule art1 { then x is y }\n",
    ),
    ("third.licit", "import a, b\ndefine z -> Int = 1\n"),
];

#[test]
fn own_names_come_first_then_imports_then_aliases_then_full_names() {
    let ((), told) = named(FILES, |names, _| {
        let some = |name: &str, used: usize| Some((name.to_owned(), used));
        assert_eq!(full(names, 2, "limit"), some("b.limit", 1));
        assert_eq!(full(names, 2, "both"), some("b.both", 1));
        assert_eq!(full(names, 3, "limit"), some("a.limit", 1));
        assert_eq!(full(names, 3, "bee.own"), some("b.own", 2));
        assert_eq!(full(names, 3, "b.own"), some("b.own", 2));
        assert_eq!(full(names, 3, "own"), None);
        assert_eq!(
            full(names, 3, "art1.first.more"),
            some("office.n1.art1.first", 2)
        );
        assert_eq!(full(names, 3, "parts.x.y"), some("office.n1.parts", 1));
        assert_eq!(full(names, 3, "n2"), some("office.n2", 1));
        assert_eq!(full(names, 3, "n2.art1"), some("office.n2.art1", 2));
        assert_eq!(full(names, 4, "Colour"), None);
        assert_eq!(full(names, 4, "limit"), some("a.limit", 1));
        assert_eq!(
            full(names, 4, "office.n1.art1.first"),
            some("office.n1.art1.first", 4)
        );
        assert_eq!(full(names, 0, "office.n1"), some("office.n1", 2));
    });
    assert!(told.is_empty());
}

#[test]
fn two_imports_alike_are_ambiguous_only_where_used() {
    let ((), told) = named(FILES, |names, _| {
        let ambiguous = names
            .lookup_parts(ModuleId(5), &["both"])
            .expect_err("two modules show it");
        assert_eq!(ambiguous.candidates, ["a.both", "b.both"]);
        assert_eq!(full(names, 5, "a.both"), Some(("a.both".to_owned(), 2)));
    });
    assert!(told.is_empty());
}

#[test]
fn members_stand_behind_their_enum() {
    named(FILES, |names, _| {
        let found = names.lookup_parts(ModuleId(3), &["Colour", "green"]);
        assert!(matches!(found, Ok(Some((Def::EnumMember(_, 1), 2)))));
        assert!(matches!(
            names.lookup_parts(ModuleId(3), &["Colour", "blue"]),
            Ok(Some((Def::Enum(_), 1)))
        ));
    });
}

#[test]
fn suggestions_prefer_the_same_name_elsewhere() {
    named(FILES, |names, _| {
        let rules = |d: &Def| matches!(d, Def::Rule(_) | Def::Group(_));
        assert_eq!(
            names.suggest(ModuleId(3), "first", rules).as_deref(),
            Some("art1.first")
        );
        assert_eq!(
            names.suggest(ModuleId(4), "first", rules).as_deref(),
            Some("office.n1.art1.first")
        );
        assert_eq!(
            names.suggest(ModuleId(3), "art2", rules).as_deref(),
            Some("art1")
        );
        assert_eq!(names.suggest(ModuleId(3), "zzzzzz", rules), None);
    });
}

#[test]
fn ids_follow_full_names_not_files() {
    let order = |files: &[(&str, &str)]| {
        named(files, |_, declared| {
            let defines = declared.defines.iter().map(|d| d.full_name.clone());
            defines
                .chain(declared.rules.iter().map(|d| d.full_name.clone()))
                .collect::<Vec<_>>()
        })
        .0
    };
    let mut reversed = FILES.to_vec();
    reversed.reverse();
    assert_eq!(order(FILES), order(&reversed));
    assert_eq!(
        order(FILES),
        [
            "a.both",
            "a.limit",
            "b.both",
            "b.limit",
            "b.own",
            "third.z",
            "office.n1.art1.first",
            "office.n2.art1"
        ]
    );
}
