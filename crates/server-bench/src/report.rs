//! Prints the figures as a table and as one line of JSON.

use serde_json::{Map, json};

/// The rates of one kind of read, one per round.
pub(crate) struct Row {
    name: &'static str,
    pub(crate) rates: Vec<f64>,
}

impl Row {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            rates: Vec::new(),
        }
    }
}

/// The rates of writers and readers, alone and combined, one per round.
#[derive(Default)]
pub(crate) struct Mix {
    /// The name of the read.
    name: &'static str,
    pub(crate) writers_alone: Vec<f64>,
    pub(crate) readers_alone: Vec<f64>,
    pub(crate) writers: Vec<f64>,
    pub(crate) readers: Vec<f64>,
}

impl Mix {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }
}

/// Prints all figures.
pub(crate) fn print(rows: &[Row], mixes: &[Mix]) {
    let nothing: &[f64] = rows.first().map_or(&[], |row| &row.rates);
    println!("| read by 32 connections | a second | of an empty handler's rate |");
    println!("| --- | --- | --- |");
    for row in rows {
        let ratio = ratio(&row.rates, nothing);
        println!("| {} | {:.0} | {ratio:.2} |", row.name, median(&row.rates));
    }
    println!();
    println!("| 32 writers with 32 readers | alone, per second | combined | ratio |");
    println!("| --- | --- | --- | --- |");
    for mix in mixes {
        for (who, alone, beside) in [
            (
                "writers, the others reading",
                &mix.writers_alone,
                &mix.writers,
            ),
            ("readers of", &mix.readers_alone, &mix.readers),
        ] {
            let (one, other) = (median(alone), median(beside));
            let ratio = ratio(beside, alone);
            println!(
                "| {who} {} | {one:.0} | {other:.0} | {ratio:.2} |",
                mix.name
            );
        }
    }
    let reads: Map<_, _> = rows
        .iter()
        .map(|row| (row.name.to_owned(), json!(median(&row.rates).round())))
        .collect();
    let mixes: Map<_, _> = mixes
        .iter()
        .map(|mix| {
            let figures = json!({
                "writersAlone": median(&mix.writers_alone).round(),
                "writersBesideReaders": median(&mix.writers).round(),
                "readersAlone": median(&mix.readers_alone).round(),
                "readersBesideWriters": median(&mix.readers).round(),
            });
            (mix.name.to_owned(), figures)
        })
        .collect();
    println!("\n{}", json!({"reads": reads, "mixes": mixes}));
}

/// The median of the per-round ratios, because a disturbance affects both rates of a round.
fn ratio(rates: &[f64], base: &[f64]) -> f64 {
    let ratios: Vec<f64> = rates
        .iter()
        .zip(base)
        .map(|(rate, base)| rate / base)
        .collect();
    median(&ratios)
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
