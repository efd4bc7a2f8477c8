//! The modules of one crate, and the resolution of paths.

use super::source::{self, Source};
use crate::tidy::SourceFile;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The maximum number of imports on the way of a path, which also ends cyclic ones.
const MAX_STEPS: u32 = 16;

/// An index into [`Tree::modules`].
pub(super) type Id = usize;

/// A crate. The first module is its root.
pub(super) struct Tree {
    /// The package's name, followed by the binary's, if it is one.
    pub(super) name: String,
    pub(super) modules: Vec<Module>,
}

pub(super) struct Module {
    /// The path from the root; empty for the root itself.
    pub(super) path: Vec<String>,
    /// The file that contains it.
    pub(super) file: String,
    pub(super) parent: Option<Id>,
    pub(super) children: BTreeMap<String, Id>,
    pub(super) source: Source,
    names: Names,
}

/// The names in a module, for resolution.
struct Names {
    items: HashSet<String>,
    /// The indices of imports in [`Source::imports`].
    imports: HashMap<String, usize>,
    /// The indices of glob imports.
    globs: Vec<usize>,
}

impl Names {
    fn of(source: &Source) -> Self {
        let imports = source.imports.iter().enumerate();
        let (globs, named): (Vec<_>, Vec<_>) = imports.partition(|(_, import)| import.name == "*");
        let named = named.into_iter().rev();
        Self {
            items: source.items.iter().map(|item| item.name.clone()).collect(),
            imports: named
                .map(|(at, import)| (import.name.clone(), at))
                .collect(),
            globs: globs.into_iter().map(|(at, _)| at).collect(),
        }
    }
}

/// The target of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Module(Id),
    /// An item of a module, by its first name.
    Item(Id, String),
    /// A path into another crate.
    External(Vec<String>),
}

/// The modules that re-export a name, up to the one that defines it.
pub(super) struct Trail {
    pub(super) through: Vec<Id>,
    pub(super) end: Target,
}

impl Tree {
    /// Reads a crate from its root file on. Problems are findings.
    pub(super) fn read(
        name: &str,
        root: &str,
        files: &BTreeMap<&str, &SourceFile>,
        findings: &mut Vec<String>,
    ) -> Self {
        let mut tree = Self {
            name: name.to_owned(),
            modules: Vec::new(),
        };
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut read = |file: &str, is_declared: bool| {
            let Some(text) = files.get(file) else {
                if is_declared {
                    findings.push(format!(
                        "{file}: the file of a declared module is missing; tidy does not support #[path]."
                    ));
                }
                return None;
            };
            source::read(&text.text)
                .map_err(|error| findings.push(format!("{file}:1: this cannot be read: {error}.")))
                .ok()
        };
        if let Some(source) = read(root, false) {
            tree.add(source, root, folder, Vec::new(), None, &mut read);
        }
        tree
    }

    fn add(
        &mut self,
        mut source: Source,
        file: &str,
        folder: &str,
        path: Vec<String>,
        parent: Option<Id>,
        read: &mut impl FnMut(&str, bool) -> Option<Source>,
    ) -> Id {
        let id = self.modules.len();
        let modules = std::mem::take(&mut source.modules);
        self.modules.push(Module {
            path: path.clone(),
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            names: Names::of(&source),
            source,
        });
        for (name, body) in modules {
            let own_file = format!("{folder}/{}.rs", name.trim_start_matches("r#"));
            let (body, file) = match body {
                Some(body) => (Some(body), file),
                None => (read(&own_file, true), own_file.as_str()),
            };
            let Some(body) = body else { continue };
            let path = path.iter().chain([&name]).cloned().collect();
            let child = self.add(
                body,
                file,
                &format!("{folder}/{name}"),
                path,
                Some(id),
                read,
            );
            if let Some(module) = self.modules.get_mut(id) {
                module.children.insert(name, child);
            }
        }
        id
    }

    /// A module's name for messages.
    pub(super) fn title(&self, id: Id) -> String {
        match self.modules.get(id) {
            Some(module) if module.path.is_empty() => "crate".to_owned(),
            Some(module) => module.path.join("::"),
            None => String::new(),
        }
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.modules.get(id)?.parent
    }

    /// From the root to the module itself.
    pub(super) fn ancestry(&self, id: Id) -> Vec<Id> {
        let mut ids = vec![id];
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            ids.push(parent);
            at = parent;
        }
        ids.reverse();
        ids
    }

    /// The target of a path in a module.
    pub(super) fn resolve(&self, from: Id, names: &[String]) -> Option<Trail> {
        let mut through = Vec::new();
        let end = self.follow(from, names, MAX_STEPS, &mut through)?;
        Some(Trail { through, end })
    }

    fn follow(
        &self,
        from: Id,
        names: &[String],
        steps: u32,
        through: &mut Vec<Id>,
    ) -> Option<Target> {
        let (first, rest) = names.split_first()?;
        let steps = steps.checked_sub(1)?;
        let mut at = match first.as_str() {
            "crate" => 0,
            "self" => from,
            "super" => self.parent(from)?,
            "" => return Some(Target::External(rest.to_vec())),
            _ => {
                return match self.member(from, first, rest, steps, through) {
                    Some(target) => Some(target),
                    None if rest.is_empty() => None,
                    None => Some(Target::External(names.to_vec())),
                };
            }
        };
        let mut rest = rest;
        while let Some((name, after)) = rest.split_first() {
            if name == "super" {
                at = self.parent(at)?;
                rest = after;
            } else {
                return self
                    .member(at, name, after, steps, through)
                    .or_else(|| Some(Target::Item(at, name.clone())));
            }
        }
        Some(Target::Module(at))
    }

    /// The meaning of a name in a module, and of the names after it.
    fn member(
        &self,
        of: Id,
        name: &str,
        rest: &[String],
        steps: u32,
        through: &mut Vec<Id>,
    ) -> Option<Target> {
        let module = self.modules.get(of)?;
        if let Some(child) = module.children.get(name) {
            let inside: Vec<String> = ["self".to_owned()]
                .into_iter()
                .chain(rest.iter().cloned())
                .collect();
            return self.follow(*child, &inside, steps, through);
        }
        if module.names.items.contains(name) {
            return Some(Target::Item(of, name.to_owned()));
        }
        let import = |at: &usize| module.source.imports.get(*at);
        if let Some(import) = module.names.imports.get(name).and_then(import) {
            let path: Vec<String> = import.path.names.iter().chain(rest).cloned().collect();
            // `use time::time` refers to the crate and not to itself.
            if path.first().is_some_and(|first| first == name) {
                return Some(Target::External(path));
            }
            through.push(of);
            return self.follow(of, &path, steps, through);
        }
        for import in module.names.globs.iter().filter_map(import) {
            // Another crate contains no module of this one.
            let is_own = import.path.names.first().is_some_and(|first| {
                matches!(first.as_str(), "crate" | "self" | "super")
                    || module.children.contains_key(first)
                    || module.names.imports.contains_key(first)
            });
            if !is_own {
                continue;
            }
            let mut way = Vec::new();
            let Some(Target::Module(from)) = self.follow(of, &import.path.names, steps, &mut way)
            else {
                continue;
            };
            if from == of {
                continue;
            }
            if let Some(found) = self.member(from, name, rest, steps.checked_sub(1)?, &mut way) {
                through.push(of);
                through.extend(way);
                return Some(found);
            }
        }
        None
    }
}
