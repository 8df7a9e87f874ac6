//! The command `licit`.

fn main() -> std::process::ExitCode {
    licit::cli::run()
}
