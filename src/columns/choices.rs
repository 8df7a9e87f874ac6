//! What a caller says of columns.

/// Columns that are read in another way than all others. Each is named by its place without indices, so that `items.remarks` is
/// `items[0].remarks` and `items[1].remarks` too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Columns that are not read.
    pub ignore: Vec<String>,
    /// Columns of which null, or an empty cell, says that there is none.
    pub null_is_absent: Vec<String>,
}

impl Choices {
    /// Whether a column of that name is not read.
    pub fn ignores(&self, name: &str) -> bool {
        let plain = plain(name);
        self.ignore
            .iter()
            .any(|ignored| *ignored == plain || ignored == name)
    }

    /// Whether nothing told of a place says that there is none.
    pub fn absent(&self, place: &str) -> bool {
        self.null_is_absent.iter().any(|absent| absent == place)
    }
}

/// A name without its indices.
fn plain(name: &str) -> String {
    let mut rest = name;
    let mut plain = String::new();
    while let Some((before, behind)) = rest.split_once('[') {
        let Some((_, after)) = behind.split_once(']') else {
            break;
        };
        plain.push_str(before);
        rest = after;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::Choices;

    #[test]
    fn names_match_every_element() {
        let choices = Choices {
            ignore: ["items.remarks", "a[b"].map(str::to_owned).to_vec(),
            ..Choices::default()
        };
        for name in [
            "items.remarks",
            "items[0].remarks",
            "items[12].remarks",
            "a[b",
        ] {
            assert!(choices.ignores(name), "{name}");
        }
        for name in ["items", "remarks", "items[0].remarks.x", ""] {
            assert!(!choices.ignores(name), "{name}");
        }
    }
}
