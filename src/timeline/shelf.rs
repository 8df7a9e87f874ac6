//! All law books side by side: what each edition of the law says of each day, for many cases.
//!
//! An edition is the law as known through a stretch of days without a publication; besides, each day has its own. Their law books are
//! opened once, equal ones are shared, and a case is decided once for all under which its rules stand alike ([`eval::stand`]).

use std::collections::BTreeMap;

use super::{Case, Run, run};
use crate::decision::timeline::Edition;
use crate::eval::{self, Ask, Glance, Prepared, Stand};
use crate::facts::Facts;
use crate::ir::Program;
use crate::law::{self, LawBook, QuestionLaw};
use crate::value::{Day, Truth};

/// The law books of a span of days, by edition.
#[derive(Debug)]
pub struct Shelf {
    from: Day,
    to: Day,
    ask: Ask,
    editions: Vec<Pages>,
    /// Law books that differ in rules, rows or readings.
    books: Vec<Shelved>,
}

#[derive(Debug)]
struct Shelved {
    law: LawBook,
    /// Which of the different sets of rows and readings it has.
    rest: usize,
}

/// One edition: through which days it was the law known, and its law book on each stretch of days.
#[derive(Debug)]
struct Pages {
    known: Option<(Day, Day)>,
    days: Vec<(Day, Day, usize)>,
}

/// Of a law book all that a decision hangs on, but for the day.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Print {
    rules: Vec<(bool, u8, u8)>,
    rest: usize,
}

type Rest = (Vec<Vec<bool>>, Vec<(bool, Option<u16>)>);

impl Shelf {
    /// Opens the law books of these days. `ask.known` is not looked at: all are.
    pub fn new(program: &Program, from: Day, to: Day, ask: Ask) -> Self {
        let mut shelf = Self {
            from,
            to,
            ask,
            editions: Vec::new(),
            books: Vec::new(),
        };
        let mut prints: BTreeMap<Print, usize> = BTreeMap::new();
        let mut rests: BTreeMap<Rest, usize> = BTreeMap::new();
        // From one publication to the eve of the next.
        let known = run::cut(&law::publications(program), from, to);
        for known in std::iter::once(None).chain(known.into_iter().map(Some)) {
            let mut days = Vec::new();
            let changes = law::change_days(program, known.map(|k| k.0));
            for (first, last) in run::cut(&changes, from, to) {
                let law = law::open(
                    program,
                    first,
                    known.map_or(first, |k| k.0),
                    &shelf.ask.readings,
                );
                let count = rests.len();
                let rest = *rests.entry(rest(&law)).or_insert(count);
                let print = Print {
                    rules: law.rules.iter().map(print).collect(),
                    rest,
                };
                let next = shelf.books.len();
                let book = *prints.entry(print).or_insert(next);
                if book == next {
                    shelf.books.push(Shelved { law, rest });
                }
                days.push((first, last, book));
            }
            shelf.editions.push(Pages { known, days });
        }
        shelf
    }

    /// What each edition says of a case, its own of each day first.
    pub fn editions(&self, program: &Program, prepared: &Prepared, facts: &Facts) -> Vec<Edition> {
        let mut decided: BTreeMap<(usize, Vec<(u32, usize, u8, u8)>), Glance> = BTreeMap::new();
        let glances: Vec<Option<Glance>> = self
            .books
            .iter()
            .map(|book| {
                // The law book is opened on a day of its own; of the case it is asked for all days of the span.
                let law = book.law.clone().on_day(self.from);
                let stand = eval::stand(program, prepared, facts, law, self.to, &self.ask)?;
                let law = book.law.clone();
                let glance = || eval::glance(program, prepared, facts, law, &self.ask);
                Some(
                    decided
                        .entry((book.rest, key(stand)))
                        .or_insert_with(glance)
                        .clone(),
                )
            })
            .collect();
        self.editions
            .iter()
            .map(|pages| self.edition(pages, &glances, (program, prepared, facts)))
            .collect()
    }

    fn edition(
        &self,
        pages: &Pages,
        glances: &[Option<Glance>],
        (program, prepared, facts): (&Program, &Prepared, &Facts),
    ) -> Edition {
        let ask = Ask {
            known: pages.known.map(|k| k.0),
            ..self.ask.clone()
        };
        let case = Case {
            program,
            prepared,
            facts,
            ask: &ask,
        };
        let mut runs: Vec<Run> = Vec::new();
        for (first, last, book) in &pages.days {
            match glances.get(*book).and_then(Option::as_ref) {
                Some(glance) => run::push(&mut runs, *first, *last, glance.clone()),
                None => case.fill(*first, *last, &mut runs),
            }
        }
        Edition {
            known: pages
                .known
                .map(|(from, through)| (from.to_string(), through.to_string())),
            runs: runs.iter().map(|run| case.told(run)).collect(),
        }
    }
}

fn print(rule: &law::RuleLaw) -> (bool, u8, u8) {
    (rule.exists, truth(rule.in_force), truth(rule.latent))
}

fn rest(law: &LawBook) -> Rest {
    let question = |q: &QuestionLaw| (q.arisen, q.reading);
    (
        law.rows.clone(),
        law.questions.iter().map(question).collect(),
    )
}

fn key(stand: Stand) -> Vec<(u32, usize, u8, u8)> {
    let one = |(rule, s, actual, latent): (crate::ir::RuleId, usize, Truth, Truth)| {
        let rule = u32::try_from(rule.index()).unwrap_or(u32::MAX);
        (rule, s, truth(actual), truth(latent))
    };
    stand.into_iter().map(one).collect()
}

fn truth(truth: Truth) -> u8 {
    u8::from(truth.may_be_true()) * 2 + u8::from(truth.may_be_false())
}
