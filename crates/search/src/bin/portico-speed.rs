//! Times the engine natively on generated data: index size, opening, and a key at a time.
#![expect(clippy::print_stdout, reason = "a tool prints its figures")]

use portico_search::{Builder, Field, Index, Normalize, Record};
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
    #[serde(default)]
    body: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let corpus = args.next().ok_or("the corpus's file")?;
    let _queries = args.next().ok_or("the queries' file")?;
    let out = args.next();
    let corpus: Corpus = serde_json::from_str(&std::fs::read_to_string(corpus)?)?;
    let docs: Vec<Doc> = corpus.items.into_iter().chain(corpus.articles).collect();
    let start = Instant::now();
    let mut builder = Builder::new();
    for doc in &docs {
        let record = Record {
            id: doc.id.clone(),
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
    println!("build {:?} (added {added:?}), {} bytes", start.elapsed(), bytes.len());
    if let Some(out) = out {
        std::fs::write(out, &bytes)?;
    }
    let start = Instant::now();
    let index = Index::open(bytes)?;
    println!("open {:?}", start.elapsed());
    for doc in &docs {
        let record = index.find(&doc.id).ok_or("lost")?;
        let found = index.record(record).ok_or("lost")?;
        assert_eq!(found.title, doc.title);
        assert_eq!(found.keywords, doc.keywords.join(" "));
        assert_eq!(found.summary, doc.summary);
        assert_eq!(index.text(record, Field::Category), doc.category);
    }
    Ok(())
}
