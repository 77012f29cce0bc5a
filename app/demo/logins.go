package demo

import (
	"context"
	"fmt"
	"strings"

	"kaoji/auth"
	"kaoji/evaluation"
)

// logins makes an account for each role and for the cadres of one department.
func (f *filler) logins(ctx context.Context) error {
	f.Clock.at = f.now
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	list := []auth.NewAccount{
		{Name: "shenji", Display: "审计员", Roles: []evaluation.Role{evaluation.RoleAuditor}},
		{Name: "zuzhi", Display: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}},
		{Name: "fuhe", Display: "组织科复核", Roles: []evaluation.Role{evaluation.RolePersonnel}},
		{Name: "jigong", Display: "纪工委", Roles: []evaluation.Role{evaluation.RoleDiscipline}},
		{Name: "jiandu1", Display: "监督员老周", Roles: []evaluation.Role{evaluation.RoleSupervisor}},
		{Name: "jiandu2", Display: "监督员吴阿姨", Roles: []evaluation.Role{evaluation.RoleSupervisor}},
	}
	for i, l := range f.leaders {
		list = append(list, auth.NewAccount{Name: fmt.Sprintf("ld%02d", i+1), Display: l.Name, Person: l.Person, Roles: l.Roles})
	}
	departments := day.Departments()
	for _, m := range day.Members() {
		handles := m.Department == departments[2].ID && m.Post == "副科长" // of the personnel section
		if !m.Heads && m.Department != departments[1].ID && !handles || m.DepartmentOrder == 1 {
			continue
		}
		roles := []evaluation.Role{evaluation.RoleCadre}
		if m.Heads {
			roles = append(roles, evaluation.RoleHead)
		}
		if handles {
			roles = append(roles, evaluation.RolePersonnel)
			f.handler = strings.ToLower(m.No)
		}
		list = append(list, auth.NewAccount{Name: m.No, Display: m.Name, Person: m.ID, Roles: roles})
	}
	name, once, _, err := f.Auth.First(ctx, f.Office)
	if err != nil {
		return err
	}
	admin := auth.Slip{Account: auth.Account{Name: name, Display: "系统管理员", Roles: []evaluation.Role{evaluation.RoleAdmin}}, Password: once}
	return f.admit(ctx, list, admin)
}

// committeeLogins are those of a whole residents' committee and of the director
// of another one, whose other cadres vote by slips.
func (f *filler) committeeLogins(ctx context.Context) error {
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	var list []auth.NewAccount
	for i, k := range book.On(evaluation.DateOf(f.Clock.Now())).Committees() {
		for j, m := range k.Members {
			if i == 0 || i == 1 && j == 0 {
				list = append(list, auth.NewAccount{
					Name: fmt.Sprintf("jw%02d%02d", i+1, j+1), Person: m.ID, Display: m.Name + " " + k.Name, Roles: []evaluation.Role{evaluation.RoleCommittee},
				})
			}
		}
	}
	return f.admit(ctx, list)
}

// newcomerLogins are those of the newcomers who are still there.
func (f *filler) newcomerLogins(ctx context.Context) error {
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	var list []auth.NewAccount
	for _, m := range book.On(evaluation.DateOf(f.now)).Members() {
		if strings.HasPrefix(m.No, newcomerNo) {
			list = append(list, auth.NewAccount{Name: m.No, Display: m.Name, Person: m.ID, Roles: []evaluation.Role{evaluation.RoleCadre}})
		}
	}
	return f.admit(ctx, list)
}

// admit makes accounts that log in with the demo's password. It is done today:
// passwords age.
func (f *filler) admit(ctx context.Context, list []auth.NewAccount, more ...auth.Slip) error {
	was := f.Clock.at
	defer func() { f.Clock.at = was }()
	f.Clock.at = f.now
	slips, err := f.Auth.BulkCreate(ctx, auth.Operator(f.Office), list)
	if err != nil {
		return err
	}
	for _, s := range append(more, slips...) {
		tokens, err := f.Auth.Login(ctx, auth.LoginInput{Name: s.Account.Name, Password: s.Password, Address: "127.0.0.1"})
		if err != nil {
			return err
		}
		who, err := f.Auth.Authenticate(ctx, tokens.Access)
		if err != nil {
			return err
		}
		if err := f.Auth.ChangePassword(ctx, who, s.Password, Password); err != nil {
			return err
		}
		f.actors[s.Account.Name] = who.Actor
		f.accounts = append(f.accounts, Account{Name: s.Account.Name, Display: s.Account.Display, Roles: s.Account.Roles})
	}
	return nil
}
