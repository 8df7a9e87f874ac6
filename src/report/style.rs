//! Colours, by what they say.

use anstyle::{AnsiColor, Style};

/// Headings.
pub const HEADING: Style = Style::new().bold();
/// What the eye should find.
pub const STRONG: Style = Style::new().bold();
/// What is there to be looked up.
pub const QUIET: Style = Style::new().dimmed();
/// What is not known.
pub const OPEN: Style = AnsiColor::Magenta.on_default().bold();
/// True.
pub const TRUE: Style = AnsiColor::Green.on_default();
/// False.
pub const FALSE: Style = AnsiColor::Red.on_default();
/// A value.
pub const VALUE: Style = AnsiColor::Cyan.on_default();

/// An outcome's colour, by how strict it is (0 to 100).
pub fn outcome(strictness: usize) -> Style {
    let colour = match strictness {
        0..25 => AnsiColor::Green,
        25..65 => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    colour.on_default().bold()
}
