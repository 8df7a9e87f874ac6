//! The laws of a decision (semantics §11), on random policies and random facts.
//!
//! A policy is an invented law over one invented schema, written as text; a world is an order of which everything is told;
//! facts are worlds of which parts are forgotten. All are made from strings of bytes, which proptest shrinks. `LAWS_CASES`
//! multiplies how many cases are tried.

mod asked;
mod assumed;
mod condition;
mod dice;
mod fill;
mod forget;
mod latent;
mod missing;
mod order;
mod policy;
mod reference;
mod refinement;
mod shape;
mod threshold;
mod world;

use proptest::prelude::*;

/// Up to so many bytes to make choices of.
fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

/// So many cases, or more where asked for; what once failed is written down in this file, not in proptest's.
fn cases(cases: u32) -> ProptestConfig {
    let factor = std::env::var("LAWS_CASES")
        .ok()
        .and_then(|factor| factor.parse().ok())
        .unwrap_or(1);
    ProptestConfig {
        cases: cases * factor,
        max_shrink_iters: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
