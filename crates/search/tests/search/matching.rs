//! How typed words match.

use crate::support::{find, first_matches, portal, record, search, titled, words};
use portico_search::{Field, MatchClass, Search};

/// The first hit, its best matching word, and how it matched.
fn check(query: &str, id: &str, word: &str, class: MatchClass) {
    let mut search = search(&portal());
    let found = find(&mut search, query);
    let hit = found
        .hits
        .first()
        .unwrap_or_else(|| panic!("{query} finds nothing"));
    assert_eq!(hit.id, id, "{query}");
    let matched = hit
        .matches
        .iter()
        .any(|found| found.word == word && found.class == class);
    assert!(matched, "{query} gives {:?}", hit.matches);
}

#[test]
fn exact() {
    check("laptop", "s2", "Laptop", MatchClass::Exact);
    check("LAPTOP", "s2", "Laptop", MatchClass::Exact);
    check("notebook", "s2", "notebook", MatchClass::Exact);
    check("809", "a2", "809", MatchClass::Exact);
}

#[test]
fn beginnings() {
    check("headph", "s3", "headphones", MatchClass::Prefix);
    check("l", "s2", "Laptop", MatchClass::Prefix);
    check("vpn conn", "a2", "connect", MatchClass::Prefix);
    // Earlier words may be unfinished too, if nothing else matches.
    check("pass reset ", "s1", "Password", MatchClass::Prefix);
}

#[test]
fn slips() {
    for (typed, id, meant) in [
        ("keybord", "a1", "Keyboard"),
        ("kyeboard", "a1", "Keyboard"),
        ("jeyboard", "a1", "Keyboard"),
        ("laptpo", "s2", "Laptop"),
        ("paswsord", "s1", "Password"),
        ("eadset", "s3", "Headset"),
        ("hadphoness", "s3", "headphones"),
        // The word is still unfinished.
        ("keybaor", "a1", "Keyboard"),
        ("mikroph", "s3", "microphone"),
    ] {
        check(typed, id, meant, MatchClass::Typo);
    }
}

#[test]
fn short_words_are_not_forgiven() {
    let mut search = search(&[titled("1", "it"), titled("2", "vpn")]);
    assert!(find(&mut search, "ot ").hits.is_empty());
    assert_eq!(
        words(&mut search, "vpm "),
        [("vpn".to_owned(), MatchClass::Typo)]
    );
    assert!(find(&mut search, "xpm ").hits.is_empty());
}

#[test]
fn numbers_are_not_guessed() {
    let mut search = search(&[titled("1", "Error 0x80070005"), titled("2", "Room 1204")]);
    assert!(find(&mut search, "0x80070006").hits.is_empty());
    assert!(find(&mut search, "1205").hits.is_empty());
    assert_eq!(find(&mut search, "0x8007").hits.len(), 1);
}

#[test]
fn compounds() {
    check("pass word", "s1", "Password", MatchClass::Compound);
    check("lap top", "s2", "Laptop", MatchClass::Compound);
    check("druckertreiber", "g2", "Drucker", MatchClass::Compound);
    check("druckertreiber", "g2", "Treiber", MatchClass::Compound);
    check("druckertrei", "g2", "Treiber", MatchClass::Compound);
    check("email", "s6", "mail", MatchClass::Compound);
    check("bild schirm", "g1", "Bildschirm", MatchClass::Compound);
}

#[test]
fn a_long_word_is_found_by_its_end() {
    let mut search = search(&[titled("1", "Druckertreiber"), titled("2", "Smartphone")]);
    let check = |search: &mut Search, typed: &str, expected: &[(&str, MatchClass)]| {
        let found = words(search, typed);
        let found: Vec<_> = found
            .iter()
            .map(|(word, class)| (word.as_str(), *class))
            .collect();
        assert_eq!(found, expected, "{typed}");
    };
    check(
        &mut search,
        "treiber",
        &[("Druckertreiber", MatchClass::Compound)],
    );
    check(
        &mut search,
        "Phone ",
        &[("Smartphone", MatchClass::Compound)],
    );
    // No record contains the whole word, but one contains a part of it.
    let mut parts = crate::support::search(&[titled("1", "Drucker"), titled("2", "Standing desk")]);
    check(
        &mut parts,
        "druckertreiber",
        &[("Drucker", MatchClass::Compound)],
    );
    check(
        &mut parts,
        "extrastanding ",
        &[("Standing", MatchClass::Compound)],
    );
    check(&mut parts, "deskzzzz", &[]);
    // Too short to be significant, and not the end of any word.
    check(&mut search, "iber", &[]);
    check(&mut search, "ucker", &[]);
}

#[test]
fn german_puts_letters_between() {
    let mut search = search(&[titled("1", "Arbeit am Platz"), titled("2", "Arbeit Platz")]);
    assert_eq!(
        find(&mut search, "arbeitsplatz").hits.first().unwrap().id,
        "2"
    );
}

#[test]
fn synonyms() {
    check("monitor", "g1", "Monitor", MatchClass::Synonym);
}

#[test]
fn forms() {
    check("connecting printers", "s7", "Connections", MatchClass::Stem);
    check("haus ", "g2", "Häuser", MatchClass::Stem);
}

#[test]
fn forms_are_of_the_records_language() {
    let mut record = titled("1", "Haeuser connections");
    record.language = "de".to_owned();
    let mut other = titled("2", "tea");
    other.language = "en".to_owned();
    // An English ending on a word of a German record.
    assert!(
        find(&mut search(&[record, other]), "connecting ")
            .hits
            .is_empty()
    );
}

#[test]
fn keyboard_layouts() {
    // "laptop" and "keyboard" on a Russian keyboard, "bürostuhl" typed on an English one.
    check("дфзещз", "s2", "Laptop", MatchClass::Layout);
    check("лунищфкв", "a1", "Keyboard", MatchClass::Layout);
    let mut search = search(&[
        titled("1", "Bürostuhl"),
        titled("2", "Принтер"),
        titled("3", "Display"),
    ]);
    for (typed, id) in [("b[rostuhl", "1"), ("ghbynth", "2")] {
        let found = find(&mut search, typed);
        assert_eq!(found.hits.first().unwrap().id, id, "{typed}");
        assert!(found.layout.is_some(), "{typed}");
    }
    assert!(find(&mut search, "display").layout.is_none());
}

#[test]
fn accents_do_not_matter() {
    let mut search = search(&[titled("1", "Café Zürich"), titled("2", "Straße Łódź")]);
    for (typed, id) in [
        ("cafe", "1"),
        ("zurich", "1"),
        ("CAFÉ", "1"),
        ("cafe\u{301}", "1"),
        ("strasse", "2"),
        ("lodz", "2"),
    ] {
        let found = find(&mut search, typed);
        assert_eq!(
            found.hits.first().map(|hit| hit.id.as_str()),
            Some(id),
            "{typed}"
        );
    }
}

#[test]
fn a_match_tells_where_and_how() {
    let mut search = search(&[record("1", "Das große Keyboard", "", "Ein keyboard.")]);
    let matches = first_matches(&mut search, "keybord");
    let title = matches.first().unwrap();
    assert_eq!((title.field, title.range.clone()), (Field::Title, 11..19));
    assert_eq!(
        (title.word.as_str(), title.typed.as_str()),
        ("Keyboard", "keybord")
    );
    assert_eq!(matches.get(1).unwrap().field, Field::Summary);
    // If the word itself occurs, words that merely begin with it are not reported.
    let mut search = crate::support::search(&[record("1", "Print", "printer", "Printing")]);
    assert_eq!(
        words(&mut search, "print"),
        [("Print".to_owned(), MatchClass::Exact)]
    );
}

#[test]
fn closest_words() {
    let search = search(&portal());
    let suggested = search.suggest("keyborrd", 3, &crate::support::Nfkd);
    assert_eq!(suggested.first().unwrap().to_lowercase(), "keyboard");
    assert!(
        search
            .suggest("qqqqqqqqqqqq", 3, &crate::support::Nfkd)
            .is_empty()
    );
}

#[test]
fn similar_records() {
    let mut search = search(&portal());
    let text = "Since this morning my laptop cannot reach the network from home, the tunnel shows error 809 and closes.";
    let found = search.similar(text, 3, &crate::support::Nfkd);
    assert_eq!(found.hits.first().unwrap().id, "a2");
}

#[test]
fn nothing_and_far_too_much() {
    let mut search = search(&portal());
    for query in ["", " ", "???", "\u{0}", "\u{301}", "-"] {
        assert!(find(&mut search, query).hits.is_empty(), "{query:?}");
    }
    for query in [
        "a".repeat(10_000),
        "laptop ".repeat(1_000),
        "q w e r t z u i o p ".repeat(500),
        "漢".repeat(10_000),
    ] {
        find(&mut search, &query);
        search.similar(&query, 10, &crate::support::Nfkd);
    }
}
