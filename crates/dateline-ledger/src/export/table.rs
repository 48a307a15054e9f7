//! The tables of an export and the types of their columns.

use rusqlite::Row;
use rusqlite::types::ValueRef;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Real,
}

/// A column: its name and what it holds.
pub(super) type Column = (&'static str, Kind);

/// A table of an export.
#[derive(Debug)]
pub(super) struct Table {
    /// Name of the file, without its ending.
    pub(super) name: &'static str,
    /// Where its rows come from and in which order.
    from: &'static str,
    pub(super) columns: &'static [Column],
}

use Kind::{Integer, Real, Text};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "dispatches",
        from: "(SELECT d.*, k.story, k.origin, c.share, z.title AS story_title FROM dispatches AS d
                LEFT JOIN copies AS c USING (reading)
                LEFT JOIN story_dispatches AS k USING (reading)
                LEFT JOIN stories AS z ON z.id = k.story) ORDER BY id",
        columns: &[
            ("id", Text),
            ("outlet", Text),
            ("title", Text),
            ("byline", Text),
            ("published", Text),
            ("day", Text),
            ("dateline_place", Text),
            ("agency", Text),
            ("credit", Text),
            ("language", Text),
            ("url", Text),
            ("path", Text),
            ("member", Text),
            ("external_id", Text),
            ("n_statements", Integer),
            ("n_events", Integer),
            ("n_figures", Integer),
            ("origin", Text),
            ("share", Real),
            ("story", Text),
            ("story_title", Text),
            ("reader", Text),
        ],
    },
    Table {
        name: "statements",
        from: "current_statements ORDER BY dispatch, n",
        columns: &[
            ("id", Text),
            ("dispatch", Text),
            ("speaker", Text),
            ("source", Text),
            ("source_kind", Text),
            ("cue", Text),
            ("act", Text),
            ("attitude", Text),
            ("form", Text),
            ("content", Text),
            ("addressee", Text),
            ("within", Text),
            ("sentence", Text),
            ("outlet", Text),
            ("url", Text),
            ("published", Text),
            ("day", Text),
            ("origin", Text),
            ("story", Text),
            ("story_title", Text),
            ("rule", Text),
            ("confidence", Real),
        ],
    },
    Table {
        name: "events",
        from: "current_events ORDER BY dispatch, n",
        columns: &[
            ("id", Text),
            ("dispatch", Text),
            ("type", Text),
            ("mode", Text),
            ("contexts", Text),
            ("trigger", Text),
            ("actors", Text),
            ("recipients", Text),
            ("place", Text),
            ("country", Text),
            ("lat", Real),
            ("lon", Real),
            ("from_day", Text),
            ("to_day", Text),
            ("status", Text),
            ("said_in", Text),
            ("speaker", Text),
            ("source", Text),
            ("source_kind", Text),
            ("sentence", Text),
            ("outlet", Text),
            ("url", Text),
            ("published", Text),
            ("day", Text),
            ("origin", Text),
            ("story", Text),
            ("story_title", Text),
            ("rule", Text),
            ("confidence", Real),
        ],
    },
    Table {
        name: "figures",
        from: "current_figures ORDER BY dispatch, n",
        columns: &[
            ("id", Text),
            ("dispatch", Text),
            ("measure", Text),
            ("text", Text),
            ("value", Real),
            ("low", Real),
            ("high", Real),
            ("hedge", Text),
            ("unit", Text),
            ("population", Text),
            ("place", Text),
            ("country", Text),
            ("from_day", Text),
            ("to_day", Text),
            ("as_of", Text),
            ("kind", Text),
            ("part_of", Text),
            ("status", Text),
            ("said_in", Text),
            ("speaker", Text),
            ("source", Text),
            ("source_kind", Text),
            ("sentence", Text),
            ("outlet", Text),
            ("url", Text),
            ("published", Text),
            ("day", Text),
            ("origin", Text),
            ("story", Text),
            ("story_title", Text),
            ("rule", Text),
            ("confidence", Real),
        ],
    },
    Table {
        name: "corrections",
        from:
            "(SELECT i.id AS dispatch, c.* FROM corrections AS c JOIN items AS i ON i.key = c.item)
               ORDER BY key",
        columns: &[
            ("dispatch", Text),
            ("start_byte", Integer),
            ("end_byte", Integer),
            ("record", Text),
            ("field", Text),
            ("was", Text),
            ("value", Text),
            ("reason", Text),
            ("author", Text),
            ("made", Text),
        ],
    },
];

impl Table {
    /// Returns the query for its rows.
    pub(super) fn sql(&self) -> String {
        let columns: Vec<&str> = self.header().collect();
        format!("SELECT {} FROM {}", columns.join(", "), self.from)
    }

    /// Returns the names of its columns.
    pub(super) fn header(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }
}

/// Returns a cell's text, if it holds text.
pub(super) fn text<'r>(row: &'r Row<'_>, at: usize) -> rusqlite::Result<Option<&'r str>> {
    match row.get_ref(at)? {
        ValueRef::Text(bytes) => Ok(std::str::from_utf8(bytes).ok()),
        _ => Ok(None),
    }
}
