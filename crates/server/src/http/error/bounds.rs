//! Limits on the size of a problem, because a request may contain thousands of errors, or a very
//! long one.

use crate::limits::{DETAIL_BYTES, ERRORS, ERRORS_BYTES};
use portico_contract::{FieldError, Problem};

/// Truncates the texts, and drops errors beyond the limit, whose number is reported.
pub(super) fn bound(problem: &mut Problem) {
    if let Some(detail) = &mut problem.detail {
        cut(detail);
    }
    let mut bytes = 0_usize;
    let mut listed = 0_usize;
    for error in problem.errors.iter_mut().take(ERRORS) {
        cut(&mut error.detail);
        bytes = bytes.saturating_add(length(error));
        if bytes > ERRORS_BYTES {
            break;
        }
        listed += 1;
    }
    let omitted = problem.errors.len().saturating_sub(listed);
    problem.errors.truncate(listed);
    if omitted > 0 {
        let before = problem.errors_omitted.unwrap_or_default();
        let omitted = u64::try_from(omitted).unwrap_or(u64::MAX);
        problem.errors_omitted = Some(before.saturating_add(omitted));
    }
}

fn length(error: &FieldError) -> usize {
    error.pointer.len() + error.code.len() + error.detail.len()
}

fn cut(words: &mut String) {
    if words.len() > DETAIL_BYTES {
        words.truncate(words.floor_char_boundary(DETAIL_BYTES));
        words.push('…');
    }
}
