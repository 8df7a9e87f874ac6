//! Facts: one case's JSON, read against the records of the policies.
//!
//! In: the checked program, the bytes of a case, the places that a scenario makes unknown. Out: [`Facts`], typed slots in flat
//! tables, or every mistake at once, each with its JSON pointer and place. [`lines`] cuts JSON Lines into cases.
//!
//! Absent on purpose: a JSON tree, recursion (a case may be as deep as it likes), what leaving a field out means and `ensure`s
//! (both are expressions: `eval`), and any knowledge of what the fields stand for.

mod data;
pub mod errors;
mod json;
mod lines;
mod mistakes;
mod partial;
mod path;
mod period;
mod read;
mod scalar;
mod set;
#[cfg(test)]
mod tests;
mod untold;
mod words;

use sha2::{Digest, Sha256};

use crate::diag::Sink;
use crate::ir::{Place, Program, Type};
use crate::source::{FileId, Span};
use crate::value::Rates;

pub use data::{Facts, NodeId, ROOT, Slot};
pub use lines::{is_blank, lines};

/// Reads one case. `None` where a mistake was told; warnings (a code that no list knows) do not refuse.
///
/// `file` must hold the same text, lossily decoded where it is not UTF-8; places are byte positions in it. Each of `untold` is
/// made unknown, whatever was told of it.
pub fn read(
    program: &Program,
    file: FileId,
    bytes: &[u8],
    untold: &[Place],
    sink: &mut Sink,
) -> Option<Facts> {
    if u32::try_from(bytes.len()).is_err() {
        sink.push(errors::too_large(Span::new(file, 0, 0)));
        return None;
    }
    let (text, torn) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        // What comes before is read, so that the mistake has its pointer.
        Err(e) => (
            bytes
                .get(..e.valid_up_to())
                .and_then(|valid| std::str::from_utf8(valid).ok())
                .unwrap_or(""),
            Some(e.valid_up_to()),
        ),
    };
    let facts = Facts {
        nodes: Vec::new(),
        slots: Vec::new(),
        elements: Vec::new(),
        slot_spans: Vec::new(),
        rates: Rates::none(),
        digest: Sha256::digest(bytes).into(),
    };
    let root = Type::Record(program.facts.record);
    let mut reader = read::Reader::new(
        program,
        json::Json::new(text),
        facts,
        mistakes::Mistakes::new(sink, file),
    );
    let result = reader.run(&root);
    // Where the text stops being text it also ends too early; that is no mistake of its own.
    if let Err(broken) = result
        && (torn.is_none() || broken.why != json::Why::Ends)
    {
        let end = text
            .get(broken.at as usize..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let span = Span::new(
            file,
            broken.at,
            broken.at.saturating_add(u32::try_from(end).unwrap_or(0)),
        );
        reader.mistake(errors::broken(broken.why, span));
    }
    if let Some(at) = torn {
        // Bytes that are no text show as one replacement character, three bytes long.
        let at = u32::try_from(at).unwrap_or(0);
        let span = Span::new(file, at, at.saturating_add(3));
        reader.mistake(errors::not_utf8(span));
    }
    let (mut facts, mistakes) = (reader.facts, reader.mistakes);
    let whole = mistakes.count() == 0;
    let mut placed = true;
    if whole {
        let span = facts
            .nodes
            .first()
            .map_or(Span::new(file, 0, 0), |root| Span {
                end: root.span.start + 1,
                ..root.span
            });
        for place in untold {
            if let Err(mistake) = untold::untell(program, &mut facts, place, span) {
                sink.push(*mistake);
                placed = false;
            }
        }
    }
    (whole && placed).then_some(facts)
}
