//! Files below the paths that a user names.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// What is met on the way through folders.
#[derive(Debug)]
pub(crate) enum Met {
    /// A file to be read.
    File(PathBuf),
    /// What is left out, and why.
    Skipped(PathBuf, &'static str),
    /// What the system does not let be read.
    Failed(PathBuf, io::Error),
}

/// Yields the files below a path, in the order of their names; those behind links to folders come
/// last.
///
/// # Notes
/// What the user names is read, whatever it is: a link, a pipe, `-` for standard input. Within a
/// folder hidden files and folders are left out without a word, and what tells about the folder
/// itself (`README`, `LICENSE` with any ending); pipes, sockets, devices, and links that lead out of
/// the folder unless `follows_links`, are skipped. No folder is entered twice, so that links in
/// circles end.
pub(crate) fn below(path: PathBuf, follows_links: bool) -> impl Iterator<Item = Met> {
    let mut walk = Walk::new(path, follows_links);
    std::iter::from_fn(move || walk.next())
}

/// Tells one folder from another, whatever path leads to it.
type FolderId = (u64, u64);

struct Walk {
    // Where links have to stay; `None` where they may lead anywhere.
    border: Option<PathBuf>,
    pending: Vec<Met>,
    // Links to folders wait: most lead to what is met without them.
    linked: Vec<PathBuf>,
    entered: BTreeSet<FolderId>,
}

impl Walk {
    fn new(path: PathBuf, follows_links: bool) -> Self {
        let border = (!follows_links).then(|| path.canonicalize().unwrap_or_else(|_| path.clone()));
        let mut walk =
            Self { border, pending: Vec::new(), linked: Vec::new(), entered: BTreeSet::new() };
        if path.is_dir() {
            walk.linked.push(path);
        } else {
            walk.pending.push(Met::File(path));
        }
        walk
    }

    fn next(&mut self) -> Option<Met> {
        loop {
            match self.pending.pop() {
                Some(Met::File(path)) if path.is_dir() => self.enter(path),
                Some(met) => return Some(met),
                None => {
                    let link = self.linked.pop()?;
                    self.enter(link);
                }
            }
        }
    }

    /// Goes into a folder, unless it has been there.
    fn enter(&mut self, folder: PathBuf) {
        let members = match fs::metadata(&folder) {
            Ok(metadata) if !self.entered.insert(id(&metadata, &folder)) => return,
            Ok(_) => names(&folder),
            Err(error) => Err(error),
        };
        match members {
            Ok(members) => {
                for path in members {
                    self.meet(path);
                }
            }
            Err(error) => self.pending.push(Met::Failed(folder, error)),
        }
    }

    /// Puts what a folder holds where it belongs.
    fn meet(&mut self, path: PathBuf) {
        let is_link = path.is_symlink();
        let met = match fs::metadata(&path) {
            Err(error) => Met::Failed(path, error),
            Ok(_) if is_link && !self.stays_inside(&path) => Met::Skipped(
                path,
                "a link that leads out of the folder; --follow-links to read what is there",
            ),
            Ok(metadata) if metadata.is_dir() && is_link => return self.linked.push(path),
            Ok(metadata) if metadata.is_dir() || metadata.is_file() => Met::File(path),
            Ok(_) => Met::Skipped(path, "a pipe, socket or device"),
        };
        self.pending.push(met);
    }

    fn stays_inside(&self, link: &Path) -> bool {
        let Some(border) = &self.border else { return true };
        link.canonicalize().is_ok_and(|target| target.starts_with(border))
    }
}

/// Returns what is in a folder, the last name first.
fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for member in folder.read_dir()? {
        let member = member?;
        if is_content(&member.file_name().to_string_lossy()) {
            paths.push(member.path());
        }
    }
    paths.sort_by_key(|path| Reverse(path.file_name().map(ToOwned::to_owned)));
    Ok(paths)
}

/// Tells whether a file of this name may hold dispatches.
fn is_content(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    !name.starts_with('.') && !["README", "LICENSE", "LICENCE"].contains(&stem)
}

#[cfg(unix)]
fn id(metadata: &Metadata, _folder: &Path) -> FolderId {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Where the system has no numbers for folders, their true path stands for them.
#[cfg(not(unix))]
fn id(_metadata: &Metadata, folder: &Path) -> FolderId {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).hash(&mut hasher);
    (0, hasher.finish())
}
