//! The law as a page: every instrument, every provision with what it says, and what became of it.

use std::fmt::Write as _;

use crate::ir::{
    Action, ActionVerb, Basis, Encoder, ExprId, ExprKind, Instrument, InstrumentId, Program,
    Provision, Question, RuleId, Target, Text, Window,
};
use crate::source::{SourceMap, Span};

/// Markdown; links to files begin with `links`. Writing to a String cannot fail, so results of writing are passed over.
pub fn page(
    program: &Program,
    sources: &SourceMap,
    links: &str,
    filter: &dyn Fn(&str) -> bool,
) -> String {
    let mut page = Page {
        program,
        sources,
        links,
        out: String::new(),
    };
    let all = program.instruments.iter().enumerate();
    let mut all: Vec<(InstrumentId, &Instrument)> = all
        .filter(|(_, one)| filter(page.path(one.span)))
        .map(|(index, one)| (InstrumentId::from_index(index), one))
        .collect();
    all.sort_by(|(_, a), (_, b)| (a.published, &a.full_name).cmp(&(b.published, &b.full_name)));
    page.head(&all);
    for (id, instrument) in &all {
        page.instrument(*id, instrument);
    }
    let unread = program.unread_provisions.iter();
    let unread: Vec<_> = unread.filter(|row| filter(page.path(row.span))).collect();
    if !unread.is_empty() {
        page.line("\n## Rows that no instrument reads\n");
        for row in unread {
            let link = page.link(&format!("{} {}", row.instrument, row.reference), row.span);
            page.line(&format!("- {link}"));
        }
    }
    page.out
}

struct Page<'a> {
    program: &'a Program,
    sources: &'a SourceMap,
    links: &'a str,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
    }

    fn path(&self, span: Span) -> &str {
        let file = self.sources.get(span.file);
        file.map_or("", |file| file.path.as_str())
    }

    fn link(&self, words: &str, span: Span) -> String {
        let (line, _) = self.sources.line_column(span.file, span.start);
        format!("[{words}]({}{}#L{line})", self.links, self.path(span))
    }

    fn head(&mut self, all: &[(InstrumentId, &Instrument)]) {
        self.line("# The law, provision by provision\n");
        self.line(
            "Written by `licit law` from the policies. A provision is **encoded** where a rule, a list, a question or a clause of an \
             instrument cites it or something within it, and **left out** where the instrument says why. The days and readings are \
             those of the rule files; on which day what holds for a case is what `licit decide` and `licit timeline` tell.\n",
        );
        self.line("| instrument | published | provisions | encoded | left out | neither |");
        self.line("| --- | --- | ---: | ---: | ---: | ---: |");
        for (_, instrument) in all {
            let Some(provisions) = &instrument.provisions else {
                let name = heading(instrument);
                self.line(&format!(
                    "| [{}](#{}) | {} | no table | | | |",
                    cell(&name),
                    anchor(&name),
                    instrument.published
                ));
                continue;
            };
            let encoded = provisions
                .iter()
                .filter(|p| !p.encoded_by.is_empty())
                .count();
            let left_out = provisions
                .iter()
                .filter(|p| p.encoded_by.is_empty() && p.left_out.is_some())
                .count();
            let name = heading(instrument);
            self.line(&format!(
                "| [{}](#{}) | {} | {} | {encoded} | {left_out} | {} |",
                cell(&name),
                anchor(&name),
                instrument.published,
                provisions.len(),
                provisions.len() - encoded - left_out
            ));
        }
    }

    fn instrument(&mut self, id: InstrumentId, instrument: &Instrument) {
        self.line(&format!("\n## {}\n", heading(instrument)));
        let title = both(&instrument.title, " · ");
        if !title.is_empty() {
            self.line(&format!("*{title}*\n"));
        }
        let mut facts = vec![format!(
            "file: {}",
            self.link(&format!("`{}`", instrument.full_name), instrument.span)
        )];
        let authority = both(&instrument.authority, " · ");
        if !authority.is_empty() {
            facts.push(format!("authority: {authority}"));
        }
        facts.push(format!("published {}", instrument.published));
        for window in &instrument.windows {
            facts.push(format!("in force {}", self.window(window)));
        }
        if let Some(basis) = instrument.basis {
            let note = instrument.basis_note.as_ref();
            let note = note.map_or_else(String::new, |note| format!(" ({note})"));
            facts.push(format!("basis: {}{note}", basis_words(basis)));
        }
        facts.extend(self.acted_on(id, instrument));
        for action in &instrument.actions {
            facts.push(self.acts(self.program.action(*action)));
        }
        for fact in facts {
            self.line(&format!("- {fact}"));
        }
        match &instrument.provisions {
            Some(provisions) => {
                self.line("\n| provision | says | encoded by, or left out |");
                self.line("| --- | --- | --- |");
                for provision in provisions {
                    self.provision(id, instrument, provision);
                }
            }
            None => self.line("\nNo table says what it holds."),
        }
        self.questions(id);
    }

    /// What other instruments do to it, its groups and rules.
    fn acted_on(&self, id: InstrumentId, instrument: &Instrument) -> Vec<String> {
        let program = self.program;
        let mut all = Vec::new();
        for action in &program.actions {
            let mine: Vec<String> = action
                .targets
                .iter()
                .filter_map(|target| match target {
                    Target::Instrument(other) => (*other == id).then(|| "as a whole".to_owned()),
                    Target::Group(group) => {
                        let group = program.group(*group);
                        (group.instrument == id)
                            .then(|| format!("`{}`", short(&group.full_name, instrument)))
                    }
                    Target::Rule(rule) => {
                        let rule = program.rule(*rule);
                        (rule.instrument == id)
                            .then(|| format!("`{}`", short(&rule.full_name, instrument)))
                    }
                })
                .collect();
            if mine.is_empty() {
                continue;
            }
            let verb = match action.verb {
                ActionVerb::Suspends => "suspended",
                ActionVerb::Repeals => "repealed",
                ActionVerb::Replaces => "replaced",
            };
            let by = program.instrument(action.by);
            all.push(format!(
                "{verb} {} {} by {}",
                mine.join(", "),
                self.windows(action),
                self.link(&by.number.en, action.span)
            ));
        }
        all
    }

    fn acts(&self, action: &Action) -> String {
        let program = self.program;
        let verb = match action.verb {
            ActionVerb::Suspends => "suspends",
            ActionVerb::Repeals => "repeals",
            ActionVerb::Replaces => "replaces",
        };
        let targets = action.targets.iter().map(|target| match target {
            Target::Instrument(id) => program.instrument(*id).number.en.clone(),
            Target::Group(id) => format!("`{}`", program.group(*id).full_name),
            Target::Rule(id) => format!("`{}`", program.rule(*id).full_name),
        });
        let targets: Vec<String> = targets.collect();
        format!(
            "{} {} {}",
            self.link(verb, action.span),
            targets.join(", "),
            self.windows(action)
        )
    }

    fn windows(&self, action: &Action) -> String {
        let all = action.windows.iter().map(|window| self.window(window));
        all.collect::<Vec<_>>().join(", or ")
    }

    /// `from 2031-02-01 through 2031-06-30 if last_day reads inside`
    fn window(&self, window: &Window) -> String {
        let mut words = format!("from {}", window.from);
        if let Some(last) = window.last {
            let _ = write!(words, " through {last}");
        }
        for (index, cond) in window.conds.iter().enumerate() {
            let text = self.sources.slice(self.program.expr(*cond).span);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let join = if index == 0 { "if" } else { "and" };
            let _ = write!(words, " {join} `{text}`");
        }
        if !window.conds.is_empty() && window.conds.iter().all(|cond| self.is_default(*cond)) {
            words.push_str(" (so by default)");
        }
        words
    }

    /// Whether a condition on questions holds where each has its default reading.
    fn is_default(&self, cond: ExprId) -> bool {
        let program = self.program;
        match &program.expr(cond).kind {
            ExprKind::Reads(question, reading) => program.question(*question).default == *reading,
            ExprKind::Not(inner) => !self.is_default(*inner),
            ExprKind::And(all) => all.iter().all(|one| self.is_default(*one)),
            ExprKind::Or(some) => some.iter().any(|one| self.is_default(*one)),
            _ => false,
        }
    }

    /// Its open points, with their readings.
    fn questions(&mut self, id: InstrumentId) {
        let program = self.program;
        let own = program.questions.iter();
        let own: Vec<&Question> = own.filter(|one| one.instrument == Some(id)).collect();
        if own.is_empty() {
            return;
        }
        self.line("\nOpen points, and how they are read:\n");
        for question in own {
            let name = short(&question.full_name, program.instrument(id));
            let link = self.link(&format!("`{name}`"), question.span);
            let arises = question.arises;
            let arises = arises.map_or_else(String::new, |day| format!(" (arose on {day})"));
            self.line(&format!("- {link}{arises}: {}", both(&question.text, " ")));
            for (index, reading) in question.readings.iter().enumerate() {
                let default = if usize::from(question.default) == index {
                    " **(default)**"
                } else {
                    ""
                };
                let text = both(&reading.text, " · ");
                self.line(&format!("  - `{}`{default}: {text}", reading.name));
            }
        }
    }

    fn provision(&mut self, id: InstrumentId, instrument: &Instrument, provision: &Provision) {
        let mut said = both(&provision.says, "<br>");
        if let Some(basis) = provision.basis.filter(|own| Some(*own) != instrument.basis) {
            let _ = write!(said, "<br>*{}*", basis_words(basis));
        }
        if let Some(note) = &provision.note {
            let _ = write!(said, "<br>*{note}*");
        }
        let mut became: Vec<String> = Vec::new();
        for by in &provision.encoded_by {
            became.push(self.encoder(id, *by));
        }
        let reason = provision.left_out.and_then(|at| instrument.omits.get(at));
        if let Some((_, why)) = reason {
            let start = if became.is_empty() {
                "left out"
            } else {
                "the rest is left out"
            };
            became.push(format!("{start}: {}", both(why, "<br>")));
        }
        if became.is_empty() {
            became.push("**neither**".to_owned());
        }
        let name = both(&provision.reference, "<br>");
        let row = [name, said, became.join("<br>")].map(|text| cell(&text));
        self.line(&format!("| {} |", row.join(" | ")));
    }

    fn encoder(&self, id: InstrumentId, by: Encoder) -> String {
        let program = self.program;
        let name = |full: &str, of: Option<InstrumentId>| match of {
            Some(of) if of == id => short(full, program.instrument(id)).to_owned(),
            _ => full.to_owned(),
        };
        match by {
            Encoder::Rule(rule) => self.rule(id, rule),
            Encoder::Group(group) => {
                let group = program.group(group);
                let name = name(&group.full_name, Some(group.instrument));
                self.link(&format!("`{name}`"), group.span)
            }
            Encoder::List(list) => {
                let list = program.list(list);
                let name = name(&list.full_name, list.instrument);
                format!("list {}", self.link(&format!("`{name}`"), list.span))
            }
            Encoder::Question(question) => {
                let question = program.question(question);
                let name = name(&question.full_name, question.instrument);
                let link = self.link(&format!("`{name}`"), question.span);
                format!("question {link}: {}", both(&question.text, " "))
            }
            Encoder::Action(action) => {
                let action = program.action(action);
                let verb = match action.verb {
                    ActionVerb::Suspends => "suspends",
                    ActionVerb::Repeals => "repeals",
                    ActionVerb::Replaces => "replaces",
                };
                format!("{} {}", self.link(verb, action.span), self.windows(action))
            }
            Encoder::Instrument(of) => {
                let of = program.instrument(of);
                format!("dates of {}", self.link(&of.number.en, of.span))
            }
        }
    }

    /// A rule, with its days where they are not its instrument's.
    fn rule(&self, id: InstrumentId, rule: RuleId) -> String {
        let rule = self.program.rule(rule);
        let of = self.program.instrument(rule.instrument);
        let name = if rule.instrument == id {
            short(&rule.full_name, of)
        } else {
            &rule.full_name
        };
        let link = self.link(&format!("`{name}`"), rule.span);
        let days = |windows: &[Window]| -> Vec<String> {
            windows.iter().map(|window| self.window(window)).collect()
        };
        let (own, outer) = (days(&rule.windows), days(&of.windows));
        if own == outer {
            link
        } else {
            format!("{link} ({})", own.join(", or "))
        }
    }
}

/// A name without its instrument's in front.
fn short<'a>(full: &'a str, instrument: &Instrument) -> &'a str {
    full.strip_prefix(&instrument.full_name)
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(full)
}

fn heading(instrument: &Instrument) -> String {
    both(&instrument.number, " · ")
}

/// English, and Chinese where it is told and another.
fn both(text: &Text, between: &str) -> String {
    match &text.zh {
        Some(zh) if *zh != text.en && !text.en.is_empty() => format!("{}{between}{zh}", text.en),
        Some(zh) if text.en.is_empty() => zh.clone(),
        _ => text.en.clone(),
    }
}

/// Within a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\r', '\n'], " ")
}

/// The anchor that Markdown pages give a heading: small letters, blanks as hyphens, signs left out.
fn anchor(heading: &str) -> String {
    let mut anchor = String::new();
    for char in heading.to_lowercase().chars() {
        if char.is_alphanumeric() || char == '-' || char == '_' {
            anchor.push(char);
        } else if char == ' ' {
            anchor.push('-');
        }
    }
    anchor
}

fn basis_words(basis: Basis) -> &'static str {
    match basis {
        Basis::Official => "the published wording was read",
        Basis::Reported => "reported: a summary or the press",
        Basis::Inferred => "inferred: follows from the wording",
        Basis::Recalled => "recalled: unconfirmed",
    }
}
