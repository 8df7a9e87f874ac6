//! Tables of cases as the users of `licit screen` and of the library meet them: the same rows as from JSON Lines, and bad input.

#[path = "columns/csv.rs"]
mod csv;
#[cfg(feature = "parquet")]
#[path = "../examples/to_parquet/nested.rs"]
mod nested;
#[cfg(feature = "parquet")]
#[path = "columns/parquet.rs"]
mod parquet;
#[path = "screen/place.rs"]
#[allow(
    dead_code,
    reason = "shared with the tests of `licit screen`, which use all of it"
)]
mod place;
#[path = "columns/shipped.rs"]
mod shipped;

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_the_way_out_is_told() {
    let place = place::Place::new("columns_without_parquet");
    place.write("a.csv", "id\n");
    for line in [
        "screen a.parquet --out v.csv",
        "screen a.csv --out v.parquet",
    ] {
        let ran = place.run(line);
        assert_eq!(ran.code, 1);
        assert!(
            ran.err.contains("screen-without-parquet") && ran.err.contains("--features parquet"),
            "{ran:#?}"
        );
        assert_eq!(place.files(), ["a.csv"], "nothing was written");
    }
}
