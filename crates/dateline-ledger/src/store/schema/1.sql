-- A ledger of who said what happened.
--
-- Offsets (start_point, end_point, spans) count Unicode code points into the dispatch's text, half
-- open. Days are ISO dates. Lists are JSON. Numbers inside a reading (n) start at 1 and make the
-- local ids: statement 3 of a reading is s3.

-- ---- Appended, never overwritten --------------------------------------------------------------

-- What came in, byte for byte.
CREATE TABLE items (
  key        INTEGER PRIMARY KEY,  -- used inside this file only
  id         TEXT NOT NULL UNIQUE, -- first 16 hex digits of the SHA-256 of the bytes
  media_type TEXT NOT NULL,        -- the form that the bytes are in
  charset    TEXT,                 -- charset told from outside the bytes
  columns    TEXT,                 -- column names of a CSV row
  n_bytes    INTEGER NOT NULL,     -- length before compression
  bytes      BLOB,                 -- zstd frame; NULL once forgotten
  forgotten  TEXT                  -- why it was forgotten; the row stays as a tombstone
) STRICT;

-- Where and when an item was met. Equal bytes met twice are one item with two sightings.
CREATE TABLE sightings (
  key       INTEGER PRIMARY KEY,
  item      INTEGER NOT NULL REFERENCES items(key),
  path      TEXT,                  -- path of the file as given; - for standard input
  url       TEXT,                  -- address of the page or entry
  member    TEXT,                  -- place inside the file, such as: line 12
  outlet    TEXT,                  -- who published it, as the sighting tells
  retrieved TEXT                   -- when it was fetched (RFC 3339)
) STRICT;
CREATE UNIQUE INDEX sightings_once ON sightings (
  item, ifnull(path, ''), ifnull(url, ''), ifnull(member, ''), ifnull(outlet, ''),
  ifnull(retrieved, ''));

-- What read the items.
CREATE TABLE readers (
  key      INTEGER PRIMARY KEY,
  version  TEXT NOT NULL UNIQUE,   -- hash of code version, weights, lexicons, options
  engine   TEXT NOT NULL,          -- careful or swift
  models   TEXT NOT NULL,          -- names of the models
  lexicons TEXT NOT NULL           -- names of the lexicons
) STRICT;

-- What one reader version made of one item. The newest reading of an item has the greatest key.
CREATE TABLE readings (
  key            INTEGER PRIMARY KEY,
  item           INTEGER NOT NULL REFERENCES items(key),
  reader         INTEGER NOT NULL REFERENCES readers(key),
  readable       INTEGER NOT NULL, -- 0 where the item could not be read; its notes say why
  external_id    TEXT,             -- the input's own id
  outlet         TEXT,             -- who published it
  title          TEXT,             -- headline
  byline         TEXT,             -- author line
  published      TEXT,             -- ISO date or RFC 3339 instant, as found
  day            TEXT,             -- day of publication, else of the dateline
  dateline_place TEXT,             -- place that opens a wire text
  dateline_date  TEXT,             -- its day
  agency         TEXT,             -- its agency
  credit         TEXT NOT NULL,    -- bodies credited at the end
  language       TEXT,             -- ISO 639-1
  record         BLOB NOT NULL,    -- the whole record, text included: JSON in a zstd frame
  UNIQUE (item, reader)
) STRICT;

-- Sentences of a reading, in text order.
CREATE TABLE sentences (
  key         INTEGER PRIMARY KEY,
  reading     INTEGER NOT NULL REFERENCES readings(key),
  n           INTEGER NOT NULL,
  start_point INTEGER NOT NULL,
  end_point   INTEGER NOT NULL,
  block       TEXT NOT NULL,       -- title, header, dateline, paragraph, caption, list, boilerplate
  text        TEXT NOT NULL,
  UNIQUE (reading, n)
) STRICT;

-- Persons, bodies, groups and places that a dispatch speaks of (a1, a2 …).
CREATE TABLE entities (
  reading INTEGER NOT NULL REFERENCES readings(key),
  n       INTEGER NOT NULL,
  kind    TEXT NOT NULL,           -- person, organization, group, place, facility, other
  name    TEXT NOT NULL,           -- fullest name in the dispatch
  code    TEXT,                    -- actor code, such as IRNGOV
  country TEXT,                    -- ISO 3166 alpha-3
  sectors TEXT,                    -- PLOVER sectors
  roles   TEXT NOT NULL,           -- offices that the dispatch gives it
  members TEXT NOT NULL,           -- numbers of the members of a plural
  PRIMARY KEY (reading, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX entities_name ON entities (name COLLATE NOCASE);

-- Every mention of an entity.
CREATE TABLE mentions (
  reading     INTEGER NOT NULL REFERENCES readings(key),
  entity      INTEGER NOT NULL,    -- n of the entity
  n           INTEGER NOT NULL,
  start_point INTEGER NOT NULL,
  end_point   INTEGER NOT NULL,
  text        TEXT NOT NULL,
  form        TEXT NOT NULL,       -- name, nominal, pronoun
  rule        TEXT NOT NULL,       -- rule or model head that found it
  confidence  REAL,                -- measured precision of the rule, NULL until measured
  PRIMARY KEY (reading, entity, n)
) STRICT, WITHOUT ROWID;

-- Expressions of time (t1, t2 …).
CREATE TABLE times (
  reading     INTEGER NOT NULL REFERENCES readings(key),
  n           INTEGER NOT NULL,
  start_point INTEGER NOT NULL,
  end_point   INTEGER NOT NULL,
  text        TEXT NOT NULL,
  type        TEXT NOT NULL,       -- DATE, TIME, DURATION, SET
  value       TEXT,                -- TIMEX3 value
  from_day    TEXT,                -- first day covered
  to_day      TEXT,                -- last day covered
  why         TEXT,                -- why it is not resolved
  rule        TEXT NOT NULL,
  confidence  REAL,
  PRIMARY KEY (reading, n)
) STRICT, WITHOUT ROWID;

-- Mentions of places (p1, p2 …).
CREATE TABLE places (
  reading      INTEGER NOT NULL REFERENCES readings(key),
  n            INTEGER NOT NULL,
  start_point  INTEGER NOT NULL,
  end_point    INTEGER NOT NULL,
  text         TEXT NOT NULL,
  entity       INTEGER,            -- n of the entity it is a mention of
  name         TEXT NOT NULL,      -- the gazetteer's name; the words themselves where unresolved
  country      TEXT,               -- ISO 3166 alpha-3
  lat          REAL,               -- degrees north
  lon          REAL,               -- degrees east
  radius_km    REAL,               -- radius of a circle of the same area
  gazetteer_id TEXT,
  feature      TEXT,               -- GeoNames feature code
  why          TEXT,               -- why it is not resolved
  rule         TEXT NOT NULL,
  confidence   REAL,
  PRIMARY KEY (reading, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_name ON places (name COLLATE NOCASE, reading);
CREATE INDEX places_country ON places (country COLLATE NOCASE, reading);

-- Who said what (s1, s2 …).
CREATE TABLE statements (
  key             INTEGER PRIMARY KEY,
  reading         INTEGER NOT NULL REFERENCES readings(key),
  n               INTEGER NOT NULL,
  sentence        INTEGER,         -- n of the sentence in which the content begins
  form            TEXT NOT NULL,   -- direct, indirect, mixed
  attitude        TEXT NOT NULL,   -- said, believed, planned, wrote, signalled
  act             TEXT NOT NULL,   -- claims, denies, confirms, condemns, warns …
  speaker         TEXT,            -- name of the person or body behind the source's words
  source          TEXT,            -- the source's words
  source_spans    TEXT,
  source_entity   INTEGER,         -- n of the entity
  source_kind     TEXT,            -- named, office, unnamed, document, media, social_media, crowd, unknown
  cue             TEXT,            -- the words that attribute
  cue_start       INTEGER,
  cue_end         INTEGER,
  content         TEXT NOT NULL,   -- what is said
  content_spans   TEXT NOT NULL,
  addressee       TEXT,            -- to whom it is said
  addressee_start INTEGER,
  addressee_end   INTEGER,
  within          INTEGER,         -- n of the statement whose content this one stands in
  rule            TEXT NOT NULL,
  confidence      REAL,
  UNIQUE (reading, n)
) STRICT;
CREATE INDEX statements_act ON statements (act, reading);

-- What was done (e1, e2 …).
CREATE TABLE events (
  key           INTEGER PRIMARY KEY,
  reading       INTEGER NOT NULL REFERENCES readings(key),
  n             INTEGER NOT NULL,
  sentence      INTEGER,           -- n of the sentence of the trigger
  type          TEXT NOT NULL,     -- PLOVER event type
  mode          TEXT,              -- PLOVER mode
  contexts      TEXT NOT NULL,     -- PLOVER contexts
  trigger_words TEXT NOT NULL,     -- the words that tell the event
  start_point   INTEGER NOT NULL,
  end_point     INTEGER NOT NULL,
  actors        TEXT NOT NULL,     -- names of those who did it, joined by "; "
  recipients    TEXT NOT NULL,     -- names of those to whom it was done, joined by "; "
  place         INTEGER,           -- n of the place
  time          INTEGER,           -- n of the time
  from_day      TEXT,              -- first day
  to_day        TEXT,              -- last day
  status        TEXT NOT NULL,     -- actual, negated, future, hypothetical, historical
  said_in       INTEGER,           -- n of the innermost statement it is told in
  rule          TEXT NOT NULL,
  confidence    REAL,
  UNIQUE (reading, n)
) STRICT;
CREATE INDEX events_sentence ON events (reading, sentence);
CREATE INDEX events_type ON events (type, reading);

-- Those who take part in an event.
CREATE TABLE participants (
  reading     INTEGER NOT NULL REFERENCES readings(key),
  event       INTEGER NOT NULL,    -- n of the event
  role        TEXT NOT NULL,       -- actor, recipient
  n           INTEGER NOT NULL,
  start_point INTEGER NOT NULL,
  end_point   INTEGER NOT NULL,
  text        TEXT NOT NULL,
  entity      INTEGER,             -- n of the entity
  name        TEXT NOT NULL,       -- the entity's name, else the words
  code        TEXT,                -- actor code
  PRIMARY KEY (reading, event, role, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_name ON participants (name COLLATE NOCASE, reading);

-- How many, how much (f1, f2 …).
CREATE TABLE figures (
  key              INTEGER PRIMARY KEY,
  reading          INTEGER NOT NULL REFERENCES readings(key),
  n                INTEGER NOT NULL,
  sentence         INTEGER,        -- n of the sentence it stands in
  start_point      INTEGER NOT NULL,
  end_point        INTEGER NOT NULL,
  text             TEXT NOT NULL,
  measure          TEXT NOT NULL,  -- killed, injured, missing …
  value            REAL,           -- the number as said
  low              REAL,           -- least value, inclusive; NULL where unbounded
  high             REAL,           -- greatest value, inclusive; NULL where unbounded
  hedge            TEXT,           -- the words that hedge it
  unit             TEXT,           -- unit of money or goods
  population       TEXT,           -- who or what is counted
  place            INTEGER,        -- n of the place
  from_day         TEXT,           -- first day of the period counted
  to_day           TEXT,           -- last day of the period counted
  as_of            TEXT,           -- the day as of which it is told
  kind             TEXT NOT NULL,  -- cumulative, new, subset
  part_of          INTEGER,        -- n of the figure it is a part of
  status           TEXT NOT NULL,  -- actual, feared, denied, hypothetical
  event            INTEGER,        -- n of the event
  said_in          INTEGER,        -- n of the innermost statement it is told in
  rule             TEXT NOT NULL,
  confidence       REAL,
  UNIQUE (reading, n)
) STRICT;
CREATE INDEX figures_sentence ON figures (reading, sentence);
CREATE INDEX figures_measure ON figures (measure, reading);

-- What was met on the way: of a reading, or of something that never became an item.
CREATE TABLE notes (
  key         INTEGER PRIMARY KEY,
  reading     INTEGER REFERENCES readings(key),
  path        TEXT,                -- where it was met, if there is no reading
  url         TEXT,
  member      TEXT,
  stage       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  start_point INTEGER,
  end_point   INTEGER,
  message     TEXT NOT NULL
) STRICT;
CREATE INDEX notes_reading ON notes (reading);
CREATE UNIQUE INDEX notes_once ON notes (
  stage, kind, message, ifnull(path, ''), ifnull(url, ''), ifnull(member, ''))
  WHERE reading IS NULL;

-- What people say is wrong in a reading. Anchored by the item's bytes, so that it outlives a new
-- reading.
CREATE TABLE corrections (
  key        INTEGER PRIMARY KEY,
  item       INTEGER NOT NULL REFERENCES items(key),
  start_byte INTEGER NOT NULL,     -- first byte of the item that it is about
  end_byte   INTEGER NOT NULL,     -- one past the last
  record     TEXT NOT NULL,        -- kind of record: statement, event, figure …
  field      TEXT NOT NULL,        -- field of the record
  was        TEXT,                 -- value that is wrong, as JSON
  value      TEXT,                 -- right value, as JSON; NULL: the record should not be there
  reason     TEXT,
  author     TEXT,
  made       TEXT                  -- when (RFC 3339), as told by the caller
) STRICT;
CREATE INDEX corrections_item ON corrections (item);

-- ---- Kept in step by every append; can be rebuilt from the tables above ------------------------

-- The newest reading of each readable item.
CREATE TABLE dispatches (
  reading        INTEGER PRIMARY KEY REFERENCES readings(key),
  id             TEXT NOT NULL UNIQUE, -- the item's id
  reader         TEXT NOT NULL,        -- reader version
  external_id    TEXT,
  outlet         TEXT,                 -- outlet of its first sighting
  title          TEXT,
  byline         TEXT,
  published      TEXT,
  day            TEXT,
  dateline_place TEXT,
  agency         TEXT,
  credit         TEXT NOT NULL,
  language       TEXT,
  url            TEXT,
  path           TEXT,
  member         TEXT,
  n_statements   INTEGER NOT NULL,
  n_events       INTEGER NOT NULL,
  n_figures      INTEGER NOT NULL
) STRICT;
CREATE INDEX dispatches_day ON dispatches (day);
CREATE INDEX dispatches_external_id ON dispatches (external_id);

-- Each outlet that published a dispatch.
CREATE TABLE appearances (
  outlet  TEXT NOT NULL COLLATE NOCASE, -- empty where unknown
  day     TEXT NOT NULL,                -- empty where unknown
  reading INTEGER NOT NULL REFERENCES dispatches(reading),
  url     TEXT,
  PRIMARY KEY (outlet, day, reading)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearances_reading ON appearances (reading);

-- What copies and stories are found by.
CREATE TABLE sketches (
  reading    INTEGER PRIMARY KEY REFERENCES dispatches(reading),
  n_shingles INTEGER NOT NULL,     -- runs of five words in the text
  fingerprint INTEGER,             -- hash of all its words; NULL where there are none
  hashes     BLOB NOT NULL,        -- sampled hashes of those runs: u32, little endian, ascending
  terms      TEXT NOT NULL         -- names, places and salient words: "weight term" a line
) STRICT;

-- Full text of the sentences of the newest readings.
CREATE VIRTUAL TABLE search USING fts5 (
  text,
  content = 'sentences', content_rowid = 'key',
  tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

-- Full text of the statements of the newest readings.
CREATE VIRTUAL TABLE search_statements USING fts5 (
  speaker, source, content,
  content = 'statements', content_rowid = 'key',
  tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO search_statements (search_statements, rank) VALUES ('secure-delete', 1);

-- Full text of those who take part in the events of the newest readings.
CREATE VIRTUAL TABLE search_events USING fts5 (
  actors, recipients,
  content = 'events', content_rowid = 'key',
  tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO search_events (search_events, rank) VALUES ('secure-delete', 1);

-- ---- Views across outlets; rebuilt as a whole -------------------------------------------------

-- The state that the tables below were made from.
CREATE TABLE view_state (
  state TEXT NOT NULL              -- what was in the ledger when they were made
) STRICT;

-- Texts that one or more dispatches reprint.
CREATE TABLE origins (
  id           TEXT PRIMARY KEY,   -- id of its earliest dispatch
  story        TEXT NOT NULL,      -- story it is part of
  reading      INTEGER NOT NULL,   -- its earliest dispatch
  first_day    TEXT,
  last_day     TEXT,
  agency       TEXT,               -- agency named in a dateline or a credit
  n_dispatches INTEGER NOT NULL,   -- different items
  n_reprints   INTEGER NOT NULL    -- appearances: equal bytes under two outlets count twice
) STRICT, WITHOUT ROWID;
CREATE INDEX origins_story ON origins (story);

-- Dispatches of an origin.
CREATE TABLE copies (
  reading INTEGER PRIMARY KEY,
  origin  TEXT NOT NULL,
  share   REAL NOT NULL            -- share of the dispatch's text that stands in the origin's
) STRICT;
CREATE INDEX copies_origin ON copies (origin);

-- Dispatches on the same happening.
CREATE TABLE stories (
  id           TEXT PRIMARY KEY,   -- id of its earliest dispatch
  title        TEXT,               -- title of its most typical dispatch
  first_day    TEXT,
  last_day     TEXT,
  place        TEXT,               -- place named by most of its origins
  n_dispatches INTEGER NOT NULL,
  n_outlets    INTEGER NOT NULL,
  n_origins    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stories_day ON stories (last_day);

-- Dispatches of a story.
CREATE TABLE story_dispatches (
  story   TEXT NOT NULL,
  reading INTEGER NOT NULL UNIQUE,
  origin  TEXT NOT NULL,
  PRIMARY KEY (story, reading)
) STRICT, WITHOUT ROWID;

-- Comparable figures of a story, in order of time.
CREATE TABLE series (
  key        INTEGER PRIMARY KEY,
  story      TEXT NOT NULL,
  measure    TEXT NOT NULL,
  unit       TEXT,
  population TEXT,                 -- who is counted, where a part is counted
  place      TEXT,                 -- where
  day        TEXT,                 -- as-of day, else end of the period, else day of publication
  outlet     TEXT,
  speaker    TEXT,                 -- innermost source, where the figure is said by someone
  value      REAL,
  low        REAL,
  high       REAL,
  hedge      TEXT,
  figure     INTEGER NOT NULL UNIQUE, -- key of the figure
  reading    INTEGER NOT NULL,
  origin     TEXT NOT NULL
) STRICT;
CREATE INDEX series_story ON series (story, measure, day);

-- How two figures of a series stand to each other.
CREATE TABLE comparisons (
  story    TEXT NOT NULL,
  earlier  INTEGER NOT NULL,       -- key in series
  later    INTEGER NOT NULL,       -- key in series
  relation TEXT NOT NULL,          -- agree, supersede, contradict
  PRIMARY KEY (story, earlier, later)
) STRICT, WITHOUT ROWID;

-- ---- The newest readings, for people and other programs ---------------------------------------

CREATE VIEW current_sentences AS
  SELECT d.id AS dispatch, s.n, s.block, s.text, d.outlet, d.url, d.published, d.day,
         s.start_point, s.end_point
  FROM sentences AS s JOIN dispatches AS d USING (reading);

CREATE VIEW current_entities AS
  SELECT d.id || '/a' || e.n AS id, d.id AS dispatch, e.kind, e.name, e.code, e.country, e.sectors,
         e.roles, e.members, d.outlet, d.url, d.published, d.day
  FROM entities AS e JOIN dispatches AS d USING (reading);

CREATE VIEW current_mentions AS
  SELECT d.id AS dispatch, e.name AS entity, e.kind, m.text, m.form, m.start_point, m.end_point,
         m.rule, m.confidence, d.outlet, d.url, d.published, d.day
  FROM mentions AS m JOIN dispatches AS d USING (reading)
  JOIN entities AS e ON e.reading = m.reading AND e.n = m.entity;

CREATE VIEW current_times AS
  SELECT d.id || '/t' || t.n AS id, d.id AS dispatch, t.text, t.type, t.value, t.from_day,
         t.to_day, t.why, t.start_point, t.end_point, t.rule, t.confidence, d.outlet, d.url,
         d.published, d.day
  FROM times AS t JOIN dispatches AS d USING (reading);

CREATE VIEW current_places AS
  SELECT d.id || '/p' || p.n AS id, d.id AS dispatch, p.text, p.name, p.country, p.lat, p.lon,
         p.radius_km, p.gazetteer_id, p.feature, p.why, p.start_point, p.end_point, p.rule,
         p.confidence, d.outlet, d.url, d.published, d.day
  FROM places AS p JOIN dispatches AS d USING (reading);

CREATE VIEW current_statements AS
  SELECT d.id || '/s' || s.n AS id, d.id AS dispatch, s.n, s.speaker, s.source, s.source_kind, s.cue,
         s.act, s.attitude, s.form, s.content, s.addressee,
         CASE WHEN s.within IS NOT NULL THEN d.id || '/s' || s.within END AS within,
         x.text AS sentence, d.outlet, d.url, d.published, d.day, s.rule, s.confidence
  FROM statements AS s JOIN dispatches AS d USING (reading)
  LEFT JOIN sentences AS x ON x.reading = s.reading AND x.n = s.sentence;

CREATE VIEW current_events AS
  SELECT d.id || '/e' || e.n AS id, d.id AS dispatch, e.n, e.type, e.mode, e.contexts, e.trigger_words,
         e.actors, e.recipients, p.name AS place, p.country, p.lat, p.lon, e.from_day, e.to_day,
         e.status, s.speaker, CASE WHEN e.said_in IS NOT NULL THEN d.id || '/s' || e.said_in END AS said_in,
         x.text AS sentence, d.outlet, d.url, d.published, d.day, e.rule, e.confidence
  FROM events AS e JOIN dispatches AS d USING (reading)
  LEFT JOIN places AS p ON p.reading = e.reading AND p.n = e.place
  LEFT JOIN statements AS s ON s.reading = e.reading AND s.n = e.said_in
  LEFT JOIN sentences AS x ON x.reading = e.reading AND x.n = e.sentence;

CREATE VIEW current_figures AS
  SELECT d.id || '/f' || f.n AS id, d.id AS dispatch, f.n, f.measure, f.text, f.value, f.low, f.high,
         f.hedge, f.unit, f.population, p.name AS place, p.country, f.from_day, f.to_day, f.as_of,
         f.kind, CASE WHEN f.part_of IS NOT NULL THEN d.id || '/f' || f.part_of END AS part_of,
         f.status, s.speaker,
         CASE WHEN f.said_in IS NOT NULL THEN d.id || '/s' || f.said_in END AS said_in,
         x.text AS sentence, d.outlet, d.url, d.published, d.day, f.rule, f.confidence
  FROM figures AS f JOIN dispatches AS d USING (reading)
  LEFT JOIN places AS p ON p.reading = f.reading AND p.n = f.place
  LEFT JOIN statements AS s ON s.reading = f.reading AND s.n = f.said_in
  LEFT JOIN sentences AS x ON x.reading = f.reading AND x.n = f.sentence;
