package rest

import (
	"time"

	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

type loginInput struct {
	Name     string `json:"name" maxLength:"200" doc:"Login; of an office with a code: name@code" example:"admin"`
	Password string `json:"password" form:"password" maxLength:"1024" example:"k7mq-2xfp-9tdw"`
	Code     string `json:"code,omitempty" maxLength:"40" doc:"Code of the second factor, or a recovery code" example:"492039"`
}

type refreshInput struct {
	Refresh string `json:"refresh" maxLength:"256" doc:"The refresh token" example:"0197a3c2-7d1e-7000-8000-00000000002a.vGkR0mM2"`
}

type passwordInput struct {
	Old   string `json:"old" form:"password" maxLength:"1024" doc:"The password until now"`
	Fresh string `json:"new" form:"password" maxLength:"1024" doc:"The password from now on"`
}

type codeInput struct {
	Code string `json:"code" maxLength:"40" doc:"Code that the device shows" example:"492039"`
}

type tokensReply struct {
	Access         string    `json:"access,omitempty" doc:"For the Authorization header, as Bearer"`
	AccessExpires  time.Time `json:"access_expires,omitzero"`
	Refresh        string    `json:"refresh,omitempty" doc:"Absent: the one handed out a moment ago stays good"`
	RefreshExpires time.Time `json:"refresh_expires,omitzero"`
	NeedTOTP       bool      `json:"need_totp" doc:"The password was right; log in again with code"`
	MustChange     bool      `json:"must_change" doc:"Nothing is allowed before the password is changed"`
	Account        *Holder   `json:"account,omitempty"`
}

// Holder is the owner of an account.
type Holder struct {
	ID      string            `json:"id" format:"uuid"`
	Name    string            `json:"name" doc:"Login"`
	Display string            `json:"display" doc:"Name shown to others"`
	Person  string            `json:"person,omitempty" doc:"Person of the roster"`
	Roles   []evaluation.Role `json:"roles"`
}

type meReply struct {
	Holder
	Office     string `json:"office"`
	TOTP       bool   `json:"totp" doc:"The second factor is on"`
	MustChange bool   `json:"must_change"`
	MustTOTP   bool   `json:"must_totp" doc:"A second factor has to be set up first"`
}

type enrolmentReply struct {
	Secret string `json:"secret" doc:"Base32, to type"`
	URL    string `json:"url" doc:"otpauth://, for a QR code"`
}

type recoveryReply struct {
	Codes []string `json:"recovery_codes" doc:"Shown this once"`
}

func own(acc auth.Account) Holder {
	return Holder{ID: acc.ID, Name: acc.Name, Display: acc.Display, Person: acc.Person, Roles: acc.Roles}
}

func (c *Call) tokens(t auth.Tokens) error {
	out := tokensReply{
		Access: t.Access, AccessExpires: t.AccessExpires, Refresh: t.Refresh, RefreshExpires: t.RefreshExpires,
		NeedTOTP: t.NeedTOTP, MustChange: t.MustChange,
	}
	if t.Access != "" {
		who := own(t.Account)
		out.Account = &who
	}
	return c.Answer(out)
}

func (a *API) login(c *Call) error {
	in := Input[loginInput](c)
	t, err := a.Auth.Login(c.UserContext(), auth.LoginInput{Name: in.Name, Password: in.Password, Code: in.Code, Address: server.Address(c.Ctx)})
	if err != nil {
		return err
	}
	return c.tokens(t)
}

func (a *API) refresh(c *Call) error {
	t, err := a.Auth.Refresh(c.UserContext(), Input[refreshInput](c).Refresh, server.Address(c.Ctx))
	if err != nil {
		return err
	}
	return c.tokens(t)
}

func (a *API) logout(c *Call) error {
	if err := a.Auth.Logout(c.UserContext(), c.who); err != nil {
		return err
	}
	return c.Nothing()
}

func (a *API) logoutEverywhere(c *Call) error {
	if err := a.Auth.LogoutEverywhere(c.UserContext(), c.who); err != nil {
		return err
	}
	return c.Nothing()
}

func (a *API) me(c *Call) error {
	return c.Answer(meReply{
		Holder: own(c.who.Account), Office: c.Actor().Office, TOTP: c.who.Account.TOTP,
		MustChange: c.who.MustChange, MustTOTP: c.who.MustTOTP,
	})
}

func (a *API) changePassword(c *Call) error {
	in := Input[passwordInput](c)
	if err := a.Auth.ChangePassword(c.UserContext(), c.who, in.Old, in.Fresh); err != nil {
		return err
	}
	return c.Nothing()
}

func (a *API) enrolTOTP(c *Call) error {
	e, err := a.Auth.EnrollTOTP(c.UserContext(), c.who)
	if err != nil {
		return err
	}
	return c.Answer(enrolmentReply(e))
}

func (a *API) confirmTOTP(c *Call) error {
	codes, err := a.Auth.ConfirmTOTP(c.UserContext(), c.who, Input[codeInput](c).Code)
	if err != nil {
		return err
	}
	return c.Answer(recoveryReply{codes})
}
