//! Examples: from a file to an answer.
//!
//! - [Reading](#reading): what a record of one dispatch says.
//! - [Keeping](#keeping): dispatches into a ledger.
//! - [Asking](#asking): who said what, what was done, how many, in which story.
//! - [Trusting](#trusting): words and the bytes they came from.
//!
//! The examples under *Asking* and *Trusting* begin with a ledger of the dispatches in
//! `samples/quake`, at `path`. In yours, [`ingest`](crate::ingest) makes it.
//!
//! # Reading
//!
//! Files, folders, archives and standard input are opened by one call; each thing met in them is an
//! item with the place where it was met, or a note that says why there is none.
//!
//! ```
//! use dateline::intake::{Config, open_reader};
//!
//! let lines = r#"{"title": "Ferry late", "text": "The ferry was late, the mayor said."}
//! {"title": "cut off
//! "#;
//! let found: Vec<_> = open_reader(lines.as_bytes(), "ferry.jsonl", &Config::default()).collect();
//! assert!(found[0].item.is_some());
//! assert_eq!(found[1].sighting.member.as_deref(), Some("line 2"));
//! assert!(!found[1].notes.is_empty());
//! ```
//!
//! A statement has a source, a cue and a content. Offsets count code points into the text.
//!
//! ```
//! use dateline::Reader;
//!
//! let record = Reader::default().read_text("“We lost the bridge,” said Mira Hale, the mayor.");
//! let body = record.body.expect("English is read");
//! let statement = &body.statements[0];
//! assert_eq!(statement.content.text, "“We lost the bridge,”");
//! let source = statement.source.as_ref().expect("it is attributed");
//! assert_eq!(source.kind, "named");
//! let entity = body.entities.iter().find(|entity| Some(&entity.id) == source.entity.as_ref());
//! assert_eq!(entity.expect("a person").name, "Mira Hale");
//! ```
//!
//! A figure has bounds: *at least 12* has no greatest value.
//!
//! ```
//! use dateline::Reader;
//!
//! let text = "At least 12 people were killed in the flood in Orm, the relief board said.";
//! let body = Reader::default().read_text(text).body.expect("English is read");
//! let figure = &body.figures[0];
//! assert_eq!((figure.measure.as_str(), figure.low, figure.high), ("killed", Some(12.0), None));
//! ```
//!
//! Whose claim it is stands in `said_in`: a figure or event belongs to the statement it is told in.
//!
//! ```
//! use dateline::Reader;
//!
//! let text = "At least 12 people were killed in the flood in Orm, the relief board said.";
//! let body = Reader::default().read_text(text).body.expect("English is read");
//! assert_eq!(body.figures[0].said_in.as_deref(), Some(body.statements[0].id.as_str()));
//! ```
//!
//! A day is counted from the day of publication, or left open with a note.
//!
//! ```
//! use dateline::Reader;
//! use dateline::intake::Config;
//!
//! let text = "The bridge was closed on Friday, the mayor said.";
//! let undated = Reader::default().read_text(text).body.expect("English is read");
//! assert_eq!(undated.times[0].value, None);
//!
//! let mut config = Config::default();
//! config.given.published = Some("2026-03-11".parse()?); // a Wednesday
//! let dated = Reader::new(config).read_text(text).body.expect("English is read");
//! assert_eq!(dated.times[0].value.as_deref(), Some("2026-03-06"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Other languages are kept, cut into sentences, and marked; no claims are read from them.
//!
//! ```
//! use dateline::Reader;
//!
//! let text = "Le maire a déclaré vendredi que le pont de la vieille ville serait fermé pendant \
//!             deux mois et que les travaux commenceraient lundi.";
//! let body = Reader::default().read_text(text).body.expect("it is decoded");
//! assert_eq!(body.language.as_deref(), Some("fr"));
//! assert!(body.statements.is_empty() && body.sentences.len() == 1);
//! ```
//!
//! A record is printed as JSON; `docs/record.schema.json` is its schema.
//!
//! ```
//! use dateline::Reader;
//!
//! let record = Reader::default().read_text("The mayor said the bridge was closed.");
//! let json = serde_json::to_value(&record)?;
//! assert_eq!(json["schema"], "dateline/1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Bytes that cannot be read give a record without a body, and the notes say why.
//!
//! ```
//! use dateline::Reader;
//! use dateline::intake::Found;
//! use dateline::text::{Item, Media, Sighting};
//!
//! let item = Item::new(b"{not JSON".to_vec(), Media::Json);
//! let found = Found { sighting: Sighting::default(), item: Some(item), notes: Vec::new() };
//! let record = Reader::default().read(&found).expect("there is an item");
//! assert!(record.body.is_none());
//! assert!(!record.notes.is_empty());
//! ```
//!
//! # Keeping
//!
//! What is in the ledger already is not read again.
//!
//! ```
//! use dateline::intake::{Config, open_reader};
//! use dateline::record::Include;
//! use dateline::{Ledger, Reader, State, ingest};
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("dateline.db");
//! let reader = Reader::default().with(Include { origin: true, ..Include::default() });
//! let text = "The ferry was late, the mayor said.";
//! let mut states = Vec::new();
//! for _ in 0..2 {
//!     let found = open_reader(text.as_bytes(), "ferry.txt", &Config::default());
//!     ingest(&reader, &path, found, |batch| states.extend(batch.iter().map(|one| one.state)))?;
//! }
//! assert_eq!(states, [State::Stored, State::Known]);
//! assert_eq!(Ledger::open_readonly(&path)?.counts()?.dispatches, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What one field is called differs from file to file; a reader is told.
//!
//! ```
//! use dateline::Reader;
//! use dateline::intake::{Config, open_reader};
//!
//! let mut config = Config::default();
//! config.fields.assign("text=story")?;
//! let line = r#"{"story": "The ferry was late, the mayor said."}"#;
//! let found: Vec<_> = open_reader(line.as_bytes(), "ferry.jsonl", &config).collect();
//! let record = Reader::new(config).read(&found[0]).expect("there is an item");
//! assert_eq!(record.body.expect("English is read").statements.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Asking
//!
//! Who denied what:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::Filter;
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let filter = Filter { act: Some("denies".to_owned()), ..Filter::default() };
//! for row in Ledger::open_readonly(&path)?.statements(&filter)? {
//!     println!("{}: {}", row.speaker.unwrap_or_default(), row.content);
//! #   assert_eq!(row.act, "denies");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Everything that one person said since a day, newest first:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::Filter;
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let filter = Filter {
//!     by: Some("Quillay".to_owned()),
//!     since: Some("2025-10-16".to_owned()),
//!     ..Filter::default()
//! };
//! let rows = Ledger::open_readonly(&path)?.statements(&filter)?;
//! assert!(rows.iter().all(|row| row.speaker.as_deref() == Some("Rosaura Quillay")));
//! assert!(rows.iter().all(|row| row.published.as_deref() >= Some("2025-10-16")));
//! # assert!(!rows.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! How many were killed, as told by whom:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::Filter;
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let filter = Filter { act: Some("killed".to_owned()), ..Filter::default() };
//! let rows = Ledger::open_readonly(&path)?.figures(&filter)?;
//! let tolls: Vec<f64> = rows.iter().filter_map(|row| row.low).collect();
//! assert!(tolls.contains(&12.0) && tolls.contains(&58.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What was done, by whom:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::Filter;
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let filter = Filter { limit: Some(3), ..Filter::default() };
//! let rows = Ledger::open_readonly(&path)?.events(&filter)?;
//! assert_eq!(rows.len(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Dispatches by words:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::Filter;
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let hits = Ledger::open_readonly(&path)?.search("\"adobe houses\"", &Filter::default())?;
//! assert!(hits[0].marked.contains("adobe houses"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A story with its dispatches, texts and figures side by side:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::Filter;
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let ledger = Ledger::open_readonly(&path)?;
//! let stories = ledger.stories(&Filter::default())?;
//! let largest = stories.iter().max_by_key(|story| story.n_dispatches).expect("a story");
//! let story = ledger.story(&largest.id)?.expect("its id is known");
//! assert_eq!(story.dispatches.len(), largest.n_dispatches as usize);
//! assert!(story.series.iter().any(|figure| figure.measure == "killed"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Anything else in SQL, read-only and bounded:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::query::Limits;
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let sql = "SELECT outlet, count(*) AS n FROM current_statements GROUP BY outlet ORDER BY n DESC";
//! let table = Ledger::open_readonly(&path)?.query(sql, Limits::default())?;
//! assert_eq!(table.columns, ["outlet", "n"]);
//! # assert!(!table.rows.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The whole ledger for other programs:
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::export::Format;
//! # let (folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let written = Ledger::open_readonly(&path)?.export(Format::Parquet, folder.path())?;
//! assert!(written.iter().any(|file| file.path.ends_with("statements.parquet")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Trusting
//!
//! One record's words, and the bytes that they stand in:
//!
//! ```
//! use dateline::ledger::Filter;
//! use dateline::{Ledger, anchors_of};
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let ledger = Ledger::open_readonly(&path)?;
//! let statement = ledger.statements(&Filter { limit: Some(1), ..Filter::default() })?.remove(0);
//! let proof = anchors_of(&ledger, &statement.id)?;
//! assert!(proof.list.iter().all(|anchor| !anchor.bytes.is_empty() && anchor.found.is_none()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Every record, table and view, down to the bytes:
//!
//! ```
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let proof = dateline::verify_ledger(&path, true, |_| ())?;
//! assert_eq!(proof.n_differences, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A person's correction stands beside the reading; it does not overwrite it.
//!
//! ```
//! use dateline::Ledger;
//! use dateline::ledger::{Correction, Filter};
//! # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
//! let mut ledger = Ledger::open(&path)?;
//! let filter = Filter { act: Some("denies".to_owned()), limit: Some(1), ..Filter::default() };
//! let statement = ledger.statements(&filter)?.remove(0);
//! let (id, local) = statement.id.split_once('/').expect("dispatch/statement");
//! let record = ledger.record(id.parse()?)?.expect("it is read");
//! let mut correction = Correction::of_field(&record, local, "act", "rejects")?;
//! correction.reason = Some("an offer is turned down".to_owned());
//! ledger.correct(&correction)?;
//! assert_eq!(ledger.corrections(Some(id.parse()?))?[0].value.as_deref(), Some("\"rejects\""));
//! assert_eq!(ledger.statements(&filter)?[0].act, "denies");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
