//! E-mail addresses: what is one, and when two are the same.

use icu_normalizer::ComposingNormalizerBorrowed;

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// Whether the text can be an address; nothing but mail itself could say whether it is one.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else {
        return false;
    };
    let strange = |c: char| c.is_whitespace() || c.is_control();
    !user.is_empty() && !host.is_empty() && text.len() <= LONGEST && !text.contains(strange)
}

/// The form in which addresses are compared: it is the same for two that differ in case, or in how their accents are
/// written, and for no others. What follows a `+` counts.
///
/// A letter that only looks like one of ASCII never counts as that, so that nobody can be taken for somebody else.
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
    // The sign of Kelvin, for example, would become an ordinary k.
    let mut buffer = [0; 4];
    let becomes_ascii = |c: char| !c.is_ascii() && plain(c.encode_utf8(&mut buffer)).is_ascii();
    if address.chars().any(becomes_ascii) {
        return address.to_owned();
    }
    plain(address)
}
