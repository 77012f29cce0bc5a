package supervision

import (
	"cmp"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Meeting is the payload of a supervision.meeting record.
type Meeting struct {
	On        evaluation.Date `json:"on"`
	Place     string          `json:"place"`
	Chair     string          `json:"chair" show:"-"`
	ChairName string          `json:"chair_name"`
	Attended  []Attendee      `json:"attended"`
	Minutes   string          `json:"minutes"`
	Points    []Point         `json:"points" show:"-"`
	Rules     rulepack.Frozen `json:"rules"`
}

// Attendee is a supervisor who was there.
type Attendee struct {
	Term    string `json:"supervisor" show:"-"` // record of the term
	Name    string `json:"name"`
	Account string `json:"account" show:"-"`
}

// Point is something that was raised, and what was answered.
type Point struct {
	No         int             `json:"no"`
	Text       string          `json:"text"`
	By         string          `json:"raised_by"` // record of a term, "" for several
	ByName     string          `json:"raised_by_name"`
	Who        string          `json:"who"` // who answers
	WhoName    string          `json:"who_name"`
	Due        evaluation.Date `json:"due"`
	Answer     string          `json:"answer"` // "": none yet
	AnsweredOn evaluation.Date `json:"answered_on"`
	AnsweredBy string          `json:"answered_by"`
	Again      string          `json:"again"` // why it was asked again
}

// MeetingInput is a meeting as it is entered.
type MeetingInput struct {
	On       evaluation.Date `json:"on" begin:"today" doc:"Day of the meeting"`
	Place    string          `json:"place" maxLength:"60" doc:"Place" example:"街道三楼会议室"`
	Chair    string          `json:"chair" form:"person" doc:"Who chaired it"`
	Attended []AttendedRow   `json:"attended" minLength:"1" maxLength:"60" doc:"Supervisors who were there"`
	Minutes  string          `json:"minutes,omitempty" form:"long" maxLength:"5000" doc:"What was reported and discussed"`
	Points   []PointRow      `json:"points,omitempty" maxLength:"40" doc:"What supervisors raised; what is about a particular person is registered as a concern instead"`
}

// AttendedRow names a supervisor by the term.
type AttendedRow struct {
	Term string `json:"supervisor" maxLength:"60" doc:"Supervisor"`
}

// PointRow is a point as it is entered.
type PointRow struct {
	Text string          `json:"text" form:"long" maxLength:"1000" doc:"What was raised" example:"办事大厅的等候时间长，建议周六上午开放窗口。"`
	By   string          `json:"raised_by,omitempty" maxLength:"60" doc:"Who raised it, if one did"`
	Who  string          `json:"who" form:"person" doc:"Who answers it"`
	Due  evaluation.Date `json:"due" doc:"By when"`
}

// AnswerInput answers a point.
type AnswerInput struct {
	Point  string `json:"point" maxLength:"4" doc:"Number of the point"`
	Answer string `json:"answer" form:"long" maxLength:"2000" doc:"What was done, or why it cannot be done" example:"自下月起周六上午开放两个窗口。"`
}

// PassInput gives a point to somebody else.
type PassInput struct {
	Point string          `json:"point" maxLength:"4" doc:"Number of the point"`
	Who   string          `json:"who" form:"person" doc:"Who answers it now"`
	Due   evaluation.Date `json:"due" begin:"today" doc:"By when"`
}

// Admission is the account of a supervisor, linked after the meeting.
type Admission struct {
	Term    string `json:"supervisor"`
	Account string `json:"account,omitempty"` // "": none any more
}

// AgainInput asks for another answer.
type AgainInput struct {
	Point string          `json:"point" maxLength:"4" doc:"Number of the point"`
	Due   evaluation.Date `json:"due" begin:"today" doc:"By when"`
}

// enter records a meeting, or changes what was entered; answers to points that stay are kept.
func (s *Service) enter(step *evaluation.Step, p *Meeting, in *MeetingInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	attended, err := s.attended(step, m, in.Attended)
	if err != nil {
		return "", err
	}
	chair, here := day.Member(in.Chair)
	if !here {
		m.Add("chair", "supervision.not_here")
	}
	points, err := s.points(step, m, day, in, attended, p.Points)
	if err != nil {
		return "", err
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	*p = Meeting{On: in.On, Place: in.Place, Chair: chair.ID, ChairName: chair.Name, Attended: attended, Minutes: in.Minutes, Points: points, Rules: p.Rules}
	r := step.Record
	r.On, r.Period, r.Sort = in.On, strconv.Itoa(in.On.Year()), in.Place
	return p.wait(r), nil
}

// attended are the supervisors of the rows, whose terms ran on some day before or run now.
func (s *Service) attended(step *evaluation.Step, m evaluation.Mistakes, rows []AttendedRow) ([]Attendee, error) {
	list := make([]Attendee, 0, len(rows))
	for i, row := range rows {
		r, err := step.Read.Get(step.Ctx, step.Record.Office, row.Term)
		known := err == nil && r.Kind == KindTerm && (r.State == TermServing || r.State == TermEnded || r.State == TermClosed)
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return nil, err
		}
		if !known || slices.ContainsFunc(rows[:i], func(o AttendedRow) bool { return o == row }) {
			m.Add("attended."+strconv.Itoa(i)+".supervisor", "supervision.no_supervisor")
			continue
		}
		t, err := evaluation.PayloadOf[Term](r)
		if err != nil {
			return nil, err
		}
		list = append(list, Attendee{Term: r.ID, Name: t.Name, Account: t.Account})
	}
	return list, nil
}

// points makes the points of the rows. One that was there already keeps its answer, and one
// that has an answer stays as it is.
func (s *Service) points(step *evaluation.Step, m evaluation.Mistakes, day *roster.Snapshot, in *MeetingInput, attended []Attendee, before []Point) ([]Point, error) {
	points := make([]Point, 0, len(in.Points))
	people := make([]string, 0, len(in.Points))
	for _, row := range in.Points {
		people = append(people, row.Who)
	}
	able, err := s.Holders(step.Ctx, step.Record.Office, people, evaluation.Staff.Roles()...)
	if err != nil {
		return nil, err
	}
	for i, row := range in.Points {
		at := "points." + strconv.Itoa(i)
		who, here := day.Member(row.Who)
		switch {
		case !here:
			m.Add(at+".who", "supervision.not_here")
		case !slices.Contains(able, row.Who):
			m.Add(at+".who", "supervision.cannot_answer", "name", who.Name)
		}
		by := slices.IndexFunc(attended, func(a Attendee) bool { return a.Term == row.By })
		if row.By != "" && by < 0 {
			m.Add(at+".raised_by", "supervision.was_not_there")
		}
		if row.Due.Before(in.On) {
			m.Add(at+".due", "supervision.due_before")
		}
		one := Point{No: i + 1, Text: row.Text, By: row.By, Who: who.ID, WhoName: who.Name, Due: row.Due}
		if by >= 0 {
			one.ByName = attended[by].Name
		}
		if same := slices.IndexFunc(before, func(o Point) bool { return o.Text == row.Text }); same >= 0 {
			old := before[same]
			one.Answer, one.AnsweredOn, one.AnsweredBy, one.Again = old.Answer, old.AnsweredOn, old.AnsweredBy, old.Again
			before = slices.Concat(before[:same], before[same+1:])
		}
		points = append(points, one)
	}
	for _, old := range before {
		if old.Answer != "" {
			m.Add("points", "supervision.keeps_answered", "no", old.No)
		}
	}
	return points, nil
}

// wait makes the record wait for those whose answers are missing, and sets who takes part.
func (p *Meeting) wait(r *evaluation.Record) evaluation.State {
	r.Parties = nil
	add := func(list []string, one string) []string {
		if one == "" || slices.Contains(list, one) {
			return list
		}
		return append(list, one)
	}
	for _, a := range p.Attended {
		if a.Account != "" {
			r.Parties = add(r.Parties, evaluation.PartyAccount(a.Account))
		}
	}
	var waiting []string
	var due evaluation.Date
	for _, x := range p.Points {
		r.Parties = add(r.Parties, x.Who)
		if x.Answer != "" {
			continue
		}
		waiting = add(waiting, evaluation.WaitPerson(x.Who))
		if due.IsZero() || x.Due.Before(due) {
			due = x.Due
		}
	}
	desk.Wait(r, due, waiting...)
	if len(waiting) == 0 {
		return MeetingDone
	}
	return MeetingOpen
}

// admitted sets the account with which a supervisor who was there reads the meeting.
func admitted(step *evaluation.Step, p *Meeting, in *Admission) (evaluation.State, error) {
	for i := range p.Attended {
		if p.Attended[i].Term == in.Term {
			p.Attended[i].Account = in.Account
		}
	}
	return p.wait(step.Record), nil
}

// supervisors tells those who were there.
func (p *Meeting) supervisors(step *evaluation.Step) {
	for _, a := range p.Attended {
		if a.Account != "" {
			step.Tell(evaluation.PartyAccount(a.Account))
		}
	}
}

// point is the point of a number.
func (p *Meeting) point(no string) (*Point, error) {
	n, err := strconv.Atoi(no)
	if err != nil || n < 1 || n > len(p.Points) {
		return nil, desk.Mistake("point", "supervision.no_point")
	}
	return &p.Points[n-1], nil
}

// OpenFor lists the points that a person has to answer, or anybody if person is "".
func (p *Meeting) OpenFor(person string) []Point {
	return slices.DeleteFunc(slices.Clone(p.Points), func(x Point) bool { return x.Answer != "" || x.Who != cmp.Or(person, x.Who) })
}

func notAsked(step *evaluation.Step, p *Meeting) bool {
	return step.Actor.Person == "" || len(p.OpenFor(step.Actor.Person)) == 0
}

func answer(step *evaluation.Step, p *Meeting, in *AnswerInput) (evaluation.State, error) {
	x, err := p.point(in.Point)
	if err != nil {
		return "", err
	}
	if x.Who != step.Actor.Person || x.Answer != "" {
		return "", desk.Mistake("point", "supervision.not_asked")
	}
	x.Answer, x.AnsweredOn, x.AnsweredBy = in.Answer, step.Today, step.Actor.Name
	p.supervisors(step)
	return p.wait(step.Record), nil
}

// answerers says who can answer a point: people of the office who can log in.
func (s *Service) answerers(step *evaluation.Step) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	able, err := s.Holders.Able(step, day, evaluation.Staff)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Suits{"who": desk.Both(desk.Here(day, "supervision.not_here"), able)}, nil
}

// passOn gives a point to somebody else, for example when the one who was asked has left.
func (s *Service) passOn(step *evaluation.Step, p *Meeting, in *PassInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	x, err := p.point(in.Point)
	if err != nil {
		return "", err
	}
	if x.Answer != "" {
		return "", desk.Mistake("point", "supervision.answered")
	}
	if in.Due.Before(step.Today) {
		return "", desk.Mistake("due", "supervision.due_before")
	}
	who, _ := day.Member(in.Who)
	x.Who, x.WhoName, x.Due = who.ID, who.Name, in.Due
	step.Tell(who.ID)
	return p.wait(step.Record), nil
}

// askAgain takes back an answer that does not answer the point.
func askAgain(step *evaluation.Step, p *Meeting, in *AgainInput) (evaluation.State, error) {
	x, err := p.point(in.Point)
	if err != nil {
		return "", err
	}
	if x.Answer == "" {
		return "", desk.Mistake("point", "supervision.unanswered")
	}
	if in.Due.Before(step.Today) {
		return "", desk.Mistake("due", "supervision.due_before")
	}
	x.Answer, x.AnsweredOn, x.AnsweredBy, x.Again, x.Due = "", evaluation.Date{}, "", step.Reason, in.Due
	step.Tell(x.Who)
	return p.wait(step.Record), nil
}
