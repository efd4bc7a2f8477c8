//! IDs of headings: readable, and unique in their document.

use std::collections::BTreeMap;

/// The IDs assigned so far.
#[derive(Default)]
pub(crate) struct Slugs {
    used: BTreeMap<String, u32>,
}

impl Slugs {
    /// An ID derived from the heading's text.
    pub(crate) fn of(&mut self, words: &str) -> String {
        let mut slug = String::new();
        for c in words.chars().flat_map(char::to_lowercase).take(80) {
            if c.is_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { "section" } else { slug }.to_owned();
        self.unique(slug)
    }

    fn unique(&mut self, slug: String) -> String {
        loop {
            let count = self.used.entry(slug.clone()).or_default();
            *count += 1;
            if *count == 1 {
                return slug;
            }
            let numbered = format!("{slug}-{count}");
            if !self.used.contains_key(&numbered) {
                self.used.insert(numbered.clone(), 1);
                return numbered;
            }
        }
    }

    /// Whether a heading has this id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.used.contains_key(id)
    }
}
