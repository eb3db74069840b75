//! A reader of `baton.table/1` that knows nothing but docs/table-json.md: it shares no code with the library.

use serde_json::{Map, Value as Json};

/// A table.
pub(crate) struct Reader<'a>(pub(crate) &'a Json);

/// What is known: a value of each fact in the fact's unit, or null.
pub(crate) struct Case {
    pub(crate) facts: Map<String, Json>,
    pub(crate) answer: bool,
    pub(crate) problem: bool,
}

/// What is decided.
#[derive(Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) outcome: usize,
    pub(crate) by_problem: bool,
    pub(crate) queues: Vec<String>,
    pub(crate) watches: Vec<String>,
    pub(crate) alsos: Vec<String>,
    /// Each threshold in millionths.
    pub(crate) thresholds: Vec<i64>,
}

impl Reader<'_> {
    pub(crate) fn decide(&self, case: &Case) -> Found {
        // Margins and what was decided are filled in later.
        let mut cells: Vec<u64> = list(&self.0["columns"]).iter().map(|column| self.cell(column, case)).collect();
        let mut thresholds = Vec::new();
        for threshold in list(&self.0["thresholds"]) {
            let value = self.threshold(threshold, case, &cells);
            thresholds.push(value);
            if let Some(column) = threshold["margin_column"].as_u64() {
                let fact = &case.facts[threshold["fact"].as_str().expect("a name")];
                cells[at(column)] = match &self.0["columns"][at(column)] {
                    column if column["on_answer"] == true && !case.answer => 1,
                    _ if fact.is_null() => 0,
                    column => 2 + reached(column, millionths(fact) - value),
                };
            }
        }
        let only_guards = case.problem && !self.0["on_problem"].is_null();
        let rows = list(&self.0["rows"]);
        let end = if only_guards { index(&self.0["guard_rows"]) } else { rows.len() };
        let row = rows[..end].iter().find(|row| fits(row, &cells));
        let otherwise = &self.0["otherwise"];
        let course = list(&otherwise["courses"]).iter().find(|course| fits(course, &cells));
        let outcome = match row {
            Some(row) => index(&row["outcome"]),
            None if only_guards => index(&self.0["on_problem"]),
            None => index(&course.unwrap_or(otherwise)["outcome"]),
        };
        let by_problem = only_guards && row.is_none();
        let watches = self.watches(outcome, only_guards, &cells);
        let queues = self.queues(outcome, case);
        self.decided(outcome, by_problem, &queues, &mut cells);
        Found { outcome, by_problem, alsos: self.names("also", "alsos", &cells), watches, queues, thresholds }
    }

    /// What is known of a column's fact.
    fn fact(&self, column: &Json) -> &Json {
        let fact = list(&self.0["facts"]).iter().find(|fact| fact["name"] == column["fact"]);
        fact.expect("a column's fact is listed")
    }

    /// Its value; whether something is on a list is looked up.
    fn value(&self, column: &Json, case: &Case) -> Json {
        let fact = self.fact(column);
        let name = |fact: &Json| fact.as_str().expect("a name").to_owned();
        if fact["list"].is_null() {
            // What was decided is not known yet.
            return case.facts.get(&name(&fact["name"])).cloned().unwrap_or(Json::Null);
        }
        let looked_up = &case.facts[&name(&fact["list"]["fact"])];
        if looked_up.is_null() { Json::Null } else { list(&fact["list"]["entries"]).contains(looked_up).into() }
    }

    fn cell(&self, column: &Json, case: &Case) -> u64 {
        let fact = &self.value(column, case);
        if column["on_answer"] == true && !case.answer {
            return 1;
        }
        if fact.is_null() {
            return 0;
        }
        let number = match column["holds"].as_str().expect("a word") {
            _ if column["member"].is_string() => i64::from(list(fact).contains(&column["member"])),
            "truth" => i64::from(*fact == true),
            "number" if column["minus_threshold"].is_null() => millionths(fact),
            "word" => {
                let words = list(&column["words"]);
                let is_open = self.fact(column)["open"] == true;
                let of = |wanted: &Json| words.iter().position(|word| word == wanted);
                let position = of(fact).or_else(|| of(&"other".into()).filter(|_| is_open));
                i64::try_from(position.unwrap_or(words.len())).expect("few words")
            }
            _ => 0,
        };
        2 + reached(column, number)
    }

    fn threshold(&self, threshold: &Json, case: &Case, cells: &[u64]) -> i64 {
        let category = case.facts.get("category").filter(|_| case.answer || !self.is_on_answer("category"));
        let own = list(&threshold["base_of_category"]).iter().find(|one| Some(&one["category"]) == category);
        let mut sum = millionths(own.map_or(&threshold["base"], |own| &own["base"]));
        let steps = list(&threshold["steps"]);
        let mut largest: Vec<(u64, i64)> = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            let holds =
                list(&threshold["step_rows"]).iter().any(|row| index(&row["step"]) == number && fits(row, cells));
            let Some(by) = holds.then(|| self.adds(step, case)).flatten() else { continue };
            let group = step["group"].as_u64().expect("a group");
            match largest.iter_mut().find(|(of, _)| *of == group) {
                Some((_, most)) => *most = by.max(*most),
                None => largest.push((group, by)),
            }
        }
        sum += largest.iter().map(|(_, by)| by).sum::<i64>();
        let raised = if threshold["low"].is_null() { sum } else { sum.max(millionths(&threshold["low"])) };
        if threshold["high"].is_null() { raised } else { raised.min(millionths(&threshold["high"])) }
    }

    fn is_on_answer(&self, fact: &str) -> bool {
        list(&self.0["facts"]).iter().any(|one| one["name"] == fact && one["on_answer"] == true)
    }

    fn adds(&self, step: &Json, case: &Case) -> Option<i64> {
        let by = millionths(&step["by"]);
        let each = &step["each"];
        if each.is_null() {
            return Some(by);
        }
        let column = &self.0["columns"][index(&each["column"])];
        let fact = &case.facts[column["fact"].as_str().expect("a name")];
        if fact.is_null() || (column["on_answer"] == true && !case.answer) {
            return None;
        }
        let times = (millionths(fact) - millionths(&each["after"])).div_euclid(millionths(&each["every"]));
        (times > 0).then(|| by.signum() * (by.abs() * times).min(millionths(&each["up_to"])))
    }

    fn watches(&self, outcome: usize, only_guards: bool, cells: &[u64]) -> Vec<String> {
        let rules = list(&self.0["rules"]);
        let before = self.0["outcomes"][outcome]["rule"].as_u64().map_or(rules.len(), at);
        let watches = rules[..before].iter().enumerate().filter(|(number, rule)| {
            let mut own = list(&self.0["watch_rows"]).iter().filter(|row| index(&row["rule"]) == *number);
            own.any(|row| fits(row, cells)) && (!only_guards || rule["layer"] == "guard")
        });
        watches.map(|(_, rule)| text(&rule["name"])).collect()
    }

    fn queues(&self, outcome: usize, case: &Case) -> Vec<String> {
        let outcome = &self.0["outcomes"][outcome];
        match outcome["to"].as_str() {
            Some("queues") => list(&outcome["queues"]).iter().map(text).collect(),
            Some("category") => {
                let own =
                    list(&self.0["categories"]).iter().find(|one| Some(&one["path"]) == case.facts.get("category"));
                vec![text(own.map_or(&self.0["policy"]["default_queue"], |own| &own["queue"]))]
            }
            _ => Vec::new(),
        }
    }

    fn decided(&self, outcome: usize, by_problem: bool, queues: &[String], cells: &mut [u64]) {
        let columns = list(&self.0["columns"]);
        let decided = &self.0["decided_columns"];
        let mut set = |column: usize, number: i64| cells[column] = 2 + reached(&columns[column], number);
        for column in columns.iter().enumerate().filter(|(_, column)| column["fact"] == "decided_by") {
            set(column.0, 0);
        }
        for one in list(&decided["queues"]) {
            set(index(&one["column"]), i64::from(queues.contains(&text(&one["queue"]))));
        }
        for column in list(&self.0["outcomes"][outcome]["decided_by_columns"]).iter().filter(|_| !by_problem) {
            set(index(column), 1);
        }
        if let Some(column) = decided["action"].as_u64() {
            let words = list(&columns[at(column)]["words"]);
            let action = words.iter().position(|word| *word == self.0["outcomes"][outcome]["action"]);
            set(at(column), i64::try_from(action.expect("every action has its word")).expect("few words"));
        }
    }

    fn names(&self, of: &str, named: &str, cells: &[u64]) -> Vec<String> {
        let holds = |number: &usize| {
            let mut own = list(&self.0[&format!("{of}_rows")]).iter().filter(|row| index(&row[of]) == *number);
            own.any(|row| fits(row, cells))
        };
        let named = list(&self.0[named]);
        (0..named.len()).filter(holds).map(|number| text(&named[number]["name"])).collect()
    }
}

fn fits(row: &Json, cells: &[u64]) -> bool {
    list(&row["asks"]).iter().all(|ask| {
        let cell = cells[index(&ask["column"])];
        let within = |range: &Json| range[0].as_u64() <= Some(cell) && Some(cell) <= range[1].as_u64();
        list(&ask["cells"]).iter().any(within)
    })
}

/// How many cuts of a column a number reaches.
fn reached(column: &Json, number: i64) -> u64 {
    let scaled =
        |bound: &Json| if column["holds"] == "number" { millionths(bound) } else { bound.as_i64().expect("whole") };
    let reaches = |cut: &&Json| match cut.get("at") {
        Some(bound) => number >= scaled(bound),
        None => number > scaled(&cut["above"]),
    };
    list(&column["cuts"]).iter().filter(reaches).count() as u64
}

/// A number in millionths.
pub(crate) fn millionths(number: &Json) -> i64 {
    #[allow(clippy::cast_possible_truncation, reason = "numbers of the test policies are small")]
    number.as_i64().map_or_else(|| (number.as_f64().expect("a number") * 1e6).round() as i64, |whole| whole * 1_000_000)
}

fn list(json: &Json) -> &[Json] {
    json.as_array().expect("a list")
}

fn text(json: &Json) -> String {
    json.as_str().expect("a text").to_owned()
}

fn index(json: &Json) -> usize {
    at(json.as_u64().expect("a position"))
}

fn at(position: u64) -> usize {
    usize::try_from(position).expect("a position")
}
