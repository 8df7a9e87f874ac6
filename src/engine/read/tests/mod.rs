//! Whatever the reader is done with, the interpreter's reader takes as well, and each cell holds what its slot says.

mod cells;
mod files;
mod forms;
mod mutation;
mod whole;
mod workload;

use std::fs;
use std::path::{Path, PathBuf};

use super::{Read, Reader};
use crate::diag::Sink;
use crate::engine::layout::{Layout, Used};
use crate::engine::store::Store;
use crate::engine::words::Words;
use crate::facts;
use crate::ir::{FieldId, Program, RecordId};
use crate::resolve::Folder;
use crate::source::{FileId, SourceMap};

/// A program with all that reading it needs.
struct Kit {
    program: Program,
    words: Words,
    layout: Layout,
    reader: Reader,
}

impl Kit {
    /// With the fields of which `used` says so, by numbers from 0 over all records.
    fn new(program: Program, used: impl Fn(usize) -> bool, assume: bool) -> Kit {
        let words = Words::new(&program);
        let mut fields = Used::default();
        let mut number = 0;
        for (record, entry) in program.records.iter().enumerate() {
            for field in 0..entry.fields.len() {
                if used(number) {
                    fields.insert((RecordId::from_index(record), FieldId::from_index(field)));
                }
                number += 1;
            }
        }
        let layout = Layout::new(&program, &words, &fields, assume);
        let reader = Reader::new(&program, &layout, &words);
        Kit {
            program,
            words,
            layout,
            reader,
        }
    }

    fn whole(program: Program) -> Kit {
        Kit::new(program, |_| true, true)
    }

    fn store(&self) -> Store {
        Store::new(&self.layout)
    }

    /// Reads a case both ways and compares.
    fn read(&self, bytes: &[u8], store: &mut Store) -> Read {
        let read = self.reader.read(bytes, store);
        if read == Read::Done {
            let mut sink = Sink::new();
            let facts = facts::read(&self.program, FileId(0), bytes, &[], &mut sink);
            let shown = String::from_utf8_lossy(bytes);
            assert!(sink.is_empty(), "{shown}: {:#?}", sink.into_sorted());
            let facts = facts.unwrap_or_else(|| panic!("{shown}: refused without a word"));
            cells::agree(self, &facts, bytes, store);
        }
        read
    }
}

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, sorted.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The program of a policy folder.
fn program(folder: &str) -> Program {
    let folder_path = home().join(folder);
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let mut folder = Folder::new(String::new());
    let mut trees = Vec::new();
    for path in below(&folder_path) {
        let name = path.strip_prefix(&folder_path).unwrap();
        let name = name.to_str().unwrap().replace('\\', "/");
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        if name.ends_with(".licit") {
            let id = sources.add(name.clone(), text.clone());
            folder.add_policy(id, name);
            trees.push(crate::syntax::parse(id, &text, &mut sink));
        } else {
            folder.add_other(name, Some(text.into()));
        }
    }
    let program = crate::check::check(&trees, &mut sources, &folder, &mut sink);
    program.unwrap_or_else(|| panic!("{:#?}", sink.into_sorted()))
}

/// The program of one text.
fn of_text(text: &str) -> Program {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let mut folder = Folder::new(String::new());
    let id = sources.add("case.licit".to_owned(), text.to_owned());
    folder.add_policy(id, "case.licit".to_owned());
    let tree = crate::syntax::parse(id, text, &mut sink);
    let program = crate::check::check(&[tree], &mut sources, &folder, &mut sink);
    program.unwrap_or_else(|| panic!("{:#?}", sink.into_sorted()))
}
