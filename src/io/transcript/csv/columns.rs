//! What helpdesks call the columns that every transcript has.
//!
//! In: the names of a header. Out: which column is which, with what was taken for what.

use super::super::error::shown;

/// A column, and what else it is called, the most telling name first: in lower case, without what divides words.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("conversation", &["conversation", "conversationid", "id"]),
    ("time", &["time", "timestamp", "createdat", "datetime", "date"]),
    ("who", &["who", "role", "sender", "author", "from"]),
    ("text", &["text", "message", "body", "content"]),
];

/// The columns of one header.
#[derive(Debug)]
pub(super) struct Columns {
    /// The positions of `conversation`, `time`, `who` and `text`.
    pub(super) at: [usize; 4],
    /// What was taken for what, in words.
    pub(super) taken: Vec<String>,
}

/// Finds the columns by their names, or says which are missing.
pub(super) fn find(names: &[String]) -> Result<Columns, Vec<&'static str>> {
    let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let found = COLUMNS
        .map(|(_, spellings)| spellings.iter().find_map(|spelling| plain.iter().position(|name| name == spelling)));
    let missing: Vec<&str> =
        COLUMNS.iter().zip(found).filter(|(_, at)| at.is_none()).map(|((column, _), _)| *column).collect();
    let [Some(conversation), Some(time), Some(who), Some(text)] = found else { return Err(missing) };
    let at = [conversation, time, who, text];
    let pairs = COLUMNS.iter().zip(at).filter(|((column, _), at)| names[*at] != **column);
    let taken = pairs.map(|((column, _), at)| format!("`{}` as {column}", shown(&names[at]))).collect();
    Ok(Columns { at, taken })
}

/// Whether that is a column every transcript has, by its own name.
pub(super) fn is_own_name(lower: &str) -> bool {
    COLUMNS.iter().any(|(column, _)| *column == lower)
}

/// A name as the spellings are written.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    fn names(header: &str) -> Vec<String> {
        header.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn the_most_telling_name_counts() {
        let columns = find(&names("Id,Conversation ID,Date,created_at,From,Role,Body")).expect("all are there");
        assert_eq!(columns.at, [1, 3, 5, 6]);
        assert_eq!(
            columns.taken,
            ["`Conversation ID` as conversation", "`created_at` as time", "`Role` as who", "`Body` as text"]
        );
        let own = find(&names("id,text,message,who,time,conversation")).expect("all are there");
        assert_eq!((own.at, own.taken.len()), ([5, 4, 3, 1], 0));
        assert_eq!(find(&names("a,text")).expect_err("three are not"), ["conversation", "time", "who"]);
    }
}
