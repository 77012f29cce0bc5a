package training

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Plan is the payload of training.plan records.
type Plan struct {
	Person      string          `json:"person"`
	PersonName  string          `json:"person_name"`
	UnitName    string          `json:"unit_name"`
	Post        string          `json:"post"`
	Goals       string          `json:"goals"`
	From        evaluation.Date `json:"from"`
	Until       evaluation.Date `json:"until"`
	Hours       int             `json:"hours"` // of training to come to within the plan
	Responsible desk.Held       `json:"responsible"`
	Gap         *desk.Gap       `json:"gap,omitempty"`
	Milestones  []Milestone     `json:"milestones"`
	Postings    []Posting       `json:"postings"`
	Studies     []Study         `json:"studies"`
	Summaries   []Summary       `json:"summaries"`                 // by the cadre
	Reports     []Report        `json:"reports"`                   // by the person responsible
	ReportBy    evaluation.Date `json:"report_by" unit:"deadline"` // the next one; zero after the last
	Round       int             `json:"round"`                     // its number, from 1
	Former      []desk.Held     `json:"former"`                    // who was responsible before
	Result      string          `json:"result"`
	Without     string          `json:"without"` // why what is still open is not waited for
	Ended       evaluation.Date `json:"ended"`
	StoppedFor  string          `json:"stopped_for"`
	Missing     []int           `json:"missing"` // years that deadlines were counted in without a holiday arrangement
	Rules       rulepack.Frozen `json:"rules"`
}

// Milestone is a task with a date.
type Milestone struct {
	What string          `json:"what"`
	Due  evaluation.Date `json:"due"`
	Done evaluation.Date `json:"done"`
	Note string          `json:"note"`
}

// Posting is a period of work elsewhere.
type Posting struct {
	Kind  string          `json:"kind"` // PostingKinds
	Place string          `json:"place"`
	Task  string          `json:"task"`
	From  evaluation.Date `json:"from"`
	To    evaluation.Date `json:"to"`
}

// Study is training taken.
type Study struct {
	On    evaluation.Date `json:"on"`
	Topic string          `json:"topic"`
	Hours int             `json:"hours"`
}

// Summary is a summary written by the cadre.
type Summary struct {
	On   evaluation.Date `json:"on"`
	Text string          `json:"text"`
}

// Report is a report of the responsible person, or a deadline without a report.
type Report struct {
	By       string          `json:"by"` // who owed it
	Name     string          `json:"name"`
	DueBy    evaluation.Date `json:"due_by" unit:"deadline"`
	On       evaluation.Date `json:"on"` // zero: it never came
	Late     bool            `json:"late"`
	Progress string          `json:"progress"`
	Lacks    string          `json:"lacks"`
	Next     string          `json:"next"`
}

// Taken returns the number of training hours taken.
func (p *Plan) Taken() int {
	n := 0
	for _, s := range p.Studies {
		n += s.Hours
	}
	return n
}

// Open counts the milestones that are not reached.
func (p *Plan) Open() int {
	n := 0
	for _, m := range p.Milestones {
		if m.Done.IsZero() {
			n++
		}
	}
	return n
}

// nearest returns the day of the first milestone that is not reached, zero if there
// is none.
func (p *Plan) nearest() evaluation.Date {
	var first evaluation.Date
	for _, m := range p.Milestones {
		if m.Done.IsZero() && (first.IsZero() || m.Due.Before(first)) {
			first = m.Due
		}
	}
	return first
}

// wait sets who has to act next: the section if there is a gap; otherwise the
// responsible person, together with the cadre if a milestone comes before the next
// report; at the end the section.
func (p *Plan) wait(r *evaluation.Record) {
	section := evaluation.WaitRole(evaluation.RolePersonnel)
	milestone := p.nearest()
	switch {
	case p.Gap != nil:
		desk.Wait(r, p.Gap.Since, section)
	case !milestone.IsZero() && (p.ReportBy.IsZero() || milestone.Before(p.ReportBy)):
		desk.Wait(r, milestone, evaluation.WaitPerson(p.Responsible.Person), evaluation.WaitPerson(p.Person))
	case p.ReportBy.IsZero():
		desk.Wait(r, p.Until, section)
	default:
		desk.Wait(r, p.ReportBy, evaluation.WaitPerson(p.Responsible.Person))
	}
}
