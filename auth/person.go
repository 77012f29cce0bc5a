package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"kaoji/evaluation"
)

// tie connects a person of the roster with an account.
type tie struct {
	Account string    `json:"account"`
	At      time.Time `json:"at"`
}

// making is the longest time between the claim of a new account and its storing.
const making = time.Minute

// claim ties a person to an account that is stored right afterwards. If the tied
// account does not exist, or no longer belongs to the person, a crash has left the
// tie; it is replaced when it is older than making.
func (s *Service) claim(ctx context.Context, office, person, account string) error {
	if person == "" {
		return nil
	}
	body, err := json.Marshal(tie{account, s.now()})
	if err != nil {
		return fmt.Errorf("account of person: %w", err)
	}
	c, err := s.Cells.Cell(ctx, classPerson, office, person)
	switch evaluation.CodeOf(err) {
	case "":
		held, err := tieOf(c)
		if err != nil {
			return err
		}
		if s.now().Sub(held.At) < making {
			return personTaken()
		}
		if _, err := s.AccountOfPerson(ctx, office, person); err == nil {
			return personTaken()
		} else if evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return err
		}
	case evaluation.CodeNotFound:
		c = evaluation.Cell{Class: classPerson, Office: office, ID: person, Unique: person}
	default:
		return err
	}
	c.Body = body
	if _, err = s.Cells.PutCell(ctx, c); evaluation.CodeOf(err) == evaluation.CodeConflict {
		return personTaken()
	}
	return err
}

func personTaken() error {
	m := evaluation.Mistakes{}
	m.Add("person", "auth.account.person_taken")
	return m.Err()
}

// holds checks after storing the account whether its person is still tied to it: of
// two accounts created for one person at the same time only one stays.
func (s *Service) holds(ctx context.Context, a *account) (bool, error) {
	if a.Person == "" {
		return true, nil
	}
	t, err := s.tie(ctx, a.Office, a.Person)
	return t.Account == a.id, err
}

func (s *Service) tie(ctx context.Context, office, person string) (tie, error) {
	c, err := s.Cells.Cell(ctx, classPerson, office, person)
	if err != nil {
		return tie{}, err
	}
	return tieOf(c)
}

func tieOf(c evaluation.Cell) (t tie, err error) {
	if err = json.Unmarshal(c.Body, &t); err != nil {
		err = fmt.Errorf("account of person: %w", err)
	}
	return t, err
}

// release unties a person if the tie still belongs to this account, and returns
// reason.
func (s *Service) release(ctx context.Context, office, person, account string, reason error) error {
	if person == "" {
		return reason
	}
	t, err := s.tie(ctx, office, person)
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound:
		return reason
	case err != nil:
		return err
	case t.Account != account:
		return reason
	}
	if err := s.Cells.DeleteCell(ctx, classPerson, office, person); err != nil {
		return err
	}
	return reason
}

// AccountOfPerson returns the account of a person of the roster, or CodeNotFound.
// It is for internal use and checks no permissions.
func (s *Service) AccountOfPerson(ctx context.Context, office, person string) (Account, error) {
	t, err := s.tie(ctx, office, person)
	if err != nil {
		return Account{}, err
	}
	a, err := s.load(ctx, t.Account)
	if err != nil {
		return Account{}, err
	}
	if a.Office != office || a.Person != person {
		return Account{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return s.whole(ctx, a)
}

// AccountsOfPersons returns the accounts of many people, by person; people without
// one are missing. LockedUntil is not set. It checks no permissions.
func (s *Service) AccountsOfPersons(ctx context.Context, office string, persons []string) (map[string]Account, error) {
	const atOnce = 200
	found := map[string]Account{}
	for some := range slices.Chunk(persons, atOnce) {
		var ids []string
		for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: classPerson, Office: office, IDs: some}) {
			t, terr := tieOf(c)
			if err = errors.Join(err, terr); err != nil {
				return nil, err
			}
			ids = append(ids, t.Account)
		}
		if len(ids) == 0 {
			continue
		}
		for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: classAccount, IDs: ids}) {
			if err != nil {
				return nil, err
			}
			a, err := accountOf(c)
			if err != nil {
				return nil, err
			}
			if a.Office == office && slices.Contains(some, a.Person) { // a crash leaves ties of others
				found[a.Person] = s.shown(a, time.Time{})
			}
		}
	}
	return found, nil
}

// AccountsInUse returns the accounts with a role that are not disabled, in the order of
// their creation. It checks no permissions.
func (s *Service) AccountsInUse(ctx context.Context, office string, role evaluation.Role) ([]Account, error) {
	var list []Account
	err := s.each(ctx, office, "", func(a *account) (bool, error) {
		if !a.Disabled && slices.Contains(a.Roles, role) {
			list = append(list, s.shown(a, time.Time{}))
		}
		return true, nil
	})
	return list, err
}

// Standing is what the accounts of an office tell without their names.
type Standing struct {
	InUse  map[evaluation.Role]int // enabled accounts whose holders have chosen a password, by role
	People map[string]bool         // people of the roster who have an enabled account
}

// StandingOf returns the Standing of an office. It checks no permissions.
func (s *Service) StandingOf(ctx context.Context, office string) (Standing, error) {
	all := Standing{InUse: map[evaluation.Role]int{}, People: map[string]bool{}}
	err := s.each(ctx, office, "", func(a *account) (bool, error) {
		if a.Disabled {
			return true, nil
		}
		if a.Person != "" {
			all.People[a.Person] = true
		}
		if !a.Password.OneTime {
			for _, r := range a.Roles {
				all.InUse[r]++
			}
		}
		return true, nil
	})
	return all, err
}

// unperson unties an account whose person now belongs to another account.
func (s *Service) unperson(ctx context.Context, id string) error {
	_, err := s.update(ctx, id, func(a *account) error {
		a.Person = ""
		a.Edition++
		return nil
	})
	return err
}
