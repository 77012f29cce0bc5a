package page

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

type accountsPage struct {
	Filters  []view.Field
	Accounts []accountRow
	Empty    view.Empty
	Pager    view.Pager
}

type accountRow struct {
	Account auth.Account
	Roles   string
	State   view.Badge
}

func (s *Site) accountRow(c *fiber.Ctx, a auth.Account) accountRow {
	row := accountRow{Account: a, Roles: s.roleNames(server.Lang(c), a.Roles), State: view.Badge{Label: s.t(c, "accounts.active"), Tone: "green"}}
	switch {
	case a.Disabled:
		row.State = view.Badge{Label: s.t(c, "accounts.disabled"), Tone: "muted"}
	case a.LockedUntil.After(s.Now()):
		row.State = view.Badge{Label: s.t(c, "accounts.locked"), Tone: "red"}
	case a.MustChange:
		row.State = view.Badge{Label: s.t(c, "accounts.must_change"), Tone: "yellow"}
	}
	return row
}

func (s *Site) roleChoices(c *fiber.Ctx) []view.Choice {
	var list []view.Choice
	for _, r := range evaluation.Roles() {
		list = append(list, view.Choice{Value: string(r), Label: s.t(c, "role."+string(r))})
	}
	return list
}

func (s *Site) accounts(c *fiber.Ctx) error {
	f := auth.Filter{Text: strings.TrimSpace(c.Query("q")), Role: evaluation.Role(c.Query("role")), Locked: c.Query("locked") != ""}
	list, next, err := s.Auth.ListAccounts(c.UserContext(), *server.Session(c), f, c.Query("cursor"), perPage)
	if err != nil {
		return err
	}
	content := accountsPage{
		Filters: []view.Field{
			{Name: "q", ID: "f-q", Label: s.t(c, "accounts.search"), Form: evaluation.FormText, Value: f.Text},
			{Name: "role", ID: "f-role", Label: s.t(c, "accounts.role"), Form: evaluation.FormChoice, Value: string(f.Role), Choices: s.roleChoices(c)},
		},
		Empty: view.Empty{Why: s.t(c, "list.empty"), Do: s.t(c, "list.empty_do")},
		Pager: pager(string(c.Request().URI().RequestURI()), next, c.Query("cursor")),
	}
	for _, a := range list {
		content.Accounts = append(content.Accounts, s.accountRow(c, a))
	}
	return s.show(c, "accounts", s.t(c, "menu.accounts"), content)
}

func (s *Site) accountsCrumb(c *fiber.Ctx) view.Link {
	return view.Link{Label: s.t(c, "menu.accounts"), Href: "/accounts"}
}

func (s *Site) accountForm(c *fiber.Ctx) error { return s.accountAgain(c, nil) }

func (s *Site) accountAgain(c *fiber.Ctx, wrong *evaluation.Error) error {
	values, err := posted(c)
	if err != nil {
		return err
	}
	field := func(name, form string, required bool) view.Field {
		f := view.Field{Name: name, ID: "f-" + name, Label: s.t(c, "accounts."+name), Form: form, Value: values.Get(name), Required: required, Longest: 100, Values: map[string]bool{}}
		for _, v := range values[name] {
			f.Values[v] = true
		}
		if wrong != nil {
			f.Error = s.fieldError(c, wrong.Fields, name)
		}
		return f
	}
	person := field("person", evaluation.FormPerson, false)
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	for _, m := range p.day.Members() { // an administrator learns whom there is, not what they are
		person.Choices = append(person.Choices, view.Choice{Value: m.ID, Label: m.Name + " " + m.No})
	}
	roles := field("roles", evaluation.FormChoices, true)
	roles.Choices, roles.Help = s.roleChoices(c), s.t(c, "accounts.roles_help")
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return s.show(c, "form", s.t(c, "accounts.new"), formPage{
		Action: "/accounts/new", Submit: s.t(c, "accounts.create"), Back: "/accounts",
		Fields: []view.Field{field("name", evaluation.FormText, true), field("display", evaluation.FormText, true), person, roles},
	}, s.accountsCrumb(c))
}

func roles(c *fiber.Ctx) ([]evaluation.Role, error) {
	values, err := posted(c)
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
	a, password, err := s.Auth.CreateAccount(c.UserContext(), *server.Session(c), auth.NewAccount{
		Name: trimmed(c, "name"), Display: trimmed(c, "display"), Person: trimmed(c, "person"), Roles: list,
	})
	if e, ok := errors.AsType[*evaluation.Error](err); ok && len(e.Fields) > 0 {
		return s.accountAgain(c, e)
	}
	if err != nil {
		return err
	}
	return s.slips(c, []auth.Slip{{Account: a, Password: password}})
}

type slipsPage struct {
	Slips  []slipRow
	Office string
	Until  time.Time
}

type slipRow struct {
	Slip  auth.Slip
	Roles string
}

// slips prints one-time passwords: they are shown this once and nowhere else.
func (s *Site) slips(c *fiber.Ctx, list []auth.Slip) error {
	settings, err := s.officeSettings(c)
	if err != nil {
		return err
	}
	content := slipsPage{Office: settings.Name, Until: s.Now().Add(7 * 24 * time.Hour)}
	for _, slip := range list {
		content.Slips = append(content.Slips, slipRow{slip, s.roleNames(server.Lang(c), slip.Account.Roles)})
	}
	return s.show(c, "slips", s.t(c, "slips.title"), content, s.accountsCrumb(c))
}

type bulkPage struct {
	People []bulkPerson
	Error  string
	None   view.Empty
}

type bulkPerson struct{ ID, Name, Login string }

// bulkForm offers everybody in the roster who has no account yet: an
// administrator learns whom there is, not what they are.
func (s *Site) bulkForm(c *fiber.Ctx) error { return s.bulkAgain(c, "") }

func (s *Site) bulkAgain(c *fiber.Ctx, problem string) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	members := p.day.Members()
	ids := make([]string, 0, len(members))
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	known, err := s.Auth.AccountsOfPersons(c.UserContext(), actor(c).Office, ids)
	if err != nil {
		return err
	}
	content := bulkPage{Error: problem, None: view.Empty{Why: p.t("bulk.none"), Do: p.t("bulk.none_do")}}
	for _, m := range members {
		if _, has := known[m.ID]; has {
			continue
		}
		content.People = append(content.People, bulkPerson{ID: m.ID, Name: m.Name, Login: strings.ToLower(m.No)})
	}
	return s.show(c, "bulk", p.t("bulk.title"), content, s.accountsCrumb(c))
}

// bulkCreate makes an account for each person chosen: the staff number is the
// login, heads of departments get the head's role beside the cadre's.
func (s *Site) bulkCreate(c *fiber.Ctx) error {
	values, err := posted(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	var list []auth.NewAccount
	for _, m := range p.day.Members() {
		if !slices.Contains(values["people"], m.ID) {
			continue
		}
		r := []evaluation.Role{evaluation.RoleCadre}
		if m.Heads {
			r = append(r, evaluation.RoleHead)
		}
		list = append(list, auth.NewAccount{Name: strings.ToLower(m.No), Person: m.ID, Display: m.Name, Roles: r})
	}
	if len(list) == 0 {
		return s.bulkAgain(c, p.t("bulk.choose"))
	}
	slips, err := s.Auth.BulkCreate(c.UserContext(), *server.Session(c), list)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && len(e.Fields) > 0 {
		said := p.t("error.invalid")
		for _, f := range e.Fields {
			said += "；" + p.text.Say(p.lang, f)
		}
		return s.bulkAgain(c, said)
	}
	if err != nil && len(slips) == 0 {
		return err
	}
	return s.slips(c, slips) // what was made before a failure is shown nowhere else
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
	f := view.Field{Name: "roles", ID: "f-roles", Label: s.t(c, "accounts.roles"), Help: s.t(c, "accounts.roles_help"), Form: evaluation.FormChoices, Choices: s.roleChoices(c), Values: map[string]bool{}}
	for _, r := range a.Roles {
		f.Values[string(r)] = true
	}
	return s.show(c, "account_one", a.Display, accountPage{s.accountRow(c, a), f, a.ID == server.Session(c).Account.ID}, s.accountsCrumb(c))
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
	password, err := s.Auth.ResetPassword(c.UserContext(), *server.Session(c), c.Params("id"))
	if err != nil {
		return err
	}
	a, err := s.Auth.GetAccount(c.UserContext(), *server.Session(c), c.Params("id"))
	if err != nil {
		return err
	}
	return s.slips(c, []auth.Slip{{Account: a, Password: password}})
}

func (s *Site) accountDone(c *fiber.Ctx, err error, key string) error {
	if err != nil {
		return err
	}
	return s.done(c, "/accounts/"+c.Params("id"), key)
}

// version is what the form was shown with; 0, which fits nothing, if it says none.
func version(c *fiber.Ctx) int64 {
	n, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
	return n
}
