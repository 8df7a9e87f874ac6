//! Markdown.

use std::fmt::Write as _;

/// A table; cells of the first column stand left, others right.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "| {} |\n| --- |{}\n",
        head.join(" | "),
        " ---: |".repeat(head.len().saturating_sub(1))
    );
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out
}

/// Nanoseconds as a person reads them: `87 ns`, `1.24 µs`, `8.1 ms`.
pub fn time(nanoseconds: f64) -> String {
    let (number, unit) = match nanoseconds {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    };
    format!("{} {unit}", short(number))
}

/// Three digits that count.
pub fn short(number: f64) -> String {
    match number.abs() {
        n if n >= 100.0 => thousands(number.round() as i64),
        n if n >= 10.0 => format!("{number:.1}"),
        n if n >= 0.1 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

/// `207,700`
pub fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len() - place;
        if place > 0 && left.is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(-123), "-123");
        assert_eq!(thousands(12), "12");
        assert_eq!(short(0.0123), "0.012");
        assert_eq!(short(1.5), "1.50");
        assert_eq!(short(207_700.4), "207,700");
        assert_eq!(time(1_240.0), "1.24 µs");
        assert_eq!(time(87.0), "87.0 ns");
        assert_eq!(time(8_100_000.0), "8.10 ms");
    }

    #[test]
    fn a_table_has_a_head_and_rows() {
        let told = table(&["engine", "time"], &[vec!["one".into(), "1 ns".into()]]);
        assert_eq!(told, "| engine | time |\n| --- | ---: |\n| one | 1 ns |\n");
    }
}
