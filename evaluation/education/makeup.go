package education

import (
	"slices"
	"unicode/utf8"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// MakeUp is a text that a person wrote to make up for a missed session.
type MakeUp struct {
	Session  string          `json:"session"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
	Files    []string        `json:"files"`
	On       evaluation.Date `json:"on"`
	State    string          `json:"state"`
	Returned string          `json:"returned"` // why
	By       string          `json:"by"`       // who read it
}

// The states of a make-up.
const (
	MakeUpSubmitted = "submitted"
	MakeUpReturned  = "returned"
	MakeUpAccepted  = "accepted"
)

// MakeUpInput makes up for a session by self-study.
type MakeUpInput struct {
	Session string   `json:"session,omitempty" form:"hidden" maxLength:"64" doc:"The session; none where one alone is owed"`
	Text    string   `json:"text" form:"long" minLength:"20" maxLength:"5000" rules:"education.makeup" doc:"What was studied and what it says" example:"学习了《关于改进工作作风的若干规定》，窗口服务须一次告知、限时办结。"`
	Files   []string `json:"files,omitempty" form:"files" maxLength:"5" rules:"attachment.bytes" doc:"Notes"`
}

// MakeUpVerdict accepts or returns it.
type MakeUpVerdict struct {
	Session string `json:"session,omitempty" form:"hidden" maxLength:"64" doc:"The session; none where one alone waits"`
}

func (p *Part) makeUp(session string) *MakeUp {
	for i := range p.MakeUps {
		if p.MakeUps[i].Session == session {
			return &p.MakeUps[i]
		}
	}
	return nil
}

// handedIn reports whether a make-up waits for review.
func (p *Part) handedIn(session string) bool {
	m := p.makeUp(session)
	return m != nil && m.State == MakeUpSubmitted
}

func makeUp(step *evaluation.Step, p *Part, in *MakeUpInput) (evaluation.State, error) {
	owed := p.Owed()
	if len(owed) == 0 {
		return "", evaluation.Fail(evaluation.CodeConflict, "education.nothing_owed")
	}
	session := in.Session
	if session == "" && len(owed) == 1 {
		session = owed[0].Session
	}
	at := slices.IndexFunc(owed, func(m Mark) bool { return m.Session == session })
	if at < 0 {
		return "", desk.Mistake("session", "education.not_owed")
	}
	if m := p.makeUp(session); m == nil {
		p.MakeUps = append(p.MakeUps, MakeUp{Session: session, Title: owed[at].Title})
	}
	m := p.makeUp(session)
	m.Text, m.Files, m.On, m.State, m.By = in.Text, in.Files, step.Today, MakeUpSubmitted, ""
	return p.settle(step), nil
}

// submitted returns the make-up that is reviewed.
func (p *Part) submitted(session string) (*MakeUp, error) {
	var found []*MakeUp
	for i := range p.MakeUps {
		if m := &p.MakeUps[i]; m.State == MakeUpSubmitted && (session == "" || m.Session == session) {
			found = append(found, m)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case !slices.ContainsFunc(p.MakeUps, func(m MakeUp) bool { return m.State == MakeUpSubmitted }):
		return nil, evaluation.Fail(evaluation.CodeConflict, "education.no_makeup")
	}
	return nil, desk.Mistake("session", "education.no_makeup")
}

func acceptMakeUp(step *evaluation.Step, p *Part, in *MakeUpVerdict) (evaluation.State, error) {
	m, err := p.submitted(in.Session)
	if err != nil {
		return "", err
	}
	m.State, m.By = MakeUpAccepted, step.Actor.Name
	if k := p.mark(m.Session); k != nil && k.owed() {
		k.State, k.How, k.MadeOn = MarkMadeUp, HowStudy, m.On
	}
	return p.settle(step), nil
}

func returnMakeUp(step *evaluation.Step, p *Part, in *MakeUpVerdict) (evaluation.State, error) {
	m, err := p.submitted(in.Session)
	if err != nil {
		return "", err
	}
	m.State, m.Returned, m.By = MakeUpReturned, step.Reason, step.Actor.Name
	return p.settle(step), nil
}

// characters counts the characters of a text without spaces.
func characters(s string) int {
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '　' {
			n--
		}
	}
	return n
}
