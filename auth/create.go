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

// NewAccount is what an administrator says of an account to be made.
type NewAccount struct {
	Name    string            // login; folded, see foldName
	Person  string            // roster.person id, "" for nobody in the roster
	Display string            // name shown to others
	Roles   []evaluation.Role // see checkRoles
}

const firstName = "admin"

// First makes the first administrator of an office, once: if the office has an
// account already, created is false and there is no password.
func (s *Service) First(ctx context.Context, office string) (name, password string, created bool, err error) {
	there, err := s.Cells.FindCells(ctx, classAccount, "", office, "", 1)
	if err != nil {
		return "", "", false, err
	}
	if len(there) > 0 {
		return there[0].Unique, "", false, nil
	}
	n := NewAccount{Name: firstName, Display: firstName, Roles: []evaluation.Role{evaluation.RoleAdmin}}
	by := Operator(office)
	slip, err := s.create(ctx, by, n)
	if evaluation.CodeOf(err) == evaluation.CodeInvalid { // the name is taken: by whom?
		there, lookErr := s.loadByName(ctx, firstName)
		if lookErr != nil || there.Office == office {
			return firstName, "", false, lookErr // another process was faster
		}
		n.Name = firstName + "-" + foldName(office)
		slip, err = s.create(ctx, by, n)
	}
	if err != nil {
		return "", "", false, err
	}
	return slip.Account.Name, slip.Password, true, nil
}

// CreateAccount makes an account with a one-time password. The password is kept
// readable for its maker alone, see KeptSlips.
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

// loginName: letters of any script and digits, and . _ - between them.
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

// checkRoles: at least one, none unknown, and the three officers apart (三员分立).
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

// orderedRoles drops doubles and puts the roles in the order of SPEC.md.
func orderedRoles(roles []evaluation.Role) []evaluation.Role {
	all := evaluation.Roles()
	place := func(r evaluation.Role) int { return (slices.Index(all, r) + len(all) + 1) % (len(all) + 1) }
	out := slices.Clone(roles)
	slices.SortStableFunc(out, func(a, b evaluation.Role) int { return place(a) - place(b) })
	return slices.Compact(out)
}

// create stores a checked account and notes it. Its password is kept for the
// maker before the account exists, so that no account has a lost one.
func (s *Service) create(ctx context.Context, by Session, n NewAccount) (Slip, error) {
	if err := s.nameFree(ctx, n.Name); err != nil { // before the costly hash
		return Slip{}, err
	}
	password, err := s.oneTimePassword()
	if err != nil {
		return Slip{}, err
	}
	hash, err := s.hash(ctx, password)
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

func (s *Service) nameFree(ctx context.Context, name string) error {
	_, err := s.loadByName(ctx, name)
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
