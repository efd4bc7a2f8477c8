//! Every filter can be read from its own query parameters.

use portico_contract::{ArticleFilter, CategoryId, ListFilter, ServiceFilter, ServiceId};

/// A filter with all members set has a pair for each name, and is read back from these pairs.
fn check<F: ListFilter + std::fmt::Debug>() {
    let full = F::read(|_| Some("true".to_owned()));
    let pairs = full.pairs();
    let names: Vec<_> = pairs.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        F::NAMES,
        "a member is not read from \"true\": give its type a value here that it is read from"
    );
    let value = |name: &str| {
        let pair = pairs.iter().find(|(own, _)| *own == name)?;
        Some(pair.1.clone())
    };
    assert_eq!(F::read(value), full);
    for none in [None, Some(String::new())] {
        assert_eq!(F::read(|_| none.clone()), F::default());
    }
    assert!(F::default().pairs().is_empty());
    let category = CategoryId::from("network");
    let narrowed = F::of_category(Some(category.clone())).with_words("vpn");
    assert_eq!(narrowed.category(), Some(&category));
    assert_eq!(narrowed.words(), "vpn");
    assert_eq!(narrowed.with_words(""), F::of_category(Some(category)));
    assert_eq!(F::default().words(), "");
}

#[test]
fn filters_are_read_from_their_own_spelling() {
    check::<ServiceFilter>();
    check::<ArticleFilter>();
}

#[test]
fn filters_are_spelt_in_the_order_of_their_members() {
    let filter = ArticleFilter {
        category: Some(CategoryId::from("network")),
        service: Some(ServiceId::from("vpn-access")),
        q: Some("wi-fi".to_owned()),
    };
    let pairs = filter.pairs();
    let spelt: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let expected = [
        ("category", "network"),
        ("service", "vpn-access"),
        ("q", "wi-fi"),
    ];
    assert_eq!(spelt, expected);
}
