//! `cargo xtask bench search`: compares the search engine with others, in one browser on this
//! machine. `cargo xtask bench portal`: measures the portal with a slow processor. `cargo xtask
//! bench pages`: measures how soon pages can be read and used. `cargo xtask bench server`: measures
//! the server under load.

use crate::build::programs::Programs;
use crate::build::{self, wasm};
use crate::demo;
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{console, process};
use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Portico's own engine; also the name of its generated glue code.
const OURS: &str = "portico";
const GLUE: &str = "portico-glue";
/// The package that builds the engine as a module.
const PACKAGE: &str = "portico-search-bench";

/// The package that loads a server.
const SERVER_PACKAGE: &str = "portico-server-bench";

/// The engines to compare with, the best known first.
const RIVALS: [&str; 4] = ["minisearch", "flexsearch", "ufuzzy", "orama"];
/// Engines that are slower than all of these.
const MORE_RIVALS: [&str; 3] = ["fuse", "lunr", "pagefind"];

/// The number of records in the measurement of the portal's search.
const PORTAL_RECORDS: u32 = 2_000;

const GROWTH: [u32; 4] = [2_000, 10_000, 50_000, 100_000];

/// The options of `bench search`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The numbers of records; by default 10,000, or all records of `data`.
    pub(crate) sizes: Vec<u32>,
    /// Measures only Portico's engine, over increasing numbers of records.
    pub(crate) growth: bool,
    /// Records and queries to use instead of generated ones.
    pub(crate) data: Option<PathBuf>,
    /// Includes the slow engines.
    pub(crate) all: bool,
    /// Fewer keys, typed once: shows only that the benchmark works.
    pub(crate) quick: bool,
}

/// The options of `bench server`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ServerOptions {
    /// The duration of each measurement, in seconds.
    pub(crate) seconds: u32,
    /// The number of rounds; the printed figures are medians.
    pub(crate) rounds: u32,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            seconds: 3,
            rounds: 3,
        }
    }
}

/// The options of `bench pages`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PagesOptions {
    /// The number of rounds; the printed figures are medians.
    pub(crate) rounds: u32,
    /// A folder of other built applications to load beside the portal.
    pub(crate) peers: Option<PathBuf>,
    /// Measures only this part: `loads` or `actions`.
    pub(crate) only: Option<String>,
}

impl Default for PagesOptions {
    fn default() -> Self {
        Self {
            rounds: 5,
            peers: None,
            only: None,
        }
    }
}

impl PagesOptions {
    /// Parses an option of the command line, like [`Options::take`].
    pub(crate) fn take(&mut self, name: &str, values: &mut lexopt::Parser) -> Result<()> {
        match name {
            "rounds" => self.rounds = values.value()?.parse()?,
            "peers" => self.peers = Some(values.value()?.into()),
            "only" => match values.value()?.string()?.as_str() {
                part @ ("loads" | "actions") => self.only = Some(part.to_owned()),
                other => bail!("--only expects loads or actions, not {other:?}."),
            },
            _ => return Err(Long(name).unexpected().into()),
        }
        Ok(())
    }
}

impl ServerOptions {
    /// Parses an option of the command line, like [`Options::take`].
    pub(crate) fn take(&mut self, name: &str, values: &mut lexopt::Parser) -> Result<()> {
        match name {
            "seconds" => self.seconds = values.value()?.parse()?,
            "rounds" => self.rounds = values.value()?.parse()?,
            _ => return Err(Long(name).unexpected().into()),
        }
        Ok(())
    }
}

impl Options {
    /// Parses an option of the command line, `--name`, and its value if it has one.
    pub(crate) fn take(&mut self, name: &str, values: &mut lexopt::Parser) -> Result<()> {
        match name {
            "sizes" => self.sizes = sizes(&values.value()?.string()?)?,
            "data" => self.data = Some(values.value()?.into()),
            "growth" => self.growth = true,
            "all" => self.all = true,
            "quick" => self.quick = true,
            _ => return Err(Long(name).unexpected().into()),
        }
        Ok(())
    }
}

/// Parses sizes such as `2000,10000`.
fn sizes(list: &str) -> Result<Vec<u32>> {
    let read = |size: &str| match size.trim().parse() {
        Ok(size) if size > 0 => Ok(size),
        _ => bail!("--sizes expects numbers of records separated by commas, not {list:?}."),
    };
    list.split(',').map(read).collect()
}

/// Builds and fetches all engines, generates the data, and measures; the last printed line contains
/// all figures as JSON.
pub(crate) fn search(project: &Project, options: &Options) -> Result<()> {
    let work = project.work()?.join("bench");
    let (data, sizes) = data(project, &work, options)?;
    let (tools, modules) = tools::for_bench(project)?;
    let engines = work.join("engines");
    fs::create_dir_all(&engines).context("The benchmark's folder cannot be created")?;
    console::step(
        "Building the search engine",
        "about 2 minutes the first time",
        || module(project, &tools, &work, &engines),
    )?;
    let names = names(options);
    bundle(project, &tools, &work, &modules, &names)?;

    let mut node = script(project, "search.mjs");
    node.arg("--engines").arg(engines);
    node.args(["--names", &names.join(",")]);
    node.arg("--data").arg(data);
    node.arg("--modules").arg(modules);
    if !sizes.is_empty() {
        node.args(["--sizes", &joined(&sizes)]);
    }
    node.args(options.growth.then_some("--growth"));
    node.args(options.quick.then_some("--quick"));
    process::run(&mut node)
}

/// Builds the portal and its backend, and measures user actions; the last printed line contains all
/// figures as JSON.
pub(crate) fn portal(project: &Project) -> Result<()> {
    let work = project.work()?.join("bench");
    let sizes = vec![PORTAL_RECORDS];
    let options = Options {
        sizes,
        ..Options::default()
    };
    let (data, _) = data(project, &work, &options)?;
    let mut node = script_with_server(project, "portal.mjs", false)?;
    node.arg("--data").arg(data);
    node.args(["--size", &PORTAL_RECORDS.to_string()]);
    process::run(&mut node)
}

/// Builds the portal, and the server in release mode, and measures how soon pages can be read and
/// used, and how soon they answer; the last printed line contains all figures as JSON.
pub(crate) fn pages(project: &Project, options: &PagesOptions) -> Result<()> {
    let mut node = script_with_server(project, "pages.mjs", true)?;
    node.args(["--rounds", &options.rounds.to_string()]);
    if let Some(folder) = &options.peers {
        node.arg("--peers").arg(folder);
    }
    if let Some(part) = &options.only {
        node.args(["--only", part]);
    }
    process::run(&mut node)
}

/// Builds the portal and its server, for a script that starts them with the demo's content.
fn script_with_server(project: &Project, name: &str, release: bool) -> Result<Command> {
    build::run(project)?;
    let server = demo::build_server(project, release)?;
    let mut node = script(project, name);
    node.arg("--server").arg(server);
    node.arg("--portal").arg(project.root.join("dist"));
    node.arg("--content").arg(project.root.join("content"));
    Ok(node)
}

/// Builds the server in release mode, and loads it; the last printed line contains all figures as
/// JSON.
pub(crate) fn server(project: &Project, options: &ServerOptions) -> Result<()> {
    let server = demo::build_server(project, true)?;
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--locked", "--profile", "server"]);
    cargo
        .args(["-p", SERVER_PACKAGE])
        .current_dir(&project.root);
    console::step("Building the load generator", "a minute", || {
        process::run(&mut cargo)
    })?;
    let mut bench = Command::new(server.with_file_name(SERVER_PACKAGE));
    bench.arg("--server").arg(server);
    bench.arg("--content").arg(project.root.join("content"));
    bench.args(["--seconds", &options.seconds.to_string()]);
    bench.args(["--rounds", &options.rounds.to_string()]);
    process::run(&mut bench)
}

/// The engines in table order.
fn names(options: &Options) -> Vec<&'static str> {
    let mut names = vec![OURS];
    if !options.growth {
        names.extend(RIVALS);
        names.extend(MORE_RIVALS.iter().filter(|_| options.all));
    }
    names
}

/// Builds Portico's engine like the portal's module: with the same profile, wasm-bindgen and
/// wasm-opt.
fn module(project: &Project, tools: &Tools, work: &Path, engines: &Path) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--release", "--locked", "-p", PACKAGE]);
    cargo.args(["--target", wasm::TARGET]);
    process::run(cargo.current_dir(&project.root))?;
    let file = format!("{}.wasm", PACKAGE.replace('-', "_"));
    let linked = project.target.join(wasm::TARGET).join("release");

    let mut bindgen = Programs::compile(project)?.bindgen();
    bindgen.args(["--target=web", "--no-typescript", "--out-name", GLUE]);
    bindgen.arg("--out-dir").arg(work).arg(linked.join(file));
    process::run(&mut bindgen)?;
    let bound = work.join(format!("{GLUE}_bg.wasm"));
    wasm::optimise(tools, &bound)?;
    fs::copy(&bound, engines.join(format!("{OURS}.wasm")))
        .with_context(|| format!("{} cannot be copied", bound.display()))?;
    Ok(())
}

/// Bundles each engine as one small script, as a portal would ship it.
fn bundle(
    project: &Project,
    tools: &Tools,
    work: &Path,
    modules: &Path,
    names: &[&str],
) -> Result<()> {
    let mut esbuild = Command::new(tools.npm_program("esbuild"));
    for name in names {
        esbuild.arg(project.root.join(format!("bench/engines/{name}.js")));
    }
    let glue = work.join(format!("{GLUE}.js"));
    esbuild.args(["--bundle", "--minify", "--format=esm", "--target=es2022"]);
    esbuild.args(["--log-level=error"]);
    esbuild.arg(format!("--alias:{GLUE}={}", glue.display()));
    esbuild.arg(format!("--outdir={}", work.join("engines").display()));
    // The other engines are not beside the scripts, but in the tools folder.
    process::run(esbuild.env("NODE_PATH", modules))
}

/// The folder with the data, and the sizes to use from it; an empty list means all.
fn data(project: &Project, work: &Path, options: &Options) -> Result<(PathBuf, Vec<u32>)> {
    if let Some(folder) = &options.data {
        let folder = std::path::absolute(folder).context("--data is not a folder")?;
        if !folder.is_dir() {
            bail!("{} is no folder.", folder.display());
        }
        return Ok((folder, options.sizes.clone()));
    }
    let sizes = match (options.sizes.as_slice(), options.growth) {
        ([], true) => GROWTH.to_vec(),
        ([], false) => vec![10_000],
        (sizes, _) => sizes.to_vec(),
    };
    // A percentile of few words is imprecise, so growth is measured with more queries, which are
    // separate data.
    let each = if options.growth { "200" } else { "30" };
    let hash = project.hash(&["bench/generate.mjs", "bench/generate"])?;
    let folder = work.join(format!("data-{}-{each}", hash.get(..12).unwrap_or(&hash)));
    let mut node = script(project, "generate.mjs");
    node.arg("--out").arg(&folder);
    node.args(["--sizes", &joined(&sizes), "--each", each]);
    console::step(
        "Generating records and queries",
        "at most half a minute",
        || process::run(&mut node),
    )?;
    Ok((folder, sizes))
}

fn script(project: &Project, name: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(project.root.join("bench").join(name));
    node
}

fn joined(sizes: &[u32]) -> String {
    let words: Vec<_> = sizes.iter().map(u32::to_string).collect();
    words.join(",")
}

#[cfg(test)]
mod tests {
    use super::{Options, names, sizes};

    #[test]
    fn sizes_are_read() {
        let check = |list: &str, expected: Option<&[u32]>| {
            assert_eq!(sizes(list).ok().as_deref(), expected, "{list}");
        };
        check("10000", Some(&[10_000]));
        check("2000, 10000", Some(&[2_000, 10_000]));
        check("", None);
        check("0", None);
        check("2000,,3", None);
        check("-1", None);
    }

    #[test]
    fn growth_is_about_ours_alone() {
        let check = |all, growth, expected: usize| {
            let options = Options {
                all,
                growth,
                ..Options::default()
            };
            assert_eq!(names(&options).len(), expected, "{options:?}");
        };
        check(false, false, 5);
        check(true, false, 8);
        check(true, true, 1);
    }
}
