//! What can be typed, and the help to it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::decision::Language;

/// Decides export-control cases by law written as rule files, with reasons.
#[derive(Debug, Parser)]
#[command(name = "licit", version, about, disable_help_subcommand = true, after_help = TOP)]
pub struct Licit {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to colour [default: auto, by terminal and NO_COLOR]
    // Else its place would be the number of verbs.
    #[arg(long, global = true, display_order = 900, value_enum, default_value_t = When::Auto, value_name = "auto|always|never", hide_possible_values = true, hide_default_value = true)]
    pub color: When,
}

const TOP: &str = "\
Examples:
  licit decide case.json                  what the law requires, and why
  licit decide case.json --on 2026-11-11  the same on another day
  licit screen orders.jsonl --out v.csv   a verdict row for each of many cases
  licit check                             every mistake in policies/
  licit test                              the scenarios beside the rules
  licit law                               the law, provision by provision
  licit timeline case.json                the days on which that changes

Exit codes: 0 done; 1 usage, file or facts; 2 --fail-at reached; 3 the policies
do not check; 4 undetermined (with --fail-undetermined); 5 scenarios failed
or do not cover what is required";

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Parse and type-check rule files: every mistake at once, with a way out
    Check(Check),
    /// Decide cases: the outcome, why, and what else there is to know
    Decide(Decide),
    /// Decide many cases: a verdict row each, and a table of what came out
    Screen(Screen),
    /// Run the scenarios that stand beside the rules
    Test(Test),
    /// Print the JSON Schema of the facts, for editors and programs
    Schema(Schema),
    /// Every day on which the decision for a case changes, and why
    Timeline(Timeline),
    /// Print the law, provision by provision, with the rules that encode it
    Law(Law),
    /// Print a completion script for a shell
    Completions(Completions),
}

/// Where the policies are.
#[derive(Args, Clone, Debug)]
pub struct Policies {
    /// The policy folder
    #[arg(long, value_name = "DIR", default_value = "policies")]
    pub policies: PathBuf,
}

/// `licit check`
#[derive(Args, Debug)]
#[command(after_help = "\
A PATH outside --policies is a policy folder of its own; inside, it selects.

Examples:
  licit check
  licit check policies/trade
  licit check --emit ir > program.json")]
pub struct Check {
    /// Folders or files; without any, all of --policies
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub folder: Policies,
    /// Print the typed program as JSON
    #[arg(long, value_enum, value_name = "ir", hide_possible_values = true)]
    pub emit: Option<Emit>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

/// `licit decide`
#[derive(Args, Debug)]
#[command(after_help = "\
A .jsonl or .ndjson file is JSON Lines, one case a line; so is - with --lines.

Examples:
  licit decide case.json
  licit decide case.json --on 2026-11-11 --known 2026-01-01
  licit decide case.json --reading holdings=added_up --lang zh
  licit decide orders.jsonl --format json --fail-at licence_required
  licit decide - < case.json")]
pub struct Decide {
    /// Fact files; - reads standard input
    #[arg(value_name = "FACTS", required = true)]
    pub facts: Vec<PathBuf>,
    #[command(flatten)]
    pub folder: Policies,
    /// Ask on this day, not on the one that the facts tell
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Ask by the law book of this day [default: the day asked]
    #[arg(long, value_name = "DATE")]
    pub known: Option<String>,
    /// Choose a reading of a question, or `unknown`; may be repeated
    #[arg(long = "reading", value_name = "QUESTION=READING", value_parser = pair)]
    pub readings: Vec<(String, String)>,
    /// `none`: take nothing from the schema's defaults
    #[arg(long, value_enum, default_value_t = Assume::Defaults, value_name = "defaults|none", hide_possible_values = true, hide_default_value = true)]
    pub assume: Assume,
    /// Exit with 2 where this outcome or a stricter one is possible
    #[arg(long, value_name = "OUTCOME")]
    pub fail_at: Option<String>,
    /// Exit with 4 where there is no single outcome
    #[arg(long)]
    pub fail_undetermined: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
    /// The language of words and texts
    #[arg(long, value_enum, default_value_t = Lang::En, value_name = "en|zh", hide_possible_values = true)]
    pub lang: Lang,
    /// Read - as JSON Lines
    #[arg(long)]
    pub lines: bool,
}

/// `licit screen`
#[derive(Args, Debug)]
#[command(after_help = "\
A .jsonl or .ndjson file is JSON Lines, one case a line; so is - with --lines.
A .csv or .parquet file has a case a row, so has - with --csv: docs/columns.md.
Rows come out in the order they came in. They are written to OUT.part, which
becomes OUT when all is done; a run that was broken off goes on with --resume.
docs/screen.md says what stands in a row.

Examples:
  licit screen orders.jsonl --out verdicts.jsonl
  licit screen orders.csv --out verdicts.csv --rejects bad.jsonl
  licit screen orders.parquet --out verdicts.parquet
  licit screen orders.jsonl --out verdicts.jsonl --on 2026-11-11 --resume
  licit screen orders.jsonl --out verdicts.jsonl --explain-at refused
  generate | licit screen - --lines --out - --format csv")]
pub struct Screen {
    /// Files with cases; - reads standard input
    #[arg(value_name = "IN", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Where the rows go; - writes to standard output
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
    /// The form of the rows [default: by the name of OUT]
    #[arg(
        long,
        value_enum,
        value_name = "jsonl|csv|parquet",
        hide_possible_values = true
    )]
    pub format: Option<RowFormat>,
    /// Keep each row that no case can be made of, with what is wrong with it
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Do not read this column of a table (`items.remarks`); may be repeated
    #[arg(long = "ignore-column", value_name = "PLACE")]
    pub ignored_columns: Vec<String>,
    /// In this column of a table nothing told says that there is none; may be repeated
    #[arg(long = "absent-where-empty", value_name = "PLACE")]
    pub absent_where_empty: Vec<String>,
    /// Go on with a run that was broken off
    #[arg(long)]
    pub resume: bool,
    #[command(flatten)]
    pub folder: Policies,
    /// Ask on this day, not on the one that the facts tell
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Ask by the law book of this day [default: the day asked]
    #[arg(long, value_name = "DATE")]
    pub known: Option<String>,
    /// Choose a reading of a question, or `unknown`; may be repeated
    #[arg(long = "reading", value_name = "QUESTION=READING", value_parser = pair)]
    pub readings: Vec<(String, String)>,
    /// `none`: take nothing from the schema's defaults
    #[arg(long, value_enum, default_value_t = Assume::Defaults, value_name = "defaults|none", hide_possible_values = true, hide_default_value = true)]
    pub assume: Assume,
    /// Add the whole decision where this outcome or a stricter one is possible
    #[arg(long, value_name = "OUTCOME")]
    pub explain_at: Option<String>,
    /// Exit with 2 where this outcome or a stricter one is possible
    #[arg(long, value_name = "OUTCOME")]
    pub fail_at: Option<String>,
    /// Exit with 4 where there is no single outcome
    #[arg(long)]
    pub fail_undetermined: bool,
    /// How to print the closing table, to standard error
    #[arg(long, value_enum, default_value_t = Summary::Text, value_name = "text|json|none", hide_possible_values = true)]
    pub summary: Summary,
    /// How many cases to decide at once [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Read - as JSON Lines
    #[arg(long)]
    pub lines: bool,
    /// Read - as CSV
    #[arg(long, conflicts_with = "lines")]
    pub csv: bool,
}

/// `licit test`
#[derive(Args, Debug)]
#[command(after_help = "\
A PATH outside --policies is a policy folder of its own; inside, it selects: scenarios, and with
--coverage what is counted (all scenarios run then).

Coverage exits with 5 where something of a kind that is required is not covered.

Examples:
  licit test
  licit test policies/trade/scenarios.licit
  licit test --format junit > report.xml
  licit test --coverage
  licit test --coverage --require rules,provisions,conditions,thresholds
  licit test --coverage --format lcov > licit.info")]
pub struct Test {
    /// Folders or files; without any, all of --policies
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub folder: Policies,
    /// Tell what the scenarios show of rules, conditions and thresholds, and what the rules say of the law
    #[arg(long)]
    pub coverage: bool,
    /// Of what all must be covered: rules, provisions, conditions, thresholds, or none
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Required::Rules, Required::Provisions], value_name = "KINDS", requires = "coverage", hide_possible_values = true)]
    pub require: Vec<Required>,
    /// How to print; lcov prints the coverage alone
    #[arg(long, value_enum, default_value_t = TestFormat::Text, value_name = "text|json|junit|lcov", hide_possible_values = true)]
    pub format: TestFormat,
}

/// `licit schema`
#[derive(Args, Debug)]
#[command(after_help = "\
Editors complete and check fact files by it; it accepts what decide reads.

Examples:
  licit schema > facts.schema.json
  licit schema --lang zh
  licit schema --policies policies/trade")]
pub struct Schema {
    #[command(flatten)]
    pub folder: Policies,
    /// The language of descriptions
    #[arg(long, value_enum, default_value_t = Lang::En, value_name = "en|zh", hide_possible_values = true)]
    pub lang: Lang,
}

/// `licit timeline`
#[derive(Args, Debug)]
#[command(after_help = "\
Each day has its own law book, unless --known fixes one. Without --from and
--to: from the eve of the first day on which the law changes to the morrow of
the last, widened by days that the facts tell.

Examples:
  licit timeline case.json
  licit timeline case.json --known 2025-11-06
  licit timeline case.json --from 2025-10-01 --to 2027-01-31
  licit timeline case.json --format svg > case.svg")]
pub struct Timeline {
    /// The fact file; - reads standard input
    #[arg(value_name = "FACTS")]
    pub facts: PathBuf,
    #[command(flatten)]
    pub folder: Policies,
    /// Ask every day by the law book of this one [default: of the day itself]
    #[arg(long, value_name = "DATE")]
    pub known: Option<String>,
    /// The first day to look at
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// The last day to look at
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Choose a reading of a question, or `unknown`; may be repeated
    #[arg(long = "reading", value_name = "QUESTION=READING", value_parser = pair)]
    pub readings: Vec<(String, String)>,
    /// `none`: take nothing from the schema's defaults
    #[arg(long, value_enum, default_value_t = Assume::Defaults, value_name = "defaults|none", hide_possible_values = true, hide_default_value = true)]
    pub assume: Assume,
    /// How to print
    #[arg(long, value_enum, default_value_t = TimelineFormat::Text, value_name = "text|json|svg", hide_possible_values = true)]
    pub format: TimelineFormat,
    /// The language of words and texts
    #[arg(long, value_enum, default_value_t = Lang::En, value_name = "en|zh", hide_possible_values = true)]
    pub lang: Lang,
}

/// `licit law`
#[derive(Args, Debug)]
#[command(after_help = "\
The page is Markdown: every instrument, every provision with what it says, the rules that
encode it or the reason why it is left out. A PATH selects files of --policies.

Examples:
  licit law
  licit law policies/trade/n3.licit
  licit law --links ../ > docs/law.md")]
pub struct Law {
    /// Files or folders; without any, all of --policies
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub folder: Policies,
    /// What links to files of the policies begin with
    #[arg(long, value_name = "PREFIX", default_value = "")]
    pub links: String,
}

/// `licit completions`
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  licit completions bash > ~/.local/share/bash-completion/completions/licit")]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// Text or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    // For a person
    Text,
    // For a program
    Json,
}

/// The form of verdict rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    // JSON Lines
    #[value(alias = "json", alias = "ndjson")]
    Jsonl,
    // CSV
    Csv,
    // Parquet
    Parquet,
}

/// How the table that closes a run is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Summary {
    // For a person
    Text,
    // For a program
    Json,
    // Not
    None,
}

/// How results of scenarios are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    // For a person
    Text,
    // For a program
    Json,
    // JUnit XML, for build servers
    Junit,
    // LCOV, for coverage viewers
    Lcov,
}

/// Of what all must be covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Required {
    // Each had effect in some case, and none in another
    Rules,
    // Each is encoded or left out
    Provisions,
    // Each mattered on its own, true and false
    Conditions,
    // Each was met from below, exactly and from above
    Thresholds,
    // Nothing
    None,
}

/// How a timeline is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimelineFormat {
    // For a person
    Text,
    // For a program
    Json,
    // A picture
    Svg,
}

/// What `check` can emit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    // The typed program
    Ir,
}

/// What is taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Assume {
    // The schema's defaults
    Defaults,
    // Nothing
    None,
}

/// Languages of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    // English
    En,
    // Chinese
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Zh => Self::Zh,
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    // On a terminal
    Auto,
    // Always
    Always,
    // Never
    Never,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((question, reading)) if !question.is_empty() && !reading.is_empty() => {
            Ok((question.to_owned(), reading.to_owned()))
        }
        _ => Err("write QUESTION=READING, such as holdings=added_up".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn sound() {
        super::Licit::command().debug_assert();
    }
}
