package education

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Session is the payload of education.session records.
type Session struct {
	Campaign      string          `json:"campaign"`
	CampaignTitle string          `json:"campaign_title"`
	Title         string          `json:"title"`
	On            evaluation.Date `json:"on"`
	Time          string          `json:"time"`
	Place         string          `json:"place"`
	Speaker       string          `json:"speaker"`
	Hours         Hours           `json:"hours" form:"decimal"`
	Units         []string        `json:"units"`    // whom it is for, none: the whole campaign
	MakesUp       string          `json:"makes_up"` // the session for which it makes up, "" for none
	MakesUpTitle  string          `json:"makes_up_title"`
	Recorder      string          `json:"recorder"` // keeps the list, in addition to the section
	RecorderName  string          `json:"recorder_name"`
	Files         []string        `json:"files"`
	Note          int             `json:"note"` // how often the list was written
	EndedOn       evaluation.Date `json:"ended_on"`
	CancelledFor  string          `json:"cancelled_for"`
	Rules         rulepack.Frozen `json:"rules"`
}

// The states of a session.
const (
	SessionPlanned   evaluation.State = "planned"
	SessionOpen      evaluation.State = "open"
	SessionHeld      evaluation.State = "held"
	SessionClosed    evaluation.State = "closed"
	SessionCancelled evaluation.State = "cancelled"
)

// SessionContent is the plan of a session.
type SessionContent struct {
	Title    string          `json:"title" maxLength:"100" doc:"What it is about" example:"专题辅导：艰苦奋斗与廉洁自律"`
	On       evaluation.Date `json:"on" begin:"workday" doc:"Day" example:"2026-03-12"`
	Time     string          `json:"time" form:"time" maxLength:"5" begin:"14:00" doc:"Hour and minute" example:"14:00"`
	Place    string          `json:"place" maxLength:"100" doc:"Where" example:"三楼会议室"`
	Speaker  string          `json:"speaker,omitempty" maxLength:"100" doc:"Who speaks or leads" example:"区委党校副教授 陈立"`
	Hours    string          `json:"hours" maxLength:"6" doc:"Class hours" example:"2"`
	Units    []string        `json:"units,omitempty" form:"units" doc:"For these departments alone; none: for all"`
	Recorder string          `json:"recorder,omitempty" form:"person" doc:"Who keeps the list, beside the section"`
	Files    []string        `json:"files,omitempty" form:"files" maxLength:"20" rules:"attachment.bytes" doc:"Materials"`
}

// PlanInput plans a session of a campaign.
type PlanInput struct {
	Campaign string `json:"campaign" form:"hidden" maxLength:"64" doc:"The campaign"`
	MakesUp  string `json:"makes_up,omitempty" form:"hidden" maxLength:"64" doc:"The session that it makes up for"`
	SessionContent
}

// NoteInput records attendance.
type NoteInput struct {
	How  string    `json:"how,omitempty" form:"hidden" enum:"list,excel" doc:"By list or by workbook"`
	Rows []NoteRow `json:"rows" maxLength:"2000" rules:"education.attendance" doc:"Who was there"`
}

// NoteRow is one person's attendance.
type NoteRow struct {
	Person string `json:"person" form:"person" doc:"Who"`
	Mark   string `json:"mark" enum:"present,excused,absent" doc:"Attendance" example:"present"`
	Reason string `json:"reason,omitempty" maxLength:"200" doc:"Why excused"`
}

func (s *Service) sessionKind() evaluation.Kind {
	planned := evaluation.States(SessionPlanned)
	return evaluation.Kind{
		Name: KindSession, Drafts: evaluation.KeepDrafts(), Sight: sessionSight, Payload: evaluation.New[Session], Milestones: sessionDays(), Found: []string{evaluation.FoundSort},
		Columns: []evaluation.Column{{Name: "hours"}},
		States:  evaluation.States(SessionPlanned, SessionOpen, SessionHeld, SessionClosed, SessionCancelled), Final: evaluation.States(SessionClosed, SessionCancelled),
		Effects: map[string]evaluation.EffectHandler{"note": s.noteParts, "settle": s.settleParts},
		Usual:   evaluation.Usual{SessionPlanned: {"open"}, SessionOpen: {"hold"}, SessionHeld: {"close"}},
		Grave:   []string{"cancel"},
		Told:    evaluation.States(SessionPlanned, SessionOpen),
		Many:    evaluation.Many{"close": ""},
		Acts: []evaluation.Act{
			{Name: "plan", May: evaluation.Personnel, To: planned, Run: evaluation.Run(s.plan)},
			{Name: "change", May: evaluation.Personnel, From: planned, To: planned, Run: evaluation.Run(s.change)},
			{Name: "open", May: evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Party)), From: planned, To: evaluation.States(SessionOpen), Run: evaluation.Plain(s.open)},
			{Name: "note", May: evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Party)), From: evaluation.States(SessionOpen, SessionHeld), To: evaluation.States(SessionOpen, SessionHeld), Run: evaluation.Run(s.note)},
			{Name: "hold", May: evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Party)), From: evaluation.States(SessionOpen), To: evaluation.States(SessionHeld), Run: evaluation.Plain(hold)},
			{Name: "close", May: evaluation.Personnel, From: evaluation.States(SessionHeld), To: evaluation.States(SessionClosed), Run: evaluation.Plain(closeSession)},
			{Name: "cancel", May: evaluation.Personnel, From: planned, To: evaluation.States(SessionCancelled), Reason: true, Run: evaluation.Plain(cancelSession)},
		},
	}
}

func (s *Service) plan(step *evaluation.Step, ses *Session, in *PlanInput) (evaluation.State, error) {
	r, c, err := load[Campaign](step.Ctx, step.Read, step.Record.Office, KindCampaign, in.Campaign)
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound:
		return "", desk.Mistake("campaign", "education.no_campaign")
	case err != nil:
		return "", err
	case r.State != Draft && r.State != Running:
		return "", desk.WrongState("education.campaign_ended")
	}
	*ses = Session{Campaign: r.ID, CampaignTitle: c.Title, MakesUp: in.MakesUp}
	if in.MakesUp != "" {
		other, missed, err := load[Session](step.Ctx, step.Read, step.Record.Office, KindSession, in.MakesUp)
		switch {
		case evaluation.CodeOf(err) == evaluation.CodeNotFound:
			return "", desk.Mistake("makes_up", "education.other_session")
		case err != nil:
			return "", err
		case missed.Campaign != r.ID || missed.MakesUp != "" || other.State != SessionHeld && other.State != SessionClosed:
			return "", desk.Mistake("makes_up", "education.other_session")
		}
		ses.MakesUpTitle = missed.Title
	}
	step.Record.Parent = r.ID
	return s.change(step, ses, &in.SessionContent)
}

func (s *Service) change(step *evaluation.Step, ses *Session, in *SessionContent) (evaluation.State, error) {
	rules, err := s.Freeze(step, "education.attendance", "education.code", "education.scan", "education.makeup")
	if err != nil {
		return "", err
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	ses.Hours = hours(m, "hours", in.Hours)
	ses.RecorderName = ""
	if in.Recorder != "" {
		r, here := day.Member(in.Recorder)
		if !here {
			m.Add("recorder", "education.no_person")
		}
		ses.RecorderName = r.Name
	}
	for _, u := range in.Units {
		if _, known := day.Department(u); !known {
			m.Add("units", "education.no_unit")
		}
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	ses.Title, ses.On, ses.Time, ses.Place, ses.Speaker = in.Title, in.On, in.Time, in.Place, in.Speaker
	ses.Units, ses.Recorder, ses.Files, ses.Rules = in.Units, in.Recorder, in.Files, rules
	env := step.Record
	env.On, env.Period, env.Sort, env.Parties = in.On, in.On.String()[:4], in.Title, nil
	if in.Recorder != "" {
		env.Parties = []string{in.Recorder}
	}
	desk.Wait(env, in.On, ses.keepers()...)
	return SessionPlanned, nil
}

// keepers lists the people who keep the list.
func (ses *Session) keepers() []string {
	if ses.Recorder == "" {
		return []string{personnel()}
	}
	return []string{evaluation.WaitPerson(ses.Recorder), personnel()}
}

// open starts the sign-in, or the recording of a past session.
func (s *Service) open(step *evaluation.Step, ses *Session) (evaluation.State, error) {
	if step.Today.Before(ses.On) {
		return "", desk.WrongState("education.not_yet", "on", ses.On.String())
	}
	r, err := step.Read.Get(step.Ctx, step.Record.Office, ses.Campaign)
	if err != nil {
		return "", err
	}
	if r.State != Running {
		return "", desk.WrongState("education.not_running")
	}
	desk.Wait(step.Record, ses.On, ses.keepers()...)
	return SessionOpen, nil
}

// For reports whether the session is for the person of a part: a session that makes
// up for another one is for people who still have to make up for that one.
func (ses *Session) For(id, unit string, p *Part) bool {
	if ses.MakesUp != "" {
		m := p.mark(ses.MakesUp)
		return m != nil && (m.owed() || m.MadeIn == id)
	}
	return len(ses.Units) == 0 || slices.Contains(ses.Units, unit)
}

// Marked returns the person's mark of the session, nil if there is none.
func (ses *Session) Marked(id string, p *Part) *Mark {
	if ses.MakesUp == "" {
		return p.mark(id)
	}
	if m := p.mark(ses.MakesUp); m != nil && m.MadeIn == id {
		return m
	}
	return nil
}

func hold(step *evaluation.Step, ses *Session) (evaluation.State, error) {
	ses.EndedOn = step.Today
	desk.Wait(step.Record, evaluation.Date{}, personnel())
	if ses.MakesUp != "" {
		return SessionHeld, nil // people who did not come must still make up for the other session
	}
	return SessionHeld, step.Effect("settle", nil)
}

func closeSession(step *evaluation.Step, _ *Session) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return SessionClosed, nil
}

func cancelSession(step *evaluation.Step, ses *Session) (evaluation.State, error) {
	ses.CancelledFor = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return SessionCancelled, nil
}
