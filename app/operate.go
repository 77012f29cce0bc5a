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
	}
	return p, err
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
			Place: p, Office: k.Office, Store: k.Store, Service: k.Service, Auth: k.Auth, Trail: k.Trail, Roster: k.Roster,
			Sheets: sheets{now: k.Now}, Heads: k.heads(), NewID: k.NewID,
		})
	}
}

// heads is where the signed ends of the audit trail are kept.
func (k *Kaoji) heads() *cli.Heads {
	return &cli.Heads{Folder: filepath.Join(k.Config.Data, "heads"), Key: k.Keys.Trail}
}
