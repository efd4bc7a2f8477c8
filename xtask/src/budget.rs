//! `cargo xtask budget`: the sizes of shipped files and their limits.

use crate::console::grouped;
use crate::manifest::{Manifest, ShippedFile};
use crate::project::Project;
use crate::{build, locales};
use anyhow::{Context, Result, bail};
use std::fs;

const NAME: &str = "budget.toml";

/// Builds the portal, and prints and checks the sizes, or prints what the main module consists of.
pub(crate) fn run(project: &Project, why: bool) -> Result<()> {
    let tools = build::run(project)?;
    if why {
        return build::print_sizes(project, &tools);
    }
    let manifest = Manifest::read(&project.dist).context("dist/manifest.json cannot be read")?;
    let earlier = Manifest::read_earlier(&project.work()?).map(|earlier| earlier.files);
    let text = fs::read_to_string(project.root.join(NAME))
        .with_context(|| format!("{NAME} cannot be read"))?;

    for line in table(&manifest.files, earlier.as_deref()) {
        println!("{line}");
    }
    let findings = findings(&text, &manifest.files)?;
    for note in &findings.within_room {
        println!("{note}");
    }
    if !findings.faults.is_empty() {
        bail!("{}", findings.faults.join("\n"));
    }
    println!("All within {NAME}.");
    Ok(())
}

/// The size of each file, and its change since the last different build.
fn table(files: &[ShippedFile], earlier: Option<&[ShippedFile]>) -> Vec<String> {
    let row = |bytes: &str, brotli: &str, change: &str, name: &str| {
        format!("{bytes:>12} {brotli:>12} {change:>10}  {name}")
    };
    let change = |now: u64, before: Option<u64>| match (earlier, before) {
        (None, _) => String::new(),
        (Some(_), None) => "new".to_owned(),
        (Some(_), Some(before)) if now == before => "=".to_owned(),
        (Some(_), Some(before)) if now > before => format!("+{}", grouped(now - before)),
        (Some(_), Some(before)) => format!("-{}", grouped(before - now)),
    };
    let weigh = |files: &[&ShippedFile]| {
        let sum = |part: fn(&ShippedFile) -> u64| files.iter().map(|file| part(file)).sum::<u64>();
        (sum(|file| file.bytes), sum(|file| file.brotli))
    };
    let before = earlier.unwrap_or_default();
    let mut rows = vec![row("bytes", "brotli", "change", "file")];
    rows.extend(files.iter().map(|file| {
        let before = before.iter().find(|one| one.logical == file.logical);
        let change = change(file.brotli, before.map(|before| before.brotli));
        let (bytes, brotli) = (grouped(file.bytes), grouped(file.brotli));
        row(&bytes, &brotli, &change, &file.name)
    }));
    let is_gone = |file: &&ShippedFile| files.iter().all(|one| one.logical != file.logical);
    rows.extend(before.iter().filter(is_gone).map(|file| {
        let change = format!("-{}", grouped(file.brotli));
        row("gone", "", &change, &file.logical)
    }));
    let (bytes, brotli) = weigh(&first_visit(files));
    let (_, brotli_before) = weigh(&first_visit(before));
    let change = change(brotli, earlier.map(|_| brotli_before));
    let what = "the first visit to the catalogue";
    rows.push(row(&grouped(bytes), &grouped(brotli), &change, what));
    rows.push(match earlier {
        Some(_) => {
            "The change column compares brotli bytes with the last different build.".to_owned()
        }
        None => "There is no earlier build to compare with.".to_owned(),
    });
    rows
}

/// The number of bytes, as Brotli, by which a file may exceed its figure: about the size of one
/// more page with its code, texts and styles. Without this allowance, a first new page would have
/// to change figures whose reasons concern the whole portal; with it, the figures are updated for
/// several changes together, and larger growth is still detected in the change that causes it.
/// Files that pages do not affect have no allowance.
fn room(name: &str) -> u64 {
    match name {
        "first visit" => 2_048,
        name if name.ends_with(".wasm") => 2_048,
        "assets/portico.css" => 256,
        name if name.starts_with("assets/") && name.ends_with(".json") => 256,
        _ => 0,
    }
}

/// The files that a first-time visitor loads: page, code, styles and one language, without API
/// responses.
fn first_visit(files: &[ShippedFile]) -> Vec<&ShippedFile> {
    let language = format!("assets/{}.json", locales::DEFAULT);
    let names = [
        "index.html",
        "assets/element.js",
        "assets/portico.js",
        "assets/portico_bg.wasm",
        "assets/portico.css",
        "assets/page.css",
        "assets/icons.svg",
        &language,
    ];
    files
        .iter()
        .filter(|file| names.contains(&file.logical.as_str()))
        .collect()
}

/// The line of the files that several lazy modules share. The splitter makes one for each combination
/// of modules and numbers them, so that any change may add one and rename the others.
const CHUNKS: &str = "assets/chunk_*.wasm";

fn is_chunk(file: &ShippedFile) -> bool {
    file.logical.starts_with("assets/chunk_") && file.logical.ends_with(".wasm")
}

/// The result of the comparison with the budget.
#[derive(Debug, Default)]
struct BudgetReport {
    /// Files beyond their figures, but within their allowance.
    within_room: Vec<String>,
    /// All violations of the budget.
    faults: Vec<String>,
}

fn findings(budget: &str, files: &[ShippedFile]) -> Result<BudgetReport> {
    let table: toml::Table = budget
        .parse()
        .with_context(|| format!("{NAME} cannot be parsed"))?;
    let limits = table
        .get("brotli")
        .and_then(toml::Value::as_table)
        .context("budget.toml has no [brotli] table")?;
    let mut findings = BudgetReport::default();
    let mut compare = |name: &str, bytes: u64| {
        let limit = limits.get(name).and_then(toml::Value::as_integer);
        let Some(limit) = limit.and_then(|limit| u64::try_from(limit).ok()) else {
            let fault = format!("{name} is missing in {NAME}.");
            return findings.faults.push(fault);
        };
        let (over, room) = (bytes.saturating_sub(limit), room(name));
        if over > room {
            findings.faults.push(format!(
                "{name} has {bytes} bytes as brotli; {NAME} allows {limit}, plus {room} for a page. Make it smaller, or write {bytes} there with the reason."
            ));
        } else if over > 0 {
            findings.within_room.push(format!(
                "{name} exceeds its figure in {NAME} by {over} bytes; a page may add {room}."
            ));
        }
    };
    // Users never download the test languages.
    for file in files
        .iter()
        .filter(|file| !file.logical.starts_with("assets/qp") && !is_chunk(file))
    {
        compare(&file.logical, file.brotli);
    }
    let chunks = files.iter().filter(|file| is_chunk(file));
    let has_chunks = chunks.clone().next().is_some();
    if has_chunks {
        compare(CHUNKS, chunks.map(|file| file.brotli).sum());
    }
    compare(
        "first visit",
        first_visit(files).iter().map(|file| file.brotli).sum(),
    );
    for name in limits.keys().filter(|name| *name != "first visit") {
        let is_shipped = match name.as_str() {
            CHUNKS => has_chunks,
            name => files.iter().any(|file| file.logical == name),
        };
        if !is_shipped {
            findings
                .faults
                .push(format!("{NAME} lists {name}, which is not shipped."));
        }
    }
    findings.faults.extend(unexplained(budget));
    Ok(findings)
}

/// The figures without a reason beside them.
fn unexplained(budget: &str) -> impl Iterator<Item = String> {
    budget.lines().zip(1..).filter_map(|(line, number)| {
        let (_, value) = line.split_once('=')?;
        let is_number = value.trim().starts_with(|c: char| c.is_ascii_digit());
        (is_number && !line.contains("# "))
            .then(|| format!("{NAME}:{number}: this number has no reason."))
    })
}

#[cfg(test)]
mod tests {
    use super::{findings, table};
    use crate::manifest::ShippedFile;

    fn shipped((name, brotli): &(&str, u64)) -> ShippedFile {
        ShippedFile {
            name: (*name).to_owned(),
            logical: (*name).to_owned(),
            bytes: 0,
            brotli: *brotli,
            integrity: String::new(),
        }
    }

    fn check(budget: &str, files: &[(&str, u64)], notes: &[&str], faults: &[&str]) {
        let files: Vec<_> = files.iter().map(shipped).collect();
        let found = findings(budget, &files).unwrap();
        assert_eq!(found.within_room, notes, "{budget}");
        assert_eq!(found.faults, faults, "{budget}");
    }

    #[test]
    fn budgets() {
        let budget = "[brotli]\n\"portico.js\" = 10 # small\n\"first visit\" = 12 # goal\n";
        check(
            budget,
            &[("portico.js", 10), ("assets/qps.json", 99)],
            &[],
            &[],
        );
        check(
            budget,
            &[("portico.js", 11)],
            &[],
            &[
                "portico.js has 11 bytes as brotli; budget.toml allows 10, plus 0 for a page. Make it smaller, or write 11 there with the reason.",
            ],
        );
        check(
            budget,
            &[("portico.js", 1), ("icon.svg", 1)],
            &[],
            &["icon.svg is missing in budget.toml."],
        );
        check(
            budget,
            &[],
            &[],
            &["budget.toml lists portico.js, which is not shipped."],
        );
        check(
            "[brotli]\n\"first visit\" = 12\n",
            &[],
            &[],
            &["budget.toml:2: this number has no reason."],
        );
    }

    #[test]
    fn shared_files_are_counted_together() {
        let budget = "[brotli]\n\"assets/chunk_*.wasm\" = 10 # shared\n";
        let chunks = [
            ("assets/chunk_5.wasm", 1_000),
            ("assets/chunk_12.wasm", 1_000),
        ];
        let note = "assets/chunk_*.wasm exceeds its figure in budget.toml by 1990 bytes; a page may add 2048.";
        let missing = "first visit is missing in budget.toml.";
        check(budget, &chunks, &[note], &[missing]);
        let gone = "budget.toml lists assets/chunk_*.wasm, which is not shipped.";
        check(budget, &[], &[], &[missing, gone]);
    }

    #[test]
    fn a_page_has_room_and_the_first_visit_is_a_sum() {
        let budget = "[brotli]\n\"index.html\" = 9 # x\n\"assets/portico_bg.wasm\" = 100 # x\n\"first visit\" = 105 # x\n";
        check(
            budget,
            &[("index.html", 5), ("assets/portico_bg.wasm", 2_148)],
            &[
                "assets/portico_bg.wasm exceeds its figure in budget.toml by 2048 bytes; a page may add 2048.",
                "first visit exceeds its figure in budget.toml by 2048 bytes; a page may add 2048.",
            ],
            &[],
        );
        check(
            budget,
            &[("index.html", 9), ("assets/portico_bg.wasm", 2_145)],
            &[
                "assets/portico_bg.wasm exceeds its figure in budget.toml by 2045 bytes; a page may add 2048.",
            ],
            &[
                "first visit has 2154 bytes as brotli; budget.toml allows 105, plus 2048 for a page. Make it smaller, or write 2154 there with the reason.",
            ],
        );
    }

    #[test]
    fn each_file_tells_its_change() {
        let files = |files: &[(&str, u64)]| files.iter().map(shipped).collect::<Vec<_>>();
        let now = files(&[
            ("index.html", 5),
            ("assets/portico.js", 250),
            ("icon.svg", 3),
            ("new.js", 1),
        ]);
        let before = files(&[
            ("index.html", 5),
            ("assets/portico.js", 10),
            ("icon.svg", 4),
            ("old.js", 7),
        ]);
        let changes = |earlier: Option<&[ShippedFile]>| -> Vec<String> {
            let rows = table(&now, earlier);
            let words = rows
                .iter()
                .map(|row| row.split_whitespace().skip(1).take(3));
            words
                .map(|words| words.collect::<Vec<_>>().join(" "))
                .collect()
        };
        assert_eq!(
            changes(Some(&before)),
            [
                "brotli change file",
                "5 = index.html",
                "250 +240 assets/portico.js",
                "3 -1 icon.svg",
                "1 new new.js",
                "-7 old.js",
                "255 +240 the",
                "change column compares",
            ]
        );
        assert_eq!(
            changes(None)[1..3],
            ["5 index.html", "250 assets/portico.js"]
        );
    }
}
