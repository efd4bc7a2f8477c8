//! The order of results.

use crate::support::{Nfkd, find, ids, record, search, titled};
use portico_search::{Boost, Options, Record, Search};

/// Asserts that records come in the order of their ids.
fn check(query: &str, records: &[Record]) {
    let found = ids(&mut search(records), query);
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(found, sorted, "{query}");
    assert_eq!(found.len(), records.len(), "{query} finds {found:?}");
}

#[test]
fn more_words_before_better_words() {
    check(
        "reset pasword token",
        &[
            record("1", "Reset your password", "", "With a token."),
            record("2", "Reset", "", "Your token."),
            record("3", "Token", "", "Other things."),
        ],
    );
}

#[test]
fn the_worst_word_decides() {
    check(
        "monitor ar",
        &[
            record("1", "Something", "", "A monitor, and AR."),
            record("2", "Monitor arm", "", ""),
        ],
    );
    check(
        "monitor cable ",
        &[
            titled("1", "Monitor cable"),
            titled("2", "Monitor cables"),
            titled("3", "Monitor cabel"),
        ],
    );
}

#[test]
fn names_before_descriptions() {
    let fields = |id: &str, field: &str| {
        let mut record = titled(id, if field == "title" { "scanner" } else { "thing" });
        match field {
            "keywords" => record.keywords = "scanner".to_owned(),
            "category" => record.category = "scanner".to_owned(),
            "summary" => record.summary = "scanner".to_owned(),
            "body" => record.body = "scanner".to_owned(),
            _ => {}
        }
        record
    };
    let order = ["title", "keywords", "category", "summary", "body"];
    let records: Vec<Record> = order
        .iter()
        .enumerate()
        .map(|(place, field)| fields(&place.to_string(), field))
        .collect();
    check("scanner", &records);
}

#[test]
fn a_title_that_is_the_query_comes_first() {
    check(
        "how to set up the new phone in the office today",
        &[
            titled("1", "How to set up the new phone in the office today"),
            record(
                "2",
                "Phone office set up: new phone, new office",
                "phone, office, new, today",
                "Set up a new phone in the office today.",
            ),
        ],
    );
    check(
        "to be or not to be",
        &[
            titled("1", "To be or not to be"),
            titled("2", "Be not to or be to"),
        ],
    );
}

#[test]
fn close_and_in_order() {
    check(
        "guest wifi",
        &[
            record(
                "1",
                "Thing",
                "",
                "The guest wifi for visitors and many other people.",
            ),
            record(
                "2",
                "Thing",
                "",
                "The wifi for every visitor and each other guest.",
            ),
        ],
    );
}

#[test]
fn words_that_say_little_do_not_decide() {
    let records = [
        record("1", "Access badge", "", ""),
        record(
            "2",
            "Another badge",
            "",
            "How do I get a badge how do I get a how do I get a.",
        ),
        record("3", "How do I get a what", "", ""),
    ];
    assert_eq!(
        ids(&mut search(&records), "how do i get an access badge"),
        ["1", "2"]
    );
}

#[test]
fn popular_records_win_a_tie() {
    let mut search = search(&[
        titled("1", "Standard laptop"),
        titled("2", "Standard laptop"),
    ]);
    let first = |search: &mut portico_search::Search, boosts: &[Boost]| {
        let options = Options {
            boosts,
            ..Options::default()
        };
        search
            .find("laptop", &options, &Nfkd)
            .hits
            .first()
            .unwrap()
            .id
            .clone()
    };
    assert_eq!(first(&mut search, &[]), "1");
    let record = search.find_id("2").unwrap();
    assert_eq!(
        first(
            &mut search,
            &[Boost {
                record,
                weight: 1.0
            }]
        ),
        "2"
    );
}

#[test]
fn the_index_knows_what_is_popular() {
    let laptop = |id: &str, popularity| Record {
        popularity,
        ..titled(id, "Standard laptop")
    };
    let records = [laptop("1", 3), laptop("2", 40), laptop("3", 0)];
    let mut found = search(&records);
    assert_eq!(ids(&mut found, "laptop"), ["2", "1", "3"]);
    let popular = |limit| -> Vec<String> {
        let popular = found.popular(limit, |id| id != "1");
        popular.into_iter().map(|(_, id)| id).collect()
    };
    // The popularity of the third record is unknown.
    assert_eq!(popular(5), ["2"]);
    assert!(popular(0).is_empty());
    // A prior adds to that.
    assert_eq!(first_with_boost(&mut found, "1"), "1");
}

/// The first result for "laptop" if a record has a boost.
fn first_with_boost(search: &mut Search, id: &str) -> String {
    let boosts = [Boost {
        record: search.find_id(id).unwrap(),
        weight: 1.0,
    }];
    let options = Options {
        boosts: &boosts,
        ..Options::default()
    };
    search.find("laptop", &options, &Nfkd).hits.remove(0).id
}

#[test]
fn a_prior_is_small() {
    let mut search = search(&[
        titled("1", "Laptop"),
        record("2", "Other", "", "Not a laptop."),
    ]);
    assert_eq!(first_with_boost(&mut search, "2"), "1");
}

#[test]
fn the_count_goes_on_after_the_limit() {
    let records: Vec<Record> = (0..300)
        .map(|number| titled(&format!("i{number}"), &format!("Laptop {number}")))
        .collect();
    let found = find(&mut search(&records), "laptop");
    assert_eq!((found.hits.len(), found.total), (10, 300));
}
