//! Two names for one person or body: a surname, a short form, first letters.

use super::cast::country_of;
use crate::name::lexicon::head_label;

/// Tells whether a name ends with one of a person's, and no other first name of theirs is known.
pub(crate) fn is_fuller(name: &str, known: &[String]) -> bool {
    let first = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    let is_same = |a: String, b: String| a.starts_with(&*b) || b.starts_with(&*a);
    let is_other = |known: &String| {
        known.contains(' ') && !is_same(first(known), first(name)) && !ends_with_words(name, known)
    };
    known.iter().any(|known| ends_with_words(name, known)) && !known.iter().any(is_other)
}

/// "joseph orn jr": "jr" belongs to no surname.
pub(crate) fn without_suffix(folded: &str) -> &str {
    const SUFFIXES: [&str; 5] = [" jr", " sr", " ii", " iii", " iv"];
    SUFFIXES.iter().find_map(|suffix| folded.strip_suffix(suffix)).unwrap_or(folded)
}

/// Tells whether a word of some length stands between the first and the last of a name.
pub(crate) fn stands_within(name: &str, word: &str) -> bool {
    let n_words = name.split(' ').count();
    word.len() > 3
        && name.split(' ').enumerate().any(|(at, one)| 0 < at && at + 1 < n_words && one == word)
}

pub(crate) fn ends_with_words(long: &str, short: &str) -> bool {
    long.len() > short.len()
        && long.ends_with(short)
        && long[..long.len() - short.len()].ends_with(' ')
}

pub(crate) fn starts_with_words(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
}

/// Tells whether a name is the beginning of a longer one, or several words in the middle of it. A
/// word for a kind of body or for a nation stands for no one alone.
pub(crate) fn is_part_of_name(long: &str, short: &str) -> bool {
    if short.contains(' ') {
        let opens = |at: usize| at == 0 || long[..at].ends_with(' ');
        let closes = |end: usize| end == long.len() || long[end..].starts_with(' ');
        let mut found = long.match_indices(short).map(|(at, _)| at);
        return long != short && found.any(|at| opens(at) && closes(at + short.len()));
    }
    starts_with_words(long, short) && head_label(short).is_none() && country_of(short).is_none()
}

/// Tells whether a folded name ends with a word for a kind of body: "ltd", "union".
pub(crate) fn ends_as_body(name: &str) -> bool {
    name.rsplit(' ').next().is_some_and(|last| head_label(last).is_some())
}

/// Tells whether first and last words are the same, and what stands between in one goes with the other: left out,
/// or shortened to letters.
pub(crate) fn same_ends(one: &str, other: &str) -> bool {
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.split(' ').collect(), other.split(' ').collect());
    let ([first, inner @ .., last], [start, between @ .., end]) = (&one[..], &other[..]) else {
        return false;
    };
    let is_letter = |word: &str| word.trim_end_matches('.').chars().count() == 1;
    let fits = |a: &str, b: &str| {
        a == b || (is_letter(a) || is_letter(b)) && a.chars().next() == b.chars().next()
    };
    let pairs = inner.len() == between.len() && inner.iter().zip(between).all(|(a, b)| fits(a, b));
    first == start && last == end && (inner.is_empty() || between.is_empty() || pairs)
}

/// Tells whether capitals are the first letters of a folded name's words, small words left out or not.
pub(crate) fn is_short_form(short: &str, folded: &str) -> bool {
    let letters: String = short.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 2 || letters.chars().any(char::is_lowercase) || !folded.contains(' ') {
        return false;
    }
    let small = |word: &&str| matches!(*word, "of" | "the" | "for" | "and" | "on" | "in" | "de");
    let initials =
        |words: Vec<&str>| words.iter().filter_map(|word| word.chars().next()).collect::<String>();
    let all = initials(folded.split(' ').collect());
    let main = initials(folded.split(' ').filter(|word| !small(word)).collect());
    let letters = letters.to_lowercase();
    letters == all || letters == main
}

/// "ot guardian" for "orm town guardian": the first letters of some words, then the others whole.
pub(crate) fn is_shortened(short: &str, long: &str) -> bool {
    let Some((letters, rest)) = short.split_once(' ') else { return false };
    let Some(led) = long.strip_suffix(rest).and_then(|led| led.strip_suffix(' ')) else {
        return false;
    };
    let initials: String = led.split(' ').filter_map(|word| word.chars().next()).collect();
    letters.len() > 1 && initials == letters
}

pub(crate) fn without_article(folded: &str) -> &str {
    folded.strip_prefix("the ").unwrap_or(folded)
}

pub(crate) fn same_words(one: &str, other: &str) -> bool {
    let small = |word: &&str| !matches!(*word, "of" | "the" | "for" | "and" | "on" | "in");
    let sorted = |name: &str| {
        let mut words: Vec<String> = name.split(' ').filter(small).map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    one.contains(' ') && sorted(one) == sorted(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_first_letters() {
        assert!(is_short_form("PFLP", "popular front for the liberation of palestine"));
        assert!(is_short_form("OF", "orm front"));
        assert!(!is_short_form("Orm", "orm front"));
        assert!(!is_short_form("XY", "orm front"));
    }

    #[test]
    fn a_part_of_a_name_is_its_beginning_or_several_words() {
        assert!(is_part_of_name("orm metals ltd", "orm"));
        assert!(is_part_of_name("bank weld en kell nv", "weld en kell"));
        assert!(!is_part_of_name("orm metals ltd", "metals"));
        assert!(!is_part_of_name("ministry of health", "ministry"));
        assert!(!is_part_of_name("ormond bank", "orm"));
    }

    #[test]
    fn a_fuller_name_is_no_other_first_name() {
        let known = ["mira hale".to_owned(), "hale".to_owned()];
        assert!(is_fuller("mira hale", &known[1..]));
        assert!(is_fuller("anna mira hale", &known));
        assert!(!is_fuller("otto hale", &known));
    }

    #[test]
    fn what_stands_between_first_and_last_name_may_be_left_out() {
        assert!(same_ends("mira anna hale", "mira hale"));
        assert!(same_ends("mira a. hale", "mira anna hale"));
        assert!(!same_ends("mira anna hale", "mira dana hale"));
        assert!(!same_ends("otto h. w. orn", "otto w. orn"));
        assert!(!same_ends("hale", "hale"));
    }

    #[test]
    fn surnames_stand_before_jr_or_between() {
        assert_eq!(without_suffix("joseph orn jr"), "joseph orn");
        assert!(stands_within("melba acosta febo", "acosta"));
        assert!(!stands_within("melba acosta febo", "febo"));
    }

    #[test]
    fn the_first_words_of_a_body_may_be_letters() {
        assert!(is_shortened("ot guardian", "orm town guardian"));
        assert!(!is_shortened("ot guardian", "orm guardian"));
        assert!(!is_shortened("guardian", "orm guardian"));
    }

    #[test]
    fn bodies_are_the_same_in_either_order_of_words() {
        assert!(same_words("ministry of health", "health ministry"));
        assert!(!same_words("ministry of health", "ministry of defence"));
    }
}
