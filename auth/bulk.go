package auth

import (
	"context"
	"strconv"

	"kaoji/evaluation"
)

// MaxBulk is the largest number of accounts created in one call; each costs a
// password hash.
const MaxBulk = 500

// BulkCreate creates many accounts. If one is wrong, every mistake is returned (as
// 3.name) and none is created. If a person or login of this office already has an
// account, that account is returned and not created again, so the call can be
// repeated. If the storage fails in the middle, the slips of the created accounts
// are returned with the error; KeptSlips returns them too.
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

// CheckBulk returns the mistakes for which BulkCreate would create none, whatever the
// number of accounts.
func (s *Service) CheckBulk(ctx context.Context, by Session, list []NewAccount) error {
	if err := s.mayManage(ctx, by, ActCreate, ""); err != nil {
		return err
	}
	_, err := s.checkBulk(ctx, by.Actor.Office, list)
	return err
}

// checkBulk returns every mistake, and the existing accounts by index.
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
		case n.Person != "" && a.Person != n.Person:
			m.Add(at+"name", "auth.account.name_taken")
		default:
			if existing[i], err = s.whole(ctx, a); err != nil {
				return nil, err
			}
		}
	}
	return existing, m.Err()
}

// existing returns the account of the person, else the one with the name.
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
	a, err = s.loadByName(ctx, office, n.Name)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil, false, nil
	}
	return a, err == nil, err
}
