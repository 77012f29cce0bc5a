package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// The penalties and organisational measures as named in the decision (rules A-33 to
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

// Kinds of earlier versions that combine several penalties. They can no longer be
// entered; personnel classifies people who have one.
const (
	HeavyPenalty = "penalty"       // 记过, 记大过, 降级 or 撤职
	PartySerious = "party_serious" // 党内严重警告 and above
	Dismissed    = "dismissed"     // 责令辞职 or 免职
)

// Classes lists the penalties that a combined kind of an earlier version may mean;
// nil for a kind that is exact.
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

// Family returns the combined kind of an earlier version that contains the penalty,
// otherwise the kind itself. Rules for a family (记过 and above) apply to its
// members.
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
// measure, including combined kinds of earlier versions.
func Penalty(kind string) bool {
	switch Family(kind) {
	case Warning, PartyWarning, HeavyPenalty, PartySerious, Adjusted, Dismissed, Demoted, Suspended:
		return true
	}
	return false
}

// Institution reports whether a person is staff of a public institution (事业编); the
// rules of civil servants do not apply to them.
func Institution(establishment string) bool { return strings.HasPrefix(establishment, "事业") }

// Classify is the input of the act that says which penalty an entry of an earlier
// version means.
type Classify struct {
	Kind string          `json:"kind" enum:"penalty,party_serious,dismissed" doc:"how it was entered" example:"penalty"`
	From evaluation.Date `json:"from" begin:"known" doc:"its first day" example:"2025-03-10"`
	As   string          `json:"as" enum:"demerit,serious_demerit,demotion,removal,party_serious_warning,party_removal,party_probation_1,party_probation_2,party_expulsion,resignation,relieved" rules:"assessment.special.demerit,assessment.special.serious_demerit,assessment.special.party_penalty,assessment.special.party_removal" doc:"what the decision says" example:"serious_demerit"`
}

// classify replaces the combined kind by the penalty of the decision.
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

// askClass puts the person on personnel's to-do list while a penalty is not
// classified.
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
