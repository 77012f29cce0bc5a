package concern

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// The states of an opening.
const (
	OpeningRecorded  evaluation.State = "recorded"
	OpeningReturned  evaluation.State = "returned"
	OpeningConfirmed evaluation.State = "confirmed"
)

// Opening is the payload of a concern.opening record: two people open the paper box
// and number the slips (rule G-8). When both have confirmed, each slip becomes a
// matter and its text is removed here.
type Opening struct {
	Place     string          `json:"place"`
	On        evaluation.Date `json:"on"`
	First     string          `json:"first"`
	FirstName string          `json:"first_name"`
	Other     string          `json:"other"`
	OtherName string          `json:"other_name"`
	Count     int             `json:"count"`
	Slips     []Slip          `json:"slips"`
	Confirmed evaluation.Date `json:"confirmed"`
	Rules     rulepack.Frozen `json:"rules"`
}

// Slip is one slip; its number is its position in the list.
type Slip struct {
	Unit     string `json:"unit,omitempty" form:"unit" doc:"Department that it is about; nothing for a slip that concerns nobody"`
	Person   string `json:"person,omitempty" form:"person" doc:"Person that it is about"`
	Category string `json:"category,omitempty" enum:"style,efficiency,attitude,fairness,integrity,other,praise" doc:"Kind of concern"`
	Topic    string `json:"topic,omitempty" maxLength:"60" doc:"The matter in a few words"`
	Content  string `json:"content" form:"long" maxLength:"3000" doc:"What the slip says, word for word"`
}

// OpeningInput is the list of slips.
type OpeningInput struct {
	Place string          `json:"place" maxLength:"60" doc:"Which box" example:"一楼大厅意见箱"`
	On    evaluation.Date `json:"on" rules:"box.interval" begin:"today" doc:"Day of the opening" example:"2026-05-15"`
	Other string          `json:"other" form:"person" rules:"box.openers" doc:"The second person, who confirms it"`
	Slips []Slip          `json:"slips,omitempty" maxLength:"100" doc:"The slips in the order of their numbers"`
}

func (s *Service) recordOpening(step *evaluation.Step, o *Opening, in *OpeningInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	other, here := day.Member(in.Other)
	if !here || other.ID == step.Actor.Person {
		return "", desk.Mistake("other", "concern.second_person")
	}
	m := evaluation.Mistakes{}
	for i, slip := range in.Slips {
		at := "slips." + strconv.Itoa(i) + "."
		if (slip.Unit != "" || slip.Person != "") && (slip.Category == "" || slip.Topic == "") {
			m.Add(at+"topic", "concern.slip_topic")
		}
		if slip.Person != "" && (slip.Person == step.Actor.Person || slip.Person == other.ID) {
			m.Add(at+"person", "concern.slip_own")
		}
		_, member := day.Member(slip.Person)
		_, department := day.Department(slip.Unit)
		switch { // the reasons for which its matter would be refused
		case slip.Person != "" && !member:
			m.Add(at+"person", "concern.no_person")
		case slip.Person == "" && slip.Unit != "" && !department:
			m.Add(at+"unit", "concern.no_subject")
		}
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	if o.Rules, err = s.Freeze(step, "box.openers", "box.interval"); err != nil {
		return "", err
	}
	o.Place, o.On, o.Slips, o.Count = in.Place, in.On, in.Slips, len(in.Slips)
	if o.Slips == nil {
		o.Slips = []Slip{}
	}
	o.First, o.FirstName, o.Other, o.OtherName = step.Actor.Person, step.Actor.Name, other.ID, other.Name
	r := step.Record
	r.On, r.Sort, r.Period = in.On, in.On.String(), strconv.Itoa(in.On.Year())
	r.Parties = slices.DeleteFunc([]string{step.Actor.Person, evaluation.PartyAccount(step.Actor.Account), other.ID}, func(p string) bool { return p == "" })
	desk.Wait(r, evaluation.Date{}, evaluation.WaitPerson(other.ID))
	return OpeningRecorded, nil
}

// second excludes everybody except the other person who opened the box.
func second() []evaluation.Bar {
	return []evaluation.Bar{evaluation.BarWhen("concern.second_person", func(step *evaluation.Step, o *Opening) bool {
		return step.Actor.Person == "" || step.Actor.Person != o.Other || did(step.Record, step.Actor.Account)
	})}
}

// did reports whether the account recorded the opening.
func did(r *evaluation.Record, account string) bool {
	return slices.ContainsFunc(r.History, func(e evaluation.Entry) bool {
		return e.Account == account && (e.Act == "record" || e.Act == "correct")
	})
}

func (s *Service) returnOpening(step *evaluation.Step, _ *Opening) (evaluation.State, error) {
	step.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	return OpeningReturned, nil
}

// confirmOpening makes a matter of each slip.
func (s *Service) confirmOpening(step *evaluation.Step, o *Opening) (evaluation.State, error) {
	for _, slip := range o.Slips {
		if slip.Unit == "" && slip.Person == "" {
			continue
		}
		if _, err := s.whom(step, slip.Unit, slip.Person); err != nil { // the person or department has left since
			return "", err
		}
		id := step.NewID()
		if err := step.Effect("slip", partArgs{ID: id, Submission: Submission{
			About:   About{Unit: slip.Unit, Person: slip.Person, Category: slip.Category, Topic: slip.Topic, Content: slip.Content},
			Channel: ChannelPaper, Reporter: s.pseudonym("", id), Received: o.On,
		}}); err != nil {
			return "", err
		}
	}
	o.Slips, o.Confirmed = []Slip{}, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return OpeningConfirmed, nil
}
