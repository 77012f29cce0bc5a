package education

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Part is the payload of education.part records: one person in one campaign.
type Part struct {
	Campaign string          `json:"campaign"`
	Title    string          `json:"title"`
	From     evaluation.Date `json:"from"`
	To       evaluation.Date `json:"to"`
	Person   string          `json:"person"`
	Name     string          `json:"name"`
	UnitName string          `json:"unit_name"`
	Since    evaluation.Date `json:"since"`

	Wanted Hours  `json:"wanted" form:"decimal"`
	Hours  Hours  `json:"hours" form:"decimal"` // what was attended or made up so far
	Marks  []Mark `json:"marks"`

	MakeUps []MakeUp `json:"makeups"` // what was written to make up for sessions

	Reflects    bool            `json:"reflects"`
	ReflectedOn evaluation.Date `json:"reflected_on"` // accepted

	Test     bool            `json:"test"`
	TestBy   evaluation.Date `json:"test_by"`
	Pass     int             `json:"pass"`
	Tries    int             `json:"tries"` // granted ones included
	Attempts []Attempt       `json:"attempts"`
	PassedOn evaluation.Date `json:"passed_on"`

	CompletedOn evaluation.Date `json:"completed_on"`
	ExcusedFor  string          `json:"excused_for"`

	Rules rulepack.Frozen `json:"rules"`
}

// Mark is the attendance of a person at one session.
type Mark struct {
	Session  string          `json:"session"`
	Title    string          `json:"title"`
	On       evaluation.Date `json:"on"`
	Hours    Hours           `json:"hours" form:"decimal"`
	State    string          `json:"state"` // MarkPresent to MarkMadeUp
	How      string          `json:"how"`   // HowCode to HowStudy
	At       string          `json:"at"`    // hour and minute of signing in
	Reason   string          `json:"reason"`
	MakeUpBy evaluation.Date `json:"makeup_by" unit:"deadline"`
	MadeOn   evaluation.Date `json:"made_on"`
	MadeIn   string          `json:"made_in"` // the make-up session, "" for own study
	Note     int             `json:"note"`    // number of the session's list that last changed this; higher numbers overwrite
}

// The states of a mark, and its origin.
const (
	MarkPresent = "present"
	MarkExcused = "excused"
	MarkAbsent  = "absent"
	MarkMadeUp  = "made_up"

	HowCode  = "code"
	HowList  = "list"
	HowExcel = "excel"
	HowEnd   = "end" // absent when the session ended
	HowStudy = "study"
)

// owed reports whether the session must still be made up for.
func (m *Mark) owed() bool { return m.State == MarkExcused || m.State == MarkAbsent }

// Counted returns the hours that count, and the day on which they count.
func (m *Mark) Counted() (Hours, evaluation.Date) {
	switch m.State {
	case MarkPresent:
		return m.Hours, m.On
	case MarkMadeUp:
		return m.Hours, m.MadeOn
	}
	return "0", evaluation.Date{}
}

// The states of a part.
const (
	PartOpen       evaluation.State = "open"
	PartComplete   evaluation.State = "complete"
	PartExcused    evaluation.State = "excused"
	PartUnfinished evaluation.State = "unfinished"
	PartCancelled  evaluation.State = "cancelled"
)

func (s *Service) partKind() evaluation.Kind {
	open, live := evaluation.States(PartOpen), evaluation.States(PartOpen, PartComplete)
	all := evaluation.States(PartOpen, PartComplete, PartExcused, PartUnfinished, PartCancelled)
	return evaluation.Kind{
		Name: KindPart, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: partSight, Payload: evaluation.New[Part],
		Notifies: map[string][]evaluation.Recipient{
			"accept_make_up": {evaluation.ToSubject},
			"return_make_up": {evaluation.ToSubject},
			"grade":          {evaluation.ToSubject},
			"excuse":         {evaluation.ToSubject},
		},
		Columns: []evaluation.Column{{Name: "wanted"}, {Name: "hours"}, {Name: "completed_on"}}, States: all, Final: evaluation.States(PartComplete, PartExcused, PartUnfinished, PartCancelled),
		Print: []string{"education_certificate"}, Clock: evaluation.Clocked(open, "education.makeup"),
		Effects: map[string]evaluation.EffectHandler{"waive": waiveReflection},
		Usual:   evaluation.Usual{PartOpen: {"check_in", "take_test", "make_up", "accept_make_up", "grade"}},
		Grave:   []string{"return_make_up", "excuse"},
		Many:    evaluation.Many{"excuse": ""},
		Acts: []evaluation.Act{
			{Name: "enrol", To: open, Run: evaluation.Run(enrolled)},
			evaluation.OwnAct("check_in", live, live, evaluation.Run(s.checkIn)),
			{Name: "attend", From: all, To: all, Run: evaluation.Run(attended)},
			evaluation.OwnAct("make_up", open, open, evaluation.Run(makeUp)),
			{Name: "accept_make_up", May: evaluation.Personnel, From: open, To: live, Run: evaluation.Run(acceptMakeUp)},
			{Name: "return_make_up", May: evaluation.Personnel, From: open, To: open, Reason: true, Run: evaluation.Run(returnMakeUp)},
			{Name: "reflect", From: all, To: all, Run: evaluation.Run(reflected)},
			evaluation.OwnAct("take_test", open, live, evaluation.Run(s.takeTest)),
			{Name: "grade", May: evaluation.Personnel, From: open, To: live, Run: evaluation.Run(s.gradeTest)},
			{Name: "grant_attempt", May: evaluation.Personnel, From: open, To: open, Reason: true, Run: evaluation.Plain(grantAttempt)},
			{Name: "excuse", May: evaluation.Personnel, From: open, To: evaluation.States(PartExcused), Reason: true, Run: evaluation.Plain(excuse)},
			{Name: "end", From: all, To: all, Run: evaluation.Run(ended)},
		},
	}
}

// counted returns the hours that count, in tenths.
func (p *Part) counted() int {
	n := 0
	for i := range p.Marks {
		h, _ := p.Marks[i].Counted()
		n += h.Tenths()
	}
	return n
}

// Owed lists the sessions that must be made up for.
func (p *Part) Owed() []Mark {
	return slices.DeleteFunc(slices.Clone(p.Marks), func(m Mark) bool { return !m.owed() })
}

func (p *Part) mark(session string) *Mark {
	for i := range p.Marks {
		if p.Marks[i].Session == session {
			return &p.Marks[i]
		}
	}
	return nil
}

// Grading reports whether an attempt waits for manual grading.
func (p *Part) Grading() bool { return len(p.Attempts) > 0 && p.Attempts[len(p.Attempts)-1].Pending }

// Sits reports whether the person can take the test now.
func (p *Part) Sits() bool {
	return p.Test && p.PassedOn.IsZero() && !p.Grading() && len(p.Attempts) < p.Tries
}

// done reports whether nothing is left to do.
func (p *Part) done() bool {
	return p.counted() >= p.Wanted.Tenths() && len(p.Owed()) == 0 && (!p.Reflects || !p.ReflectedOn.IsZero()) && (!p.Test || !p.PassedOn.IsZero())
}

// settle computes the state of the part and who has to act next. Ended and excused
// parts do not change.
func (p *Part) settle(step *evaluation.Step) evaluation.State {
	p.Hours = HoursOf(p.counted())
	now := step.Record.State
	if now != PartOpen && now != PartComplete && now != "" {
		return now
	}
	if p.done() {
		if p.CompletedOn.IsZero() {
			p.CompletedOn = step.Today
		}
		desk.Wait(step.Record, evaluation.Date{})
		return PartComplete
	}
	p.CompletedOn = evaluation.Date{}
	p.wait(step.Record)
	return PartOpen
}

// wait sets who has to act: the person for make-ups and the test, the section for
// reviewing.
func (p *Part) wait(r *evaluation.Record) {
	var who []string
	var due []evaluation.Date
	for _, m := range p.Owed() {
		if !p.handedIn(m.Session) {
			due = append(due, m.MakeUpBy)
		}
	}
	if p.Sits() {
		due = append(due, p.TestBy)
	}
	if len(due) > 0 {
		who = append(who, evaluation.WaitPerson(p.Person))
	}
	spent := p.Test && p.PassedOn.IsZero() && !p.Grading() && !p.Sits()
	if p.Grading() || spent || slices.ContainsFunc(p.MakeUps, func(m MakeUp) bool { return m.State == MakeUpSubmitted }) {
		who = append(who, personnel())
	}
	first := evaluation.Date{}
	if len(due) > 0 {
		first = slices.MinFunc(due, evaluation.Date.Compare)
	}
	desk.Wait(r, first, who...)
}
