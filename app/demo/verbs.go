package demo

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
)

// verbs are what steps can do that is not an act.
var verbs = map[string]func(context.Context, *player, *step) error{
	"log_in": logIn,
	"rate":   rate,
	"answer": answer,
	"slips":  slips,
	"file":   personnelFiles,
}

// personnelFiles lists what goes into personnel files.
func personnelFiles(ctx context.Context, p *player, _ *step) error {
	return p.Archive.Watch(ctx, p.Service, p.Office, evaluation.DateOf(p.Clock.Now()))
}

// logIn creates accounts and gives them the demo's password.
func logIn(ctx context.Context, p *player, s *step) error {
	var in struct {
		Admin    bool      `json:"admin"` // also the first administrator
		Accounts []account `json:"accounts"`
	}
	if err := p.fill(s.Input, &in); err != nil {
		return err
	}
	var slips []auth.Slip
	if in.Admin {
		name, once, _, err := p.Auth.First(ctx, p.Office)
		if err != nil {
			return err
		}
		slips = append(slips, auth.Slip{Account: auth.Account{Name: name, Display: "系统管理员", Roles: []evaluation.Role{evaluation.RoleAdmin}}, Password: once})
	}
	var list []auth.NewAccount
	for _, a := range in.Accounts {
		list = append(list, auth.NewAccount{Name: a.Name, Display: a.Display, Person: a.Person, Roles: a.Roles})
	}
	made, err := p.Auth.BulkCreate(ctx, auth.Operator(p.Office), list)
	for _, s := range append(slips, made...) {
		a := s.Account
		actor := evaluation.Actor{Office: p.Office, Account: a.ID, Person: a.Person, Name: a.Display, Roles: a.Roles}
		p.actors[a.Name] = actor
		if i := slices.IndexFunc(in.Accounts, func(given account) bool { return given.Name == a.Name && given.As != "" }); i >= 0 {
			p.actors[in.Accounts[i].As] = actor
		}
		p.roles[a.Person] = a.Roles
		p.accounts = append(p.accounts, Account{Name: a.Name, Display: a.Display, Roles: a.Roles})
		p.beside(func() error { return p.logInFirst(ctx, s) })
	}
	return err
}

// logInFirst logs in to a new account and changes its password.
func (p *player) logInFirst(ctx context.Context, s auth.Slip) error {
	tokens, err := p.Auth.Login(ctx, auth.LoginInput{Office: p.Office, Name: s.Account.Name, Password: s.Password, Address: "127.0.0.1"})
	if err != nil {
		return err
	}
	who, err := p.Auth.Authenticate(ctx, tokens.Access)
	if err != nil {
		return err
	}
	return p.Auth.ChangePassword(ctx, who, s.Password, Password)
}

// rate casts a ballot of measure 7 for the sheet On.
func rate(ctx context.Context, p *player, s *step) error {
	var b assessment.Ballot
	if err := p.fill(s.Input, &b); err != nil {
		return err
	}
	who, err := p.actor(ctx, s.Who)
	if err != nil {
		return err
	}
	sheet, err := p.text(s.On)
	if err != nil {
		return err
	}
	p.beside(func() error { return p.Assessment.Cast(ctx, who, sheet, b) })
	return nil
}

// slips issues slips with codes to the committees of round On of measure 3, and
// votes with some of them.
func slips(ctx context.Context, p *player, s *step) error {
	var in struct {
		Every   int `json:"every"`   // one of so many slips is used
		Waiting int `json:"waiting"` // number of committees, at the end of the list, that get none
	}
	if err := p.fill(s.Input, &in); err != nil {
		return err
	}
	r, err := p.load(ctx, s.On)
	if err != nil {
		return err
	}
	who, err := p.actor(ctx, s.Who)
	if err != nil {
		return err
	}
	var round appraisal.Round
	if err := json.Unmarshal(r.Payload, &round); err != nil {
		return err
	}
	for i, panel := range round.Panels[:len(round.Panels)-in.Waiting] {
		count := 0
		for _, x := range panel.Raters {
			if x.Way == appraisal.WayCode && !panel.Named {
				count++
			}
		}
		if count == 0 {
			continue
		}
		codes, err := p.Appraisal.Issue(ctx, p.Service, who, r.ID, r.Version, panel.Committee, count)
		if err != nil {
			return err
		}
		for j := 0; j < len(codes); j += in.Every {
			p.beside(func() error { return p.useSlip(ctx, codes[j], i, j) })
		}
		if r, err = p.Service.Load(ctx, p.Office, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// useSlip casts the ballot of rater j of committee i. The marks depend on the cadre,
// and a little on the rater; a few are the highest possible, with the reason.
func (p *player) useSlip(ctx context.Context, code string, i, j int) error {
	form, err := p.Appraisal.Slip(ctx, p.Office, code)
	if err != nil {
		return err
	}
	var b appraisal.Ballot
	for n, c := range form.Cadres {
		row := appraisal.Row{Person: c.Person, Abstain: (i+j+n)%29 == 28}
		if row.Abstain {
			b.Rows = append(b.Rows, row)
			continue
		}
		merit := 78
		for _, letter := range c.Name {
			merit += int(letter) % 7
		}
		var points []string
		for item := range form.Items {
			mark := min(max(merit+(i*5+j*7+item*3)%6, form.Low), form.High-1)
			points = append(points, strconv.Itoa(mark))
		}
		if (i+j+n)%13 == 12 {
			points[0], row.Reason = strconv.Itoa(form.High), "多次上门帮助困难家庭，居民普遍认可。"
		}
		row.Points = strings.Join(points, " ")
		b.Rows = append(b.Rows, row)
	}
	return p.Appraisal.CastSlip(ctx, p.Office, code, b)
}
