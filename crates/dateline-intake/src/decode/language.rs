//! The language of a text.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// The first characters decide: a dispatch does not change its language.
const PROBE_CHARS: usize = 1000;
/// Fewer words are too few for letter statistics alone.
const FEW_WORDS: usize = 40;
/// Share of function words from which a text counts as English.
///
/// # Source
/// News English has about 0.4; the closest relatives share few of these spellings.
const ENGLISH_SHARE: f64 = 0.2;

/// Returns the ISO 639-1 code of a text's language, or `None` where it cannot be told.
///
/// Letter statistics decide on long text; English is told by its function words too, so that a
/// short text is called English on evidence alone.
pub(crate) fn detect(text: &str) -> Option<String> {
    let end = text.char_indices().nth(PROBE_CHARS).map_or(text.len(), |(at, _)| at);
    let probe = &text[..end];
    let words: Vec<&str> =
        probe.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    let n_function = words.iter().filter(|word| is_function_word(word)).count();
    let is_english = n_function >= 2 && n_function as f64 >= ENGLISH_SHARE * words.len() as f64;
    let guess = whatlang::detect(probe);
    match guess {
        Some(info) if info.lang() == whatlang::Lang::Eng => {
            (is_english || info.is_reliable() && n_function > 0).then(|| "en".to_owned())
        }
        _ if is_english => Some("en".to_owned()),
        Some(info) if info.is_reliable() || words.len() >= FEW_WORDS => {
            code(info.lang()).map(str::to_owned)
        }
        _ => None,
    }
}

fn is_function_word(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        include_str!("../../../../lexicons/intake/english_function_words.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect()
    });
    WORDS.contains(word.to_lowercase().as_str())
}

/// # Source
/// ISO 639-1 for the ISO 639-3 codes of `whatlang`.
fn code(lang: whatlang::Lang) -> Option<&'static str> {
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
    ];
    CODES.iter().find(|(three, _)| *three == lang.code()).map(|&(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(detect(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn short_texts_need_evidence() {
        check("The mayor said on Monday that the bridge would be closed.", Some("en"));
        check("Two killed in the fire at a mill.", Some("en"));
        check("Pampa Serena", None);
        check("12 345", None);
        check("", None);
    }

    #[test]
    fn long_texts_are_told_by_their_letters() {
        check(
            "Der Bürgermeister sagte am Montag, die Brücke werde für mehrere Wochen gesperrt, weil \
             die Pfeiler nach dem Hochwasser nicht mehr sicher seien.",
            Some("de"),
        );
        check("Мэр сообщил в понедельник, что мост будет закрыт на несколько недель.", Some("ru"));
    }
}
