//! Measures native speed: the latency of every keystroke of every query, and the time to build and open an index.
//!
//! ```text
//! portico-speed --corpus FILE.json --queries FILE.json [--fewest N] [--bodies yes] [--out INDEX]
//! ```
//!
//! The files are those of the search benchmark: `{items, articles}`, and a list of `{cls, q, rel}`. Every query is
//! typed key by key, starting at `--fewest` letters; the fastest of three passes counts. `--out` writes the index to a
//! file. The last line of the output is one JSON object with all figures.
#![expect(clippy::print_stdout, reason = "a tool prints its figures")]

use portico_search::{Builder, Index, Nfkd, Options, Record, Search};
use serde::Deserialize;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct Corpus {
    items: Vec<Doc>,
    articles: Vec<Doc>,
}

#[derive(Deserialize)]
struct Doc {
    id: String,
    title: String,
    category: String,
    summary: String,
    keywords: Vec<String>,
    #[serde(default)]
    body: String,
}

#[derive(Deserialize)]
struct Asked {
    cls: String,
    q: String,
    rel: Vec<String>,
}

/// The parsed command line.
#[derive(Default)]
struct Arguments {
    corpus: String,
    queries: String,
    fewest: usize,
    bodies: bool,
    out: Option<String>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments {
        fewest: 1,
        ..Arguments::default()
    };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given
            .next()
            .ok_or_else(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--corpus" => arguments.corpus = value,
            "--queries" => arguments.queries = value,
            "--fewest" => arguments.fewest = value.parse()?,
            "--bodies" => arguments.bodies = value == "yes",
            "--out" => arguments.out = Some(value),
            _ => return Err(format!("{name} is not known").into()),
        }
    }
    Ok(arguments)
}

/// Builds an index. Returns its bytes and the duration of the longest step.
fn build(docs: Vec<Doc>, bodies: bool) -> (Vec<u8>, Duration) {
    let mut builder = Builder::new();
    for doc in docs {
        let record = Record {
            id: doc.id,
            language: "en".to_owned(),
            title: doc.title,
            category: doc.category,
            summary: doc.summary,
            keywords: doc.keywords.join(" "),
            body: if bodies { doc.body } else { String::new() },
            ..Record::default()
        };
        builder.add(&record, &Nfkd);
    }
    let mut index_build = builder.finish();
    let mut longest = Duration::ZERO;
    loop {
        let start = Instant::now();
        let made = index_build.step(250);
        longest = longest.max(start.elapsed());
        if let Some(bytes) = made {
            return (bytes, longest);
        }
    }
}

/// MRR@10 and recall@5.
fn quality(search: &mut Search, queries: &[Asked], options: &Options<'_>) -> (f64, f64) {
    let (mut mrr, mut recall) = (0.0, 0.0);
    for asked in queries {
        let found = search.find(&asked.q, options, &Nfkd);
        let hits = found.hits.iter().map(|hit| asked.rel.contains(&hit.id));
        let hits: Vec<bool> = hits.collect();
        let first = hits.iter().position(|hit| *hit);
        mrr += first.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        let early = hits.iter().take(5).filter(|hit| **hit).count();
        recall += early as f64 / asked.rel.len().max(1) as f64;
    }
    let count = queries.len().max(1) as f64;
    (mrr / count, recall / count)
}

/// The query typed so far at every keystroke with its fastest time, sorted by time.
fn keys(search: &mut Search, queries: &[Asked], fewest: usize) -> Vec<(Duration, String)> {
    let options = Options {
        matches: false,
        ..Options::default()
    };
    let mut keys = Vec::new();
    for asked in queries {
        for end in fewest.max(1)..=asked.q.chars().count() {
            let key: String = asked.q.chars().take(end).collect();
            keys.push((Duration::MAX, key));
        }
    }
    for _ in 0..3 {
        for (least, key) in &mut keys {
            let start = Instant::now();
            let found = search.find(key, &options, &Nfkd);
            *least = start.elapsed().min(*least);
            std::hint::black_box(found);
        }
    }
    keys.sort();
    keys
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    let corpus: Corpus = serde_json::from_str(&std::fs::read_to_string(&arguments.corpus)?)?;
    let queries = std::fs::read_to_string(&arguments.queries)?;
    let mut queries: Vec<Asked> = serde_json::from_str(&queries)?;
    if !arguments.bodies {
        queries.retain(|asked| asked.cls != "body_code");
    }
    let docs: Vec<Doc> = corpus.items.into_iter().chain(corpus.articles).collect();
    let records = docs.len();
    let start = Instant::now();
    let (bytes, longest) = build(docs, arguments.bodies);
    let built = start.elapsed();
    if let Some(out) = arguments.out {
        std::fs::write(out, &bytes)?;
    }
    let size = bytes.len();
    let start = Instant::now();
    let index = Arc::new(Index::open(bytes)?);
    let opened = start.elapsed();
    let mut search = Search::new(index);
    let (mrr, recall) = quality(&mut search, &queries, &Options::default());
    let keys = keys(&mut search, &queries, arguments.fewest);
    println!("the slowest keys, in ms:");
    for (time, key) in keys.iter().rev().take(10) {
        println!("{:9.4} {key:?}", millis(*time));
    }
    let at = |share: f64| {
        let key = keys.get((keys.len() as f64 * share) as usize);
        millis(key.map_or(Duration::ZERO, |(time, _)| *time))
    };
    let figures = serde_json::json!({
        "records": records,
        "bytes": size,
        "buildMs": millis(built),
        "longestStepMs": millis(longest),
        "openMs": millis(opened),
        "MRR@10": mrr,
        "recall@5": recall,
        "keys": keys.len(),
        "p50": at(0.5),
        "p95": at(0.95),
        "p99": at(0.99),
    });
    println!("{figures}");
    Ok(())
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e7).round() / 1e4
}
