//! Which versions of the crates from elsewhere are compiled into a program, as `Cargo.lock` states them.

use anyhow::{Context, Result};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

/// The names and versions of the crates from elsewhere that local packages with these manifests depend on, directly or
/// not, on any platform and with any features, but not for their tests. The lock file stands in `root`.
///
/// # Errors
///
/// When a file cannot be read.
pub(super) fn versions(root: &Path, manifests: &BTreeSet<PathBuf>) -> Result<BTreeSet<String>> {
    let lock = Lock::read(&table(&root.join("Cargo.lock"))?);
    let mut found = BTreeSet::new();
    for manifest in manifests {
        let manifest = table(manifest)?;
        let named = dependencies(&manifest);
        let name = manifest
            .get("package")
            .and_then(|package| package.get("name"));
        let package = name
            .and_then(Value::as_str)
            .and_then(|name| lock.package(name));
        for dependency in package
            .into_iter()
            .flat_map(|package| &package.dependencies)
        {
            if named.contains(name_of(dependency)) {
                lock.collect(dependency, &mut found);
            }
        }
    }
    Ok(found)
}

/// The packages of a lock file, by name and version, `ndarray 0.17.2`.
struct Lock(BTreeMap<String, Package>);

struct Package {
    is_local: bool,
    /// Each by its name, and by its version too where there are several.
    dependencies: Vec<String>,
}

impl Lock {
    fn read(lock: &Table) -> Self {
        let text = |value: &Value, key| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let packages = lock.get("package").and_then(Value::as_array);
        let packages = packages.into_iter().flatten().filter_map(|package| {
            let name = format!("{} {}", text(package, "name")?, text(package, "version")?);
            let dependencies = package.get("dependencies").and_then(Value::as_array);
            let dependencies = dependencies.into_iter().flatten().filter_map(Value::as_str);
            let package = Package {
                is_local: package.get("source").is_none(),
                dependencies: dependencies.map(str::to_owned).collect(),
            };
            Some((name, package))
        });
        Self(packages.collect())
    }

    /// The full name of a package that a list of dependencies names.
    fn full_name(&self, dependency: &str) -> Option<&String> {
        let mut names = self.0.keys();
        names.find(|name| *name == dependency || name_of(name) == dependency)
    }

    fn package(&self, dependency: &str) -> Option<&Package> {
        self.0.get(self.full_name(dependency)?)
    }

    /// Adds a crate from elsewhere and all that it depends on.
    fn collect(&self, dependency: &str, found: &mut BTreeSet<String>) {
        let Some(name) = self.full_name(dependency) else {
            return;
        };
        let package = &self.0[name];
        if package.is_local || !found.insert(name.clone()) {
            return;
        }
        for dependency in &package.dependencies {
            self.collect(dependency, found);
        }
    }
}

fn name_of(dependency: &str) -> &str {
    dependency.split(' ').next().unwrap_or_default()
}

/// The packages that a manifest depends on, on any platform, except for its tests.
fn dependencies(manifest: &Table) -> BTreeSet<String> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values);
    let tables = targets.filter_map(Value::as_table).chain([manifest]);
    let named = tables.flat_map(|table| {
        ["dependencies", "build-dependencies"]
            .into_iter()
            .filter_map(|key| table.get(key).and_then(Value::as_table))
    });
    named
        .flatten()
        .map(|(name, dependency)| {
            let package = dependency.get("package").and_then(Value::as_str);
            package.unwrap_or(name).to_owned()
        })
        .collect()
}

fn table(path: &Path) -> Result<Table> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.parse()
        .with_context(|| format!("cannot use {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::versions;
    use std::{collections::BTreeSet, fs};

    #[test]
    fn versions_are_those_of_all_that_is_compiled_and_not_of_tests() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("Cargo.toml");
        fs::write(
            &manifest,
            "[package]\nname = \"here\"\n[dependencies]\na = \"1\"\nrenamed = { package = \"d\", version = \"1\" }\n\
             near = { path = \"near\" }\n[target.'cfg(unix)'.dependencies]\nc = \"2\"\n[dev-dependencies]\ntested = \"1\"\n",
        )
        .unwrap();
        let package = |name: &str, version: &str, source: &str, dependencies: &str| {
            format!(
                "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{source}dependencies = [{dependencies}]\n"
            )
        };
        let away = "source = \"registry\"\n";
        let lock = [
            package(
                "here",
                "0.1.0",
                "",
                "\"a\", \"c 2.0.0\", \"d\", \"near\", \"tested\"",
            ),
            package("near", "0.1.0", "", "\"of-near\""),
            package("a", "1.2.3", away, "\"b\""),
            package("b", "0.4.0", away, "\"a\""),
            package("c", "1.0.0", away, ""),
            package("c", "2.0.0", away, ""),
            package("d", "1.0.0", away, "\"c 1.0.0\""),
            package("of-near", "1.0.0", away, ""),
            package("tested", "1.0.0", away, ""),
        ];
        fs::write(folder.path().join("Cargo.lock"), lock.concat()).unwrap();
        let found = versions(folder.path(), &BTreeSet::from([manifest])).unwrap();
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(
            found,
            ["a 1.2.3", "b 0.4.0", "c 1.0.0", "c 2.0.0", "d 1.0.0"]
        );
    }
}
