//! The reference workload in Rego, by regorus: its virtual machine, and its interpreter.

use std::hint::black_box;

use peers_core::growth::{self, Further, Index};
use peers_core::policy::{Outcome, RULES};
use peers_core::vocabulary::{
    CLASSES, EMBARGO, GROUP_D, RARE_EARTH_HEADINGS, TECHNOLOGIES, on_list, vocabulary,
};
use peers_core::worker::{measure, number, serve};
use peers_core::{Shape, TextShipment, decide, generate};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};
use serde_json::{Map, json};

// As its own documentation advises.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ENTRY: &str = "data.ann61.result";

/// Sums through three levels, one helper each: the virtual machine has no `walk`, and of three nested comprehensions in one expression
/// it gives wrong sums.
const THREE_LEVELS: &str = r#"
level1(i) := sum([n.value | some n in i.bom; n.origin == "CN"; data.codes.p1[n.code]])
level2(i) := sum([n.value | some a in i.bom; some n in a.parts; n.origin == "CN"; data.codes.p1[n.code]])
level3(i) := sum([n.value | some a in i.bom; some b in a.parts; some n in b.parts; n.origin == "CN"; data.codes.p1[n.code]])
listed_value(i) := (level1(i) + level2(i)) + level3(i)
"#;

/// Sums to any depth: for the interpreter.
const ANY_DEPTH: &str = r#"listed_value(i) := sum([n.value | walk(i.bom, [_, n]); n.origin == "CN"; data.codes.p1[n.code]])"#;

fn main() {
    let group = std::env::args().nth(1).unwrap_or_default();
    let lines = generate(Shape::of(number("shipments", 500)));
    match group.as_str() {
        "check" => check(&lines),
        "single" => single(&lines),
        "growth" => grow_rules(&lines),
        "json" => json_lines(&lines),
        "parts" => grow_parts(),
        "callgrind" => {
            let mut machine = Machine::new(&policy(THREE_LEVELS, &[]));
            black_box(marked_machine(&mut machine, &values(&lines)));
            black_box(marked_json(&mut machine, &lines));
        }
        _ => panic!("no group {group}"),
    }
}

fn policy(sum: &str, further: &[Further]) -> String {
    let rules: String = further
        .iter()
        .enumerate()
        .map(|(number, rule)| {
            format!(
                "fired contains {} if {{ input.destination == \"{}\"; some i in input.items; i.code == \"{}\"; i.value >= {} }}\n",
                RULES + number,
                rule.destination,
                rule.code,
                rule.at_least
            )
        })
        .collect();
    include_str!("policy.rego")
        .replace("#SHARE#", sum)
        .replace("#EXTRA#", &rules)
}

/// A set as an object of trues: the fastest lookup that Rego has.
fn set<'a>(members: impl Iterator<Item = &'a str>) -> serde_json::Value {
    members
        .map(|member| (member.to_owned(), true.into()))
        .collect::<Map<_, _>>()
        .into()
}

fn data() -> Value {
    // Short names in the policy, in the order of the classes.
    const NAMES: [&str; CLASSES.len()] = [
        "p1",
        "p2",
        "recyc",
        "superhard",
        "battery",
        "ree5",
        "gga",
        "graphite",
        "dual",
    ];
    let words = vocabulary();
    let codes_of = |classes: u16| {
        set(words
            .codes
            .iter()
            .filter(|(_, own)| own & classes != 0)
            .map(|(code, _)| code.as_str()))
    };
    let mut codes: Map<String, serde_json::Value> = NAMES
        .iter()
        .zip(CLASSES)
        .map(|(name, (_, class))| ((*name).to_owned(), codes_of(class)))
        .collect();
    codes.insert("p1p2".to_owned(), codes_of(CLASSES[0].1 | CLASSES[1].1));
    let parties = |list: u8| {
        set(words
            .parties
            .iter()
            .filter(|(_, on)| *on == list)
            .map(|(party, _)| party.as_str()))
    };
    let data = json!({
        "codes": codes,
        "control": parties(on_list::CONTROL),
        "watch": parties(on_list::WATCH),
        "tech": set(TECHNOLOGIES.into_iter()),
        "group_d": set(GROUP_D.into_iter()),
        "embargo": set(EMBARGO.into_iter()),
        "hs_prefix": RARE_EARTH_HEADINGS,
    });
    value(&data.to_string())
}

fn value(json: &str) -> Value {
    Value::from_json_str(json).unwrap_or_else(|why| panic!("{why}"))
}

fn values(lines: &[String]) -> Vec<Value> {
    lines.iter().map(|line| value(line)).collect()
}

fn engine(policy: &str) -> Engine {
    let mut engine = Engine::new();
    engine
        .add_policy("policy.rego".into(), policy.into())
        .unwrap_or_else(|why| panic!("{why}"));
    engine
        .add_data(data())
        .unwrap_or_else(|why| panic!("{why}"));
    engine
}

/// The virtual machine with the policy compiled.
struct Machine(RegoVM);

impl Machine {
    fn new(policy: &str) -> Self {
        let entry: Rc<str> = ENTRY.into();
        let compiled = engine(policy)
            .compile_with_entrypoint(&entry)
            .unwrap_or_else(|why| panic!("{why}"));
        let program = Compiler::compile_from_policy(&compiled, &[ENTRY])
            .unwrap_or_else(|why| panic!("{why}"));
        let mut machine = RegoVM::new();
        machine.set_max_instructions(50_000_000);
        machine.load_program(program);
        machine
            .set_data(data())
            .unwrap_or_else(|why| panic!("{why}"));
        Self(machine)
    }

    fn ask(&mut self, facts: &Value) -> Value {
        self.0.set_input(facts.clone());
        self.0.execute().unwrap_or_else(|why| panic!("{why}"))
    }
}

fn interpret(engine: &mut Engine, facts: &Value) -> Value {
    engine.set_input(facts.clone());
    engine
        .eval_rule(ENTRY.into())
        .unwrap_or_else(|why| panic!("{why}"))
}

fn verdict(result: &Value) -> u64 {
    result["verdict"]
        .as_u64()
        .unwrap_or_else(|why| panic!("{why}"))
}

fn outcome(result: &Value) -> Outcome {
    let mut outcome = Outcome {
        verdict: verdict(result) as u8,
        ..Outcome::default()
    };
    for rule in result["fired"]
        .as_set()
        .unwrap_or_else(|why| panic!("{why}"))
    {
        match rule.as_u64() {
            Ok(rule) if (rule as usize) < RULES => outcome.fired |= 1 << rule,
            _ => outcome.further += 1,
        }
    }
    outcome
}

fn check(lines: &[String]) {
    let mut machine = Machine::new(&policy(THREE_LEVELS, &[]));
    let mut engine = engine(&policy(ANY_DEPTH, &[]));
    let mut different = 0;
    for line in lines {
        let (wanted, facts) = (decide(&TextShipment::read(line)), value(line));
        let alike = outcome(&machine.ask(&facts)) == wanted
            && outcome(&interpret(&mut engine, &facts)) == wanted;
        different += usize::from(!alike);
    }
    println!("{} {different}", lines.len());
}

fn single(lines: &[String]) {
    let facts = values(lines);
    let mut machine = Machine::new(&policy(THREE_LEVELS, &[]));
    let mut engine = engine(&policy(ANY_DEPTH, &[]));
    serve(vec![
        measure("virtual machine", lines.len(), || {
            marked_machine(&mut machine, &facts)
        }),
        measure("interpreter", lines.len(), || {
            facts
                .iter()
                .map(|one| verdict(&interpret(&mut engine, one)))
                .sum()
        }),
    ]);
}

fn grow_rules(lines: &[String]) {
    let facts = values(lines);
    let facts = &facts;
    let mut measurements = Vec::new();
    for size in growth::SIZES {
        let rules = growth::further(size);
        let mut machine = Machine::new(&policy(THREE_LEVELS, &rules));
        let index = Index::new(&rules);
        for (line, one) in lines.iter().zip(facts).take(100) {
            let wanted = growth::decide_indexed(&TextShipment::read(line), &index);
            assert_eq!(outcome(&machine.ask(one)), wanted, "{size} rules: {line}");
        }
        measurements.push(measure(&size.to_string(), lines.len(), move || {
            marked_machine(&mut machine, facts)
        }));
    }
    serve(measurements);
}

fn json_lines(lines: &[String]) {
    let mut machine = Machine::new(&policy(THREE_LEVELS, &[]));
    serve(vec![measure("virtual machine", lines.len(), || {
        marked_json(&mut machine, lines)
    })]);
}

/// The interpreter alone sums to any depth.
fn grow_parts() {
    let mut measurements = Vec::new();
    for parts in [10, 100, 1_000, 10_000, 100_000] {
        let facts = value(&peers_core::generate::wide(parts));
        let mut engine = engine(&policy(ANY_DEPTH, &[]));
        measurements.push(measure(&format!("parts {parts}"), 1, move || {
            verdict(&interpret(&mut engine, &facts))
        }));
    }
    let facts = value(&peers_core::generate::deep(10));
    let mut engine = engine(&policy(ANY_DEPTH, &[]));
    measurements.push(measure("depth 10", 1, move || {
        verdict(&interpret(&mut engine, &facts))
    }));
    serve(measurements);
}

#[inline(never)]
fn marked_machine(machine: &mut Machine, facts: &[Value]) -> u64 {
    facts.iter().map(|one| verdict(&machine.ask(one))).sum()
}

#[inline(never)]
fn marked_json(machine: &mut Machine, lines: &[String]) -> u64 {
    lines
        .iter()
        .map(|line| verdict(&machine.ask(&value(line))))
        .sum()
}
