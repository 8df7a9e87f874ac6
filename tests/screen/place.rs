//! A folder of its own for one test, with a small policy, and commands run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub const POLICY: &str = r#"
facts shipment : Shipment on date

scale export main {
  free             "free to go"
  licence_required "licence required"
  forbidden        "forbidden"
}

scale conduct { proper  breach }

dimension Power { W  kW = 1000 W }

record Shipment { id : Text = ""  date : Date  destination : Country  items : [Item]  note : Text = "" }
record Item { description : Text = ""  lamp : Bool  power : Power  signal : Bool = false }

instrument harbour.n3_2031 {
  authority "Harbour Office"
  number    "Notice No. 3 of 2031"
  published 2031-01-10
  in force  from 2031-02-01
  basis     official
}

question bright "Is a lamp of just 500 W bright?" {
  cites   article 1
  reading taken_in "yes" (default)
  reading left_out "no"
}

rule bright_lamps {
  cites article 1
  for   item in shipment.items
  when  item.lamp and (item.power > 500 W or (bright reads taken_in and item.power >= 500 W))
  then  item is licence_required
  duty  "shipper" "reports; the lamp | its power" by 2031-06-01
}

rule signals {
  cites article 2
  for   item in shipment.items
  when  item.signal
  then  item is forbidden
}

rule signals_are_a_breach {
  cites article 3
  for   item in shipment.items
  when  item.signal
  then  item is breach
}
"#;

/// A folder of its own.
pub struct Place(pub PathBuf);

impl Place {
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("screen")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        let place = Self(folder);
        place.write("policies/harbour.licit", POLICY);
        place
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.0.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    /// The files of the folder itself.
    pub fn files(&self) -> Vec<String> {
        let all = fs::read_dir(&self.0).unwrap().flatten();
        let mut names: Vec<String> = all
            .filter(|entry| entry.path().is_file())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
        command
            .current_dir(&self.0)
            .args(line.split_whitespace())
            .env_remove("NO_COLOR")
            .env_remove("RUST_BACKTRACE");
        command
    }

    /// Runs a command without input.
    pub fn run(&self, line: &str) -> Ran {
        let mut command = self.command(line);
        Ran::from(command.stdin(Stdio::null()).output().unwrap())
    }

    /// Runs a command that reads this.
    pub fn fed(&self, line: &str, input: impl AsRef<[u8]>) -> Ran {
        let mut child = self
            .command(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // What is refused at once reads nothing.
        let _ = stdin.write_all(input.as_ref());
        drop(stdin);
        Ran::from(child.wait_with_output().unwrap())
    }

    /// The command and all that came of it: exit code, both streams, and these files.
    pub fn told(&self, line: &str, files: &[&str]) -> String {
        let ran = self.run(line);
        let mut text = format!("$ licit {line}\nexit {}\n", ran.code);
        for (name, said) in [("stdout", &ran.out), ("stderr", &ran.err)] {
            if !said.is_empty() {
                text.push_str(&format!("── {name}\n{said}"));
            }
        }
        for file in files {
            text.push_str(&format!("── {file}\n{}", self.read(file)));
        }
        text
    }
}

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            code: output.status.code().expect("no signal"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// A case of one lamp: its power in W, unknown where there is none.
pub fn lamp(id: &str, power: Option<u32>) -> String {
    let power = power.map_or(String::new(), |power| format!(r#","power":"{power} W""#));
    format!(
        r#"{{"id":"{id}","date":"2031-03-01","destination":"IS","items":[{{"lamp":true{power}}}]}}"#
    )
}

/// So many cases, padded to about a kilobyte: free, licensed, open, and every hundredth forbidden.
pub fn orders(range: std::ops::Range<usize>) -> Vec<String> {
    let note = "n".repeat(900);
    range
        .map(|n| {
            let case = match n % 100 {
                0 => {
                    lamp(&format!("order-{n}"), Some(600)).replace("true", r#"true,"signal":true"#)
                }
                m if m % 3 == 1 => lamp(&format!("order-{n}"), Some(600)),
                m if m % 7 == 2 => lamp(&format!("order-{n}"), None),
                _ => lamp(&format!("order-{n}"), Some(40)),
            };
            case.replace(r#","items""#, &format!(r#","note":"{note}","items""#))
        })
        .collect()
}
