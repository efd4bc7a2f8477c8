//! Random numbers, which spread the retries of many browsers.

use leptos::prelude::window;

/// A random number of 32 bits.
pub(crate) fn random() -> u32 {
    let mut bytes = [0_u8; 4];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    u32::from_le_bytes(bytes)
}
