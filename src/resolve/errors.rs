//! Mistakes in modules, imports and names.

use crate::diag::Diagnostic;
use crate::source::Span;

/// Code and one-line summary of every mistake that this room tells.
pub const CODES: &[(&str, &str)] = &[
    (
        "name-taken",
        "two definitions of one module bear the same name",
    ),
    (
        "module-taken",
        "an instrument bears the name of a folder's or file's module",
    ),
    ("second-instrument", "a file holds more than one instrument"),
    (
        "rule-without-instrument",
        "a rule or group stands in a file without an instrument",
    ),
    (
        "unknown-module",
        "an import names a module that does not exist",
    ),
    (
        "unknown-import",
        "an import names something that its module does not declare",
    ),
    (
        "alias-taken",
        "two imports of a file give the same name to different modules",
    ),
    (
        "reserved-name",
        "a definition bears the name of something built in",
    ),
];

/// Two definitions of one name.
pub fn name_taken(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "name-taken",
        format!("`{name}` is declared twice in its module"),
        second,
    )
    .because("declared again here")
    .label(first, "declared here first")
    .help("give one of them another name")
}

/// Two instruments in a file.
pub fn second_instrument(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "second-instrument",
        format!("`{name}` is a second instrument in this file"),
        second,
    )
    .because("second instrument")
    .label(first, "first instrument")
    .help("a file's instrument names its module: give each instrument a file of its own")
}

/// An instrument named like a folder.
pub fn module_taken(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "module-taken",
        format!("`{name}` is the module of files without an instrument too"),
        place,
    )
    .because("an instrument's name is its module")
    .help("rename the instrument, or the folder or file whose module bears that name")
}

/// A rule or group outside an instrument.
pub fn rule_without_instrument(what: &str, name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "rule-without-instrument",
        format!("the {what} `{name}` stands in a file without an instrument"),
        place,
    )
    .because("belongs to no legal text")
    .help(format!(
        "add `instrument … {{ … }}` to this file: a {what} cites a provision of it"
    ))
}

/// An import of nothing.
pub fn unknown_module(name: &str, place: Span, alike: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-module",
        format!("no module is called `{name}`"),
        place,
    )
    .because("imported here");
    match alike {
        Some(alike) => told.help(format!("did you mean `{alike}`?")),
        None => told.help("a module is an instrument's name, or a folder's path within the policy folder with dots between its parts"),
    }
}

/// An import of a name that is not there.
pub fn unknown_import(name: &str, module: &str, place: Span, alike: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-import",
        format!("`{module}` declares no `{name}`"),
        place,
    )
    .because("imported here");
    match alike {
        Some(alike) => told.help(format!("did you mean `{alike}`?")),
        None => told.help(format!("leave `{name}` out, or declare it in `{module}`")),
    }
}

/// Two modules under one name.
pub fn alias_taken(alias: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "alias-taken",
        format!("`{alias}` already names another module in this file"),
        second,
    )
    .because("names a second module")
    .label(first, "names a module here")
    .help("choose another name after `as`")
}

/// A name that is built in.
pub fn reserved_name(name: &str, what: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "reserved-name",
        format!("`{name}` is {what} of the language"),
        place,
    )
    .because("declared again here")
    .help("choose another name")
}
