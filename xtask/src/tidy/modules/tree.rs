//! The modules of one crate, and what a path in one of them leads to.

use super::source::{self, Source};
use crate::tidy::SourceFile;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many imports a path may lead through; a path that leads in a circle ends here.
const MAX_STEPS: u32 = 16;

/// Where a module stands in [`Tree::modules`].
pub(super) type Id = usize;

/// A crate. The first module is its root.
pub(super) struct Tree {
    /// The package's name, and behind it the binary's, if it is one.
    pub(super) name: String,
    pub(super) modules: Vec<Module>,
}

pub(super) struct Module {
    /// From the root; the root's own is empty.
    pub(super) path: Vec<String>,
    /// The file that it stands in.
    pub(super) file: String,
    pub(super) parent: Option<Id>,
    pub(super) children: BTreeMap<String, Id>,
    pub(super) source: Source,
    names: Names,
}

/// What the names of a module are, for looking them up.
struct Names {
    items: HashSet<String>,
    /// Where an import stands in [`Source::imports`].
    imports: HashMap<String, usize>,
    /// Where those of all names of another module stand.
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

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Module(Id),
    /// An item of a module: the first name behind it.
    Item(Id, String),
    /// A path into another crate.
    External(Vec<String>),
}

/// A way through the modules that pass a name on, to the one where it is at home.
pub(super) struct Trail {
    pub(super) through: Vec<Id>,
    pub(super) end: Target,
}

impl Tree {
    /// Reads a crate from the file of its root on. The problems are findings.
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
                        "{file}: a module is declared that has no such file; tidy follows no #[path]."
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

    /// A module's name for people.
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

    /// What a path leads to that stands in a module.
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

    /// What a name means in a module, and what the names behind it mean there.
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
            // `use time::time` names the crate and not itself.
            if path.first().is_some_and(|first| first == name) {
                return Some(Target::External(path));
            }
            through.push(of);
            return self.follow(of, &path, steps, through);
        }
        for import in module.names.globs.iter().filter_map(import) {
            // Whatever another crate has, no module of this one is in it.
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
