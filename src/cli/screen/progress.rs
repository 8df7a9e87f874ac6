//! A bar while rows are decided, where somebody looks: how far, how fast, how long still.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar, or nothing.
pub struct Progress {
    bar: ProgressBar,
    rows: u64,
    begun: u64,
}

impl Progress {
    /// A bar of so many bytes (none: nobody knows), of which some are done; hidden where standard error is no terminal.
    pub fn new(bytes: Option<u64>, done: u64, rows: u64) -> Self {
        let target = if io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(bytes, target);
        let template = match bytes {
            Some(_) => "{wide_bar} {percent:>3} %  {msg}  {eta} left",
            None => "{spinner} {binary_bytes}  {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_position(done);
        bar.reset_eta();
        Self {
            bar,
            rows,
            begun: rows,
        }
    }

    /// So far it came.
    pub fn at(&mut self, bytes: u64, rows: u64) {
        if self.bar.is_hidden() {
            return;
        }
        self.rows = rows;
        let millis = u64::try_from(self.bar.elapsed().as_millis()).unwrap_or(u64::MAX);
        let rate = (rows - self.begun) * 1000 / millis.max(1);
        self.bar.set_message(format!("{rows} rows, {rate}/s"));
        self.bar.set_position(bytes);
    }

    /// Tells something without tearing the bar.
    pub fn beside(&self, tell: impl FnOnce()) {
        self.bar.suspend(tell);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
