package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// file runs SQLite's own checks.
func (a *audit) file(ctx context.Context) error {
	list, err := collect(ctx, a.conn, "PRAGMA integrity_check(20)", nil, oneText)
	if err != nil {
		return err
	}
	for _, verdict := range list {
		if verdict == "ok" {
			continue
		}
		if err := a.found("", "data file", verdict); err != nil {
			return err
		}
	}
	return nil
}

func oneText(scan func(...any) error) (s string, err error) { return s, scan(&s) }

// schema compares tables, indexes and triggers with those of a new file.
func (a *audit) schema(ctx context.Context) error {
	want, err := freshSchema(ctx)
	if err != nil {
		return err
	}
	have, err := schemaOf(ctx, a.conn)
	if err != nil {
		return err
	}
	for name, text := range have {
		if text != want[name] {
			if err := a.found("", name, "it is not as Kaoji made it"); err != nil {
				return err
			}
		}
		delete(want, name)
	}
	for name := range want {
		if err := a.found("", name, "it is missing"); err != nil {
			return err
		}
	}
	return nil
}

func schemaOf(ctx context.Context, from rowser) (map[string]string, error) {
	have := map[string]string{}
	_, err := collect(ctx, from, auditSchema, nil, func(scan func(...any) error) (none struct{}, err error) {
		var name string
		var text sql.NullString
		if err = scan(&name, &text); err == nil {
			have[name] = text.String
		}
		return none, err
	})
	return have, err
}

// freshSchema returns the schema of a new file.
func freshSchema(ctx context.Context) (map[string]string, error) {
	db, err := sql.Open("sqlite3", "file::memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	files, err := migrations.ReadDir("migrations")
	if err == nil {
		_, err = db.ExecContext(ctx, listMigrations)
	}
	for _, f := range files {
		var text []byte
		if err == nil {
			text, err = migrations.ReadFile("migrations/" + f.Name())
		}
		if err == nil {
			_, err = db.ExecContext(ctx, string(text))
		}
	}
	var schema map[string]string
	if err == nil {
		schema, err = schemaOf(ctx, db)
	}
	return schema, errors.Join(err, db.Close())
}
