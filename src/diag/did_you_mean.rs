//! The known word that a misspelt one was probably meant to be.

/// Longer words are not compared: the cost grows with the product of the lengths.
const LONGEST: usize = 64;

/// The candidate nearest to `word`, if one is near enough; of equally near ones the first by the alphabet.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = word.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let most = ((length + 1) / 3).max(1);
    candidates
        .into_iter()
        .filter(|c| *c != word && c.chars().count().abs_diff(length) <= most)
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(distance, _)| *distance <= most && *distance < length)
        .min()
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn near_words() {
        let words = ["expect", "cites", "lifts", "gives", "XK"];
        assert_eq!(did_you_mean("exept", words), Some("expect"));
        assert_eq!(did_you_mean("cite", words), Some("cites"));
        assert_eq!(did_you_mean("Lifts", words), Some("lifts"));
        assert_eq!(did_you_mean("xk", words), Some("XK"));
    }

    #[test]
    fn far_words() {
        assert_eq!(did_you_mean("weight", ["expect", "cites"]), None);
        assert_eq!(did_you_mean("", ["a"]), None);
        assert_eq!(did_you_mean("x", ["y"]), None);
        assert_eq!(did_you_mean(&"a".repeat(100_000), ["a"]), None);
    }

    #[test]
    fn order_of_candidates_changes_nothing() {
        assert_eq!(
            did_you_mean("bat", ["cat", "bar", "hat"]),
            did_you_mean("bat", ["hat", "cat", "bar"])
        );
    }
}
