//! The views across outlets, made a second time.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::compare::{Compared, compare, integer};
use super::{Difference, Part, Proof};
use crate::Result;
use crate::store::shadow::Shadow;
use crate::view::{VIEWS, make, names_a_seal, state_of};

const COMPARED: [Compared; 6] = [
    view("origins", &["id"]),
    view("copies", &["reading"]),
    view("stories", &["id"]),
    view("story_dispatches", &["story", "reading"]),
    // Comparisons refer to its keys.
    view("series", &["key"]).of_rows(
        "SELECT key, story, measure, unit, population, place, day, outlet, speaker, value, low,
           high, hedge, figure, reading, origin
         FROM {s}.series",
    ),
    view("comparisons", &["story", "earlier", "later"]),
];

const fn view(table: &'static str, identity: &'static [&'static str]) -> Compared {
    Compared::new(Part::View, table, identity)
}

pub(super) fn prove(connection: &Connection, proof: &mut Proof) {
    if let Err(error) = prove_views(connection, proof) {
        proof.add_unread(Part::View, "views", &error);
    }
}

fn prove_views(connection: &Connection, proof: &mut Proof) -> Result<()> {
    let states = states(connection)?;
    let state = match states.as_slice() {
        [] => None,
        [state] => Some(state),
        several => {
            let found = several.join(" | ");
            proof.add(Difference::new(Part::View, "view_state", "one row", found));
            return Ok(());
        }
    };
    if state != Some(&state_of(connection)?) {
        proof.is_stale = true;
        if let Some(state) = state.filter(|state| !names_a_seal(connection, state)) {
            proof.add(Difference::new(Part::View, "view_state", "a seal of the ledger", state));
        }
        return Ok(());
    }
    let shadow = Shadow::new(connection, VIEWS)?;
    make(connection)?;
    let id_of = |values: &Vec<(String, Value)>| {
        let reading = integer(values, "reading")?;
        let find = "SELECT id FROM main.dispatches WHERE reading = ?1";
        connection.query_row(find, [reading], |row| row.get(0)).optional().ok()?
    };
    for one in &COMPARED {
        compare(connection, one, "TRUE", &id_of, proof)?;
    }
    drop(shadow);
    Ok(())
}

fn states(connection: &Connection) -> Result<Vec<String>> {
    let mut select = connection.prepare("SELECT state FROM main.view_state LIMIT 3")?;
    let states = select.query_map([], |row| row.get(0))?;
    Ok(states.collect::<Result<_, _>>()?)
}
