//! Dispatches and records made by hand.

use dateline_ledger::Sighted;
use dateline_ledger::record::{
    BlockRecord, Body, DatelineRecord, EntityRecord, EventRecord, FigureRecord, ItemRecord,
    MentionRecord, Note, Options, ParticipantRecord, PlaceRecord, Range, Reader, Record, SCHEMA,
    SourceRecord, Spans, StatementRecord, TimeRecord, Words,
};
use dateline_text::{Item, Media, Sighting};

/// A dispatch in the making; claims are given by their words.
pub(crate) struct Draft {
    sighting: Sighting,
    reader: String,
    body: Body,
    notes: Vec<Note>,
}

/// Begins a dispatch of an outlet on a day. Its text is the title, a blank line, the sentences.
pub(crate) fn draft(outlet: &str, day: &str, title: &str, sentences: &[&str]) -> Draft {
    let story = sentences.join(" ");
    let text = format!("{title}\n\n{story}");
    let n = |words: &str| words.chars().count() as u32;
    let story_start = n(title) + 2;
    let block = |start, end, kind: &str| BlockRecord { start, end, kind: kind.to_owned() };
    let mut ranges = vec![Range { start: 0, end: n(title) }];
    let mut start = story_start;
    for sentence in sentences {
        ranges.push(Range { start, end: start + n(sentence) });
        start += n(sentence) + 1;
    }
    Draft {
        sighting: Sighting {
            path: Some(format!("{outlet}/{day}.txt")),
            url: Some(format!("https://{}.example/{day}", outlet.replace(' ', "-").to_lowercase())),
            outlet: Some(outlet.to_owned()),
            ..Sighting::default()
        },
        reader: "r1".to_owned(),
        body: Body {
            outlet: Some(outlet.to_owned()),
            title: Some(title.to_owned()),
            published: Some(day.to_owned()),
            language: Some("en".to_owned()),
            blocks: vec![block(0, n(title), "title"), block(story_start, n(&text), "paragraph")],
            sentences: ranges,
            text,
            ..Body::default()
        },
        notes: Vec::new(),
    }
}

impl Draft {
    fn words(&self, words: &str) -> Words {
        let byte = self.body.text.find(words).unwrap_or_else(|| panic!("{words:?} in the text"));
        let start = self.body.text[..byte].chars().count() as u32;
        Words { start, end: start + words.chars().count() as u32, text: words.to_owned() }
    }

    fn spans(&self, words: &str) -> Spans {
        let Words { start, end, text } = self.words(words);
        Spans { spans: vec![[start, end]], text }
    }

    pub(crate) fn reader(mut self, version: &str) -> Self {
        version.clone_into(&mut self.reader);
        self
    }

    pub(crate) fn dateline(mut self, place: &str, agency: Option<&str>) -> Self {
        self.body.dateline = Some(DatelineRecord {
            place: Some(place.to_owned()),
            date: None,
            agency: agency.map(str::to_owned),
        });
        self
    }

    pub(crate) fn entity(mut self, kind: &str, name: &str) -> Self {
        let Words { start, end, text } = self.words(name);
        let mention = MentionRecord {
            start,
            end,
            text,
            form: "name".to_owned(),
            rule: "full_name".to_owned(),
            confidence: Some(0.9),
        };
        self.body.entities.push(EntityRecord {
            id: format!("a{}", self.body.entities.len() + 1),
            kind: kind.to_owned(),
            name: name.to_owned(),
            mentions: vec![mention],
            ..EntityRecord::default()
        });
        self
    }

    fn entity_named(&self, name: &str) -> Option<String> {
        self.body.entities.iter().find(|entity| entity.name == name).map(|e| e.id.clone())
    }

    pub(crate) fn place(mut self, name: &str, country: &str) -> Self {
        let Words { start, end, text } = self.words(name);
        self.body.places.push(PlaceRecord {
            id: format!("p{}", self.body.places.len() + 1),
            start,
            end,
            text,
            name: name.to_owned(),
            country: Some(country.to_owned()),
            lat: Some(33.5),
            lon: Some(35.25),
            feature: Some("PPL".to_owned()),
            rule: "gazetteer_name".to_owned(),
            ..PlaceRecord::default()
        });
        self
    }

    pub(crate) fn time(mut self, words: &str, day: &str) -> Self {
        let Words { start, end, text } = self.words(words);
        self.body.times.push(TimeRecord {
            id: format!("t{}", self.body.times.len() + 1),
            start,
            end,
            text,
            kind: "DATE".to_owned(),
            value: Some(day.to_owned()),
            from: Some(day.to_owned()),
            to: Some(day.to_owned()),
            rule: "weekday".to_owned(),
            ..TimeRecord::default()
        });
        self
    }

    pub(crate) fn statement(mut self, speaker: &str, act: &str, content: &str) -> Self {
        let source = self.spans(speaker);
        self.body.statements.push(StatementRecord {
            id: format!("s{}", self.body.statements.len() + 1),
            form: "indirect".to_owned(),
            attitude: "said".to_owned(),
            act: act.to_owned(),
            source: Some(SourceRecord {
                spans: source.spans,
                text: source.text,
                entity: self.entity_named(speaker),
                kind: "named".to_owned(),
            }),
            cue: None,
            content: self.spans(content),
            rule: "cue_clause".to_owned(),
            ..StatementRecord::default()
        });
        self
    }

    pub(crate) fn event(mut self, kind: &str, trigger: &str, actor: &str, other: &str) -> Self {
        let participant = |draft: &Self, words: &str| {
            let Words { start, end, text } = draft.words(words);
            let entity = draft.entity_named(words);
            ParticipantRecord { start, end, text, entity, code: None }
        };
        self.body.events.push(EventRecord {
            id: format!("e{}", self.body.events.len() + 1),
            kind: kind.to_owned(),
            trigger: self.words(trigger),
            actors: vec![participant(&self, actor)],
            recipients: vec![participant(&self, other)],
            place: (!self.body.places.is_empty()).then(|| "p1".to_owned()),
            status: "actual".to_owned(),
            rule: "verb_frame".to_owned(),
            ..EventRecord::default()
        });
        self
    }

    /// Adds a figure said by the last statement, if there is one.
    pub(crate) fn figure(mut self, measure: &str, words: &str, low: f64, high: f64) -> Self {
        let Words { start, end, text } = self.words(words);
        self.body.figures.push(FigureRecord {
            id: format!("f{}", self.body.figures.len() + 1),
            start,
            end,
            text,
            measure: measure.to_owned(),
            value: (low.total_cmp(&high).is_eq()).then_some(low),
            low: Some(low),
            high: Some(high),
            place: (!self.body.places.is_empty()).then(|| "p1".to_owned()),
            kind: "cumulative".to_owned(),
            status: "actual".to_owned(),
            said_in: self.body.statements.last().map(|statement| statement.id.clone()),
            rule: "counted_noun".to_owned(),
            ..FigureRecord::default()
        });
        self
    }

    pub(crate) fn note(mut self, message: &str) -> Self {
        self.notes.push(Note {
            stage: "find".to_owned(),
            kind: "unresolved".to_owned(),
            start: Some(0),
            end: Some(3),
            message: message.to_owned(),
        });
        self
    }

    /// Finishes the dispatch: its item is its text.
    pub(crate) fn done(self) -> Sighted {
        let item = Item::new(self.body.text.clone().into_bytes(), Media::Text);
        let record = Record {
            schema: SCHEMA.to_owned(),
            reader: Reader {
                version: self.reader,
                engine: "swift".to_owned(),
                models: Vec::new(),
                lexicons: vec!["speech_verbs".to_owned()],
                options: Options::default(),
            },
            id: item.id.to_string(),
            external_id: None,
            item: ItemRecord {
                path: self.sighting.path.clone(),
                url: self.sighting.url.clone(),
                media_type: "text/plain".to_owned(),
                ..ItemRecord::default()
            },
            body: Some(self.body),
            notes: self.notes,
        };
        Sighted { item, sighting: self.sighting, record }
    }
}

/// An item that cannot be read.
pub(crate) fn unreadable(path: &str, bytes: &[u8]) -> Sighted {
    let item = Item::new(bytes.to_vec(), Media::Other);
    let record = Record {
        schema: SCHEMA.to_owned(),
        reader: Reader { version: "r1".to_owned(), ..Reader::default() },
        id: item.id.to_string(),
        external_id: None,
        item: ItemRecord {
            path: Some(path.to_owned()),
            media_type: "application/octet-stream".to_owned(),
            ..ItemRecord::default()
        },
        body: None,
        notes: vec![Note {
            stage: "decode".to_owned(),
            kind: "binary".to_owned(),
            message: "not text".to_owned(),
            ..Note::default()
        }],
    };
    let sighting = Sighting { path: Some(path.to_owned()), ..Sighting::default() };
    Sighted { item, sighting, record }
}

/// Two stories over three days in five outlets, one text of which is reprinted shortened and with
/// a paragraph added.
pub(crate) fn week() -> Vec<Sighted> {
    let flood = [
        "TOLVIK (NLW) — The river Sarn burst its banks at Tolvik before dawn on Tuesday and \
         swept through the old market quarter, carrying off stalls, carts and two footbridges.",
        "Rescue Service chief Mira Hale said 12 people had been killed and that boats were still \
         searching the lower streets, where the water stood above the window sills.",
        "Families sat on the roof of the grain hall and waved sheets at the helicopters that \
         brought bread and blankets from the airfield at Drumsol.",
        "The harbour bridge was closed to traffic, and trains from the coast stopped one station \
         short of the town because the track bed had been washed out.",
        "Engineers opened three sluices upstream during the night to lower the crest, which was \
         expected to pass the railway embankment by the evening.",
    ];
    let shortened = [flood[0], flood[1], flood[2]];
    let added: Vec<&str> = flood
        .iter()
        .copied()
        .chain(["Our reporter counted nine lorries with sandbags on the road from Drumsol."])
        .collect();
    let wire = |outlet: &str, sentences: &[&str]| {
        draft(outlet, "2031-05-06", "River Sarn floods Tolvik", sentences)
            .dateline("TOLVIK", Some("NLW"))
            .entity("person", "Mira Hale")
            .place("Tolvik", "NOR")
            .statement("Mira Hale", "says", "12 people had been killed")
            .figure("killed", "12 people", 12.0, 12.0)
    };
    let second_day = draft(
        "Harbour Post",
        "2031-05-07",
        "Tolvik counts its dead",
        &[
            "Rescue workers in Tolvik pulled more bodies from the mud left by the river Sarn.",
            "Mira Hale said 19 people had been killed in the flood.",
            "The Boatmen's Union said at least 25 people had been killed in Tolvik.",
        ],
    )
    .entity("person", "Mira Hale")
    .entity("organization", "The Boatmen's Union")
    .place("Tolvik", "NOR")
    .statement("Mira Hale", "says", "19 people had been killed in the flood")
    .figure("killed", "19 people", 19.0, 19.0)
    .statement("The Boatmen's Union", "says", "at least 25 people had been killed in Tolvik")
    .figure("killed", "at least 25 people", 25.0, 1e9);
    let talks = draft(
        "Morning Ledger",
        "2031-05-06",
        "Fishing talks open in Quellport",
        &[
            "Envoys of Harn and Velde met in Quellport on Tuesday to settle their dispute over \
             herring quotas in the Strait of Orm.",
            "Trade envoy Pavel Orn denied that his side had broken the truce on nets.",
        ],
    )
    .entity("person", "Pavel Orn")
    .entity("group", "Envoys of Harn and Velde")
    .place("Quellport", "DNK")
    .time("Tuesday", "2031-05-06")
    .statement("Pavel Orn", "denies", "that his side had broken the truce on nets")
    .event("CONSULT", "met", "Envoys of Harn and Velde", "Pavel Orn");
    let talks_too = draft(
        "Coast Courier",
        "2031-05-08",
        "Quellport herring talks end without a deal",
        &[
            "The talks on herring quotas between Harn and Velde in Quellport ended on Thursday.",
            "Pavel Orn said the nets in the Strait of Orm would stay out.",
        ],
    )
    .entity("person", "Pavel Orn")
    .place("Quellport", "DNK")
    .statement("Pavel Orn", "promises", "the nets in the Strait of Orm would stay out")
    .note("the deal has no date");
    vec![
        wire("NLW", &flood).done(),
        wire("Harbour Post", &shortened).done(),
        wire("Evening Star", &added).done(),
        second_day.done(),
        talks.done(),
        talks_too.done(),
    ]
}
