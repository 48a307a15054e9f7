//! The rows of the lists: a dispatch, statement, event or figure, as a row of values.

use rusqlite::Row;
use serde::Serialize;

/// Declares a row: a field for each column of the question, in order.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $column:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize)]
        #[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
        pub struct $name { $(pub $field: $type),+ }

        impl $name {
            pub(super) const COLUMNS: &'static str = row!(@list $($column),+);

            pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
                let mut at = 0..;
                let mut next = move || at.next().unwrap_or_default();
                Ok(Self { $($field: row.get(next())?),+ })
            }
        }
    };
    (@list $first:literal $(, $rest:literal)*) => { concat!($first $(, ", ", $rest)*) };
}

row! {
    /// A dispatch.
    DispatchRow {
        id: String = "d.id",
        outlet: Option<String> = "d.outlet",
        title: Option<String> = "d.title",
        byline: Option<String> = "d.byline",
        published: Option<String> = "d.published",
        day: Option<String> = "d.day",
        dateline_place: Option<String> = "d.dateline_place",
        agency: Option<String> = "d.agency",
        credit: String = "d.credit",
        language: Option<String> = "d.language",
        url: Option<String> = "d.url",
        path: Option<String> = "d.path",
        member: Option<String> = "d.member",
        external_id: Option<String> = "d.external_id",
        n_statements: u32 = "d.n_statements",
        n_events: u32 = "d.n_events",
        n_figures: u32 = "d.n_figures",
        origin: Option<String> = "k.origin",
        share: Option<f64> = "c.share",
        story: Option<String> = "k.story",
        story_title: Option<String> = "z.title",
        reader: String = "d.reader",
    }
}

row! {
    /// A statement.
    StatementRow {
        id: String = "d.id || '/s' || r.n",
        dispatch: String = "d.id",
        speaker: Option<String> = "r.speaker",
        source: Option<String> = "r.source",
        source_kind: Option<String> = "r.source_kind",
        cue: Option<String> = "r.cue",
        act: String = "r.act",
        attitude: String = "r.attitude",
        form: String = "r.form",
        content: String = "r.content",
        addressee: Option<String> = "r.addressee",
        within: Option<String> = "CASE WHEN r.within IS NOT NULL THEN d.id || '/s' || r.within END",
        sentence: Option<String> = "x.text",
        outlet: Option<String> = "d.outlet",
        url: Option<String> = "d.url",
        published: Option<String> = "d.published",
        day: Option<String> = "d.day",
        origin: Option<String> = "k.origin",
        story: Option<String> = "k.story",
        story_title: Option<String> = "z.title",
        copies: Option<u32> = "NULL",
        rule: String = "r.rule",
        confidence: Option<f64> = "r.confidence",
    }
}

row! {
    /// An event.
    EventRow {
        id: String = "d.id || '/e' || r.n",
        dispatch: String = "d.id",
        r#type: String = "r.type",
        mode: Option<String> = "r.mode",
        contexts: String = "r.contexts",
        trigger: String = "r.trigger_words",
        actors: String = "r.actors",
        recipients: String = "r.recipients",
        place: Option<String> = "p.name",
        country: Option<String> = "p.country",
        lat: Option<f64> = "p.lat",
        lon: Option<f64> = "p.lon",
        from_day: Option<String> = "r.from_day",
        to_day: Option<String> = "r.to_day",
        status: String = "r.status",
        said_in: Option<String> = "CASE WHEN r.said_in IS NOT NULL THEN d.id || '/s' || r.said_in END",
        speaker: Option<String> = "t.speaker",
        source: Option<String> = "t.source",
        source_kind: Option<String> = "t.source_kind",
        sentence: Option<String> = "x.text",
        outlet: Option<String> = "d.outlet",
        url: Option<String> = "d.url",
        published: Option<String> = "d.published",
        day: Option<String> = "d.day",
        origin: Option<String> = "k.origin",
        story: Option<String> = "k.story",
        story_title: Option<String> = "z.title",
        copies: Option<u32> = "NULL",
        rule: String = "r.rule",
        confidence: Option<f64> = "r.confidence",
    }
}

row! {
    /// A figure.
    FigureRow {
        id: String = "d.id || '/f' || r.n",
        dispatch: String = "d.id",
        measure: String = "r.measure",
        text: String = "r.text",
        value: Option<f64> = "r.value",
        low: Option<f64> = "r.low",
        high: Option<f64> = "r.high",
        hedge: Option<String> = "r.hedge",
        unit: Option<String> = "r.unit",
        population: Option<String> = "r.population",
        place: Option<String> = "p.name",
        country: Option<String> = "p.country",
        from_day: Option<String> = "r.from_day",
        to_day: Option<String> = "r.to_day",
        as_of: Option<String> = "r.as_of",
        kind: String = "r.kind",
        part_of: Option<String> = "CASE WHEN r.part_of IS NOT NULL THEN d.id || '/f' || r.part_of END",
        status: String = "r.status",
        said_in: Option<String> = "CASE WHEN r.said_in IS NOT NULL THEN d.id || '/s' || r.said_in END",
        speaker: Option<String> = "t.speaker",
        source: Option<String> = "t.source",
        source_kind: Option<String> = "t.source_kind",
        sentence: Option<String> = "x.text",
        outlet: Option<String> = "d.outlet",
        url: Option<String> = "d.url",
        published: Option<String> = "d.published",
        day: Option<String> = "d.day",
        origin: Option<String> = "k.origin",
        story: Option<String> = "k.story",
        story_title: Option<String> = "z.title",
        copies: Option<u32> = "NULL",
        rule: String = "r.rule",
        confidence: Option<f64> = "r.confidence",
    }
}
