package site

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

type accountsPage struct {
	Over     []accountRow // accounts in use of which a measure says something
	Filters  []view.Field
	Accounts []accountRow
	Empty    view.Empty
	Pager    view.Pager
}

type accountRow struct {
	Account auth.Account
	Roles   string
	State   view.Badge
	Say     string // what a measure says of it
}

func (s *Site) accountRow(c *fiber.Ctx, a auth.Account) accountRow {
	row := accountRow{Account: a, Roles: s.roleNames(server.Lang(c), a.Roles), State: view.Badge{Label: s.T(c, "accounts.active"), Tone: "green"}}
	switch {
	case a.Disabled:
		row.State = view.Badge{Label: s.T(c, "accounts.disabled"), Tone: "muted"}
	case a.LockedUntil.After(s.Now()):
		row.State = view.Badge{Label: s.T(c, "accounts.locked"), Tone: "red"}
	case a.MustChange:
		row.State = view.Badge{Label: s.T(c, "accounts.must_change"), Tone: "yellow"}
	}
	return row
}

func (s *Site) roleChoices(c *fiber.Ctx) []view.Choice {
	var list []view.Choice
	for _, r := range evaluation.Roles() {
		list = append(list, view.Choice{Value: string(r), Label: s.T(c, "role."+string(r))})
	}
	return list
}

func (s *Site) accounts(c *fiber.Ctx) error {
	f := auth.Filter{Text: strings.TrimSpace(c.Query("q")), Role: evaluation.Role(c.Query("role")), Locked: c.Query("locked") != ""}
	list, next, err := s.Auth.ListAccounts(c.UserContext(), *server.Session(c), f, c.Query("cursor"), PerPage)
	if err != nil {
		return err
	}
	content := accountsPage{
		Filters: []view.Field{
			{Name: "q", ID: "f-q", Label: s.T(c, "accounts.search"), Form: evaluation.FormText, Value: f.Text},
			{Name: "role", ID: "f-role", Label: s.T(c, "accounts.role"), Form: evaluation.FormChoice, Value: string(f.Role), Choices: s.roleChoices(c)},
		},
		Empty: view.Empty{Why: s.T(c, "list.empty"), Do: s.T(c, "list.empty_do")},
		Pager: Pager(string(c.Request().URI().RequestURI()), next, c.Query("cursor")),
	}
	said, err := s.accountsSaid(c)
	if err != nil {
		return err
	}
	for _, a := range list {
		row := s.accountRow(c, a)
		row.Say = said[a.ID]
		content.Accounts = append(content.Accounts, row)
	}
	if content.Over, err = s.accountsOver(c, said); err != nil {
		return err
	}
	return s.Show(c, "accounts", s.T(c, "menu.accounts"), content)
}

// accountsSaid is what the measures say of accounts, by id.
func (s *Site) accountsSaid(c *fiber.Ctx) (map[string]string, error) {
	p, err := s.Speaker(c)
	if err != nil {
		return nil, err
	}
	said := map[string]string{}
	for _, m := range s.pages {
		if m.Accounts == nil {
			continue
		}
		more, err := m.Accounts(c, p)
		if err != nil {
			return nil, err
		}
		maps.Copy(said, more)
	}
	return said, nil
}

// accountsOver are the accounts in use of which the measures say something, on the first page.
func (s *Site) accountsOver(c *fiber.Ctx, said map[string]string) ([]accountRow, error) {
	if c.Query("cursor") != "" || len(said) == 0 {
		return nil, nil
	}
	var rows []accountRow
	for _, id := range slices.Sorted(maps.Keys(said)) {
		a, err := s.Auth.GetAccount(c.UserContext(), *server.Session(c), id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && a.Disabled {
			continue
		}
		if err != nil {
			return nil, err
		}
		row := s.accountRow(c, a)
		row.Say = said[id]
		rows = append(rows, row)
	}
	return rows, nil
}

func (s *Site) accountsCrumb(c *fiber.Ctx) view.Link {
	return view.Link{Label: s.T(c, "menu.accounts"), Href: s.To(c, "/accounts")}
}

func (s *Site) accountForm(c *fiber.Ctx) error { return s.accountAgain(c, nil) }

func (s *Site) accountAgain(c *fiber.Ctx, wrong *evaluation.Error) error {
	values, err := Posted(c)
	if err != nil {
		return err
	}
	if c.Method() == fiber.MethodGet {
		values = url.Values{"roles": {c.Query("role")}}
	}
	field := func(name, form string, required bool) view.Field {
		f := view.Field{Name: name, ID: "f-" + name, Label: s.T(c, "accounts."+name), Form: form, Value: values.Get(name), Required: required, Longest: 100, Values: map[string]bool{}}
		for _, v := range values[name] {
			f.Values[v] = true
		}
		if wrong != nil {
			f.Error = s.fieldError(c, wrong.Fields, name)
		}
		return f
	}
	person := field("person", evaluation.FormPerson, false)
	p, err := s.Speaker(c)
	if err != nil {
		return err
	}
	for _, m := range p.Day.Members() { // an administrator may see the list of people, not their data
		person.Choices = append(person.Choices, view.Choice{Value: m.ID, Label: m.Name + " " + m.No, Group: m.DepartmentName, Keys: m.Person.Spelling()})
	}
	for _, co := range p.Day.Committees() {
		for _, m := range co.Members {
			person.Choices = append(person.Choices, view.Choice{Value: m.ID, Label: m.Name, Group: co.Name})
		}
	}
	roles := field("roles", evaluation.FormChoices, true)
	roles.Choices, roles.Help = s.roleChoices(c), s.T(c, "accounts.roles_help")
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return s.Show(c, "form", s.T(c, "accounts.new"), FormPage{
		Action: p.To("/accounts/new"), Submit: s.T(c, "accounts.create"), Back: p.To("/accounts"),
		Fields: []view.Field{field("name", evaluation.FormText, true), field("display", evaluation.FormText, true), person, roles},
	}, s.accountsCrumb(c))
}

func roles(c *fiber.Ctx) ([]evaluation.Role, error) {
	values, err := Posted(c)
	if err != nil {
		return nil, err
	}
	var list []evaluation.Role
	for _, r := range values["roles"] {
		list = append(list, evaluation.Role(r))
	}
	return list, nil
}

func (s *Site) accountCreate(c *fiber.Ctx) error {
	list, err := roles(c)
	if err != nil {
		return err
	}
	a, _, err := s.Auth.CreateAccount(c.UserContext(), *server.Session(c), auth.NewAccount{
		Name: trimmed(c, "name"), Display: trimmed(c, "display"), Person: trimmed(c, "person"), Roles: list,
	})
	if e, ok := errors.AsType[*evaluation.Error](err); ok && len(e.Fields) > 0 {
		return s.accountAgain(c, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, slipsPath)+"?account="+a.ID, "accounts.create_done")
}

type accountPage struct {
	Row   accountRow
	Roles view.Field
	Own   bool
}

func (s *Site) accountOne(c *fiber.Ctx) error {
	a, err := s.Auth.GetAccount(c.UserContext(), *server.Session(c), c.Params("id"))
	if err != nil {
		return err
	}
	f := view.Field{Name: "roles", ID: "f-roles", Label: s.T(c, "accounts.roles"), Help: s.T(c, "accounts.roles_help"), Form: evaluation.FormChoices, Choices: s.roleChoices(c), Values: map[string]bool{}}
	for _, r := range a.Roles {
		f.Values[string(r)] = true
	}
	return s.Show(c, "account_one", a.Display, accountPage{s.accountRow(c, a), f, a.ID == server.Session(c).Account.ID}, s.accountsCrumb(c))
}

func (s *Site) accountRoles(c *fiber.Ctx) error {
	list, err := roles(c)
	if err != nil {
		return err
	}
	_, err = s.Auth.SetRoles(c.UserContext(), *server.Session(c), c.Params("id"), version(c), list)
	return s.accountDone(c, err, "accounts.roles_done")
}

func (s *Site) accountDisable(c *fiber.Ctx) error {
	_, err := s.Auth.Disable(c.UserContext(), *server.Session(c), c.Params("id"), version(c))
	return s.accountDone(c, err, "accounts.disable_done")
}

func (s *Site) accountEnable(c *fiber.Ctx) error {
	_, err := s.Auth.Enable(c.UserContext(), *server.Session(c), c.Params("id"), version(c))
	return s.accountDone(c, err, "accounts.enable_done")
}

func (s *Site) accountUnlock(c *fiber.Ctx) error {
	_, err := s.Auth.Unlock(c.UserContext(), *server.Session(c), c.Params("id"))
	return s.accountDone(c, err, "accounts.unlock_done")
}

func (s *Site) accountResetTOTP(c *fiber.Ctx) error {
	return s.accountDone(c, s.Auth.ResetTOTP(c.UserContext(), *server.Session(c), c.Params("id")), "accounts.reset_totp_done")
}

func (s *Site) accountReset(c *fiber.Ctx) error {
	if _, err := s.Auth.ResetPassword(c.UserContext(), *server.Session(c), c.Params("id")); err != nil {
		return err
	}
	return s.Done(c, s.To(c, slipsPath)+"?account="+c.Params("id"), "accounts.reset_done")
}

func (s *Site) accountDone(c *fiber.Ctx, err error, key string) error {
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/accounts", c.Params("id")), key)
}

// version is the version with which the form was shown; 0, which never matches, if
// it has none.
func version(c *fiber.Ctx) int64 {
	n, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
	return n
}
