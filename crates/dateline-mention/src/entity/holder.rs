//! Names that an office beside them tells: "secretary of the Orm Guild Dana Weld".

use std::collections::BTreeMap;
use std::ops::Range;

use dateline_syntax::{TokenId, Upos};
use dateline_text::Evidence;

use super::role::title_starting;
use super::scene::Scene;
use super::{EntityKind, nominal_lexicon};
use crate::name::lexicon::{first_name, head_label, is_calendar, is_opening};
use crate::{Name, NameLabel, Parsed};

/// Most tokens of a run of capitals that is looked at.
const MAX_RUN_TOKENS: usize = 16;
/// Most names of one first word that are looked for again.
const MAX_SAME_FIRST: usize = 8;

/// Adds the names of office holders and of their bodies that only the office tells apart.
pub(crate) fn name_holders(parsed: Parsed<'_>, names: Vec<Name>) -> Vec<Name> {
    let mut finder = Finder { scene: Scene::new(parsed, &names), names: &names, found: Vec::new() };
    for at in 0..finder.scene.len() {
        finder.read(at);
    }
    let found = finder.again();
    let made: Vec<Name> = found
        .into_iter()
        .map(|(tokens, label)| Name {
            span: parsed.segmentation.span_of(tokens),
            label,
            evidence: Evidence::unmeasured("office_holder"),
        })
        .collect();
    joined(names, made)
}

/// Puts new names among the old; where they overlap, the new one stays.
fn joined(names: Vec<Name>, made: Vec<Name>) -> Vec<Name> {
    let is_free = |name: &Name| {
        let at = made.partition_point(|other| other.span.end <= name.span.start);
        made.get(at).is_none_or(|other| !other.span.overlaps(name.span))
    };
    let mut all: Vec<Name> = names.into_iter().filter(is_free).collect();
    all.extend(made);
    all.sort_by_key(|name| name.span);
    all
}

/// A word of a run of capitals, hyphens inside.
struct Word {
    tokens: Range<TokenId>,
    is_capital: bool,
}

struct Finder<'f, 'p> {
    scene: Scene<'p>,
    names: &'f [Name],
    found: Vec<(Range<TokenId>, NameLabel)>,
}

impl Finder<'_, '_> {
    fn read(&mut self, at: TokenId) {
        let sentence = self.scene.sentence(at);
        let starts_word = at == sentence.start || !is_hyphen(self.scene.lower(at - 1));
        if let Some((title, _)) =
            title_starting(&self.scene, at, sentence.end).filter(|_| starts_word)
        {
            self.read_title(&title, &sentence);
        }
        if self.is_capital(at) && (at == sentence.start || !self.is_capital(at - 1)) {
            self.read_body(at, &sentence);
        }
        if self.scene.lower(at) == "and" {
            self.read_last_of_list(at, &sentence);
        }
    }

    fn read_title(&mut self, title: &Range<TokenId>, sentence: &Range<TokenId>) {
        let end = title.end;
        if matches!(self.scene.lower(end), "of" | "for") {
            let first = end + 1 + usize::from(self.scene.lower(end + 1) == "the");
            let run = self.run(first, sentence.end);
            let Some(last) = run.last().map(|word| word.tokens.end) else { return };
            if is_spokesperson(self.scene.lower(end - 1)) && self.is_spoken_for(&run) {
                self.add(first..last, NameLabel::Organization);
                return;
            }
            if self.split(&run) {
                return;
            }
            let is_named = self.lone_after_comma(title.start, last, sentence);
            if (is_named || matches!(self.scene.lower(last), "," | "and")) && self.is_body(&run) {
                self.add(first..last, NameLabel::Organization);
            }
        } else if self.scene.label(self.names, end) == Some(NameLabel::Person) {
            self.read_body_before(title, sentence);
        } else {
            self.lone_after_comma(title.start, end, sentence);
        }
    }

    /// "a spokesman for Orm Sugar": what has two words and no given name is a body.
    fn is_spoken_for(&self, run: &[Word]) -> bool {
        let is_given = |word: &Word| first_name(self.scene.forms[word.tokens.start]).is_some();
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
        let closes = self.scene.lower(last.tokens.end) == ","
            || self.scene.is_speech(last.tokens.end)
            || matches!(self.scene.tag(last.tokens.end), Some(Upos::Verb | Upos::Aux));
        run.len() == 2
            && run.iter().all(|word| word.is_capital)
            && !is_given(first)
            && closes
            && self.is_open(&(first.tokens.start..last.tokens.end))
    }

    /// "the Orm Guild Dana Weld": body and holder, told apart by the body's last word.
    fn split(&mut self, run: &[Word]) -> bool {
        let Some(end) = run.last().map(|word| word.tokens.end) else { return false };
        let known = self.scene.name_of[end - 1].map(|name| &self.names[name]);
        if known.is_some_and(|name| {
            let tokens = self.scene.tokens(name.span);
            name.label == NameLabel::Person && !self.is_head(tokens.start)
        }) {
            return true;
        }
        let fits = |is_end: &dyn Fn(&Word) -> bool| {
            [2, 3].into_iter().find_map(|n| {
                let at = run.len().checked_sub(n).filter(|at| *at > 0)?;
                let is_person =
                    run[at..].iter().all(|w| w.is_capital && !self.is_head(w.tokens.start));
                (is_person && is_end(&run[at - 1]) && (at > 1)).then_some(at)
            })
        };
        let by_head = fits(&|word| {
            !word.is_capital && !self.is_mark(word) || self.is_head(word.tokens.start)
        });
        let Some(at) = by_head.or_else(|| fits(&|word| self.is_plural(word))) else { return false };
        let person = run[at].tokens.start;
        let inner = &run[at - 1];
        let is_part = !inner.is_capital && !self.is_mark(inner);
        let body_end = if is_part { inner.tokens.start } else { person };
        self.add(run[0].tokens.start..body_end, NameLabel::Organization);
        self.add(person..end, NameLabel::Person);
        true
    }

    /// "the pastor of the Orm Mission, Dana Weld, said": a name between commas after an office.
    fn lone_after_comma(
        &mut self,
        title_start: TokenId,
        comma: TokenId,
        sentence: &Range<TokenId>,
    ) -> bool {
        let first = sentence.start.max(title_start.saturating_sub(6));
        let is_definite = (first..title_start)
            .any(|at| matches!(self.scene.lower(at), "the" | "'s" | "’s" | "’" | "'"));
        if !is_definite || self.scene.lower(comma) != "," || comma + 1 >= sentence.end {
            return false;
        }
        let run = self.run(comma + 1, sentence.end);
        let is_name = matches!(run.len(), 2 | 3)
            && run.iter().all(|word| word.is_capital && !self.is_head(word.tokens.start));
        let Some(last) = run.last().filter(|_| is_name) else { return false };
        let tokens = comma + 1..last.tokens.end;
        let closes = matches!(self.scene.lower(tokens.end), "," | "." | "and");
        let is_free = tokens.clone().all(|at| self.scene.name_of[at].is_none());
        if closes && is_free {
            self.add(tokens, NameLabel::Person);
        }
        closes
    }

    /// "Orm Boat Circle head Dana Weld": the body before an office.
    fn read_body_before(&mut self, title: &Range<TokenId>, sentence: &Range<TokenId>) {
        let end = match title.start.checked_sub(1) {
            Some(at) if matches!(self.scene.lower(at), "'s" | "’s" | "'" | "’") => at,
            _ => title.start,
        };
        let limit = sentence.start.max(end.saturating_sub(MAX_RUN_TOKENS));
        let mut start = end;
        while start > limit {
            // "Orm Pilots' Guild head": the owner is part of the body's name.
            let is_owner = start < end
                && start > limit + 1
                && matches!(self.scene.lower(start - 1), "'" | "’")
                && self.scene.lower(start - 2).ends_with('s')
                && self.is_capital(start - 2);
            if !is_owner && !self.is_capital(start - 1) {
                break;
            }
            start -= 1;
        }
        if !self.is_capital(title.start) && end - start >= 2 && self.is_free(&(start..end)) {
            self.add(start..end, NameLabel::Organization);
        }
    }

    /// "Orm Metals, a firm" and "the Orm Grain Merchants": bodies told by what is said of them.
    fn read_body(&mut self, at: TokenId, sentence: &Range<TokenId>) {
        let at = at + usize::from(self.scene.lower(at) == "the");
        let run = self.run(at, sentence.end);
        let n_words = run.iter().take_while(|word| word.is_capital).count();
        if n_words < 2 {
            return;
        }
        let tokens = at..run[n_words - 1].tokens.end;
        let has_article = at > sentence.start && self.scene.lower(at - 1) == "the";
        let is_body = self.is_called_body(tokens.end, sentence)
            || has_article && self.is_plural(&run[n_words - 1]) && self.is_trade(&run[n_words - 1]);
        if is_body && n_words == run.len() && self.is_free(&tokens) {
            self.add(tokens, NameLabel::Organization);
        }
    }

    /// ", a firm" or ", the aid group".
    fn is_called_body(&self, comma: TokenId, sentence: &Range<TokenId>) -> bool {
        let lower = |at: TokenId| self.scene.lower(at);
        lower(comma) == ","
            && comma + 2 < sentence.end
            && matches!(lower(comma + 1), "a" | "an")
            && (comma + 2..sentence.end.min(comma + 5))
                .find_map(|at| nominal_lexicon::nominal(lower(at)))
                .is_some_and(|noun| noun.kind == EntityKind::Organization && !noun.is_plural)
    }

    /// "Dana Weld, head of …, and Otto Kell of the Orm Widows": the last of a list of holders.
    fn read_last_of_list(&mut self, and: TokenId, sentence: &Range<TokenId>) {
        let lower = |at: TokenId| self.scene.lower(at);
        let run = self.run(and + 1, sentence.end);
        let n_words = run.iter().take_while(|word| word.is_capital).count();
        let is_list = and > sentence.start
            && (lower(and - 1) == "," || self.scene.name_of[and - 1].is_some());
        if !is_list || !matches!(n_words, 2 | 3) {
            return;
        }
        let end = run[n_words - 1].tokens.end;
        let is_person = run[..n_words].iter().all(|word| !self.is_head(word.tokens.start))
            && (and + 1..end).all(|at| {
                matches!(self.scene.label(self.names, at), None | Some(NameLabel::Person))
            });
        if lower(end) != "of" || lower(end + 1) != "the" || !is_person {
            return;
        }
        let body = self.run(end + 2, sentence.end);
        let Some(last) = body.last().map(|word| word.tokens.end) else { return };
        let tokens = end + 2..last;
        let after_office = (sentence.start.max(and.saturating_sub(24))..and)
            .any(|at| self.scene.label(self.names, at) == Some(NameLabel::Person));
        if after_office && body.len() > 1 {
            self.add(and + 1..end, NameLabel::Person);
            if self.is_free(&tokens) {
                self.add(tokens, NameLabel::Organization);
            }
        }
    }

    /// Returns the run of capitals from a token, with hyphens, owners' marks and "of the" inside.
    fn run(&self, first: TokenId, limit: TokenId) -> Vec<Word> {
        let limit = limit.min(first + MAX_RUN_TOKENS);
        let mut run: Vec<Word> = Vec::new();
        let mut at = first;
        while at < limit {
            let lower = self.scene.lower(at);
            let goes_on = |at: TokenId| at < limit && self.is_capital(at);
            if self.is_capital(at) {
                let joins = at > first && is_hyphen(self.scene.lower(at - 1));
                match run.last_mut().filter(|_| joins) {
                    Some(word) => word.tokens.end = at + 1,
                    None => run.push(Word { tokens: at..at + 1, is_capital: true }),
                }
                at += 1;
            } else if run.is_empty() {
                break;
            } else if is_hyphen(lower) && goes_on(at + 1) {
                at += 1;
            } else if lower == "of" && goes_on(at + 1) {
                run.push(Word { tokens: at..at + 1, is_capital: false });
                at += 1;
            } else if lower == "of" && self.scene.lower(at + 1) == "the" && goes_on(at + 2) {
                run.push(Word { tokens: at..at + 2, is_capital: false });
                at += 2;
            } else if matches!(lower, "'s" | "’s" | "'" | "’") {
                let noun = matches!(
                    self.scene.lower(at + 1),
                    "bureau" | "politburo" | "committee" | "council" | "faction" | "wing" | "board"
                );
                if noun && goes_on(at + 2) {
                    run.push(Word { tokens: at..at + 2, is_capital: false });
                    at += 2;
                } else if goes_on(at + 1) {
                    run.push(Word { tokens: at..at + 1, is_capital: false });
                    at += 1;
                } else {
                    break;
                }
            } else {
                break;
            }
        }
        run
    }

    fn is_body(&self, run: &[Word]) -> bool {
        let tokens = match (run.first(), run.last()) {
            (Some(first), Some(last)) if run.len() > 1 => first.tokens.start..last.tokens.end,
            _ => return false,
        };
        run.last().is_some_and(|word| self.is_head(word.tokens.start) || self.is_plural(word))
            && self.is_free(&tokens)
    }

    /// Tells whether nothing but places' and peoples' names stands in some tokens, and no one name is all of them.
    fn is_free(&self, tokens: &Range<TokenId>) -> bool {
        tokens.clone().filter_map(|at| self.scene.name_of[at]).all(|name| {
            let name = &self.names[name];
            let inside = self.scene.tokens(name.span);
            matches!(name.label, NameLabel::Location | NameLabel::Norp)
                && inside.start >= tokens.start
                && inside.end <= tokens.end
                && inside != *tokens
        })
    }

    /// Tells whether some tokens are free, or a name that was read from the shape of its words alone.
    fn is_open(&self, tokens: &Range<TokenId>) -> bool {
        let by_shape = tokens.clone().all(|at| {
            self.scene.name_of[at].is_some_and(|name| self.names[name].evidence.rule == "shape")
        });
        by_shape || self.is_free(tokens)
    }

    fn is_capital(&self, at: TokenId) -> bool {
        self.scene.forms.get(at).is_some_and(|form| {
            form.starts_with(char::is_uppercase)
                && !is_calendar(form)
                && (!is_opening(form) || at > self.scene.sentence(at).start)
        })
    }

    fn is_head(&self, at: TokenId) -> bool {
        head_label(self.scene.lower(at)).is_some()
    }

    fn is_mark(&self, word: &Word) -> bool {
        word.tokens.len() == 1
            && matches!(self.scene.lower(word.tokens.start), "'s" | "’s" | "'" | "’")
            || self.scene.lower(word.tokens.start) == "of"
    }

    fn is_plural(&self, word: &Word) -> bool {
        let lower = self.scene.lower(word.tokens.end - 1);
        let is_plural = lower.ends_with('s') && !lower.ends_with("ss") || lower.ends_with("men");
        word.is_capital && lower.len() > 4 && is_plural
    }

    /// "Merchants", "Shaftmen", "Diggers".
    fn is_trade(&self, word: &Word) -> bool {
        let lower = self.scene.lower(word.tokens.end - 1);
        ["ers", "ants", "ists", "men"].iter().any(|end| lower.ends_with(end))
    }

    fn add(&mut self, tokens: Range<TokenId>, label: NameLabel) {
        self.found.push((tokens, label));
    }

    /// Finds every further place of the new names, and of the surnames of the persons among them.
    fn again(mut self) -> Vec<(Range<TokenId>, NameLabel)> {
        self.found.sort_by_key(|(tokens, _)| (tokens.start, tokens.end));
        let mut end = 0;
        self.found.retain(|(tokens, _)| {
            let is_free = tokens.start >= end;
            end = end.max(tokens.end);
            is_free && !tokens.is_empty()
        });
        let forms = self.sought();
        let mut all: Vec<(Range<TokenId>, NameLabel)> = Vec::new();
        let mut next = 0;
        let mut at = 0;
        while at < self.scene.len() {
            while self.found.get(next).is_some_and(|(tokens, _)| tokens.start < at) {
                next += 1;
            }
            let hit = match self.found.get(next) {
                Some((tokens, label)) if tokens.start == at => Some((tokens.clone(), *label)),
                before => self.named_again(&forms, at, before.map(|(tokens, _)| tokens.start)),
            };
            at = hit.as_ref().map_or(at + 1, |(tokens, _)| tokens.end);
            all.extend(hit);
        }
        all
    }

    fn sought(&self) -> BTreeMap<String, Vec<(Vec<String>, NameLabel)>> {
        let mut sought: BTreeMap<String, Vec<(Vec<String>, NameLabel)>> = BTreeMap::new();
        for (tokens, label) in &self.found {
            let words = self.run(tokens.start, tokens.end);
            let surname = words.last().filter(|_| *label == NameLabel::Person);
            for tokens in
                surname.map(|word| word.tokens.clone()).into_iter().chain([tokens.clone()])
            {
                let forms: Vec<String> = tokens.map(|at| self.scene.forms[at].to_owned()).collect();
                let Some(first) = forms.first().cloned() else { continue };
                let known = sought.entry(first).or_default();
                if known.len() < MAX_SAME_FIRST && known.iter().all(|(other, _)| *other != forms) {
                    known.push((forms, *label));
                }
            }
        }
        sought
    }

    fn named_again(
        &self,
        sought: &BTreeMap<String, Vec<(Vec<String>, NameLabel)>>,
        at: TokenId,
        before: Option<TokenId>,
    ) -> Option<(Range<TokenId>, NameLabel)> {
        let limit = before.unwrap_or(self.scene.len());
        let known = sought.get(self.scene.forms[at])?;
        let is_here = |forms: &[String]| {
            let tokens = at..at + forms.len();
            tokens.end <= limit
                && forms.iter().zip(tokens.clone()).all(|(form, at)| form == self.scene.forms[at])
                && tokens.clone().all(|at| self.scene.name_of[at].is_none())
                && !(tokens.end < limit && self.is_capital(tokens.end))
        };
        let (forms, label) = known
            .iter()
            .filter(|(forms, _)| is_here(forms))
            .max_by_key(|(forms, _)| forms.len())?;
        Some((at..at + forms.len(), *label))
    }
}

fn is_spokesperson(lower: &str) -> bool {
    matches!(lower, "spokesman" | "spokeswoman" | "spokesperson")
}

fn is_hyphen(lower: &str) -> bool {
    matches!(lower, "-" | "‐" | "‑")
}
