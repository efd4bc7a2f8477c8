//! `portico-server improvements`: searches without results, the most frequent first.

use crate::console::say;
use crate::db::{Location, ZeroResultCount, improvements};
use crate::wire::time;
use serde_json::json;

/// The column headings; the words come last, because their length varies.
const HEADS: [&str; 5] = ["count", "kind", "language", "last", "words"];

/// Prints the searches, one per line.
pub(super) async fn run(at: &Location, as_json: bool) -> Result<(), String> {
    let found = improvements(at).await?;
    if as_json {
        return found.iter().try_for_each(|one| say(&line(one)));
    }
    if found.is_empty() {
        return say("No searches without results.");
    }
    let rows = found.iter().map(row);
    let rows: Vec<_> = [HEADS.map(str::to_owned)].into_iter().chain(rows).collect();
    let mut widths = HEADS.map(str::len);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let [count, kind, language, last, _] = widths;
    for [n, k, l, at, words] in &rows {
        say(&format!(
            "{n:>count$}  {k:kind$}  {l:language$}  {at:last$}  {words}"
        ))?;
    }
    Ok(())
}

fn line(one: &ZeroResultCount) -> String {
    json!({
        "kind": one.kind,
        "words": one.words,
        "language": one.language,
        "count": one.count,
        "firstAt": time(one.first_at),
        "lastAt": time(one.last_at),
    })
    .to_string()
}

fn row(one: &ZeroResultCount) -> [String; 5] {
    let day = time(one.last_at).chars().take("2026-11-22".len()).collect();
    [
        one.count.to_string(),
        one.kind.clone(),
        one.language.clone(),
        day,
        one.words.clone(),
    ]
}
