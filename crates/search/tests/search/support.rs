//! Small sets of records to search.

use portico_search::{
    Builder, Index, Match, MatchClass, Normalize, Options, Record, Results, Search,
};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The normalizer that servers use.
pub(crate) struct Nfkd;

impl Normalize for Nfkd {
    fn nfkd(&self, text: &str) -> String {
        text.nfkd().collect()
    }
}

/// A record with only a title.
pub(crate) fn titled(id: &str, title: &str) -> Record {
    Record {
        id: id.to_owned(),
        language: "en".to_owned(),
        title: title.to_owned(),
        ..Record::default()
    }
}

/// A record with a title, keywords and a summary.
pub(crate) fn record(id: &str, title: &str, keywords: &str, summary: &str) -> Record {
    Record {
        keywords: keywords.to_owned(),
        summary: summary.to_owned(),
        ..titled(id, title)
    }
}

pub(crate) fn bytes<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<u8> {
    let mut builder = Builder::new();
    for record in records {
        builder.add(record, &Nfkd);
    }
    builder.build()
}

pub(crate) fn index<'a>(records: impl IntoIterator<Item = &'a Record>) -> Arc<Index> {
    Arc::new(Index::open(bytes(records)).unwrap())
}

pub(crate) fn search<'a>(records: impl IntoIterator<Item = &'a Record>) -> Search {
    Search::new(index(records))
}

pub(crate) fn find(search: &mut Search, query: &str) -> Results {
    search.find(query, &Options::default(), &Nfkd)
}

pub(crate) fn ids(search: &mut Search, query: &str) -> Vec<String> {
    find(search, query)
        .hits
        .into_iter()
        .map(|hit| hit.id)
        .collect()
}

/// The matches in the first hit.
pub(crate) fn first_matches(search: &mut Search, query: &str) -> Vec<Match> {
    find(search, query)
        .hits
        .into_iter()
        .next()
        .map_or(Vec::new(), |hit| hit.matches)
}

/// The words that matched in the first hit, and their match classes.
pub(crate) fn words(search: &mut Search, query: &str) -> Vec<(String, MatchClass)> {
    let matches = first_matches(search, query).into_iter();
    matches.map(|found| (found.word, found.class)).collect()
}

/// The records of a small portal.
pub(crate) fn portal() -> Vec<Record> {
    let mut records = vec![
        record(
            "s1",
            "Password reset",
            "forgotten, locked out, sign-in",
            "Get a new password for your account.",
        ),
        record(
            "s2",
            "Laptop",
            "notebook, computer",
            "A new laptop with a docking station.",
        ),
        record(
            "s3",
            "Headset",
            "headphones, microphone",
            "A headset for calls in the office.",
        ),
        record("s4", "Desk lamp", "light", "A lamp with two arms."),
        record(
            "s5",
            "VPN access",
            "remote, home office",
            "Reach the company network from home.",
        ),
        record(
            "s6",
            "Shared mailbox",
            "team inbox, e-mail",
            "One mailbox for many people.",
        ),
        record(
            "s7",
            "Printer driver",
            "print, paper",
            "Connections to all printers on your floor.",
        ),
        record(
            "a1",
            "Keyboard layout",
            "language, umlaut",
            "Change what the keys of your keyboard type.",
        ),
        record(
            "a2",
            "VPN does not connect",
            "tunnel, error 809",
            "What to do when the tunnel stays closed.",
        ),
    ];
    for record in &mut records {
        record.category = if record.id.starts_with('s') {
            "Services"
        } else {
            "Help"
        }
        .to_owned();
    }
    records.push(Record {
        language: "de".to_owned(),
        synonyms: "Monitor, Display".to_owned(),
        ..record(
            "g1",
            "Zweiter Bildschirm",
            "Anzeige",
            "Ein Bildschirm mehr für Ihren Arbeitsplatz.",
        )
    });
    records.push(Record {
        language: "de".to_owned(),
        ..record(
            "g2",
            "Drucker Treiber",
            "Ausdruck",
            "Häuser und Stockwerke mit Druckern.",
        )
    });
    records
}
