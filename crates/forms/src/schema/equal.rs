//! Equality of JSON values as defined by JSON Schema, based on a total order, so that duplicates are found by sorting.

use std::{cmp::Ordering, collections::BinaryHeap};

use serde_json::{Map, Value};

use super::number;

/// Values nested deeper than this count as equal. That is wrong, but it terminates; data of that depth is rejected
/// before validation.
const DEPTH: u8 = 200;

/// Compares numbers by value, and members in any order.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    order(a, b, DEPTH) == Ordering::Equal
}

/// Whether two of the items are equal.
pub(super) fn has_duplicates(items: &[Value]) -> bool {
    let compare = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => order(a, b, DEPTH),
        _ => Ordering::Equal,
    };
    let sorted = sorted(items.len(), &compare);
    sorted
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if compare(*a, *b).is_eq()))
}

/// The indices of a list, sorted by its contents.
///
/// All sorting uses this one function and a heap, because the library's sorts are several times as much code in the
/// module.
pub(super) fn sorted(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let places = (0..length).map(|at| HeapItem { at, compare });
    let heap: BinaryHeap<HeapItem<'_>> = places.collect();
    heap.into_sorted_vec()
        .into_iter()
        .map(|place| place.at)
        .collect()
}

/// A list of values that is sorted once, so that lookups need no linear search.
pub(crate) struct Listed<'v> {
    values: Vec<&'v Value>,
    sorted: Vec<usize>,
}

impl<'v> Listed<'v> {
    pub(crate) fn new(values: impl IntoIterator<Item = &'v Value>) -> Self {
        let values: Vec<_> = values.into_iter().collect();
        let compare = |a: usize, b: usize| match (values.get(a), values.get(b)) {
            (Some(one), Some(other)) => order(one, other, DEPTH).then(a.cmp(&b)),
            _ => Ordering::Equal,
        };
        let sorted = sorted(values.len(), &compare);
        Self { values, sorted }
    }

    /// The first index of a value in the list.
    pub(crate) fn find(&self, value: &Value) -> Option<usize> {
        let compare = |at: &usize| {
            let other = self.values.get(*at);
            other.map_or(Ordering::Equal, |other| order(other, value, DEPTH))
        };
        let first = self.sorted.partition_point(|at| compare(at).is_lt());
        let found = self.sorted.get(first).filter(|at| compare(at).is_eq());
        found.copied()
    }
}

struct HeapItem<'c> {
    at: usize,
    compare: &'c dyn Fn(usize, usize) -> Ordering,
}

impl Ord for HeapItem<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.compare)(self.at, other.at)
    }
}

impl PartialOrd for HeapItem<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for HeapItem<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for HeapItem<'_> {}

/// A total order; which one does not matter.
fn order(a: &Value, b: &Value, depth: u8) -> Ordering {
    let Some(depth) = depth.checked_sub(1) else {
        return Ordering::Equal;
    };
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => number::order(a, b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Array(a), Value::Array(b)) => a.len().cmp(&b.len()).then_with(|| {
            let unequal = |(a, b)| Some(order(a, b, depth)).filter(|order| order.is_ne());
            a.iter().zip(b).find_map(unequal).unwrap_or(Ordering::Equal)
        }),
        (Value::Object(a), Value::Object(b)) => {
            a.len().cmp(&b.len()).then_with(|| members(a, b, depth))
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

/// The smallest name at which the objects differ decides, so that nothing has to be sorted.
fn members(a: &Map<String, Value>, b: &Map<String, Value>, depth: u8) -> Ordering {
    let mut decided: Option<(&String, Ordering)> = None;
    let mut differ = |name, order: Ordering| {
        if order.is_ne() && decided.is_none_or(|(earlier, _)| name < earlier) {
            decided = Some((name, order));
        }
    };
    for (name, value) in a {
        let order = b
            .get(name)
            .map_or(Ordering::Less, |other| order(value, other, depth));
        differ(name, order);
    }
    for name in b.keys().filter(|name| !a.contains_key(*name)) {
        differ(name, Ordering::Greater);
    }
    decided.map_or(Ordering::Equal, |(_, order)| order)
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_equal_by_meaning() {
        let check = |a: Value, b: Value, expected: bool| {
            assert_eq!(equal(&a, &b), expected, "{a} {b}");
            assert_eq!(equal(&b, &a), expected, "{b} {a}");
            assert_eq!(
                has_duplicates(&[json!(7), a.clone(), json!("x"), b.clone()]),
                expected
            );
        };
        check(
            json!({"a": 1, "b": [2]}),
            json!({"b": [2.0], "a": 1.0}),
            true,
        );
        check(json!({"a": 1, "b": 2}), json!({"a": 1, "c": 2}), false);
        check(json!({"a": 1}), json!({"a": 1, "b": null}), false);
        check(json!([1, 2]), json!([2, 1]), false);
        check(json!([1]), json!([1, 1]), false);
        check(json!(0), json!(false), false);
        check(json!(null), json!({}), false);
        check(json!("é"), json!("e\u{301}"), false);
    }
}
