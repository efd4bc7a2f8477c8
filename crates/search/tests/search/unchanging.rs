//! Properties that hold for all records and queries.

use crate::support::{Nfkd, bytes, find, search, titled};
use portico_search::{Builder, Field, Index, Options, Record};
use proptest::prelude::*;
use std::collections::HashSet;

/// Words of few letters, so that records have much in common, and arbitrary words.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[abc]{1,5}",
        2 => "[a-zA-Z0-9]{1,12}",
        1 => "[äöüßéЖжا-ي密码パß가-나]{1,4}",
        1 => "\\PC{1,6}",
    ]
}

fn text(most: usize) -> impl Strategy<Value = String> {
    let gap = prop_oneof![6 => Just(" ".to_owned()), 1 => "[ ,.;:-]{1,3}", 1 => "\\s\\PC\\s"];
    prop::collection::vec((word(), gap), 0..most).prop_map(|words| {
        words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap])
            .collect()
    })
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let record = (
        text(6),
        text(4),
        text(3),
        text(2),
        text(10),
        text(12),
        0..3_usize,
    );
    prop::collection::vec(record, 1..14).prop_map(|records| {
        let records = records.into_iter().enumerate();
        records
            .map(
                |(number, (title, keywords, synonyms, category, summary, body, kind))| Record {
                    id: match kind {
                        0 => format!("i{number}"),
                        1 => format!("service:x{number}y"),
                        _ => format!("{number:04}"),
                    },
                    language: ["en", "de", ""]
                        .get(kind)
                        .copied()
                        .unwrap_or_default()
                        .to_owned(),
                    title,
                    keywords,
                    synonyms,
                    category,
                    summary,
                    body,
                    icon: ["", "laptop", "shield"]
                        .get(number % 3)
                        .copied()
                        .unwrap_or_default()
                        .to_owned(),
                    popularity: number as u8 * 4 * kind as u8,
                },
            )
            .collect()
    })
}

/// The words of a title as far as the search distinguishes titles: standalone combining marks and tatweel are dropped.
fn folded(title: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    title
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric())
        .filter(|letter| !is_combining_mark(*letter) && *letter != '\u{640}')
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_adding_does_not_matter(records in records(), query in text(5), seed in any::<u64>()) {
        let mut other = records.clone();
        // Any other order works.
        other.sort_by_key(|record| seed.wrapping_mul(record.id.bytes().map(u64::from).sum::<u64>() + 1) % 1_009);
        prop_assert_eq!(bytes(&records), bytes(&other));
        let one = find(&mut search(&records), &query);
        prop_assert_eq!(one, find(&mut search(&other), &query));
    }

    #[test]
    fn steps_of_any_size_make_the_same_index(records in records(), units in 1_usize..9) {
        let mut builder = Builder::new();
        for record in &records {
            builder.add(record, &Nfkd);
        }
        let mut build = builder.finish();
        let made = loop {
            if let Some(made) = build.step(units) {
                break made;
            }
        };
        prop_assert_eq!(made, bytes(&records));
    }

    #[test]
    fn records_come_back_as_they_were(records in records()) {
        let index = Index::open(bytes(&records)).unwrap();
        prop_assert_eq!(index.len(), records.len());
        for record in &records {
            let number = index.find(&record.id).unwrap();
            let found = index.record(number);
            prop_assert_eq!(found.as_ref(), Some(record));
        }
    }

    #[test]
    fn a_record_is_first_by_its_title(records in records()) {
        let mut search = search(&records);
        for record in &records {
            let title = folded(&record.title);
            if title.is_empty() {
                continue;
            }
            let found = find(&mut search, &record.title);
            let first = found.hits.first().map(|hit| search.text(hit.record, Field::Title));
            let first = first.map(|first| folded(&first));
            prop_assert_eq!(first, Some(title), "{:?}", record.title);
        }
    }

    #[test]
    fn no_query_is_too_much(records in records(), query in "\\PC{0,40}", limit in 0_usize..5, text in any::<bool>()) {
        let mut search = search(&records);
        let mode = if text { portico_search::Mode::FullText } else { portico_search::Mode::Interactive };
        let found = search.find(&query, &Options { limit, mode, ..Options::default() }, &Nfkd);
        prop_assert!(found.hits.len() <= limit);
        prop_assert!(search.suggest(&query, limit, &Nfkd).len() <= limit);
    }

    #[test]
    fn a_slip_still_finds(records in records(), place in 0_usize..20, letter in "[a-z]") {
        let mut search = search(&records);
        for record in &records {
            let mut title = record.title.clone();
            let place = title.floor_char_boundary(place.min(title.len()));
            title.insert_str(place, &letter);
            find(&mut search, &title);
        }
    }

    #[test]
    fn ranges_hold_the_words_that_they_tell(records in records(), query in text(4)) {
        let mut search = search(&records);
        let found = find(&mut search, &query);
        let mut seen = HashSet::new();
        for hit in found.hits {
            prop_assert!(seen.insert(hit.record));
            prop_assert!(!hit.matches.is_empty() || hit.words == 0);
            for matched in hit.matches {
                let text = search.text(hit.record, matched.field);
                prop_assert_eq!(text.get(matched.range), Some(matched.word.as_str()));
            }
        }
    }
}

#[test]
fn records_with_one_id_are_one() {
    let mut twin = titled("1", "Laptop");
    twin.summary = "Another one".to_owned();
    let records = [titled("1", "Laptop"), titled("1", "Notebook"), twin];
    let index = Index::open(bytes(&records)).unwrap();
    assert_eq!(index.len(), 1);
    assert_eq!(bytes(&records), bytes(records.iter().rev()));
}
