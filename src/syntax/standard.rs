//! The files that ship with Baton: `use "std/…"`.

/// Name and text of every standard file.
const FILES: [(&str, &str); 4] = [
    ("std/signals/en", include_str!("../../rules/std/signals/en.baton")),
    ("std/signals/es", include_str!("../../rules/std/signals/es.baton")),
    ("std/messages/en", include_str!("../../rules/std/messages/en.baton")),
    ("std/messages/es", include_str!("../../rules/std/messages/es.baton")),
];

/// The text of the standard file `name`.
pub(super) fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of all standard files.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
