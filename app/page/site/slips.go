package site

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
	"kaoji/evaluation/roster"
)

type slipsPage struct {
	Slips  []slipRow
	Office string
	One    bool // of one account alone
	Empty  view.Empty
}

type slipRow struct {
	Slip  auth.Slip
	Roles string
}

const slipsPath = "/accounts/slips"

// slips prints the login names and unused, valid one-time passwords that the reader
// created: of one account if the address names it, else of all.
func (s *Site) slips(c *fiber.Ctx) error {
	list, err := s.Auth.KeptSlips(c.UserContext(), *server.Session(c))
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	one := c.Query("account")
	content := slipsPage{Office: settings.Name, One: one != "", Empty: view.Empty{Why: s.T(c, "slips.none"), Do: s.T(c, "slips.none_do")}}
	for _, slip := range list {
		if one == "" || slip.Account.ID == one {
			content.Slips = append(content.Slips, slipRow{slip, s.roleNames(server.Lang(c), slip.Account.Roles)})
		}
	}
	return s.Show(c, "slips", s.T(c, "slips.title"), content, s.accountsCrumb(c))
}

type bulkPage struct {
	People []bulkPerson
	Error  string
	None   view.Empty
}

type bulkPerson struct {
	ID, Name, Login, Roles string
	Leads                  []view.Choice // the roles of a leader to choose from; nil for others
}

// bulkForm lists everybody in the roster without an account: an administrator may
// see the list of people, not their data.
func (s *Site) bulkForm(c *fiber.Ctx) error { return s.bulkAgain(c, "") }

func (s *Site) bulkAgain(c *fiber.Ctx, problem string) error {
	p, err := s.Speaker(c)
	if err != nil {
		return err
	}
	list := candidates(p.Day)
	ids := make([]string, 0, len(list))
	for _, n := range list {
		ids = append(ids, n.Person)
	}
	known, err := s.Auth.AccountsOfPersons(c.UserContext(), Actor(c).Office, ids)
	if err != nil {
		return err
	}
	content := bulkPage{Error: problem, None: view.Empty{Why: p.T("bulk.none"), Do: p.T("bulk.none_do")}}
	for _, n := range list {
		if _, has := known[n.Person]; has {
			continue
		}
		one := bulkPerson{ID: n.Person, Name: n.Display, Login: n.Name, Roles: s.roleNames(p.Lang, n.Roles)}
		if slices.Contains(n.Roles, evaluation.RoleLeader) {
			for _, r := range leading {
				one.Leads = append(one.Leads, view.Choice{Value: string(r), Label: p.T("role." + string(r))})
			}
		}
		content.People = append(content.People, one)
	}
	return s.Show(c, "bulk", p.T("bulk.title"), content, s.accountsCrumb(c))
}

// leading are the roles of leaders. Who is a principal leader the roster does not say,
// so the administrator chooses.
var leading = []evaluation.Role{evaluation.RoleLeader, evaluation.RolePrincipal}

// candidates lists everybody who can get an account: people of the office with
// their staff number as login name, leaders as such, heads of departments with the
// head's role in addition to the cadre's, then the cadres of committees with the
// numbers of committee and cadre.
func candidates(day *roster.Snapshot) []auth.NewAccount {
	var list []auth.NewAccount
	for _, m := range day.Members() {
		r := []evaluation.Role{evaluation.RoleCadre}
		switch _, charges := day.Units(m.ID); {
		case roster.Leads(m.Level):
			r = []evaluation.Role{evaluation.RoleLeader}
		case len(charges) > 0:
			r = append(r, evaluation.RoleLeader)
		}
		if m.Heads {
			r = append(r, evaluation.RoleHead)
		}
		list = append(list, auth.NewAccount{Name: strings.ToLower(m.No), Person: m.ID, Display: m.Name, Roles: r})
	}
	for at, co := range day.Committees() {
		for i, m := range co.Members {
			list = append(list, auth.NewAccount{
				Name: fmt.Sprintf("jw%02d%02d", at+1, i+1), Person: m.ID, Display: m.Name + " " + co.Name,
				Roles: []evaluation.Role{evaluation.RoleCommittee},
			})
		}
	}
	return list
}

// asPrincipal follows the id of a leader who was chosen as a principal leader.
const asPrincipal = " principal"

// chosenOf are the candidates who were chosen.
func chosenOf(list []auth.NewAccount, people []string) []auth.NewAccount {
	list = slices.DeleteFunc(list, func(n auth.NewAccount) bool {
		return !slices.Contains(people, n.Person) && !slices.Contains(people, n.Person+asPrincipal)
	})
	for _, n := range list {
		if at := slices.Index(n.Roles, evaluation.RoleLeader); at >= 0 && slices.Contains(people, n.Person+asPrincipal) {
			n.Roles[at] = evaluation.RolePrincipal
		}
	}
	return list
}

// atOnce is how many accounts are dealt with while the person waits: each costs the hash
// of a password. More go on in the background.
const atOnce = 20

// bulkCreate creates an account for each chosen candidate.
func (s *Site) bulkCreate(c *fiber.Ctx, p *Speaker) error {
	values, err := Posted(c)
	if err != nil {
		return err
	}
	people := slices.Clone(values["people"])
	for i, id := range people {
		if values.Get("role."+id) == string(evaluation.RolePrincipal) {
			people[i] = id + asPrincipal
		}
	}
	list := chosenOf(candidates(p.Day), people)
	if len(list) == 0 {
		return s.bulkAgain(c, p.T("bulk.choose"))
	}
	if len(list) <= atOnce {
		_, err = s.Auth.BulkCreate(c.UserContext(), *server.Session(c), list)
	} else if err = s.Auth.CheckBulk(c.UserContext(), *server.Session(c), list); err == nil {
		items := make([]string, 0, len(list))
		for _, n := range list {
			if slices.Contains(n.Roles, evaluation.RolePrincipal) {
				n.Person += asPrincipal
			}
			items = append(items, n.Person)
		}
		return s.beginWork(c, p, batch.WorkAccounts, items)
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok && len(e.Fields) > 0 {
		said := p.T("error.invalid")
		for _, f := range e.Fields {
			said += "；" + p.Text.Say(p.Lang, f)
		}
		return s.bulkAgain(c, said)
	}
	if err != nil {
		return err // accounts created before the failure are at slipsPath
	}
	return s.Done(c, s.To(c, slipsPath), "bulk.done")
}

// passwords makes new one-time passwords for accounts chosen in the list, after it was
// confirmed: the former passwords end, and with them the logins.
func (s *Site) passwords(c *fiber.Ctx, p *Speaker) error {
	values, err := Posted(c)
	if err != nil {
		return err
	}
	chosen := slices.Compact(slices.Sorted(slices.Values(values["id"])))
	if len(chosen) > auth.MaxBulk {
		return evaluation.Fail(evaluation.CodeTooLarge, "auth.bulk.too_many", "max", auth.MaxBulk)
	}
	content, ids := bulkPage{}, []string{}
	for _, id := range chosen {
		a, err := s.Auth.GetAccount(c.UserContext(), *server.Session(c), id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && a.ID == server.Session(c).Account.ID {
			continue // gone, or the reader's own
		}
		if err != nil {
			return err
		}
		content.People, ids = append(content.People, bulkPerson{ID: a.ID, Name: a.Display, Login: a.Name}), append(ids, a.ID)
	}
	switch {
	case len(ids) == 0:
		return s.Done(c, p.To("/accounts"), "passwords.none")
	case values.Get("confirmed") == "":
		return s.Show(c, "passwords", p.T("passwords.title"), content, s.accountsCrumb(c))
	case len(ids) > atOnce:
		return s.beginWork(c, p, batch.WorkPasswords, ids)
	}
	if err := s.workStep(c.UserContext(), *server.Session(c), batch.WorkPasswords, ids); err != nil {
		return err
	}
	return s.Done(c, p.To(slipsPath), "passwords.done")
}
