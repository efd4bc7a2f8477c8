//! The contents of one module: its modules and items, and the paths that it names.
//!
//! The source is read as tokens and not as a syntax tree, because paths in macro arguments, such as
//! those of `view!`, are dependencies like any others. Comments, strings and `#[cfg(test)]` code
//! are ignored.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// The tokens between two braces, or of a whole file.
type Tokens = [TokenTree];

/// One module, without its submodules.
#[derive(Default)]
pub(super) struct Source {
    /// `mod name;` has no source here, `mod name { … }` has.
    pub(super) modules: Vec<(String, Option<Source>)>,
    /// The imports by `use`, anywhere in the module.
    pub(super) imports: Vec<Import>,
    pub(super) items: Vec<Item>,
}

/// One leaf of a `use` declaration.
pub(super) struct Import {
    /// The local name; `*` for a glob import.
    pub(super) name: String,
    pub(super) path: Path,
}

/// A function, a type, an implementation, or any other item of a module.
#[derive(Default)]
pub(super) struct Item {
    /// Its name; empty for an `impl`.
    pub(super) name: String,
    /// Whether it can run: a function, a macro or a constant, but not a type.
    pub(super) runs: bool,
    /// Paths with more than one name, including imports by a `use` inside the item. A path that
    /// begins with `::`, such as `::std`, has an empty first name.
    pub(super) paths: Vec<Path>,
    /// Other names, with the line of their first use.
    pub(super) names: BTreeMap<String, usize>,
    /// Names that are called as methods.
    pub(super) methods: Vec<(String, usize)>,
    /// String literals, including their quotes.
    pub(super) texts: Vec<(String, usize)>,
}

/// `one::two`, and its line, counted from 1.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) names: Vec<String>,
    pub(super) line: usize,
}

/// Parses a file. Returns nothing if its first line marks it as test code.
pub(super) fn read(text: &str) -> Result<Source, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
    Ok(module(&tokens.into_iter().collect::<Vec<_>>()))
}

fn module(tokens: &Tokens) -> Source {
    let mut source = Source::default();
    let mut rest = tokens;
    while !rest.is_empty() {
        let attributes = attributes(rest);
        let (item, after) =
            rest.get(attributes.length..)
                .unwrap_or_default()
                .split_at(item_length(
                    rest.get(attributes.length..).unwrap_or_default(),
                ));
        let whole = rest
            .get(..attributes.length + item.len())
            .unwrap_or_default();
        rest = after;
        if attributes.is_inner_test {
            return Source::default();
        }
        if !attributes.is_test {
            declare(&mut source, whole, item);
        }
        if item.is_empty() && attributes.length == 0 {
            break;
        }
    }
    source
}

fn declare(source: &mut Source, whole: &Tokens, item: &Tokens) {
    let start = item
        .iter()
        .position(|token| keyword(token).is_some())
        .unwrap_or_default();
    let item = item.get(start..).unwrap_or_default();
    let is_module = item.first().and_then(keyword) == Some("mod");
    if is_module && let Some(TokenTree::Ident(name)) = item.get(1) {
        let body = match item.last() {
            Some(TokenTree::Group(body)) => {
                Some(module(&body.stream().into_iter().collect::<Vec<_>>()))
            }
            _ => None,
        };
        source.modules.push((name.to_string(), body));
        return;
    }
    let kind = item.first().and_then(keyword);
    let is_import = kind == Some("use");
    let mut found = Item::default();
    walk(whole, &mut found, &mut source.imports);
    if !is_import {
        found.name = name(item).unwrap_or_default();
        found.runs = !matches!(
            kind,
            Some("struct" | "enum" | "union" | "trait" | "type" | "impl")
        );
        source.items.push(found);
    }
}

const KEYWORDS: [&str; 15] = [
    "use",
    "mod",
    "fn",
    "struct",
    "enum",
    "union",
    "trait",
    "impl",
    "const",
    "static",
    "type",
    "extern",
    "unsafe",
    "async",
    "macro_rules",
];

fn keyword(token: &TokenTree) -> Option<&'static str> {
    let TokenTree::Ident(ident) = token else {
        return None;
    };
    KEYWORDS.into_iter().find(|keyword| *ident == *keyword)
}

/// The attributes before an item.
struct Attributes {
    /// The number of tokens.
    length: usize,
    /// Whether the item is test code.
    is_test: bool,
    /// Whether the containing module is test code.
    is_inner_test: bool,
}

fn attributes(tokens: &Tokens) -> Attributes {
    let mut found = Attributes {
        length: 0,
        is_test: false,
        is_inner_test: false,
    };
    loop {
        let rest = tokens.get(found.length..).unwrap_or_default();
        let is_inner = is_punct(rest.get(1), '!');
        let group = rest.get(1 + usize::from(is_inner));
        match (rest.first(), group) {
            (hash, Some(TokenTree::Group(group)))
                if is_punct(hash, '#') && group.delimiter() == Delimiter::Bracket =>
            {
                let text = group.stream().to_string().replace(' ', "");
                let is_test =
                    text == "test" || text == "cfg(test)" || text.starts_with("cfg(all(test,");
                found.length += 2 + usize::from(is_inner);
                if is_inner {
                    found.is_inner_test |= is_test;
                } else {
                    found.is_test |= is_test;
                }
            }
            _ => return found,
        }
    }
}

/// Whether tokens begin with a documentation comment, which the compiler turns into an attribute.
fn is_documentation(tokens: &Tokens) -> bool {
    let Some(TokenTree::Group(group)) = tokens.get(1) else {
        return false;
    };
    let mut inner = group.stream().into_iter();
    let is_doc = matches!(inner.next(), Some(TokenTree::Ident(word)) if word == "doc");
    is_doc && is_punct(inner.next().as_ref(), '=')
}

/// The number of tokens of an item: up to its semicolon, its braces, or, for a member or an arm,
/// its comma.
fn item_length(tokens: &Tokens) -> usize {
    let first = tokens.iter().take(8).find_map(keyword);
    let is_function = tokens
        .iter()
        .take(8)
        .any(|token| keyword(token) == Some("fn"));
    let ends_with_semicolon = !is_function
        && matches!(first, Some("use" | "const" | "static" | "type"))
        || matches!(tokens.first(), Some(TokenTree::Ident(word)) if *word == "let");
    let is_item = first.is_some();
    for (at, token) in tokens.iter().enumerate() {
        let is_end = match token {
            TokenTree::Punct(punct) => {
                punct.as_char() == ';' || (punct.as_char() == ',' && !is_item)
            }
            TokenTree::Group(group) => {
                group.delimiter() == Delimiter::Brace && !ends_with_semicolon
            }
            _ => false,
        };
        if is_end {
            return at + 1;
        }
    }
    tokens.len()
}

/// The name that an item declares, starting at its keyword. Methods have none, because calls of
/// them are not seen.
fn name(item: &Tokens) -> Option<String> {
    if item.first().and_then(keyword) == Some("impl") {
        return None;
    }
    let mut names = item.iter().filter_map(|token| match token {
        TokenTree::Ident(ident) if keyword(token).is_none() => Some(ident.to_string()),
        _ => None,
    });
    names.find(|name| name != "mut" && name != "ref")
}

/// Collects all names in tokens, whatever they are part of.
fn walk(tokens: &Tokens, item: &mut Item, imports: &mut Vec<Import>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at..).unwrap_or_default();
        at += match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                let found = attributes(rest);
                let item_tokens = rest.get(found.length..).unwrap_or_default();
                if found.is_test {
                    found.length + item_length(item_tokens)
                } else if is_documentation(rest) {
                    2
                } else {
                    1
                }
            }
            // A lifetime or a label.
            TokenTree::Punct(quote) if quote.as_char() == '\'' => 2,
            TokenTree::Group(group) => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                walk(&inner, item, imports);
                1
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.ends_with(['"', '#']) {
                    item.texts.push((text, line(token)));
                }
                1
            }
            TokenTree::Ident(ident) if *ident == "use" && !is_punct(rest.get(1), '<') => {
                let length = item_length(rest);
                let line = line(token);
                let first = imports.len();
                let tree = rest.get(1..length).unwrap_or_default();
                import(
                    tree,
                    &Path {
                        names: Vec::new(),
                        line,
                    },
                    imports,
                );
                let added = imports.iter().skip(first);
                item.paths.extend(added.map(|import| import.path.clone()));
                length
            }
            TokenTree::Ident(_) => path(tokens, at, item),
            TokenTree::Punct(_) => 1,
        };
    }
}

/// Parses a path, and returns its number of tokens.
fn path(tokens: &Tokens, at: usize, item: &mut Item) -> usize {
    let names = path_names(tokens.get(at..).unwrap_or_default());
    let length = names.len() * 3 - 2;
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    let after = tokens.get(at + length);
    let line = tokens.get(at).map_or(0, line);
    // `::std::fs` begins at the crates, `Vec::<u8>::new` continues.
    let is_behind = is_punct(before(1), ':') && is_punct(before(2), ':');
    let is_global = is_behind && !is_punct(before(3), '>');
    let is_member = is_punct(before(1), '.') && !is_punct(before(2), '.');
    if is_member {
        if let (Some(name), Some(TokenTree::Group(_))) = (names.first(), after) {
            item.methods.push((name.clone(), line));
        }
    } else if is_global {
        let names = [String::new()].into_iter().chain(names).collect();
        item.paths.push(Path { names, line });
    } else if is_behind {
        // The path before a type's own parameters has already been read with the type.
    } else if names.len() > 1 {
        item.paths.push(Path { names, line });
    } else if let Some(name) = names.into_iter().next() {
        let is_field = is_punct(after, ':') && !is_punct(tokens.get(at + length + 1), ':');
        if !is_field {
            item.names.entry(name).or_insert(line);
        }
    }
    length
}

/// The names of the path at the beginning of tokens; at least one if they begin with a name.
fn path_names(tokens: &Tokens) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
        names.push(ident.to_string());
        let is_joined = matches!(tokens.get(at + 1), Some(TokenTree::Punct(punct))
            if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
        if !is_joined || !is_punct(tokens.get(at + 2), ':') {
            break;
        }
        at += 3;
    }
    names
}

/// Parses the tokens after `use`, or between its braces.
fn import(tree: &Tokens, prefix: &Path, imports: &mut Vec<Import>) {
    for branch in tree.split(|token| is_punct(Some(token), ',') || is_punct(Some(token), ';')) {
        let mut path = prefix.clone();
        let mut renamed = None;
        let mut tokens = branch.iter();
        let mut is_leaf = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if *word == "as" => {
                    renamed = tokens.next().map(ToString::to_string);
                }
                TokenTree::Ident(name) => {
                    path.line = line(token);
                    path.names.push(name.to_string());
                    is_leaf = true;
                }
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    renamed = Some("*".to_owned());
                    path.line = line(token);
                    is_leaf = true;
                }
                TokenTree::Group(group) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    import(&inner, &path, imports);
                    is_leaf = false;
                }
                _ => {}
            }
        }
        if path.names.len() > 1 && path.names.last().is_some_and(|name| name == "self") {
            path.names.pop();
        }
        let own = path.names.last().cloned();
        if is_leaf && let Some(name) = renamed.or(own) {
            imports.push(Import { name, path });
        }
    }
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn line(token: &TokenTree) -> usize {
    token.span().start().line
}
