//! The language of a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lexicon;

/// The first characters decide: a dispatch does not change its language.
const PROBE_CHARS: usize = 1000;
/// From so many words on, letter statistics that are sure of themselves stand above what the input
/// says of itself.
const ENOUGH_WORDS: usize = 12;
/// From so many words on, letter statistics are taken even where they are not sure.
const MANY_WORDS: usize = 40;
/// Least share of common words from which a text counts as of a language.
///
/// # Source
/// News English has about 0.5 by these lists.
const LEAST_SHARE: f64 = 0.15;

/// Returns the ISO 639-1 code of a text's language, or `None` where it cannot be told.
///
/// # Notes
/// Common words and letter statistics tell it where they are sure; what the input says of itself
/// (`declared`) counts where they are not: for a few words, or words that several languages share.
pub(crate) fn tell(text: &str, declared: Option<&str>) -> Option<String> {
    let found = Found::of(text)?;
    let declared = declared.and_then(code_of_tag);
    match found {
        Found::Sure(code) => Some(code),
        Found::Unsure(code) => declared.or(code),
    }
    .map(str::to_owned)
}

/// Returns the ISO 639-1 code of a language tag or an English name: `en-GB`, `en_US`, `eng`,
/// `English`.
pub(crate) fn code_of_tag(tag: &str) -> Option<&'static str> {
    let first = tag.trim().split(['-', '_', ',', ';', ' ']).next()?.to_lowercase();
    let is_known = |(three, two): &&(&str, &str)| *two == first || *three == first;
    let found = CODES.iter().find(is_known).map(|(_, two)| *two);
    found.or_else(|| matches!(first.as_str(), "english").then_some("en"))
}

/// What a text itself tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// More than what is said of it.
    Sure(&'static str),
    /// Less; `None` where it tells nothing.
    Unsure(Option<&'static str>),
}

impl Found {
    fn of(text: &str) -> Option<Self> {
        let end = text.char_indices().nth(PROBE_CHARS).map_or(text.len(), |(at, _)| at);
        let probe = &text[..end];
        let votes = Votes::of(probe);
        if votes.n_words == 0 {
            return None;
        }
        let letters = whatlang::detect(probe);
        let by_letters = letters.as_ref().and_then(|info| code(info.lang()));
        let is_reliable = letters.is_some_and(|info| info.is_reliable());
        let found = match votes.leader() {
            Some(leader) if leader.is_clear => Self::Sure(leader.nearest(by_letters)),
            Some(leader) if Some(leader.code) == by_letters && is_reliable => {
                Self::Sure(leader.code)
            }
            leader => {
                let is_english = by_letters == Some("en");
                let has_votes = leader.is_some_and(|leader| leader.code == "en");
                match by_letters {
                    // English is told on evidence alone.
                    Some(_) if is_english => Self::Unsure(Some("en").filter(|_| has_votes)),
                    Some(code) if is_reliable && votes.n_words >= ENOUGH_WORDS => Self::Sure(code),
                    Some(code) if is_reliable || votes.n_words >= MANY_WORDS => {
                        Self::Unsure(Some(code))
                    }
                    _ => Self::Unsure(None),
                }
            }
        };
        Some(found)
    }
}

/// How many words of a text are common words of each language.
struct Votes {
    n_words: usize,
    of: BTreeMap<&'static str, usize>,
}

/// The language with the most common words.
struct Leader<'v> {
    votes: &'v Votes,
    code: &'static str,
    /// Whether it has clearly more than all others, or than English where it is another.
    is_clear: bool,
}

impl Votes {
    fn of(text: &str) -> Self {
        static WORDS: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(words);
        let mut votes = Self { n_words: 0, of: BTreeMap::new() };
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            votes.n_words += 1;
            for code in WORDS.get(word.to_lowercase().as_str()).into_iter().flatten() {
                *votes.of.entry(*code).or_default() += 1;
            }
        }
        votes
    }

    fn n(&self, code: &str) -> usize {
        self.of.get(code).copied().unwrap_or_default()
    }

    /// Returns the language with the most votes; of several, English last.
    fn leader(&self) -> Option<Leader<'_>> {
        let order = |(code, n): &(&&'static str, &usize)| (**n, **code != "en");
        let (code, n) = self.of.iter().max_by_key(order)?;
        let rivals = self.of.iter().filter(|(other, _)| match *code {
            "en" => **other != "en",
            _ => **other == "en",
        });
        let n_rival = rivals.map(|(_, n)| *n).max().unwrap_or_default();
        let is_much = *n >= 2 && *n as f64 >= LEAST_SHARE * self.n_words as f64;
        Some(Leader {
            votes: self,
            code,
            is_clear: is_much && (*n >= 2 * n_rival || *n >= n_rival + 4),
        })
    }
}

impl Leader<'_> {
    /// Returns the language that the letters tell where it has nearly as many votes: relatives share
    /// their common words.
    fn nearest(&self, by_letters: Option<&'static str>) -> &'static str {
        let is_near = |code: &&str| self.votes.n(code) * 4 >= self.votes.n(self.code) * 3;
        by_letters.filter(|_| self.code != "en").filter(is_near).unwrap_or(self.code)
    }
}

/// Reads the list of common words: each with its languages.
fn words() -> FxHashMap<&'static str, Vec<&'static str>> {
    let mut words: FxHashMap<&'static str, Vec<&'static str>> = FxHashMap::default();
    for line in lexicon::entries(include_str!("../../../../lexicons/intake/common_words.txt")) {
        let Some((code, list)) = line.split_once(": ") else { continue };
        for word in list.split_whitespace() {
            let codes = words.entry(word).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    words
}

fn code(lang: whatlang::Lang) -> Option<&'static str> {
    CODES.iter().find(|(three, _)| *three == lang.code()).map(|&(_, two)| two)
}

/// # Source
/// ISO 639-1 for the ISO 639-3 codes of `whatlang`, and for languages that it does not tell.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
    ("hau", "ha"),
    ("msa", "ms"),
    ("nor", "no"),
    ("som", "so"),
    ("sqi", "sq"),
    ("swa", "sw"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, declared: Option<&str>, expected: Option<&str>) {
        assert_eq!(tell(text, declared).as_deref(), expected, "{text}");
    }

    #[test]
    fn one_plain_sentence_is_enough() {
        for text in [
            "The mayor said on Monday that the bridge would be closed.",
            "Two killed in the fire at a mill.",
            "At least 12 people were killed when a bomb exploded at a Orrin bus station.",
            "Five protesters were arrested in Suma, police said.",
            "Gunmen kill 14 farmers in Karvala, residents say.",
            "Storm leaves 300 homeless as rivers rise in Orm.",
            "Defence ministry denies that troops crossed the border.",
            "More than 12,000 people have fled their homes since Friday.",
            "Union rejects the offer and the strike goes on.",
            "Ferry sinks off Suma with 40 on board, coast guard says.",
            "Prices of bread rose by a third in a week, traders in Torrance said.",
            "Judge puts off the trial of the former minister until May.",
        ] {
            check(text, None, Some("en"));
        }
    }

    #[test]
    fn other_languages_do_not_become_english() {
        for text in [
            "El alcalde dijo el lunes que el puente quedará cerrado.",
            "Dos muertos en el incendio de un molino en Suma.",
            "La policía detuvo a cinco manifestantes.",
            "Le maire a dit lundi que le pont serait fermé.",
            "Deux morts dans l'incendie d'un moulin à Suma.",
            "La police arrête cinq manifestants.",
            "Der Bürgermeister sagte am Montag, die Brücke werde gesperrt.",
            "Zwei Tote bei Brand in einer Mühle.",
            "Polizei nimmt fünf Demonstranten in Suma fest.",
            "O prefeito disse na segunda que a ponte será fechada.",
            "Dois mortos no incêndio de um moinho.",
            "Il sindaco ha detto lunedì che il ponte sarà chiuso.",
            "Due morti in un incendio a Suma.",
            "De burgemeester zei maandag dat de brug dicht gaat.",
            "Twee doden bij brand in molen in Suma.",
            "Borgmästaren sade på måndagen att bron stängs.",
            "Två döda i en brand i Suma.",
            "Borgmesteren sagde mandag, at broen bliver lukket.",
            "To døde i en brand i Suma.",
            "Ordføreren sa mandag at broen blir stengt.",
            "Burmistrz powiedział w poniedziałek, że most będzie zamknięty.",
            "Dwie osoby zginęły w pożarze młyna.",
            "Primarul a spus luni că podul va fi închis.",
            "Doi morți într-un incendiu la Suma.",
            "Belediye başkanı pazartesi günü köprünün kapatılacağını söyledi.",
            "Değirmendeki yangında iki kişi öldü.",
            "Wali kota mengatakan pada hari Senin bahwa jembatan akan ditutup.",
            "Dua orang tewas dalam kebakaran di Suma.",
            "Pormestari sanoi maanantaina, että silta suljetaan.",
            "Kaksi kuoli tulipalossa.",
            "Starosta v pondělí řekl, že most bude uzavřen.",
            "A polgármester hétfőn azt mondta, hogy a hidat lezárják.",
            "L'alcalde va dir dilluns que el pont es tancarà.",
            "Meya alisema Jumatatu kuwa daraja litafungwa.",
            "Watu wawili wamefariki katika moto.",
            "Мэр сообщил, что мост будет закрыт.",
            "市长周一表示大桥将关闭。",
            "قال رئيس البلدية إن الجسر سيغلق.",
            "Minister in Berlin am Freitag vor Gericht.",
            "Orban in Rom: a migrants stop plan.",
        ] {
            assert_ne!(tell(text, None).as_deref(), Some("en"), "{text}");
        }
    }

    #[test]
    fn what_the_input_says_counts_where_the_text_leaves_it_open() {
        check("Dockers in Genoa reject offer, strike continues Monday.", Some("en-gb"), Some("en"));
        check("Pampa Serena", Some("en_US"), Some("en"));
        check("Pampa Serena", Some("Spanish?"), None);
        check("Pampa Serena", None, None);
        check("12 345", Some("en"), None);
        check("", Some("en"), None);
        // A page in Spanish of a program that writes `en` over all.
        check("El alcalde dijo el lunes que el puente quedará cerrado.", Some("en"), Some("es"));
        check("The mayor said that the bridge would be closed.", Some("es"), Some("en"));
    }

    #[test]
    fn long_texts_are_told_by_their_letters() {
        check(
            "Der Bürgermeister sagte am Montag, die Brücke werde für mehrere Wochen gesperrt, weil \
             die Pfeiler nach dem Hochwasser nicht mehr sicher seien.",
            Some("en"),
            Some("de"),
        );
        check(
            "Мэр сообщил в понедельник, что мост будет закрыт на несколько недель.",
            None,
            Some("ru"),
        );
    }
}
