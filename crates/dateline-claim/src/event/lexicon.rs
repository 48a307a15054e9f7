//! The tables of verbs and nouns that tell an event.
//!
//! The column formats stand in the headers of the files.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Type, mode and contexts of an event, as the tables give them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Coding {
    /// PLOVER event type.
    pub(super) kind: &'static str,
    /// PLOVER mode.
    pub(super) mode: Option<&'static str>,
    /// PLOVER contexts.
    pub(super) contexts: Vec<&'static str>,
    /// Whether the words tell what is to come: `promised 40 tonnes of maize`.
    pub(super) is_future: bool,
}

/// What a line of the verb table stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// An event.
    Event(Coding),
    /// The event that a noun among the objects tells.
    OfNoun,
    /// An idiom that tells no event.
    NoEvent,
}

/// What must be there for a line of the verb table to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// Nothing.
    Always,
    /// One of these nouns among the objects, or a phrase with one of these prepositions.
    Object { nouns: Vec<&'static str>, prepositions: Vec<&'static str> },
    /// A noun of the noun table at the head of the object.
    EventNoun,
    /// An infinitive, of one of these verbs where any is given.
    Infinitive(Vec<&'static str>),
    /// A clause.
    Clause,
    /// No object.
    NoObject,
}

/// One line of the verb table for one verb.
#[derive(Debug)]
pub(super) struct VerbLine {
    /// Words after the verb: `out` in `carry out`.
    pub(super) particle: Option<&'static str>,
    /// When it holds.
    pub(super) condition: Condition,
    /// What it tells.
    pub(super) meaning: Meaning,
    /// Where recipients stand: `o`, `=`, or a preposition; the first that is there wins.
    pub(super) frame: Vec<&'static str>,
}

/// One line of the noun table.
#[derive(Debug)]
pub(super) struct NounLine {
    /// What it tells.
    pub(super) coding: Coding,
    /// Prepositions of the actor.
    pub(super) actor: Vec<&'static str>,
    /// Prepositions of the recipient.
    pub(super) recipient: Vec<&'static str>,
}

/// The tables.
#[derive(Debug)]
pub(super) struct Lexicon {
    verbs: FxHashMap<&'static str, Vec<VerbLine>>,
    nouns: FxHashMap<&'static str, std::sync::Arc<NounLine>>,
    agents: FxHashMap<&'static str, &'static str>,
    moods: FxHashMap<&'static str, &'static str>,
    accidents: FxHashMap<&'static str, &'static str>,
    harms: FxHashMap<&'static str, &'static str>,
    instruments: FxHashMap<&'static str, &'static str>,
    nonvictims: FxHashMap<&'static str, &'static str>,
    subjects: FxHashMap<&'static str, &'static str>,
    public: FxHashMap<&'static str, &'static str>,
}

/// The tables, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let classes = read_classes(include_str!("../../../../lexicons/events/classes.tsv"));
    Lexicon {
        verbs: read_verbs(include_str!("../../../../lexicons/events/verbs.tsv"), &classes),
        nouns: read_nouns(include_str!("../../../../lexicons/events/nouns.tsv")),
        agents: read_pairs(include_str!("../../../../lexicons/events/agents.tsv")),
        moods: read_pairs(include_str!("../../../../lexicons/events/moods.tsv")),
        accidents: read_pairs(include_str!("../../../../lexicons/events/accidents.tsv")),
        harms: read_pairs(include_str!("../../../../lexicons/events/harms.tsv")),
        instruments: read_pairs(include_str!("../../../../lexicons/events/instruments.tsv")),
        nonvictims: read_pairs(include_str!("../../../../lexicons/events/nonvictims.tsv")),
        subjects: read_pairs(include_str!("../../../../lexicons/events/subjects.tsv")),
        public: read_pairs(include_str!("../../../../lexicons/events/public.tsv")),
    }
});

impl Lexicon {
    /// Returns the lines of a verb, those with a condition first.
    pub(super) fn verb(&self, lemma: &str) -> &[VerbLine] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Tells whether a verb may say of a noun's event that it was brought about: `impose`, `launch`.
    pub(super) fn is_light(&self, lemma: &str) -> bool {
        let light = |line: &VerbLine| line.meaning == Meaning::OfNoun && line.particle.is_none();
        self.verb(lemma).iter().any(light)
    }

    /// Returns the line of a noun of one to four words.
    pub(super) fn noun(&self, lemmas: &str) -> Option<&NounLine> {
        self.nouns.get(lemmas).map(AsRef::as_ref)
    }

    /// Returns the sector code of a common noun for people or bodies: `police` gives `COP`.
    pub(super) fn agent(&self, lemma: &str) -> Option<&'static str> {
        self.agents.get(lemma).copied()
    }

    /// Tells whether a noun names something that does harm without meaning it.
    pub(super) fn is_accident(&self, lemma: &str) -> bool {
        self.accidents.contains_key(lemma)
    }

    /// Tells whether a disaster may do what a verb tells.
    pub(super) fn is_harm(&self, lemma: &str) -> bool {
        self.harms.contains_key(lemma)
    }

    /// Tells whether a thing may stand as the actor of violence: `the missile`.
    pub(super) fn is_instrument(&self, lemma: &str) -> bool {
        self.instruments.contains_key(lemma)
    }

    /// Tells whether hurting it is no assault: `her knee`, `weeds`.
    pub(super) fn is_nonvictim(&self, lemma: &str) -> bool {
        self.nonvictims.contains_key(lemma)
    }

    /// Returns the subject that a word shows: `goal` gives `sport`.
    pub(super) fn subject(&self, lemma: &str) -> Option<&'static str> {
        self.subjects.get(lemma).copied()
    }

    /// Tells whether what the bearers of a noun do is a public matter: `police`.
    pub(super) fn is_public(&self, lemma: &str) -> bool {
        self.public.contains_key(lemma)
    }

    /// Returns what a governing word makes of the event below it: `plan` gives `future`.
    pub(super) fn mood(&self, lemma: &str) -> Option<&'static str> {
        self.moods.get(lemma).copied()
    }
}

/// Returns the lines of a table without comments, cut into columns.
fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').map(str::trim).collect())
}

fn list(column: &'static str) -> Vec<&'static str> {
    column.split(['|', ',']).filter(|word| *word != "-" && !word.is_empty()).collect()
}

type Classes = FxHashMap<&'static str, Vec<&'static str>>;

fn read_classes(table: &'static str) -> Classes {
    lines(table).map(|columns| (columns[0], list(columns[1]))).collect()
}

fn read_pairs(table: &'static str) -> FxHashMap<&'static str, &'static str> {
    let mut pairs = FxHashMap::default();
    for columns in lines(table) {
        for word in list(columns[0]) {
            pairs.entry(word).or_insert(columns[1]);
        }
    }
    pairs
}

fn read_verbs(table: &'static str, classes: &Classes) -> FxHashMap<&'static str, Vec<VerbLine>> {
    let mut verbs: FxHashMap<&'static str, Vec<VerbLine>> = FxHashMap::default();
    for columns in lines(table) {
        for words in list(columns[0]) {
            let (lemma, particle) = match words.split_once(' ') {
                Some((lemma, rest)) => (lemma, Some(rest)),
                None => (words, None),
            };
            verbs.entry(lemma).or_default().push(VerbLine {
                particle,
                condition: read_condition(columns[1], classes),
                meaning: read_meaning(columns[2], columns[3]),
                frame: list(columns[4]),
            });
        }
    }
    verbs
        .into_iter()
        .map(|(verb, mut lines)| {
            lines.sort_by_key(rank);
            (verb, lines)
        })
        .collect()
}

/// Orders the lines of one verb: particle and condition first, light verbs after idioms.
fn rank(line: &VerbLine) -> (bool, bool, bool) {
    let no_condition = line.condition == Condition::Always;
    (line.particle.is_none(), no_condition, line.condition == Condition::EventNoun)
}

fn read_condition(column: &'static str, classes: &Classes) -> Condition {
    match column {
        "-" => Condition::Always,
        "none" => Condition::NoObject,
        "that" => Condition::Clause,
        "to" => Condition::Infinitive(Vec::new()),
        "@EVENT" => Condition::EventNoun,
        _ => match column.strip_prefix("to:") {
            Some(verbs) => Condition::Infinitive(list(verbs)),
            None => read_objects(column, classes),
        },
    }
}

fn read_objects(column: &'static str, classes: &Classes) -> Condition {
    let mut nouns = Vec::new();
    let mut prepositions = Vec::new();
    for word in list(column) {
        if let Some(preposition) = word.strip_prefix("prep:") {
            prepositions.push(preposition);
        } else if word.starts_with('@') {
            nouns.extend(classes.get(word).into_iter().flatten());
        } else {
            nouns.push(word);
        }
    }
    nouns.sort_unstable();
    Condition::Object { nouns, prepositions }
}

fn read_meaning(column: &'static str, contexts: &'static str) -> Meaning {
    match column {
        "*" => Meaning::OfNoun,
        "." => Meaning::NoEvent,
        _ => Meaning::Event(read_coding(column, contexts)),
    }
}

fn read_coding(column: &'static str, contexts: &'static str) -> Coding {
    let (coding, is_future) = match column.strip_suffix('+') {
        Some(coding) => (coding, true),
        None => (column, false),
    };
    let (kind, mode) = match coding.split_once('/') {
        Some((kind, mode)) => (kind, Some(mode)),
        None => (coding, None),
    };
    Coding { kind, mode, contexts: list(contexts), is_future }
}

fn read_nouns(table: &'static str) -> FxHashMap<&'static str, std::sync::Arc<NounLine>> {
    let mut nouns = FxHashMap::default();
    for columns in lines(table) {
        let line = std::sync::Arc::new(NounLine {
            coding: read_coding(columns[1], columns[2]),
            actor: list(columns[3]),
            recipient: list(columns[4]),
        });
        for words in list(columns[0]) {
            nouns.entry(words).or_insert_with(|| std::sync::Arc::clone(&line));
        }
    }
    nouns
}
