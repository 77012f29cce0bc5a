-- What was done behind Kaoji's back is found by keyed hashes of every thing
-- and by keyed counts of all things of an office.
ALTER TABLE records ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
-- The keys of the document: values of the columns of its kind, in a form that sorts.
ALTER TABLE records ADD COLUMN key1 TEXT;
ALTER TABLE records ADD COLUMN key2 TEXT;
ALTER TABLE records ADD COLUMN key3 TEXT;
ALTER TABLE records ADD COLUMN key4 TEXT;
CREATE INDEX records_key1 ON records (office, kind, key1, id) WHERE key1 IS NOT NULL;
CREATE INDEX records_key2 ON records (office, kind, key2, id) WHERE key2 IS NOT NULL;
CREATE INDEX records_key3 ON records (office, kind, key3, id) WHERE key3 IS NOT NULL;
CREATE INDEX records_key4 ON records (office, kind, key4, id) WHERE key4 IS NOT NULL;
-- The history stands beside the document, behind all else, where lists do not read it.
ALTER TABLE records ADD COLUMN history TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(history));
ALTER TABLE cells   ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
ALTER TABLE blobs   ADD COLUMN mark BLOB NOT NULL DEFAULT x'';

CREATE TABLE seals (
  office TEXT PRIMARY KEY,
  body   TEXT NOT NULL CHECK (json_valid(body)),
  tag    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who has acted on a record, by account: what somebody has dealt with.
CREATE TABLE acted (
  office TEXT    NOT NULL,
  token  TEXT    NOT NULL,
  n      INTEGER NOT NULL REFERENCES records (n) ON DELETE CASCADE,
  PRIMARY KEY (office, token, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX acted_n ON acted (n);
INSERT OR IGNORE INTO acted (office, token, n)
  SELECT r.office, json_extract(e.value, '$.account'), r.n
  FROM records r, json_each(r.doc, '$.history') e
  WHERE json_extract(e.value, '$.account') NOT IN ('', 'system');

-- From whom a record is hidden (the hidden_from of its document).
CREATE TABLE hidden (
  office TEXT    NOT NULL,
  token  TEXT    NOT NULL,
  n      INTEGER NOT NULL REFERENCES records (n) ON DELETE CASCADE,
  PRIMARY KEY (office, token, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX hidden_n ON hidden (n);
