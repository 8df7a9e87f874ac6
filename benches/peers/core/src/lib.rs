//! What every peer shares: the words of the workload, its generator, typed facts, the policy written by hand, and the worker that is
//! told which measurement to run.
//!
//! The policy by hand is the reference: every other engine must give its verdicts and its set of fired rules, case by case.

pub mod facts;
pub mod generate;
pub mod growth;
pub mod hash;
pub mod policy;
pub mod random;
pub mod vocabulary;
pub mod worker;

pub use facts::{
    Category, Chip, CodeLike, Component, Country, Date, EndUse, EndUser, Firm, HsLike,
    InternedCode, InternedHs, InternedParty, InternedShipment, Item, OwnedShipment, Owner,
    PartyLike, PartyList, Shipment, Technology, TechnologyKind, TextShipment,
};
pub use generate::{Shape, generate};
pub use policy::{Outcome, decide, decide_lazily};
