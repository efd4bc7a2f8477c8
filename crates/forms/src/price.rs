//! Prices: exact decimal numbers, written as text because floating-point numbers are not exact.

use crate::Form;
use crate::Role;
use crate::number;
use serde_json::Value;

/// A decimal number: `units` times ten to the power of minus `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FixedPoint {
    units: i128,
    scale: u32,
}

impl FixedPoint {
    /// Parses a number such as `12.50` or `-3`, with at most 15 digits before the decimal point and 6 after it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (minus, whole, part) = number::parts(text)?;
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=15).contains(&whole.len())
            || part.len() > 6
            || !all_digits(whole)
            || !all_digits(part)
        {
            return None;
        }
        let units: i128 = format!("{whole}{part}").parse().ok()?;
        Some(Self {
            units: if minus { -units } else { units },
            scale: u32::try_from(part.len()).ok()?,
        })
    }

    fn at_scale(self, scale: u32) -> Option<i128> {
        let factor = 10_i128.checked_pow(scale.checked_sub(self.scale)?)?;
        self.units.checked_mul(factor)
    }

    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let units = self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?;
        Some(Self { units, scale })
    }

    fn times(self, count: u64) -> Option<Self> {
        let units = self.units.checked_mul(i128::from(count))?;
        Some(Self { units, ..self })
    }

    /// As text, with as many decimal places as the most precise operand had.
    fn text(self) -> String {
        let minus = if self.units < 0 { "-" } else { "" };
        let scale = usize::try_from(self.scale).unwrap_or_default();
        let digits = self.units.unsigned_abs().to_string();
        let digits = format!(
            "{}{digits}",
            "0".repeat((scale + 1).saturating_sub(digits.len()))
        );
        let (whole, part) = digits
            .split_at_checked(digits.len() - scale)
            .unwrap_or((&digits, ""));
        let point = if part.is_empty() { "" } else { "." };
        format!("{minus}{whole}{point}{part}")
    }
}

impl Form {
    /// The price of the answers: the base amount plus the prices of all selected options, times the quantity. Amounts
    /// are decimal numbers such as `12.50`, all in one currency. `None` if nothing has a price, or if an amount is not
    /// a number or too large.
    #[must_use]
    pub fn price(&self, base: Option<&str>, pruned: &Value) -> Option<String> {
        let mut total = match base {
            Some(base) => Some(FixedPoint::parse(base)?),
            None => None,
        };
        let mut quantity = None;
        for answer in self.answered(pruned) {
            if answer.control.role == Some(Role::Quantity) {
                quantity = answer.value.as_u64();
            }
            let (choices, _) = answer.control.kind.choices().unwrap_or_default();
            for choice in choices.iter().filter(|choice| answer.chose(choice)) {
                if let Some(price) = &choice.price {
                    let price = FixedPoint::parse(price)?;
                    total = Some(match total {
                        Some(total) => total.plus(price)?,
                        None => price,
                    });
                }
            }
        }
        Some(total?.times(quantity.unwrap_or(1))?.text())
    }
}
