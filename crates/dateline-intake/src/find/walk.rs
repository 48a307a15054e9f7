//! Files below the paths that a user names.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};

/// A file, or a path that could not be read and why.
pub(crate) type File = Result<PathBuf, (PathBuf, io::Error)>;

/// Yields the files below a path, in the order of their names; `-` stands for itself.
///
/// # Notes
/// Hidden files and folders are left out, and so are links to folders, which may lead in circles,
/// and what tells about the folder itself (`README`, `LICENSE` with any ending). A file that is
/// named by the user is always read.
pub(crate) fn files(path: PathBuf) -> impl Iterator<Item = File> {
    let mut pending = vec![path];
    std::iter::from_fn(move || {
        while let Some(next) = pending.pop() {
            if !next.is_dir() {
                return Some(Ok(next));
            }
            match members(&next) {
                Ok(mut members) => {
                    members
                        .sort_by_key(|member| Reverse(member.file_name().map(ToOwned::to_owned)));
                    pending.extend(members);
                }
                Err(error) => return Some(Err((next, error))),
            }
        }
        None
    })
}

fn members(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut members = Vec::new();
    for member in folder.read_dir()? {
        let path = member?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let is_linked_folder = path.is_symlink() && path.is_dir();
        if name.is_some_and(|name| is_content(&name)) && !is_linked_folder {
            members.push(path);
        }
    }
    Ok(members)
}

/// Tells whether a file of this name may hold dispatches.
fn is_content(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    !name.starts_with('.') && !["README", "LICENSE", "LICENCE"].contains(&stem)
}
