//! How long a name or a text may be.

use super::Reader;
use crate::diagnostic::{Code, Problem};
use crate::syntax::layout::{Clause, TokenKind};

/// No name may be longer, in bytes.
const NAME_MAX: usize = 100;
/// No text in quotes may be longer, in bytes.
const STRING_MAX: usize = 4_000;

impl Reader<'_> {
    /// Reports the first word or text of a clause that is too long.
    pub(super) fn within_limits(&mut self, clause: &Clause) -> bool {
        let too_long = clause.words(self.layout).find_map(|token| {
            let length = (token.end - token.start) as usize;
            match token.kind {
                TokenKind::Word if length > NAME_MAX => Some((token, "name", NAME_MAX)),
                TokenKind::Text if length > STRING_MAX + 2 => Some((token, "text", STRING_MAX)),
                _ => None,
            }
        });
        let Some((token, what, limit)) = too_long else { return true };
        let span = token.span(self.file);
        let problem = Problem::new(Code::E0111, format!("a {what} of more than {limit} bytes"), span, "too long");
        self.fail(problem.help("shorten it"));
        false
    }
}
