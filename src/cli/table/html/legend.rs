//! What the rows refer to: thresholds, queues, questions.

use super::{Html, KEPT_TOGETHER, beside, escaped};
use crate::listing::{Bar, BarGroup, BarStep};

impl Html<'_> {
    /// Every threshold: bases, steps, limits.
    pub(super) fn bars(&mut self) {
        for bar in &self.page.listing.bars {
            self.bar(bar);
        }
    }

    fn bar(&mut self, bar: &Bar) {
        let name = if bar.name == "threshold" { "Threshold".to_owned() } else { format!("Threshold {}", bar.name) };
        let mut about = format!("how high {} must be: {}", bar.of, bar.base);
        if !bar.bases.is_empty() {
            about += ", for some categories another base";
        }
        self.push(KEPT_TOGETHER);
        self.heading(&name, &about);
        self.bases(bar);
        self.steps(bar);
        self.push("</section>");
    }

    fn bases(&mut self, bar: &Bar) {
        if bar.bases.is_empty() {
            return;
        }
        self.push("<table class=\"bases\"><thead><tr><th>category</th><th class=\"n\">base</th></tr></thead><tbody>");
        for (category, base) in &bar.bases {
            self.push(&format!("<tr><td>{}</td><td class=\"n\">{}</td></tr>", escaped(category), escaped(base)));
        }
        self.push(&format!("<tr><td>any other, or none</td><td class=\"n\">{}</td></tr>", escaped(&bar.base)));
        self.push("</tbody></table>");
    }

    fn steps(&mut self, bar: &Bar) {
        let limits = [("never below", &bar.low), ("never above", &bar.high)];
        let limits: Vec<(&str, &String)> =
            limits.into_iter().filter_map(|(word, limit)| Some((word, limit.as_ref()?))).collect();
        if bar.groups.is_empty() && limits.is_empty() {
            return;
        }
        self.push("<div class=\"beside\"><table class=\"steps\"><thead><tr><th>step</th><th>adds</th><th>when</th></tr></thead>");
        bar.groups.iter().for_each(|group| self.group(group));
        for (word, limit) in limits {
            self.push(&format!(
                "<tbody><tr><td>{word}</td><td>{}</td><td class=\"any\">whatever the steps add up to</td></tr></tbody>",
                escaped(limit)
            ));
        }
        self.push("</table></div>");
    }

    fn group(&mut self, group: &BarGroup) {
        self.push("<tbody class=\"entry\">");
        let rows: usize = group.steps.iter().map(|step| step.lines.len().max(1)).sum();
        let own = escaped(group.name.as_deref().unwrap_or_default());
        let highest = if group.steps.len() > 1 { "<span class=\"with\">only the highest of</span>" } else { "" };
        let mut head = format!("{}{own}{highest}</td>", beside(rows));
        for step in &group.steps {
            self.step(&mut head, step);
        }
        self.push("</tbody>");
    }

    fn step(&mut self, head: &mut String, step: &BarStep) {
        let rows = step.lines.len().max(1);
        let name = step.name.as_ref().map_or_else(String::new, |name| format!("{}: ", escaped(name)));
        for at in 0..rows {
            let when = step.lines.get(at).map_or_else(|| "never".to_owned(), |line| self.when(line));
            let or = if at == 0 { "" } else { "<i class=\"any\">or</i> " };
            let by = if at == 0 { format!("{}{name}{}</td>", beside(rows), escaped(&step.by)) } else { String::new() };
            let head = std::mem::take(head);
            self.push(&format!("<tr>{head}{by}<td>{or}{when}</td></tr>"));
        }
    }

    /// Who takes conversations.
    pub(super) fn teams(&mut self) {
        self.push(KEPT_TOGETHER);
        self.heading("Queues", "who takes what is handed off");
        self.push("<table class=\"narrow\"><thead><tr><th>queue</th><th>title</th><th>categories</th><th>levels</th></tr></thead>");
        for team in self.page.listing.teams() {
            let helpdesk =
                if team.routed_by_helpdesk { "<span class=\"with\">the helpdesk picks the person</span>" } else { "" };
            self.push(&format!(
                "<tbody class=\"entry\"><tr><td><code>{}</code></td><td>{}{helpdesk}</td><td>{}</td><td>{}</td></tr></tbody>",
                escaped(&team.name),
                escaped(&team.title),
                escaped(&team.handles),
                escaped(&team.levels)
            ));
        }
        self.push("</table>\n</section>");
    }

    /// Every question that is asked on the page.
    pub(super) fn questions(&mut self) {
        let listing = &self.page.listing;
        let asked = listing.questions(listing.rules.iter().chain(&listing.alsos).chain(&listing.watches));
        if asked.is_empty() {
            return;
        }
        self.heading("Questions", "what the rows ask, and who answers");
        self.push(
            "<table class=\"questions\"><thead><tr><th>question</th><th>meaning</th><th>answers</th><th>from</th>\
             <th>if there is none</th></tr></thead>",
        );
        for id in asked {
            let one = listing.legend(id);
            let cells = [&one.asks, one.title.as_ref().unwrap_or(&String::new()), &one.values, &one.from, &one.without]
                .map(|cell| format!("<td>{}</td>", escaped(cell)));
            self.push(&format!("<tbody class=\"entry\"><tr>{}</tr></tbody>", cells.concat()));
        }
        self.push("</table>");
    }
}
