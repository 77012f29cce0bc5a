package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/storage/mongo"
	"kaoji/storage/sqlite"
)

// place returns the paths for the operator's commands.
func place(cfg config.Config) (cli.Place, error) {
	catalog, err := text.Load()
	p := cli.Place{
		Data: cfg.Data, Passphrase: string(cfg.BackupKey), Lang: cfg.Lang, Text: catalog, Out: os.Stdout, Now: time.Now,
	}
	if path, ok := database(cfg); ok {
		p.Database = path
		return p, err
	}
	p.Fill = func(ctx context.Context, path string) error { return fill(ctx, cfg, path) }
	return p, err
}

// dataFile returns the storage as a SQLite file; false if it is MongoDB.
func dataFile(store evaluation.Store) (*sqlite.Store, bool) {
	if whole, ok := store.(evaluation.Whole); ok {
		store = whole.Store
	}
	s, ok := store.(*sqlite.Store)
	return s, ok
}

// copyOf returns a function that writes all data, from either storage, into a new
// encrypted SQLite file, which is the content of a back-up.
func copyOf(store evaluation.Store, key []byte) cli.Copy {
	return func(ctx context.Context, path string) (cli.Opener, error) {
		cipher := sqlite.NewCipher()
		open := func() (cli.Content, error) { return cipher.Content(path) }
		if s, ok := dataFile(store); ok {
			return open, s.Backup(ctx, path, cipher)
		}
		to, err := sqlite.Open(ctx, path, sqlite.Options{Key: func(bool) ([]byte, error) { return key, nil }, Cipher: cipher})
		if err != nil {
			return nil, err
		}
		_, err = evaluation.Move(ctx, store, to)
		return open, errors.Join(err, to.Close())
	}
}

// fill copies the data of a SQLite file into the configured storage, which must be
// empty.
func fill(ctx context.Context, cfg config.Config, path string) (err error) {
	key := func(bool) ([]byte, error) {
		keys, err := loadKeys(cfg, true)
		return keys.Trail, err
	}
	from, err := sqlite.Open(ctx, path, sqlite.Options{Key: key})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := openStore(ctx, cfg, time.Now, key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	there, err := to.Offices(ctx)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return evaluation.Fail(evaluation.CodeConflict, "cli.restore.taken", "path", "MongoDB")
	}
	_, err = evaluation.Move(ctx, from, to)
	return err
}

// program wires everything for one command.
func program(cfg config.Config, p cli.Place) cli.Open {
	return func(ctx context.Context, use func(*cli.Desk) error) (err error) {
		k, err := build(ctx, cfg, logger(cfg), time.Now)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, k.Store.Close()) }()
		of, err := k.Offices.ByCode(ctx, cfg.Office)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			err = evaluation.Fail(evaluation.CodeNotFound, "offices.unknown", "code", cfg.Office)
		}
		if err != nil {
			return p.Fault(err)
		}
		return use(&cli.Desk{
			Place: p, Office: of.ID, Offices: k.Offices, Found: k.found, Store: k.Store, Files: k.Blobs, Copy: copyOf(k.Store, k.Keys.Trail), Service: k.Service, Auth: k.Auth, Trail: k.Trail, Roster: k.Roster,
			Sheets: sheets{now: k.Now}, Heads: k.heads(), NewID: k.NewID,
		})
	}
}

// heads returns the store of signed ends of the audit trail.
func (k *Kaoji) heads() *cli.Heads {
	return &cli.Heads{Folder: filepath.Join(k.Config.Data, "heads"), Key: k.Keys.Trail, Keys: k.Keys.Marks()}
}

// inspect opens the data read-only. It creates nothing, not even the folder.
func inspect(cfg config.Config, p cli.Place) cli.Inspect {
	return func(ctx context.Context, use func(*cli.Exhibit) error) (err error) {
		x := &cli.Exhibit{Place: p, Heads: &cli.Heads{Folder: filepath.Join(cfg.Data, "heads")}}
		signed, err := x.Heads.SignedKeys()
		if err != nil {
			return err
		}
		keys, lost, err := config.ReadKeys(filepath.Join(cfg.Data, "keys"), config.HadOf(signed))
		if err != nil {
			return err
		}
		for _, l := range lost {
			x.Faults = append(x.Faults, l.Error())
		}
		x.Key, x.Heads.Key = keys.Trail, keys.Trail
		store, err := openToLook(ctx, cfg, keys.Trail)
		switch {
		case evaluation.CodeOf(err) == evaluation.CodeNotFound:
			x.Faults = append(x.Faults, "there is no data: "+err.Error())
			return use(x)
		case err != nil:
			return err
		}
		x.Store, x.Trail = store, evaluation.NewTrail(store, keys.Trail, time.Now)
		defer func() { err = errors.Join(err, store.Close()) }()
		return use(x)
	}
}

func openToLook(ctx context.Context, cfg config.Config, key []byte) (evaluation.Store, error) {
	known := func(bool) ([]byte, error) { return key, nil }
	if path, ok := database(cfg); ok {
		return sqlite.OpenReadOnly(ctx, path, sqlite.Options{Key: known})
	}
	return mongo.OpenReadOnly(ctx, cfg.Store, mongo.Options{Key: known})
}
