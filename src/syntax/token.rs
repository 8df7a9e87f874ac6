//! The words and signs of the language, and the raw classes of characters that logos finds.
//!
//! Keywords are looked up in a Rust `match` and word characters are coarse ranges: logos' automaton stays small (syntax §9).

use logos::Logos;

/// What logos sees. The adapter in `lexer` turns it into [`Token`]s, looks words up and reports slips.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\n\f\u{FEFF}\u{A0}\u{2007}\u{202F}\u{3000}\u{200B}]+")]
#[logos(subpattern w = r"[A-Za-z_\u{B5}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{1FFF}\u{3005}-\u{3007}\u{3040}-\u{D7FF}\u{F900}-\u{FAFF}\u{20000}-\u{3FFFF}]")]
#[logos(subpattern c = r"[0-9A-Za-z_\u{B5}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{1FFF}\u{3005}-\u{3007}\u{3040}-\u{D7FF}\u{F900}-\u{FAFF}\u{20000}-\u{3FFFF}]")]
#[logos(subpattern int = r"[0-9]+(_[0-9]+)*")]
pub enum Raw {
    /// `// note` and `/// doc`.
    #[regex(r"//[^\n]*", allow_greedy = true)]
    Comment,
    /// A comment in another language's spelling.
    #[regex(r"#[^\n]*", allow_greedy = true)]
    #[regex(r"/\*([^*]|\*+[^*/])*\*+/")]
    ForeignComment,
    /// A word, looked up afterwards; also `°C`.
    #[regex(r"(?&w)(?&c)*")]
    #[regex(r"°[A-Z]")]
    Word,
    /// A word in backquotes.
    #[regex(r"`[^`\n]+`")]
    QuotedWord,
    /// `key:`
    #[regex(r"(?&w)(?&c)*[ \t]*[:：]")]
    #[regex(r"`[^`\n]+`[ \t]*[:：]")]
    Key,
    /// `x :=`, which the key would tear apart.
    #[regex(r"(?&w)(?&c)*[ \t]*:=")]
    KeyAssign,
    /// `.member`
    #[regex(r"\.(?&c)+")]
    #[regex(r"\.`[^`\n]+`")]
    Member,
    /// `2025-12-01`
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", priority = 20)]
    Date,
    /// A date in another spelling.
    #[regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", priority = 10)]
    #[regex(r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}", priority = 10)]
    #[regex(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}", priority = 10)]
    #[regex(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", priority = 10)]
    ForeignDate,
    /// `3K907.a.1`
    #[regex(r"[0-9][A-Z][0-9]{3}(\.[0-9A-Za-z]+)*", priority = 20)]
    Code,
    /// A code with a small letter in front.
    #[regex(r"[0-9][a-z][0-9]{3}(\.[0-9A-Za-z]+)*", priority = 20)]
    SmallCode,
    /// `42`, `1_000`
    #[regex(r"(?&int)")]
    Int,
    /// `0.5`
    #[regex(r"(?&int)\.(?&int)")]
    Decimal,
    /// `0.1 %`
    #[regex(r"(?&int)(\.[0-9]+)?[ \t\u{A0}]*[%％]")]
    Share,
    /// `"text"`
    #[regex(r#""([^"\\\n]|\\[^\n])*""#)]
    Text,
    /// A text whose quote does not close on its line.
    #[regex(r#""([^"\\\n]|\\[^\n])*\\?"#)]
    OpenText,
    /// A text between other quotation marks.
    #[regex(r"“[^“”\n]*”")]
    #[regex(r"「[^「」\n]*」")]
    #[regex(r"『[^『』\n]*』")]
    #[regex(r"‘[^‘’\n]*’")]
    #[regex(r"'[^'\n]*'")]
    ForeignText,
    /// A sign of the language, also in its mathematical spelling.
    #[regex(r"[{}()\[\],;:?=<>+*/|−×÷≠≤≥-]")]
    #[token("->")]
    #[token("!=")]
    #[token("<=")]
    #[token(">=")]
    Sign,
    /// A sign of another language.
    #[token("==")]
    #[token("===")]
    #[token("=>")]
    #[token("=<")]
    #[token("<>")]
    #[token("&&")]
    #[token("||")]
    #[token("!")]
    #[token(":=")]
    #[token("→")]
    ForeignSign,
    /// A sign in its full-width form.
    #[regex(r"[\u{FF01}-\u{FF0D}\u{FF0F}-\u{FF5E}、【】]")]
    WideSign,
    /// `。member`
    #[regex(r"[。．](?&c)+")]
    WideMember,
    /// `。` as a full stop.
    #[regex(r"[。．]")]
    WideStop,
    /// A dot that no word follows.
    #[token(".")]
    Dot,
}

/// A terminal of the grammar. Texts are slices of the file; quotes, backquotes, dots and colons are already off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Stands in front of a file.
    FileMark,
    /// Stands in front of a cell of a CSV.
    CellMark,
    /// A reserved word.
    Kw(Kw),
    /// A plain name.
    Name(&'a str),
    /// A word after a number on the same line.
    Unit(&'a str),
    /// Three capitals before a number on the same line.
    Currency(&'a str),
    /// `key:`
    Key(&'a str),
    /// `.member`
    Member(&'a str),
    /// `42`
    Int(&'a str),
    /// `0.5`
    Decimal(&'a str),
    /// `0.1%`, the sign still on.
    Share(&'a str),
    /// A date: days since 1970-01-01, none where no such day exists.
    Date(Option<i32>),
    /// `3K907.a.1`
    Code(&'a str),
    /// `"text"`, escapes still in.
    Text(&'a str),
    /// A sign.
    Sign(Sign),
    /// A dot that no word follows.
    Dot,
    /// What was told by the lexer already.
    Error,
}

/// Declares an enum of fixed spellings with both directions of look-up.
macro_rules! spellings {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the spelling beside each variant says it")]
        pub enum $name { $($variant,)* }

        impl $name {
            /// Every one, in the order declared.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// As it is written.
            pub fn text(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The one that is written so.
            pub fn of(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}

spellings! {
    /// The signs.
    Sign {
        OpenBrace = "{", CloseBrace = "}", OpenParen = "(", CloseParen = ")", OpenBracket = "[", CloseBracket = "]",
        Comma = ",", Semicolon = ";", Colon = ":", Question = "?", Arrow = "->",
        Eq = "=", Ne = "!=", Lt = "<", Le = "<=", Gt = ">", Ge = ">=",
        Plus = "+", Minus = "-", Star = "*", Slash = "/", Bar = "|",
    }
}

spellings! {
    /// The reserved words (syntax §4): heads of items, heads of clauses, and the words inside.
    Kw {
        Import = "import", Facts = "facts", Instrument = "instrument", Rule = "rule", Group = "group", List = "list",
        Scale = "scale", Enum = "enum", Record = "record", Extend = "extend", Dimension = "dimension", Status = "status",
        Calendar = "calendar", Question = "question", Scenario = "scenario", Define = "define",
        Authority = "authority", Number = "number", Title = "title", Published = "published", Basis = "basis",
        InForce = "in force", Suspends = "suspends", Repeals = "repeals", Replaces = "replaces", Cites = "cites",
        Omits = "omits", Provisions = "provisions", For = "for", Given = "given", Lifts = "lifts", Let = "let", When = "when", Then = "then",
        Duty = "duty", Reading = "reading", Arises = "arises", Gives = "gives", Weekend = "weekend", Changes = "changes",
        On = "on", Known = "known", With = "with", Expect = "expect", Latent = "latent", Missing = "missing",
        Asks = "asks", Without = "without", Cases = "cases", Ensure = "ensure",
        From = "from", Through = "through", Until = "until", If = "if", Else = "else", Because = "because", To = "to",
        As = "as", Of = "of", En = "en", Zh = "zh", By = "by", Done = "done", Is = "is", Within = "within", In = "in",
        Reads = "reads", Meets = "meets", And = "and", Or = "or", Not = "not", Any = "any", Every = "every", No = "no",
        Has = "has", Have = "have", Where = "where", Outermost = "outermost", Count = "count", Otherwise = "otherwise",
        True = "true", False = "false", Null = "null",
    }
}

impl Kw {
    /// Whether the word begins an item of a file. `facts` and `status` begin items and more.
    pub fn begins_item(self) -> bool {
        self <= Kw::Define
    }

    /// Whether the word begins a clause.
    pub fn begins_clause(self) -> bool {
        self == Kw::Facts || (Kw::Authority..=Kw::Ensure).contains(&self)
    }

    /// Whether the word begins an item or a clause.
    pub fn is_head(self) -> bool {
        self <= Kw::Ensure
    }

    /// The heads of clauses as users write them, for suggestions.
    pub fn clause_heads() -> impl Iterator<Item = &'static str> {
        Kw::ALL
            .iter()
            .filter(|k| k.begins_clause())
            .map(|k| k.text())
    }

    /// The heads of items as users write them, for suggestions.
    pub fn item_heads() -> impl Iterator<Item = &'static str> {
        Kw::ALL.iter().filter(|k| k.begins_item()).map(|k| k.text())
    }
}
