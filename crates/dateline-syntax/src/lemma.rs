//! Dictionary forms by rules, with lists for what no rule gives.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::Upos;
use crate::lexicon::rows;

/// What a form of a verb can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerbForm {
    Base,
    Third,
    Past,
    Participle,
    // Regular verbs write both alike.
    PastOrParticiple,
    Ing,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

struct Lexicon {
    forms: FxHashMap<(Upos, &'static str), &'static str>,
    // Past or participle -> base, and whether it is a past, a participle.
    irregular: FxHashMap<&'static str, (&'static str, bool, bool)>,
    stems: FxHashMap<&'static str, Stem>,
    single: FxHashSet<&'static str>,
}

#[derive(Clone, Copy)]
struct Stem {
    ends_in_e: bool,
    whole: bool,
}

impl Lexicon {
    fn new() -> Self {
        let mut lexicon = Self {
            forms: forms(),
            irregular: irregular(),
            stems: FxHashMap::default(),
            single: FxHashSet::default(),
        };
        let lists = rows(include_str!("../../../lexicons/syntax/stems.tsv"));
        for (name, list) in lists.filter_map(|row| row.split_once('\t')) {
            for stem in list.split_whitespace() {
                match name {
                    "single" => _ = lexicon.single.insert(stem),
                    _ => lexicon.add_stem(stem, name == "e"),
                }
            }
        }
        lexicon
    }

    fn add_stem(&mut self, stem: &'static str, ends_in_e: bool) {
        let bare = stem.trim_start_matches('^');
        self.stems.entry(bare).or_insert(Stem { ends_in_e, whole: bare != stem });
    }
}

fn forms() -> FxHashMap<(Upos, &'static str), &'static str> {
    let mut forms = FxHashMap::default();
    for row in rows(include_str!("../../../lexicons/syntax/forms.tsv")) {
        let mut cells = row.split('\t');
        if let (Some(tag), Some(form), Some(lemma)) = (cells.next(), cells.next(), cells.next())
            && let Some(upos) = Upos::parse(tag)
        {
            forms.entry((upos, form)).or_insert(lemma);
        }
    }
    forms
}

fn irregular() -> FxHashMap<&'static str, (&'static str, bool, bool)> {
    let mut forms = FxHashMap::default();
    for row in rows(include_str!("../../../lexicons/syntax/verbs.tsv")) {
        let mut cells = row.split('\t');
        let Some(base) = cells.next() else { continue };
        for (column, cell) in cells.enumerate() {
            for form in cell.split('|') {
                let entry = forms.entry(form).or_insert((base, false, false));
                // Of two verbs with one form ("lay", "found") the first in the list keeps it.
                if entry.0 == base {
                    entry.1 |= column == 0;
                    entry.2 |= column == 1;
                }
            }
        }
    }
    forms
}

/// Returns the dictionary form of a word.
pub(crate) fn lemma(form: &str, upos: Upos) -> String {
    if matches!(upos, Upos::Propn | Upos::X | Upos::Sym | Upos::Punct | Upos::Num) {
        return form.to_owned();
    }
    let folded = form.to_lowercase().replace('’', "'");
    if let Some(lemma) = LEXICON.forms.get(&(upos, folded.as_str())) {
        return (*lemma).to_owned();
    }
    match upos {
        Upos::Verb | Upos::Aux => verb(&folded).0,
        Upos::Noun => singular(&folded),
        Upos::Adj => positive(&folded),
        _ => folded,
    }
}

/// Returns which form of its verb a word is.
pub(crate) fn verb_form(form: &str) -> VerbForm {
    match form.to_lowercase().as_str() {
        "is" | "'s" | "’s" | "has" | "does" => VerbForm::Third,
        "am" | "'m" | "’m" | "are" | "'re" | "’re" | "'ve" | "’ve" => VerbForm::Base,
        "was" | "were" | "did" => VerbForm::Past,
        "had" => VerbForm::PastOrParticiple,
        "been" | "done" => VerbForm::Participle,
        folded => verb(folded).1,
    }
}

fn verb(form: &str) -> (String, VerbForm) {
    if let Some((base, past, participle)) = LEXICON.irregular.get(form) {
        let kind = match (past, participle) {
            (true, true) => VerbForm::PastOrParticiple,
            (true, false) => VerbForm::Past,
            // "come", "run": more often the base than the participle.
            _ if *base == form => VerbForm::Base,
            _ => VerbForm::Participle,
        };
        return ((*base).to_owned(), kind);
    }
    if let Some(lemma) = LEXICON.forms.get(&(Upos::Verb, form)) {
        let kind = if *lemma == form { VerbForm::Base } else { regular_form(form) };
        return ((*lemma).to_owned(), kind);
    }
    let kind = regular_form(form);
    let lemma = match kind {
        VerbForm::Ing => base(&form[..form.len() - 3], false),
        VerbForm::PastOrParticiple => base(&form[..form.len() - 2], true),
        VerbForm::Third => without_s(form),
        _ => form.to_owned(),
    };
    (lemma, kind)
}

fn regular_form(form: &str) -> VerbForm {
    let has_stem = |cut: usize| form[..form.len() - cut].contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if form.ends_with("ing") && has_stem(3) {
        VerbForm::Ing
    } else if form.ends_with("ed") && has_stem(2) {
        VerbForm::PastOrParticiple
    } else if form.len() > 2 && form.ends_with('s') && !form.ends_with("ss") {
        VerbForm::Third
    } else {
        VerbForm::Base
    }
}

// The base form of a stem left by -ed or -ing.
fn base(stem: &str, cut_ed: bool) -> String {
    if cut_ed && stem.ends_with('i') && stem.len() > 2 {
        return format!("{}y", &stem[..stem.len() - 1]);
    }
    if let Some(single) = undoubled(stem) {
        return single.to_owned();
    }
    if ends_in_e(stem, cut_ed) { format!("{stem}e") } else { stem.to_owned() }
}

fn undoubled(stem: &str) -> Option<&str> {
    let last = *stem.as_bytes().last()?;
    let single = stem.get(..stem.len() - 1)?;
    if single.as_bytes().last() != Some(&last) || single.len() < 3 {
        return None;
    }
    match last {
        b'l' => LEXICON.single.contains(single).then_some(single),
        b'b' | b'd' | b'g' | b'm' | b'n' | b'p' | b'r' | b't' => Some(single),
        _ => None,
    }
}

fn ends_in_e(stem: &str, cut_ed: bool) -> bool {
    for (at, _) in stem.char_indices() {
        if let Some(entry) = LEXICON.stems.get(&stem[at..])
            && (!entry.whole || at == 0)
        {
            return entry.ends_in_e;
        }
    }
    let mut before = stem.chars().rev();
    let (last, second, third) = (before.next(), before.next(), before.next());
    let (Some(last), Some(second)) = (last, second) else { return false };
    match last {
        'e' => cut_ed,
        'v' | 'u' | 'c' | 'z' => true,
        's' => second != 's',
        'g' => !matches!(second, 'n' | 'g' | 'o'),
        'l' => {
            is_consonant(second) && !matches!(second, 'l' | 'r' | 'w')
                || second == 'u' && after_consonant(third)
        }
        't' => matches!(second, 'a' | 'u') && after_consonant_or_vowel_pair(third),
        'd' => matches!(second, 'a' | 'i' | 'u') && after_consonant(third),
        'r' => matches!(second, 'a' | 'i' | 'u') && after_consonant(third),
        'k' => matches!(second, 'a' | 'i' | 'o' | 'u') && after_consonant(third),
        'm' => matches!(second, 'a' | 'u') && after_consonant(third),
        'n' => second == 'i' && after_consonant(third),
        'p' => second == 'a' && after_consonant(third),
        _ => false,
    }
}

fn is_consonant(c: char) -> bool {
    !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

// A vowel pair (repair, shout, cook) takes no e; qu counts as a consonant.
fn after_consonant(third: Option<char>) -> bool {
    third.is_some_and(|c| is_consonant(c) || c == 'u')
}

// -ate follows any letter but e and o: evaluate, retaliate, evacuate.
fn after_consonant_or_vowel_pair(third: Option<char>) -> bool {
    third.is_some_and(|c| !matches!(c, 'e' | 'o'))
}

fn without_s(form: &str) -> String {
    let cut = |n: usize| &form[..form.len() - n];
    if form.ends_with("ies") && form.len() > 4 {
        format!("{}y", cut(3))
    } else if ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|end| form.ends_with(end)) {
        cut(2).to_owned()
    } else {
        cut(1).to_owned()
    }
}

fn singular(form: &str) -> String {
    let is_plural = form.len() > 3
        && form.ends_with('s')
        && !["ss", "us", "is", "'s"].iter().any(|end| form.ends_with(end));
    let of_man = form.strip_suffix("men").filter(|stem| stem.len() > 1);
    let of_person = form.strip_suffix("people").filter(|stem| stem.len() > 1);
    match (of_man, of_person) {
        (Some(stem), _)
            if !matches!(form, "specimen" | "regimen" | "abdomen" | "acumen" | "omen") =>
        {
            format!("{stem}man")
        }
        (_, Some(stem)) => format!("{stem}person"),
        _ if is_plural => without_s(form),
        _ => form.to_owned(),
    }
}

fn positive(form: &str) -> String {
    for (ending, cut) in [("iest", 4), ("ier", 3)] {
        if form.ends_with(ending) && form.len() > ending.len() + 2 {
            return format!("{}y", &form[..form.len() - cut]);
        }
    }
    form.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(upos: Upos, pairs: &str) {
        for pair in pairs.split_whitespace() {
            let (form, expected) = pair.split_once('=').expect("a pair");
            assert_eq!(lemma(form, upos), expected, "{form}");
        }
    }

    #[test]
    fn verbs() {
        check(
            Upos::Verb,
            "said=say killed=kill wounded=wound stopped=stop referred=refer controlled=control \
             carried=carry released=release accused=accuse agreed=agree evacuated=evacuate \
             visited=visit announced=announce urged=urge damaged=damage belonging=belong \
             changing=change settled=settle decided=decide avoided=avoid included=include \
             explored=explore reported=report monitored=monitor required=require repaired=repair \
             making=make cooked=cook described=describe bring=bring passes=pass goes=go tries=try \
             levelling=level expressing=express backing=back imposing=impose wounding=wound \
             Meets=meet been=be left=leave treated=treat created=create defined=define \
             remained=remain executed=execute voted=vote shouting=shout dying=die fled=flee",
        );
    }

    #[test]
    fn other_words() {
        check(
            Upos::Noun,
            "cities=city attacks=attack gunmen=gunman crises=crisis buses=bus news=news",
        );
        check(Upos::Noun, "spokespeople=spokesperson boxes=box houses=house process=process");
        check(Upos::Propn, "States=States");
        check(Upos::Adj, "deadliest=deadly worse=bad former=former");
        check(Upos::Part, "n’t=not 's='s");
        check(Upos::Aux, "’ll=will wo=will has=have");
    }

    #[test]
    fn forms_of_verbs() {
        assert_eq!(verb_form("taken"), VerbForm::Participle);
        assert_eq!(verb_form("took"), VerbForm::Past);
        assert_eq!(verb_form("said"), VerbForm::PastOrParticiple);
        assert_eq!(verb_form("saying"), VerbForm::Ing);
        assert_eq!(verb_form("bring"), VerbForm::Base);
    }

    proptest! {
        #[test]
        fn any_word_has_a_lemma(form in "\\PC{0,12}|[a-zé]{0,4}(ed|ing|ies|s|men|iest)") {
            for upos in Upos::ALL {
                lemma(&form, upos);
            }
            verb_form(&form);
        }
    }
}
