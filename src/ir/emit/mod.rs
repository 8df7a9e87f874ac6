//! The typed program as JSON for other tools (`licit check --emit ir`); its shape is described in `docs/ir.md`.
//!
//! Names are resolved, numbers stand in base units as exact text, groups are spread out over their rules, list rows are values.
//! Absent on purpose: scenarios (they ask, they are no law), ids (names are stable, ids are not).

mod expr;

use serde_json::{Value, json};

use super::{
    Action, ActionVerb, Basis, Calendar, Conclusion, Const, Define, Duty, Encoder, Enum, ExprId,
    ExprKind, Field, Group, Instrument, List, Local, LocalKind, Member, Owner, Program, Provision,
    Question, Record, Rule, Scale, Status, Subject, Target, Text, Window,
};
use crate::source::{SourceMap, Span};

/// The version of the shape.
const VERSION: u32 = 1;

/// The whole program.
pub fn program(program: &Program, sources: &SourceMap) -> Value {
    let emit = Emit { program, sources };
    let facts = &program.facts;
    let root = program.records.get(facts.record.index());
    let field = |id: super::FieldId| {
        root.and_then(|record| record.fields.get(id.index()))
            .map(|field| field.name.clone())
    };
    json!({
        "version": VERSION,
        "facts": {
            "variable": facts.variable,
            "record": root.map(|record| &record.full_name),
            "date": field(facts.date),
            "rates": facts.rates.and_then(field),
        },
        "records": emit.each(&program.records, Emit::record),
        "enums": emit.each(&program.enums, Emit::enumeration),
        "dimensions": emit.each(&program.dimensions, Emit::dimension),
        "scales": emit.each(&program.scales, Emit::scale),
        "statuses": emit.each(&program.statuses, Emit::status),
        "questions": emit.each(&program.questions, Emit::question),
        "calendars": emit.each(&program.calendars, Emit::calendar),
        "lists": emit.each(&program.lists, Emit::list),
        "defines": emit.each(&program.defines, Emit::define),
        "instruments": emit.each(&program.instruments, Emit::instrument),
        "groups": emit.each(&program.groups, Emit::group),
        "rules": emit.each(&program.rules, Emit::rule),
        "actions": emit.each(&program.actions, Emit::action),
    })
}

struct Emit<'a> {
    program: &'a Program,
    sources: &'a SourceMap,
}

fn text(text: &Text) -> Value {
    match &text.zh {
        Some(zh) => json!({ "en": text.en, "zh": zh }),
        None => json!({ "en": text.en }),
    }
}

fn texts(all: &[Text]) -> Vec<Value> {
    all.iter().map(text).collect()
}

fn basis(basis: Option<Basis>) -> Option<&'static str> {
    basis.map(|basis| match basis {
        Basis::Official => "official",
        Basis::Reported => "reported",
        Basis::Inferred => "inferred",
        Basis::Recalled => "recalled",
    })
}

fn day(day: Option<crate::value::Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

impl Emit<'_> {
    fn each<T>(&self, all: &[T], one: impl Fn(&Self, &T) -> Value) -> Vec<Value> {
        all.iter().map(|entry| one(self, entry)).collect()
    }

    fn at(&self, span: Span) -> String {
        let (line, column) = self.sources.line_column(span.file, span.start);
        format!(
            "{}:{line}:{column}",
            self.sources.get(span.file).map_or("", |file| &file.path)
        )
    }

    fn record(&self, record: &Record) -> Value {
        let ensures = record.ensures.iter().map(|ensure| {
            json!({ "condition": self.expr(ensure.cond, &ensure.locals), "text": text(&ensure.text), "at": self.at(ensure.span) })
        });
        json!({
            "name": record.full_name,
            "text": text(&record.text),
            "fields": self.each(&record.fields, Self::field),
            "ensures": ensures.collect::<Vec<_>>(),
            "doc": record.doc,
            "at": self.at(record.span),
        })
    }

    fn field(&self, field: &Field) -> Value {
        let expr = |id: Option<super::ExprId>| id.map(|id| self.expr(id, &field.locals));
        json!({
            "name": field.name,
            "type": self.ty(&field.ty),
            "default": expr(field.default),
            "default_if": expr(field.default_if),
            "text": text(&field.text),
            "doc": field.doc,
            "at": self.at(field.span),
        })
    }

    fn members(&self, members: &[Member]) -> Vec<Value> {
        members.iter().map(|member| json!({ "name": member.name, "text": text(&member.text), "doc": member.doc })).collect()
    }

    fn enumeration(&self, of: &Enum) -> Value {
        json!({ "name": of.name, "members": self.members(&of.members), "doc": of.doc, "at": self.at(of.span) })
    }

    fn dimension(&self, dimension: &super::Dimension) -> Value {
        let units = dimension
            .units
            .iter()
            .map(|unit| json!({ "name": unit.name, "in_base": unit.factor.to_string() }));
        json!({ "name": dimension.name, "units": units.collect::<Vec<_>>() })
    }

    fn scale(&self, scale: &Scale) -> Value {
        let main = self
            .program
            .scales
            .get(self.program.main_scale.index())
            .is_some_and(|main| main.name == scale.name);
        json!({ "name": scale.name, "text": text(&scale.text), "main": main, "values": self.members(&scale.values) })
    }

    fn status(&self, status: &Status) -> Value {
        json!({
            "name": status.name,
            "of": self.ty(&status.of),
            "text": text(&status.text),
            "rules": self.rule_names(&status.rules),
        })
    }

    fn question(&self, question: &Question) -> Value {
        let readings = question
            .readings
            .iter()
            .map(|reading| json!({ "name": reading.name, "text": text(&reading.text) }));
        json!({
            "name": question.full_name,
            "text": text(&question.text),
            "instrument": question.instrument.map(|id| self.instrument_name(id)),
            "readings": readings.collect::<Vec<_>>(),
            "default": question.readings.get(question.default as usize).map(|reading| &reading.name),
            "arises": day(question.arises),
            "cites": texts(&question.cites),
            "at": self.at(question.span),
        })
    }

    fn calendar(&self, calendar: &Calendar) -> Value {
        let main = self
            .program
            .main_calendar
            .and_then(|id| self.program.calendars.get(id.index()));
        let years = calendar
            .days
            .years()
            .map(|(first, last)| json!({ "first": first, "last": last }));
        json!({ "name": calendar.name, "main": main.is_some_and(|main| main.name == calendar.name), "years": years })
    }

    fn list(&self, list: &List) -> Value {
        let columns = list
            .columns
            .iter()
            .map(|column| json!({ "name": column.name, "type": self.ty(&column.ty), "key": column.key, "text": text(&column.text) }));
        let rows = list.rows.iter().map(|row| {
            let cells = row
                .cells
                .iter()
                .zip(&list.columns)
                .map(|(cell, column)| self.constant(cell, &column.ty));
            json!({
                "cells": cells.collect::<Vec<_>>(),
                "zh": row.zh,
                "published": day(row.published),
                "from": day(row.from),
                "through": day(row.last),
                "basis": basis(row.basis),
                "at": self.at(row.span),
            })
        });
        json!({
            "name": list.full_name,
            "title": text(&list.title),
            "instrument": list.instrument.map(|id| self.instrument_name(id)),
            "columns": columns.collect::<Vec<_>>(),
            "rows": rows.collect::<Vec<_>>(),
            "basis": basis(list.basis),
            "at": self.at(list.span),
        })
    }

    fn define(&self, define: &Define) -> Value {
        let params = define.locals.iter().take(define.params);
        json!({
            "name": define.full_name,
            "params": params.map(|param| json!({ "name": param.name, "text": text(&param.text), "type": self.ty(&param.ty) })).collect::<Vec<_>>(),
            "lets": self.lets(&define.locals),
            "result": self.ty(&define.result),
            "body": self.expr(define.body, &define.locals),
            "recursive": define.recursive,
            "text": text(&define.text),
            "doc": define.doc,
            "at": self.at(define.span),
        })
    }

    /// Variables with a value of their own.
    fn lets(&self, locals: &[Local]) -> Vec<Value> {
        let lets = locals.iter().filter_map(|local| match local.kind {
            LocalKind::Let(body) => {
                Some(json!({ "name": local.name, "text": text(&local.text), "type": self.ty(&local.ty), "value": self.expr(body, locals) }))
            }
            LocalKind::Given | LocalKind::Bound => None,
        });
        lets.collect()
    }

    fn instrument(&self, instrument: &Instrument) -> Value {
        let omits = instrument
            .omits
            .iter()
            .map(|(cites, why)| json!({ "cites": texts(cites), "because": text(why) }));
        json!({
            "name": instrument.full_name,
            "authority": text(&instrument.authority),
            "number": text(&instrument.number),
            "title": text(&instrument.title),
            "published": instrument.published.to_string(),
            "windows": self.windows(&instrument.windows),
            "basis": basis(instrument.basis),
            "basis_note": instrument.basis_note,
            "omits": omits.collect::<Vec<_>>(),
            "provisions": instrument.provisions.as_ref().map(|all| self.each(all, Self::provision)),
            "at": self.at(instrument.span),
        })
    }

    fn provision(&self, provision: &Provision) -> Value {
        let encoders = provision.encoded_by.iter().map(|by| self.encoder(*by));
        json!({
            "provision": text(&provision.reference),
            "says": text(&provision.says),
            "basis": basis(provision.basis),
            "note": provision.note,
            "encoded_by": encoders.collect::<Vec<_>>(),
            "left_out": provision.left_out,
            "at": self.at(provision.span),
        })
    }

    fn encoder(&self, by: Encoder) -> Value {
        let program = self.program;
        match by {
            Encoder::Rule(id) => json!({ "rule": self.rule_name(id) }),
            Encoder::Group(id) => json!({ "group": program.group(id).full_name }),
            Encoder::List(id) => json!({ "list": program.list(id).full_name }),
            Encoder::Action(id) => json!({ "action": self.at(program.action(id).span) }),
            Encoder::Instrument(id) => json!({ "instrument": self.instrument_name(id) }),
            Encoder::Question(id) => json!({ "question": program.question(id).full_name }),
        }
    }

    fn windows(&self, windows: &[Window]) -> Vec<Value> {
        let one = |window: &Window| {
            let conds: Vec<Value> = window
                .conds
                .iter()
                .map(|cond| self.expr(*cond, &[]))
                .collect();
            json!({ "from": window.from.to_string(), "through": day(window.last), "if": conds })
        };
        windows.iter().map(one).collect()
    }

    fn group(&self, group: &Group) -> Value {
        json!({
            "name": group.full_name,
            "title": text(&group.title),
            "instrument": self.instrument_name(group.instrument),
            "rules": self.rule_names(&group.rules),
            "at": self.at(group.span),
        })
    }

    fn rule(&self, rule: &Rule) -> Value {
        let exprs = |ids: &[super::ExprId]| {
            ids.iter()
                .map(|id| self.expr(*id, &rule.locals))
                .collect::<Vec<_>>()
        };
        json!({
            "name": rule.full_name,
            "title": text(&rule.title),
            "instrument": self.instrument_name(rule.instrument),
            "group": rule.group.and_then(|id| self.program.groups.get(id.index())).map(|group| &group.full_name),
            "for": self.subject(rule),
            "lets": self.lets(&rule.locals),
            "when": exprs(&rule.when),
            "given": rule.given.iter().map(|clause| self.rule_names(clause)).collect::<Vec<_>>(),
            "lifts": self.rule_names(&rule.lifts),
            "then": rule.then.iter().map(|then| self.conclusion(*then)).collect::<Vec<_>>(),
            "duties": rule.duties.iter().map(|duty| self.duty(duty, &rule.locals)).collect::<Vec<_>>(),
            "gives": rule.gives.map(|id| self.expr(id, &rule.locals)),
            "cites": texts(&rule.cites),
            "basis": basis(rule.basis),
            "basis_note": rule.basis_note,
            "windows": self.windows(&rule.windows),
            "doc": rule.doc,
            "at": self.at(rule.span),
        })
    }

    fn subject(&self, rule: &Rule) -> Value {
        let variable = rule.locals.first().map(|local| &local.name);
        let list = match rule.subject {
            Subject::Shipment => None,
            Subject::Each(field) => self.root_field(field),
        };
        json!({ "variable": variable, "list": list })
    }

    fn root_field(&self, field: super::FieldId) -> Option<&str> {
        let root = self
            .program
            .records
            .get(self.program.facts.record.index())?;
        root.fields
            .get(field.index())
            .map(|field| field.name.as_str())
    }

    fn conclusion(&self, then: Conclusion) -> Value {
        match then {
            Conclusion::Outcome(scale, value) => {
                let scale = self.program.scales.get(scale.index());
                let value = scale
                    .and_then(|scale| scale.values.get(value as usize))
                    .map(|value| &value.name);
                json!({ "scale": scale.map(|scale| &scale.name), "outcome": value })
            }
            Conclusion::Status(status) => {
                json!({ "status": self.program.statuses.get(status.index()).map(|s| &s.name) })
            }
        }
    }

    fn duty(&self, duty: &Duty, locals: &[Local]) -> Value {
        let due = duty.due.map(|due| {
            json!({ "date": self.expr(due.date, locals), "within": due.within.map(|period| self.within(period, locals)) })
        });
        let who = match &duty.who {
            Owner::Party(id, _) => self.expr(*id, locals),
            Owner::Other(words) => text(words),
        };
        json!({
            "who": who,
            "text": text(&duty.text),
            "due": due,
            "done": duty.done.map(|done| self.expr(done, locals)),
            "at": self.at(duty.span),
        })
    }

    /// A period that a policy writes down is a text, one that is worked out an expression.
    fn within(&self, period: ExprId, locals: &[Local]) -> Value {
        match self
            .program
            .exprs
            .get(period.index())
            .map(|expr| &expr.kind)
        {
            Some(ExprKind::Const(Const::Period(period))) => json!(period.to_string()),
            _ => self.expr(period, locals),
        }
    }

    fn action(&self, action: &Action) -> Value {
        let targets = action.targets.iter().map(|target| match target {
            Target::Rule(id) => json!({ "rule": self.rule_name(*id) }),
            Target::Group(id) => json!({ "group": self.program.groups.get(id.index()).map(|group| &group.full_name) }),
            Target::Instrument(id) => json!({ "instrument": self.instrument_name(*id) }),
        });
        json!({
            "by": self.instrument_name(action.by),
            "verb": match action.verb {
                ActionVerb::Suspends => "suspends",
                ActionVerb::Repeals => "repeals",
                ActionVerb::Replaces => "replaces",
            },
            "targets": targets.collect::<Vec<_>>(),
            "windows": self.windows(&action.windows),
            "at": self.at(action.span),
        })
    }

    fn instrument_name(&self, id: super::InstrumentId) -> &str {
        self.program
            .instruments
            .get(id.index())
            .map_or("", |instrument| &instrument.full_name)
    }

    fn rule_name(&self, id: super::RuleId) -> &str {
        self.program
            .rules
            .get(id.index())
            .map_or("", |rule| &rule.full_name)
    }

    fn rule_names(&self, ids: &[super::RuleId]) -> Vec<&str> {
        ids.iter().map(|id| self.rule_name(*id)).collect()
    }
}
