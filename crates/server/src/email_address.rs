//! E-mail addresses: their validation and equality.

use icu_normalizer::ComposingNormalizerBorrowed;

/// The maximum length of an address, in bytes (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// Whether a text is a plausible address; only a delivered message could prove it.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else {
        return false;
    };
    let strange = |c: char| c.is_whitespace() || c.is_control();
    !user.is_empty() && !host.is_empty() && text.len() <= LONGEST && !text.contains(strange)
}

/// The form in which addresses are compared: equal for two addresses that differ only in case or in
/// the encoding of accents. The part after a `+` counts.
///
/// A letter that only looks like an ASCII letter is never equal to it, so that nobody can
/// impersonate another person.
pub(crate) fn address_key(address: &str) -> String {
    if address.is_ascii() {
        return address.to_ascii_lowercase();
    }
    let plain = |text: &str| {
        let lower = text.to_lowercase();
        ComposingNormalizerBorrowed::new_nfc()
            .normalize(&lower)
            .into_owned()
    };
    // The Kelvin sign, for example, would become an ordinary k.
    let mut buffer = [0; 4];
    let becomes_ascii = |c: char| !c.is_ascii() && plain(c.encode_utf8(&mut buffer)).is_ascii();
    if address.chars().any(becomes_ascii) {
        return address.to_owned();
    }
    plain(address)
}
