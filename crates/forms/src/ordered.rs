//! Ordered sets and maps from iterators, one item at a time.
//!
//! Their own `collect` sorts all items first, which costs the portal 4 kB of code for each type, and saves no time in
//! collections as small as those of a form.

use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}

pub(crate) fn map<K: Ord, V>(items: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(items);
    map
}
