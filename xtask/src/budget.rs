//! `cargo xtask budget`: what is shipped weighs, and how much it may weigh.

use crate::manifest::{Manifest, Shipped};
use crate::project::Project;
use crate::say::grouped;
use crate::{build, locales};
use anyhow::{Context, Result, bail};
use std::fs;

const NAME: &str = "budget.toml";

/// Builds, prints and compares.
pub(crate) fn run(project: &Project) -> Result<()> {
    build::run(project)?;
    let manifest = Manifest::read(&project.dist).context("dist/manifest.json cannot be read")?;
    let text = fs::read_to_string(project.root.join(NAME))
        .with_context(|| format!("{NAME} cannot be read"))?;

    println!("{:>12} {:>12}  file", "bytes", "brotli");
    for file in &manifest.files {
        println!(
            "{:>12} {:>12}  {}",
            grouped(file.bytes),
            grouped(file.brotli),
            file.name
        );
    }
    let visit = first_visit(&manifest.files);
    let (bytes, brotli) = visit.iter().fold((0, 0), |sum, file| {
        (sum.0 + file.bytes, sum.1 + file.brotli)
    });
    println!(
        "{:>12} {:>12}  the first visit to the catalogue",
        grouped(bytes),
        grouped(brotli)
    );

    let findings = findings(&text, &manifest.files)?;
    if !findings.is_empty() {
        bail!("{}", findings.join("\n"));
    }
    println!("All within {NAME}.");
    Ok(())
}

/// What a browser that was never here loads: page, code, styles and one language, without the API's answers.
fn first_visit(files: &[Shipped]) -> Vec<&Shipped> {
    let language = format!("assets/{}.json", locales::DEFAULT);
    let names = [
        "index.html",
        "portico.js",
        "assets/portico.js",
        "assets/portico_bg.wasm",
        "assets/portico.css",
        "assets/icons.svg",
        &language,
    ];
    files
        .iter()
        .filter(|file| names.contains(&file.logical.as_str()))
        .collect()
}

/// Every way in which the files do not fit the budget.
fn findings(budget: &str, files: &[Shipped]) -> Result<Vec<String>> {
    let table: toml::Table = budget
        .parse()
        .with_context(|| format!("{NAME} cannot be parsed"))?;
    let limits = table
        .get("brotli")
        .and_then(toml::Value::as_table)
        .context("budget.toml has no [brotli] table")?;
    let mut findings = Vec::new();
    let mut compare = |name: &str, bytes: u64| {
        match limits.get(name).and_then(toml::Value::as_integer) {
        Some(limit) if i64::try_from(bytes).is_ok_and(|bytes| bytes <= limit) => {}
        Some(limit) => findings.push(format!(
            "{name} weighs {bytes} bytes as brotli; {NAME} allows {limit}. Make it lighter, or raise the number with a reason."
        )),
        None => findings.push(format!("{name} has no line in {NAME}.")),
    }
    };
    // The test languages are never downloaded by people.
    for file in files
        .iter()
        .filter(|file| !file.logical.starts_with("assets/qp"))
    {
        compare(&file.logical, file.brotli);
    }
    compare(
        "first visit",
        first_visit(files).iter().map(|file| file.brotli).sum(),
    );
    for name in limits.keys().filter(|name| *name != "first visit") {
        if !files.iter().any(|file| file.logical == **name) {
            findings.push(format!("{NAME} names {name}, which is not shipped."));
        }
    }
    for (index, line) in budget.lines().enumerate() {
        let is_number = line
            .split_once('=')
            .is_some_and(|(_, value)| value.trim().starts_with(|c: char| c.is_ascii_digit()));
        if is_number && !line.contains("# ") {
            findings.push(format!(
                "{NAME}:{}: this number gives no reason.",
                index + 1
            ));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::manifest::Shipped;

    fn check(budget: &str, files: &[(&str, u64)], expected: &[&str]) {
        let shipped = |(name, brotli): &(&str, u64)| Shipped {
            name: (*name).to_owned(),
            logical: (*name).to_owned(),
            bytes: 0,
            brotli: *brotli,
            integrity: String::new(),
        };
        let files: Vec<_> = files.iter().map(shipped).collect();
        assert_eq!(findings(budget, &files).unwrap(), expected, "{budget}");
    }

    #[test]
    fn budgets() {
        let budget = "[brotli]\n\"portico.js\" = 10 # small\n\"first visit\" = 12 # goal\n";
        check(budget, &[("portico.js", 10), ("assets/qps.json", 99)], &[]);
        check(
            budget,
            &[("portico.js", 11)],
            &[
                "portico.js weighs 11 bytes as brotli; budget.toml allows 10. Make it lighter, or raise the number with a reason.",
            ],
        );
        check(
            budget,
            &[("portico.js", 1), ("icon.svg", 1)],
            &["icon.svg has no line in budget.toml."],
        );
        check(
            budget,
            &[],
            &["budget.toml names portico.js, which is not shipped."],
        );
        check(
            "[brotli]\n\"first visit\" = 12\n",
            &[],
            &["budget.toml:2: this number gives no reason."],
        );
    }

    #[test]
    fn the_first_visit_is_a_sum() {
        let budget =
            "[brotli]\n\"portico.js\" = 9 # x\n\"index.html\" = 9 # x\n\"first visit\" = 9 # x\n";
        check(
            budget,
            &[("portico.js", 5), ("index.html", 5)],
            &[
                "first visit weighs 10 bytes as brotli; budget.toml allows 9. Make it lighter, or raise the number with a reason.",
            ],
        );
    }
}
