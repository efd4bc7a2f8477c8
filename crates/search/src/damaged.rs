//! Indexes with invalid contents and a valid checksum: every query on them must terminate without a panic.

use crate::file::seal;
use crate::{Builder, Index, Mode, NoNormalization, Options, Record, Search};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(whole);

fn whole() -> Vec<u8> {
    let mut builder = Builder::new();
    let words = [
        "laptop", "Laptop", "LAPTOP", "lApTop", "printer", "password", "reset", "café", "密码",
        "the", "drucker", "treiber",
    ];
    for number in 0..90_usize {
        let word = |plus: usize| {
            words
                .get((number * 7 + plus * 5) % words.len())
                .copied()
                .unwrap_or_default()
        };
        let record = Record {
            id: if number % 3 == 0 {
                format!("x{number}y")
            } else {
                format!("i{number}")
            },
            language: if number % 2 == 0 { "en" } else { "de" }.to_owned(),
            title: format!("{} {} {number}", word(0), word(1)),
            keywords: format!("{}, {}", word(2), word(3)),
            category: word(4).to_owned(),
            summary: format!("{}. {} -- {}{}", word(5), word(6), word(7), word(8)),
            icon: word(9).to_owned(),
            popularity: (number % 5) as u8 * 20,
            ..Record::default()
        };
        builder.add(&record, &NoNormalization);
    }
    builder.build()
}

/// Opens an index with any contents and calls everything on it.
fn use_all(mut bytes: Vec<u8>) {
    seal(&mut bytes);
    let Ok(index) = Index::open(bytes) else {
        return;
    };
    let index = Arc::new(index);
    for record in [0, 1, 47, 89, usize::MAX] {
        let _ = index.record(record);
    }
    let _ = (index.find("i7"), index.find("x3y"));
    let mut search = Search::new(index);
    for query in [
        "laptop",
        "prnter pass",
        "密码 druckertreiber",
        "i",
        "the reset password of my laptop printer",
    ] {
        search.find(query, &Options::default(), &NoNormalization);
    }
    let text = Options {
        mode: Mode::FullText,
        ..Options::default()
    };
    search.find("printing laptops", &text, &NoNormalization);
    let _ = search.suggest("lptop", 3, &NoNormalization);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wrong_bytes_do_no_harm(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = WHOLE.clone();
        let length = bytes.len() - 20;
        for (place, byte) in places {
            // The first 20 bytes hold the magic number, the version, the checksum and the length.
            bytes[20 + place.index(length)] = byte;
        }
        use_all(bytes);
    }

    #[test]
    fn wrong_numbers_of_the_head_do_no_harm(place in 0_usize..44, value in any::<u32>(), small in any::<bool>()) {
        let mut bytes = WHOLE.clone();
        let value = if small { value % 1_000 } else { value };
        bytes[20 + place * 4..24 + place * 4].copy_from_slice(&value.to_le_bytes());
        use_all(bytes);
    }
}
