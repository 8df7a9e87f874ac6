//! What a program took: watched from outside, through `/proc` (Linux).

use std::fs;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;

/// What a program took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    pub clock: Duration,
    pub processor: Duration,
    /// The most memory it ever held, in bytes.
    pub peak: u64,
}

/// The kernel counts processor time in hundredths of a second, on every machine that Linux supports.
const TICK: Duration = Duration::from_millis(10);

/// Runs a program to its end; `feed` writes its standard input.
pub fn watch(
    mut command: Command,
    feed: impl FnOnce(&mut dyn Write) -> std::io::Result<()> + Send,
) -> Result<Usage, Failure> {
    let told = format!("{command:?}");
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| format!("{told}: {why}"))?;
    let input = child.stdin.take();
    let usage = thread::scope(|scope| {
        scope.spawn(|| {
            if let Some(mut input) = input {
                // A program that wants no more has its reasons: how it ended says them.
                let _ = feed(&mut input);
            }
        });
        until_it_ends(&child, started)
    })?;
    let output = child.wait_with_output()?;
    if output.status.success() {
        Ok(usage)
    } else {
        Err(format!("{told}: {}", String::from_utf8_lossy(&output.stderr)).into())
    }
}

/// Looks again and again. What has ended stays to be looked at until it is waited for, without its memory.
fn until_it_ends(child: &Child, started: Instant) -> Result<Usage, Failure> {
    let folder = format!("/proc/{}", child.id());
    let mut peak = 0;
    loop {
        let status = fs::read_to_string(format!("{folder}/status"))?;
        let field = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
        };
        if let Some(kilobytes) =
            field("VmHWM:").and_then(|told| told.split(' ').next()?.parse::<u64>().ok())
        {
            peak = peak.max(kilobytes * 1024);
        }
        if field("State:").is_some_and(|state| state.starts_with('Z')) {
            let processor =
                ticks(&fs::read_to_string(format!("{folder}/stat"))?).ok_or("no times in /proc")?;
            return Ok(Usage {
                clock: started.elapsed(),
                processor,
                peak,
            });
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// User and system time: the 14th and 15th field; the second is the name in brackets, which may hold blanks.
fn ticks(stat: &str) -> Option<Duration> {
    let behind_name = stat.rsplit_once(')')?.1;
    let mut fields = behind_name.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u32>().ok();
    Some(TICK * (next()? + next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_behind_the_name() {
        let stat = "17 (a b) c) R 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0";
        assert_eq!(ticks(stat), Some(Duration::from_secs(3)));
    }

    #[test]
    fn a_program_is_watched_to_its_end() {
        let mut command = Command::new("sh");
        command.args(["-c", "while read -r line; do :; done"]);
        let usage = watch(command, |input| input.write_all(b"one\ntwo\n")).unwrap();
        assert!(usage.clock > Duration::ZERO);
    }

    #[test]
    fn one_that_fails_says_why() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo no luck >&2; exit 3"]);
        let why = watch(command, |_| Ok(())).unwrap_err();
        assert!(why.to_string().contains("no luck"), "{why}");
    }
}
