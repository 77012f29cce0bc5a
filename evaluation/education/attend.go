package education

import (
	"context"
	"encoding/json"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// CheckInInput signs somebody in by the code on the screen.
type CheckInInput struct {
	Session string `json:"session,omitempty" form:"hidden" maxLength:"64" doc:"The session; none where one alone can be signed in to"`
	Code    string `json:"code" maxLength:"400" rules:"education.code" doc:"The code, or the pass that it was changed for" example:"3f9a1c22b07d"`
}

// Attend writes one attendance mark into a part.
type Attend struct {
	Session  string          `json:"session" doc:"The session"`
	Title    string          `json:"title" doc:"What it is about"`
	On       evaluation.Date `json:"on" doc:"Day"`
	Hours    Hours           `json:"hours" doc:"Class hours"`
	For      string          `json:"for,omitempty" doc:"The session that it makes up for"`
	Mark     string          `json:"mark" doc:"Attendance"`
	How      string          `json:"how" doc:"How it came about"`
	Reason   string          `json:"reason,omitempty" doc:"Why excused"`
	MakeUpBy evaluation.Date `json:"makeup_by" unit:"deadline" doc:"Until when it has to be made up for"`
	Note     int             `json:"note,omitempty" doc:"The writing of the list that it comes from"`
}

// noting is the input of the effect of note.
type noting struct {
	How  string    `json:"how"`
	Note int       `json:"note"`
	Rows []NoteRow `json:"rows"`
}

// note records the attendance of several people, all of them or none. Nobody
// records their own attendance or a relative's: those people sign in, or somebody
// else records it.
func (s *Service) note(step *evaluation.Step, ses *Session, in *NoteInput) (evaluation.State, error) {
	parts, err := partsOf(step.Ctx, step.Read, step.Record.Office, ses.Campaign)
	if err != nil {
		return "", err
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m, seen := evaluation.Mistakes{}, map[string]bool{}
	for i, row := range in.Rows {
		at := "rows." + strconv.Itoa(i) + "."
		p, in := parts[row.Person]
		switch {
		case !in || !ses.For(step.Record.ID, p.unit, p.Part):
			m.Add(at+"person", "education.not_invited")
		case seen[row.Person]:
			m.Add(at+"person", "education.twice")
		case desk.Recused(day, step.Actor.Person, row.Person):
			m.Add(at+"person", "education.not_own")
		}
		if row.Mark == MarkExcused && row.Reason == "" {
			m.Add(at+"reason", "education.excuse_reason")
		}
		seen[row.Person] = true
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	ses.Note++
	how := in.How
	if how == "" {
		how = HowList
	}
	return step.Record.State, step.Effect("note", noting{How: how, Note: ses.Note, Rows: in.Rows})
}

// enrolledPart is a part and its envelope.
type enrolledPart struct {
	*Part
	id, unit, sort string
	state          evaluation.State
}

// partsOf are the parts of a campaign by person.
func partsOf(ctx context.Context, from desk.Finder, office, campaign string) (map[string]enrolledPart, error) {
	list, err := desk.AllOf[Part](ctx, from, evaluation.Query{Office: office, Kinds: []string{KindPart}, Parents: []string{campaign}})
	if err != nil {
		return nil, err
	}
	parts := make(map[string]enrolledPart, len(list))
	for _, r := range list {
		p := r.Payload
		parts[r.Subject] = enrolledPart{Part: p, id: r.ID, unit: r.Unit, sort: r.Sort, state: r.State}
	}
	return parts, nil
}

// attend returns what a session writes into a part, with the deadline of a make-up.
func (s *Service) attend(ctx context.Context, r evaluation.Record, ses *Session, mark, how string) (Attend, error) {
	due, err := s.Due(ctx, r.Office, ses.Rules, "education.makeup", ses.On)
	return Attend{
		Session: r.ID, Title: ses.Title, On: ses.On, Hours: ses.Hours, For: ses.MakesUp, Mark: mark, How: how, MakeUpBy: due, Note: ses.Note,
	}, err
}

// noteParts writes a list into the parts.
func (s *Service) noteParts(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var n noting
	ses, err := evaluation.PayloadOf[Session](r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(args, &n); err != nil {
		return err
	}
	parts, err := partsOf(ctx, do, r.Office, ses.Campaign)
	if err != nil {
		return err
	}
	for _, row := range n.Rows {
		in, err := s.attend(ctx, r, ses, row.Mark, n.How)
		if err != nil {
			return err
		}
		in.Note, in.Reason = n.Note, row.Reason
		if err := desk.ActRetrying(ctx, do, r.Office, parts[row.Person].id, "attend", &in); err != nil {
			return err
		}
	}
	return nil
}

// settleParts marks people without a mark as absent. A person who signs in at the
// same moment is either marked present or told that the session is over.
func (s *Service) settleParts(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	ses, err := evaluation.PayloadOf[Session](r)
	if err != nil {
		return err
	}
	parts, err := partsOf(ctx, do, r.Office, ses.Campaign)
	if err != nil {
		return err
	}
	in, err := s.attend(ctx, r, ses, MarkAbsent, HowEnd)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if (p.state != PartOpen && p.state != PartComplete) || !ses.For(r.ID, p.unit, p.Part) || p.mark(r.ID) != nil || p.Since.After(ses.On) {
			continue
		}
		if err := desk.ActRetrying(ctx, do, r.Office, p.id, "attend", &in); err != nil {
			return err
		}
	}
	return nil
}

// attended writes a mark. An older version of the list does not overwrite a newer
// one, and the end of a session does not change existing marks.
func attended(step *evaluation.Step, p *Part, in *Attend) (evaluation.State, error) {
	if in.For != "" {
		p.madeUpIn(in)
		return p.settle(step), nil
	}
	m := p.mark(in.Session)
	if m == nil {
		p.Marks = append(p.Marks, Mark{Session: in.Session, Title: in.Title, On: in.On, Hours: in.Hours})
		m = &p.Marks[len(p.Marks)-1]
	} else if in.How == HowEnd || m.Note > in.Note {
		return p.settle(step), nil
	}
	m.Note = in.Note
	switch {
	case in.Mark != MarkPresent && m.State == MarkMadeUp:
		m.Reason = in.Reason // was already made up for
	case in.Mark == MarkPresent:
		m.State, m.How, m.Reason, m.MakeUpBy, m.MadeOn, m.MadeIn = MarkPresent, in.How, "", evaluation.Date{}, evaluation.Date{}, ""
	default:
		m.State, m.How, m.At, m.Reason, m.MakeUpBy = in.Mark, in.How, "", in.Reason, in.MakeUpBy
	}
	return p.settle(step), nil
}

// madeUpIn records attendance of a session that makes up for another one.
func (p *Part) madeUpIn(in *Attend) {
	m := p.mark(in.For)
	switch {
	case m == nil:
	case in.Mark == MarkPresent && m.owed():
		m.State, m.How, m.MadeIn, m.MadeOn = MarkMadeUp, in.How, in.Session, in.On
	case in.Mark != MarkPresent && m.MadeIn == in.Session:
		m.State, m.MadeIn, m.MadeOn = MarkAbsent, "", evaluation.Date{}
	}
}

// signingNow finds the session in which somebody can sign in now. There is none on most
// days; if there are several, their pages say which.
func signingNow(step *evaluation.Step, p *Part) (string, error) {
	list, err := desk.AllOf[Session](step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindSession}, Parents: []string{p.Campaign}, States: evaluation.States(SessionOpen), NoHistory: true,
	})
	var found []string
	for i := range list {
		r, ses := list[i].Record, list[i].Payload
		m := ses.Marked(r.ID, p)
		if signing(r, ses, step.Now) == nil && ses.For(r.ID, step.Record.Unit, p) && (m == nil || m.State != MarkPresent && m.State != MarkMadeUp) {
			found = append(found, r.ID)
		}
	}
	switch {
	case err != nil:
		return "", err
	case len(found) == 0:
		return "", evaluation.Fail(evaluation.CodeConflict, "education.no_signing")
	case len(found) > 1:
		return "", desk.Mistake("session", "education.other_session")
	}
	return found[0], nil
}

// checkIn signs a person in, once.
func (s *Service) checkIn(step *evaluation.Step, p *Part, in *CheckInInput) (evaluation.State, error) {
	if in.Session == "" {
		var err error
		if in.Session, err = signingNow(step, p); err != nil {
			return "", err
		}
	}
	if in.Code == "" {
		return "", desk.Mistake("code", "error.field.required")
	}
	r, ses, err := load[Session](step.Ctx, step.Read, step.Record.Office, KindSession, in.Session)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && ses.Campaign != p.Campaign {
		return "", desk.Mistake("session", "education.other_session")
	}
	if err != nil {
		return "", err
	}
	if err := s.admits(r, ses, in.Code, step.Now); err != nil {
		return "", err
	}
	if !ses.For(r.ID, step.Record.Unit, p) {
		return "", evaluation.Fail(evaluation.CodeForbidden, "education.not_invited")
	}
	clock := step.Now.In(evaluation.Office).Format("15:04")
	if m := ses.Marked(r.ID, p); m != nil && (m.State == MarkPresent || m.State == MarkMadeUp) {
		return "", evaluation.Fail(evaluation.CodeConflict, "education.signed_in", "at", m.At)
	}
	a, err := s.attend(step.Ctx, r, ses, MarkPresent, HowCode)
	if err != nil {
		return "", err
	}
	if ses.MakesUp != "" {
		p.madeUpIn(&a)
	} else {
		p.Marks = append(p.Marks, Mark{Session: r.ID, Title: ses.Title, On: ses.On, Hours: ses.Hours, State: MarkPresent, How: HowCode, Note: ses.Note})
	}
	if m := ses.Marked(r.ID, p); m != nil {
		m.At = clock
	}
	return p.settle(step), nil
}
