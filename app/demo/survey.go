package demo

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

// answer issues slips to the groups of wave On that answer by code, and answers with some of
// them.
func answer(ctx context.Context, p *player, s *step) error {
	var in struct {
		Percent   int  `json:"percent"`   // of the slips are used
		Published bool `json:"published"` // the answers have the shares that were published in 1998
		Better    int  `json:"better"`    // how many in a hundred choose a better option than they would otherwise
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
	w, err := evaluation.PayloadOf[survey.Wave](r)
	if err != nil {
		return err
	}
	for _, g := range w.Groups {
		if !g.ByCode {
			continue
		}
		for i := 0; i < g.Issued; {
			codes, err := p.Survey.Issue(ctx, p.Service, who, r.ID, r.Version, g.Code, min(g.Issued-i, survey.MostSlips))
			if err != nil {
				return err
			}
			for n, code := range codes {
				if n += i; n*100 < in.Percent*g.Issued {
					p.beside(func() error { return p.answerSlip(ctx, code, n, in.Better, in.Published) })
				}
			}
			i += len(codes)
			if r, err = p.Service.Load(ctx, p.Office, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// said is what some of the respondents write.
var said = []string{"窗口中午也有人就好了。", "办事比以前快多了，谢谢。", "希望一次说清要带的材料。", "电话经常打不通。", "工作人员态度很好。"}

// answerSlip answers as respondent i.
func (p *player) answerSlip(ctx context.Context, code string, i, better int, published bool) error {
	f, err := p.Survey.BySlip(ctx, p.Office, code)
	if err != nil {
		return err
	}
	if published {
		return p.Survey.Answer(ctx, &f, survey.Answers1998(f.Questionnaire, f.Group.Code, i))
	}
	given := survey.Answers{}
	for n, q := range f.For(f.Group.Code) {
		switch {
		case q.Kind == survey.Written:
			if i%9 == 4 {
				given[q.ID] = survey.Answer{Text: said[i/9%len(said)]}
			}
		case q.Kind == survey.Matrix:
			rows := map[string]string{}
			for k, row := range q.Rows {
				if (i+k)%5 != 0 { // with whom one had to do
					rows[row.Code] = choose(q, (i*37+k*53)%100-better, k%6)
				}
			}
			given[q.ID] = survey.Answer{Rows: rows}
		case len(q.Options) > 0:
			given[q.ID] = survey.Answer{Chosen: []string{choose(q, (i*37+n*53+len(f.Group.Name.Zh)*11)%100-better, n)}}
		}
	}
	return p.Survey.Answer(ctx, &f, given)
}

// choose returns the option that a respondent chooses by lot; n makes questions differ.
func choose(q *survey.Question, lot, n int) string {
	at := 0
	for at < len(q.Options)-1 && lot >= 48+at*26-n*3 {
		at++
	}
	return q.Options[at].Code
}
