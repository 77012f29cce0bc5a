package matrix

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Parts are the dependencies of an Office.
type Parts struct {
	Office  string
	Service *evaluation.Service
	Ledger  evaluation.Ledger
	Now     func() time.Time
	NewID   func() string
	// Dress completes a record beyond its envelope and returns its payload; nil
	// leaves it empty.
	Dress func(o *Office, r *evaluation.Record) (payload any, err error)
}

// Office is a small office with one person for each role, all of one
// department, and somebody in another one.
type Office struct {
	Parts
	Askers    []Asker // of every role, and the stranger
	Home      string  // the askers' department
	Away      string  // another one
	Colleague string  // at home, without an account
	Outsider  string  // in the other department

	made map[string]string // what a record is for -> its id
}

// New enters the people into the roster. The caller creates the accounts: see
// Asker.Person.
func New(ctx context.Context, p Parts) (*Office, error) {
	o := &Office{Parts: p, made: map[string]string{}}
	var err error
	if o.Home, err = o.department(ctx, "党政办公室", 1); err != nil {
		return nil, err
	}
	if o.Away, err = o.department(ctx, "财务管理办公室", 2); err != nil {
		return nil, err
	}
	for i, role := range evaluation.Roles() {
		person, err := o.person(ctx, i, o.Home, role == evaluation.RoleHead)
		if err != nil {
			return nil, err
		}
		o.Askers = append(o.Askers, Asker{Role: role, Person: person})
	}
	o.Askers = append(o.Askers, Stranger())
	if o.Colleague, err = o.person(ctx, 50, o.Home, false); err != nil {
		return nil, err
	}
	if o.Outsider, err = o.person(ctx, 51, o.Away, false); err != nil {
		return nil, err
	}
	return o, o.charge(ctx)
}

func (o *Office) department(ctx context.Context, name string, order int) (string, error) {
	r, err := o.Service.Create(ctx, evaluation.System(o.Office), roster.KindDepartment, "open", evaluation.Creation{
		Input: &roster.OpenDepartment{Name: name, Order: order},
	})
	return r.ID, err
}

func (o *Office) person(ctx context.Context, n int, unit string, heads bool) (string, error) {
	since := evaluation.NewDate(2020, 3, 1)
	r, err := o.Service.Create(ctx, evaluation.System(o.Office), roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: fmt.Sprintf("TQ%04d", n+1), Name: fmt.Sprintf("干部%02d", n+1), Sex: roster.Male, Born: evaluation.NewDate(1980, 5, 1),
		Joined: since, Department: unit, Post: "科员", PostSince: since, Level: "一级科员", LevelSince: since, Heads: heads,
	}})
	return r.ID, err
}

// charge puts the leader in charge of the home department.
func (o *Office) charge(ctx context.Context) error {
	r, err := o.Service.Load(ctx, o.Office, o.Home)
	if err != nil {
		return err
	}
	_, err = o.Service.Act(ctx, evaluation.System(o.Office), o.Home, r.Version, "charge", evaluation.Change{Input: &roster.TakeCharge{
		Person: o.Asker(evaluation.RoleLeader).Person, From: evaluation.NewDate(2020, 3, 1),
	}})
	return err
}

// Asker returns the asker with the role.
func (o *Office) Asker(role evaluation.Role) Asker {
	for _, a := range o.Askers {
		if a.Role == role {
			return a
		}
	}
	return Asker{}
}

// Record returns the id of a record of the kind and state with the standing to the
// asker. It is written directly and not by acts, because only its envelope matters
// here. A stranger gets somebody else's.
func (o *Office) Record(kind string, state evaluation.State, s Standing, who Asker) (string, error) {
	subject, unit, parties := o.Outsider, o.Away, []string{}
	switch s {
	case Own:
		if who.Person != "" {
			subject, unit = who.Person, o.Home
		}
	case Party:
		if who.Person != "" {
			parties = []string{who.Person}
		}
	case Department:
		subject, unit = o.Colleague, o.Home
	case Other:
	}
	key := fmt.Sprint(kind, "/", state, "/", subject, "/", parties)
	if id := o.made[key]; id != "" {
		return id, nil
	}
	k, ok := o.Service.Kind(kind)
	if !ok {
		return "", fmt.Errorf("no kind %s", kind)
	}
	id, now := o.NewID(), o.Now().UTC().Truncate(time.Millisecond)
	r := evaluation.Record{
		Office: o.Office, ID: id, Unique: id, Kind: kind, Subject: subject, Unit: unit, State: state, Parties: parties,
		Confidential: k.Sight.Noted, Created: now, Changed: now,
	}
	var err error
	if r.Payload, err = o.payload(k, &r); err == nil && k.Sight.HiddenFrom != nil {
		r.HiddenFrom, err = k.Sight.HiddenFrom(&r)
	}
	if err == nil {
		_, err = o.Ledger.Put(context.Background(), r)
	}
	o.made[key] = id
	return id, err
}

func (o *Office) payload(k *evaluation.Kind, r *evaluation.Record) (json.RawMessage, error) {
	p := k.Payload()
	if o.Dress != nil {
		dressed, err := o.Dress(o, r)
		if err != nil {
			return nil, err
		}
		if dressed != nil {
			p = dressed
		}
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("payload of %s: %w", k.Name, err)
	}
	return raw, nil
}
