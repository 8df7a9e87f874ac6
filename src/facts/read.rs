//! JSON → slots, in one pass and with a stack of its own: depth costs memory, never the machine's stack.
//!
//! A mistake in meaning is told and reading goes on with the next value; where the text is no JSON any more, it stops.

use std::borrow::Cow;

use super::data::{Facts, Node, NodeId, Parent, Slot};
use super::json::{Broken, Json, Kind};
use super::mistakes::Mistakes;
use super::path::Step;
use super::{errors, words};
use crate::diag::{Diagnostic, did_you_mean};
use crate::ir::{FieldId, Program, Record, RecordId, Type};
use crate::source::Span;

/// How many fields all records of one case may have together, told or not: each takes room.
pub const SLOT_LIMIT: usize = 10_000_000;

/// Where a value goes.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// The facts themselves.
    Root,
    /// A field.
    Slot(usize),
    /// The list being read.
    Element,
}

/// What is being read.
enum Frame<'p, 'j> {
    Record(RecordFrame<'p, 'j>),
    List(ListFrame<'p>),
    Partial(PartialFrame<'p, 'j>),
}

struct RecordFrame<'p, 'j> {
    record: &'p Record,
    node: NodeId,
    first_slot: usize,
    target: Target,
    /// The bracket was only looked at.
    first: bool,
    /// The key being read.
    key: Option<Cow<'j, str>>,
    field: usize,
}

struct ListFrame<'p> {
    of: &'p Type,
    is_set: bool,
    /// Where its elements begin in the scratch list.
    scratch: usize,
    count: u32,
    target: Target,
    start: u32,
    first: bool,
    /// The list of `known` of the frame below.
    partial: bool,
    owner: Option<(NodeId, FieldId)>,
}

/// `{"known": […], "complete": …}`
struct PartialFrame<'p, 'j> {
    ty: &'p Type,
    target: Target,
    start: u32,
    first: bool,
    key: Option<Cow<'j, str>>,
    known_key: Option<Span>,
    known: Option<(u32, u32)>,
    complete_key: Option<Span>,
    complete: Option<bool>,
    /// A mistake was told already; what is missing follows from it.
    wrong: bool,
    owner: Option<(NodeId, FieldId)>,
}

/// Reads one case.
pub struct Reader<'p, 'j, 's> {
    pub program: &'p Program,
    pub json: Json<'j>,
    pub facts: Facts,
    pub mistakes: Mistakes<'s>,
    /// Steps within a value that is read without a frame.
    pub tail: Vec<(Cow<'j, str>, Option<u32>)>,
    stack: Vec<Frame<'p, 'j>>,
    /// Elements of open lists, the innermost last.
    scratch: Vec<Slot>,
    /// First and last byte of each slot's key; 0 to 0 where it was not told.
    keys: Vec<(u32, u32)>,
}

impl<'p, 'j, 's> Reader<'p, 'j, 's> {
    pub fn new(program: &'p Program, json: Json<'j>, facts: Facts, mistakes: Mistakes<'s>) -> Self {
        Self {
            program,
            json,
            facts,
            mistakes,
            tail: Vec::new(),
            stack: Vec::new(),
            scratch: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// Reads the whole text. An error: what follows is no JSON, or too much of it.
    pub fn run(&mut self, root: &'p Type) -> Result<(), Broken> {
        self.value(root, Target::Root)?;
        while let Some(frame) = self.stack.last() {
            match frame {
                Frame::Record(_) => self.step_record()?,
                Frame::List(_) => self.step_list()?,
                Frame::Partial(_) => self.step_partial()?,
            }
        }
        self.json.finish()
    }

    /// The place being read, as a JSON pointer.
    pub fn pointer(&self) -> String {
        let frames = self.stack.iter().filter_map(|frame| match frame {
            Frame::Record(RecordFrame { key, .. }) | Frame::Partial(PartialFrame { key, .. }) => {
                key.as_deref().map(Step::Key)
            }
            Frame::List(list) => list.count.checked_sub(1).map(Step::Index),
        });
        let tail = self.tail.iter().flat_map(|(key, index)| {
            [Some(Step::Key(key)), index.map(Step::Index)]
                .into_iter()
                .flatten()
        });
        super::path::pointer(frames.chain(tail))
    }

    /// The span between two bytes.
    pub fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.mistakes.file(), start, end)
    }

    /// The span from a byte to where reading stands.
    pub fn since(&self, start: u32) -> Span {
        self.span(start, self.json.at())
    }

    /// Tells a mistake at the place being read.
    pub fn mistake(&mut self, diagnostic: Diagnostic) {
        if self.mistakes.wants_more() {
            let pointer = self.pointer();
            self.mistakes.tell(diagnostic, pointer);
        } else {
            self.mistakes.tell(diagnostic, String::new());
        }
        if let Some(Frame::Partial(partial)) = self.stack.last_mut() {
            partial.wrong = true;
        }
    }

    /// Reads a value of a type into its place.
    fn value(&mut self, ty: &'p Type, target: Target) -> Result<(), Broken> {
        let (kind, start) = self.json.peek()?;
        let (ty, optional) = match ty {
            Type::Optional(of) => (&**of, true),
            ty => (ty, false),
        };
        match (ty, kind) {
            (_, Kind::Null) => {
                self.json.null()?;
                let span = self.since(start);
                if optional {
                    self.put(target, Slot::Absent, span);
                } else {
                    let due = words::due(self.program, ty);
                    let name = self.place_name();
                    self.mistake(errors::null(&name, &due, span));
                }
                Ok(())
            }
            (Type::Record(id), Kind::Object) => self.open_record(*id, target, start),
            (Type::List(of) | Type::Set(of), Kind::Array) => {
                self.open_list(of, matches!(ty, Type::Set(_)), target, start, false);
                Ok(())
            }
            (Type::List(_) | Type::Set(_), Kind::Object) => {
                self.open_partial(ty, target, start);
                Ok(())
            }
            _ => {
                let slot = self.scalar(ty, kind, start)?;
                let span = self.since(start);
                if let Some(slot) = slot {
                    self.put(target, slot, span);
                }
                Ok(())
            }
        }
    }

    /// How people call the place being read.
    fn place_name(&self) -> String {
        let key = self.stack.iter().rev().find_map(|frame| match frame {
            Frame::Record(RecordFrame { key, .. }) => key.as_deref(),
            _ => None,
        });
        let element = matches!(self.stack.last(), Some(Frame::List(_)));
        match (key, element) {
            (Some(key), false) => key.to_owned(),
            (Some(key), true) => format!("{key}[{}]", self.element_index().unwrap_or(0)),
            (None, _) => "the facts".to_owned(),
        }
    }

    fn element_index(&self) -> Option<u32> {
        match self.stack.last() {
            Some(Frame::List(list)) => list.count.checked_sub(1),
            _ => None,
        }
    }

    fn put(&mut self, target: Target, slot: Slot, span: Span) {
        match target {
            Target::Root => {}
            Target::Element => self.scratch.push(slot),
            Target::Slot(index) => {
                if let (Some(place), Some(place_span)) = (
                    self.facts.slots.get_mut(index),
                    self.facts.slot_spans.get_mut(index),
                ) {
                    *place = slot;
                    *place_span = span;
                }
            }
        }
    }

    /// Whose field is being read, and which element.
    fn parent(&self) -> Option<Parent> {
        match self.stack.last()? {
            Frame::Record(frame) => Some(Parent {
                node: frame.node,
                field: FieldId::from_index(frame.field),
                index: None,
            }),
            Frame::List(ListFrame { owner, .. }) | Frame::Partial(PartialFrame { owner, .. }) => {
                owner.map(|(node, field)| Parent {
                    node,
                    field,
                    index: self.element_index(),
                })
            }
        }
    }

    fn owner(&self) -> Option<(NodeId, FieldId)> {
        self.parent().map(|parent| (parent.node, parent.field))
    }

    fn open_record(&mut self, id: RecordId, target: Target, start: u32) -> Result<(), Broken> {
        let program = self.program;
        let record = program.record(id);
        let first_slot = self.facts.slots.len();
        let end = first_slot.saturating_add(record.fields.len());
        if end > SLOT_LIMIT {
            return Err(Broken {
                why: super::json::Why::TooMany,
                at: start,
            });
        }
        let span = self.span(start, start);
        let node = NodeId(u32::try_from(self.facts.nodes.len()).unwrap_or(u32::MAX));
        let parent = self.parent();
        self.facts.nodes.push(Node {
            record: id,
            first_slot: u32::try_from(first_slot).unwrap_or(u32::MAX),
            parent,
            span,
        });
        self.facts.slots.resize(end, Slot::LeftOut);
        self.facts.slot_spans.resize(end, span);
        self.keys.resize(end, (0, 0));
        self.stack.push(Frame::Record(RecordFrame {
            record,
            node,
            first_slot,
            target,
            first: true,
            key: None,
            field: 0,
        }));
        Ok(())
    }

    fn step_record(&mut self) -> Result<(), Broken> {
        let Some(Frame::Record(frame)) = self.stack.last_mut() else {
            return Ok(());
        };
        frame.key = None;
        let Some((key, start, end)) = self.json.key(std::mem::take(&mut frame.first))? else {
            self.close_record();
            return Ok(());
        };
        let found = frame.find(&key);
        frame.key = Some(key);
        let Some(field) = found else {
            self.unknown_field(start, end);
            return self.json.skip();
        };
        frame.field = field;
        let slot = frame.first_slot + field;
        let Some(ty) = frame.record.fields.get(field).map(|field| &field.ty) else {
            return Ok(());
        };
        let span = self.span(start, end);
        match self.keys.get_mut(slot) {
            Some(told @ (0, 0)) => {
                *told = (start, end);
                self.value(ty, Target::Slot(slot))
            }
            told => {
                let first = told.map_or(span, |(start, end)| Span {
                    start: *start,
                    end: *end,
                    ..span
                });
                let name = self.place_name();
                self.mistake(errors::duplicate_key(&name, first, span));
                self.json.skip()
            }
        }
    }

    fn unknown_field(&mut self, start: u32, end: u32) {
        let Some(Frame::Record(frame)) = self.stack.last() else {
            return;
        };
        let fields = || frame.record.fields.iter().map(|field| field.name.as_str());
        let key = frame.key.as_deref().unwrap_or("");
        let near = did_you_mean(key, fields());
        let owner = format!("`{}`", frame.record.name);
        let mistake = errors::unknown_key(
            key,
            &owner,
            near,
            &words::names(fields()),
            self.span(start, end),
        );
        self.mistake(mistake);
    }

    fn close_record(&mut self) {
        let Some(Frame::Record(frame)) = self.stack.pop() else {
            return;
        };
        let Some(node) = self.facts.nodes.get_mut(frame.node.0 as usize) else {
            return;
        };
        node.span.end = self.json.at();
        let span = node.span;
        let count = frame.record.fields.len();
        let told = self.keys.iter().skip(frame.first_slot).take(count);
        for (place, key) in self
            .facts
            .slot_spans
            .iter_mut()
            .skip(frame.first_slot)
            .zip(told)
        {
            if *key == (0, 0) {
                *place = span;
            }
        }
        self.put(frame.target, Slot::Record(frame.node), span);
    }

    fn open_list(&mut self, of: &'p Type, is_set: bool, target: Target, start: u32, partial: bool) {
        let (owner, scratch) = (self.owner(), self.scratch.len());
        self.stack.push(Frame::List(ListFrame {
            of,
            is_set,
            scratch,
            count: 0,
            target,
            start,
            first: true,
            partial,
            owner,
        }));
    }

    fn step_list(&mut self) -> Result<(), Broken> {
        let Some(Frame::List(frame)) = self.stack.last_mut() else {
            return Ok(());
        };
        if self.json.element(std::mem::take(&mut frame.first))? {
            frame.count = frame.count.saturating_add(1);
            let of = frame.of;
            return self.value(of, Target::Element);
        }
        let Some(Frame::List(frame)) = self.stack.pop() else {
            return Ok(());
        };
        let start = u32::try_from(self.facts.elements.len()).unwrap_or(u32::MAX);
        let elements = self.scratch.drain(frame.scratch..);
        if frame.is_set {
            super::set::extend_distinct(&mut self.facts.elements, elements);
        } else {
            self.facts.elements.extend(elements);
        }
        let len = u32::try_from(self.facts.elements.len())
            .unwrap_or(u32::MAX)
            .saturating_sub(start);
        if frame.partial {
            if let Some(Frame::Partial(partial)) = self.stack.last_mut() {
                partial.known = Some((start, len));
            }
        } else {
            let span = self.since(frame.start);
            self.put(
                frame.target,
                Slot::List {
                    start,
                    len,
                    complete: true,
                },
                span,
            );
        }
        Ok(())
    }

    fn open_partial(&mut self, ty: &'p Type, target: Target, start: u32) {
        let owner = self.owner();
        self.stack.push(Frame::Partial(PartialFrame {
            ty,
            target,
            start,
            first: true,
            key: None,
            known_key: None,
            known: None,
            complete_key: None,
            complete: None,
            wrong: false,
            owner,
        }));
    }

    fn step_partial(&mut self) -> Result<(), Broken> {
        let Some(Frame::Partial(frame)) = self.stack.last_mut() else {
            return Ok(());
        };
        frame.key = None;
        let Some((key, start, end)) = self.json.key(std::mem::take(&mut frame.first))? else {
            self.close_partial();
            return Ok(());
        };
        let ty = frame.ty;
        let span = Span::new(self.mistakes.file(), start, end);
        let told = match &*key {
            "known" => frame.known_key.replace(span),
            "complete" => frame.complete_key.replace(span),
            _ => None,
        };
        let is_known = key == "known";
        let is_complete = key == "complete";
        frame.key = Some(key.clone());
        if let Some(first) = told {
            self.mistake(errors::duplicate_key(&key, first, span));
            return self.json.skip();
        }
        let (kind, at) = self.json.peek()?;
        match (ty, kind) {
            (Type::List(of) | Type::Set(of), Kind::Array) if is_known => {
                self.open_list(of, matches!(ty, Type::Set(_)), Target::Element, at, true);
                Ok(())
            }
            (_, Kind::Bool) if is_complete => {
                let complete = self.json.bool()?;
                if let Some(Frame::Partial(frame)) = self.stack.last_mut() {
                    frame.complete = Some(complete);
                }
                Ok(())
            }
            _ if is_known => self.wrong_type(
                kind,
                at,
                "a list",
                "write what is known as `[…]`".to_owned(),
            ),
            _ if is_complete => self.wrong_type(
                kind,
                at,
                "a truth value",
                "write `true` if there are no others, `false` if there may be".to_owned(),
            ),
            _ => {
                let near = did_you_mean(&key, ["known", "complete"]);
                let way_out = words::way_out(self.program, ty);
                self.mistake(errors::unknown_part(
                    &key,
                    "a list told in part",
                    near,
                    &way_out,
                    span,
                ));
                self.json.skip()
            }
        }
    }

    fn close_partial(&mut self) {
        let Some(Frame::Partial(frame)) = self.stack.pop() else {
            return;
        };
        let span = self.since(frame.start);
        match (frame.known, frame.complete) {
            (Some((start, len)), Some(complete)) => self.put(
                frame.target,
                Slot::List {
                    start,
                    len,
                    complete,
                },
                span,
            ),
            _ if frame.wrong => {}
            (None, _) => self.mistake(errors::partial_form(
                "a list told in part says what is `known`",
                "write it as `{\"known\": […], \"complete\": false}`",
                span,
            )),
            (_, None) => self.mistake(errors::partial_form(
                "a list told in part says whether it is `complete`",
                "write `\"complete\": false` where there may be others",
                span,
            )),
        }
    }

    /// Refuses the value that was looked at, and passes over it.
    pub fn wrong_type(
        &mut self,
        kind: Kind,
        start: u32,
        due: &str,
        way_out: String,
    ) -> Result<(), Broken> {
        // Of what may be long only the bracket is shown, and it is told even where the rest is no JSON.
        if matches!(kind, Kind::Array | Kind::Object) {
            let span = self.span(start, start + 1);
            self.mistake(errors::wrong_type(words::found(kind), due, way_out, span));
            return self.json.skip();
        }
        self.json.skip()?;
        let span = self.since(start);
        self.mistake(errors::wrong_type(words::found(kind), due, way_out, span));
        Ok(())
    }
}

impl RecordFrame<'_, '_> {
    /// The field of that name. Keys mostly come in the schema's order, so the search begins after the last one found.
    fn find(&self, key: &str) -> Option<usize> {
        let fields = &self.record.fields;
        let from = self.field;
        let after = fields.iter().enumerate().skip(from);
        let before = fields.iter().enumerate().take(from);
        after
            .chain(before)
            .find(|(_, field)| field.name == key)
            .map(|(index, _)| index)
    }
}
