-- Whom an entry of the trail shows, as JSON, "" for nobody. The table beside it finds
-- the entries by the person; triggers keep it as the trail says.
ALTER TABLE trail ADD COLUMN look TEXT NOT NULL DEFAULT '';

CREATE TABLE trail_shown (
  office TEXT    NOT NULL,
  person TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (office, person, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER trail_shows AFTER INSERT ON trail WHEN NEW.look <> ''
BEGIN
  INSERT OR IGNORE INTO trail_shown
    SELECT NEW.office, who.value, NEW.seq FROM json_each(NEW.look, '$.shown') AS of, json_each(of.value, '$.people') AS who;
END;
CREATE TRIGGER trail_shown_keeps_changed BEFORE UPDATE ON trail_shown
BEGIN SELECT RAISE(ABORT, 'trail_shown: rows are not changed'); END;
CREATE TRIGGER trail_shown_keeps_removed BEFORE DELETE ON trail_shown
BEGIN SELECT RAISE(ABORT, 'trail_shown: rows are not removed'); END;
