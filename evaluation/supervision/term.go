package supervision

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Term is the payload of a supervision.term record. The envelope's parties contain the account
// of the supervisor.
type Term struct {
	Name        string          `json:"name"`
	Body        string          `json:"body"` // where the person works or lives
	ProposedBy  string          `json:"proposed_by"`
	Years       int             `json:"years" show:"-"`
	From        evaluation.Date `json:"from"`
	To          evaluation.Date `json:"to"`
	Declared    string          `json:"declared"`            // how it was checked that the person is not related
	Namesake    bool            `json:"namesake"`            // not the person of that name in the roster
	Account     string          `json:"account" show:"-"`    // id
	AccountName string          `json:"account_name"`        // login name
	Letter      string          `json:"letter"`              // number of the letter of appointment
	AppointedBy string          `json:"appointed_by"`        //
	AppointedOn evaluation.Date `json:"appointed_on"`        //
	Earlier     []Span          `json:"earlier"`             // before a renewal
	Reminded    evaluation.Date `json:"reminded" show:"-"`   // day from which the end of the term is a task
	Why         string          `json:"ended_why,omitempty"` //
	EndedOn     evaluation.Date `json:"ended_on"`
	Rules       rulepack.Frozen `json:"rules"`
}

// Span is a term that was renewed.
type Span struct {
	From   evaluation.Date `json:"from"`
	To     evaluation.Date `json:"to"`
	Letter string          `json:"letter"`
}

// ProposeInput proposes a supervisor.
type ProposeInput struct {
	Name       string          `json:"name" maxLength:"40" doc:"Name" example:"周保国"`
	Body       string          `json:"body" maxLength:"100" doc:"Where the person works or lives, or what they stand for" example:"浦建路居民区"`
	ProposedBy string          `json:"proposed_by" maxLength:"100" doc:"Organisation that proposes the person" example:"浦建居委会"`
	From       evaluation.Date `json:"from" begin:"today" doc:"First day of the term"`
	Years      int             `json:"years" minimum:"1" maximum:"10" rules:"supervisor.term" doc:"Years of the term" example:"2"`
	Declared   string          `json:"declared" form:"long" maxLength:"500" doc:"How it was established that the person is not on the staff and not related to leaders and cadres of the office" example:"本人书面声明，并与干部近亲属情况核对，没有近亲属关系。"`
	Unrelated  bool            `json:"unrelated" doc:"The person has declared not to be related to leaders and cadres of the office"`
	Namesake   bool            `json:"namesake,omitempty" doc:"It is another person than the one of that name in the roster"`
	Account    string          `json:"account,omitempty" maxLength:"60" doc:"Account of the supervisor, if there is one"`
}

// AppointInput appoints or renews.
type AppointInput struct {
	Letter string `json:"letter,omitempty" maxLength:"40" doc:"Number of the letter of appointment" example:"塘监聘〔2026〕3号"`
}

// RenewInput renews a term.
type RenewInput struct {
	Years  int    `json:"years" minimum:"1" maximum:"10" rules:"supervisor.term" doc:"Years of the new term" example:"2"`
	Letter string `json:"letter,omitempty" maxLength:"40" doc:"Number of the letter of appointment" example:"塘监聘〔2026〕3号"`
}

// LinkInput names the account.
type LinkInput struct {
	Account string `json:"account,omitempty" maxLength:"60" doc:"Account of the supervisor; empty if there is none"`
}

// EndInput ends a term before its last day.
type EndInput struct {
	Why string          `json:"ended_why" enum:"resigned,moved,staff,related,other" doc:"Why the term ends" example:"moved"`
	On  evaluation.Date `json:"ended_on" begin:"today" doc:"Last day"`
}

// last is the last day of a term of some years.
func last(from evaluation.Date, years int) evaluation.Date {
	return from.LastOf(12 * years)
}

// allowed refuses a number of years that the rule does not allow.
func (t *Term) allowed(m evaluation.Mistakes, years int) {
	least, err := t.Rules.Number(ruleTerm, "least")
	most, err2 := t.Rules.Number(ruleTerm, "most")
	if err != nil || err2 != nil || int64(years) < least || int64(years) > most {
		m.Add("years", "supervision.years", "least", least, "most", most)
	}
}

// account puts the account of the supervisor into the term, and into the parties of the record.
func (t *Term) account(r *evaluation.Record, a Account) {
	r.Parties = nil
	if t.Account, t.AccountName = a.ID, a.Name; a.ID != "" {
		r.Parties = []string{evaluation.PartyAccount(a.ID)}
	}
}

// find is the account of an id or login name.
func find(list []Account, id string) (Account, bool) {
	i := slices.IndexFunc(list, func(a Account) bool { return a.ID == id || a.Name == id })
	if i < 0 {
		return Account{}, false
	}
	return list[i], true
}
