//! Random layouts with rules, and a slow and simple computation of what they send.

use crate::rng::Rng;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) const ROOT: [&str; 6] = ["a", "b", "c", "d", "o/x", "o/y"];

pub(super) const OBJECT: [&str; 2] = ["x", "y"];

pub(super) const ITEM: [&str; 3] = ["p", "q", "r"];

#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// The scope, and whether an absent answer fails.
    On(String, bool),
    Named(String),
    Leaf(String),
    Not(Box<Condition>),
    Both(Box<Condition>, Box<Condition>),
    Either(Box<Condition>, Box<Condition>),
}

/// A constant rejects an absent answer; this schema requires a value only if there is an answer.
fn on_or_absent() -> Value {
    let any = ["null", "boolean", "number", "string", "array", "object"];
    json!({"if": {"type": any}, "then": {"const": "on"}})
}

impl Condition {
    pub(super) fn random(rng: &mut Rng, names: &[&str], depth: usize) -> Self {
        let name = rng.pick(names).to_owned();
        let top = if depth == 0 { 3 } else { 6 };
        match rng.below(top) {
            0 => Self::On(name, rng.below(2) == 0),
            1 if !name.contains('/') => Self::Named(name),
            1 | 2 => Self::Leaf(name),
            3 => Self::Not(Box::new(Self::random(rng, names, depth - 1))),
            turn => {
                let one = Box::new(Self::random(rng, names, depth - 1));
                let other = Box::new(Self::random(rng, names, depth - 1));
                if turn == 4 {
                    Self::Both(one, other)
                } else {
                    Self::Either(one, other)
                }
            }
        }
    }

    pub(super) fn json(&self) -> Value {
        match self {
            Self::On(name, fail) => {
                json!({"scope": scope(name), "schema": on_or_absent(), "failWhenUndefined": fail})
            }
            Self::Named(name) => {
                json!({"scope": "#", "schema": {"properties": {name: {"const": "on"}}, "required": [name]}})
            }
            Self::Leaf(name) => {
                json!({"type": "LEAF", "scope": scope(name), "expectedValue": "on"})
            }
            Self::Not(one) => json!({"type": "NOT", "condition": one.json()}),
            Self::Both(one, other) => {
                json!({"type": "AND", "conditions": [one.json(), other.json()]})
            }
            Self::Either(one, other) => {
                json!({"type": "OR", "conditions": [one.json(), other.json()]})
            }
        }
    }

    fn holds(&self, sent: &Value, base: &str) -> bool {
        let on = |name: &str| {
            sent.pointer(&format!("{base}/{name}"))
                .map(|value| value == "on")
        };
        match self {
            Self::On(name, fail) => on(name).unwrap_or(!fail),
            Self::Named(name) | Self::Leaf(name) => on(name) == Some(true),
            Self::Not(one) => !one.holds(sent, base),
            Self::Both(one, other) => one.holds(sent, base) && other.holds(sent, base),
            Self::Either(one, other) => one.holds(sent, base) || other.holds(sent, base),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Rule {
    effect: &'static str,
    condition: Condition,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    Control(String),
    Group(Vec<Element>),
    Object(Vec<Element>),
    List(Vec<Element>),
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    rule: Option<Rule>,
    what: What,
}

impl Element {
    pub(super) fn random(rng: &mut Rng, names: &[&str], depth: usize) -> Self {
        let rule = (rng.below(2) == 0).then(|| Rule {
            effect: rng.pick(&["SHOW", "HIDE", "ENABLE", "DISABLE"]),
            condition: Condition::random(rng, names, 2),
        });
        let what = match rng.below(if depth == 0 { 4 } else { 8 }) {
            4 | 5 => What::Group(Self::several(rng, names, depth - 1)),
            6 if names == ROOT => What::Object(Self::several(rng, &OBJECT, depth - 1)),
            7 if names == ROOT => What::List(Self::several(rng, &ITEM, depth - 1)),
            _ => What::Control(rng.pick(names).to_owned()),
        };
        Self { rule, what }
    }

    pub(super) fn several(rng: &mut Rng, names: &[&str], depth: usize) -> Vec<Self> {
        (0..1 + rng.below(4))
            .map(|_| Self::random(rng, names, depth))
            .collect()
    }

    pub(super) fn json(&self) -> Value {
        let inner = |elements: &[Self]| elements.iter().map(Self::json).collect::<Vec<_>>();
        let mut ui = match &self.what {
            What::Control(name) => json!({"type": "Control", "scope": scope(name)}),
            What::Group(elements) => json!({"type": "Group", "elements": inner(elements)}),
            What::Object(elements) | What::List(elements) => {
                let of = if matches!(self.what, What::Object(_)) {
                    "o"
                } else {
                    "l"
                };
                json!({"type": "Control", "scope": scope(of), "options": {
                    "detail": {"type": "VerticalLayout", "elements": inner(elements)},
                }})
            }
        };
        if let Some(rule) = &self.rule {
            ui["rule"] = json!({"effect": rule.effect, "condition": rule.condition.json()});
        }
        ui
    }

    /// Computes for each control pointer whether one of its controls is active.
    pub(super) fn active(
        &self,
        sent: &Value,
        data: &Value,
        base: &str,
        around: bool,
        told: &mut BTreeMap<String, bool>,
    ) {
        let active = around
            && self.rule.as_ref().is_none_or(|rule| {
                let holds = rule.condition.holds(sent, base);
                matches!(rule.effect, "SHOW" | "ENABLE") == holds
            });
        let mut tell = |pointer: String| {
            let one = told.entry(pointer).or_default();
            *one |= active;
        };
        match &self.what {
            What::Control(name) => tell(format!("{base}/{name}")),
            What::Group(elements) => {
                elements
                    .iter()
                    .for_each(|one| one.active(sent, data, base, active, told));
            }
            What::Object(elements) => {
                tell("/o".to_owned());
                elements
                    .iter()
                    .for_each(|one| one.active(sent, data, "/o", active, told));
            }
            What::List(elements) => {
                tell("/l".to_owned());
                for at in 0..data["l"].as_array().map_or(0, Vec::len) {
                    let base = format!("/l/{at}");
                    elements
                        .iter()
                        .for_each(|one| one.active(sent, data, &base, active, told));
                }
            }
        }
    }
}

pub(super) fn scope(path: &str) -> String {
    format!("#/properties/{}", path.replace('/', "/properties/"))
}

/// The answers to send, found by iterating until nothing changes.
pub(super) fn settled(elements: &[Element], data: &Value) -> Value {
    let mut sent = data.clone();
    for _ in 0..100 {
        let mut told = BTreeMap::new();
        elements
            .iter()
            .for_each(|one| one.active(&sent, data, "", true, &mut told));
        let next = sieved(data, "", true, &told).unwrap_or_else(|| json!({}));
        if next == sent {
            return sent;
        }
        sent = next;
    }
    panic!("does not settle: {elements:?} with {data}");
}

pub(super) fn sieved(
    value: &Value,
    pointer: &str,
    around: bool,
    told: &BTreeMap<String, bool>,
) -> Option<Value> {
    let active = told.get(pointer).copied().unwrap_or(around);
    let below = |name: &str, value| sieved(value, &format!("{pointer}/{name}"), active, told);
    match value {
        Value::Object(members) => {
            let kept: Map<String, Value> = members
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), below(name, value)?)))
                .collect();
            let gone = kept.is_empty() && (!members.is_empty() || !active);
            (!gone).then_some(Value::Object(kept))
        }
        Value::Array(items) => active.then(|| {
            let kept = items.iter().enumerate();
            let kept =
                kept.map(|(at, item)| below(&at.to_string(), item).unwrap_or_else(|| json!({})));
            Value::Array(kept.collect())
        }),
        _ => active.then(|| value.clone()),
    }
}
