//! What the tasks and their measures mean.

/// How a task is told on the page.
#[derive(Debug)]
pub(super) struct TaskWords {
    pub(super) word: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) command: &'static str,
}

/// What a measure means.
#[derive(Debug)]
pub(super) struct Meaning {
    task: &'static str,
    /// The measure's name, or the part of it before further words.
    pub(super) measure: &'static str,
    pub(super) words: &'static str,
}

impl Meaning {
    pub(super) fn is_of(&self, task: &str, measure: &str) -> bool {
        (self.task == task || self.task == ANY) && {
            let rest = measure.strip_prefix(self.measure);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(", "))
        }
    }
}

/// Tells whether the value of a measure is not a share.
pub(super) fn has_unit(measure: &str) -> bool {
    let last = measure.rsplit(", ").next().unwrap_or(measure);
    UNITS.contains(&last)
}

/// The last words of measures that are not shares.
const UNITS: [&str; 9] = [
    "km",
    "documents",
    "dispatches/s",
    "words/s",
    "MB/s",
    "% of the engine's time",
    "MB",
    "ms",
    "dispatches",
];

pub(super) const TASKS: &[TaskWords] = &[
    TaskWords {
        word: "statements",
        title: "Statements",
        about: "Who said what: source, cue and content, against PolNeAR (political news, 2016), and \
                against dispatches of other newsrooms and speakers drawn by hand \
                (`cases/attribution/README.md`). Gold of PolNeAR is the first annotation by name of each \
                document. It has no nesting, so only statements that stand in no other are compared.",
        command: "dateline score statements CORPORA/attribution/polnear/data \
                  cases/attribution/reuters.ann=REUTERS.jsonl \
                  cases/attribution/bbc.ann=CORPORA/raw/bbc \
                  cases/attribution/speakers.tsv=CORPORA/attribution/polnear/data/dev --write",
    },
    TaskWords {
        word: "syntax",
        title: "Syntax",
        about: "From raw text to words, tags and lemmas, against Universal Dependencies, with the \
                comparison of the CoNLL 2018 shared task. Each document is read by itself; its \
                text is rebuilt from `SpaceAfter`, with a blank line between paragraphs.",
        command: "dateline score syntax CORPORA/syntax/ud_ewt/en_ewt-ud-dev.conllu \
                  CORPORA/gum/dep/*.conllu --write",
    },
    TaskWords {
        word: "names",
        title: "Names",
        about: "Spans and labels of names, against en_worldwide (news from many countries) and \
                UNER EWT (web texts). Labels that Dateline does not have are left out on both \
                sides.",
        command: "dateline score names CORPORA/ner/en_worldwide \
                  CORPORA/ner/uner_ewt/en_ewt-ud-dev.iob2 --write",
    },
    TaskWords {
        word: "times",
        title: "Times",
        about: "Expressions of time and their values, against TimeML: TimeBank and AQUAINT (TBAQ, \
                news), WikiWars (histories). The creation time of a \
                document is given to the reader as its date.",
        command: "dateline score times CORPORA/time/tbaq CORPORA/time/wikiwars_train --write",
    },
    TaskWords {
        word: "places",
        title: "Places",
        about: "Names of places and their coordinates, against LGL (local news) and GeoVirus \
                (news of epidemics).",
        command: "dateline score places CORPORA/places/gold/lgl.xml \
                  CORPORA/places/gold/GeoVirus.xml --write",
    },
    TaskWords {
        word: "events",
        title: "Events",
        about: "The PLOVER event type between two marked parties, against PLV. Taken is the event \
                whose actors and recipients overlap the marked words; failing that, the one whose \
                trigger stands between them, or else nearest to them. No event is a wrong answer.",
        command: "dateline score events \
                  CORPORA/events/plover/zeroshot_plover/datasets/PLV_train.tsv --write",
    },
    TaskWords {
        word: "text",
        title: "Page text",
        about: "What is taken from a page as its story: blocks that are not marked as \
                boilerplate.",
        command: "dateline score text CORPORA/html/trafilatura --write",
    },
    TaskWords {
        word: "speed",
        title: "Speed",
        about: "The whole chain from files to records, and queries on a synthesised ledger. \
                Values depend on the machine; they are for comparing two versions on one machine.",
        command: "dateline bench reuters.jsonl --write\n\
                  dateline bench --synthesise 100000 --ledger bench.db --write",
    },
];

const fn meaning(task: &'static str, measure: &'static str, words: &'static str) -> Meaning {
    Meaning { task, measure, words }
}

/// Stands for every task.
const ANY: &str = "";

pub(super) const MEANINGS: &[Meaning] = &[
    meaning("statements", "source, exact F1", "all spans of the source are those of the gold."),
    meaning("statements", "cue, exact F1", "likewise, the words that attribute."),
    meaning("statements", "content, exact F1", "likewise, what is said."),
    meaning(
        "statements",
        "source, overlap F1",
        "code points (white space left out) that are in a source on both sides.",
    ),
    meaning("statements", "content, overlap F1", "likewise, in a content."),
    meaning(
        "statements",
        "attribution found, F1",
        "contents paired one to one whose intersection is at least half of their union.",
    ),
    meaning(
        "statements",
        "attribution found, recall",
        "the share found of gold statements of one kind: direct, indirect or mixed by the \
         quotation marks in the content; by the form of the words for the source.",
    ),
    meaning(
        "statements",
        "speaker right",
        "the statement's speaker is an entity that the gold's fullest naming mentions; of all gold \
         statements with a source, or of those whose source was found.",
    ),
    meaning("syntax", "tokens, F1", "tokens with the same characters."),
    meaning("syntax", "sentences, F1", "sentences with the same characters."),
    meaning("syntax", "words, F1", "syntactic words that are aligned."),
    meaning("syntax", "UPOS, F1", "aligned words with the same part of speech."),
    meaning("syntax", "lemmas, F1", "aligned words with the same lemma."),
    meaning("syntax", "UAS, F1", "aligned words whose heads are aligned."),
    meaning("syntax", "LAS, F1", "likewise, with the same relation (subtypes left out)."),
    meaning("names", "names, F1", "span and label are those of the gold."),
    meaning("times", "times, strict F1", "spans that are equal."),
    meaning("times", "times, relaxed F1", "spans that overlap, one to one."),
    meaning("times", "times, type F1", "overlapping spans of the same type."),
    meaning("times", "times, value F1", "overlapping spans with the same value."),
    meaning(
        "times",
        "times, value accuracy of those found",
        "the share of overlapping spans whose value is right.",
    ),
    meaning("places", "places, tagging F1", "spans that are equal; *overlap*: that overlap."),
    meaning(
        "places",
        "places, within 161 km",
        "the share of gold places with coordinates whose answer is at most 161 km off. *Of those \
         found* counts places whose span overlaps one that was read, *of all* every one.",
    ),
    meaning(
        "places",
        "places, median error, km",
        "over the places found; one left without coordinates counts as half the way round the \
         earth.",
    ),
    meaning("events", "events, root accuracy", "the share of rows with the right event type."),
    meaning("events", "events, root macro F1", "the mean of the F1 of each event type."),
    meaning("events", "events, root micro F1", "rows without an event cost recall alone."),
    meaning(
        "events",
        "events, participants found",
        "the share of rows with an event whose actors or recipients overlap the marked words, \
         whatever its type.",
    ),
    meaning(
        "text",
        "page text, segments F1",
        "segments that the text must have and has, against those that it lacks and those that it \
         has but must not have.",
    ),
    meaning("text", "page text, 4-gram F1", "the mean over pages of the F1 of word 4-grams."),
    meaning("text", "page title, accuracy", "titles equal but for case and white space."),
    meaning("text", "page date, accuracy", "dates of publication that are equal."),
    meaning(
        ANY,
        "documents",
        "how many were read; `n` is how many the split has, those that cannot be used among them.",
    ),
    meaning("speed", "reading", "from files to records, on all cores."),
    meaning("speed", "engine alone", "decoding, sentences, tags, trees and names, on all cores."),
    meaning("speed", "whole chain", "both measured in turn, a batch at a time."),
    meaning("speed", "peak memory", "the largest resident set of the run."),
    meaning("speed", "query", "the median of five runs."),
    meaning("speed", "ledger", "what the queries were run on."),
];
