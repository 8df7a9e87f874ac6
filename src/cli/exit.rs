//! Exit codes of the contract.

use std::process::ExitCode;

/// How a command ended. Of several, the later in this order is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done as asked.
    Done,
    /// Scenarios failed, or do not cover what is required.
    ScenariosFailed,
    /// No single outcome, and `--fail-undetermined` was asked for.
    Undetermined,
    /// The outcome reached `--fail-at`.
    Reached,
    /// Usage, a file or the facts of a case are wrong; other cases are decided all the same.
    Refused,
    /// The policies do not check: nothing is decided.
    Unchecked,
}

impl Exit {
    /// The number that the contract promises.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Reached => 2,
            Self::Unchecked => 3,
            Self::Undetermined => 4,
            Self::ScenariosFailed => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn three_then_one_then_two_then_four() {
        let all = [
            Exit::Unchecked,
            Exit::Refused,
            Exit::Reached,
            Exit::Undetermined,
            Exit::Done,
        ];
        assert!(all.is_sorted_by(|a, b| a > b));
        assert_eq!(all.map(Exit::code), [3, 1, 2, 4, 0]);
    }
}
