-- One name for a field in every output, and what each row's words and dispatch lead to.

CREATE INDEX statements_source_kind ON statements (source_kind, reading);

DROP VIEW current_statements;
CREATE VIEW current_statements AS
  SELECT d.id || '/s' || s.n AS id, d.id AS dispatch, s.n, s.speaker, s.source, s.source_kind, s.cue,
         s.act, s.attitude, s.form, s.content, s.addressee,
         CASE WHEN s.within IS NOT NULL THEN d.id || '/s' || s.within END AS within,
         x.text AS sentence, d.outlet, d.url, d.published, d.day, k.origin, k.story,
         z.title AS story_title, s.rule, s.confidence
  FROM statements AS s JOIN dispatches AS d USING (reading)
  LEFT JOIN sentences AS x ON x.reading = s.reading AND x.n = s.sentence
  LEFT JOIN story_dispatches AS k ON k.reading = s.reading
  LEFT JOIN stories AS z ON z.id = k.story;

DROP VIEW current_events;
CREATE VIEW current_events AS
  SELECT d.id || '/e' || e.n AS id, d.id AS dispatch, e.n, e.type, e.mode, e.contexts,
         e.trigger_words AS "trigger", e.actors, e.recipients, p.name AS place, p.country, p.lat,
         p.lon, e.from_day, e.to_day, e.status,
         CASE WHEN e.said_in IS NOT NULL THEN d.id || '/s' || e.said_in END AS said_in,
         s.speaker, s.source, s.source_kind, x.text AS sentence, d.outlet, d.url, d.published, d.day,
         k.origin, k.story, z.title AS story_title, e.rule, e.confidence
  FROM events AS e JOIN dispatches AS d USING (reading)
  LEFT JOIN places AS p ON p.reading = e.reading AND p.n = e.place
  LEFT JOIN statements AS s ON s.reading = e.reading AND s.n = e.said_in
  LEFT JOIN sentences AS x ON x.reading = e.reading AND x.n = e.sentence
  LEFT JOIN story_dispatches AS k ON k.reading = e.reading
  LEFT JOIN stories AS z ON z.id = k.story;

DROP VIEW current_figures;
CREATE VIEW current_figures AS
  SELECT d.id || '/f' || f.n AS id, d.id AS dispatch, f.n, f.measure, f.text, f.value, f.low, f.high,
         f.hedge, f.unit, f.population, p.name AS place, p.country, f.from_day, f.to_day, f.as_of,
         f.kind, CASE WHEN f.part_of IS NOT NULL THEN d.id || '/f' || f.part_of END AS part_of,
         f.status, CASE WHEN f.said_in IS NOT NULL THEN d.id || '/s' || f.said_in END AS said_in,
         s.speaker, s.source, s.source_kind, x.text AS sentence, d.outlet, d.url, d.published, d.day,
         k.origin, k.story, z.title AS story_title, f.rule, f.confidence
  FROM figures AS f JOIN dispatches AS d USING (reading)
  LEFT JOIN places AS p ON p.reading = f.reading AND p.n = f.place
  LEFT JOIN statements AS s ON s.reading = f.reading AND s.n = f.said_in
  LEFT JOIN sentences AS x ON x.reading = f.reading AND x.n = f.sentence
  LEFT JOIN story_dispatches AS k ON k.reading = f.reading
  LEFT JOIN stories AS z ON z.id = k.story;
