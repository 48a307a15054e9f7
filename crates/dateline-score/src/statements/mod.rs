//! Statements: source, cue and content against PolNeAR and other newsrooms, and who the speaker is.

mod form;
mod newsroom;
mod polnear;
mod speaker;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dateline::Reader;
use dateline::claim::Statement;
use dateline::text::Span;
use jiff::civil::Date;
use rayon::prelude::*;

use self::form::{SourceForm, content_form};
use self::speaker::{Hit, Speaker, look_up};
use crate::Error;
use crate::gold::{context, fold, read_gold};
use crate::metric::{PointSet, Tally, count_equal, match_by_iou};
use crate::task::{Mistake, Options, Row, Task, TaskScore, nothing, task_score};

const LEAST_IOU: f64 = 0.5;

/// Source, cue and content of one statement, whoever told them; a part that is not there is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Attribution {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
}

/// An article with its gold.
#[derive(Debug, Clone)]
struct Article {
    name: String,
    text: String,
    published: Option<Date>,
    /// `None` where only speakers are known.
    attributions: Option<Vec<Attribution>>,
    speakers: Vec<Speaker>,
}

/// A data set as read.
#[derive(Debug)]
struct Data {
    name: String,
    articles: Vec<Article>,
}

/// What one article adds to the scores.
#[derive(Debug, Default)]
struct ArticleScore {
    parts: Option<PartsScore>,
    /// What came of each speaker, with what kind of source it is.
    speakers: Vec<(Hit, String)>,
    mistakes: Vec<Mistake>,
}

/// What the parts of its statements add.
#[derive(Debug, Default)]
struct PartsScore {
    exact: [Tally; 3],
    overlap: [Tally; 2],
    found: Tally,
    by_form: Vec<(String, bool)>,
}

/// Scores statements; PolNeAR's folder or one of its parts, or gold of our own with the place of its
/// texts: `GOLD.ann=TEXTS`, `GOLD.tsv=TEXTS`.
pub(crate) fn score(
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    paths
        .iter()
        .map(|path| {
            let data = read_data(path, options)?;
            if data.articles.is_empty() {
                return Err(nothing("articles with statements", path, options));
            }
            let scores: Vec<ArticleScore> =
                data.articles.par_iter().map(|article| score_article(article, reader)).collect();
            Ok(sum_up(&data.name, &scores, reader, options))
        })
        .collect()
}

fn read_data(path: &Path, options: Options) -> Result<Data, Error> {
    let pair = path.to_str().and_then(|pair| pair.split_once('='));
    match pair.map(|(gold, texts)| (Path::new(gold), Path::new(texts))) {
        Some((gold, texts)) if gold.extension().is_some_and(|end| end == "ann") => {
            newsroom::read(gold, texts, options.split)
        }
        Some((gold, texts)) => speaker::read(gold, texts, options.split),
        None => {
            let documents = polnear::documents(path, options.split)?;
            let articles = documents.iter().map(polnear::Document::read);
            let articles = articles.collect::<Result<_, _>>()?;
            Ok(Data { name: "PolNeAR".to_owned(), articles })
        }
    }
}

fn sum_up(data: &str, scores: &[ArticleScore], reader: &Reader, options: Options) -> TaskScore {
    let mut score = task_score(Task::Statements, data, reader, options);
    let parts: Vec<&PartsScore> = scores.iter().filter_map(|one| one.parts.as_ref()).collect();
    if !parts.is_empty() {
        push_parts(&parts, &mut score.rows);
    }
    push_speakers(scores.iter().flat_map(|one| &one.speakers), &mut score.rows);
    score.count_documents(scores.len(), scores.len());
    let mistakes = scores.iter().flat_map(|one| one.mistakes.iter().cloned()).collect();
    score.mistakes = crate::task::spread(mistakes, options.n_mistakes);
    score
}

fn push_speakers<'s>(speakers: impl Iterator<Item = &'s (Hit, String)>, rows: &mut Vec<Row>) {
    let speakers: Vec<_> = speakers.collect();
    if speakers.is_empty() {
        return;
    }
    let tally_of = |hits: &[Hit]| {
        let n_right = hits.iter().filter(|hit| **hit == Hit::Right).count();
        let n_found = hits.iter().filter(|hit| **hit != Hit::Missed).count();
        (n_right as f64, n_found)
    };
    let all: Vec<Hit> = speakers.iter().map(|(hit, _)| *hit).collect();
    let (n_right, n_found) = tally_of(&all);
    rows.push(Row::plain("speaker right", n_right / all.len() as f64, all.len()));
    let of_found = |n_right: f64, n_found: usize| n_right / n_found.max(1) as f64;
    let measure = "speaker right, of those found";
    rows.push(Row::plain(measure, of_found(n_right, n_found), n_found));
    let kinds: BTreeSet<&str> = speakers.iter().map(|(_, kind)| kind.as_str()).collect();
    for kind in kinds.into_iter().filter(|kind| !kind.is_empty()) {
        let of_kind = speakers.iter().filter(|(_, one)| one == kind);
        let hits: Vec<Hit> = of_kind.map(|(hit, _)| *hit).collect();
        let (n_right, n_found) = tally_of(&hits);
        if n_found > 0 {
            let measure = format!("{measure}, {kind}");
            rows.push(Row::plain(measure, of_found(n_right, n_found), n_found));
        }
    }
}

fn push_parts(parts: &[&PartsScore], rows: &mut Vec<Row>) {
    for (at, role) in ["source", "cue", "content"].into_iter().enumerate() {
        let tally = parts.iter().map(|part| part.exact[at]).sum();
        rows.push(Row::f1(format!("{role}, exact F1"), tally));
    }
    for (at, role) in ["source", "content"].into_iter().enumerate() {
        let tally = parts.iter().map(|part| part.overlap[at]).sum();
        rows.push(Row::f1(format!("{role}, overlap F1"), tally));
    }
    rows.push(Row::f1("attribution found, F1", parts.iter().map(|part| part.found).sum()));
    let kinds: BTreeSet<&str> =
        parts.iter().flat_map(|part| &part.by_form).map(|(kind, _)| kind.as_str()).collect();
    for kind in kinds {
        let outcomes = parts.iter().flat_map(|part| &part.by_form).filter(|(one, _)| one == kind);
        let mut tally = Tally::default();
        for (_, is_found) in outcomes {
            tally += Tally { n_right: usize::from(*is_found), n_found: 0, n_gold: 1 };
        }
        rows.push(Row::recall(format!("attribution found, recall, {kind}"), tally));
    }
}

fn score_article(article: &Article, reader: &Reader) -> ArticleScore {
    let Article { name, text, .. } = article;
    let reading = read_gold(reader, text, article.published);
    let mut score = ArticleScore::default();
    if let Some(gold) = &article.attributions {
        let found = outermost(&reading.claims.statements, text);
        let (parts, mistakes) = compare(name, text, gold, &found);
        (score.parts, score.mistakes) = (Some(parts), mistakes);
    }
    for speaker in &article.speakers {
        let (hit, found) = look_up(&reading, speaker);
        score.speakers.push((hit, speaker.kind.clone()));
        score.mistakes.extend((hit == Hit::Wrong).then(|| Mistake {
            document: name.clone(),
            gold: format!("speaker {}", speaker.describe(text)),
            found,
            context: context(text, speaker.source(text)),
        }));
    }
    score
}

/// Returns the statements that stand in no other: PolNeAR has no nesting, and its annotators drew
/// the outer one.
fn outermost(statements: &[Statement], text: &str) -> Vec<Attribution> {
    let outer = statements.iter().filter(|statement| statement.within.is_none());
    outer
        .map(|statement| Attribution {
            source: statement.source.as_ref().map_or_else(Vec::new, |source| source.spans.clone()),
            cue: statement.cue.into_iter().collect(),
            content: statement.content.clone(),
        })
        .map(|attribution| attribution.joined(text))
        .collect()
}

impl Attribution {
    /// Sorts the spans of each part and joins those with only white space between them.
    fn joined(mut self, text: &str) -> Self {
        for part in [&mut self.source, &mut self.cue, &mut self.content] {
            *part = join(text, std::mem::take(part));
        }
        self
    }

    fn describe(&self, text: &str) -> String {
        let words = |spans: &[Span]| {
            let parts: Vec<String> = spans.iter().map(|span| fold(span.of(text))).collect();
            parts.join(" … ")
        };
        format!(
            "source “{}” cue “{}” content “{}”",
            words(&self.source),
            words(&self.cue),
            words(&self.content)
        )
    }
}

fn join(text: &str, mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.trim(text).is_empty());
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans.into_iter().map(|span| span.trim(text)) {
        match joined.last_mut() {
            Some(last) if is_blank(text, last.end, span.start) => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// Tells whether nothing but white space stands between two offsets; true where they overlap.
fn is_blank(text: &str, end: u32, start: u32) -> bool {
    start <= end || text.get(end as usize..start as usize).is_some_and(|gap| gap.trim().is_empty())
}

fn compare(
    name: &str,
    text: &str,
    gold: &[Attribution],
    found: &[Attribution],
) -> (PartsScore, Vec<Mistake>) {
    let exact = [
        exact_tally(gold, found, |one| &one.source),
        exact_tally(gold, found, |one| &one.cue),
        exact_tally(gold, found, |one| &one.content),
    ];
    let overlap = [
        overlap_tally(text, gold, found, |one| &one.source),
        overlap_tally(text, gold, found, |one| &one.content),
    ];
    let contents = |list: &[Attribution]| -> Vec<PointSet> {
        list.iter().map(|one| PointSet::new(text, one.content.iter().copied())).collect()
    };
    let pairs = match_by_iou(&contents(gold), &contents(found), LEAST_IOU);
    let tally = Tally { n_right: pairs.len(), n_found: found.len(), n_gold: gold.len() };
    let is_found = |at: usize| pairs.iter().any(|pair| pair.0 == at);
    let by_form = gold.iter().enumerate().flat_map(|(at, one)| {
        let form = content_form(text, &one.content);
        let source = SourceForm::of(text, &one.source);
        [form.as_str(), source.as_str()].map(|kind| (kind.to_owned(), is_found(at)))
    });
    let score = PartsScore { exact, overlap, found: tally, by_form: by_form.collect() };
    (score, mistakes(name, text, (gold, found), &pairs))
}

/// Compares the spans of one part; spans that several statements share count once.
fn exact_tally<'a>(
    gold: &'a [Attribution],
    found: &'a [Attribution],
    part: impl Fn(&'a Attribution) -> &'a Vec<Span>,
) -> Tally {
    let distinct = |list: &'a [Attribution]| -> Vec<&'a Vec<Span>> {
        let set: BTreeSet<&Vec<Span>> = list.iter().map(&part).filter(|s| !s.is_empty()).collect();
        set.into_iter().collect()
    };
    let (gold, found) = (distinct(gold), distinct(found));
    Tally { n_right: count_equal(&gold, &found), n_found: found.len(), n_gold: gold.len() }
}

/// Compares the code points that one part covers over all statements of a document.
fn overlap_tally<'a>(
    text: &str,
    gold: &'a [Attribution],
    found: &'a [Attribution],
    part: impl Fn(&'a Attribution) -> &'a Vec<Span>,
) -> Tally {
    let covered = |list: &'a [Attribution]| {
        PointSet::new(text, list.iter().flat_map(|one| part(one).iter().copied()))
    };
    let (gold, found) = (covered(gold), covered(found));
    Tally { n_right: gold.count_shared(&found), n_found: found.len(), n_gold: gold.len() }
}

/// Lists the gold statements that were missed or drawn differently, then those that no gold
/// statement answers to.
fn mistakes(
    name: &str,
    text: &str,
    (gold, found): (&[Attribution], &[Attribution]),
    pairs: &[(usize, usize)],
) -> Vec<Mistake> {
    let mistake = |gold: Option<&Attribution>, found: Option<&Attribution>| {
        let any = gold.or(found).and_then(|one| one.cue.first().or(one.content.first()));
        Mistake {
            document: name.to_owned(),
            gold: gold.map_or_else(String::new, |one| one.describe(text)),
            found: found.map_or_else(String::new, |one| one.describe(text)),
            context: any.map_or_else(String::new, |span| context(text, *span)),
        }
    };
    let partner = |at: usize| pairs.iter().find(|pair| pair.0 == at).map(|pair| &found[pair.1]);
    let of_gold = gold.iter().enumerate().filter(|(at, one)| partner(*at) != Some(*one));
    let spurious =
        (0..found.len()).filter(|at| !pairs.iter().any(|pair| pair.1 == *at)).map(|at| &found[at]);
    of_gold
        .map(|(at, one)| mistake(Some(one), partner(at)))
        .chain(spurious.map(|one| mistake(None, Some(one))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes an attribution of quoted words of a text.
    fn attribution(text: &str, source: &str, cue: &str, content: &[&str]) -> Attribution {
        let find = |words: &str| {
            let at = text.find(words).expect("the words stand in the text");
            Span::new(at, at + words.len())
        };
        let some = |words: &str| if words.is_empty() { vec![] } else { vec![find(words)] };
        let content = content.iter().map(|words| find(words)).collect();
        Attribution { source: some(source), cue: some(cue), content }.joined(text)
    }

    #[test]
    fn exact_overlap_and_found_by_hand() {
        // Two gold statements; two found, the first with a content that lacks its last word, the
        // second wholly wrong.
        let text = "The mayor said the dam holds well. Reports say it leaks.";
        let gold = [
            attribution(text, "The mayor", "said", &["the dam holds well"]),
            attribution(text, "Reports", "say", &["it leaks"]),
        ];
        let found = [
            attribution(text, "The mayor", "said", &["the dam holds"]),
            attribution(text, "", "leaks", &["Reports say"]),
        ];
        let (score, mistakes) = compare("d", text, &gold, &found);
        // Source: gold 2, found 1, right 1. Cue: 2, 2, 1. Content: 2, 2, 0.
        let tally = |n_right, n_found, n_gold| Tally { n_right, n_found, n_gold };
        assert_eq!(score.exact, [tally(1, 1, 2), tally(1, 2, 2), tally(0, 2, 2)]);
        // Source points: gold Themayor 8 + Reports 7 = 15, found 8, shared 8.
        // Content: gold thedamholdswell 15 + itleaks 7 = 22, found thedamholds 11 + Reportssay 10
        // = 21, shared 11.
        assert_eq!(score.overlap, [tally(8, 8, 15), tally(11, 21, 22)]);
        // Content IoU of the first pair 11/15 = .73, of the second 0: one of two found.
        assert_eq!(score.found, tally(1, 2, 2));
        assert_eq!(mistakes.len(), 3);
    }

    #[test]
    fn fragments_with_a_blank_between_are_one() {
        let text = "“We wait.” “We hope,” said she.";
        let split = Attribution {
            content: vec![Span::new(15, 29), Span::new(0, 14)],
            ..Attribution::default()
        };
        assert_eq!(split.content[0].of(text), "“We hope,”");
        assert_eq!(split.content[1].of(text), "“We wait.”");
        assert_eq!(split.joined(text).content, [Span::new(0, 29)]);
    }
}
