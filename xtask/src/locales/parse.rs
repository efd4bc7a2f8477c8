//! Parsing of Fluent files: syntax errors and duplicate keys, each with file and line.

use crate::project::{self, Project};
use anyhow::{Context, Result, bail};
use fluent_syntax::ast::{Entry, Pattern};
use fluent_syntax::parser;
use std::collections::BTreeMap;
use std::fs;

/// One Fluent file.
pub(crate) struct Source {
    /// Its path relative to the project.
    pub(crate) file: String,
    pub(crate) text: String,
}

/// A pattern and its location.
pub(crate) struct Located<'s> {
    pub(crate) pattern: Pattern<&'s str>,
    /// `file:line`
    pub(crate) place: String,
}

/// All patterns of one language. The key of an attribute is `message.attribute`; keys of terms
/// begin with `-`.
pub(crate) type Entries<'s> = BTreeMap<String, Located<'s>>;

/// The `.ftl` files of a language.
pub(crate) fn sources(project: &Project, lang: &str) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in project::files(&project.root.join("locales").join(lang))? {
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            sources.push(Source {
                file: project.relative(&path).display().to_string(),
                text,
            });
        }
    }
    Ok(sources)
}

/// The patterns of a language's files, or all of their faults.
pub(crate) fn entries(sources: &[Source]) -> Result<Entries<'_>> {
    let mut entries = Entries::new();
    let mut faults = Vec::new();
    for source in sources {
        read(source, &mut entries, &mut faults);
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(entries)
}

fn read<'s>(source: &'s Source, entries: &mut Entries<'s>, faults: &mut Vec<String>) {
    let Source { file, text } = source;
    let line = |offset: usize| {
        text.bytes()
            .take(offset)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    };
    // The parser returns slices of the text, so a slice's address gives its position.
    let place = |slice: &str| {
        format!(
            "{file}:{}",
            line(slice.as_ptr().addr() - text.as_ptr().addr())
        )
    };
    let (resource, errors) = match parser::parse(text.as_str()) {
        Ok(resource) => (resource, Vec::new()),
        Err(partly) => partly,
    };
    for error in errors {
        faults.push(format!("{file}:{}: {error}.", line(error.pos.start)));
    }
    let mut add = |key: String, place: String, pattern: Pattern<&'s str>| {
        if let Some(earlier) = entries.get(&key) {
            faults.push(format!(
                "{place}: {key} is already defined in {}.",
                earlier.place
            ));
        } else {
            entries.insert(key, Located { pattern, place });
        }
    };
    for entry in resource.body {
        let (id, prefix, value, attributes) = match entry {
            Entry::Message(message) => (message.id.name, "", message.value, message.attributes),
            Entry::Term(term) => (term.id.name, "-", Some(term.value), term.attributes),
            _ => continue,
        };
        if let Some(pattern) = value {
            add(format!("{prefix}{id}"), place(id), pattern);
        }
        for attribute in attributes {
            let name = attribute.id.name;
            add(format!("{prefix}{id}.{name}"), place(name), attribute.value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, entries};

    /// Checks that files with these texts produce these keys, or these faults.
    fn check(texts: &[&str], expected: Result<&[&str], &str>) {
        let named = texts.iter().enumerate();
        let sources: Vec<_> = named
            .map(|(index, text)| Source {
                file: format!("{index}.ftl"),
                text: (*text).to_owned(),
            })
            .collect();
        match (entries(&sources), expected) {
            (Ok(found), Ok(keys)) => {
                assert_eq!(found.keys().collect::<Vec<_>>(), keys, "{texts:?}")
            }
            (Err(fault), Err(words)) => assert_eq!(fault.to_string(), words, "{texts:?}"),
            (Ok(_), Err(words)) => panic!("{texts:?} was taken, though: {words}"),
            (Err(fault), Ok(_)) => panic!("{texts:?} was refused: {fault}"),
        }
    }

    #[test]
    fn keys_and_faults() {
        check(
            &["a = A\n-t = T\nb = B\n    .hint = H\n"],
            Ok(&["-t", "a", "b", "b.hint"]),
        );
        check(&["a = A\n", "b = B\n"], Ok(&["a", "b"]));
        check(
            &["a = A\n", "\na = B\n"],
            Err("1.ftl:2: a is already defined in 0.ftl:1."),
        );
        check(
            &["a = A\nb =\nc = { $n }\n"],
            Err("0.ftl:2: Expected a message field for \"b\"."),
        );
    }
}
