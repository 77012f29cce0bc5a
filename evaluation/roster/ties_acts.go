package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// AbsenceKinds lists the kinds of Absence that can be entered.
func AbsenceKinds() []string {
	return []string{
		Leave, Investigation, Warning, Demerit, SeriousDemerit, Demotion, Removal, Expulsion, PartyWarning, PartySeriousWarning, PartyRemoval,
		PartyProbationOne, PartyProbationTwo, PartyExpulsion, Admonition, Suspended, Adjusted, Resignation, Relieved, Demoted, Seconded, Probation,
	}
}

// checkSpan requires that from is not in the future and to is not before from.
func checkSpan(m evaluation.Mistakes, from, to, today evaluation.Date) {
	if from.After(today) {
		m.Add("from", "roster.date.future")
	}
	if !to.IsZero() && to.Before(from) {
		m.Add("to", "roster.date.span")
	}
}

func (k keeper) liaise(s *evaluation.Step, p *Person, in *Liaise) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	checkSpan(m, in.From, evaluation.Date{}, s.Today)
	if c, known := b.committees[in.Committee]; !known || !c.Closed.IsZero() {
		m.Add("committee", "roster.committee_unknown")
	}
	if in.From.Before(p.Joined) {
		m.Add("from", "roster.date.before_joined", "from", p.Joined)
	}
	if slices.ContainsFunc(p.Liaisons, func(l Liaison) bool {
		return l.Committee == in.Committee && (l.To.IsZero() || !l.To.Before(in.From))
	}) {
		m.Add("committee", "roster.liaison_twice")
	}
	p.Liaisons = append(p.Liaisons, Liaison{Committee: in.Committee, From: in.From})
	p.onto(s)
	return StatePresent, m.Err()
}

func endLiaison(s *evaluation.Step, p *Person, in *EndLiaison) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	i := slices.IndexFunc(p.Liaisons, func(l Liaison) bool { return l.Committee == in.Committee && l.To.IsZero() })
	if i < 0 {
		m.Add("committee", "roster.liaison_none")
		return "", m.Err()
	}
	checkSpan(m, p.Liaisons[i].From, in.To, s.Today)
	if in.To.After(s.Today) {
		m.Add("to", "roster.date.future")
	}
	p.Liaisons[i].To = in.To
	p.onto(s)
	return StatePresent, m.Err()
}

func relate(s *evaluation.Step, p *Person, in *Relate) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	checkKinship(m, "relation", in.Relation)
	p.Relatives = append(p.Relatives, Relative{Person: in.Person, Relation: cleanText(in.Relation)})
	p.onto(s)
	return StatePresent, m.Err()
}

// checkKinship refuses a word that does not describe a relationship, as an import
// does.
func checkKinship(m evaluation.Mistakes, at, relation string) {
	if relation != "" && !kinship(relation) {
		m.Add(at, "roster.import.relation_unknown")
	}
}

// kinship reports whether a word describes a relationship between people.
func kinship(relation string) bool { return strings.ContainsAny(relation, known().Kinship) }

func unrelate(s *evaluation.Step, p *Person, in *Unrelate) (evaluation.State, error) {
	p.Relatives = slices.DeleteFunc(p.Relatives, func(r Relative) bool { return r.Person == in.Person })
	p.onto(s)
	return StatePresent, nil
}

func absence(s *evaluation.Step, p *Person, in *Away) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	checkSpan(m, in.From, in.To, s.Today)
	if slices.ContainsFunc(p.Absences, func(a Absence) bool {
		// Each admonition and each penalty has its own effect, and they may overlap.
		alone := a.Kind == Admonition || Penalty(a.Kind)
		return a.Kind == in.Kind && (a.From == in.From || !alone && during(in.From, a.From, a.To))
	}) {
		m.Add("kind", "roster.absence_twice")
	}
	p.Absences = append(p.Absences, Absence{
		Kind: in.Kind, Detail: cleanText(in.Detail), Source: cleanText(in.Source), From: in.From, To: in.To,
	})
	p.onto(s)
	return StatePresent, m.Err()
}

func endAbsence(s *evaluation.Step, p *Person, in *EndAbsence) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	i := slices.IndexFunc(p.Absences, func(a Absence) bool { return a.Kind == in.Kind && a.From == in.From })
	if i < 0 {
		m.Add("from", "roster.absence_none")
		return "", m.Err()
	}
	checkSpan(m, in.From, in.To, s.Today)
	p.Absences[i].To = in.To
	p.onto(s)
	return StatePresent, m.Err()
}

func annulAbsence(s *evaluation.Step, p *Person, in *AnnulAbsence) (evaluation.State, error) {
	i := slices.IndexFunc(p.Absences, func(a Absence) bool { return a.Kind == in.Kind && a.From == in.From })
	if i < 0 {
		m := evaluation.Mistakes{}
		m.Add("from", "roster.absence_none")
		return "", m.Err()
	}
	p.Absences = slices.Delete(p.Absences, i, i+1)
	p.askClass(s)
	return StatePresent, nil
}
