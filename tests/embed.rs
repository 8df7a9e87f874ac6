//! The example of embedding does what it says.

#[path = "../examples/embed.rs"]
mod embed;

#[test]
fn the_example_runs() {
    embed::main().expect("the example runs");
}

#[test]
fn policies_may_be_asked_from_many_threads() {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<licit::Policy>();
    shared::<licit::Options>();
    shared::<licit::Screener>();
    fn sent<T: Send + Sync>() {}
    fn moved<T: Send>() {}
    moved::<licit::Worker>();
    sent::<licit::Row>();
    sent::<licit::Decision>();
    sent::<licit::Diagnostics>();
}
