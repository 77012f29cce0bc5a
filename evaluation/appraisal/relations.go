package appraisal

import (
	"cmp"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// span is a period of days, both ends included.
type span struct{ from, to evaluation.Date }

// contact returns the periods within a span in which a person served a committee,
// in order; adjacent ones are joined.
func contact(list []roster.Liaison, committee string, within span) []span {
	var out []span
	for _, l := range list {
		if l.Committee != committee {
			continue
		}
		c := span{l.From, l.To}
		if c.from.Before(within.from) {
			c.from = within.from
		}
		if c.to.IsZero() || c.to.After(within.to) {
			c.to = within.to
		}
		if !c.from.After(c.to) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b span) int { return a.from.Compare(b.from) })
	for i := 1; i < len(out); {
		if out[i].from.After(out[i-1].to.AddDays(1)) {
			i++
			continue
		}
		if out[i].to.After(out[i-1].to) {
			out[i-1].to = out[i].to
		}
		out = slices.Delete(out, i, i+1)
	}
	return out
}

// monthDays is the number of days of a month when days of several periods are
// added; within one period calendar months are used.
const monthDays = 30

// months counts complete months of contact. Remaining days of a single period are
// less than a calendar month, however many days that month has.
func months(list []span) int {
	whole, days, broken := 0, 0, 0
	for _, c := range list {
		n := 0
		for !c.from.AddMonths(n + 1).After(c.to.AddDays(1)) {
			n++
		}
		whole += n
		if left := c.from.AddMonths(n).DaysUntil(c.to.AddDays(1)); left > 0 {
			days, broken = days+left, broken+1
		}
	}
	if broken < 2 {
		return whole
	}
	return whole + days/monthDays
}

// relations determines who rates whom from the roster of the round's day:
// committees with their cadres, people of the office with the committees that they
// served long enough (rule H-8), without relatives (D-10). voters are the people
// who can log in.
func (r *Round) relations(book *roster.Book, voters []string, n numbers) {
	day := book.On(r.AsOf)
	year := span{r.From, r.AsOf}
	r.Panels, r.Cadres = []Panel{}, []Cadre{}
	rated := map[string][]string{}
	for _, m := range day.Members() {
		c := Cadre{Person: m.ID, Name: m.Name, Unit: m.Department, UnitName: m.DepartmentName, Post: m.Post, Sort: m.Sort}
		for _, k := range day.Committees() {
			list := contact(m.Person.Liaisons, k.ID, year)
			if got := months(list); got >= n.contact {
				c.Committees = append(c.Committees, Tie{
					Committee: k.ID, Name: k.Name, From: list[0].from, To: list[len(list)-1].to, Months: got,
				})
				rated[k.ID] = append(rated[k.ID], m.ID)
			}
		}
		if len(c.Committees) > 0 {
			r.Cadres = append(r.Cadres, c)
		}
	}
	for _, k := range day.Committees() {
		if len(rated[k.ID]) > 0 {
			r.Panels = append(r.Panels, r.panelOf(k, rated[k.ID], voters, n))
		}
	}
}

func (r *Round) panelOf(k roster.CommitteeInfo, rated, voters []string, n numbers) Panel {
	p := Panel{Committee: k.ID, Name: k.Name, Account: r.Account, Code: r.Code, Paper: r.Paper, Raters: []Rater{}, Cadres: rated}
	if i := slices.IndexFunc(r.Exceptions, func(e Exception) bool { return e.Committee == k.ID }); i >= 0 {
		e := r.Exceptions[i]
		p.Account, p.Code, p.Paper = e.Account, e.Code, e.Paper
	}
	apart := false
	for _, m := range k.Members {
		rater := Rater{ID: m.ID, Name: m.Name, Post: m.Post, Signs: m.Signs, Recused: []string{}}
		for _, person := range rated {
			if slices.Contains(m.Relatives, person) {
				rater.Recused = append(rater.Recused, person)
			}
		}
		switch {
		case len(rater.Recused) == len(rated): // no cadre is left to mark
		case p.Account && slices.Contains(voters, m.ID):
			rater.Way = WayAccount
		case len(rater.Recused) > 0: // a slip has no known holder, so a relative could not be excluded
		case p.Code || p.Paper:
			rater.Way = WayCode
		}
		apart = apart || rater.Way != "" && len(rater.Recused) > 0
		p.Raters = append(p.Raters, rater)
	}
	voting := len(p.voting())
	p.Named = voting == 1
	p.Joined = !apart && voting >= n.least
	return p
}

// liaised lists the committees that a person served in the span, for any time.
func liaised(m roster.Member, within span) []string {
	var out []string
	for _, l := range m.Person.Liaisons {
		if len(contact(m.Person.Liaisons, l.Committee, within)) > 0 && !slices.Contains(out, l.Committee) {
			out = append(out, l.Committee)
		}
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}
