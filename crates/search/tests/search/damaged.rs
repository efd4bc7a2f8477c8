//! Bytes that are not an index, or only part of one.

use crate::support::{bytes, portal};
use portico_search::{Index, IndexError};
use proptest::prelude::*;
use std::sync::LazyLock;

fn whole() -> Vec<u8> {
    static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| bytes(&portal()));
    WHOLE.clone()
}

fn refusal(bytes: Vec<u8>) -> Option<IndexError> {
    Index::open(bytes).err()
}

#[test]
fn reasons() {
    assert_eq!(refusal(Vec::new()), Some(IndexError::NotAnIndex));
    assert_eq!(
        refusal(b"PK\x03\x04 and so on".to_vec()),
        Some(IndexError::NotAnIndex)
    );
    let mut older = whole();
    older[4] = 0;
    assert_eq!(refusal(older), Some(IndexError::OtherVersion));
    let mut short = whole();
    short.pop();
    assert_eq!(refusal(short), Some(IndexError::WrongLength));
    let mut long = whole();
    long.push(0);
    assert_eq!(refusal(long), Some(IndexError::WrongLength));
    assert_eq!(refusal(whole()), None);
}

#[test]
fn every_changed_byte_is_noticed() {
    let whole = whole();
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 1 << (place % 8);
        assert!(refusal(changed).is_some(), "byte {place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_part_is_refused(end in 0_usize..3_000) {
        let mut part = whole();
        if end < part.len() {
            part.truncate(end);
            prop_assert!(refusal(part).is_some());
        }
    }

    #[test]
    fn noise_is_refused(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(refusal(noise).is_some());
    }
}
