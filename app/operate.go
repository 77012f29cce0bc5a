package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// place is where the operator's commands find things.
func place(cfg config.Config) (cli.Place, error) {
	catalog, err := text.Load()
	p := cli.Place{
		Data: cfg.Data, Passphrase: string(cfg.BackupKey), Lang: cfg.Lang, Text: catalog, Out: os.Stdout, Now: time.Now,
	}
	if path, ok := strings.CutPrefix(cfg.Store, "sqlite:"); ok {
		p.Database = path
		if path == "" {
			p.Database = filepath.Join(cfg.Data, "kaoji.db")
		}
		return p, err
	}
	p.Fill = func(ctx context.Context, path string) error { return fill(ctx, cfg, path) }
	return p, err
}

// copyOf writes all data into a new SQLite file: what a back-up holds, wherever
// the data is.
func copyOf(store evaluation.Store) func(ctx context.Context, path string) error {
	if s, ok := store.(*sqlite.Store); ok {
		return s.Backup
	}
	return func(ctx context.Context, path string) error {
		to, err := sqlite.Open(ctx, path)
		if err != nil {
			return err
		}
		_, err = evaluation.Move(ctx, store, to)
		return errors.Join(err, to.Close())
	}
}

// fill brings the data of a SQLite file into the configured storage, if nothing
// is there.
func fill(ctx context.Context, cfg config.Config, path string) (err error) {
	from, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := openStore(ctx, cfg, time.Now)
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

// desk wires everything for one command.
func desk(cfg config.Config, p cli.Place) cli.Open {
	return func(ctx context.Context, use func(*cli.Desk) error) (err error) {
		k, err := build(ctx, cfg, logger(cfg), time.Now)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, k.Store.Close()) }()
		return use(&cli.Desk{
			Place: p, Office: k.Office, Store: k.Store, Copy: copyOf(k.Store), Service: k.Service, Auth: k.Auth, Trail: k.Trail, Roster: k.Roster,
			Sheets: sheets{now: k.Now}, Heads: k.heads(), NewID: k.NewID,
		})
	}
}

// heads is where the signed ends of the audit trail are kept.
func (k *Kaoji) heads() *cli.Heads {
	return &cli.Heads{Folder: filepath.Join(k.Config.Data, "heads"), Key: k.Keys.Trail}
}
