package concern

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Deps are the dependencies of concerns.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
	Cells  evaluation.Cells
	Vault  evaluation.Vault
	Random io.Reader // crypto/rand.Reader
	// Holders returns the people who can log in with one of the roles.
	Holders func(ctx context.Context, office string, people []string, roles ...evaluation.Role) ([]string, error)
	Deeds   Deeds
}

// handling are the roles that can handle a concern.
var handling = []evaluation.Role{evaluation.RolePersonnel, evaluation.RoleDiscipline, evaluation.RolePrincipal, evaluation.RoleLeader}

// Service has the acts and queries of concerns.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// place sets whom a concern is about, in record and payload.
func (s *Service) place(step *evaluation.Step, m *Matter, unit, person string) error {
	at, err := s.whom(step, unit, person)
	if err != nil {
		return err
	}
	step.Record.Subject, m.PersonName, step.Record.Unit, m.UnitName = at.person, at.personName, at.unit, at.unitName
	return nil
}

// whom is a person with their department, or a department only.
type whom struct{ person, personName, unit, unitName string }

func (s *Service) whom(step *evaluation.Step, unit, person string) (whom, error) {
	day, err := s.Today(step)
	if err != nil {
		return whom{}, err
	}
	at := whom{unit: unit}
	if person != "" {
		p, ok := day.Member(person)
		if !ok {
			return whom{}, desk.Mistake("person", "concern.no_person")
		}
		at = whom{person: p.ID, personName: p.Name, unit: p.Department}
	}
	d, ok := day.Department(at.unit)
	if !ok && person == "" {
		return whom{}, desk.Mistake("unit", "concern.no_subject")
	}
	at.unitName = d.Name
	return at, nil
}

// receive sets number, day of reception and the deadline of rule C-29; a sender who
// left a name must be told earlier (C-27).
func (s *Service) receive(step *evaluation.Step, m *Matter, a About, received evaluation.Date) error {
	if received.After(step.Today) {
		return desk.Mistake("received", "concern.future", "today", step.Today.String())
	}
	if a.Happened.After(received) {
		return desk.Mistake("happened", "concern.future", "today", received.String())
	}
	if err := s.place(step, m, a.Unit, a.Person); err != nil {
		return err
	}
	rules, err := s.Freeze(step, "complaint.accept", "complaint.done", "complaint.extension", "complaint.named.receipt",
		"complaint.named.result", "concern.duplicate")
	if err != nil {
		return err
	}
	m.Category, m.Topic, m.Content, m.Happened = a.Category, strings.TrimSpace(a.Topic), a.Content, a.Happened
	m.Received, m.Rules, m.Files, m.Merged = received, rules, []string{}, []string{}
	due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, rules, "complaint.accept", received)
	if err != nil {
		return err
	}
	if m.Named {
		told, more, err := s.DueCounted(step.Ctx, step.Record.Office, rules, "complaint.named.receipt", received)
		if err != nil {
			return err
		}
		if missing = append(missing, more...); told.Before(due) {
			due = told
		}
	}
	m.Missing = missing
	r := step.Record
	if m.No, err = s.number(step, received.Year()); err != nil {
		return err
	}
	r.Unique, r.Sort, r.On, r.Period = m.No, m.No, received, received.String()[:7]
	desk.Wait(r, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return nil
}

// number is the number by which people refer to a matter: a free one of four digits,
// or of more where these are used up. It is random, because a gap in a series would
// reveal a concern to people who must not know of it.
func (s *Service) number(step *evaluation.Step, year int) (string, error) {
	const most, tries = 100_000_000, 4
	for least := uint64(1000); least < most; least *= 10 {
		for try := range tries {
			mark, err := strconv.ParseUint(s.Vault.Mark("number", fmt.Sprint(step.Record.ID, " ", least, " ", try))[:15], 16, 64)
			if err != nil {
				return "", err
			}
			no := fmt.Sprintf("〔%d〕%d号", year, least+mark%(9*least))
			taken, err := desk.Find(step.Ctx, step.Read, step.Record.Office, KindMatter, no)
			if err != nil || taken == nil {
				return no, err
			}
		}
	}
	return "", evaluation.Fail(evaluation.CodeConflict, "error.conflict")
}

// Unfounded returns whom a concern is about, by its number, and whether it was found not
// to be borne out; "" if there is no such concern about a person.
func (s *Service) Unfounded(ctx context.Context, office, no string) (person string, is bool, err error) {
	r, err := desk.Find(ctx, s.Ledger, office, KindMatter, no)
	if err != nil || r == nil {
		return "", false, err
	}
	m, err := evaluation.PayloadOf[Matter](*r)
	if err != nil {
		return "", false, err
	}
	return r.Subject, m.Outcome == NotBorneOut && (r.State == Concluded || r.State == Answered), nil
}

// byNo finds another matter by its number. One that is about the actor counts as missing.
func (s *Service) byNo(step *evaluation.Step, no string) (evaluation.Record, *Matter, error) {
	found, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindMatter}, Uniques: []string{strings.TrimSpace(no)}, Limit: 1,
	})
	if err != nil {
		return evaluation.Record{}, nil, err
	}
	if len(found.Records) == 0 || found.Records[0].ID == step.Record.ID || hidden(step, &found.Records[0]) {
		return evaluation.Record{}, nil, desk.Mistake("no", "concern.no_other")
	}
	m, err := evaluation.PayloadOf[Matter](found.Records[0])
	return found.Records[0], m, err
}

// hidden reports whether the other matter is about the actor, for whom it must not
// exist.
func hidden(step *evaluation.Step, r *evaluation.Record) bool {
	return r.Subject != "" && r.Subject == step.Actor.Person
}

// pseudonym is the same for the same contact; without a contact each one is
// different.
func (s *Service) pseudonym(contact, record string) string {
	if contact = strings.Join(strings.Fields(strings.ToLower(contact)), ""); contact != "" {
		return s.Vault.Mark("reporter", contact)[:16]
	}
	return s.Vault.Mark("anonymous", record)[:16]
}

// The classes of cells with encrypted contacts and receipt numbers.
const (
	classContact = "reporter"
	classReceipt = "receipt"
)

// keepContact encrypts the reporter's contact and stores it apart from the record.
// It is written before the record, because a contact without a record does no harm,
// and a record without its contact would lose it.
func (s *Service) keepContact(ctx context.Context, office, record, contact string) error {
	sealed, err := s.Vault.Seal(contact, record)
	if err != nil {
		return err
	}
	_, err = s.Cells.PutCell(ctx, evaluation.Cell{
		Class: classContact, Office: office, ID: record, Body: jsonText("sealed", string(sealed)),
	})
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		return nil // the act is repeated
	}
	return err
}

// Contact decrypts the reporter's contact of a matter; CodeNotFound if there is
// none. The caller has checked the permission and records it in the audit trail.
func (s *Service) Contact(ctx context.Context, office, record string) (string, error) {
	c, err := s.Cells.Cell(ctx, classContact, office, record)
	if err != nil {
		return "", err
	}
	return s.Vault.Open(evaluation.Sealed(textOf(c.Body, "sealed")), record)
}
