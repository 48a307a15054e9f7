//! The whole chain, from an item to its record.

use std::sync::Arc;

use dateline_claim::{Claims, extract};
use dateline_intake::{Config, Found, decode};
use dateline_ledger::record::{self, Include, Options, Provenance, Record};
use dateline_mention::{Mentions, Parsed, find};
use dateline_syntax::{Analysis, Engine, Parse, Segmentation, segment_from};
use dateline_text::{Block, Dispatch, Item, ItemId, Media, Note, NoteKind, Sighting, Span, Stage};

use crate::options::options_of;

/// Reads items; made once, shared by any number of threads.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    config: Arc<Config>,
    include: Include,
    engine: Engine,
    returned: u32,
}

/// What each stage made of one dispatch.
#[derive(Debug)]
pub struct Reading {
    /// The decoded article.
    pub dispatch: Dispatch,
    /// Sentences and tokens.
    pub segmentation: Segmentation,
    /// Tags and lemmas.
    pub parse: Parse,
    /// Names, entities, times, places, quantities.
    pub mentions: Mentions,
    /// Statements, events, figures.
    pub claims: Claims,
    /// What of the dispatch was not read, and why.
    pub notes: Vec<Note>,
}

impl Reader {
    /// Makes a reader with its own settings of intake.
    pub fn new(config: Config) -> Self {
        Self { config: Arc::new(config), ..Self::default() }
    }

    /// Sets the engine that reads sentences, tags, trees and names.
    ///
    /// ```
    /// use dateline::Reader;
    /// use dateline::syntax::Engine;
    ///
    /// let swift = Reader::default().engine(Engine::Swift);
    /// assert_eq!(swift.describe().engine, "swift");
    /// assert_eq!(Reader::default().describe().engine, "careful");
    /// ```
    #[must_use]
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Sets what a record tells beyond the claims: origin, tokens, names.
    ///
    /// ```
    /// use dateline::Reader;
    /// use dateline::record::Include;
    ///
    /// let reader = Reader::default().with(Include { tokens: true, ..Include::default() });
    /// let body = reader.read_text("Rain fell.").body.expect("English is read");
    /// assert_eq!(body.tokens.expect("they are asked for").len(), 3);
    /// ```
    #[must_use]
    pub fn with(mut self, include: Include) -> Self {
        self.include = include;
        self
    }

    /// Sets how often this reader is returned to after others have read the same.
    pub(crate) fn returned(mut self, n_times: u32) -> Self {
        self.returned = n_times;
        self
    }

    /// Returns the settings of intake.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the version of this reader for an item: code, a hash of code, weights and lexicons,
    /// the engine, and, where it reads with [`Options`] beyond the defaults, a hash of their JSON.
    ///
    /// ```
    /// use dateline::Reader;
    /// use dateline::intake::Config;
    /// use dateline::text::{Item, Media};
    ///
    /// let item = Item::new(b"Rain fell on Orm.".to_vec(), Media::Text);
    /// let mut config = Config::default();
    /// config.given.outlet = Some("Harbour Post".to_owned());
    /// let (plain, told) = (Reader::default(), Reader::new(config));
    /// assert!(told.version_of(&item).starts_with(&plain.version_of(&item)));
    /// assert_ne!(told.version_of(&item), plain.version_of(&item));
    /// ```
    pub fn version_of(&self, item: &Item) -> String {
        self.version_with(&self.options_of(item))
    }

    /// Returns what stands in the `reader` of records of items of which nothing is told.
    pub fn describe(&self) -> record::Reader {
        self.describe_with(options_of(&self.config, &Item::new(Vec::new(), Media::Other)))
    }

    fn options_of(&self, item: &Item) -> Options {
        Options { returned: self.returned, ..options_of(&self.config, item) }
    }

    fn version_with(&self, options: &Options) -> String {
        let (code, hash) = (env!("CARGO_PKG_VERSION"), env!("DATELINE_READER_HASH"));
        let version = format!("{code}-{hash}-{}", self.engine);
        if options.is_default() {
            return version;
        }
        // The head of a SHA-256, as of an item.
        format!("{version}-{}", ItemId::of(options.to_json().as_bytes()))
    }

    fn describe_with(&self, options: Options) -> record::Reader {
        let list = |parts: &str| -> Vec<String> {
            parts.split(',').filter(|p| !p.is_empty()).map(str::to_owned).collect()
        };
        record::Reader {
            version: self.version_with(&options),
            engine: self.engine.to_string(),
            models: list(env!("DATELINE_MODELS"))
                .into_iter()
                .filter(|model| {
                    let name = model.split('@').next().unwrap_or_default();
                    self.engine.models().contains(&name)
                })
                .collect(),
            lexicons: list(env!("DATELINE_LEXICONS")),
            options,
        }
    }

    /// Reads one thing found in the input; `None` where there was no item to read.
    pub fn read(&self, found: &Found) -> Option<Record> {
        let item = found.item.as_ref()?;
        let (reading, met) = self.read_item(item, &found.sighting);
        let notes: Vec<Note> = found.notes.iter().cloned().chain(met).collect();
        let reader = self.describe_with(self.options_of(item));
        let provenance =
            Provenance { item, sighting: &found.sighting, reader: &reader, notes: &notes };
        Some(match &reading {
            Some(reading) => Record::of_reading(provenance, reading.stages(), self.include),
            None => Record::of_unreadable(provenance),
        })
    }

    /// Decodes an item and runs every stage; `None` where it cannot be read, and the notes say why.
    ///
    /// ```
    /// use dateline::Reader;
    /// use dateline::text::{Item, Media, Sighting};
    ///
    /// let item = Item::new(b"Two dockers were hurt in Orm, police said.".to_vec(), Media::Text);
    /// let (reading, notes) = Reader::default().read_item(&item, &Sighting::default());
    /// let reading = reading.expect("text is readable");
    /// assert_eq!(reading.claims.statements.len(), 1);
    /// assert!(notes.is_empty());
    /// ```
    pub fn read_item(&self, item: &Item, sighting: &Sighting) -> (Option<Reading>, Vec<Note>) {
        let decoded = decode(item, sighting, &self.config);
        let mut notes = decoded.notes;
        let reading = decoded.dispatch.map(|dispatch| self.read_dispatch(dispatch));
        notes.extend(reading.iter().flat_map(|reading| reading.notes.iter().cloned()));
        (reading, notes)
    }

    /// Decodes one thing found in the input and runs the engine alone: to measure the engine.
    ///
    /// ```
    /// use dateline::Reader;
    /// use dateline::intake::{Config, open_reader};
    ///
    /// let text = "The ferry was late because of the storm, the mayor of Orm said on Friday.";
    /// let found = open_reader(text.as_bytes(), "-", &Config::default()).next();
    /// let analysis = Reader::default().analyse(&found.expect("one item")).expect("it is English");
    /// assert_eq!(analysis.segmentation.sentences.len(), 1);
    /// ```
    pub fn analyse(&self, found: &Found) -> Option<Analysis> {
        let decoded = decode(found.item.as_ref()?, &found.sighting, &self.config);
        let dispatch = decoded.dispatch.filter(Dispatch::is_read)?;
        Some(self.engine.analyse(&dispatch))
    }

    /// Reads a text without a container.
    pub fn read_text(&self, text: &str) -> Record {
        let item = Item::new(text.as_bytes().to_vec(), Media::Text);
        let found = Found { sighting: Sighting::default(), item: Some(item), notes: Vec::new() };
        self.read(&found).expect("an item is given, so a record is made")
    }

    /// Runs the stages after decoding. Claims are read from English alone, and as far as the limit
    /// of [`Limits::pieces`](dateline_intake::Limits) reaches; the rest is cut into sentences.
    pub fn read_dispatch(&self, mut dispatch: Dispatch) -> Reading {
        let reach = Engine::reach(&dispatch, self.config.limits.pieces);
        let stop = if dispatch.is_read() { reach } else { Some(0) };
        let rest = stop.map(|stop| dispatch.split_off(stop)).unwrap_or_default();
        let mut reading = self.read_whole(dispatch);
        if let Some(stop) = stop {
            reading.add_rest(rest, stop);
        }
        reading
    }

    fn read_whole(&self, dispatch: Dispatch) -> Reading {
        let notes = Vec::new();
        if dispatch.blocks.is_empty() {
            let (segmentation, parse, mentions, claims) = Default::default();
            return Reading { dispatch, segmentation, parse, mentions, claims, notes };
        }
        let Analysis { segmentation, parse } = self.engine.analyse(&dispatch);
        let parsed = Parsed { dispatch: &dispatch, segmentation: &segmentation, parse: &parse };
        let mentions = find(parsed);
        let claims = extract(parsed, &mentions);
        Reading { dispatch, segmentation, parse, mentions, claims, notes }
    }
}

impl Reading {
    /// Adds the blocks that were not read for claims, cut into sentences.
    fn add_rest(&mut self, rest: Vec<Block>, stop: u32) {
        let first = self.dispatch.blocks.len();
        self.dispatch.blocks.extend(rest);
        if self.dispatch.is_read() {
            self.note(stop, "claims are read up to here: the dispatch is longer than the limit");
        }
        if let Some(stop) = segment_from(&self.dispatch, first, &mut self.segmentation) {
            self.note(stop, "sentences are told up to here: there are too many");
        }
    }

    fn note(&mut self, from: u32, message: &str) {
        let span = Span::new(from as usize, self.dispatch.text.len());
        self.notes.push(Note::new(Stage::Segment, NoteKind::Limit, message).at(span));
    }

    /// Lends what the stages made to the record that is written of it.
    pub fn stages(&self) -> record::Reading<'_> {
        record::Reading {
            dispatch: &self.dispatch,
            segmentation: &self.segmentation,
            parse: &self.parse,
            mentions: &self.mentions,
            claims: &self.claims,
        }
    }
}
