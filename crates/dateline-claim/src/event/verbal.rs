//! Events told by a verb, alone or with a noun: `attacked`, `launched an attack`, `held talks`.

use std::ops::Range;

use dateline_mention::Mentions;
use dateline_syntax::{TokenId, Upos};
use dateline_text::Span;

use super::chunk::{Chunk, ChunkKind, VerbForm};
use super::clause::{Arguments, Phrase};
use super::lexicon::{Coding, Condition, LEXICON, Meaning, NounLine, VerbLine};
use super::participant::can_act;
use super::sentence::Row;
use super::setting::clause_around;

/// What a verb group was found to tell.
#[derive(Debug)]
pub(super) struct Reading {
    /// Type, mode, contexts.
    pub(super) coding: Coding,
    /// The verb group, and the noun where that tells the event.
    pub(super) trigger: Span,
    /// Who does it.
    pub(super) actors: Vec<Phrase>,
    /// To whom.
    pub(super) recipients: Vec<Phrase>,
    /// Chunks of nouns that the reading has used up.
    pub(super) used: Vec<usize>,
    /// Which rule read it.
    pub(super) rule: &'static str,
}

/// What a verb group was found to tell, or that it tells no event though its words might.
#[derive(Debug)]
pub(super) enum Outcome {
    /// An event.
    Event(Reading),
    /// An idiom.
    Idiom,
}

/// Reads the verb group at a chunk.
pub(super) fn read_verb(row: &Row<'_>, mentions: &Mentions, verb: usize) -> Option<Outcome> {
    let lines = LEXICON.verb(row.lemma(row.chunks[verb].head()));
    // `given this news` is a preposition
    let given = row.chunks[verb].tokens.len() == 1 && row.form_at(verb) == "given";
    if lines.is_empty() || given || is_inverted(row, verb) {
        return None;
    }
    let place = Place::new(row, mentions, verb);
    lines.iter().find_map(|line| place.try_line(line))
}

/// Tells whether an auxiliary opens a condition: `had the talks failed`.
fn is_inverted(row: &Row<'_>, verb: usize) -> bool {
    let opens = verb.checked_sub(1).is_none_or(|before| {
        matches!(row.chunks[before].kind, ChunkKind::Boundary | ChunkKind::Comma)
    });
    let form = |at: usize| row.chunks.get(at).and_then(Chunk::verb).map(|group| group.form);
    opens
        && matches!(row.form_at(verb), "had" | "were")
        && row.chunks.get(verb + 1).is_some_and(Chunk::is_noun)
        && matches!(form(verb + 2), Some(VerbForm::Finite | VerbForm::Participle))
}

/// A verb group with what stands around it.
struct Place<'r, 'd> {
    row: &'r Row<'d>,
    mentions: &'r Mentions,
    verb: usize,
    arguments: Arguments,
}

// Nouns further behind the verb say nothing of what the verb tells.
const MAX_OBJECT_TOKENS: usize = 14;

// Particles that may stand behind the object: `pulled the troops out`.
const SEPARABLE: &[&str] = &["out", "off", "up", "down", "back", "over", "away", "hostage"];

// A noun of the noun table has at most this many tokens.
const MAX_NOUN_WORDS: usize = 5;

impl<'r, 'd> Place<'r, 'd> {
    fn new(row: &'r Row<'d>, mentions: &'r Mentions, verb: usize) -> Self {
        let mut arguments = row.arguments(verb);
        if is_bare_passive(row, verb) && arguments.objects.is_empty() {
            arguments.objects = std::mem::take(&mut arguments.subjects);
        }
        Self { row, mentions, verb, arguments }
    }

    fn try_line(&self, line: &VerbLine) -> Option<Outcome> {
        let particle_end = match line.particle {
            Some(words) => Some(self.particle_end(words)?),
            None => None,
        };
        let used = self.holds(line)?;
        if line.frame.contains(&"p") && !(self.is_done_to_someone() && self.are_objects(&used)) {
            return None;
        }
        match &line.meaning {
            Meaning::NoEvent => Some(Outcome::Idiom),
            Meaning::OfNoun => self.light_verb().map(Outcome::Event),
            Meaning::Event(_) if self.is_mishap() => Some(Outcome::Idiom),
            Meaning::Event(coding) => {
                let (actors, mut recipients) = self.take_part(&line.frame);
                if let Some(counted) = self.counted(&recipients) {
                    recipients = counted;
                }
                // a noun that is the recipient itself tells nothing of its own
                let is_recipient =
                    |token: &TokenId| recipients.iter().any(|one| one.tokens.contains(token));
                let used: Vec<TokenId> =
                    used.into_iter().filter(|token| !is_recipient(token)).collect();
                Some(Outcome::Event(Reading {
                    coding: coding.clone(),
                    trigger: self.trigger(particle_end, &used),
                    actors,
                    recipients,
                    used: used.into_iter().map(|token| self.row.chunk_of(token)).collect(),
                    rule: "verbal",
                }))
            }
        }
    }

    /// Tells whether no thing stands as the object, as `p` in a frame asks: `ordered troops`, not
    /// `ordered steel`.
    fn is_done_to_someone(&self) -> bool {
        let someone = |phrase: &Phrase| can_act(self.row, self.mentions, phrase, "CONSULT");
        let Arguments { subjects, objects, .. } = &self.arguments;
        objects.is_empty() || subjects.len() > 1 || objects.iter().any(someone)
    }

    /// Tells whether nouns do not but tell of a thing to which it is done: `president` in `removed a statue of the
    /// president`, not in `removed two of the presidents`.
    fn are_objects(&self, nouns: &[TokenId]) -> bool {
        let Some(&noun) = nouns.first() else { return true };
        let tells_of_thing = |object: &Phrase| {
            let first = &self.row.chunks[object.chunk];
            object.tokens.contains(&noun)
                && !first.tokens.contains(&noun)
                && !self.row.starts_quantity(first.tokens.start)
                && LEXICON.agent(self.row.lemma(first.head())).is_none()
        };
        !self.arguments.objects.iter().any(tells_of_thing)
    }

    /// Tells whether harm is told that no one is told to have meant.
    fn is_mishap(&self) -> bool {
        if !LEXICON.is_harm(self.row.lemma(self.row.chunks[self.verb].head())) {
            return false;
        }
        let mut clause = clause_around(self.row, self.verb);
        let violence = clause.any(|chunk| {
            event_noun(self.row, chunk).is_some_and(|(_, line)| line.coding.kind == "ASSAULT")
        });
        let heads = |phrases: &[Phrase]| -> Vec<usize> {
            phrases.iter().map(|phrase| self.row.chunks[phrase.chunk].head()).collect()
        };
        let actors = heads(&self.arguments.subjects);
        let accidental = actors.iter().any(|&head| LEXICON.is_accident(self.row.lemma(head)));
        accidental || actors.is_empty() && !violence || !violence && self.is_in_accident()
    }

    /// Tells whether the act happens `in`, `during` or `after` an accident.
    fn is_in_accident(&self) -> bool {
        let inside = |oblique: &super::clause::Oblique| {
            ["in", "during", "after", "by", "from", "when"]
                .contains(&self.row.form_at(oblique.chunk))
        };
        let mut phrases =
            self.arguments.obliques.iter().filter(|o| inside(o)).flat_map(|o| &o.phrases);
        phrases
            .any(|phrase| LEXICON.is_accident(self.row.lemma(self.row.chunks[phrase.chunk].head())))
    }

    /// Returns the end of a verb's particle, right behind the verb or behind its object.
    fn particle_end(&self, words: &str) -> Option<TokenId> {
        let from = self.row.chunks[self.verb].tokens.end;
        let parts = words.contains(' ') || SEPARABLE.contains(&words);
        let object =
            self.arguments.objects.first().filter(|_| parts).map(|object| object.tokens.end);
        // `set him free`, but not `called off on Friday`
        let parted = !SEPARABLE.contains(&self.row.form(from));
        let starts = [Some(from), parted.then_some(from + 1), object];
        starts.into_iter().flatten().find_map(|start| {
            let mut end = start.max(from);
            for word in words.split(' ') {
                if self.row.form(end) != word && self.row.lemma(end) != word {
                    return None;
                }
                end += 1;
            }
            Some(end)
        })
    }

    /// Tells whether a line's condition is met, with the tokens of nouns that met it.
    fn holds(&self, line: &VerbLine) -> Option<Vec<TokenId>> {
        let met = match &line.condition {
            Condition::Always | Condition::EventNoun => true,
            Condition::NoObject => {
                self.arguments.objects.is_empty()
                    && self.row.form_at(self.arguments.zone.start) != "that"
            }
            Condition::Clause => self.has_clause(),
            Condition::Infinitive(verbs) => self.has_infinitive(verbs),
            Condition::Object { nouns, prepositions } => {
                let is_protest =
                    matches!(&line.meaning, Meaning::Event(coding) if coding.kind == "PROTEST");
                if let Some(noun) = self.object_noun(nouns, is_protest) {
                    return Some(noun.collect());
                }
                prepositions.iter().any(|word| self.row.governed(&self.arguments, word).is_some())
            }
        };
        met.then(Vec::new)
    }

    fn has_clause(&self) -> bool {
        let zone = &self.arguments.zone;
        let next = self.row.chunks.get(zone.end).map(|chunk| &chunk.kind);
        let bare = self.arguments.objects.first().is_some_and(|o| o.chunk == zone.start)
            && matches!(next, Some(ChunkKind::Verb(group)) if group.form == VerbForm::Finite);
        bare || self.row.form_at(zone.start) == "that"
    }

    fn has_infinitive(&self, verbs: &[&str]) -> bool {
        let Some(next) = self.row.chunks.get(self.arguments.zone.end) else { return false };
        let infinitive = next.verb().is_some_and(|group| group.form == VerbForm::Infinitive);
        infinitive && (verbs.is_empty() || verbs.contains(&self.row.lemma(next.head())))
    }

    /// Returns the tokens behind the verb, or those of a passive's subject, that may be its objects.
    fn object_tokens(&self) -> Vec<TokenId> {
        let start = self.row.chunks[self.verb].tokens.end;
        let end = self.row.chunks[self.own_zone()].last().map_or(start, |chunk| chunk.tokens.end);
        let behind = start..end.min(start + MAX_OBJECT_TOKENS);
        let subjects = self.arguments.objects.iter().flat_map(|phrase| phrase.tokens.clone());
        subjects.chain(behind).filter(|token| !self.owns(*token)).collect()
    }

    /// Returns the chunks behind the verb up to a comma behind its objects: in `put up a bridge, the mayor`
    /// he is no object.
    fn own_zone(&self) -> Range<usize> {
        let zone = self.arguments.zone.clone();
        let Some(object) = self.arguments.objects.last() else { return zone };
        let is_comma = |at: &usize| {
            let chunk = &self.row.chunks[*at];
            matches!(chunk.kind, ChunkKind::Comma) && chunk.tokens.start >= object.tokens.end
        };
        let end = zone.clone().find(is_comma).unwrap_or(zone.end);
        zone.start..end
    }

    /// Tells whether a token belongs to an owner: `president` in `the president's announcement`.
    fn owns(&self, token: TokenId) -> bool {
        let Some(chunk) = self.row.chunks.get(self.row.chunk_of(token)) else { return false };
        let mut behind = token + 1..chunk.tokens.end;
        chunk.is_noun() && behind.any(|next| matches!(self.row.form(next), "'s" | "’s"))
    }

    /// Finds one of some nouns (of up to three words) among the objects.
    fn object_noun(&self, nouns: &[&str], is_protest: bool) -> Option<Range<TokenId>> {
        self.object_tokens().into_iter().find_map(|token| {
            let one = self.row.lemma(token);
            let listed = nouns.binary_search(&one).is_ok()
                || nouns.binary_search(&self.row.form(token)).is_ok();
            if listed && !(is_protest && self.ends_violence(token)) {
                return Some(token..token + 1);
            }
            let two = format!("{one} {}", self.row.lemma(token + 1));
            if nouns.binary_search(&two.as_str()).is_ok() {
                return Some(token..token + 2);
            }
            let three = words(&[&*two, self.row.lemma(token + 2)]);
            nouns.binary_search(&three.as_str()).is_ok().then_some(token..token + 3)
        })
    }

    /// Tells whether a token ends an act of violence: `strike` in `air strike` is no stoppage.
    fn ends_violence(&self, token: TokenId) -> bool {
        let Some(before) = token.checked_sub(1) else { return false };
        let two = format!("{} {}", self.row.lemma(before), self.row.lemma(token));
        LEXICON.noun(&two).is_some_and(|line| line.coding.kind == "ASSAULT")
    }

    fn trigger(&self, particle_end: Option<TokenId>, used: &[TokenId]) -> Span {
        let tokens = &self.row.chunks[self.verb].tokens;
        let end = particle_end.unwrap_or(tokens.end).max(tokens.end);
        let mut span = self.row.span(self.first_verb_token()..end);
        if let (Some(first), Some(last)) = (used.first(), used.last()) {
            span = span.cover(self.row.span(*first..last + 1));
        }
        span
    }

    /// Leaves auxiliaries out of the trigger: `was attacked` gives `attacked`.
    fn first_verb_token(&self) -> TokenId {
        self.row.chunks[self.verb].head()
    }

    /// Reads a light verb with the noun that tells the event.
    fn light_verb(&self) -> Option<Reading> {
        let object = self.arguments.objects.first()?;
        let last = self.row.chunk_of(object.tokens.end - 1);
        let (chunk, tokens, line) = (object.chunk..=last).find_map(|chunk| {
            let (tokens, line) = event_noun(self.row, chunk)?;
            Some((chunk, tokens, line))
        })?;
        let trigger = self.row.span(self.first_verb_token()..self.first_verb_token() + 1);
        Some(Reading {
            coding: line.coding.clone(),
            trigger: trigger.cover(self.row.span(tokens)),
            actors: self.arguments.subjects.clone(),
            recipients: self.first_of(&line.recipient),
            used: vec![chunk],
            rule: "light_verb",
        })
    }

    /// Returns those of whom a bare number counts some: `hunted the divers, killing nearly 40`.
    fn counted(&self, recipients: &[Phrase]) -> Option<Vec<Phrase>> {
        let [number] = recipients else { return None };
        let head = self.row.chunks[number.chunk].head();
        let bare = self.row.upos(head) == Upos::Num || self.row.form(head) == "more";
        let gerund = |at: usize| {
            self.row.chunks[at].verb().is_some_and(|group| group.form == VerbForm::Gerund)
        };
        let mut governor = self.row.governor(self.verb).filter(|_| bare && gerund(self.verb))?;
        while gerund(governor) {
            governor = self.row.governor(governor)?;
        }
        let objects = self.row.arguments(governor).objects;
        let people = |phrase: &Phrase| {
            let head = self.row.chunks[phrase.chunk].head();
            LEXICON.agent(self.row.lemma(head)).is_some_and(|sector| sector != "GOV")
        };
        objects.first().is_some_and(people).then_some(objects)
    }

    /// Returns actors and recipients by a frame.
    fn take_part(&self, frame: &[&str]) -> (Vec<Phrase>, Vec<Phrase>) {
        let mut actors = self.arguments.subjects.clone();
        if frame.first() != Some(&"=") {
            return (actors, self.first_of(frame));
        }
        if self.row.chunks[self.verb].verb().is_some_and(|group| group.passive) && actors.is_empty()
        {
            actors = self.first_of(&["by", "between", "with"]);
        }
        (actors, self.first_of(&frame[1..]))
    }

    /// Returns the phrases at the first place of a frame that is there.
    fn first_of(&self, frame: &[&str]) -> Vec<Phrase> {
        for place in frame {
            let phrases = match *place {
                "o" | "p" => Some(self.arguments.objects.as_slice()),
                "=" => self.row.governed(&self.arguments, "between"),
                preposition => self.row.governed(&self.arguments, preposition),
            };
            if let Some(phrases) = phrases.filter(|phrases| !phrases.is_empty()) {
                return phrases.to_vec();
            }
        }
        Vec::new()
    }
}

/// Tells whether a participle without an auxiliary is said of those who undergo it: `30 injured`.
fn is_bare_passive(row: &Row<'_>, verb: usize) -> bool {
    let chunk = &row.chunks[verb];
    let past = !row.form(chunk.head()).ends_with("ing")
        && row.form(chunk.head()) != row.lemma(chunk.head());
    chunk.tokens.len() == 1 && past && ALWAYS_TRANSITIVE.contains(&row.lemma(chunk.head()))
}

// Without an object their past form is a participle.
const ALWAYS_TRANSITIVE: &[&str] = &[
    "kill",
    "wound",
    "injure",
    "maim",
    "destroy",
    "damage",
    "displace",
    "arrest",
    "detain",
    "jail",
    "imprison",
    "abduct",
    "kidnap",
    "murder",
    "assassinate",
    "torture",
    "deport",
    "evict",
    "accuse",
    "charge",
    "convict",
    "sentence",
    "ban",
    "condemn",
    "expel",
    "execute",
    "rescue",
    "blame",
];

/// Joins tokens as the tables write them: `cease-fire deal`.
fn words<S: std::borrow::Borrow<str>>(tokens: &[S]) -> String {
    tokens.join(" ").replace(" - ", "-")
}

/// Returns the noun of the noun table at the head of a chunk, the longest that fits.
pub(super) fn event_noun<'r>(
    row: &Row<'_>,
    chunk: usize,
) -> Option<(Range<TokenId>, &'r NounLine)> {
    let tokens = row.chunks[chunk].tokens.clone();
    let head = row.chunks[chunk].head();
    // `stone-throwing`
    let gerund = head > tokens.start && row.form(head - 1) == "-";
    if !row.chunks[chunk].is_noun()
        || !matches!(row.upos(head), Upos::Noun | Upos::Propn) && !gerund
    {
        return None;
    }
    // a proper noun before it makes it a part of a name: "World War"
    let in_name =
        row.upos(head) == Upos::Propn && head > tokens.start && row.upos(head - 1) == Upos::Propn;
    if in_name {
        return None;
    }
    let end = head + 1;
    let first = tokens.start.max(end.saturating_sub(MAX_NOUN_WORDS));
    (first..end)
        .find_map(|start| {
            let lemmas: Vec<String> =
                (start..end).map(|token| row.lemma(token).to_lowercase()).collect();
            let forms: Vec<&str> = (start..end).map(|token| row.form(token)).collect();
            let line = LEXICON.noun(&words(&lemmas)).or_else(|| LEXICON.noun(&words(&forms)));
            line.map(|line| (start..end, line))
        })
        .filter(|(_, line)| line.coding.kind != NO_EVENT)
}

// The noun table's mark of a figure of speech: `heart attack`, `price war`.
const NO_EVENT: &str = ".";
