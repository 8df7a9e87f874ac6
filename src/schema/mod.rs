//! The JSON Schema of the facts (draft 2020-12), for editors and for programs that write facts.
//!
//! In: the checked program, its sources (a default that is no constant is quoted as written), a language. Out: one JSON document, the
//! same byte for byte for the same policies. It accepts what `facts` reads, as far as JSON Schema can say it: that two ends are not
//! crossed, that a date exists in a leap year, or that rates agree, it cannot; and of numbers in texts it knows the plain notation.
//!
//! Absent on purpose: reading facts (`facts`), evaluating defaults (`eval`).

mod default;
mod pattern;
mod scalar;
mod words;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use crate::decision::Language;
use crate::ir::{DimensionId, EnumId, Field, Member, Program, Record, RecordId, Text, Type};
use crate::source::SourceMap;

/// What stands in `$defs` under a name of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Def {
    Record(RecordId),
    Enum(EnumId),
    Quantity(DimensionId),
    Int,
    Decimal,
    Share,
    Money,
    Date,
    Period,
    Country,
    Code,
    Text,
    Rates,
}

/// The schema of the facts, its words in that language.
pub fn schema(program: &Program, sources: &SourceMap, language: Language) -> Value {
    let mut writer = Writer {
        program,
        sources,
        language,
        names: BTreeMap::new(),
        queue: VecDeque::new(),
    };
    let root = writer.reference(Def::Record(program.facts.record));
    let mut defs = Map::new();
    // One definition asks for others; each is written once, in the order in which it was first asked for.
    while let Some(def) = writer.queue.pop_front() {
        let name = writer.name(def);
        let value = writer.define(def);
        defs.insert(name, value);
    }
    let record = program.records.get(program.facts.record.index());
    let title = record.map_or_else(String::new, |record| writer.title(record));
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), Value::String(title));
    schema.insert("description".to_owned(), json!(words::root(language)));
    schema.extend(root);
    schema.insert("$defs".to_owned(), Value::Object(defs));
    Value::Object(schema)
}

/// A schema in the making: keys and what they hold.
type Keys = Map<String, Value>;

struct Writer<'p> {
    program: &'p Program,
    sources: &'p SourceMap,
    language: Language,
    /// Definitions asked for, by name.
    names: BTreeMap<Def, String>,
    /// Those not written yet.
    queue: VecDeque<Def>,
}

impl Writer<'_> {
    /// `{"$ref": …}`, and sees to it that what it points to gets written.
    fn reference(&mut self, def: Def) -> Keys {
        let name = self.name(def);
        if self.names.insert(def, name.clone()).is_none() {
            self.queue.push_back(def);
        }
        let mut keys = Map::new();
        let target = format!("#/$defs/{}", in_fragment(&name));
        keys.insert("$ref".to_owned(), Value::String(target));
        keys
    }

    /// Records of two modules may share a name; then each stands under its full one.
    fn name(&self, def: Def) -> String {
        let program = self.program;
        let fixed = match def {
            Def::Record(id) => {
                let record = program.record(id);
                let alike = program.records.iter().filter(|r| r.name == record.name);
                return if alike.count() == 1 {
                    record.name.clone()
                } else {
                    record.full_name.clone()
                };
            }
            Def::Enum(id) => return program.enumeration(id).name.clone(),
            Def::Quantity(id) => return program.dimension(id).name.clone(),
            Def::Int => "Int",
            Def::Decimal => "Decimal",
            Def::Share => "Share",
            Def::Money => "Money",
            Def::Date => "Date",
            Def::Period => "Period",
            Def::Country => "Country",
            Def::Code => "Code",
            Def::Text => "Text",
            Def::Rates => "Rates",
        };
        fixed.to_owned()
    }

    fn define(&mut self, def: Def) -> Value {
        let keys = match def {
            Def::Record(id) => self.record(id),
            Def::Enum(id) => self.enumeration(id),
            Def::Quantity(id) => scalar::quantity(self.program.dimension(id), self.language),
            other => scalar::built_in(other, self.language),
        };
        Value::Object(keys)
    }

    fn record(&mut self, id: RecordId) -> Keys {
        let program = self.program;
        let record = program.record(id);
        let mut properties = Map::new();
        for field in &record.fields {
            let value = self.field(id, field);
            properties.insert(field.name.clone(), Value::Object(value));
        }
        let refused = record.ensures.iter().map(|ensure| {
            let text = self.pick(&ensure.text).unwrap_or_default();
            words::refused(self.language, text)
        });
        let about = self.about(&record.text, &record.doc).into_iter();
        let mut keys = Map::new();
        keys.insert("type".to_owned(), json!("object"));
        describe(&mut keys, about.chain(refused));
        keys.insert("properties".to_owned(), Value::Object(properties));
        keys.insert("additionalProperties".to_owned(), json!(false));
        keys
    }

    fn field(&mut self, record: RecordId, field: &Field) -> Keys {
        let mut keys = self.ty(&field.ty);
        let mut sentences: Vec<String> = self.about(&field.text, &field.doc).into_iter().collect();
        let facts = &self.program.facts;
        let is_day = record == facts.record
            && self
                .program
                .record(record)
                .fields
                .get(facts.date.index())
                .is_some_and(|date| date.name == field.name);
        if is_day {
            sentences.push(words::day_of_the_act(self.language).to_owned());
        }
        match self.default(field) {
            Some(default::LeftOut::Value(value)) => {
                keys.insert("default".to_owned(), value);
            }
            Some(default::LeftOut::Words(words)) => sentences.push(words),
            None => {}
        }
        describe(&mut keys, sentences);
        keys
    }

    fn ty(&mut self, ty: &Type) -> Keys {
        let def = match ty {
            Type::Optional(of) => {
                let some = Value::Object(self.ty(of));
                return any_of([some, json!({ "type": "null" })]);
            }
            Type::List(of) | Type::Set(of) => {
                let all = json!({ "type": "array", "items": self.ty(of) });
                let part = json!({
                    "type": "object",
                    "properties": { "known": all, "complete": { "type": "boolean" } },
                    "required": ["known", "complete"],
                    "additionalProperties": false,
                });
                return any_of([all, part]);
            }
            Type::Bool => return only("type", json!("boolean")),
            Type::Record(id) => Def::Record(*id),
            Type::Enum(id) => Def::Enum(*id),
            Type::Quantity(id) => Def::Quantity(*id),
            Type::Int => Def::Int,
            Type::Decimal => Def::Decimal,
            Type::Share => Def::Share,
            Type::Money => Def::Money,
            Type::Date => Def::Date,
            Type::Period => Def::Period,
            Type::Country => Def::Country,
            Type::Code => Def::Code,
            Type::Text => Def::Text,
            Type::Rates => Def::Rates,
            // Facts hold none of these: a finished program has no such field.
            Type::Range(_) | Type::Row(_) | Type::Never | Type::Error => {
                return only("not", json!({}));
            }
        };
        self.reference(def)
    }

    fn enumeration(&self, id: EnumId) -> Keys {
        let entry = self.program.enumeration(id);
        let member = |member: &Member| {
            let mut keys = only("const", json!(member.name));
            describe(&mut keys, self.about(&member.text, &member.doc));
            Value::Object(keys)
        };
        let told = json!({ "oneOf": entry.members.iter().map(member).collect::<Vec<_>>() });
        let names: Vec<&str> = entry.members.iter().map(|m| m.name.as_str()).collect();
        let mut keys = any_of([told, scalar::one_of(json!({ "enum": names }))]);
        let doc = (!entry.doc.is_empty()).then(|| entry.doc.clone());
        describe(&mut keys, doc);
        keys
    }

    fn title(&self, record: &Record) -> String {
        self.pick(&record.text)
            .map_or_else(|| record.name.clone(), str::to_owned)
    }

    /// What a name means: its text in the language, else its comment.
    fn about(&self, text: &Text, doc: &str) -> Option<String> {
        let text = self.pick(text).map(str::to_owned);
        text.or_else(|| (!doc.is_empty()).then(|| doc.to_owned()))
    }

    fn pick<'t>(&self, text: &'t Text) -> Option<&'t str> {
        let words = match (self.language, &text.zh) {
            (Language::Zh, Some(zh)) => zh,
            _ => &text.en,
        };
        (!words.is_empty()).then_some(words)
    }
}

fn only(key: &str, value: Value) -> Keys {
    let mut keys = Map::new();
    keys.insert(key.to_owned(), value);
    keys
}

fn any_of<const N: usize>(forms: [Value; N]) -> Keys {
    only("anyOf", Value::Array(forms.into()))
}

/// Sentences, one after another; no key where there are none.
fn describe(keys: &mut Keys, sentences: impl IntoIterator<Item = String>) {
    let all: Vec<String> = sentences.into_iter().collect();
    if !all.is_empty() {
        keys.insert("description".to_owned(), Value::String(all.join("\n")));
    }
}

/// A name as a part of a URI's fragment.
fn in_fragment(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
