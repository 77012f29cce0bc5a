package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"kaoji/app/config"
	"kaoji/app/demo"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

type demoCommand struct{ demo.Size }

// Run fills an empty office and serves it.
func (c demoCommand) Run(ctx context.Context, cfg config.Config) error {
	boundMemory(fillMemory, fillGarbage)
	clock := demo.At(time.Now())
	if err := fillDemo(ctx, cfg, &clock, c.Size); err != nil {
		return err
	}
	return serveCommand{}.Run(ctx, cfg)
}

// fillDemo fills the office with its own clock; an office that already has people
// is not changed.
func fillDemo(ctx context.Context, cfg config.Config, clock *demo.Clock, size demo.Size) (err error) {
	cfg.Keeping, cfg.Passwords, cfg.Bulk = demo.Cost, demo.Cost, true
	k, err := build(ctx, cfg, logger(cfg), clock.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.Store.Close()) }()
	found, err := k.Store.Find(ctx, evaluation.Query{Office: k.Office, Kinds: []string{roster.KindPerson}, Limit: 1})
	if err != nil || len(found.Records) > 0 {
		return err
	}
	fmt.Print(k.Text.T(cfg.Lang, "cli.demo_filling"))
	before := debug.SetGCPercent(400) // seconds of collecting garbage for some hundred megabytes, which are given back
	defer func() { debug.SetGCPercent(before); debug.FreeOSMemory() }()
	accounts, err := demo.Fill(ctx, demo.Deps{Core: k.Core, Office: k.Office, Clock: clock, Size: size, Step: func() { fmt.Print(".") }})
	fmt.Println()
	if err != nil {
		return err
	}
	if err := k.watch(ctx); err != nil { // what follows from the last months
		return err
	}
	fmt.Println(k.Text.T(cfg.Lang, "cli.demo", "password", demo.Password, "passphrase", demo.Passphrase))
	for _, a := range accounts {
		fmt.Printf("    %-10s %s %v\n", a.Name, a.Display, a.Roles)
	}
	return nil
}
