//! Names spelt alike.

use crate::diag::did_you_mean;

/// The candidate nearest to `word`, where one is near enough to be a slip of it.
pub fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    did_you_mean(word, candidates).map(str::to_owned)
}
