//! Valid policies to make mistakes in: the examples, the starters, and made-up ones of any size.

use std::fmt::Write as _;

use super::text::Text;

/// The file that Acme's policy uses.
pub(crate) const FILES: &[(&str, &str)] = &[("vip.csv", include_str!("../../examples/acme/vip.csv"))];

/// All of them, the smallest last.
pub(crate) fn all() -> Vec<Text> {
    vec![
        Text::new("acme", include_str!("../../examples/acme/policy.baton")),
        Text::new("saas", include_str!("../../rules/starters/saas/policy.baton")),
        Text::new("shop", include_str!("../../rules/starters/shop/policy.baton")),
        Text::new("made up of 60 rules", &made_up(60)),
        Text::new("made up of 24 rules", &made_up(24)),
        Text::new("made up of 18 rules", &made_up(18)),
    ]
}

/// What stands before the rules of a made-up policy: every kind of declaration.
const HEAD: &str = r#"baton 1

policy "Made up" {
  timezone "Europe/Berlin"
  languages en, es
  fallback en
  assistant gives confidence, category
  default queue general
  otherwise stay
  on failure hand off to general
}

use "std/signals/en"
use "std/messages/en"
use "std/messages/es"

category billing "Billing" { refund, dispute }
category technical { outage, integration }
category account {
  password_reset
  profile
}

fact plan.tier is one of free, pro, enterprise default free
fact plan.value is money in EUR default 0 EUR
fact plan.region is one of north, south, east default north
fact plan.renews_in is duration
fact orders.late is count default 0
fact account.age is duration default 0 days
fact risk.score is score default 0
fact risk.share is share default 0%
switch known_outage "Known outage"
switch night_shift "Nobody is at the desk"

queue billing "Billing" { handles billing; in es "Facturación" }
queue technical "Technical" {
  handles technical; in es "Soporte técnico"
  level second
}
queue retention "Retention" { in es "Fidelización" }
queue security "Security" { in es "Seguridad" }
queue general "Support" { handles everything else; routed by helpdesk; in es "Soporte" }

instruction be_brief "Answer in one sentence"

threshold confidence {
  60%
  80% for billing
  70% for technical.outage
  35% for account.password_reset
  tier raise by 10 points when plan.tier is enterprise
  late raise by 15 points when orders.late at least 2
  length raise by 5 points for each 1 turns after 5, up to 20 points
  mood highest of {
    raise by 10 points when sentiment at most -0.4
    raise by 20 points when sentiment at most -0.7
  }
  never below 20%
  never above 95%
}

threshold strict of confidence {
  70%
  85% for account
}

threshold risk.share {
  40%
  30% for billing
}

guard takeover "Somebody else may be in the account" {
  when reports_takeover
  then hand off to security, priority urgent
  say security
  because "Somebody else may be in the account"
}

override late_orders "Late orders of large customers" {
  when plan.tier is enterprise and (orders.late at least 2 or frustration above 0.3)
  then hand off to retention, priority high
  because "A large customer waits"
}
"#;

const CONDITIONS: [&str; 17] = [
    "plan.tier is enterprise",
    "frustration above 0.5 and turns above 3",
    "category is billing.refund and confidence below 70%",
    "asks_for_human or threatens_legal_action",
    "plan.value at least 10_000 EUR",
    "account.age below 30 days and (orders.late at least 2 or frustration above 0.4)",
    "risk.score between 0.2 and 0.6",
    "confidence below threshold minus 10 points",
    "orders.late at least 3 or plan.tier is one of free, pro",
    "contacts in 14 days at least 2 or contacts in 14 days is missing",
    "sentiment at most -0.5 for 2 turns running",
    "risk.share at least 40%",
    "plan.region is south",
    "plan.value between 1_000 EUR and 5_000 EUR",
    "confidence below strict",
    "account.age between 10 days and 40 days",
    "self_harm and not (plan.region is north or known_outage)",
];

const ACTIONS: [&str; 8] = [
    "hand off to billing, priority urgent",
    "offer",
    "hand off, tag late_case",
    "clarify with ask_briefly, silence 60s, then hand off",
    "hand off to security or general, need skill fraud at level 2",
    "stay",
    "offer hand off to technical at second, priority high",
    "hand off to retention, reply within 2 business hours, instruct be_brief",
];

/// A valid policy with `rules` rules in groups, and messages, signals, additions and tests in proportion.
pub(crate) fn made_up(rules: usize) -> String {
    let mut text = HEAD.to_owned();
    for group in 0..rules.div_ceil(6) {
        let when = if group.is_multiple_of(2) { " except when known_outage" } else { " when not night_shift" };
        writeln!(text, "\ngroup group_{group} \"Group {group}\"{when} {{").expect("a string takes all");
        for at in (group * 6)..rules.min(group * 6 + 6) {
            rule(at, &mut text);
        }
        text.push_str("}\n");
    }
    for at in 0..rules / 6 {
        declarations(at, &mut text);
    }
    for at in 0..rules / 2 {
        test(at, &mut text);
    }
    text
}

fn rule(at: usize, text: &mut String) {
    let (condition, action) = (CONDITIONS[at % CONDITIONS.len()], ACTIONS[at * 3 % ACTIONS.len()]);
    let dates = if at % 6 == 4 { " from 2027-03-01 until 2027-05-31" } else { "" };
    write!(text, "  rule case_{at} \"Case {at}\"{dates} {{\n    when {condition}\n    then {action}\n")
        .expect("a string takes all");
    if at % 6 == 3 {
        writeln!(text, "    say notice_{}", at / 6).expect("a string takes all");
    }
    write!(text, "    because \"Reason {at}\"\n  }}\n").expect("a string takes all");
}

fn declarations(at: usize, text: &mut String) {
    let signal = match at % 2 {
        0 => {
            "  in en says \"(where|when) is my (order|parcel)\"\n  in es says \"donde esta mi pedido\"\n  in en unless \"thank you\"\n"
        }
        _ => {
            "  0.6 in en says \"still (waiting|nothing)\"\n  0.3 in es says \"todavia nada\"\n  0.2 shouts\n  fades by half every 3 turns\n"
        }
    };
    let asked = if at.is_multiple_of(2) { String::new() } else { " above 0.5".to_owned() };
    write!(
        text,
        r#"
signal hears_{at} "Signal {at}" {{
{signal}}}

message notice_{at} {{
  when the agent is known {{
    en "{{agent.first_name}} from {{team}} will help you."
    es "{{agent.first_name}} de {{team}} le ayudará."
  }}
  en "Somebody from {{team}} will help you."
  es "Alguien de {{team}} le ayudará."
}}

also addition_{at} "Addition {at}" {{
  when hears_{at}{asked}
  then raise priority by 20, tag heard_{at}
}}

watch trial_{at} "Trial {at}" {{
  when plan.renews_in below 30 days and not hears_{at}{asked}
  then hand off to retention
  allow silenced_rule because "only paying customers have a renewal"
}}
"#
    )
    .expect("a string takes all");
}

fn test(at: usize, text: &mut String) {
    write!(
        text,
        r#"
test "example {at}" {{
  given plan.tier is pro, orders.late is 2
  customer "I still wait"
  assistant "It is on its way" confidence is 62%, category is billing.dispute
  expect hand off to billing by case_{at}, threshold 95%
}}
"#
    )
    .expect("a string takes all");
}
