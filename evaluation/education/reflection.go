package education

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Reflection is the payload of education.reflection records.
type Reflection struct {
	Campaign string          `json:"campaign"`
	Part     string          `json:"part"`
	Title    string          `json:"title"` // of the campaign
	Name     string          `json:"name"`
	UnitName string          `json:"unit_name"`
	Ask      string          `json:"ask"`
	Length   int             `json:"length"`
	DueBy    evaluation.Date `json:"due_by"`
	ToHead   bool            `json:"to_head"` // the head of the department reads it

	Text    string          `json:"text"`
	Files   []string        `json:"files"`
	On      evaluation.Date `json:"on"`
	Late    bool            `json:"late"`
	Reviews []Review        `json:"reviews"`
	Rules   rulepack.Frozen `json:"rules"`
}

// Review is the decision of a reviewer.
type Review struct {
	On      evaluation.Date `json:"on"`
	By      string          `json:"by"`
	Verdict string          `json:"verdict"` // accepted or returned
	Words   string          `json:"words"`
}

// The states of a reflection. It is reviewed by the section or by the head of the
// department; nobody else reads it.
const (
	ReflectionOwed      evaluation.State = "owed"
	ReflectionSubmitted evaluation.State = "submitted"
	ReflectionWithHead  evaluation.State = "with_head"
	ReflectionReturned  evaluation.State = "returned"
	ReflectionAccepted  evaluation.State = "accepted"
	ReflectionWaived    evaluation.State = "waived"
)

// SubmitInput hands a reflection in.
type SubmitInput struct {
	Text  string   `json:"text" form:"long" maxLength:"20000" rules:"education.reflection.length" doc:"The reflection"`
	Files []string `json:"files,omitempty" form:"files" maxLength:"5" rules:"attachment.bytes" doc:"Attachments"`
}

// WordsInput is a remark.
type WordsInput struct {
	Words string `json:"words,omitempty" form:"long" maxLength:"1000" doc:"Remark"`
}

func (s *Service) reflectionKind() evaluation.Kind {
	all := evaluation.States(ReflectionOwed, ReflectionSubmitted, ReflectionWithHead, ReflectionReturned, ReflectionAccepted, ReflectionWaived)
	mine, read := evaluation.States(ReflectionOwed, ReflectionReturned), evaluation.States(ReflectionSubmitted, ReflectionWithHead)
	reader := evaluation.Personnel.In(read...).Or(evaluation.Head.As(evaluation.Department).In(ReflectionWithHead))
	return evaluation.Kind{
		Name: KindReflection, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: reflectionSight, Payload: evaluation.New[Reflection],
		Notifies: map[string][]evaluation.Recipient{
			"accept": {evaluation.ToSubject},
			"return": {evaluation.ToSubject},
		},
		States: all, Final: evaluation.States(ReflectionAccepted, ReflectionWaived),
		Effects: map[string]evaluation.EffectHandler{"accepted": acceptedReflection},
		Usual:   evaluation.Usual{ReflectionOwed: {"submit"}, ReflectionSubmitted: {"accept"}, ReflectionWithHead: {"accept"}, ReflectionReturned: {"submit"}},
		Grave:   []string{"return"},
		Many:    evaluation.Many{"accept": "", "return": ""},
		Acts: []evaluation.Act{
			{Name: "ask", To: evaluation.States(ReflectionOwed), Run: evaluation.Run(ask)},
			evaluation.OwnAct("submit", mine, read, evaluation.Run(s.submit)),
			{Name: "accept", May: reader, From: read, To: evaluation.States(ReflectionAccepted), Run: evaluation.Run(acceptReflection)},
			{Name: "return", May: reader, From: read, To: evaluation.States(ReflectionReturned), Reason: true, Run: evaluation.Plain(returnReflection)},
			{Name: "address", From: evaluation.States(ReflectionWithHead), To: evaluation.States(ReflectionSubmitted), Run: evaluation.Plain(forward)},
			{Name: "waive", From: all, To: all, Run: evaluation.Plain(waived)},
		},
	}
}

func ask(step *evaluation.Step, r *Reflection, in *Enrolment) (evaluation.State, error) {
	c, m := in.content, in.member
	*r = Reflection{
		Campaign: in.Campaign.ID, Part: m.Part, Title: c.Title, Name: m.Name, UnitName: m.UnitName, Ask: c.Ask, Length: c.Length,
		DueBy: c.ReflectBy, ToHead: c.HeadReviews, Reviews: []Review{}, Rules: c.Rules,
	}
	env := step.Record
	env.Unique, env.Parent, env.Subject, env.Unit = PartKey(in.Campaign.ID, m.Person), in.Campaign.ID, m.Person, m.Unit
	env.Period, env.On, env.Sort, env.Rules = in.Campaign.Period, c.From, m.Sort, c.Rules.Version
	desk.Wait(env, c.ReflectBy, evaluation.WaitPerson(m.Person))
	return ReflectionOwed, nil
}

// submit sends it to the head if the campaign says so and there is a head who may
// read it, otherwise to the section.
func (s *Service) submit(step *evaluation.Step, r *Reflection, in *SubmitInput) (evaluation.State, error) {
	if n := characters(in.Text); n < r.Length {
		return "", desk.Mistake("text", "error.field.too_short", "min", r.Length, "have", n)
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	r.Text, r.Files, r.On, r.Late = in.Text, in.Files, step.Today, step.Today.After(r.DueBy)
	env := step.Record
	if r.ToHead && len(readers(day, env.Unit, env.Subject)) > 0 {
		desk.Wait(env, evaluation.Date{}, evaluation.WaitHead(env.Unit))
		return ReflectionWithHead, nil
	}
	desk.Wait(env, evaluation.Date{}, personnel())
	return ReflectionSubmitted, nil
}

func acceptReflection(step *evaluation.Step, r *Reflection, in *WordsInput) (evaluation.State, error) {
	r.Reviews = append(r.Reviews, Review{On: step.Today, By: step.Actor.Name, Verdict: "accepted", Words: in.Words})
	desk.Wait(step.Record, evaluation.Date{})
	return ReflectionAccepted, step.Effect("accepted", Reflected{On: step.Today})
}

func returnReflection(step *evaluation.Step, r *Reflection) (evaluation.State, error) {
	r.Reviews = append(r.Reviews, Review{On: step.Today, By: step.Actor.Name, Verdict: "returned", Words: step.Reason})
	desk.Wait(step.Record, r.DueBy, evaluation.WaitPerson(step.Record.Subject))
	return ReflectionReturned, nil
}

// waived ends a reflection that is not accepted yet.
func waived(step *evaluation.Step, _ *Reflection) (evaluation.State, error) {
	if step.Record.State == ReflectionAccepted {
		return ReflectionAccepted, nil
	}
	desk.Wait(step.Record, evaluation.Date{})
	return ReflectionWaived, nil
}
