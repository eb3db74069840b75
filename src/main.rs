//! The `baton` command: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(baton::cli::run() as u8)
}
