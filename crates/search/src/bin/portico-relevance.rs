//! Measures relevance: runs labelled queries over a set of records and prints the metrics.
//!
//! ```text
//! portico-relevance --docs FILE.jsonl --queries FILE.jsonl [--mode screen|text] [--floor MRR@10=0.9,MAP=0.3] [--show]
//! ```
//!
//! Each line of the records file is `{id, title, body?, keywords?, summary?, category?, synonyms?, language?}`; each
//! line of the queries file is `{id, text, relevant: [id], class?}`. A suffix after `#` in a record's id distinguishes
//! translations of one record: only the first of them in a result counts, under the id before the `#`. `--show` prints
//! the queries whose first hit is not relevant. The last line of the output is one JSON object with all figures.
#![expect(clippy::print_stdout, reason = "a tool prints its figures")]

use portico_search::{Builder, Index, Mode, Nfkd, Options, Record, Results, Search};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(default)]
struct Doc {
    id: String,
    title: String,
    body: String,
    keywords: TextOrTexts,
    summary: String,
    category: String,
    synonyms: TextOrTexts,
    language: String,
}

impl Default for Doc {
    fn default() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            body: String::new(),
            keywords: TextOrTexts::default(),
            summary: String::new(),
            category: String::new(),
            synonyms: TextOrTexts::default(),
            language: "en".to_owned(),
        }
    }
}

/// A text or a list of texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrTexts {
    One(String),
    Many(Vec<String>),
}

impl Default for TextOrTexts {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl TextOrTexts {
    fn join(&self) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Many(texts) => texts.join(", "),
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    id: String,
    text: String,
    relevant: Vec<String>,
    #[serde(default)]
    class: String,
}

/// Sums of the metrics over queries.
#[derive(Default)]
struct Figures {
    queries: usize,
    mrr_at_10: f64,
    recall_at_5: f64,
    ndcg_at_10: f64,
    map: f64,
}

impl Figures {
    /// Adds the results of one query.
    fn add(&mut self, answer: &[String], relevant: &[String]) {
        let hits: Vec<bool> = answer.iter().map(|id| relevant.contains(id)).collect();
        let hit_in = |most: usize| hits.iter().take(most).enumerate().filter(|(_, hit)| **hit);
        let relevant_count = relevant.len().max(1) as f64;
        let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
        self.queries += 1;
        self.mrr_at_10 += hit_in(10)
            .next()
            .map_or(0.0, |(place, _)| 1.0 / (place as f64 + 1.0));
        self.recall_at_5 += hit_in(5).count() as f64 / relevant_count;
        let ideal: f64 = (0..relevant.len().min(10)).map(gain).sum();
        let reached: f64 = hit_in(10).map(|(place, _)| gain(place)).sum();
        self.ndcg_at_10 += if ideal > 0.0 { reached / ideal } else { 0.0 };
        let precision = hit_in(1_000).enumerate();
        let precision =
            precision.map(|(before, (place, _))| (before as f64 + 1.0) / (place as f64 + 1.0));
        self.map += precision.sum::<f64>() / relevant_count;
    }

    fn means(&self) -> [(&'static str, f64); 4] {
        let queries = self.queries.max(1) as f64;
        [
            ("MRR@10", self.mrr_at_10 / queries),
            ("recall@5", self.recall_at_5 / queries),
            ("nDCG@10", self.ndcg_at_10 / queries),
            ("MAP", self.map / queries),
        ]
    }

    fn to_json(&self) -> serde_json::Value {
        let mut object = serde_json::Map::new();
        object.insert("queries".to_owned(), self.queries.into());
        for (name, mean) in self.means() {
            object.insert(name.to_owned(), ((mean * 1e4).round() / 1e4).into());
        }
        object.into()
    }

    fn print(&self, class: &str) {
        let means = self.means().map(|(_, mean)| format!("{mean:9.3}"));
        println!("{class:16} {:7} {}", self.queries, means.join(" "));
    }
}

/// The parsed command line.
#[derive(Default)]
struct Arguments {
    docs: String,
    queries: String,
    text: bool,
    show: bool,
    floors: Vec<(String, f64)>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments::default();
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        if name == "--show" {
            arguments.show = true;
            continue;
        }
        let value = given
            .next()
            .ok_or_else(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--docs" => arguments.docs = value,
            "--queries" => arguments.queries = value,
            "--mode" => arguments.text = value == "text",
            "--floor" => {
                for floor in value.split(',') {
                    let (name, least) = floor.split_once('=').ok_or("a floor is NAME=NUMBER")?;
                    arguments.floors.push((name.to_owned(), least.parse()?));
                }
            }
            _ => return Err(format!("{name} is not known").into()),
        }
    }
    Ok(arguments)
}

fn lines<T: for<'a> Deserialize<'a>>(path: &str) -> Result<Vec<T>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn index(docs: &[Doc]) -> Result<Index, Box<dyn Error>> {
    let mut builder = Builder::new();
    for doc in docs {
        let record = Record {
            id: doc.id.clone(),
            language: doc.language.clone(),
            title: doc.title.clone(),
            keywords: doc.keywords.join(),
            synonyms: doc.synonyms.join(),
            category: doc.category.clone(),
            summary: doc.summary.clone(),
            body: doc.body.clone(),
            icon: String::new(),
            popularity: 0,
        };
        builder.add(&record, &Nfkd);
    }
    Ok(Index::open(builder.build())?)
}

/// The IDs of the documents that were found, each once: a document may have several records, such as `vpn#2`.
fn documents(found: &Results) -> Vec<String> {
    let mut documents: Vec<String> = Vec::new();
    for hit in &found.hits {
        let id = hit.id.split('#').next().unwrap_or_default();
        if !documents.iter().any(|known| known == id) {
            documents.push(id.to_owned());
        }
    }
    documents
}

/// All figures as one JSON object.
fn summary(all: &Figures, classes: &BTreeMap<&str, Figures>, docs: usize) -> serde_json::Value {
    let mut figures = all.to_json();
    if let Some(object) = figures.as_object_mut() {
        let classes = classes
            .iter()
            .map(|(class, figures)| ((*class).to_owned(), figures.to_json()));
        object.insert(
            "classes".to_owned(),
            serde_json::Value::Object(classes.collect()),
        );
        object.insert("docs".to_owned(), docs.into());
    }
    figures
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    let docs: Vec<Doc> = lines(&arguments.docs)?;
    let queries: Vec<Asked> = lines(&arguments.queries)?;
    let mut search = Search::new(Arc::new(index(&docs)?));
    let (mode, limit) = if arguments.text {
        (Mode::FullText, 1_000)
    } else {
        (Mode::Interactive, 20)
    };
    let options = Options {
        limit,
        mode,
        matches: false,
        ..Options::default()
    };
    let mut all = Figures::default();
    let mut classes: BTreeMap<&str, Figures> = BTreeMap::new();
    for asked in &queries {
        let answer = documents(&search.find(&asked.text, &options, &Nfkd));
        all.add(&answer, &asked.relevant);
        classes
            .entry(&asked.class)
            .or_default()
            .add(&answer, &asked.relevant);
        let first = answer.first();
        if arguments.show && !first.is_some_and(|id| asked.relevant.contains(id)) {
            let few = answer.get(..5).unwrap_or(&answer);
            println!(
                "{} [{}] {:?}: wants {:?}, got {few:?}",
                asked.id, asked.class, asked.text, asked.relevant
            );
        }
    }
    println!(
        "{:16} {:>7} {:>9} {:>9} {:>9} {:>9}",
        "class", "queries", "MRR@10", "recall@5", "nDCG@10", "MAP"
    );
    for (class, figures) in &classes {
        figures.print(class);
    }
    all.print("all");
    println!("{}", summary(&all, &classes, docs.len()));
    for (name, least) in &arguments.floors {
        let mean = all.means().into_iter().find(|(known, _)| known == name);
        let (_, mean) = mean.ok_or_else(|| format!("{name} is not a figure"))?;
        if mean < *least {
            return Err(format!("{name} is {mean:.4}, less than {least}").into());
        }
    }
    Ok(())
}
