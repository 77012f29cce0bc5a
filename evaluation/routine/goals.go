package routine

import (
	"context"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Goals is the payload of a routine.goals record: what one person wants to reach in a
// year, agreed with the head of the department or the leader in charge.
type Goals struct {
	Person   roster.Identity `json:"person"`
	Year     int             `json:"year"`
	Items    []Goal          `json:"items"`
	Earlier  []Replaced      `json:"earlier,omitempty"` // goals that were agreed and replaced or given up, oldest first
	Words    []Word          `json:"words"`             // how it goes, by the person
	Returned string          `json:"returned"`          // why they were not agreed, "" if they were
	By       string          `json:"by"`                // who agreed
	ByName   string          `json:"by_name"`
	On       evaluation.Date `json:"on"`
}

// Goal is one goal.
type Goal struct {
	What   string          `json:"what"`
	Target string          `json:"target"` // what is to be reached, with a figure where there is one
	By     evaluation.Date `json:"by"`
	Actual string          `json:"actual"` // what was reached
	Done   evaluation.Date `json:"done"`
}

// Replaced is a goal that had been agreed, with what had been reached of it, and the day on
// which it was replaced or given up.
type Replaced struct {
	Goal
	Until evaluation.Date `json:"until"`
}

// Within returns the goals that the days from and to are about: those due between them, and
// others of which something was reached that was not reached before them.
func (p *Goals) Within(from, to evaluation.Date) []Goal {
	var list []Goal
	for _, g := range p.Items {
		due := !g.By.Before(from) && !g.By.After(to)
		begun := g.Actual != "" && g.By.After(to) && (g.Done.IsZero() || !g.Done.Before(from))
		late := g.Actual != "" && !g.Done.IsZero() && !g.Done.Before(from) && !g.Done.After(to)
		if due || begun || late {
			list = append(list, g)
		}
	}
	return list
}

// Word is what the person says about the goals of a quarter.
type Word struct {
	On   evaluation.Date `json:"on"`
	Text string          `json:"text"`
}

// DraftInput are the goals of the actor's year.
type DraftInput struct {
	Year int `json:"year" minimum:"2000" maximum:"2200" begin:"year" doc:"Calendar year" example:"2026"`
	ItemsInput
}

// ItemsInput are goals.
type ItemsInput struct {
	Items []ItemInput `json:"items" form:"rows" minLength:"1" maxLength:"10" doc:"Goals"`
}

// ItemInput is one goal.
type ItemInput struct {
	What   string          `json:"what" minLength:"2" maxLength:"200" doc:"What" example:"加装电梯"`
	Target string          `json:"target,omitempty" maxLength:"200" doc:"What is to be reached, with a figure where there is one" example:"完成6部"`
	By     evaluation.Date `json:"by" doc:"By when" example:"2026-11-30"`
}

// ProgressInput says how it goes.
type ProgressInput struct {
	Word   string        `json:"word" form:"long" minLength:"2" maxLength:"500" doc:"How it goes, in a word" example:"电梯已完成4部，其余2部在征询。"`
	Actual []ActualInput `json:"actual,omitempty" form:"rows" maxLength:"10" doc:"What was reached of the goals, in their order"`
}

// ActualInput is what was reached of one goal.
type ActualInput struct {
	Goal   int             `json:"goal" minimum:"1" maximum:"10" doc:"Number of the goal" example:"1"`
	Actual string          `json:"actual" minLength:"1" maxLength:"200" doc:"What was reached" example:"完成4部"`
	Done   evaluation.Date `json:"done,omitempty" doc:"Day on which the goal was reached" example:"2026-10-20"`
}

// draft writes down the actor's goals of a year.
func (s *Service) draft(step *evaluation.Step, p *Goals, in *DraftInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	who := desk.Managed(m, "year", day, step.Actor.Person, "error.no_person", "routine.leads")
	if in.Year < step.Today.Year() || in.Year > step.Today.Year()+1 {
		m.Add("year", "routine.year", "year", step.Today.Year())
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	*p = Goals{Person: who.Identity(), Year: in.Year, Words: []Word{}}
	r := step.Record
	desk.About(r, &who)
	r.Period = strconv.Itoa(in.Year)
	r.On, r.Unique = evaluation.NewDate(in.Year, 1, 1), who.ID+" "+r.Period
	if earlier, err := desk.Find(step.Ctx, step.Read, r.Office, KindGoals, r.Unique); err != nil || earlier != nil {
		if err == nil {
			err = desk.Mistake("year", "routine.goals_exist")
		}
		return "", err
	}
	return p.write(step, &in.ItemsInput)
}

// write sets the goals; who wrote them has to offer them. What was reached stays with a goal
// whose words and target stay; one that had been agreed and is no longer there is kept among
// the earlier ones.
func (p *Goals) write(step *evaluation.Step, in *ItemsInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	items := make([]Goal, 0, len(in.Items))
	for i, row := range in.Items {
		if row.By.Year() != p.Year {
			m.Add("items."+strconv.Itoa(i)+".by", "routine.other_year", "year", p.Year)
		}
		items = append(items, Goal{What: row.What, Target: row.Target, By: row.By})
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	for _, old := range p.Items {
		if !keep(items, &old) && !p.On.IsZero() {
			p.Earlier = append(p.Earlier, Replaced{Goal: old, Until: step.Today})
		}
	}
	p.Items, p.By, p.ByName, p.On = items, "", "", evaluation.Date{} // nobody has agreed to these
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitPerson(step.Record.Subject))
	return GoalsDrafted, nil
}

// keep gives what was reached of a goal to the same one among the new goals; false if there
// is none.
func keep(items []Goal, old *Goal) bool {
	for i := range items {
		if g := &items[i]; g.What == old.What && g.Target == old.Target {
			g.Actual, g.Done = old.Actual, old.Done
			return true
		}
	}
	return false
}

func rewrite(step *evaluation.Step, p *Goals, in *ItemsInput) (evaluation.State, error) {
	return p.write(step, in)
}

// offer asks the superior to agree.
func (s *Service) offer(step *evaluation.Step, p *Goals) (evaluation.State, error) {
	p.Returned = ""
	return GoalsOffered, s.waitForAgreement(step)
}

func (s *Service) waitForAgreement(step *evaluation.Step) error {
	day, err := s.Today(step)
	if err == nil {
		desk.Wait(step.Record, evaluation.Date{}, superiors(day, step.Record.Subject, step.Record.Unit)...)
	}
	return err
}

func agree(step *evaluation.Step, p *Goals) (evaluation.State, error) {
	p.By, p.ByName, p.On = step.Actor.Person, step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return GoalsAgreed, nil
}

func returnGoals(step *evaluation.Step, p *Goals) (evaluation.State, error) {
	p.Returned = step.Reason
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitPerson(step.Record.Subject))
	return GoalsDrafted, nil
}

// progress says how it goes, and what was reached.
func progress(step *evaluation.Step, p *Goals, in *ProgressInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	for i, row := range in.Actual {
		at := "actual." + strconv.Itoa(i)
		switch {
		case row.Goal > len(p.Items):
			m.Add(at+".goal", "routine.no_goal", "n", len(p.Items))
		case row.Done.After(step.Today):
			m.Add(at+".done", "error.day.to", "to", step.Today)
		default:
			g := &p.Items[row.Goal-1]
			g.Actual, g.Done = row.Actual, row.Done
		}
	}
	p.Words = append(p.Words, Word{On: step.Today, Text: in.Word})
	return GoalsAgreed, m.Err()
}

func finish(step *evaluation.Step, _ *Goals) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return GoalsFinished, nil
}

// monthsAfter is how many months after its end what became of the goals of a year can
// still be written down: until the assessment of the year is over.
const monthsAfter = 3

// finishGoals ends the goals of years that are over.
func (s *Service) finishGoals(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	last := today.AddMonths(-monthsAfter).Year() - 1
	old, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindGoals}, States: evaluation.States(GoalsDrafted, GoalsOffered, GoalsAgreed),
		OnTo: evaluation.NewDate(last, 12, 31), NoHistory: true,
	})
	if err != nil {
		return err
	}
	for i := range old {
		if err := desk.ActIfStillInState(ctx, do, office, old[i].ID, "finish", nil); err != nil {
			return err
		}
	}
	return nil
}
