package education

import (
	"regexp"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

var spans = map[string]*regexp.Regexp{
	StudyQuarter: regexp.MustCompile(`^20\d\dQ[1-4]$`),
	StudyHalf:    regexp.MustCompile(`^20\d\dH[12]$`),
}

// spanOf returns the first and last day of 2026Q3 or 2026H2.
func spanOf(s string) (from, to evaluation.Date) {
	year, _ := strconv.Atoi(s[:4])
	months, n := 3, int(s[5]-'0')
	if s[4] == 'H' {
		months = 6
	}
	from = evaluation.NewDate(year, 1, 1).AddMonths(months * (n - 1))
	return from, from.AddMonths(months).AddDays(-1)
}

// draftStudy creates a study; there is one of each kind in each period.
func (s *Service) draftStudy(step *evaluation.Step, y *Study, in *StudyInput) (evaluation.State, error) {
	if !spans[in.Kind].MatchString(in.Span) {
		return "", desk.Mistake("span", "education.span."+in.Kind)
	}
	*y = Study{Kind: in.Kind, Span: in.Span}
	first, _ := spanOf(in.Span)
	env := step.Record
	env.Unique, env.Period, env.Sort = in.Span, in.Span, in.Span
	if first.After(step.Today) {
		return "", desk.Mistake("span", "education.future_span")
	}
	other, err := desk.Find(step.Ctx, step.Read, env.Office, KindStudy, in.Span)
	if err != nil {
		return "", err
	}
	if other != nil {
		return "", desk.Mistake("span", "education.study_twice")
	}
	return s.editStudy(step, y, &in.StudyContent)
}

func (s *Service) editStudy(step *evaluation.Step, y *Study, in *StudyContent) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	y.Findings, y.Measures = []Finding{}, []Measure{}
	for i, f := range in.Findings {
		d, known := day.Department(f.Unit)
		if f.Unit != "" && !known {
			m.Add("findings."+strconv.Itoa(i)+".unit", "education.no_unit")
		}
		if (f.Grade != "") != (y.Kind == StudyHalf && f.Unit != "") {
			m.Add("findings."+strconv.Itoa(i)+".grade", "education.grade_half")
		}
		y.Findings = append(y.Findings, Finding{Unit: f.Unit, UnitName: d.Name, Grade: f.Grade, Text: f.Text})
	}
	for i, r := range in.Measures {
		p, here := day.Member(r.Person)
		if !here {
			m.Add("measures."+strconv.Itoa(i)+".person", "education.no_person")
		}
		if r.Due.Before(in.On) {
			m.Add("measures."+strconv.Itoa(i)+".due", "education.before_meeting")
		}
		y.Measures = append(y.Measures, Measure{No: i + 1, What: r.What, Person: p.ID, PersonName: p.Name, Due: r.Due, State: MeasureOpen})
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	y.On, y.Place, y.Chair, y.Participants, y.Situation, y.Review, y.Files = in.On, in.Place, in.Chair, in.Participants, in.Situation, in.Review, in.Files
	step.Record.On = in.On
	desk.Wait(step.Record, in.On, personnel())
	return StudyDraft, nil
}

// adopt puts it into force after the meeting; the figures of the period are counted
// and stored.
func (s *Service) adopt(step *evaluation.Step, y *Study) (evaluation.State, error) {
	if y.On.After(step.Today) {
		return "", desk.WrongState("education.not_met", "on", y.On.String())
	}
	figures, err := s.figures(step, y.Span)
	if err != nil {
		return "", err
	}
	y.Figures, y.AdoptedOn = figures, step.Today
	y.wait(step.Record)
	return StudyFollowing, nil
}

// figures counts sessions and attendance of the period.
func (s *Service) figures(step *evaluation.Step, span string) (*Figures, error) {
	from, to := spanOf(span)
	office, out := step.Record.Office, &Figures{}
	sessions, err := count(step, evaluation.Query{
		Office: office, Kinds: []string{KindSession}, States: evaluation.States(SessionHeld, SessionClosed), OnFrom: from, OnTo: to,
	})
	if err != nil {
		return nil, err
	}
	out.Sessions = sessions
	q := Learning(to.Year())
	q.Office, q.Kinds = office, []string{KindPart}
	parts, err := desk.AllOf[Part](step.Ctx, step.Read, q)
	if err != nil {
		return nil, err
	}
	for _, r := range parts {
		p := r.Payload
		if !p.From.After(to) && !p.To.Before(from) && r.State != PartExcused && r.State != PartCancelled {
			out.Parts++
			if r.State == PartComplete {
				out.Complete++
			}
		}
		for _, m := range p.Marks {
			switch {
			case m.On.Before(from) || m.On.After(to):
			case m.State == MarkPresent:
				out.Present++
			case m.State == MarkMadeUp:
				out.MadeUp++
			default:
				out.Owed++
			}
		}
	}
	return out, nil
}

// wait sets who has to act: the people responsible for open measures, and the
// section for reported ones.
func (y *Study) wait(r *evaluation.Record) {
	var who []string
	var parties []string
	first := evaluation.Date{}
	for i := range y.Measures {
		m := &y.Measures[i]
		if !slices.Contains(parties, m.Person) {
			parties = append(parties, m.Person)
		}
		next := evaluation.WaitPerson(m.Person)
		if m.State == MeasureReported {
			next = personnel()
		}
		if m.State == MeasureDone {
			continue
		}
		if !slices.Contains(who, next) {
			who = append(who, next)
		}
		if m.State == MeasureOpen && (first.IsZero() || m.Due.Before(first)) {
			first = m.Due
		}
	}
	r.Parties = parties
	desk.Wait(r, first, who...)
}

func (y *Study) measure(no int, in ...string) (*Measure, error) {
	if no < 1 || no > len(y.Measures) {
		return nil, desk.Mistake("no", "education.no_measure")
	}
	m := &y.Measures[no-1]
	if !slices.Contains(in, m.State) {
		return nil, desk.Mistake("no", "education.measure."+m.State, "no", no)
	}
	return m, nil
}

// some is the Ready function of an act on a measure. A measure must be in one of
// the states. If own, the actor must be responsible for it; otherwise the actor
// must not be responsible for it or a relative of that person.
func (s *Service) some(own bool, in ...string) func(*evaluation.Step) error {
	return evaluation.Ready(func(step *evaluation.Step, y *Study) error {
		var why error
		for i := range y.Measures {
			m := &y.Measures[i]
			if !slices.Contains(in, m.State) || own && m.Person != step.Actor.Person {
				continue
			}
			if !own {
				why = s.other(step, m)
			}
			if own || why == nil {
				return nil
			}
		}
		if why != nil {
			return why
		}
		return desk.WrongState("education.no_such_measure")
	})
}

// report is done by the person responsible for the measure.
func report(step *evaluation.Step, y *Study, in *ReportInput) (evaluation.State, error) {
	m, err := y.measure(in.No, MeasureOpen, MeasureReported)
	if err != nil {
		return "", err
	}
	if m.Person != step.Actor.Person {
		return "", evaluation.Fail(evaluation.CodeForbidden, "education.only_responsible", "name", m.PersonName)
	}
	m.Report, m.Files, m.ReportedOn, m.State = in.Text, in.Files, step.Today, MeasureReported
	y.wait(step.Record)
	return StudyFollowing, nil
}

// other refuses the person responsible for the measure and relatives.
func (s *Service) other(step *evaluation.Step, m *Measure) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	if desk.Recused(day, step.Actor.Person, m.Person) {
		return evaluation.Fail(evaluation.CodeRecused, "error.recused")
	}
	return nil
}

// confirmMeasure ends a measure; the last one closes the study.
func (s *Service) confirmMeasure(step *evaluation.Step, y *Study, in *MeasureNo) (evaluation.State, error) {
	m, err := y.measure(in.No, MeasureReported)
	if err != nil {
		return "", err
	}
	if err := s.other(step, m); err != nil {
		return "", err
	}
	m.State, m.DoneOn = MeasureDone, step.Today
	y.wait(step.Record)
	if slices.ContainsFunc(y.Measures, func(m Measure) bool { return m.State != MeasureDone }) {
		return StudyFollowing, nil
	}
	return StudyClosed, nil
}

func (s *Service) sendBack(step *evaluation.Step, y *Study, in *MeasureNo) (evaluation.State, error) {
	m, err := y.measure(in.No, MeasureReported)
	if err != nil {
		return "", err
	}
	if err := s.other(step, m); err != nil {
		return "", err
	}
	m.State, m.Words = MeasureOpen, step.Reason
	y.wait(step.Record)
	return StudyFollowing, nil
}

// handOver gives a measure to another person, for example when the present one
// leaves.
func (s *Service) handOver(step *evaluation.Step, y *Study, in *HandOverInput) (evaluation.State, error) {
	m, err := y.measure(in.No, MeasureOpen, MeasureReported)
	if err != nil {
		return "", err
	}
	p, err := s.who(step, "person", in.Person)
	if err != nil {
		return "", err
	}
	if in.Due.Before(step.Today) {
		return "", desk.Mistake("due", "education.past_due")
	}
	m.Person, m.PersonName, m.Due, m.State, m.Words = p.ID, p.Name, in.Due, MeasureOpen, step.Reason
	y.wait(step.Record)
	return StudyFollowing, nil
}

func discard(step *evaluation.Step, _ *Study) (evaluation.State, error) {
	step.Record.Unique = step.Record.ID // another study of the period can be created
	desk.Wait(step.Record, evaluation.Date{})
	return StudyDiscarded, nil
}
