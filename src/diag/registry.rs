//! Every code of every room with its summary: for help pages, and so that no two rooms share a code.

use std::collections::BTreeMap;

/// Codes and summaries, sorted by code.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    summaries: BTreeMap<&'static str, &'static str>,
    doubled: Vec<&'static str>,
}

impl Registry {
    /// From the `CODES` of each room that reports.
    pub fn new(rooms: &[&[(&'static str, &'static str)]]) -> Self {
        let mut registry = Self::default();
        for (code, summary) in rooms.iter().copied().flatten().copied() {
            if registry
                .summaries
                .insert(code, summary)
                .is_some_and(|old| old != summary)
            {
                registry.doubled.push(code);
            }
        }
        registry
    }

    /// The one-line summary of a code.
    #[cfg(test)]
    pub fn summary(&self, code: &str) -> Option<&'static str> {
        self.summaries.get(code).copied()
    }

    /// Every code with its summary, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.summaries
            .iter()
            .map(|(code, summary)| (*code, *summary))
    }

    /// Codes that two rooms use for different things: a test keeps this empty.
    #[cfg(test)]
    pub fn doubled(&self) -> &[&'static str] {
        &self.doubled
    }
}

#[cfg(test)]
mod tests {
    use super::Registry;

    #[test]
    fn codes_by_name() {
        let registry = Registry::new(&[
            &[("b", "two"), ("a", "one")],
            &[("a", "one"), ("b", "other")],
        ]);
        assert_eq!(registry.summary("a"), Some("one"));
        assert_eq!(
            registry.iter().map(|(c, _)| c).collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert_eq!(registry.doubled(), ["b"]);
    }
}
