package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/app/lrmx"
	"kaoji/app/measures"
	"kaoji/app/text"
	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/offices"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/setup"
	"kaoji/evaluation/workday"
	"kaoji/storage"
	"kaoji/storage/mongo"
	"kaoji/storage/sqlite"
)

// Kaoji is the wired application, before it serves.
type Kaoji struct {
	measures.Core
	Config config.Config
	Keys   config.Keys
	Store  evaluation.Store
	Office string // the first one
	Log    *slog.Logger

	more []addition
}

// addition is a measure in addition to the catalog. The result of make may have
// Pages and Operations.
type addition struct {
	texts fs.FS
	make  func(measures.Parts, desk.Desk) measures.Measured
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// build opens the storage and wires the services.
func build(ctx context.Context, cfg config.Config, log *slog.Logger, now func() time.Time, more ...addition) (_ *Kaoji, err error) {
	k := &Kaoji{Core: measures.Core{Now: now, NewID: newID}, Config: cfg, Log: log, more: more}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, err
	}
	var texts []fs.FS
	for _, m := range more {
		texts = append(texts, m.texts)
	}
	if k.Text, err = text.Load(texts...); err != nil {
		return nil, err
	}
	if k.Store, err = openStore(ctx, cfg, now, func(filled bool) (_ []byte, err error) {
		k.Keys, err = loadKeys(cfg, filled)
		return k.Keys.Trail, err
	}); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.Store.Close())
		}
	}()
	k.Offices = &offices.Register{Cells: k.Store, Now: k.Now, NewID: k.NewID}
	if k.Office, err = k.Offices.First(ctx); err != nil {
		return nil, err
	}
	if err = k.services(); err != nil {
		return nil, err
	}
	if err = k.noteUpgrade(ctx); err != nil {
		return nil, err
	}
	if err = k.Service.Rekey(ctx, k.Store); err != nil {
		return nil, err
	}
	if err = k.adoptDrafts(ctx); err != nil {
		return nil, err
	}
	return k, k.found(ctx, k.Office, k.Text.T(cfg.Lang, "office.first_name"), k.Text.T(cfg.Lang, "office.first_short"))
}

// loadKeys reads the keys and creates those that a new data folder or a new program
// needs. If there is data, the keys with which it was written must exist, unless
// the operator sets KAOJI_NEW_KEYS.
func loadKeys(cfg config.Config, filled bool) (config.Keys, error) {
	var had config.Had
	if filled && !cfg.NewKeys {
		heads := cli.Heads{Folder: filepath.Join(cfg.Data, "heads")}
		signed, err := heads.SignedKeys()
		if err != nil {
			return config.Keys{}, err
		}
		had = config.HadOf(signed)
	}
	return config.LoadKeys(filepath.Join(cfg.Data, "keys"), had)
}

// database returns the path of the data file; false with MongoDB.
func database(cfg config.Config) (path string, ok bool) {
	if path, ok = strings.CutPrefix(cfg.Store, "sqlite:"); ok && path == "" {
		path = filepath.Join(cfg.Data, "kaoji.db")
	}
	return path, ok
}

func openStore(ctx context.Context, cfg config.Config, now func() time.Time, key storage.KeyFor) (evaluation.Store, error) {
	var store evaluation.Store
	var err error
	if path, ok := database(cfg); ok {
		store, err = sqlite.Open(ctx, path, sqlite.Options{Now: now, Key: key, Bulk: cfg.Bulk})
	} else {
		store, err = mongo.Open(ctx, cfg.Store, mongo.Options{
			Now: now, Key: key, Before: cfg.Data, ReadPatience: cfg.StorePatience, WritePatience: cfg.StorePatience,
		})
	}
	if err != nil {
		return nil, err
	}
	return evaluation.Whole{Store: store}, nil
}

func (k *Kaoji) services() error {
	rules, err := rulepack.Builtin()
	if err != nil {
		return err
	}
	calendar, err := workday.Builtin()
	if err != nil {
		return err
	}
	k.Trail = evaluation.NewTrail(k.Store, k.Keys.Trail, k.Now)
	k.Roster = roster.NewSource(k.Store, k.Now)
	k.Rules = rulepack.NewSource(rules, k.Store, k.Now)
	k.Rules.Above = k.above
	k.Calendar = workday.NewSource(calendar, k.Store, k.Now)
	vault, err := auth.NewVault(k.Keys.Report, rand.Reader)
	if err != nil {
		return err
	}
	k.Blobs, k.Cells, k.TrailLog = auth.Workbooks{Blobs: k.Store, Vault: vault}, k.Store, k.Store
	k.Heads = func() ([]evaluation.TrailHead, error) { return k.heads().Of(k.Office) }
	var more []func(measures.Parts, desk.Desk) measures.Measured
	for _, m := range k.more {
		more = append(more, m.make)
	}
	services, err := measures.Wire(measures.Parts{
		More:  more,
		Store: k.Store, Roster: k.Roster, Base: rules, First: k.Office, Rules: k.Rules, Calendar: k.Calendar, Absences: absence.NewSource(k.Store, k.Now), Pinyin: xlsx.Pinyin, Open: xlsx.Attached(k.Blobs), Forms: lrmx.Attached(k.Blobs), Blobs: k.Blobs,
		Random: rand.Reader, Ballot: k.Keys.Ballot, Keeping: k.Config.Keeping, Report: k.Keys.Report, Holders: measures.HoldersOf(k.accounts), Accounts: k.standing, Supervisors: measures.SupervisorsOf(k.supervisors), Log: k.Log, Now: k.Now,
	})
	if err != nil {
		return err
	}
	k.Services = services
	if k.Policy, err = auth.NewPolicy(k.Measures...); err != nil {
		return err
	}
	k.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: k.Store, Cells: k.Store, Blobs: k.Blobs, Vault: vault, Largest: k.Rules.Largest, Policy: k.Policy, Roster: k.Roster, Trail: k.Trail, Key: k.Keys.Trail, Now: k.Now, NewID: k.NewID, Log: k.Log,
		Changed: k.Changed, Measures: k.Measures,
	})
	if err != nil {
		return err
	}
	numbers := &security{office: k.Office, rules: k.Rules, now: k.Now}
	k.Auth, err = auth.New(auth.Parts{
		Left: k.Roster.Left,
		Closed: func(ctx context.Context, office string) (bool, error) {
			of, err := k.Offices.ByID(ctx, office)
			return !of.Closed.IsZero(), err
		},
		OfficeByCode: func(ctx context.Context, code string) (string, error) {
			of, err := k.Offices.ByCode(ctx, code)
			return of.ID, err
		},
		Current: numbers.current, Cost: k.Config.Passwords,
		Cells: k.Store, Trail: k.Trail, Secret: k.Keys.Secret, Now: k.Now, NewID: k.NewID, Random: rand.Reader,
		Key: auth.TokenKeys{Current: auth.TokenKey{ID: k.Keys.TokenID, Secret: k.Keys.Token}},
		Settings: auth.Settings{
			Office: k.Office, TOTPRequired: k.Config.Roles(), PasswordProfile: k.Config.PasswordProfile,
		},
	})
	return err
}

// above lists the offices above one, by their short names.
func (k *Kaoji) above(ctx context.Context, office string) ([]rulepack.Above, error) {
	list, err := k.Offices.Above(ctx, office)
	if err != nil {
		return nil, err
	}
	above := make([]rulepack.Above, 0, len(list))
	for _, of := range list {
		settings, err := roster.SettingsIn(ctx, k.Store, of.ID)
		if err != nil {
			return nil, err
		}
		above = append(above, rulepack.Above{ID: of.ID, Name: cmp.Or(settings.ShortName, settings.Name, of.Code)})
	}
	return above, nil
}

// accounts is called only after all services exist.
func (k *Kaoji) accounts(ctx context.Context, office string, people []string) (map[string]auth.Account, error) {
	return k.Auth.AccountsOfPersons(ctx, office, people)
}

// supervisors is called only after all services exist.
func (k *Kaoji) supervisors(ctx context.Context, office string, role evaluation.Role) ([]auth.Account, error) {
	return k.Auth.AccountsInUse(ctx, office, role)
}

// standing is called only after all services exist.
func (k *Kaoji) standing(ctx context.Context, office string) (setup.Accounts, error) {
	all, err := k.Auth.StandingOf(ctx, office)
	return setup.Accounts{Section: all.InUse[evaluation.RolePersonnel], People: all.People}, err
}

// found creates the record of an office's settings, where there is none.
func (k *Kaoji) found(ctx context.Context, office, name, short string) error {
	there, err := roster.SettingsIn(ctx, k.Store, office)
	if err != nil || there.Name != "" {
		return err
	}
	_, err = k.Service.Create(ctx, evaluation.System(office), roster.KindSettings, "found", evaluation.Creation{
		Input: &roster.SettingsInput{Name: name, ShortName: short},
	})
	if evaluation.CodeOf(err) == evaluation.CodeConflict { // another machine was faster
		return nil
	}
	return err
}

// noteUpgrade records once in the audit trail that an upgrade added keyed hashes to
// all histories, and which did not verify.
func (k *Kaoji) noteUpgrade(ctx context.Context) error {
	c, err := k.Store.Cell(ctx, storage.UpgradeClass, "", storage.UpgradeSealed)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	noted, err := k.Store.FindTrail(ctx, k.Office, evaluation.TrailFilter{Action: "upgrade"}, 0, false, 1)
	if err != nil || len(noted) > 0 {
		return err
	}
	var met storage.Upgraded
	if err := json.Unmarshal(c.Body, &met); err != nil {
		return err
	}
	return k.Trail.Note(ctx, evaluation.TrailEvent{
		Office: k.Office, Name: "Kaoji", Action: "upgrade", Outcome: evaluation.OutcomeOK, Detail: met.String(),
	})
}
