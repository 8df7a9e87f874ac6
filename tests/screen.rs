//! `licit screen` as its users meet it: rows, bad input, runs that end in the middle, and the same answers as `licit decide`.

#[path = "screen/bad_input.rs"]
mod bad_input;
#[path = "screen/equal.rs"]
mod equal;
#[path = "screen/place.rs"]
mod place;
#[path = "screen/resume.rs"]
mod resume;
#[path = "screen/rows.rs"]
mod rows;
