//! Names of columns → places in a case, as a tree that rows are written along.
//!
//! A name is a path of the schema, as decisions write it: `end_user.country`, `items[0].parts[1].value.amount`. An index left out
//! is 0. What a path may go on with is asked of the types alone.

use crate::columns::Choices;
use crate::columns::errors::{self, Mistake};
use crate::diag::did_you_mean;
use crate::ir::{Program, Type};
use crate::value::Currency;

/// How many steps a name may have: the tree is walked along the machine's stack.
const STEP_LIMIT: usize = 64;

/// How many elements of one list may be named.
const INDEX_LIMIT: usize = 10_000;

/// How a cell is written as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// As it stands.
    Text,
    /// `true` or `false`.
    Truth,
    /// A number, a day, a name, a code: a text without blanks around it, or JSON that tells it in part.
    Word,
    /// `400 EUR`
    Money,
    /// Words with `;` between them.
    Words,
    /// A record, a list of records, rates: JSON.
    Json,
}

/// A place of a case with what the columns tell of it.
#[derive(Debug, Default)]
pub struct Branch {
    /// The column that tells the place itself.
    pub whole: Option<(usize, Cell)>,
    /// The places in it.
    pub inner: Inner,
    /// Where nothing is told of it, there is none.
    pub absent: bool,
}

/// The places in a place.
#[derive(Debug, Default)]
pub enum Inner {
    /// None are named.
    #[default]
    None,
    /// By their keys, which are JSON already: `"code":`.
    Object(Vec<(String, Branch)>),
    /// By their indices.
    List {
        /// Element by element.
        elements: Vec<Branch>,
        /// The column that says whether there are no others.
        complete: Option<usize>,
    },
}

/// What stands at a point of a path.
#[derive(Clone, Copy)]
enum At<'p> {
    Type(&'p Type),
    /// The amount of a sum of money.
    Amount,
    /// A part of a value, which has none itself.
    Leaf(Cell),
}

/// One step into a case.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
    /// The mark whether a list has no other elements.
    Complete,
}

/// Everything that is wrong with what a caller says of columns.
pub fn check(program: &Program, choices: &Choices) -> Vec<Mistake> {
    let wrong = |name: &String| match resolve(program, name) {
        Ok((_, _, true)) => None,
        Ok((_, _, false)) => Some(errors::never_absent(name)),
        Err(mistake) => Some(mistake),
    };
    choices.null_is_absent.iter().filter_map(wrong).collect()
}

/// Finds the place that a name means, and whether it may be absent.
fn resolve(program: &Program, name: &str) -> Result<(Vec<Step>, Cell, bool), Mistake> {
    let root = Type::Record(program.facts.record);
    let mut at = At::Type(&root);
    let mut steps = Vec::new();
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        if steps.len() > STEP_LIMIT {
            return Err(errors::place_form(name, "it goes too deep"));
        }
        if let Some(of) = element(at) {
            if part == "complete" && parts.peek().is_none() {
                steps.push(Step::Complete);
                return Ok((steps, Cell::Truth, false));
            }
            steps.push(Step::Index(0));
            at = At::Type(of);
        }
        let (key, indices) = indices(name, part)?;
        let known = keys(program, at);
        let Some(next) = inside(program, at, key) else {
            let before = name_before(name, part);
            let near = did_you_mean(key, known.iter().map(String::as_str));
            let near = near.map(|near| format!("{before}{near}"));
            return Err(errors::unknown(name, near.as_deref(), before, &known));
        };
        steps.push(Step::Key(key.to_owned()));
        at = next;
        for index in indices {
            let Some(of) = element(at) else {
                return Err(errors::place_form(
                    name,
                    &format!("`{key}` is no list, and has no elements"),
                ));
            };
            if index >= INDEX_LIMIT {
                return Err(errors::place_form(
                    name,
                    &format!("at most {INDEX_LIMIT} elements of a list have columns"),
                ));
            }
            steps.push(Step::Index(index));
            at = At::Type(of);
        }
    }
    let may_be_absent = matches!(at, At::Type(Type::Optional(_)));
    Ok((steps, cell(at), may_be_absent))
}

/// What of a name stands before a part of it (which borrows from it), the dot taken in.
fn name_before<'n>(name: &'n str, part: &str) -> &'n str {
    let offset = (part.as_ptr() as usize).saturating_sub(name.as_ptr() as usize);
    name.get(..offset).unwrap_or("")
}

/// `parts[1][0]` → `parts`, 1, 0.
fn indices<'n>(name: &str, part: &'n str) -> Result<(&'n str, Vec<usize>), Mistake> {
    let Some((key, mut rest)) = part.find('[').and_then(|open| part.split_at_checked(open)) else {
        return Ok((part, Vec::new()));
    };
    let mut indices = Vec::new();
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let index = inner.and_then(|(digits, after)| {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| (digits.parse().unwrap_or(usize::MAX), after))
        });
        let Some((index, after)) = index else {
            return Err(errors::place_form(
                name,
                "an element is named by its number from 0, in brackets: `[0]`",
            ));
        };
        indices.push(index);
        rest = after;
    }
    Ok((key, indices))
}

/// What a type is of without `null`.
fn present(ty: &Type) -> &Type {
    match ty {
        Type::Optional(of) => of,
        ty => ty,
    }
}

fn element(at: At<'_>) -> Option<&Type> {
    match at {
        At::Type(ty) => match present(ty) {
            Type::List(of) | Type::Set(of) => Some(of),
            _ => None,
        },
        _ => None,
    }
}

const ENDS: [&str; 2] = ["at_least", "at_most"];

/// How a path may go on, for a message.
fn keys(program: &Program, at: At) -> Vec<String> {
    let names: &[&str] = match at {
        At::Amount => &ENDS,
        At::Leaf(_) => &[],
        At::Type(ty) => match present(ty) {
            Type::Record(id) => {
                let fields = program.record(*id).fields.iter();
                return fields.map(|field| field.name.clone()).collect();
            }
            Type::Money => &["amount", "currency"],
            Type::Rates => &["EUR/USD"],
            Type::Enum(_) | Type::Country | Type::Text => &["one_of"],
            ty if has_ends(ty) => &ENDS,
            _ => &[],
        },
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn has_ends(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Int | Type::Decimal | Type::Share | Type::Date | Type::Period | Type::Quantity(_)
    )
}

fn inside<'p>(program: &'p Program, at: At<'p>, key: &str) -> Option<At<'p>> {
    match at {
        At::Leaf(_) => None,
        At::Amount => ENDS.contains(&key).then_some(At::Leaf(Cell::Word)),
        At::Type(ty) => match present(ty) {
            Type::Record(id) => {
                let field = program
                    .record(*id)
                    .fields
                    .iter()
                    .find(|field| field.name == key);
                field.map(|field| At::Type(&field.ty))
            }
            Type::Money if key == "amount" => Some(At::Amount),
            Type::Money if key == "currency" => Some(At::Leaf(Cell::Word)),
            Type::Rates => {
                let (first, second) = key.split_once('/')?;
                Currency::parse(first)?;
                Currency::parse(second)?;
                Some(At::Leaf(Cell::Word))
            }
            Type::Enum(_) | Type::Country | Type::Text if key == "one_of" => {
                Some(At::Leaf(Cell::Words))
            }
            ty if has_ends(ty) && ENDS.contains(&key) => Some(At::Leaf(Cell::Word)),
            _ => None,
        },
    }
}

fn cell(at: At) -> Cell {
    match at {
        At::Leaf(cell) => cell,
        At::Amount => Cell::Word,
        At::Type(ty) => match present(ty) {
            Type::Text => Cell::Text,
            Type::Bool => Cell::Truth,
            Type::Money => Cell::Money,
            Type::Record(_) | Type::Rates => Cell::Json,
            Type::List(of) | Type::Set(of) => match **of {
                Type::Record(_) | Type::Money | Type::List(_) | Type::Set(_) => Cell::Json,
                _ => Cell::Words,
            },
            _ => Cell::Word,
        },
    }
}

/// Puts the column of that index into the tree.
pub fn insert(
    root: &mut Branch,
    program: &Program,
    choices: &Choices,
    names: &[&str],
    column: usize,
) -> Result<(), Mistake> {
    let name = names.get(column).copied().unwrap_or("");
    let (steps, cell, _) = resolve(program, name)?;
    let (mut branch, mut plain) = (root, String::new());
    for step in steps {
        if let Inner::None = branch.inner {
            branch.inner = match step {
                Step::Key(_) => Inner::Object(Vec::new()),
                Step::Index(_) | Step::Complete => Inner::List {
                    elements: Vec::new(),
                    complete: None,
                },
            };
        }
        branch = match (&mut branch.inner, step) {
            (Inner::Object(places), Step::Key(key)) => {
                if !plain.is_empty() {
                    plain.push('.');
                }
                plain.push_str(&key);
                let key = format!("\"{key}\":");
                let found = places.iter().position(|(known, _)| *known == key);
                let index = found.unwrap_or_else(|| {
                    let absent = choices.absent(&plain);
                    places.push((
                        key,
                        Branch {
                            absent,
                            ..Branch::default()
                        },
                    ));
                    places.len() - 1
                });
                match places.get_mut(index) {
                    Some((_, place)) => place,
                    None => return Ok(()),
                }
            }
            (Inner::List { elements, .. }, Step::Index(index)) => {
                if elements.len() <= index {
                    elements.resize_with(index + 1, Branch::default);
                }
                match elements.get_mut(index) {
                    Some(element) => element,
                    None => return Ok(()),
                }
            }
            (Inner::List { complete, .. }, Step::Complete) => {
                return match complete.replace(column) {
                    Some(first) => Err(errors::doubled(name, names.get(first).copied())),
                    None => Ok(()),
                };
            }
            // A place is a list or an object by its type, for every name alike.
            _ => return Ok(()),
        };
    }
    match branch.whole.replace((column, cell)) {
        Some((first, _)) => Err(errors::doubled(name, names.get(first).copied())),
        None => Ok(()),
    }
}

impl Branch {
    /// Whether no column tells anything of it.
    fn is_bare(&self) -> bool {
        self.whole.is_none() && matches!(self.inner, Inner::None)
    }

    /// Whether it has places in it: where nothing is told of these, it may still stand as `{}`.
    pub fn is_in_parts(&self) -> bool {
        let json = matches!(self.whole, Some((_, Cell::Json)));
        json || matches!(self.inner, Inner::Object(_))
    }

    /// The first element of a list that no column names though a later one is named, with its list's first column.
    pub fn gap(&self) -> Option<(usize, usize)> {
        match &self.inner {
            Inner::None => None,
            Inner::Object(places) => places.iter().find_map(|(_, place)| place.gap()),
            Inner::List { elements, .. } => {
                let bare = elements.iter().position(Branch::is_bare);
                match bare {
                    Some(index) => elements
                        .get(index..)
                        .and_then(|later| later.iter().find_map(Branch::first_column))
                        .map(|column| (index, column)),
                    None => elements.iter().find_map(Branch::gap),
                }
            }
        }
    }

    /// Its first column.
    fn first_column(&self) -> Option<usize> {
        let within = || match &self.inner {
            Inner::None => None,
            Inner::Object(places) => places.iter().find_map(|(_, place)| place.first_column()),
            Inner::List { elements, complete } => {
                complete.or_else(|| elements.iter().find_map(Branch::first_column))
            }
        };
        self.whole.map(|(column, _)| column).or_else(within)
    }

    /// The column that tells what a JSON pointer points to: the nearest one on the way, else the first below.
    pub fn column_of(&self, pointer: &str) -> Option<usize> {
        let (mut branch, mut nearest) = (self, self.whole);
        for step in pointer.split('/').skip(1) {
            let inner = match &branch.inner {
                Inner::None => None,
                Inner::Object(places) => {
                    let plain = step.replace("~1", "/").replace("~0", "~");
                    let key = format!("\"{plain}\":");
                    let found = places.iter().find(|(known, _)| *known == key);
                    found.map(|(_, place)| place)
                }
                // Lists that may have others stand as `{"known": […], "complete": …}`.
                Inner::List { .. } if step == "known" => Some(branch),
                Inner::List {
                    complete: Some(column),
                    ..
                } if step == "complete" => {
                    return Some(*column);
                }
                Inner::List { elements, .. } => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| elements.get(index)),
            };
            let Some(inner) = inner else {
                return nearest.map(|(column, _)| column);
            };
            branch = inner;
            nearest = branch.whole.or(nearest);
        }
        let own = branch.whole.or(nearest).map(|(column, _)| column);
        own.or_else(|| branch.first_column())
    }
}
