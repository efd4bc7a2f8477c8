//! An overlay of newer records.

use crate::support::{ids, index, record, search, titled};

#[test]
fn newer_records_replace_older_ones() {
    let mut search = search(&[
        titled("i1", "Old laptop"),
        titled("i2", "Desk lamp"),
        titled("i3", "Laptop bag"),
    ]);
    search.update(
        index(&[titled("i1", "Tablet"), titled("i4", "Laptop stand")]),
        &["i3"],
    );
    assert_eq!(ids(&mut search, "laptop"), ["i4"]);
    assert_eq!(ids(&mut search, "tablet"), ["i1"]);
    assert_eq!(ids(&mut search, "desk"), ["i2"]);
    let record = search.find_id("i1").unwrap();
    assert_eq!(search.text(record, portico_search::Field::Title), "Tablet");
    assert_eq!(search.find_id("i3"), None);
    // The next update replaces this one.
    search.update(index(&[]), &["i2"]);
    assert_eq!(ids(&mut search, "laptop").len(), 2);
    assert!(ids(&mut search, "desk").is_empty());
}

#[test]
fn both_are_ordered_together() {
    let mut search = search(&[
        record("1", "Other", "", "About a scanner."),
        titled("3", "Scaner"),
    ]);
    search.update(index(&[titled("2", "Scanner")]), &[]);
    assert_eq!(ids(&mut search, "scanner"), ["2", "1", "3"]);
}

#[test]
fn a_small_index_over_nothing() {
    let mut search = search(&[]);
    assert!(ids(&mut search, "laptop").is_empty());
    search.update(index(&[titled("1", "Laptop")]), &["unknown"]);
    assert_eq!(ids(&mut search, "laptop"), ["1"]);
}
