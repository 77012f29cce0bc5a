package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// The penalties and handlings as the decision names them (rules ).
// Absence.From is the day of the decision, Absence.To the last day of its
// effect.
const (
	Warning        = "warning"         // 政务警告
	Demerit        = "demerit"         // 记过
	SeriousDemerit = "serious_demerit" // 记大过
	Demotion       = "demotion"        // 降级
	Removal        = "removal"         // 撤职
	Expulsion      = "expulsion"       // 开除

	PartyWarning        = "party_warning"         // 党内警告
	PartySeriousWarning = "party_serious_warning" // 党内严重警告
	PartyRemoval        = "party_removal"         // 撤销党内职务
	PartyProbationOne   = "party_probation_1"     // 留党察看一年
	PartyProbationTwo   = "party_probation_2"     // 留党察看二年
	PartyExpulsion      = "party_expulsion"       // 开除党籍

	Adjusted    = "adjusted"    // 调整职务
	Resignation = "resignation" // 责令辞职
	Relieved    = "relieved"    // 免职
	Demoted     = "demoted"     // 降职
	Suspended   = "suspended"   // 停职检查
)

// The kinds of earlier versions that stand for several penalties. They are no
// longer entered; who has one is classified by personnel.
const (
	HeavyPenalty = "penalty"       // 记过, 记大过, 降级 or 撤职
	PartySerious = "party_serious" // 党内严重警告 and above
	Dismissed    = "dismissed"     // 责令辞职 or 免职
)

// Classes lists which penalties a kind of an earlier version may stand for; nil
// for a kind that stands for itself.
func Classes(kind string) []string {
	switch kind {
	case HeavyPenalty:
		return []string{Demerit, SeriousDemerit, Demotion, Removal}
	case PartySerious:
		return []string{PartySeriousWarning, PartyRemoval, PartyProbationOne, PartyProbationTwo, PartyExpulsion}
	case Dismissed:
		return []string{Resignation, Relieved}
	}
	return nil
}

// Family is the kind of an earlier version that a penalty belongs to, or the
// kind itself. Rules that name a family (记过 and above) hold for its members.
func Family(kind string) string {
	for _, family := range []string{HeavyPenalty, PartySerious, Dismissed} {
		if slices.Contains(Classes(family), kind) {
			return family
		}
	}
	if kind == Expulsion {
		return HeavyPenalty
	}
	return kind
}

// Penalty reports whether a kind of Absence is a penalty or an organisational
// handling, of an earlier version too.
func Penalty(kind string) bool {
	switch Family(kind) {
	case Warning, PartyWarning, HeavyPenalty, PartySerious, Adjusted, Dismissed, Demoted, Suspended:
		return true
	}
	return false
}

// Institution reports whether somebody is staff of a public institution (事业编),
// for whom the rules of civil servants do not hold.
func Institution(establishment string) bool { return strings.HasPrefix(establishment, "事业") }

// Classify is the input of the act that says which penalty an entry of an
// earlier version is.
type Classify struct {
	Kind string          `json:"kind" enum:"penalty,party_serious,dismissed" doc:"how it was entered" example:"penalty"`
	From evaluation.Date `json:"from" doc:"its first day" example:"2025-03-10"`
	As   string          `json:"as" enum:"demerit,serious_demerit,demotion,removal,party_serious_warning,party_removal,party_probation_1,party_probation_2,party_expulsion,resignation,relieved" rules:"assessment.special.demerit,assessment.special.serious_demerit,assessment.special.party_penalty,assessment.special.party_removal" doc:"what the decision says" example:"serious_demerit"`
}

// classify puts the penalty of the decision in the place of the merged kind.
func classify(s *evaluation.Step, p *Person, in *Classify) (evaluation.State, error) {
	i := slices.IndexFunc(p.Absences, func(a Absence) bool { return a.Kind == in.Kind && a.From == in.From })
	m := evaluation.Mistakes{}
	switch {
	case i < 0:
		m.Add("from", "roster.absence_none")
	case !slices.Contains(Classes(in.Kind), in.As):
		m.Add("as", "roster.class_other")
	case slices.ContainsFunc(p.Absences, func(a Absence) bool { return a.Kind == in.As && a.From == in.From }):
		m.Add("as", "roster.absence_twice")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	p.Absences[i].Kind = in.As
	p.askClass(s)
	return StatePresent, nil
}

// askClass asks personnel as long as a penalty is not classified.
func (p *Person) askClass(s *evaluation.Step) {
	p.onto(s)
	s.Record.Waiting = nil
	if p.unclassified() {
		s.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	}
}

func (p *Person) unclassified() bool {
	return slices.ContainsFunc(p.Absences, func(a Absence) bool { return Classes(a.Kind) != nil })
}
