//! One terminal of a sound file dropped, doubled, replaced or added: no panic, few messages, most of the tree kept.

use super::{parsed, samples};
use crate::source::FileId;
use crate::syntax::errors::Reports;
use crate::syntax::lexer::lex;
use crate::syntax::tree::ItemKind;

/// Mutations of each file.
const EACH: usize = 400;

/// A small generator of pseudo-random numbers: the same mutations every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

fn mutated(text: &str, pieces: &[&str], places: &[(usize, usize)], dice: &mut Dice) -> String {
    let (start, end) = places[dice.below(places.len())];
    let (front, word, rest) = (&text[..start], &text[start..end], &text[end..]);
    let other = pieces[dice.below(pieces.len())];
    match dice.below(4) {
        0 => format!("{front}{rest}"),
        1 => format!("{front}{word} {word}{rest}"),
        2 => format!("{front}{other}{rest}"),
        _ => format!("{front}{other} {word}{rest}"),
    }
}

#[test]
fn one_terminal() {
    let mut dice = Dice(42);
    let mut counts = [0_usize; 12];
    let (mut kept, mut all) = (0, 0);
    for (_, text) in samples() {
        let mut sink = crate::diag::Sink::new();
        let lexed = lex(&text, &mut Reports::new(&mut sink, FileId(0), 0));
        let places: Vec<(usize, usize)> = lexed
            .tokens
            .iter()
            .map(|t| (t.start as usize, t.end as usize))
            .collect();
        let pieces: Vec<&str> = places.iter().map(|(s, e)| &text[*s..*e]).collect();
        let items = parsed(&text).0.items.len();
        for _ in 0..EACH {
            let text = mutated(&text, &pieces, &places, &mut dice);
            let (file, mistakes) = parsed(&text);
            assert!(
                mistakes.len() <= 8,
                "{} messages in\n{text}",
                mistakes.len()
            );
            counts[mistakes.len()] += 1;
            all += items;
            kept += file
                .items
                .iter()
                .filter(|i| !matches!(i.kind, ItemKind::Error))
                .count()
                .min(items);
            assert!(!file.items.is_empty(), "no tree for\n{text}");
        }
    }
    let refused: usize = counts[1..].iter().sum();
    // Most mistakes give one message, hardly any more than two, and at least nine items of ten are kept.
    assert!(counts[1] * 10 >= refused * 7, "{counts:?}");
    assert!(
        counts[3..].iter().sum::<usize>() * 20 <= refused,
        "{counts:?}"
    );
    assert!(kept * 10 >= all * 9, "{kept} of {all}");
}
