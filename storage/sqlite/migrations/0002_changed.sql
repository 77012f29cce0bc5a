-- What changed last of one kind: asked every few seconds by whoever keeps
-- records of that kind in memory.
CREATE INDEX records_kind_changed ON records (office, kind, changed, id);
