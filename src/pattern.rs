//! What a pattern of a signal listens for, as data.
//!
//! `"(talk|speak) (to|with) [a] human*"`: words in order, alternatives in `( | )`,
//! optional parts in `[ ]`, `*` at the end of a word for any ending, `..` for up
//! to [`GAP_MAX`] words of any kind. The compiler reads it (positions in the
//! file), the runtime listens with it; neither knows the other.

/// How many words `..` may stand for.
pub const GAP_MAX: usize = 3;

/// A pattern: parts in order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// The parts.
    pub parts: Vec<Part>,
}

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A word, normalised as text is: lower case, no accents, straight apostrophes.
    Word(String),
    /// A word that begins so: `cancel*`.
    Prefix(String),
    /// `..`: from none to [`GAP_MAX`] words.
    Gap,
    /// `(a|b c)`: one of several.
    OneOf(Vec<Pattern>),
    /// `[a]` or `[a|b]`: one of several, or nothing.
    Maybe(Vec<Pattern>),
}

/// Folds one character, so that what authors write and what customers write agree.
///
/// Lower case, Latin accents off (`á` is `a`, `ñ` is `n`), every apostrophe the
/// straight one. None drops the character: combining marks, and the invisible
/// ones that phones put between letters.
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(match c {
            '`' => '\'',
            _ => c.to_ascii_lowercase(),
        });
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    Some(match lower {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{ad}' | '\u{feff}' => {
            return None;
        }
        '’' | '‘' | 'ʼ' | '´' | '′' | '＇' => '\'',
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'æ' | 'ª' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'œ' | 'º' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ß' | 'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'þ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::fold_char;

    #[test]
    fn folding_gives_letters_without_case_or_accents() {
        let fold = |text: &str| text.chars().filter_map(fold_char).collect::<String>();
        assert_eq!(fold("ÁÉÍÓÚ Ñ Ü ç ß Łódź"), "aeiou n u c s lodz");
        assert_eq!(fold("I’m ‘so’ don´t `x`"), "i'm 'so' don't 'x'");
        assert_eq!(fold("e\u{301}\u{200b}x"), "ex");
        assert_eq!(fold("ЖДУ 我 7"), "жду 我 7");
        let folded: Vec<char> = ('\0'..='\u{ffff}').filter_map(fold_char).collect();
        assert!(folded.iter().all(|c| fold_char(*c) == Some(*c)), "folding twice is folding once");
    }
}
