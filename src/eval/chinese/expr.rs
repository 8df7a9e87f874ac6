//! One expression in words. Recursive: how deep an expression goes is bounded when it is parsed.

use super::frame::Frames;
use super::{member, named};
use crate::decision::Language;
use crate::eval::show;
use crate::ir::{
    Aggregate, ArithOp, Binder, CompareOp, Const, DefineId, ExprId, ExprKind, FieldId, ListId,
    Program, Quantifier, QuestionId, RecordId, StatusId, Type,
};
use crate::value::{Bounds, Country, Period};

/// How tightly the words of a form hold together; what is looser than its place asks stands in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Whole,
    Or,
    And,
    Compare,
    Range,
    Sum,
    Product,
    Atom,
}

/// Writes expressions out.
pub struct Writer<'a> {
    pub program: &'a Program,
    pub frames: &'a Frames,
}

/// The record of a record's type.
pub fn record(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Optional(inner) => record(inner),
        Type::Record(record) => Some(*record),
        _ => None,
    }
}

fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) => inner,
        other => other,
    }
}

impl Writer<'_> {
    /// An expression in words.
    pub fn written(&self, id: ExprId) -> String {
        let text = self.say(id).0;
        if text.is_empty() { self.own(id) } else { text }
    }

    /// Of what is never said where something of it is: what it is called by itself.
    fn own(&self, id: ExprId) -> String {
        let record = record(&self.program.expr(id).ty);
        record
            .and_then(|record| super::record_text(self.program, record))
            .map_or_else(|| self.program.facts.variable.clone(), str::to_owned)
    }

    fn at_least(&self, id: ExprId, least: Hold) -> String {
        let (text, hold) = self.say(id);
        if text.is_empty() {
            self.own(id)
        } else if hold < least {
            format!("（{text}）")
        } else {
            text
        }
    }

    fn say(&self, id: ExprId) -> (String, Hold) {
        let expr = self.program.expr(id);
        let atom = |text: String| (text, Hold::Atom);
        match &expr.kind {
            ExprKind::Const(value) => atom(self.constant(value, &expr.ty)),
            ExprKind::Root => atom(String::new()),
            ExprKind::Local(local) => {
                atom(self.frames.name(id, *local).unwrap_or_default().to_owned())
            }
            ExprKind::Field(of, field) => atom(self.field(*of, *field)),
            ExprKind::Column(of, column) => atom(self.column(*of, *column)),
            ExprKind::And(all) => (self.joined(all, "，且", Hold::Compare), Hold::And),
            ExprKind::Or(all) => (self.joined(all, "，或", Hold::Compare), Hold::Or),
            ExprKind::Not(inner) => self.negated(*inner),
            ExprKind::Compare(op, a, b) => (self.comparison(*op, *a, *b), Hold::Compare),
            ExprKind::IsNull(a) => (
                format!("{}不存在", self.at_least(*a, Hold::Sum)),
                Hold::Compare,
            ),
            ExprKind::In(a, b) => (self.within(*a, "属于", *b), Hold::Compare),
            ExprKind::InRange(a, b) => (self.in_range(*a, "在", *b), Hold::Compare),
            ExprKind::Meets(a, b) => (self.meets(*a, *b, "有"), Hold::Compare),
            ExprKind::Reads(question, reading) => {
                (self.reads(*question, *reading, "按"), Hold::Compare)
            }
            ExprKind::Status(status, of) => (self.status(*status, *of, ""), Hold::Compare),
            ExprKind::Arith(op, a, b) => self.arithmetic(*op, *a, *b),
            ExprKind::Neg(a) => (format!("-{}", self.at_least(*a, Hold::Atom)), Hold::Product),
            ExprKind::Otherwise(a, b) => (
                format!(
                    "{}（不存在时取{}）",
                    self.at_least(*a, Hold::Atom),
                    self.at_least(*b, Hold::Or)
                ),
                Hold::Product,
            ),
            ExprKind::If(c, a, b) => (
                format!(
                    "若{}，则{}，否则{}",
                    self.at_least(*c, Hold::Compare),
                    self.at_least(*a, Hold::Or),
                    self.at_least(*b, Hold::Whole)
                ),
                Hold::Whole,
            ),
            ExprKind::Quantifier(quantifier, binder, body) => {
                (self.quantifier(*quantifier, binder, *body), Hold::Whole)
            }
            ExprKind::Aggregate(aggregate, binder, body) => {
                atom(self.aggregate(*aggregate, binder, *body))
            }
            ExprKind::Set(all) => atom(format!("{{{}}}", self.joined(all, "、", Hold::Or))),
            ExprKind::List(all) => atom(format!("[{}]", self.joined(all, "、", Hold::Or))),
            ExprKind::Range(a, b) => (
                format!(
                    "{}至{}",
                    self.at_least(*a, Hold::Sum),
                    self.at_least(*b, Hold::Sum)
                ),
                Hold::Range,
            ),
            ExprKind::Call(define, args) => self.call(*define, args, false),
            ExprKind::Rows(list) | ExprKind::ColumnSet(list, _) => atom(self.list(*list)),
            ExprKind::Extreme(aggregate, all) => {
                let which = match aggregate {
                    Aggregate::Max => "最大值",
                    _ => "最小值",
                };
                atom(format!("{}中的{which}", self.joined(all, "、", Hold::Or)))
            }
        }
    }

    fn joined(&self, all: &[ExprId], between: &str, least: Hold) -> String {
        let each: Vec<String> = all.iter().map(|id| self.at_least(*id, least)).collect();
        each.join(between)
    }

    /// What is said of a thing: nothing where the thing is never said.
    fn of(&self, id: ExprId) -> String {
        match self.say(id) {
            (text, Hold::Atom) => text,
            (text, _) => format!("（{text}）"),
        }
    }

    fn field(&self, of: ExprId, field: FieldId) -> String {
        let entry = record(&self.program.expr(of).ty)
            .and_then(|record| self.program.records.get(record.index()))
            .and_then(|record| record.fields.get(field.index()));
        let Some(entry) = entry else {
            return String::new();
        };
        let name = named(&entry.text, &entry.name);
        let truth = entry.text.zh.is_some() && *plain(&entry.ty) == Type::Bool;
        match self.of(of) {
            of if of.is_empty() => name.to_owned(),
            // What holds of a thing is said of it, what it has is its own.
            of if truth => format!("{of}{name}"),
            of => format!("{of}的{name}"),
        }
    }

    fn column(&self, of: ExprId, column: u32) -> String {
        let Type::Row(list) = plain(&self.program.expr(of).ty) else {
            return self.of(of);
        };
        let columns = &self.program.list(*list).columns;
        let name = columns
            .get(column as usize)
            .map_or("", |column| named(&column.text, &column.name));
        format!("{}的{name}", self.of(of))
    }

    fn list(&self, list: ListId) -> String {
        let entry = self.program.list(list);
        match &entry.title.zh {
            Some(title) => format!("“{title}”"),
            None => entry.full_name.clone(),
        }
    }

    fn negated(&self, id: ExprId) -> (String, Hold) {
        let text = match &self.program.expr(id).kind {
            ExprKind::In(a, b) => self.within(*a, "不属于", *b),
            ExprKind::InRange(a, b) => self.in_range(*a, "不在", *b),
            ExprKind::IsNull(a) => format!("{}存在", self.at_least(*a, Hold::Sum)),
            ExprKind::Meets(a, b) => self.meets(*a, *b, "没有"),
            ExprKind::Reads(question, reading) => self.reads(*question, *reading, "不按"),
            ExprKind::Status(status, of) => self.status(*status, *of, "未"),
            ExprKind::Call(define, args) => return self.call(*define, args, true),
            _ => format!("并非{}", self.at_least(id, Hold::Atom)),
        };
        (text, Hold::Compare)
    }

    fn comparison(&self, op: CompareOp, a: ExprId, b: ExprId) -> String {
        let ty = plain(&self.program.expr(a).ty);
        let date = *ty == Type::Date;
        let named = matches!(
            ty,
            Type::Enum(_) | Type::Country | Type::Code | Type::Text | Type::Bool
        );
        let word = match op {
            CompareOp::Eq if named => "为",
            CompareOp::Ne if named => "不为",
            CompareOp::Eq => "等于",
            CompareOp::Ne => "不等于",
            CompareOp::Lt if date => "早于",
            CompareOp::Le if date => "不晚于",
            CompareOp::Gt if date => "晚于",
            CompareOp::Ge if date => "不早于",
            CompareOp::Lt => "低于",
            CompareOp::Le => "不超过",
            CompareOp::Gt => "超过",
            CompareOp::Ge => "不低于",
        };
        format!(
            "{}{word}{}",
            self.at_least(a, Hold::Sum),
            self.at_least(b, Hold::Sum)
        )
    }

    fn within(&self, a: ExprId, word: &str, b: ExprId) -> String {
        // `c within d` is membership in a set of one.
        let expr = self.program.expr(b);
        let b = match (&expr.kind, plain(&expr.ty)) {
            (ExprKind::Set(all), _) if all.len() == 1 => self.joined(all, "", Hold::Sum),
            (ExprKind::Const(Const::Set(all)), Type::Set(inner)) if all.len() == 1 => {
                all.iter().map(|one| self.constant(one, inner)).collect()
            }
            _ => self.at_least(b, Hold::Sum),
        };
        format!("{}{word}{b}", self.at_least(a, Hold::Sum))
    }

    fn in_range(&self, a: ExprId, word: &str, b: ExprId) -> String {
        format!(
            "{}{word}{}范围内",
            self.at_least(a, Hold::Sum),
            self.at_least(b, Hold::Range)
        )
    }

    fn meets(&self, a: ExprId, b: ExprId, word: &str) -> String {
        format!(
            "{}与{}{word}共同之处",
            self.at_least(a, Hold::Sum),
            self.at_least(b, Hold::Sum)
        )
    }

    fn reads(&self, question: QuestionId, reading: u16, word: &str) -> String {
        let question = self.program.question(question);
        let reading = question
            .readings
            .get(usize::from(reading))
            .map_or("", |reading| named(&reading.text, &reading.name));
        format!(
            "“{}”{word}“{reading}”解释",
            named(&question.text, &question.full_name)
        )
    }

    fn status(&self, status: StatusId, of: ExprId, not: &str) -> String {
        let status = self.program.status(status);
        let of = self.at_least(of, Hold::Atom);
        match &status.text.zh {
            Some(text) => format!("{of}{not}{text}"),
            None if not.is_empty() => format!("{of}属于{}", status.name),
            None => format!("{of}不属于{}", status.name),
        }
    }

    fn arithmetic(&self, op: ArithOp, a: ExprId, b: ExprId) -> (String, Hold) {
        let (sign, hold, right) = match op {
            ArithOp::Add => ("+", Hold::Sum, Hold::Sum),
            ArithOp::Sub => ("-", Hold::Sum, Hold::Product),
            ArithOp::Mul => ("×", Hold::Product, Hold::Product),
            ArithOp::Div => ("÷", Hold::Product, Hold::Atom),
        };
        let a = self.at_least(a, hold);
        // A day some period before another is one with the period taken back.
        if let (ArithOp::Add, ExprKind::Const(Const::Period(period))) =
            (op, &self.program.expr(b).kind)
            && period.count < 0
        {
            let back = Period {
                count: period.count.saturating_neg(),
                ..*period
            };
            return (format!("{a} - {}", show::period(&back)), hold);
        }
        (format!("{a} {sign} {}", self.at_least(b, right)), hold)
    }

    /// What a list is narrowed to, behind its name.
    fn source(&self, binder: &Binder) -> String {
        let source = self.at_least(binder.source, Hold::Atom);
        let depth = match (binder.star.is_some(), binder.outermost) {
            (true, true) => "（各层级中最外层者）",
            (true, false) => "（含各层级）",
            (false, true) => "（最外层者）",
            (false, false) => "",
        };
        match binder.filter {
            Some(filter) => format!("{source}{depth}（限于{}）", self.say(filter).0),
            None => format!("{source}{depth}"),
        }
    }

    fn quantifier(&self, quantifier: Quantifier, binder: &Binder, body: ExprId) -> String {
        let which = match quantifier {
            Quantifier::Any => "中任一满足",
            Quantifier::Every => "中每一均满足",
            Quantifier::No => "中无一满足",
        };
        format!("{}{which}：{}", self.source(binder), self.say(body).0)
    }

    fn aggregate(&self, aggregate: Aggregate, binder: &Binder, body: Option<ExprId>) -> String {
        let which = match aggregate {
            Aggregate::Sum => "之和",
            Aggregate::Count => "的数量",
            Aggregate::Min => "的最小值",
            Aggregate::Max => "的最大值",
        };
        let source = self.source(binder);
        match body {
            Some(body) => format!("{source}中{}{which}", self.at_least(body, Hold::Atom)),
            None => format!("{source}{which}"),
        }
    }

    /// `made_abroad(item)`: what is said of the first argument, with the others behind it.
    fn call(&self, define: DefineId, args: &[ExprId], negated: bool) -> (String, Hold) {
        let entry = self.program.define(define);
        let not = if negated { "并非" } else { "" };
        let Some(text) = entry.text.zh.as_deref() else {
            let name = entry.full_name.rsplit('.').next().unwrap_or_default();
            let args = self.joined(args, "、", Hold::Or);
            return (format!("{not}{name}（{args}）"), Hold::Atom);
        };
        let truth = *plain(&entry.result) == Type::Bool;
        let (mut first, mut others) = (String::new(), args);
        if let [one, rest @ ..] = args
            && (truth || record(&self.program.expr(*one).ty).is_some())
        {
            first = self.of(*one);
            others = rest;
        }
        let of = if truth || first.is_empty() { "" } else { "的" };
        let more = if others.is_empty() {
            String::new()
        } else {
            format!("（{}）", self.joined(others, "、", Hold::Or))
        };
        let hold = if truth { Hold::Compare } else { Hold::Atom };
        (format!("{first}{of}{not}{text}{more}"), hold)
    }

    fn constant(&self, value: &Const, ty: &Type) -> String {
        match (value, plain(ty)) {
            (Const::Null, _) => "无".to_owned(),
            (Const::Bool(true), _) => "是".to_owned(),
            (Const::Bool(false), _) => "否".to_owned(),
            (Const::Number(n), ty) => {
                show::numbers(self.program, &Bounds::point(n.clone()), ty, Language::Zh)
            }
            (Const::Range(bounds), Type::Range(inner)) => {
                show::numbers(self.program, bounds, inner, Language::Zh)
            }
            (Const::Range(bounds), ty) => show::numbers(self.program, bounds, ty, Language::Zh),
            (Const::AnyRange, _) => "任意".to_owned(),
            (Const::Money(currency, amount), _) => {
                format!("{} {}", show::short(amount), currency.code())
            }
            (Const::Choice(index), Type::Enum(id)) => {
                member(self.program.enumeration(*id), *index).unwrap_or_default()
            }
            (Const::Choice(index), _) => Country::from_index(*index)
                .map_or_else(String::new, |country| country.code().to_owned()),
            (Const::Code(code), _) => code.as_str().to_owned(),
            (Const::Text(text), _) => format!("“{text}”"),
            (Const::Period(period), _) => show::period(period),
            (Const::Set(all), Type::Set(inner) | Type::List(inner)) => self.constants(all, inner),
            (Const::Set(all), ty) => self.constants(all, ty),
        }
    }

    fn constants(&self, all: &[Const], ty: &Type) -> String {
        let each: Vec<String> = all.iter().map(|value| self.constant(value, ty)).collect();
        format!("{{{}}}", each.join("、"))
    }
}
