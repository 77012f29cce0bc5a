-- Records: doc is the whole record as JSON; the columns repeat what is searched.
CREATE TABLE records (
  n       INTEGER PRIMARY KEY,
  office  TEXT    NOT NULL,
  id      TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  uniq    TEXT    NOT NULL,
  parent  TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  unit    TEXT    NOT NULL,
  period  TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  day     TEXT    NOT NULL, -- 2026-03-01, '' for none
  due     TEXT    NOT NULL,
  sort    TEXT    NOT NULL,
  changed INTEGER NOT NULL, -- milliseconds since 1970
  pending INTEGER NOT NULL,
  version INTEGER NOT NULL,
  doc     TEXT    NOT NULL CHECK (json_valid(doc))
) STRICT;
CREATE UNIQUE INDEX records_id      ON records (office, id);
CREATE UNIQUE INDEX records_unique  ON records (office, kind, uniq);
CREATE INDEX        records_kind    ON records (office, kind, id);
CREATE INDEX        records_uniq    ON records (office, uniq);
CREATE INDEX        records_parent  ON records (office, parent, kind, id);
CREATE INDEX        records_subject ON records (office, subject, kind, id);
CREATE INDEX        records_unit    ON records (office, unit, kind, id);
CREATE INDEX        records_period  ON records (office, period, kind, id);
CREATE INDEX        records_state   ON records (office, state, kind, id);
CREATE INDEX        records_day     ON records (office, day, id);
CREATE INDEX        records_due     ON records (office, due, id);
CREATE INDEX        records_sort    ON records (office, sort, id);
CREATE INDEX        records_changed ON records (office, changed, id);
CREATE INDEX        records_pending ON records (office, id) WHERE pending = 1;

CREATE TABLE waiting (
  office TEXT    NOT NULL,
  token  TEXT    NOT NULL,
  n      INTEGER NOT NULL REFERENCES records (n) ON DELETE CASCADE,
  PRIMARY KEY (office, token, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_n ON waiting (n);

CREATE TABLE parties (
  office TEXT    NOT NULL,
  token  TEXT    NOT NULL,
  n      INTEGER NOT NULL REFERENCES records (n) ON DELETE CASCADE,
  PRIMARY KEY (office, token, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_n ON parties (n);

-- Cells have no row number: a ballot box must not show the order of arrival.
CREATE TABLE cells (
  class   TEXT    NOT NULL,
  office  TEXT    NOT NULL,
  id      TEXT    NOT NULL,
  uniq    TEXT    NOT NULL,
  ref     TEXT    NOT NULL,
  expires INTEGER,          -- NULL: never
  version INTEGER NOT NULL,
  body    TEXT    NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (class, office, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cells_unique  ON cells (class, office, uniq);
CREATE INDEX        cells_ref     ON cells (class, office, ref, id);
CREATE INDEX        cells_expires ON cells (expires) WHERE expires IS NOT NULL;

CREATE TABLE blobs (
  n       INTEGER PRIMARY KEY,
  office  TEXT    NOT NULL,
  id      TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  type    TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  sha256  TEXT    NOT NULL,
  owner   TEXT    NOT NULL,
  record  TEXT    NOT NULL,
  created INTEGER NOT NULL,
  UNIQUE (office, id)
) STRICT;
CREATE INDEX blobs_unclaimed ON blobs (created) WHERE record = '';

CREATE TABLE blob_contents (
  n       INTEGER PRIMARY KEY REFERENCES blobs (n) ON DELETE CASCADE,
  content BLOB    NOT NULL
) STRICT;

CREATE TABLE trail (
  office  TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  account TEXT    NOT NULL,
  person  TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  outcome TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  record  TEXT    NOT NULL,
  detail  TEXT    NOT NULL,
  address TEXT    NOT NULL,
  prev    TEXT    NOT NULL,
  hash    TEXT    NOT NULL,
  PRIMARY KEY (office, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX trail_account ON trail (office, account, seq);
CREATE INDEX trail_record  ON trail (office, record, seq);
CREATE INDEX trail_action  ON trail (office, action, outcome, seq);

-- The trail grows at its end and in no other way, whoever holds the connection.
CREATE TRIGGER trail_appends BEFORE INSERT ON trail
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail WHERE office = NEW.office)
BEGIN SELECT RAISE(ABORT, 'trail: not the next entry'); END;
CREATE TRIGGER trail_keeps_changed BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'trail: entries are not changed'); END;
CREATE TRIGGER trail_keeps_removed BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'trail: entries are not removed'); END;
