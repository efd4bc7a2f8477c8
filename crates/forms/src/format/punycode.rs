//! Punycode (RFC 3492): encodes other scripts as letters, digits and hyphens.

/// The bias and its adaptation, with the parameters of RFC 3492, section 5.
struct Bias {
    bias: u32,
    /// The divisor of the next delta; greater for the first one.
    damp: u32,
}

impl Bias {
    const NEW: Self = Self {
        bias: 72,
        damp: 700,
    };

    fn threshold(&self, k: u32) -> u32 {
        k.saturating_sub(self.bias).clamp(1, 26)
    }

    fn adapt(&mut self, delta: u32, length: u32) {
        let mut delta = delta / self.damp;
        self.damp = 2;
        delta += delta / length;
        let mut k = 0;
        while delta > 35 * 26 / 2 {
            delta /= 35;
            k += 36;
        }
        self.bias = k + 36 * delta / (delta + 38);
    }
}

/// Decodes a label without its prefix `xn--`, in lower case.
pub(super) fn decode(text: &str) -> Option<Vec<char>> {
    let (basic, coded) = text.rsplit_once('-').unwrap_or(("", text));
    let mut chars: Vec<char> = basic.chars().collect();
    let mut bias = Bias::NEW;
    let (mut code, mut at) = (0x80_u32, 0_u32);
    let mut digits = coded.bytes();
    while digits.len() > 0 {
        let before = at;
        let (mut weight, mut k) = (1_u32, 36);
        loop {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = bias.threshold(k);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            k += 36;
        }
        let length = u32::try_from(chars.len()).ok()? + 1;
        bias.adapt(at - before, length);
        code = code.checked_add(at / length)?;
        at %= length;
        chars.insert(at as usize, char::from_u32(code)?);
        at += 1;
    }
    Some(chars)
}

/// Encodes a label of at most 63 characters, without the prefix `xn--`.
pub(super) fn encode(chars: &[char]) -> Option<String> {
    let mut text: String = chars.iter().filter(|c| c.is_ascii()).collect();
    let basic = u32::try_from(text.len()).ok()?;
    let mut done = basic;
    if basic > 0 {
        text.push('-');
    }
    let mut bias = Bias::NEW;
    let (mut code, mut delta) = (0x80_u32, 0_u32);
    while let Some(next) = chars
        .iter()
        .map(|c| u32::from(*c))
        .filter(|c| *c >= code)
        .min()
    {
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for c in chars.iter().map(|c| u32::from(*c)) {
            if c < code {
                delta = delta.checked_add(1)?;
            }
            if c == code {
                push_number(&mut text, delta, &bias);
                bias.adapt(delta, done + 1);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(text)
}

fn push_number(text: &mut String, mut number: u32, bias: &Bias) {
    for k in (36..).step_by(36) {
        let threshold = bias.threshold(k);
        let last = number < threshold;
        let digit = if last {
            number
        } else {
            let rest = number - threshold;
            number = rest / (36 - threshold);
            threshold + rest % (36 - threshold)
        };
        text.extend(char::from_digit((digit + 10) % 36, 36));
        if last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    fn check(text: &str, coded: &str) {
        let chars: Vec<char> = text.chars().collect();
        assert_eq!(encode(&chars).as_deref(), Some(coded));
        assert_eq!(decode(coded), Some(chars), "{coded}");
    }

    #[test]
    fn says_what_rfc_3492_says() {
        check("bücher", "bcher-kva");
        check("παράδειγμα", "hxajbheg2az3al");
        check("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye");
        check("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b");
        check("例え", "r8jz45g");
        for wrong in ["x", "é", "99999999", "a-b_"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
