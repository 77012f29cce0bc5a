package appraisal

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Opinion is the payload of an appraisal.opinion record: the signed opinion of one
// committee on one cadre (鉴定意见).
type Opinion struct {
	Year          int             `json:"year"`
	Name          string          `json:"name"` // whom it is about
	UnitName      string          `json:"unit_name"`
	Post          string          `json:"post"`
	Committee     string          `json:"committee"`
	CommitteeName string          `json:"committee_name"`
	Named         bool            `json:"named"` // the only rater of the committee signs (K-3)
	Text          string          `json:"text"`
	Advice        string          `json:"advice"`
	Signer        string          `json:"signer"` // cadre of the committee who signs for it
	SignerName    string          `json:"signer_name"`
	SignedOn      evaluation.Date `json:"signed_on"`
	OnPaper       bool            `json:"on_paper"` // signed on paper and typed in
	Files         []string        `json:"files"`
	Amendments    []Amendment     `json:"amendments"`
}

// Amendment is the former text of a released opinion.
type Amendment struct {
	Text   string          `json:"text"`
	Advice string          `json:"advice"`
	Reason string          `json:"reason"`
	On     evaluation.Date `json:"on"`
}

// OpinionOpening is the input with which Kaoji creates an opinion.
type OpinionOpening struct {
	Round     string `json:"round" doc:"The round"`
	Person    string `json:"person" form:"person" doc:"Whom it is about"`
	Committee string `json:"committee" form:"committee" doc:"Whose opinion it is"`
}

// OpinionInput is the text of the committee.
type OpinionInput struct {
	Text   string `json:"text" form:"long" minLength:"10" maxLength:"2000" rules:"appraisal.single" doc:"Opinion" example:"联系居委会工作扎实，经常走访居民，群众反映好。"`
	Advice string `json:"advice,omitempty" form:"long" maxLength:"1000" doc:"What to improve" example:"希望更多参加楼组活动。"`
}

// PaperOpinionInput is an opinion that was signed on paper.
type PaperOpinionInput struct {
	OpinionInput
	SignerName string          `json:"signer_name" maxLength:"50" doc:"Who signed" example:"彭文慧"`
	SignedOn   evaluation.Date `json:"signed_on" begin:"today" doc:"When" example:"2026-12-16"`
	Files      []string        `json:"files,omitempty" form:"files" maxLength:"5" rules:"attachment.bytes" doc:"The paper, scanned"`
}

// HandOverInput gives an opinion to another cadre of the committee.
type HandOverInput struct {
	Member string `json:"member" maxLength:"50" doc:"Name of the cadre of the committee who signs instead" example:"赵芳晨"`
}

func (s *Service) openOpinion(step *evaluation.Step, o *Opinion, in *OpinionOpening) (evaluation.State, error) {
	r, rec, err := s.votedIn(step.Ctx, step.Record.Office, in.Round)
	if err != nil {
		return "", err
	}
	c, ok := r.cadre(in.Person)
	p, there := r.panel(in.Committee)
	if !ok || !there {
		return "", desk.Mistake("person", "appraisal.not_on_form")
	}
	signer := p.signer(c.Person)
	*o = Opinion{
		Year: r.Year, Name: c.Name, UnitName: c.UnitName, Post: c.Post, Committee: p.Committee, CommitteeName: p.Name, Named: p.Named,
		Signer: signer.ID, SignerName: signer.Name, Files: []string{}, Amendments: []Amendment{},
	}
	x := step.Record
	x.Parent, x.Subject, x.Unit, x.Period, x.Sort, x.On = rec.ID, c.Person, c.Unit, rec.Period, c.Sort, r.AsOf
	x.Unique, x.Rules, x.Parties = rec.ID+"/"+c.Person+"/"+p.Committee, rec.Rules, []string{signer.ID}
	desk.Wait(x, r.OpinionBy, evaluation.WaitPerson(signer.ID))
	return OpinionWaiting, nil
}

// write is done by the person who signs for the committee.
func write(_ *evaluation.Step, o *Opinion, in *OpinionInput) (evaluation.State, error) {
	o.Text, o.Advice = in.Text, in.Advice
	return OpinionWritten, nil
}

func sign(step *evaluation.Step, o *Opinion) (evaluation.State, error) {
	o.SignedOn = step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return OpinionSigned, nil
}

// withdraw takes a signature back before the opinion is shown.
func withdraw(step *evaluation.Step, o *Opinion) (evaluation.State, error) {
	o.SignedOn, o.OnPaper = evaluation.Date{}, false
	r, _, err := parent(step)
	if err != nil {
		return "", err
	}
	desk.Wait(step.Record, r.OpinionBy, evaluation.WaitPerson(o.Signer))
	return OpinionWritten, nil
}

// amendOpinion changes a released opinion and keeps the former text.
func amendOpinion(step *evaluation.Step, o *Opinion, in *OpinionInput) (evaluation.State, error) {
	o.Amendments = append(o.Amendments, Amendment{Text: o.Text, Advice: o.Advice, Reason: step.Reason, On: step.Today})
	o.Text, o.Advice = in.Text, in.Advice
	return OpinionReleased, nil
}

// enterOpinion enters an opinion that a committee signed on paper.
func enterOpinion(step *evaluation.Step, o *Opinion, in *PaperOpinionInput) (evaluation.State, error) {
	r, _, err := parent(step)
	if err != nil {
		return "", err
	}
	x, err := member(r, o, step.Record.Subject, "signer_name", in.SignerName)
	if err != nil {
		return "", err
	}
	o.Text, o.Advice, o.Signer, o.SignerName, o.SignedOn, o.OnPaper = in.Text, in.Advice, x.ID, x.Name, in.SignedOn, true
	o.Files = append([]string{}, in.Files...)
	step.Record.Parties = []string{x.ID}
	desk.Wait(step.Record, evaluation.Date{})
	return OpinionSigned, nil
}

// handOver gives an unsigned opinion, with its text, to another cadre of the
// committee.
func handOver(step *evaluation.Step, o *Opinion, in *HandOverInput) (evaluation.State, error) {
	r, _, err := parent(step)
	if err != nil {
		return "", err
	}
	x, err := member(r, o, step.Record.Subject, "member", in.Member)
	if err != nil {
		return "", err
	}
	o.Signer, o.SignerName = x.ID, x.Name
	step.Record.Parties = []string{x.ID}
	desk.Wait(step.Record, r.OpinionBy, evaluation.WaitPerson(x.ID))
	return step.Record.State, nil
}

// member finds a cadre of the opinion's committee who is not a relative of the
// person concerned.
func member(r *Round, o *Opinion, person, field, name string) (Rater, error) {
	p, ok := r.panel(o.Committee)
	if !ok {
		return Rater{}, desk.Mistake(field, "appraisal.no_panel")
	}
	i := slices.IndexFunc(p.Raters, func(x Rater) bool { return x.Name == name })
	if i < 0 {
		return Rater{}, desk.Mistake(field, "appraisal.no_member", "committee", o.CommitteeName)
	}
	if slices.Contains(p.Raters[i].Recused, person) {
		return Rater{}, desk.Mistake(field, "appraisal.related", "name", name)
	}
	return p.Raters[i], nil
}

func releaseOpinion(_ *evaluation.Step, _ *Opinion) (evaluation.State, error) {
	return OpinionReleased, nil
}
