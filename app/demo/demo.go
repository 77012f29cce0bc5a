// Package demo fills an office of made-up people, so that every page has
// something to show: 96 cadres in 12 departments with 20 residents'
// committees, six leaders, and a cycle of measure 7 in every stage.
package demo

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/roster"
)

//go:embed office.xlsx
var workbook []byte

// Password is what every demo account logs in with.
const Password = "Kaoji-demo-2026" //nolint:gosec // printed for everybody to see

// Passphrase opens the ballots of every round and cycle of the demo.
const Passphrase = "示范街道 演示数据 开票口令" //nolint:gosec // printed for everybody to see

// Clock can be set: the demo plays half-years that have passed.
type Clock struct{ at time.Time }

// At is a clock that stands at t.
func At(t time.Time) Clock { return Clock{at: t} }

// Now is the time that the demo is at.
func (c *Clock) Now() time.Time { return c.at }

// set moves to nine in the morning of a day.
func (c *Clock) set(d evaluation.Date) { c.at = d.Time().Add(9 * time.Hour) }

// Deps is what the demo is filled through: the same services that people use,
// at the demo's own clock.
type Deps struct {
	Service    *evaluation.Service
	Auth       *auth.Service
	Assessment *assessment.Service
	Concern    *concern.Service
	Appraisal  *appraisal.Service
	Bonus      *bonus.Service
	Roster     *roster.Source
	Blobs      evaluation.Blobs
	Office     string
	Clock      *Clock
	NewID      func() string
}

// Account is a login of the demo.
type Account struct {
	Name, Display string
	Roles         []evaluation.Role
}

// filler carries the demo along.
type filler struct {
	Deps
	personnel evaluation.Actor
	leaders   []evaluation.Actor // the first two are principals
	accounts  []Account
	actors    map[string]evaluation.Actor // by login
	handler   string                      // login of who looks into concerns
	now       time.Time                   // of today; passwords are as old
}

// Fill fills an empty office and returns its logins.
func Fill(ctx context.Context, d Deps) ([]Account, error) {
	f := &filler{Deps: d, now: d.Clock.at, actors: map[string]evaluation.Actor{}, personnel: evaluation.Actor{
		Office: d.Office, Account: "demo", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel},
	}}
	for _, step := range []func(context.Context) error{f.name, f.people, f.leadership, f.special} {
		d.Clock.set(evaluation.NewDate(2026, 1, 5))
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
	}
	for _, step := range []func(context.Context) error{
		f.logins,
		f.cycles,
		f.commendations,
		f.appraisals,
		f.concerns,
		f.reminders,
		f.rotations,
		f.newcomerLogins,
		f.movePlans,
		f.reserves,
		f.educations,
		f.bonuses,
	} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
	}
	d.Clock.at = f.now
	return f.accounts, nil
}

// keep makes the personnel section and a principal keepers of the ballots of a
// round or cycle.
func (f *filler) keep(ctx context.Context, record string) error {
	for _, who := range []evaluation.Actor{f.personnel, f.leaders[0]} {
		if err := f.act(ctx, who, record, "keep", &ballot.KeepInput{Passphrase: Passphrase, Again: Passphrase}, ""); err != nil {
			return err
		}
	}
	return nil
}

// name says what the office is called.
func (f *filler) name(ctx context.Context) error {
	found, err := f.Service.Find(ctx, evaluation.Query{Office: f.Office, Kinds: []string{roster.KindSettings}, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		return err
	}
	r := found.Records[0]
	_, err = f.Service.Act(ctx, evaluation.System(f.Office), r.ID, r.Version, "change", evaluation.Change{Input: &roster.SettingsInput{
		Name: "中共示范街道工作委员会（演示）", ShortName: "示范街道（演示数据）", Document: "示委组",
	}})
	return err
}

// people imports the workbook, as a personnel section would.
func (f *filler) people(ctx context.Context) error {
	id := f.NewID()
	err := f.Blobs.PutBlob(ctx, evaluation.Blob{
		Office: f.Office, ID: id, Name: "花名册.xlsx", Owner: f.personnel.Account, Created: f.Clock.Now(),
		Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}, workbook)
	if err != nil {
		return err
	}
	r, err := f.Service.Create(ctx, f.personnel, roster.KindImport, "prepare", evaluation.Creation{Input: &roster.Prepare{Files: []string{id}}})
	if err != nil {
		return err
	}
	_, err = f.Service.Act(ctx, f.personnel, r.ID, r.Version, "apply", evaluation.Change{Input: &roster.Apply{}})
	return err
}

// leadership enters the leaders and puts each department in somebody's charge.
func (f *filler) leadership(ctx context.Context) error {
	unit, err := f.Service.Create(ctx, f.personnel, roster.KindDepartment, "open", evaluation.Creation{
		Input: &roster.OpenDepartment{Name: "领导班子", Order: 1},
	})
	if err != nil {
		return err
	}
	since := evaluation.NewDate(2021, 3, 1)
	for i, l := range []struct{ name, post, level, sex string }{
		{"沈国栋", "党工委书记", "正处级", "男"}, {"陆文娟", "办事处主任", "正处级", "女"}, {"顾建平", "党工委副书记", "副处级", "男"},
		{"钱丽华", "办事处副主任", "副处级", "女"}, {"施海峰", "办事处副主任", "副处级", "男"}, {"徐敏华", "纪工委书记", "副处级", "女"},
	} {
		p, err := f.Service.Create(ctx, f.personnel, roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
			No: fmt.Sprintf("LD%02d", i+1), Name: l.name, Sex: l.sex, Born: evaluation.NewDate(1970+i, 4, 1), Joined: since,
			Department: unit.ID, Post: l.post, PostSince: since, Level: l.level, LevelSince: since,
		}})
		if err != nil {
			return err
		}
		role := evaluation.RoleLeader
		if i < 2 {
			role = evaluation.RolePrincipal
		}
		f.leaders = append(f.leaders, evaluation.Actor{
			Office: f.Office, Account: "demo-" + p.ID, Person: p.ID, Name: l.name, Roles: []evaluation.Role{role, evaluation.RoleCadre},
		})
	}
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	departments := slices.DeleteFunc(book.On(evaluation.DateOf(f.Clock.Now())).Departments(), func(d roster.DepartmentInfo) bool { return d.ID == unit.ID })
	for i, d := range departments {
		in := &roster.TakeCharge{Person: f.leaders[2+i%4].Person, From: since}
		if err := f.act(ctx, f.personnel, d.ID, "charge", in, ""); err != nil {
			return err
		}
	}
	return nil
}

// special gives some people what rules ask about.
func (f *filler) special(ctx context.Context) error {
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	var list []roster.Member
	for _, m := range book.On(evaluation.DateOf(f.Clock.Now())).Members() {
		if roster.SectionLevel(m.Level) && !m.Heads {
			list = append(list, m)
		}
	}
	for i, in := range []*roster.Away{
		{Kind: roster.Admonition, Detail: "工作失误", Source: "示委组〔2025〕18号", From: evaluation.NewDate(2025, 9, 1), To: evaluation.NewDate(2026, 8, 31)},
		{Kind: roster.Leave, Detail: "病假", Source: "请假单", From: evaluation.NewDate(2025, 3, 1), To: evaluation.NewDate(2025, 12, 31)},
		{Kind: roster.Warning, Detail: "政务警告", Source: "示纪〔2025〕6号", From: evaluation.NewDate(2025, 11, 1), To: evaluation.NewDate(2026, 4, 30)},
	} {
		if err := f.act(ctx, f.personnel, list[i].ID, "absence", in, ""); err != nil {
			return err
		}
	}
	return nil
}

// stored is the payload of a record as it is now.
func stored[P any](ctx context.Context, f *filler, id string) (*P, error) {
	r, err := f.Service.Load(ctx, f.Office, id)
	if err != nil {
		return nil, err
	}
	return evaluation.PayloadOf[P](r)
}

// act carries out an act on the newest version of a record.
func (f *filler) act(ctx context.Context, who evaluation.Actor, id, act string, input any, reason string) error {
	r, err := f.Service.Load(ctx, f.Office, id)
	if err != nil {
		return err
	}
	if _, err = f.Service.Act(ctx, who, id, r.Version, act, evaluation.Change{Input: input, Reason: reason}); err != nil {
		return fmt.Errorf("%s of %s: %w", act, r.Kind, err)
	}
	return nil
}
