//! cedar-policy: AWS's language for authorization.
//!
//! Encoding: one `permit` for each rule, its category as the resource in the scope.
//! Cedar has no order, so the first match is the lowest number among the policies
//! that the answer gives as its reason. It has no fractions, so numbers are sent in
//! hundredths.

use crate::engine::{Engine, Prepared};
use crate::native::Sent;
use crate::spec::{Answer, Input, Rule, Test, Word, words};
use cedar_policy::{
    Authorizer, Context, Entities, EntityId, EntityTypeName, EntityUid, PolicySet, Request, RestrictedExpression,
};

pub struct Cedar;

impl Engine for Cedar {
    fn name(&self) -> &'static str {
        "cedar-policy"
    }

    fn package(&self) -> Option<&'static str> {
        Some("cedar-policy")
    }

    fn text(&self, rules: &[Rule]) -> String {
        rules.iter().map(policy).collect()
    }

    fn prepare(&self, text: &str, rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        let name = |text: &str| text.parse::<EntityTypeName>().map_err(|error| error.to_string());
        let uid = |text: &str| text.parse::<EntityUid>().map_err(|error| error.to_string());
        Ok(Box::new(Loaded {
            policies: text.parse().map_err(|error: cedar_policy::ParseErrors| error.to_string())?,
            queues: rules.iter().map(|rule| rule.queue).collect(),
            authorizer: Authorizer::new(),
            entities: Entities::empty(),
            principal: uid("Assistant::\"assistant\"")?,
            action: uid("Action::\"hand_off\"")?,
            category: name("Category")?,
            ready: Vec::new(),
        }))
    }
}

fn policy(rule: &Rule) -> String {
    let mut resource = String::from("resource");
    let mut tests = Vec::new();
    for test in &rule.tests {
        match *test {
            Test::OneOf(Word::Category, mask) => {
                let (_, path) = words(Word::Category, mask).next().expect("a category test names one");
                resource = format!("resource == Category::\"{path}\"");
            }
            Test::OneOf(word, mask) => {
                let name = word.name();
                let one = |(_, text): (usize, &str)| format!("context.{name} == \"{text}\"");
                tests.push(format!("({})", words(word, mask).map(one).collect::<Vec<_>>().join(" || ")));
            }
            Test::Is(flag, true) => tests.push(format!("context.{}", flag.name())),
            Test::Is(flag, false) => tests.push(format!("!context.{}", flag.name())),
            Test::Compare(number, relation, constant) => {
                tests.push(format!("context.{} {} {}", number.name(), relation.sign(), constant.0));
            }
        }
    }
    format!("permit (principal, action, {resource}) when {{ {} }};\n", tests.join(" && "))
}

struct Loaded {
    policies: PolicySet,
    queues: Vec<u8>,
    authorizer: Authorizer,
    entities: Entities,
    principal: EntityUid,
    action: EntityUid,
    category: EntityTypeName,
    ready: Vec<Request>,
}

impl Loaded {
    fn request(&self, sent: &Sent<'_>) -> Request {
        let text = |value: &str| RestrictedExpression::new_string(value.to_owned());
        let hundredths = |value: f64| RestrictedExpression::new_long((value * 100.0).round() as i64);
        let pairs = [
            ("tier", text(sent.tier)),
            ("channel", text(sent.channel)),
            ("language", text(sent.language)),
            ("asked_for_person", RestrictedExpression::new_bool(sent.asked_for_person)),
            ("outage", RestrictedExpression::new_bool(sent.outage)),
            ("returning", RestrictedExpression::new_bool(sent.returning)),
            ("confidence", hundredths(sent.confidence)),
            ("sentiment", hundredths(sent.sentiment)),
            ("frustration", hundredths(sent.frustration)),
            ("turns", hundredths(sent.turns as f64)),
            ("lifetime_value", hundredths(sent.lifetime_value)),
        ];
        let context = Context::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value))).expect("names differ");
        let resource = EntityUid::from_type_name_and_id(self.category.clone(), EntityId::new(sent.category));
        Request::new(self.principal.clone(), self.action.clone(), resource, context, None).expect("no schema to break")
    }

    /// Policies are named `policy0`, `policy1`, … in the order of the text.
    fn authorize(&self, request: &Request) -> Answer {
        let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        let number = |id: &cedar_policy::PolicyId| -> usize {
            let id: &str = id.as_ref();
            id.trim_start_matches("policy").parse().expect("Cedar numbers the policies")
        };
        let first = response.diagnostics().reason().map(number).min();
        first.map_or(Answer::STAY, |rule| Answer(self.queues[rule]))
    }
}

impl Prepared for Loaded {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(|input| self.request(&Sent::new(input))).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        self.authorize(&self.ready[at])
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        self.authorize(&self.request(&Sent::read(json)))
    }
}
