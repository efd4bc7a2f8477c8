//! Times the engine natively on generated data: index size, opening, and a key at a time.
#![expect(clippy::print_stdout, reason = "a tool prints its figures")]

use portico_search::{Builder, Index, Normalize, Options, Record, Search};
use std::sync::Arc;
use std::time::Instant;
use unicode_normalization::UnicodeNormalization;

struct Nfkd;

impl Normalize for Nfkd {
    fn nfkd(&self, text: &str) -> String {
        text.nfkd().collect()
    }
}

#[derive(serde::Deserialize)]
struct Corpus {
    items: Vec<Doc>,
    articles: Vec<Doc>,
}

#[derive(serde::Deserialize)]
struct Doc {
    id: String,
    title: String,
    category: String,
    summary: String,
    keywords: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Asked {
    cls: String,
    q: String,
    rel: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let corpus = args.next().ok_or("the corpus's file")?;
    let queries = args.next().ok_or("the queries' file")?;
    let out = args.next();
    // Keys of fewer letters are left out.
    let fewest: usize = args.next().map_or(Ok(1), |fewest| fewest.parse())?;
    let corpus: Corpus = serde_json::from_str(&std::fs::read_to_string(corpus)?)?;
    let mut queries: Vec<Asked> = serde_json::from_str(&std::fs::read_to_string(queries)?)?;
    queries.retain(|asked| asked.cls != "body_code");
    let docs: Vec<Doc> = corpus.items.into_iter().chain(corpus.articles).collect();
    let start = Instant::now();
    let mut builder = Builder::new();
    for doc in &docs {
        let record = Record {
            id: doc.id.clone(),
            language: "en".to_owned(),
            title: doc.title.clone(),
            category: doc.category.clone(),
            summary: doc.summary.clone(),
            keywords: doc.keywords.join(" "),
            ..Record::default()
        };
        builder.add(&record, &Nfkd);
    }
    let added = start.elapsed();
    let bytes = builder.build();
    println!(
        "{} records: build {:?} (adding {added:?}), {} bytes",
        docs.len(),
        start.elapsed(),
        bytes.len()
    );
    if let Some(out) = out.filter(|out| !out.is_empty()) {
        std::fs::write(out, &bytes)?;
    }
    let start = Instant::now();
    let index = Arc::new(Index::open(bytes)?);
    println!("open {:?}", start.elapsed());
    let mut search = Search::new(index);
    let options = Options {
        matches: false,
        ..Options::default()
    };

    let mut classes: Vec<&str> = queries.iter().map(|asked| asked.cls.as_str()).collect();
    classes.sort_unstable();
    classes.dedup();
    let (mut mrr_all, mut recall_all) = (0.0, 0.0);
    for class in classes {
        let (mut mrr, mut recall, mut count) = (0.0, 0.0, 0.0);
        for asked in queries.iter().filter(|asked| asked.cls == class) {
            let found = search.find(&asked.q, &options, &Nfkd);
            let ids: Vec<&str> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
            let right = |id: &&str| asked.rel.iter().any(|relevant| relevant == id);
            let first = ids.iter().position(|id| right(id));
            mrr += first.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
            recall +=
                ids.iter().take(5).filter(|id| right(id)).count() as f64 / asked.rel.len() as f64;
            count += 1.0;
            if std::env::var_os("SHOW").is_some() && first != Some(0) {
                println!("{class} {:?} wants {:?} got {:?}", asked.q, asked.rel, ids);
            }
        }
        mrr_all += mrr;
        recall_all += recall;
        println!(
            "{class:14} MRR {:.3} recall {:.3}",
            mrr / count,
            recall / count
        );
    }
    let count = queries.len() as f64;
    println!(
        "all MRR {:.3} recall {:.3}",
        mrr_all / count,
        recall_all / count
    );

    let mut keys: Vec<(f64, String)> = Vec::new();
    for asked in &queries {
        for end in fewest..=asked.q.chars().count() {
            keys.push((f64::MAX, asked.q.chars().take(end).collect()));
        }
    }
    for _ in 0..3 {
        for (least, key) in &mut keys {
            let start = Instant::now();
            if std::env::var_os("TR").is_some() {
                eprintln!("Q {key:?}");
            }
            let found = search.find(key, &options, &Nfkd);
            *least = least.min(start.elapsed().as_secs_f64() * 1e3);
            std::hint::black_box(found);
        }
    }
    keys.sort_by(|one, other| one.0.total_cmp(&other.0));
    let at = |share: f64| {
        keys.get((keys.len() as f64 * share) as usize)
            .map_or(0.0, |key| key.0)
    };
    println!(
        "{} keys: p50 {:.4} p95 {:.4} p99 {:.4} ms, worst {:?}",
        keys.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        keys.last()
    );
    for (time, key) in keys.iter().rev().step_by(keys.len() / 40) {
        println!("  {time:.4} {key:?}");
    }
    Ok(())
}
