//! Which items of a ledger, readable or not.

use dateline_text::ItemId;
use rusqlite::ToSql;

use super::id::parsed;
use crate::{Error, Ledger, Result};

/// Which items of a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Which {
    /// Every item.
    #[default]
    All,
    /// Those of some ids; the head of an id, or the input's own id, is enough.
    Ids(Vec<String>),
    /// Those met in a file, or below a folder, by the path that it was given under.
    Path(String),
    /// Those that an outlet published; case does not matter.
    Outlet(String),
}

/// Items that were met at a path or below it; `0` follows `/` in the order of paths.
const BELOW: &str = "EXISTS (
  SELECT 1 FROM (SELECT CASE WHEN path LIKE './%' THEN substr(path, 3) ELSE path END AS path
                 FROM sightings WHERE item = items.key)
  WHERE path = ?1 OR path > ?1 || '/' AND path < ?1 || '0' OR ?1 = '.' AND path NOT LIKE '/%')";

impl Ledger {
    /// Returns the ids of some items in the order in which they were first met, without those that
    /// were forgotten.
    ///
    /// # Errors
    /// Nothing has one of the ids, or several things have.
    pub fn items(&self, which: &Which) -> Result<Vec<ItemId>> {
        match which {
            Which::All => self.items_where("1", &[]),
            Which::Ids(ids) => {
                let mut items = Vec::new();
                for id in ids {
                    let item = self.resolve_item(id)?;
                    if self.items_where("id = ?1", &[&item.to_string()])?.is_empty() {
                        return Err(Error::NotFound(id.clone())); // it is forgotten
                    }
                    if !items.contains(&item) {
                        items.push(item);
                    }
                }
                Ok(items)
            }
            Which::Path(path) => self.items_where(BELOW, &[&bare(path)]),
            Which::Outlet(outlet) => self.items_where(
                "EXISTS (SELECT 1 FROM sightings AS s
                         WHERE s.item = items.key AND s.outlet = ?1 COLLATE NOCASE)
                 OR EXISTS (SELECT 1 FROM dispatches AS d JOIN appearances AS a USING (reading)
                            WHERE d.id = items.id AND a.outlet = ?1)",
                &[outlet],
            ),
        }
    }

    fn items_where(&self, condition: &str, values: &[&dyn ToSql]) -> Result<Vec<ItemId>> {
        let sql =
            format!("SELECT id FROM items WHERE forgotten IS NULL AND ({condition}) ORDER BY key");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(parsed(&row.get::<_, String>(0)?)?);
        }
        Ok(ids)
    }
}

/// Returns a path as it is compared: `./news/` as `news`, the root as nothing before its `/`.
fn bare(path: &str) -> &str {
    let bare = path.strip_prefix("./").unwrap_or(path).trim_end_matches('/');
    if bare.is_empty() && !path.starts_with('/') { "." } else { bare }
}
