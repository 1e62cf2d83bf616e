//! The rooms of the house, from `rooms.toml`, and what Cargo knows of them.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use serde::Deserialize;
use std::sync::OnceLock;

/// The file.
#[derive(Deserialize)]
pub struct Rooms {
    /// Outside crates that the tests of any room may use.
    pub tests: Vec<String>,
    /// Outside crates with one owner.
    pub owner: Vec<Owner>,
    /// From the ground floor up.
    pub room: Vec<Room>,
}

/// A crate of the outside world that only some rooms may depend on.
#[derive(Deserialize)]
pub struct Owner {
    /// The name of the crate, or the beginning of the names of a family.
    pub of: String,
    /// The packages that may.
    pub packages: Vec<String>,
}

/// A room, which is a package.
#[derive(Deserialize, Clone)]
pub struct Room {
    /// Its package.
    pub package: String,
    /// Its folder below the root.
    pub folder: String,
    /// Our packages that it may import.
    #[serde(default)]
    pub ours: Vec<String>,
    /// Our packages that only its tests may import.
    #[serde(default)]
    pub ours_in_tests: Vec<String>,
    /// Outside crates that it may import.
    pub outside: Vec<String>,
    /// Outside crates that only its tests may import, beside those that the tests of every room may.
    #[serde(default)]
    pub outside_in_tests: Vec<String>,
    /// Packages that must not be reached through any chain of imports.
    #[serde(default)]
    pub never: Vec<String>,
    /// Paths and words that its code must not name.
    #[serde(default)]
    pub never_named: Vec<String>,
}

impl Room {
    /// An invented room without rights.
    pub fn sample(package: &str, folder: &str) -> Self {
        let (package, folder) = (package.to_owned(), folder.to_owned());
        let (ours, ours_in_tests) = (Vec::new(), Vec::new());
        let (outside, outside_in_tests) = (Vec::new(), Vec::new());
        let (never, never_named) = (Vec::new(), Vec::new());
        Self { package, folder, ours, ours_in_tests, outside, outside_in_tests, never, never_named }
    }
}

/// The rooms as they are written down.
#[expect(clippy::expect_used, reason = "a file of rooms that cannot be read must stop every law")]
pub fn rooms() -> &'static Rooms {
    static ROOMS: OnceLock<Rooms> = OnceLock::new();
    ROOMS.get_or_init(|| toml::from_str(include_str!("rooms.toml")).expect("rooms.toml"))
}

/// What Cargo knows. The lock file is taken as it is.
#[expect(clippy::expect_used, reason = "without Cargo's word no law of the walls can be checked")]
pub fn metadata() -> &'static Metadata {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    METADATA.get_or_init(|| {
        let mut command = MetadataCommand::new();
        command.current_dir(crate::tree::root()).other_options(vec!["--locked".to_owned()]);
        command.exec().expect("cargo metadata")
    })
}

/// A direct dependency of one of our packages.
#[derive(Clone)]
pub struct Edge {
    /// Our package.
    pub from: String,
    /// What it imports.
    pub to: String,
    /// Whether only its tests import it.
    pub in_tests: bool,
}

/// The direct dependencies of all our packages.
pub fn edges() -> Vec<Edge> {
    let packages = metadata().workspace_packages();
    let of = packages.iter().flat_map(|package| {
        package.dependencies.iter().map(|dependency| Edge {
            from: package.name.to_string(),
            to: dependency.name.clone(),
            in_tests: dependency.kind == DependencyKind::Development,
        })
    });
    of.collect()
}
