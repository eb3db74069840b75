//! A folder to run commands in: it looks like the repository, and what commands write is not left there.
//!
//! In: a command line for `sh`. Out: both streams and the exit code. `files` is the folder of the corpus.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::root;

/// The folder; it goes when this goes.
pub(crate) struct Place(PathBuf);

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Place {
    /// A fresh one.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("baton-cli-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder for what commands write");
        for (name, target) in [("examples", "examples"), ("docs", "docs"), ("files", "tests/corpus/cli/files")] {
            std::os::unix::fs::symlink(root().join(target), folder.join(name)).expect("links can be made");
        }
        Self(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Runs a line of a shell, 80 columns wide and without colours unless the line says otherwise.
    pub(crate) fn run(&self, line: &str) -> Ran {
        ran(self.command("sh").args(["-c", line]).output().expect("a shell is there"))
    }

    /// Runs the program on bytes from standard input.
    pub(crate) fn feed(&self, arguments: &[&str], input: &[u8]) -> Ran {
        use std::io::Write;
        let mut command = self.command(env!("CARGO_BIN_EXE_baton"));
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut pipe = child.stdin.take().expect("its input is a pipe");
        let input = input.to_owned();
        // It may stop reading, and it may print before it has read everything.
        let feeder = std::thread::spawn(move || drop(pipe.write_all(&input)));
        let output = child.wait_with_output().expect("the program ends");
        feeder.join().expect("feeding does not panic");
        ran(output)
    }

    fn command(&self, program: &str) -> Command {
        let own = Path::new(env!("CARGO_BIN_EXE_baton")).parent().expect("the program lies in a folder");
        let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command.current_dir(&self.0).env("PATH", path).env("NO_COLOR", "1").env("COLUMNS", "80").stdin(Stdio::null());
        command
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}
