package evaluation

import (
	"context"
	"slices"
)

// ActReaddress is the history entry of a record that waited for a person who has
// left the office.
const ActReaddress = "readdress"

// mayGoOn are the roles that take over records of a person who has left; the first
// role that can act on the record gets it.
func mayGoOn() []Role { return []Role{RolePersonnel, RoleDiscipline, RolePrincipal} }

// Readdress passes a record that waits for a person who has left to the role that
// hands it over or continues it. It changes nothing else, and nothing if no such
// role may act.
func (s *Service) Readdress(ctx context.Context, office, id, person string) error {
	const tries = 10 // in case people act on the record at the same time; their changes stay
	for i := 0; ; i++ {
		r, err := s.Ledger.Get(ctx, office, id)
		if err != nil {
			return err
		}
		role, ok := s.successor(&r)
		if !ok || !slices.Contains(r.Waiting, WaitPerson(person)) {
			return nil
		}
		r.Waiting = slices.DeleteFunc(slices.Clone(r.Waiting), func(w string) bool { return w == WaitPerson(person) || w == WaitRole(role) })
		r.Waiting, r.Changed = append(r.Waiting, WaitRole(role)), s.now()
		if err := (chain{s.Key}).enter(&r, Entry{At: r.Changed, Account: string(RoleSystem), Act: ActReaddress, From: r.State, To: r.State}); err != nil {
			return err
		}
		r, err = s.Ledger.Put(ctx, r)
		if CodeOf(err) == CodeConflict && i < tries {
			continue
		}
		if err == nil {
			s.changed(r)
		}
		return err
	}
}

// successor is the role that continues a record, independent of the person it
// waited for.
func (s *Service) successor(r *Record) (Role, bool) {
	k, ok := s.kinds[r.Kind]
	if !ok {
		return "", false
	}
	for _, role := range mayGoOn() {
		for _, a := range k.Acts {
			if slices.Contains(a.From, r.State) && s.Policy.May([]Role{role}, r.Kind, a.Name, r.State, []Relation{Anyone}) {
				return role, true
			}
		}
	}
	return "", false
}
