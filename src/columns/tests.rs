//! One invented schema for the tests of tables.

use std::sync::LazyLock;

use crate::diag::Sink;
use crate::ir::Program;
use crate::resolve::Folder;
use crate::source::SourceMap;

const SCHEMA: &str = "
facts order : Order on date

scale permit main { open  barred }

enum Purpose { civil  arms }
dimension Length { m  mm = 0.001 m }

record Order {
  id       : Text = \"\"
  date     : Date
  to       : Country
  consents : {Text} = {}
  marks    : {Code}
  end_user : Party?
  items    : [Item]
  rates    : Rates = {}
  fragile  : Bool
}

record Party {
  name  : Text
  use   : Purpose
  share : Share
}

record Item {
  code     : Code?
  value    : Money
  width    : Length
  count    : Int
  parts    : [Item]
  complete : Bool
}
";

/// The program of the schema.
pub fn program() -> &'static Program {
    static PROGRAM: LazyLock<Program> = LazyLock::new(checked);
    &PROGRAM
}

fn checked() -> Program {
    let mut sources = SourceMap::new();
    let mut folder = Folder::new(String::new());
    let mut sink = Sink::new();
    let id = sources.add("schema.licit", SCHEMA);
    folder.add_policy(id, "schema.licit".to_owned());
    let file = crate::syntax::parse(id, SCHEMA, &mut sink);
    let program = crate::check::check(&[file], &mut sources, &folder, &mut sink);
    assert!(!sink.has_errors(), "{:#?}", sink.into_sorted());
    program.unwrap()
}
