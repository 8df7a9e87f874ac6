//! The invented schema that all random policies share, as text and as types to walk facts by.

/// Scales, records, units, the calendar, questions and lists.
pub const SCHEMA: &str = r#"
facts order : Order on date

scale permit main { open  watch  leave  barred }
scale conduct     { fine  noted  grave }

status marked of Parcel "marked"
status watched of Order "watched"

record Order {
  id       : Text = ""
  date     : Date
  from     : Country
  to       : Country
  urgent   : Bool
  wait     : Period
  mode     : Mode = land
  sender   : Agent
  receiver : Agent?
  parcels  : [Parcel]
  passes   : [Pass] = []
  tags     : {Tag}
  rates    : Rates = {}
}

record Agent {
  country : Country
  sort    : Sort
  home    : Country = country
  stakes  : [Stake]
  fame    : {Tag} = {}
  ensure sum(stake.share for stake in stakes) <= 100% "the stakes exceed the whole"
}

record Stake { share : Share  agent : Agent }

record Parcel {
  label  : Text = ""
  code   : Code?
  codes  : {Code} = {}
  kind   : Kind = solid
  origin : Country? = null if kind != solid
  value  : Money
  weight : Weight
  gap    : Length?
  pieces : Int
  frail  : Bool
  hue    : Hue
  made   : Date?
  parts  : [Parcel] = [] if kind != solid
  extra  : Extra? = null
  ensure sum(piece.value for piece in parts) <= value "the parts are worth more than the whole"
}

record Extra { hue : Hue  portion : Share  depth : Int? }
record Pass  { start : Date  end : Date  codes : {Code}  hue : Hue }

enum Mode { land  sea  air }
enum Tag  { fast  cold  loud }
enum Sort { civil  state  guild }
enum Kind { solid  liquid  gas }
enum Hue  { red  green  blue }

dimension Weight { g  kg = 1000 g }
dimension Length { nm  um = 1000 nm }

calendar days main {
  weekend saturday, sunday
  changes from "lists/days.csv"
}
"#;

/// The calendar's days off, which also say for which years it is known.
pub const DAYS: &str =
    "date,day\n2025-01-01,closed\n2025-05-01,closed\n2025-05-03,open\n2025-12-31,closed\n";

/// Outcomes, mildest first.
pub const PERMIT: [&str; 4] = ["open", "watch", "leave", "barred"];
/// The further scale's outcomes, mildest first.
pub const CONDUCT: [&str; 3] = ["fine", "noted", "grave"];

pub const COUNTRIES: [&str; 4] = ["DE", "BR", "JP", "ZA"];
/// Codes of lists and rules, or below one.
pub const CODES: [&str; 8] = [
    "1A001.a.1",
    "1A001.b",
    "2B100",
    "3C300.x",
    "1A001.a.2",
    "4D400",
    "2B100.q",
    "1A001.a.1.z",
];
pub const DATES: [&str; 7] = [
    "2025-06-01",
    "2025-02-01",
    "2025-04-01",
    "2025-05-31",
    "2025-06-02",
    "2025-09-01",
    "2025-12-01",
];

#[derive(Clone, Copy, Debug)]
pub enum Ty {
    Bool,
    Text,
    Int,
    Share,
    Date,
    Period,
    Weight,
    Length,
    Country,
    Enum(&'static [&'static str]),
    Code,
    Money,
    Rates,
    Optional(&'static Ty),
    List(&'static Ty),
    Set(&'static Ty),
    Order,
    Agent,
    Stake,
    Parcel,
    Extra,
    Pass,
}

/// What leaving a field out means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Left {
    Unknown,
    Default,
    DefaultUnlessSolid,
}

pub type Field = (&'static str, Ty, Left);

const MODE: Ty = Ty::Enum(&["land", "sea", "air"]);
const TAG: Ty = Ty::Enum(&["fast", "cold", "loud"]);
const SORT: Ty = Ty::Enum(&["civil", "state", "guild"]);
const KIND: Ty = Ty::Enum(&["solid", "liquid", "gas"]);
const HUE: Ty = Ty::Enum(&["red", "green", "blue"]);

/// The fields of a record type, in the schema's order.
pub fn fields(ty: Ty) -> &'static [Field] {
    use Left::{Default, DefaultUnlessSolid, Unknown};
    match ty {
        Ty::Order => &[
            ("id", Ty::Text, Default),
            ("date", Ty::Date, Unknown),
            ("from", Ty::Country, Unknown),
            ("to", Ty::Country, Unknown),
            ("urgent", Ty::Bool, Unknown),
            ("wait", Ty::Period, Unknown),
            ("mode", MODE, Default),
            ("sender", Ty::Agent, Unknown),
            ("receiver", Ty::Optional(&Ty::Agent), Unknown),
            ("parcels", Ty::List(&Ty::Parcel), Unknown),
            ("passes", Ty::List(&Ty::Pass), Default),
            ("tags", Ty::Set(&TAG), Unknown),
            ("rates", Ty::Rates, Default),
        ],
        Ty::Agent => &[
            ("country", Ty::Country, Unknown),
            ("sort", SORT, Unknown),
            ("home", Ty::Country, Default),
            ("stakes", Ty::List(&Ty::Stake), Unknown),
            ("fame", Ty::Set(&TAG), Default),
        ],
        Ty::Stake => &[("share", Ty::Share, Unknown), ("agent", Ty::Agent, Unknown)],
        Ty::Parcel => &[
            ("label", Ty::Text, Default),
            ("code", Ty::Optional(&Ty::Code), Unknown),
            ("codes", Ty::Set(&Ty::Code), Default),
            ("kind", KIND, Default),
            ("origin", Ty::Optional(&Ty::Country), DefaultUnlessSolid),
            ("value", Ty::Money, Unknown),
            ("weight", Ty::Weight, Unknown),
            ("gap", Ty::Optional(&Ty::Length), Unknown),
            ("pieces", Ty::Int, Unknown),
            ("frail", Ty::Bool, Unknown),
            ("hue", HUE, Unknown),
            ("made", Ty::Optional(&Ty::Date), Unknown),
            ("parts", Ty::List(&Ty::Parcel), DefaultUnlessSolid),
            ("extra", Ty::Optional(&Ty::Extra), Default),
        ],
        Ty::Extra => &[
            ("hue", HUE, Unknown),
            ("portion", Ty::Share, Unknown),
            ("depth", Ty::Optional(&Ty::Int), Unknown),
        ],
        Ty::Pass => &[
            ("start", Ty::Date, Unknown),
            ("end", Ty::Date, Unknown),
            ("codes", Ty::Set(&Ty::Code), Unknown),
            ("hue", HUE, Unknown),
        ],
        _ => &[],
    }
}
