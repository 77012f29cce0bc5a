-- How many records there are, kept along with each write: counts need not walk
-- over the records. Who and what a record is about is not in it.
CREATE TABLE tallies (
  office TEXT    NOT NULL,
  kind   TEXT    NOT NULL,
  state  TEXT    NOT NULL,
  unit   TEXT    NOT NULL,
  period TEXT    NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (office, kind, state, unit, period)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies SELECT office, kind, state, unit, period, count(*) FROM records GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER tallies_made AFTER INSERT ON records
BEGIN
  INSERT INTO tallies VALUES (NEW.office, NEW.kind, NEW.state, NEW.unit, NEW.period, 1)
    ON CONFLICT (office, kind, state, unit, period) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER tallies_changed AFTER UPDATE OF office, kind, state, unit, period ON records
WHEN (OLD.office, OLD.kind, OLD.state, OLD.unit, OLD.period) IS NOT (NEW.office, NEW.kind, NEW.state, NEW.unit, NEW.period)
BEGIN
  INSERT INTO tallies VALUES (NEW.office, NEW.kind, NEW.state, NEW.unit, NEW.period, 1)
    ON CONFLICT (office, kind, state, unit, period) DO UPDATE SET n = n + 1;
  DELETE FROM tallies
    WHERE office = OLD.office AND kind = OLD.kind AND state = OLD.state AND unit = OLD.unit AND period = OLD.period AND n = 1;
  UPDATE tallies SET n = n - 1
    WHERE office = OLD.office AND kind = OLD.kind AND state = OLD.state AND unit = OLD.unit AND period = OLD.period;
END;
CREATE TRIGGER tallies_gone AFTER DELETE ON records
BEGIN
  DELETE FROM tallies
    WHERE office = OLD.office AND kind = OLD.kind AND state = OLD.state AND unit = OLD.unit AND period = OLD.period AND n = 1;
  UPDATE tallies SET n = n - 1
    WHERE office = OLD.office AND kind = OLD.kind AND state = OLD.state AND unit = OLD.unit AND period = OLD.period;
END;
