//! Regular expressions for values that facts write as texts, in the part of ECMA 262 that other dialects share (no `\d`, no `\p`).

/// Digits, perhaps with a point between them.
const PLAIN: &str = r"[0-9]+(\.[0-9]+)?";
/// As above, or with an exponent.
const NUMBER: &str = r"[0-9]+(\.[0-9]+)?([eE][+-]?0*[0-9]{1,3})?";
/// Nothing, with the sign that a slip leaves.
const MINUS_ZERO: &str = r"-0+(\.0+)?";
/// Blanks between a number and its unit.
const BLANKS: &str = r"[ \t\u00A0\u202F]*";

/// Any number.
pub fn number() -> String {
    format!("^[+-]?{NUMBER}$")
}

/// A number that is not negative.
pub fn amount() -> String {
    format!(r"^(\+?{NUMBER}|{MINUS_ZERO})$")
}

/// A number above 0: some digit before the exponent is none.
pub fn rate() -> String {
    format!(r"^\+?(?=[0-9.]*[1-9]){NUMBER}$")
}

/// A whole number.
pub fn whole() -> String {
    r"^[+-]?[0-9]+(\.0+)?([eE]\+?0*[0-9]{1,3})?$".to_owned()
}

/// From 0 to 100 %, or to a million ppm.
pub fn share() -> String {
    let percent = r"\+?0*(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)";
    let ppm = r"\+?0*(1000000(\.0+)?|[0-9]{1,6}(\.[0-9]+)?)";
    let blanks = r"[ \t\u00A0]*";
    format!(r"^(({percent}|{MINUS_ZERO}){blanks}(%|\uFF05)|({ppm}|{MINUS_ZERO}){blanks}ppm)$")
}

/// A day; that 29 February stands in a leap year is left to `format`.
pub fn day() -> String {
    let long = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])";
    let short = "(0[469]|11)-(0[1-9]|[12][0-9]|30)";
    let february = "02-(0[1-9]|[12][0-9])";
    format!("^[0-9]{{4}}-({long}|{short}|{february})$")
}

/// A whole number of days or the like.
pub fn period() -> String {
    format!(
        r"^(\+?[0-9]{{1,15}}(\.0+)?|{MINUS_ZERO}){BLANKS}(days?|weeks?|working days?|months?|years?)$"
    )
}

/// A number with one of these units.
pub fn quantity<'a>(units: impl Iterator<Item = &'a str>) -> String {
    let units: Vec<String> = units.map(escaped).collect();
    format!("^[+-]?{PLAIN}{BLANKS}({})$", units.join("|"))
}

/// Two currencies with a slash between them.
pub fn pair<'a>(currencies: impl Iterator<Item = &'a str>) -> String {
    let all = currencies.collect::<Vec<_>>().join("|");
    format!("^({all})/({all})$")
}

/// Letters, digits, `_` and `-` between dots.
pub fn code() -> String {
    // Latin, Greek, Cyrillic and Chinese letters.
    let letters = r"0-9A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0391-\u03A1\u03A3-\u03C9\u0401\u0410-\u044F\u0451\u4E00-\u9FA5";
    format!(r"^[{letters}_-]+(\.[{letters}_-]+)*$")
}

/// The name of a unit, every sign of which stands for itself.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if r"\^$.|?*+()[]{}/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
