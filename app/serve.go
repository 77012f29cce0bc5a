package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/gofiber/fiber/v2"

	"kaoji/app/api"
	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/app/page"
	"kaoji/app/page/site"
	"kaoji/app/server"
	"kaoji/evaluation"
)

type serveCommand struct{}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, cfg config.Config) (err error) {
	boundMemory(goMemory, goGarbage)
	k, err := build(ctx, cfg, logger(cfg), clock())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.Store.Close()) }()
	background := newAside(ctx, k.Log)
	defer background.end() // before the storage closes
	k.Service.Background = background.run
	if err := k.greet(ctx); err != nil {
		return err
	}
	if err := cli.RemoveLeftovers(cfg.Data); err != nil {
		k.Log.ErrorContext(ctx, "removing what a killed back-up left", slog.Any("err", err))
	}
	// Finishes the effects that a crash left open before serving: all of them if no
	// other process uses the data.
	if err := k.each(ctx, func(ctx context.Context, office string) error { return k.Service.Resume(ctx, office, k.othersIdle()) }); err != nil {
		k.Log.ErrorContext(ctx, "resuming effects", slog.Any("err", err))
	}
	app, err := k.app()
	if err != nil {
		return err
	}
	jobs, err := k.jobs(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, jobs.Shutdown()) }()
	if err := k.keepHead(ctx); err != nil {
		k.Log.ErrorContext(ctx, "signing", slog.Any("err", err))
	}
	background.run(k.watchAtStart)
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return err
	}
	k.Log.InfoContext(ctx, "listening", slog.String("address", "http://"+ln.Addr().String()))
	err = server.Serve(ctx, app, server.Bound(ln, server.Connections{Log: k.Log, NotCounted: cfg.TrustedProxies}), cfg.Grace)
	return errors.Join(err, k.keepHead(context.WithoutCancel(ctx))) // a short run signs too
}

func logger(cfg config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(cfg.LogLevel)) // checked
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// greet prints the administrator's login once.
func (k *Kaoji) greet(ctx context.Context) error {
	name, password, created, err := k.Auth.First(ctx, k.Office)
	if err != nil || !created {
		return err
	}
	_, err = fmt.Print(k.Text.T(k.Config.Lang, "cli.first", "name", name, "password", password, "address", k.Config.Listen))
	return err
}

// app returns the server with its pages and its API.
func (k *Kaoji) app() (*fiber.App, error) {
	browser := &server.Browser{Auth: k.Auth, Key: k.Keys.Form}
	var pages []func(*page.Site) site.Pages
	var operations []func(*api.API) []api.Route
	for _, m := range k.More {
		if m, ok := m.(interface{ Pages(*page.Site) site.Pages }); ok {
			pages = append(pages, m.Pages)
		}
		if m, ok := m.(interface{ Operations(*api.API) []api.Route }); ok {
			operations = append(operations, m.Operations)
		}
	}
	shown, err := page.New(page.Deps{Core: k.Core, Office: k.Office, Base: k.base, URL: k.Config.URL, Browser: browser}, pages...)
	if err != nil {
		return nil, err
	}
	app := server.New(&server.Parts{
		Log: k.Log, Text: k.Text, Now: k.Now, Lang: k.Config.Lang, Ready: k.Store.Ping,
		TrustedProxies: k.Config.TrustedProxies, MetricsFor: k.Config.MetricsFor, Page: shown.Problem,
	})
	rest, err := api.New(api.Deps{Core: k.Core, Sheets: sheets{k.Now}, Asset: shown.Asset, Version: version}, operations...)
	if err != nil {
		return nil, err
	}
	rest.Mount(app)
	shown.Mount(app)
	return app, nil
}

// effectsIdle is the time without a write after which open effects of a record
// count as abandoned; carrying them out takes seconds.
const effectsIdle = 30 * time.Second

// othersIdle is effectsIdle if other processes may use the same data; with one
// SQLite file there are none.
func (k *Kaoji) othersIdle() time.Duration {
	if _, alone := dataFile(k.Store); alone {
		return 0
	}
	return effectsIdle
}

// jobs are the scheduled tasks.
func (k *Kaoji) jobs(ctx context.Context) (gocron.Scheduler, error) {
	s, err := gocron.NewScheduler()
	if err != nil {
		return nil, err
	}
	for name, job := range map[string]struct {
		every time.Duration
		run   func(context.Context) error
	}{
		"effects": {time.Minute, func(ctx context.Context) error {
			return k.each(ctx, func(ctx context.Context, office string) error { return k.Service.Resume(ctx, office, effectsIdle) })
		}},
		"watch": {5 * time.Minute, k.watch},
		"sweep": {time.Hour, k.sweep},
		"head":  {time.Hour, k.keepHead},
	} {
		_, err := s.NewJob(gocron.DurationJob(job.every), gocron.NewTask(func() {
			defer func() {
				if r := recover(); r != nil {
					k.Log.ErrorContext(ctx, "job panicked", slog.String("job", name), slog.Any("panic", r))
				}
			}()
			if err := job.run(ctx); err != nil {
				k.Log.ErrorContext(ctx, "job failed", slog.String("job", name), slog.Any("err", err))
			}
		}), gocron.WithSingletonMode(gocron.LimitModeReschedule))
		if err != nil {
			return nil, err
		}
	}
	s.Start()
	return s, nil
}

// watch lets the measures do what follows from roster and calendar without a
// decision.
func (k *Kaoji) watch(ctx context.Context) error {
	return k.each(ctx, func(ctx context.Context, office string) error {
		return k.Watch(ctx, k.Service, office, evaluation.DateOf(k.Now()))
	})
}

// watchAtStart makes up for the days on which the program did not run. It reads what a
// large office has in seconds, so it goes on beside the first requests.
func (k *Kaoji) watchAtStart(ctx context.Context) {
	if err := k.watch(ctx); err != nil && ctx.Err() == nil {
		k.Log.ErrorContext(ctx, "watching", slog.Any("err", err))
	}
}

// sweep removes expired cells, unclaimed attachments, and drafts of people who have
// left.
func (k *Kaoji) sweep(ctx context.Context) error {
	_, err := k.Store.SweepCells(ctx, k.Now())
	_, berr := k.Store.SweepBlobs(ctx, k.Now().Add(-24*time.Hour))
	return errors.Join(err, berr, k.each(ctx, func(ctx context.Context, office string) error {
		ended, err := k.Auth.Unusable(ctx, office)
		return errors.Join(err, k.Drafts().Ends(ctx, office, ended))
	}))
}

// keepHead signs the end of each office's audit trail and the counts of its data.
func (k *Kaoji) keepHead(ctx context.Context) error {
	return k.each(ctx, func(ctx context.Context, office string) error {
		return k.heads().Keep(ctx, k.Trail, k.Store, office, k.Now())
	})
}

// each does something for every office of the deployment, closed ones too. What fails in one
// does not keep it from the others.
func (k *Kaoji) each(ctx context.Context, do func(ctx context.Context, office string) error) error {
	all, err := k.Offices.All(ctx)
	for _, of := range all {
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		err = errors.Join(err, do(ctx, of.ID))
	}
	return err
}

// base is what the addresses of an office's pages begin with.
func (k *Kaoji) base(office string) string {
	of, err := k.Offices.ByID(context.Background(), office)
	if err != nil || of.Code == "" {
		return ""
	}
	return page.OfficePrefix + of.Code
}
