package auth

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kaoji/evaluation"
)

// NewAccount is the input for a new account.
type NewAccount struct {
	Name    string            // login name; see foldName
	Person  string            // roster.person id, "" for nobody in the roster
	Display string            // name shown to others
	Roles   []evaluation.Role // see checkRoles
}

const firstName = "admin"

// First creates the first administrator of an office, once. If the office already
// has an account, created is false and there is no password.
func (s *Service) First(ctx context.Context, office string) (name, password string, created bool, err error) {
	there, err := s.Cells.FindCells(ctx, evaluation.CellQuery{Class: classAccount, Refs: []string{office}, Limit: 1})
	if err != nil {
		return "", "", false, err
	}
	if len(there) > 0 {
		a, err := accountOf(there[0])
		if err != nil {
			return "", "", false, err
		}
		return a.Name, "", false, nil
	}
	slip, err := s.create(ctx, Operator(office), NewAccount{Name: firstName, Display: firstName, Roles: []evaluation.Role{evaluation.RoleAdmin}})
	if evaluation.CodeOf(err) == evaluation.CodeInvalid { // another process was faster
		return firstName, "", false, nil
	}
	if err != nil {
		return "", "", false, err
	}
	return slip.Account.Name, slip.Password, true, nil
}

// CreateAccount creates an account with a one-time password. Only the account's
// creator can read the password again, see KeptSlips.
func (s *Service) CreateAccount(ctx context.Context, by Session, n NewAccount) (Account, string, error) {
	if err := s.mayManage(ctx, by, ActCreate, ""); err != nil {
		return Account{}, "", err
	}
	m := evaluation.Mistakes{}
	n = n.folded()
	n.check(m, "")
	if err := m.Err(); err != nil {
		return Account{}, "", err
	}
	slip, err := s.create(ctx, by, n)
	return slip.Account, slip.Password, err
}

func (n NewAccount) folded() NewAccount {
	n.Name, n.Display, n.Roles = foldName(n.Name), strings.TrimSpace(n.Display), orderedRoles(n.Roles)
	return n
}

// loginName allows letters of any script and digits, with . _ - between them.
var loginName = regexp.MustCompile(`^[\p{L}\p{N}]+([._-][\p{L}\p{N}]+)*$`)

func (n NewAccount) check(m evaluation.Mistakes, at string) {
	checkNames(m, at, Edit{n.Name, n.Person, n.Display})
	checkRoles(m, at+"roles", n.Roles)
}

func checkNames(m evaluation.Mistakes, at string, e Edit) {
	switch length := utf8.RuneCountInString(e.Name); {
	case e.Name == "":
		m.Add(at+"name", "error.field.required")
	case length < 2 || length > longestName || !loginName.MatchString(e.Name):
		m.Add(at+"name", "auth.account.name", "max", longestName)
	}
	if e.Display == "" {
		m.Add(at+"display", "error.field.required")
	}
	for field, text := range map[string]string{"display": e.Display, "person": e.Person} {
		if length := utf8.RuneCountInString(text); length > longestName {
			m.Add(at+field, "error.field.too_long", "max", longestName, "have", length)
		}
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			m.Add(at+field, "error.field.characters")
		}
	}
}

// checkRoles requires at least one role, no unknown one, and the separation of the
// three officers (三员分立).
func checkRoles(m evaluation.Mistakes, at string, roles []evaluation.Role) {
	if len(roles) == 0 {
		m.Add(at, "error.field.required")
	}
	for _, r := range roles {
		if !slices.Contains(evaluation.Roles(), r) {
			m.Add(at, "error.field.choice")
		}
	}
	officer := slices.Contains(roles, evaluation.RoleAdmin) || slices.Contains(roles, evaluation.RoleAuditor)
	if officer && len(roles) > 1 {
		m.Add(at, "auth.account.officers")
	}
}

// orderedRoles removes duplicates and sorts the roles in the order of
// evaluation.Roles.
func orderedRoles(roles []evaluation.Role) []evaluation.Role {
	all := evaluation.Roles()
	place := func(r evaluation.Role) int { return (slices.Index(all, r) + len(all) + 1) % (len(all) + 1) }
	out := slices.Clone(roles)
	slices.SortStableFunc(out, func(a, b evaluation.Role) int { return place(a) - place(b) })
	return slices.Compact(out)
}

// create stores a checked account and records it in the trail. The password is
// stored for the creator before the account exists, so that it cannot be lost.
func (s *Service) create(ctx context.Context, by Session, n NewAccount) (Slip, error) {
	if err := s.nameFree(ctx, by.Actor.Office, n.Name); err != nil { // before the costly hash
		return Slip{}, err
	}
	password, hash, err := s.newOneTime(ctx)
	if err != nil {
		return Slip{}, err
	}
	now := s.now()
	a := &account{
		id: s.NewID(), Office: by.Actor.Office, Name: n.Name, Person: n.Person, Display: n.Display, Roles: n.Roles,
		Edition: 1, RolesVer: 1,
		Password: credential{Hash: hash, Changed: now, OneTime: true, Until: now.Add(s.settings().OneTime)},
	}
	if err := s.claim(ctx, a.Office, a.Person, a.id); err != nil {
		return Slip{}, err
	}
	if err := s.keep(ctx, by, a, password); err != nil {
		return Slip{}, s.release(ctx, a.Office, a.Person, a.id, err)
	}
	if err := s.put(ctx, a); err != nil {
		if evaluation.CodeOf(err) == evaluation.CodeConflict {
			err = nameTaken()
		}
		return Slip{}, s.release(ctx, a.Office, a.Person, a.id, err)
	}
	if held, err := s.holds(ctx, a); err != nil {
		return Slip{}, err
	} else if !held {
		if err := s.Cells.DeleteCell(ctx, classAccount, "", a.id); err != nil {
			return Slip{}, err
		}
		return Slip{}, personTaken()
	}
	if err := s.note(ctx, by, "account", evaluation.OutcomeOK, a.id, ActCreate+" "+rolesText(a.Roles)); err != nil {
		return Slip{}, err
	}
	whole, err := s.whole(ctx, a)
	return Slip{Account: whole, Password: password, Until: a.Password.Until}, err
}

func (s *Service) nameFree(ctx context.Context, office, name string) error {
	_, err := s.loadByName(ctx, office, name)
	switch evaluation.CodeOf(err) {
	case "":
		return nameTaken()
	case evaluation.CodeNotFound:
		return nil
	}
	return err
}

func nameTaken() error {
	m := evaluation.Mistakes{}
	m.Add("name", "auth.account.name_taken")
	return m.Err()
}

func rolesText(roles []evaluation.Role) string {
	list := make([]string, len(roles))
	for i, r := range roles {
		list[i] = string(r)
	}
	return strings.Join(list, ",")
}
