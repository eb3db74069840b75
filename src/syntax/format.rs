//! The canonical layout of a text.

/// The text in canonical layout.
pub fn format(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}
