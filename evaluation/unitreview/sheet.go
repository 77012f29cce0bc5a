package unitreview

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// ruleGrades is the key of the rule with the grades of units.
const ruleGrades = "unitreview.grades"

// Grades lists the grades of units, the best first.
func Grades() []string { return []string{"good", "fair", "ordinary", "poor"} }

// Sheet is the payload of a unitreview.sheet record.
type Sheet struct {
	Agency
	From         evaluation.Date `json:"from"`
	To           evaluation.Date `json:"to"`
	ReportBy     evaluation.Date `json:"report_by"`
	DecideBy     evaluation.Date `json:"decide_by"`
	Figures      []Figure        `json:"figures" show:"-"` // of the day on which the report came
	Quiet        []Figure        `json:"quiet" show:"-"`   // those that the head does not read
	Report       *Report         `json:"report,omitempty"`
	Marks        []Mark          `json:"marks" show:"-"`
	Ratings      []Rating        `json:"ratings" show:"-"`
	Rated        int             `json:"rated"` // how many leaders rated, once decided
	Score        int             `json:"score"` // their mean in hundredths; 0 of fewer than leastRatings
	Comments     []Comment       `json:"comments"`
	Grade        string          `json:"grade"` // one of Grades, "" until it is decided
	Words        string          `json:"words"`
	DecidedBy    string          `json:"decided_by"` // name
	DecidedOn    evaluation.Date `json:"decided_on"`
	Improvements []Improvement   `json:"improvements"`
	Earlier      []Decided       `json:"earlier"` // what was decided before it was opened again
	Rules        rulepack.Frozen `json:"rules"`
}

// Decided is a decision that was taken back.
type Decided struct {
	Grade string          `json:"grade"`
	Words string          `json:"words"`
	By    string          `json:"by"` // name
	On    evaluation.Date `json:"on"`
}

// Report is what a unit says of its work.
type Report struct {
	ReportInput
	By string          `json:"by"` // name of who handed it in, or entered it
	On evaluation.Date `json:"on"`
}

// Rating is how a leader rates a unit.
type Rating struct {
	Account string          `json:"account" show:"-"`
	Person  string          `json:"person" show:"-"`
	Name    string          `json:"name"`
	Score   int             `json:"score"` // 0 to 100
	Words   string          `json:"words"`
	On      evaluation.Date `json:"on"`
}

// Comment is what a leader says of a unit.
type Comment struct {
	Name string          `json:"name"`
	Text string          `json:"text"`
	On   evaluation.Date `json:"on"`
}

// Improvement is what a unit has to improve, and what was found when it was looked at.
type Improvement struct {
	What  string          `json:"what"`
	Due   evaluation.Date `json:"due" unit:"deadline"`
	Looks []Look          `json:"looks"`
	Done  bool            `json:"done"` // achieved, or no longer needed
}

// Look is one look at an improvement.
type Look struct {
	On    evaluation.Date `json:"on"`
	Name  string          `json:"name"` // who looked
	Found string          `json:"found"`
}

// Opening creates a sheet.
type Opening struct {
	Round string `json:"round"`
	Sheet string `json:"sheet"`
}

// ReportInput is the report of a unit.
type ReportInput struct {
	Done     string   `json:"done" form:"long" minLength:"10" maxLength:"4000" doc:"What was done in the period" example:"办结居民事项312件，……"`
	Problems string   `json:"problems" form:"long" maxLength:"2000" doc:"What is lacking" example:"窗口等候时间偏长。"`
	Plans    string   `json:"plans" form:"long" maxLength:"2000" doc:"What comes next" example:"增设预约窗口。"`
	Files    []string `json:"files,omitempty" form:"files" maxLength:"5" doc:"The report as a file" show:"-"`
}

// EnterInput is a report that came on paper.
type EnterInput struct {
	On evaluation.Date `json:"on" begin:"today" doc:"Day on which it was handed in"`
	ReportInput
}

// RateInput rates a unit.
type RateInput struct {
	Score int    `json:"score" minimum:"0" maximum:"100" doc:"0 to 100" example:"85"`
	Words string `json:"rating_words,omitempty" form:"long" maxLength:"500" doc:"Why"`
}

// CommentInput comments on a unit.
type CommentInput struct {
	Text string `json:"text" form:"long" maxLength:"1000" doc:"Comment" example:"服务态度明显改进，协同配合还要加强。"`
}

// DecideInput decides on the grade of a unit.
type DecideInput struct {
	Grade        string             `json:"grade" enum:"good,fair,ordinary,poor" rules:"unitreview.grades" doc:"Grade"`
	Words        string             `json:"words" form:"long" maxLength:"1000" doc:"Why, in words that the unit reads" example:"完成年度任务，群众满意度高。"`
	Improvements []ImprovementInput `json:"improvements,omitempty" maxLength:"10" doc:"What is to be improved"`
}

// ImprovementInput is what is to be improved.
type ImprovementInput struct {
	What string          `json:"what" maxLength:"300" doc:"What" example:"窗口等候时间降到20分钟以内"`
	Due  evaluation.Date `json:"due" doc:"By when" example:"2027-03-31"`
}

// LookInput is a look at an improvement.
type LookInput struct {
	Which int             `json:"which" minimum:"1" maximum:"10" doc:"Number of the improvement"`
	On    evaluation.Date `json:"on" begin:"today" doc:"Day"`
	Found string          `json:"found" form:"long" maxLength:"1000" doc:"What was found" example:"平均等候18分钟。"`
	Came  string          `json:"came" enum:"achieved,not_yet,dropped" doc:"What it came to"`
	Due   evaluation.Date `json:"look_due,omitzero" doc:"If it is not achieved yet: day of the next look"`
}

func (s *Service) openSheet(step *evaluation.Step, sh *Sheet, in *Opening) (evaluation.State, error) {
	r := step.Record
	round, err := step.Read.Get(step.Ctx, r.Office, in.Round)
	if err != nil {
		return "", err
	}
	p, err := evaluation.PayloadOf[Round](round)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(p.Units, func(u Reviewed) bool { return u.Sheet == in.Sheet })
	if i < 0 {
		return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	u := &p.Units[i]
	*sh = Sheet{
		Agency: u.Agency, From: p.From, To: p.To, ReportBy: p.ReportBy, DecideBy: p.DecideBy, Figures: []Figure{}, Quiet: []Figure{}, Marks: []Mark{},
		Ratings: []Rating{}, Comments: []Comment{}, Improvements: []Improvement{}, Earlier: []Decided{}, Rules: p.Rules,
	}
	r.Unit, r.Parent, r.Period, r.On, r.Sort, r.Unique = u.Unit, in.Round, round.Period, p.To, u.Name, in.Round+" "+u.Name
	r.Rules = p.Rules.Version
	sh.waitForReport(r)
	return SheetReporting, nil
}

// waitForReport waits for the head of a department; what an agency hands in is entered.
func (sh *Sheet) waitForReport(r *evaluation.Record) {
	if r.Unit == "" {
		desk.Wait(r, sh.ReportBy, evaluation.WaitRole(evaluation.RolePersonnel))
		return
	}
	desk.Wait(r, sh.ReportBy, evaluation.WaitHead(r.Unit))
}

func (s *Service) submitReport(step *evaluation.Step, sh *Sheet, in *ReportInput) (evaluation.State, error) {
	return s.reported(step, sh, in, step.Today)
}

func (s *Service) enterReport(step *evaluation.Step, sh *Sheet, in *EnterInput) (evaluation.State, error) {
	return s.reported(step, sh, &in.ReportInput, in.On)
}

// reported stores a report with the figures of that day.
func (s *Service) reported(step *evaluation.Step, sh *Sheet, in *ReportInput, on evaluation.Date) (evaluation.State, error) {
	sh.Report = &Report{ReportInput: *in, By: step.Actor.Name, On: on}
	if unit := step.Record.Unit; unit != "" {
		to := sh.To
		if step.Today.Before(to) {
			to = step.Today
		}
		figures, err := s.Figures(step.Ctx, step.Record.Office, unit, sh.From, to)
		if err != nil {
			return "", err
		}
		sh.Figures, sh.Quiet = []Figure{}, []Figure{}
		for _, f := range figures {
			if f.Quiet {
				sh.Quiet = append(sh.Quiet, f)
			} else {
				sh.Figures = append(sh.Figures, f)
			}
		}
	}
	return SheetReviewing, s.waitForRatings(step, sh)
}

// waitForRatings waits for a principal leader, and for the leaders who have not rated.
func (s *Service) waitForRatings(step *evaluation.Step, sh *Sheet) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	var people []string
	for _, m := range day.Members() {
		rated := slices.ContainsFunc(sh.Ratings, func(r Rating) bool { return r.Person == m.ID })
		if roster.Leads(m.Level) && !rated && !related(day, step.Record.Unit, m.ID) {
			people = append(people, m.ID)
		}
	}
	if people, err = s.Holders(step.Ctx, step.Record.Office, people, evaluation.RoleLeader); err != nil {
		return err
	}
	who := []string{evaluation.WaitRole(evaluation.RolePrincipal)}
	for _, id := range people {
		who = append(who, evaluation.WaitPerson(id))
	}
	desk.Wait(step.Record, sh.DecideBy, who...)
	return nil
}

// related reports whether a person heads a unit, or is a relative of who does.
func related(day *roster.Snapshot, unit, person string) bool {
	return slices.ContainsFunc(day.Heads(unit), func(head string) bool { return desk.Recused(day, person, head) })
}

func (s *Service) recused(step *evaluation.Step, _ *Sheet) (bool, error) {
	day, err := s.Today(step)
	if err != nil {
		return false, err
	}
	return related(day, step.Record.Unit, step.Actor.Person), nil
}

// returnReport gives a report back; the head is told. Who rated it rates the next one anew.
func (s *Service) returnReport(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Ratings = []Rating{}
	sh.waitForReport(step.Record)
	return SheetReporting, s.tellHeads(step)
}

// tellHeads tells the heads of the department.
func (s *Service) tellHeads(step *evaluation.Step) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	step.Tell(day.Heads(step.Record.Unit)...)
	return nil
}

// rate stores how a leader rates a unit, in place of what the leader said before.
func (s *Service) rate(step *evaluation.Step, sh *Sheet, in *RateInput) (evaluation.State, error) {
	sh.Ratings = slices.DeleteFunc(sh.Ratings, func(r Rating) bool { return r.Account == step.Actor.Account })
	sh.Ratings = append(sh.Ratings, Rating{Account: step.Actor.Account, Person: step.Actor.Person, Name: step.Actor.Name, Score: in.Score, Words: in.Words, On: step.Today})
	return SheetReviewing, s.waitForRatings(step, sh)
}

func (s *Service) comment(step *evaluation.Step, sh *Sheet, in *CommentInput) (evaluation.State, error) {
	sh.Comments = append(sh.Comments, Comment{Name: step.Actor.Name, Text: in.Text, On: step.Today})
	return SheetReviewing, nil
}

// leastRatings is the least number of ratings whose mean the head of the unit reads: of
// fewer it would tell how one leader rated (H-1).
const leastRatings = 3

// decide fixes the grade. The mean of the ratings is worked out now, when nobody rates any
// more.
func (s *Service) decide(step *evaluation.Step, sh *Sheet, in *DecideInput) (evaluation.State, error) {
	sh.Grade, sh.Words, sh.DecidedBy, sh.DecidedOn = in.Grade, in.Words, step.Actor.Name, step.Today
	sh.Rated, sh.Score = len(sh.Ratings), 0
	if n := len(sh.Ratings); n >= leastRatings {
		sum := 0
		for _, r := range sh.Ratings {
			sum += r.Score
		}
		sh.Score = (200*sum + n) / (2 * n) // rounded half up
	}
	sh.Improvements = []Improvement{}
	for _, i := range in.Improvements {
		sh.Improvements = append(sh.Improvements, Improvement{What: i.What, Due: i.Due, Looks: []Look{}})
	}
	return sh.goOn(step.Record), s.tellHeads(step)
}

// goOn waits for the first improvement that is to be looked at.
func (sh *Sheet) goOn(r *evaluation.Record) evaluation.State {
	var due evaluation.Date
	for _, i := range sh.Improvements {
		if !i.Done && (due.IsZero() || i.Due.Before(due)) {
			due = i.Due
		}
	}
	if due.IsZero() {
		desk.Wait(r, due)
		return SheetClosed
	}
	desk.Wait(r, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return SheetImproving
}

// lookBack notes what was found when an improvement was looked at.
func (s *Service) lookBack(step *evaluation.Step, sh *Sheet, in *LookInput) (evaluation.State, error) {
	if in.Which > len(sh.Improvements) {
		return "", desk.Mistake("which", "unitreview.no_such")
	}
	i := &sh.Improvements[in.Which-1]
	if i.Done {
		return "", desk.Mistake("which", "unitreview.done_already")
	}
	if !in.Due.IsZero() {
		if in.Came != "not_yet" || in.Due.Before(step.Today) {
			return "", desk.Mistake("look_due", "unitreview.next_look")
		}
		i.Due = in.Due
	}
	i.Looks, i.Done = append(i.Looks, Look{On: in.On, Name: step.Actor.Name, Found: in.Found}), in.Came != "not_yet"
	return sh.goOn(step.Record), nil
}

// reopen takes a decision back, so that a principal leader decides anew; somebody else than
// who decided does it. The head is told.
func (s *Service) reopen(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Earlier = append(sh.Earlier, Decided{Grade: sh.Grade, Words: sh.Words, By: sh.DecidedBy, On: sh.DecidedOn})
	sh.Grade, sh.Words, sh.DecidedBy, sh.DecidedOn, sh.Rated, sh.Score = "", "", "", evaluation.Date{}, 0, 0
	if err := s.waitForRatings(step, sh); err != nil {
		return "", err
	}
	return SheetReviewing, s.tellHeads(step)
}

// mark stores what a questionnaire says of the unit.
func mark(step *evaluation.Step, sh *Sheet, in *Mark) (evaluation.State, error) {
	sh.Marks = slices.DeleteFunc(sh.Marks, func(m Mark) bool { return m.Wave == in.Wave && m.Question == in.Question })
	sh.Marks = append(sh.Marks, *in)
	return step.Record.State, nil
}

func drop(step *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return SheetDropped, nil
}
