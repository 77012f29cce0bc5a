package periodic

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Report is the payload of a periodic.report record.
type Report struct {
	Title    string          `json:"title"`
	From     evaluation.Date `json:"from"`
	To       evaluation.Date `json:"to"`
	Text     string          `json:"text"` // see Parse
	Counted  evaluation.Date `json:"counted"`
	Figures  []Figure        `json:"figures"`
	IssuedBy string          `json:"issued_by"`
	IssuedOn evaluation.Date `json:"issued_on"`
	Returned string          `json:"returned"` // why it came back last
}

// BeginInput begins a report.
type BeginInput struct {
	Period   string `json:"period" minLength:"4" maxLength:"6" begin:"half-year" doc:"Year or half-year that it is about" example:"2026H2"`
	Title    string `json:"title" maxLength:"80" doc:"Title" example:"示范街道2026年下半年干部管理工作情况报告"`
	Template string `json:"template,omitempty" maxLength:"64" doc:"Template whose text it begins with; none: the one that Kaoji has"`
}

// TextInput is the text of a report.
type TextInput struct {
	Title string `json:"title" maxLength:"80" doc:"Title" example:"示范街道2026年下半年干部管理工作情况报告"`
	Text  string `json:"text" form:"long" maxLength:"20000" doc:"Text, with the names of figures in braces" example:"开展谈话{谈话人次}人次。"`
}

func (s *Service) begin(step *evaluation.Step, p *Report, in *BeginInput) (evaluation.State, error) {
	from, to, ok := desk.SpanOf(in.Period)
	switch {
	case !ok:
		return "", desk.Mistake("period", "periodic.no_period", "year", step.Today.Year())
	case from.After(step.Today):
		return "", desk.Mistake("period", "periodic.to_come", "from", from)
	}
	*p = Report{Title: in.Title, From: from, To: to, Text: standard, Figures: []Figure{}}
	if in.Template != "" {
		of, err := s.template(step, in.Template)
		if err != nil {
			return "", err
		}
		p.Text = of.Text
	}
	r := step.Record
	r.Period, r.Sort, r.On = in.Period, in.Title, to
	var err error
	if r.Unique, err = desk.Free(step, KindReport, in.Period, desk.Mistake("period", "periodic.exists"), Discarded); err != nil {
		return "", err
	}
	desk.Wait(r, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return s.count(step, p)
}

// count counts the figures anew.
func (s *Service) count(step *evaluation.Step, p *Report) (state evaluation.State, err error) {
	p.Counted = step.Today
	p.Figures, err = s.Figures(step.Ctx, step.Record.Office, p.From, p.To, step.Today)
	return Draft, err
}

// Figures counts the figures of an office between two days, both included and at most until
// today, and between the same days a year before.
func (s *Service) Figures(ctx context.Context, office string, from, to, today evaluation.Date) ([]Figure, error) {
	if to.After(today) {
		to = today
	}
	list := []Figure{}
	for _, d := range s.Declared() {
		now, err := d.Count(ctx, s.Grouper, office, from, to, d.kind)
		if err != nil {
			return nil, err
		}
		f := Figure{Key: d.Key, N: now.N, Of: now.Of, Items: now.Items}
		if f.Items == nil {
			f.Items = []evaluation.TalliedItem{}
		}
		if !d.Present {
			before, err := d.Count(ctx, s.Grouper, office, from.AddMonths(-monthsOfYear), to.AddMonths(-monthsOfYear), nil)
			if err != nil {
				return nil, err
			}
			f.Before = &before.N
		}
		list = append(list, f)
	}
	for _, sum := range s.Sums {
		f, err := sum.Add(ctx, office, from, to)
		if err != nil {
			return nil, err
		}
		before, err := sum.Add(ctx, office, from.AddMonths(-monthsOfYear), to.AddMonths(-monthsOfYear))
		if err != nil {
			return nil, err
		}
		f.Key, f.Before = sum.Key, &before.N
		if f.Items == nil {
			f.Items = []evaluation.TalliedItem{}
		}
		list = append(list, f)
	}
	return list, nil
}

const monthsOfYear = 12

func (s *Service) edit(step *evaluation.Step, p *Report, in *TextInput) (evaluation.State, error) {
	if err := s.check(in.Text); err != nil {
		return "", err
	}
	p.Title, p.Text, step.Record.Sort = in.Title, in.Text, in.Title
	return step.Record.State, nil
}

func submit(step *evaluation.Step, p *Report) (evaluation.State, error) {
	p.Returned = ""
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return Submitted, nil
}

// giveBack lets the personnel section go on with a report.
func giveBack(step *evaluation.Step, p *Report) (evaluation.State, error) {
	p.Returned, p.IssuedBy, p.IssuedOn = step.Reason, "", evaluation.Date{}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Draft, nil
}

func issue(step *evaluation.Step, p *Report) (evaluation.State, error) {
	p.IssuedBy, p.IssuedOn = step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return Issued, nil
}

func discard(step *evaluation.Step, p *Report) (evaluation.State, error) {
	p.Returned = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return Discarded, nil
}
