//! What was written: the tree of one `.licit` file. Strings, no scopes, no types; every node keeps its span.
//!
//! Built by `build.rs` from the grammar's actions, read by `resolve`, `check` and the formatter.
//! An `Error` node stands where something did not parse; the mistake has been told already.

use crate::source::{FileId, Span};

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// Which text it is.
    pub id: FileId,
    /// Its items in order.
    pub items: Vec<Item>,
}

impl File {
    /// A file with nothing in it.
    pub fn empty(id: FileId) -> File {
        File {
            id,
            items: Vec::new(),
        }
    }
}

/// A name as written (backquotes, the leading dot of a member and the colon of a key taken off, NFC).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The characters.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// `authority.notice_1.art1`: a name and its members; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The parts in order.
    pub parts: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// A text in one or both languages, with JSON escapes already undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Pairs of language and text: the mark is `None` where none was written (English).
    pub parts: Vec<(Option<Lang>, String, Span)>,
}

/// A language mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// `en`
    En,
    /// `zh`
    Zh,
}

/// A string literal, escapes undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Str {
    /// The characters.
    pub text: String,
    /// Where, quotes included.
    pub span: Span,
}

/// A date literal: the day, or `None` where no such day exists (told already).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateLit {
    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    pub day: Option<i32>,
    /// Where.
    pub span: Span,
}

/// An item of a file.
#[derive(Clone, Debug)]
pub struct Item {
    /// From its head word to its last token.
    pub span: Span,
    /// Its `///` lines, joined by newlines; empty where there are none.
    pub doc: String,
    /// What it is.
    pub kind: ItemKind,
}

/// The kinds of item, by head word.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// `import …`
    Import(Vec<Used>),
    /// `facts shipment: Shipment on date`
    Facts {
        /// The variable that every rule knows.
        variable: Name,
        /// Its record.
        ty: Type,
        /// The field that is the day of the act.
        on: Name,
    },
    /// `instrument`, with its clauses
    Instrument(Block),
    /// `rule` outside a group
    Rule(Block),
    /// `question`
    Question(Block),
    /// `group`
    Group(Group),
    /// `scenario "…" { … }`
    Scenario {
        /// Its title.
        title: Text,
        /// Its clauses, cases flat among them.
        clauses: Vec<Clause>,
    },
    /// `calendar prc main { … }`
    Calendar {
        /// Its name.
        name: Name,
        /// The word after the name (`main`).
        mark: Option<Name>,
        /// `weekend`, `changes`.
        clauses: Vec<Clause>,
    },
    /// `list annex from "x.csv" { … }`
    List(Box<List>),
    /// `scale licensing main { … }`
    Scale {
        /// Its name.
        name: Name,
        /// The word after the name (`main`).
        mark: Option<Name>,
        /// The text after the name.
        text: Text,
        /// Outcomes, mildest first.
        values: Vec<EnumValue>,
    },
    /// `enum`
    Enum {
        /// Its name.
        name: Name,
        /// Members in order.
        values: Vec<EnumValue>,
    },
    /// `record`, or with `extend` in front of it
    Record {
        /// Whether it extends a record of another file.
        extend: bool,
        /// Its name.
        name: Name,
        /// The text after the name.
        text: Text,
        /// Fields and `ensure`s in order.
        fields: Vec<Field>,
    },
    /// `dimension Length { nm  um = 1000 nm }`
    Dimension {
        /// Its name.
        name: Name,
        /// Units in order: a unit, and what it equals (none for the base unit).
        units: Vec<(Name, Option<Box<Expr>>)>,
    },
    /// `status controlled of Item "…"`
    Status {
        /// Its name.
        name: Name,
        /// Whom it is said of.
        of: Type,
        /// Its text.
        text: Text,
    },
    /// `define`
    Define {
        /// Its name.
        path: Path,
        /// Parameters.
        params: Vec<Param>,
        /// Result.
        ty: Type,
        /// The text after the result's type.
        text: Text,
        /// `= e`, or the block's lets and `gives`.
        body: Box<DefineBody>,
    },
    /// Did not parse; told already.
    Error,
}

/// One thing an `import` names.
#[derive(Clone, Debug)]
pub struct Used {
    /// The module.
    pub path: Path,
    /// How it is shown.
    pub how: UsedHow,
}

/// The three forms of an import.
#[derive(Clone, Debug)]
pub enum UsedHow {
    /// `import a.b`: all names bare, `b` for the module
    All,
    /// `import a.b as c`
    As(Name),
    /// `import a.b (x, y)`
    Only(Vec<Name>),
}

/// An instrument, rule or question: head, then clauses.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name.
    pub path: Path,
    /// The text after the name.
    pub title: Text,
    /// Its clauses in order.
    pub clauses: Vec<Clause>,
    /// The closing brace's place, or the last token's.
    pub close: Span,
}

/// A group: clauses shared by the rules inside.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub path: Path,
    /// The text after the name.
    pub title: Text,
    /// Its own clauses.
    pub clauses: Vec<Clause>,
    /// The rules inside, with their docs and spans (kind: always `Rule` or `Error`).
    pub rules: Vec<Item>,
}

/// A list: columns and rows, or a CSV.
#[derive(Clone, Debug)]
pub struct List {
    /// Its name.
    pub path: Path,
    /// The text after the name.
    pub title: Text,
    /// `from "x.csv"`
    pub from: Option<Str>,
    /// Other clauses (`cites`, `basis`).
    pub clauses: Vec<Clause>,
    /// Typed columns.
    pub columns: Vec<Column>,
    /// Rows: the cells between the bars.
    pub rows: Vec<Row>,
}

/// `name : Type "text"?`
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// A word behind it; `key` means that rows are told apart by it.
    pub mark: Option<Name>,
    /// Its text.
    pub text: Text,
}

/// One `| a | b |` row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Expr>,
    /// All of it.
    pub span: Span,
}

/// An enum member or outcome.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// Its text.
    pub text: Text,
    /// Its `///` lines.
    pub doc: String,
}

/// A member of a record.
#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    clippy::enum_variant_names,
    reason = "nearly every member is a field, and is called one"
)]
pub enum Field {
    /// `key type (= default (if cond)?)? text?`
    Field {
        /// Its name.
        name: Name,
        /// Its type.
        ty: Type,
        /// What leaving it out means.
        default: Option<Box<Expr>>,
        /// When leaving it out means that.
        cond: Option<Box<Expr>>,
        /// Its text.
        text: Text,
        /// Its `///` lines, or the `//` comment that ends its line.
        doc: String,
    },
    /// `ensure cond "why"`
    Ensure {
        /// What must hold.
        cond: Box<Expr>,
        /// What is told otherwise.
        text: Text,
        /// All of it.
        span: Span,
    },
    /// Did not parse.
    Error(Span),
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct Type {
    /// What it is.
    pub kind: TypeKind,
    /// Where.
    pub span: Span,
}

/// Forms of type.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `Share`, `Item`, `trade.Item`
    Path(Path),
    /// `Range of Length`
    Of(Box<(Path, Path)>),
    /// `[T]`
    List(Box<Type>),
    /// `{T}`
    Set(Box<Type>),
    /// `T?`
    Optional(Box<Type>),
    /// Did not parse.
    Error,
}

/// `name: Type text?`
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its text.
    pub text: Text,
}

/// The body of a define, and of `let` and `gives`.
#[derive(Clone, Debug)]
pub struct DefineBody {
    /// `let`s of the block form, in order.
    pub lets: Vec<Let>,
    /// The result; an error node where `gives` is missing (the block form is then told about by `check`).
    pub result: Box<Expr>,
    /// Clauses of the block form that are neither `let` nor `gives` (told about by `check`).
    pub stray: Vec<Clause>,
}

/// `let name text? = body`
#[derive(Clone, Debug)]
pub struct Let {
    /// Its name.
    pub name: Name,
    /// The text after the name.
    pub text: Text,
    /// Its value.
    pub value: Box<Expr>,
}

/// One clause. Every block takes every clause; `check` says where one does not belong.
#[derive(Clone, Debug)]
pub struct Clause {
    /// From its head word to its last token.
    pub span: Span,
    /// The head word alone (`in force` is one).
    pub head: Span,
    /// What it says.
    pub kind: ClauseKind,
}

/// The clauses, by head word (syntax §2).
#[derive(Clone, Debug)]
pub enum ClauseKind {
    /// `authority "…"`
    Authority(Text),
    /// `number "…"`
    Number(Text),
    /// `title "…"`
    Title(Text),
    /// `published D`
    Published(DateLit),
    /// `basis official "…"?`
    Basis(Name, Option<Str>),
    /// `in force window cond?`
    InForce(Window, Option<Box<Expr>>),
    /// `suspends | repeals | replaces path,+ window? cond?`
    Action {
        /// Which.
        verb: ActionVerb,
        /// On what.
        targets: Vec<Path>,
        /// When.
        window: Option<Window>,
        /// Under which reading.
        cond: Option<Box<Expr>>,
    },
    /// `cites ref,+`
    Cites(Vec<Reference>),
    /// `omits ref,+ because "…"`
    Omits(Vec<Reference>, Text),
    /// `provisions from "…"`
    Provisions(Str),
    /// `for item in shipment.items`
    For(Binder),
    /// `for shipment`
    ForPath(Path),
    /// `given path,+`
    Given(Vec<Path>),
    /// `lifts path,+`
    Lifts(Vec<Path>),
    /// `let name text? = body`
    Let(Let),
    /// `when expr,+`
    When(Vec<Expr>),
    /// `then item is licence_required`
    Then(Path, Name),
    /// `duty path text? due? (done expr)?`
    Duty(Duty),
    /// `reading name "text" (default)?` in a question (`text` told), `reading question name` in a scenario
    Reading {
        /// The reading, or the question in a scenario.
        path: Path,
        /// Its text.
        text: Text,
        /// The word in brackets (`default`).
        mark: Option<Name>,
        /// The reading chosen, in a scenario.
        choice: Option<Name>,
    },
    /// `arises D`
    Arises(DateLit),
    /// `gives body`; `gives path = value` in a scenario
    Gives(Box<Expr>),
    /// `weekend name,+`
    Weekend(Vec<Name>),
    /// `changes from "x.csv"`
    Changes(Str),
    /// `on D`
    On(DateLit),
    /// `known D`
    Known(DateLit),
    /// `facts "x.json"` or `facts { … }`
    Facts(Box<Expr>),
    /// `with place = value`
    With(Box<Expr>, Box<Expr>),
    /// `expect outcome`
    Expect(Outcome),
    /// `latent outcome`
    Latent(Outcome),
    /// `missing place,+`
    Missing(Vec<Expr>),
    /// `asks path,+`
    Asks(Vec<Path>),
    /// `without path,+`
    Without(Vec<Path>),
    /// `without duty path,+`
    WithoutDuty(Vec<Path>),
    /// `cases (on | known | place),+`
    Cases(Vec<CaseColumn>),
    /// Did not parse; told already.
    Error,
}

/// What varies in a table of cases.
#[derive(Clone, Debug)]
pub enum CaseColumn {
    /// `on`
    On(Span),
    /// `known`
    Known(Span),
    /// A place in the facts.
    Place(Box<Expr>),
}

/// The three verbs of an instrument on others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionVerb {
    /// A state: lasts while its window does.
    Suspends,
    /// An event: once done, it stays.
    Repeals,
    /// An event: the instrument takes the target's place.
    Replaces,
}

/// `from D (through D | until D)?`, or an end alone.
#[derive(Clone, Debug)]
pub struct Window {
    /// First day.
    pub from: Option<DateLit>,
    /// Last day or first day out.
    pub end: Option<WindowEnd>,
    /// All of it.
    pub span: Span,
}

/// The end of a window.
#[derive(Clone, Debug)]
pub enum WindowEnd {
    /// The day is taken in.
    Through(DateLit),
    /// The day is left out.
    Until(DateLit),
}

/// `article 1 (1)`: shown as written.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Where; the text under it, blanks folded, is the reference.
    pub span: Span,
    /// The text as shown: tokens as written, runs of blanks folded to one, quotes of a quoted part taken off.
    pub text: String,
    /// Its parts in order.
    pub parts: Vec<ReferencePart>,
}

/// A part of a citation. What stands without a blank between is one word (`34bis`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferencePart {
    /// `article`, `1`, `2B902.z`
    Word(String),
    /// `(1)`: what stands in the brackets.
    Bracketed(String),
    /// `"items 1 to 7" zh "…"`: the string, and its Chinese.
    Quoted(String, Option<String>),
}

/// Who owes a duty.
#[derive(Clone, Debug)]
pub enum Owner {
    /// A party of the facts.
    Party(Path),
    /// Somebody whom the facts do not know, in words.
    Other(Text),
}

impl Owner {
    /// Where.
    pub fn span(&self) -> Option<Span> {
        match self {
            Owner::Party(path) => Some(path.span),
            Owner::Other(text) => text.parts.iter().map(|part| part.2).reduce(|a, b| a.to(b)),
        }
    }
}

/// `duty who "what" (within p of e | by e)? (done e)?`
#[derive(Clone, Debug)]
pub struct Duty {
    /// Who must.
    pub who: Owner,
    /// What.
    pub text: Text,
    /// By when.
    pub due: Option<Due>,
    /// The day on which it was done.
    pub done: Option<Box<Expr>>,
}

/// When a duty falls due.
#[derive(Clone, Debug)]
pub enum Due {
    /// `by e`
    By(Box<Expr>),
    /// `within p of e`
    Within(Box<Expr>, Box<Expr>),
}

/// `(place is)? name (to name)? (because path,+)?`
#[derive(Clone, Debug)]
pub struct Outcome {
    /// A subject other than the shipment.
    pub subject: Option<Box<Expr>>,
    /// The outcome, or the mildest of a range.
    pub from: Name,
    /// The strictest of a range.
    pub to: Option<Name>,
    /// Rules that it must rest on.
    pub because: Vec<Path>,
}

/// `outermost? name in source*? (where e)?`
#[derive(Clone, Debug)]
pub struct Binder {
    /// Whether `outermost` stands in front.
    pub outermost: bool,
    /// The variable.
    pub name: Name,
    /// What it runs over.
    pub source: Box<Expr>,
    /// Whether `*` stands behind the source: every depth.
    pub star: bool,
    /// The filter.
    pub filter: Option<Box<Expr>>,
    /// All of it.
    pub span: Span,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where; brackets around it are not part of it.
    pub span: Span,
    /// Whether it stood in brackets (`and` beside `or` needs them).
    pub bracketed: bool,
}

/// Forms of expression. `And`, `Or` are n-ary and `Postfix` is one node for a whole path, so that no tree is deeper than 256.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `a or b or c` (two or more)
    Or(Vec<Expr>),
    /// `a and b and c` (two or more)
    And(Vec<Expr>),
    /// `not e`
    Not(Box<Expr>),
    /// `any B has e` and its kin
    Quantifier(Quantifier, Binder, Box<Expr>),
    /// `a = b`, `a < b`, `a in b`, …
    Compare(CompareOp, Span, Box<Expr>, Box<Expr>),
    /// `e reads name`
    Reads(Box<Expr>, Name),
    /// `e is name`, `e is not name`
    Is {
        /// The subject.
        subject: Box<Expr>,
        /// Whether `not` stands there.
        negated: bool,
        /// The status.
        status: Name,
    },
    /// `a to b`
    Range(Box<Expr>, Box<Expr>),
    /// `a + b`, …; the span is the operator's
    Arith(ArithOp, Span, Box<Expr>, Box<Expr>),
    /// `- e`
    Neg(Box<Expr>),
    /// `x otherwise v`
    Otherwise(Box<Expr>, Box<Expr>),
    /// `if c then a else b`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A bare name.
    Name(Name),
    /// `head.a.b[0](x)`: one node for a name, a path, an index, a call.
    Postfix(Box<Expr>, Vec<Suffix>),
    /// `{ a, b }`
    Set(Vec<Expr>),
    /// `{ key: v, "key": v }`
    Object(Vec<(Str, Expr)>),
    /// `[ a, b ]`
    List(Vec<Expr>),
    /// `(a, b)`: refused by `check` with "a set stands in braces"
    Tuple(Vec<Expr>),
    /// `count(binder)`
    Count(Binder),
    /// `sum(e for B)`, `min(e for B)`, `max(e for B)`: call of a name with a binder argument
    Aggregate {
        /// `sum`, `min`, `max`, or another name that `check` refuses.
        name: Name,
        /// What is taken of each element.
        body: Box<Expr>,
        /// The elements.
        binder: Binder,
    },
    /// A literal.
    Literal(Literal),
    /// Did not parse, or deeper than the limit; told already.
    Error,
}

/// `any`, `every`, `no`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// At least one, and all.
    Every,
    /// Not one.
    No,
}

/// Comparison and membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `within`
    Within,
    /// `not within`
    NotWithin,
    /// `meets`
    Meets,
}

/// `+ - * /`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// One step of a postfix form.
#[derive(Clone, Debug)]
pub enum Suffix {
    /// `.name`
    Member(Name),
    /// `[3]`
    Index(u32, Span),
    /// `(a, b)`
    Call(Vec<Expr>, Span),
}

/// Literals. Numbers keep their text (underscores taken out): `value` parses them exactly.
#[derive(Clone, Debug)]
pub enum Literal {
    /// `42`
    Int(String),
    /// `0.5`
    Decimal(String),
    /// `0.1%`: the number in front of the sign
    Share(String),
    /// `14 nm`, `10 working days`, `500 USD`: number and unit words (a currency or `ppm` is a unit to the parser)
    Quantity(String, Vec<Name>),
    /// `USD 500`
    Money(Name, String),
    /// `2025-12-01`
    Date(DateLit),
    /// `3K907.a.1`
    Code(String),
    /// `"text"`
    Text(String),
    /// `true`, `false`
    Bool(bool),
    /// `null`
    Null,
}

/// A cell of a CSV column that is not text: an expression, or a range with one side (`>= 1.5 T`).
#[derive(Clone, Debug)]
pub struct CellExpr {
    /// `=`, `<`, `<=`, `>` or `>=` in front, with its place.
    pub op: Option<(CompareOp, Span)>,
    /// The expression.
    pub value: Box<Expr>,
}
