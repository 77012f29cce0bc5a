package auth

import (
	"context"
	"strconv"

	"kaoji/evaluation"
)

// MaxBulk is the most accounts made in one call; each costs a hash.
const MaxBulk = 500

// BulkCreate makes many accounts. If anything is wrong with one, every mistake
// is named (as 3.name) and none is made. A person or a login of this office
// that has an account already is reported with it, not doubled, so the call
// can be repeated. If the storage fails half way, the slips made so far come
// with the error; KeptSlips has them too.
func (s *Service) BulkCreate(ctx context.Context, by Session, list []NewAccount) ([]Slip, error) {
	if err := s.mayManage(ctx, by, ActCreate, ""); err != nil {
		return nil, err
	}
	if len(list) > MaxBulk {
		return nil, evaluation.Fail(evaluation.CodeTooLarge, "auth.bulk.too_many", "max", MaxBulk)
	}
	existing, err := s.checkBulk(ctx, by.Actor.Office, list)
	if err != nil {
		return nil, err
	}
	slips := make([]Slip, 0, len(list))
	for i, n := range list {
		if a, ok := existing[i]; ok {
			slips = append(slips, Slip{Account: a, Existing: true})
			continue
		}
		slip, err := s.create(ctx, by, n.folded())
		if err != nil {
			return slips, err
		}
		slips = append(slips, slip)
	}
	return slips, nil
}

// checkBulk names every mistake, and finds what exists already by place.
func (s *Service) checkBulk(ctx context.Context, office string, list []NewAccount) (map[int]Account, error) {
	m := evaluation.Mistakes{}
	existing := map[int]Account{}
	names, persons := map[string]bool{}, map[string]bool{}
	for i, n := range list {
		at := strconv.Itoa(i) + "."
		n = n.folded()
		n.check(m, at)
		if names[n.Name] {
			m.Add(at+"name", "auth.bulk.twice")
		}
		if n.Person != "" && persons[n.Person] {
			m.Add(at+"person", "auth.bulk.twice")
		}
		names[n.Name], persons[n.Person] = true, true
		a, found, err := s.existing(ctx, office, n)
		switch {
		case err != nil:
			return nil, err
		case !found:
		case a.Office != office || n.Person != "" && a.Person != n.Person:
			m.Add(at+"name", "auth.account.name_taken")
		default:
			if existing[i], err = s.whole(ctx, a); err != nil {
				return nil, err
			}
		}
	}
	return existing, m.Err()
}

// existing finds the account that the person has, else the one of the name.
func (s *Service) existing(ctx context.Context, office string, n NewAccount) (a *account, found bool, err error) {
	if n.Person != "" {
		of, err := s.AccountOfPerson(ctx, office, n.Person)
		if err == nil {
			a, err = s.load(ctx, of.ID)
			return a, err == nil, err
		}
		if evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return nil, false, err
		}
	}
	a, err = s.loadByName(ctx, n.Name)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil, false, nil
	}
	return a, err == nil, err
}
