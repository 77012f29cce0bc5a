package rest

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/auth"
	"kaoji/evaluation"
)

type accountInput struct {
	Name    string            `json:"name" maxLength:"64" doc:"Login" example:"zhangwei"`
	Display string            `json:"display" maxLength:"64" doc:"Name shown to others" example:"张伟"`
	Person  string            `json:"person,omitempty" maxLength:"64" form:"person" doc:"Person of the roster, by id"`
	Roles   []evaluation.Role `json:"roles" enum:"admin,auditor,personnel,principal,leader,head,cadre,committee,supervisor,discipline" maxLength:"10" doc:"admin and auditor stand alone"`
}

type bulkInput struct {
	Accounts []accountInput `json:"accounts" maxLength:"500" doc:"A person or login that exists is reported, not doubled"`
}

type editInput struct {
	Name    string `json:"name" maxLength:"64" doc:"Login" example:"zhangwei"`
	Display string `json:"display" maxLength:"64" doc:"Name shown to others" example:"张伟"`
	Person  string `json:"person,omitempty" maxLength:"64" form:"person" doc:"Person of the roster, by id"`
}

type rolesInput struct {
	Roles []evaluation.Role `json:"roles" enum:"admin,auditor,personnel,principal,leader,head,cadre,committee,supervisor,discipline" maxLength:"10" doc:"admin and auditor stand alone"`
}

type accountReply struct {
	Holder
	Disabled    bool      `json:"disabled"`
	MustChange  bool      `json:"must_change" doc:"The password is a one-time one, or too old"`
	TOTP        bool      `json:"totp" doc:"The second factor is on"`
	LockedUntil time.Time `json:"locked_until,omitzero"`
	LastLogin   time.Time `json:"last_login,omitzero"`
	Version     int64     `json:"version" doc:"What If-Match names, in quotes"`
}

type slipReply struct {
	Account  accountReply `json:"account"`
	Password string       `json:"password,omitempty" doc:"One-time, shown this once"`
	Existing bool         `json:"existing" doc:"The account was there already"`
}

func accountOf(acc auth.Account) accountReply {
	return accountReply{
		Holder: own(acc), Disabled: acc.Disabled, MustChange: acc.MustChange, TOTP: acc.TOTP,
		LockedUntil: acc.LockedUntil, LastLogin: acc.LastLogin, Version: acc.Version,
	}
}

func accountFilters() []Param {
	role := Param{Name: "role", Doc: "Role"}
	for _, r := range evaluation.Roles() {
		role.Choices = append(role.Choices, string(r))
	}
	yes := []string{"true", "false"}
	return append(paging(), role, Param{Name: "q", Doc: "Part of login or name"},
		Param{Name: "disabled", Doc: "Disabled or not", Choices: yes}, Param{Name: "locked", Doc: "Only those locked now", Choices: yes})
}

func (a *API) accounts(c *Call) error {
	f := auth.Filter{Role: evaluation.Role(c.Query("role")), Text: c.Query("q"), Locked: c.Query("locked") == "true"}
	if d := c.Query("disabled"); d != "" {
		disabled := d == "true"
		f.Disabled = &disabled
	}
	found, next, err := a.Auth.ListAccounts(c.UserContext(), c.who, f, c.Query("cursor"), c.limit())
	if err != nil {
		return err
	}
	out := List[accountReply]{Items: make([]accountReply, 0, len(found)), Next: next}
	for _, acc := range found {
		out.Items = append(out.Items, accountOf(acc))
	}
	return c.Answer(out)
}

func (in *accountInput) account() auth.NewAccount {
	return auth.NewAccount{Name: in.Name, Display: in.Display, Person: in.Person, Roles: in.Roles}
}

func (a *API) createAccount(c *Call) error {
	acc, password, err := a.Auth.CreateAccount(c.UserContext(), c.who, Input[accountInput](c).account())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLocation, Prefix+"/accounts/"+acc.ID)
	c.Set(fiber.HeaderETag, etag(acc.Version))
	return c.Answer(slipReply{Account: accountOf(acc), Password: password})
}

// createAccounts returns the created accounts even if the storage failed in the
// middle.
func (a *API) createAccounts(c *Call) error {
	in := Input[bulkInput](c)
	list := make([]auth.NewAccount, 0, len(in.Accounts))
	for i := range in.Accounts {
		list = append(list, in.Accounts[i].account())
	}
	slips, err := a.Auth.BulkCreate(c.UserContext(), c.who, list)
	if err != nil && len(slips) == 0 {
		return err
	}
	return c.Answer(slipsOf(slips))
}

func (a *API) slips(c *Call) error {
	slips, err := a.Auth.KeptSlips(c.UserContext(), c.who)
	if err != nil {
		return err
	}
	return c.Answer(slipsOf(slips))
}

func slipsOf(slips []auth.Slip) List[slipReply] {
	out := List[slipReply]{Items: make([]slipReply, 0, len(slips))}
	for _, s := range slips {
		out.Items = append(out.Items, slipReply{Account: accountOf(s.Account), Password: s.Password, Existing: s.Existing})
	}
	return out
}

// changed answers with an account and its version.
func (c *Call) changed(acc auth.Account, err error) error {
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderETag, etag(acc.Version))
	return c.Answer(accountOf(acc))
}

func (a *API) account(c *Call) error {
	return c.changed(a.Auth.GetAccount(c.UserContext(), c.who, c.Params("id")))
}

func (a *API) editAccount(c *Call) error {
	in := Input[editInput](c)
	return c.changed(a.Auth.EditAccount(c.UserContext(), c.who, c.Params("id"), c.Version, auth.Edit{Name: in.Name, Person: in.Person, Display: in.Display}))
}

func (a *API) setRoles(c *Call) error {
	return c.changed(a.Auth.SetRoles(c.UserContext(), c.who, c.Params("id"), c.Version, Input[rolesInput](c).Roles))
}

func (a *API) disable(c *Call) error {
	return c.changed(a.Auth.Disable(c.UserContext(), c.who, c.Params("id"), c.Version))
}

func (a *API) enable(c *Call) error {
	return c.changed(a.Auth.Enable(c.UserContext(), c.who, c.Params("id"), c.Version))
}

func (a *API) unlock(c *Call) error {
	return c.changed(a.Auth.Unlock(c.UserContext(), c.who, c.Params("id")))
}

func (a *API) resetPassword(c *Call) error {
	password, err := a.Auth.ResetPassword(c.UserContext(), c.who, c.Params("id"))
	if err != nil {
		return err
	}
	acc, err := a.Auth.GetAccount(c.UserContext(), c.who, c.Params("id"))
	if err != nil {
		return err
	}
	return c.Answer(slipReply{Account: accountOf(acc), Password: password, Existing: true})
}

func (a *API) resetTOTP(c *Call) error {
	if err := a.Auth.ResetTOTP(c.UserContext(), c.who, c.Params("id")); err != nil {
		return err
	}
	return c.Nothing()
}
