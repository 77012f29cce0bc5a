package page

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

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
