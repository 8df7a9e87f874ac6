//! All law books side by side: what each edition of the law says of each day, for many cases.
//!
//! An edition is the law as known through a stretch of days without a publication; besides, each day has its own. Their law books are
//! opened once, equal ones are shared, and a case is decided once for all under which its rules stand alike ([`Stands`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Case, Run, run};
use crate::decision::timeline::{self, Edition};
use crate::eval::{Ask, Glance, Prepared, Stand, Stands};
use crate::facts::Facts;
use crate::ir::Program;
use crate::law::{self, LawBook};
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

/// Which rows are in each list, and the readings. Whether a question has arisen tells only which are looked for: none is.
type Rest = (Arc<[Vec<bool>]>, Vec<Option<u16>>);

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

    /// What each edition says of a case: first each day by the law as known on it.
    pub fn editions(&self, program: &Program, prepared: &Prepared, facts: &Facts) -> Vec<Edition> {
        let case = Case {
            program,
            prepared,
            facts,
            ask: &self.ask,
        };
        let Some(first) = self.books.first() else {
            return Vec::new();
        };
        let law = first.law.clone();
        let mut decided = Decided {
            shelf: self,
            stands: Stands::new(program, prepared, facts, law, &self.ask),
            case,
            glances: BTreeMap::new(),
            cuts: BTreeSet::new(),
        };
        // Law books with the same rows one after the other: what they share is worked out once.
        let mut order: Vec<(usize, &Shelved)> = self.books.iter().enumerate().collect();
        order.sort_by_key(|(i, book)| (book.rest, *i));
        let mut books: Vec<Vec<Piece>> = vec![Vec::new(); self.books.len()];
        for (i, book) in order {
            if let Some(pieces) = books.get_mut(i) {
                *pieces = decided.pieces(book);
            }
        }
        let edition = |pages: &Pages| Edition {
            known: pages
                .known
                .map(|(from, through)| (from.to_string(), through.to_string())),
            runs: decided.runs(pages, &books),
        };
        self.editions.iter().map(edition).collect()
    }
}

/// Days on which a case is decided alike under one law book.
type Piece = (Day, Day, Glance);

/// What was decided of a case so far.
struct Decided<'a> {
    shelf: &'a Shelf,
    case: Case<'a>,
    stands: Stands<'a>,
    glances: BTreeMap<(usize, Key), Glance>,
    /// Days on which the case's own days have made a difference under some law book: they will under others.
    cuts: BTreeSet<Day>,
}

impl Decided<'_> {
    /// The whole span under one law book, in pieces on which nothing hangs on the day.
    fn pieces(&mut self, book: &Shelved) -> Vec<Piece> {
        let cuts: Vec<Day> = self.cuts.iter().copied().collect();
        let mut todo = run::cut(&cuts, self.shelf.from, self.shelf.to);
        todo.reverse();
        let mut found: Vec<(Day, Day, Key)> = Vec::new();
        while let Some((first, last)) = todo.pop() {
            match self.stand(book, first, last) {
                Some(key) => match found.last_mut().filter(|before| before.2 == key) {
                    Some(before) => before.1 = last,
                    None => found.push((first, last, key)),
                },
                None => {
                    let middle = run::middle(first, last);
                    todo.push((middle.tomorrow(), last));
                    todo.push((first, middle));
                }
            }
        }
        self.cuts.extend(found.iter().skip(1).map(|piece| piece.0));
        let glance = |(first, last, key)| (first, last, self.glance(book, first, key));
        found.into_iter().map(glance).collect()
    }

    /// How the rules stand through these days; a single day always has an answer.
    fn stand(&mut self, book: &Shelved, first: Day, last: Day) -> Option<Key> {
        let law = book.law.clone().on_day(first);
        self.stands.stand(&law, last).map(key)
    }

    fn glance(&mut self, book: &Shelved, day: Day, key: Key) -> Glance {
        let case = &self.case;
        let decide = || case.glance(book.law.clone().on_day(day));
        let entry = self.glances.entry((book.rest, key));
        entry.or_insert_with(decide).clone()
    }

    /// What an edition says of each day.
    fn runs(&self, pages: &Pages, books: &[Vec<Piece>]) -> Vec<timeline::Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (first, last, book) in &pages.days {
            for (from, through, glance) in books.get(*book).into_iter().flatten() {
                let (from, through) = ((*from).max(*first), (*through).min(*last));
                if from <= through {
                    run::push(&mut runs, from, through, glance.clone());
                }
            }
        }
        runs.iter().map(|run| self.case.told(run)).collect()
    }
}

type Key = Vec<(u32, usize, u8, u8)>;

fn print(rule: &law::RuleLaw) -> (bool, u8, u8) {
    (rule.exists, truth(rule.in_force), truth(rule.latent))
}

fn rest(law: &LawBook) -> Rest {
    let readings = law.questions.iter().map(|question| question.reading);
    (Arc::clone(&law.rows), readings.collect())
}

fn key(stand: Stand) -> Key {
    let one = |(rule, s, actual, latent): (crate::ir::RuleId, usize, Truth, Truth)| {
        let rule = u32::try_from(rule.index()).unwrap_or(u32::MAX);
        (rule, s, truth(actual), truth(latent))
    };
    stand.into_iter().map(one).collect()
}

fn truth(truth: Truth) -> u8 {
    u8::from(truth.may_be_true()) * 2 + u8::from(truth.may_be_false())
}
