//! Texts → tables.

use baton::diagnostic::Severity;
use baton::source::Files;
use baton::{Table, compile};

/// A policy in memory, with the one list that generated policies read.
pub(crate) struct Text<T>(pub(crate) T);

impl<T: AsRef<str>> Files for Text<T> {
    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "policy.baton" => Ok(self.0.as_ref().to_owned()),
            "vip.csv" => Ok("id\nv1\nv2\n".to_owned()),
            _ => Err("there is no such file".to_owned()),
        }
    }
}

/// The first lines that every policy needs; `extra` lines stand in the header.
pub(crate) fn header(otherwise: &str, extra: &str) -> String {
    format!(
        "baton 1\npolicy \"T\" {{\n  timezone \"UTC\"\n  languages en\n  assistant gives confidence, category\n  \
         default queue general\n  otherwise {otherwise}\n  on failure hand off to general\n  {extra}\n}}\n\
         queue general \"General\"\n"
    )
}

/// The table of a text, or its errors: `CODE message`, one a line.
pub(crate) fn try_table(text: &str) -> Result<Table, String> {
    let (artifact, problems, _) = compile("policy.baton", &Text(text));
    let errors = || {
        let errors = problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error);
        errors.map(|problem| format!("{} {}\n", problem.code.as_str(), problem.message)).collect()
    };
    artifact.map(Table::new).ok_or_else(errors)
}

/// The table of a text without errors.
pub(crate) fn table(text: &str) -> Table {
    try_table(text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

/// The table of declarations below the usual header.
pub(crate) fn table_of(declarations: &str) -> Table {
    table(&(header("stay", "") + declarations))
}

/// Numbers that look random and are the same at every run: splitmix64.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).expect("it is below a length")
    }

    /// One of these.
    pub(crate) fn one_of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}
