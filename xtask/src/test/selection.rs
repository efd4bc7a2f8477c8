//! The selection of tests: all, by name, or by file and folder.

use super::compile::TestProgram;
use crate::project::{self, Project};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// The selected tests; all of them without a filter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    parts: Vec<Filter>,
}

#[derive(Debug, PartialEq, Eq)]
enum Filter {
    /// Tests with this in their names.
    Name(String),
    /// Tests of a file or folder.
    Source(Source),
}

/// The location of the tests of a file or folder.
#[derive(Debug, PartialEq, Eq)]
struct Source {
    /// Relative to the project.
    path: PathBuf,
    /// The folder of the package, or of several packages.
    folder: PathBuf,
    /// The test program; `None` for unit tests.
    target: Option<String>,
    /// The module path at the beginning of the tests' names, such as `uploads::names::`; empty for
    /// all tests.
    module: String,
    /// Whether it is a folder that contains packages.
    is_all: bool,
    /// Whether it is a package's folder of tests: all of its programs except the unit tests.
    is_every_target: bool,
}

impl Selection {
    /// Parses the arguments of `cargo xtask test`: parts of names, `tests/journeys/lists.rs`,
    /// `lists.rs`, `crates/forms`.
    pub(crate) fn read(project: &Project, arguments: &[String]) -> Result<Self> {
        let mut parts = Vec::new();
        for argument in arguments {
            let paths = paths(&project.root, argument)?;
            if paths.is_empty() {
                parts.push(Filter::Name(argument.clone()));
            }
            let sources = paths.iter().map(|path| source(&project.root, path));
            parts.extend(sources.map(Filter::Source));
        }
        Ok(Self { parts })
    }

    /// Whether all tests are to run.
    pub(crate) fn is_all(&self) -> bool {
        self.parts.is_empty()
    }

    /// The arguments of a test program, empty for all its tests; `None` if none is selected.
    pub(crate) fn arguments(&self, program: &TestProgram) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        for part in &self.parts {
            match part {
                Filter::Name(name) => names.push(name.as_str()),
                Filter::Source(source) if !source.is_in(program) => {}
                Filter::Source(source) if source.module.is_empty() => return Some(Vec::new()),
                Filter::Source(source) => names.push(&source.module),
            }
        }
        (self.is_all() || !names.is_empty()).then_some(names)
    }

    /// The same for documentation examples, whose names begin with their files.
    pub(crate) fn documentation(&self) -> Option<Vec<&str>> {
        let names = self.parts.iter().filter_map(|part| match part {
            Filter::Name(name) => Some(name.as_str()),
            Filter::Source(source) if source.target.is_none() => source.path.to_str(),
            Filter::Source(_) => None,
        });
        let names: Vec<_> = names.collect();
        (self.is_all() || !names.is_empty()).then_some(names)
    }
}

impl Source {
    fn is_in(&self, program: &TestProgram) -> bool {
        if self.is_all {
            return program.folder.starts_with(&self.folder);
        }
        if self.is_every_target {
            return !program.is_unit && program.folder == self.folder;
        }
        let is_wanted = match &self.target {
            Some(target) => !program.is_unit && program.target == *target,
            None => program.is_unit,
        };
        program.folder == self.folder && is_wanted
    }
}

/// Folders with packages or tests, which an argument may name by themselves.
const WITH_TESTS: [&str; 3] = ["crates", "tests", "xtask"];

/// The files or folders that an argument names; none if it is part of a test's name.
fn paths(root: &Path, argument: &str) -> Result<Vec<PathBuf>> {
    let given = root.join(argument);
    let is_path =
        argument.contains('/') || argument.ends_with(".rs") || WITH_TESTS.contains(&argument);
    if given.exists() && is_path {
        return Ok(vec![argument.trim_end_matches('/').into()]);
    }
    if !is_path {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for folder in ["src", "tests", "crates", "xtask/src"] {
        let files = project::files(&root.join(folder))?;
        let files = files.iter().filter_map(|file| file.strip_prefix(root).ok());
        let named = files.filter(|file| file.ends_with(argument));
        found.extend(named.map(Path::to_owned));
    }
    if found.is_empty() {
        bail!("There is no file {argument}.");
    }
    Ok(found)
}

fn source(root: &Path, path: &Path) -> Source {
    let folders = path.ancestors();
    let package = folders.skip_while(|folder| !root.join(folder).join("Cargo.toml").exists());
    let package = package.map(Path::to_owned).next().unwrap_or_default();
    let inside = path
        .strip_prefix(&package)
        .unwrap_or(path)
        .with_extension("");
    let mut names: Vec<_> = inside.iter().filter_map(|name| name.to_str()).collect();
    let is_all = match names.first() {
        None => true,
        Some(first) => !matches!(*first, "src" | "tests"),
    };
    // The root file of a program stands for the tests of all its modules.
    names.pop_if(|name| matches!(*name, "main" | "lib"));
    let target = match names.as_slice() {
        ["tests", target, ..] => Some((*target).to_owned()),
        _ => None,
    };
    let modules = names.iter().skip(1 + usize::from(target.is_some()));
    let module = modules.map(|name| format!("{name}::")).collect();
    Source {
        folder: if is_all {
            root.join(path)
        } else {
            root.join(&package)
        },
        is_all,
        is_every_target: names == ["tests"],
        path: path.to_owned(),
        target,
        module,
    }
}

#[cfg(test)]
mod tests {
    use super::{Selection, TestProgram};
    use crate::project::Project;
    use std::path::PathBuf;

    fn project() -> Project {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let root = root.parent().unwrap().to_owned();
        Project {
            target: root.join("target"),
            dist: root.join("dist"),
            root,
        }
    }

    /// Checks the arguments of the programs; programs that do not run are left out.
    fn check(arguments: &[&str], expected: &[(&str, &[&str])]) {
        let project = project();
        let program = |folder: &str, target: &str, is_unit: bool| TestProgram {
            target: target.to_owned(),
            file: PathBuf::new(),
            folder: match folder {
                "" => project.root.clone(),
                folder => project.root.join(folder),
            },
            is_unit,
        };
        let programs = [
            program("", "portico", true),
            program("", "journeys", false),
            program("crates/forms", "portico_forms", true),
            program("crates/forms", "forms", false),
            program("crates/server", "api", false),
        ];
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        let selection = Selection::read(&project, &arguments).unwrap();
        let called = programs.iter().filter_map(|program| {
            let arguments = selection.arguments(program)?;
            Some((program.target.as_str(), arguments))
        });
        let expected = expected.iter().map(|(name, with)| (*name, with.to_vec()));
        let expected: Vec<_> = expected.collect();
        assert_eq!(called.collect::<Vec<_>>(), expected, "{arguments:?}");
    }

    #[test]
    fn names_files_and_folders() {
        let all = ["portico", "journeys", "portico_forms", "forms", "api"];
        let everywhere = |with: &'static [&'static str]| all.map(|program| (program, with));
        check(&[], &everywhere(&[]));
        check(&["widgets"], &everywhere(&["widgets"]));
        check(
            &["widgets", "lists::"],
            &everywhere(&["widgets", "lists::"]),
        );
        check(&["tests/journeys/lists.rs"], &[("journeys", &["lists::"])]);
        check(&["tests/journeys"], &[("journeys", &[])]);
        check(&["crates/server/tests"], &[("api", &[])]);
        check(&["tests/"], &[("journeys", &[])]);
        // A name, although a folder has the same name.
        check(&["content"], &everywhere(&["content"]));
        check(&["tests/journeys/main.rs"], &[("journeys", &[])]);
        check(
            &["crates/server/tests/api/uploads/names.rs"],
            &[("api", &["uploads::names::"])],
        );
        check(&["key_sets.rs"], &[("api", &["key_sets::"])]);
        check(
            &["tests/journeys/lists.rs", "widgets.rs"],
            &[("journeys", &["lists::"]), ("forms", &["widgets::"])],
        );
        check(&["crates/forms"], &[("portico_forms", &[]), ("forms", &[])]);
        check(
            &["crates/forms/src/load/kind.rs"],
            &[("portico_forms", &["load::kind::"])],
        );
        check(&["crates/forms/src/lib.rs"], &[("portico_forms", &[])]);
        let missing = Selection::read(&project(), &["no_such_file.rs".to_owned()]);
        assert!(missing.is_err());
    }
}
