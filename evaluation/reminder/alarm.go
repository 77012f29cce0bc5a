package reminder

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Alarm is the payload of reminder.alarm records: the personnel section has to
// check a department or person. Nobody may read its figures and evidence directly,
// because a reader could compute their own figures from those of others in the same
// family. They are shown by the scan's Findings.
type Alarm struct {
	Family    string          `json:"family"` // FamilyUnits or FamilyPeople
	Name      string          `json:"name"`   // of the department or person
	UnitName  string          `json:"unit_name"`
	Scans     []string        `json:"scans"` // that found it
	On        evaluation.Date `json:"on"`    // last day of the newest window
	Level     string          `json:"level"` // LevelAlert, LevelHint or LevelNone
	Wide      bool            `json:"wide"`  // a matter of wide impact raised it
	Count     int             `json:"count"`
	Reporters int             `json:"reporters"`
	Evidence  []string        `json:"evidence"` // concerns, by id
	Checks    []Check         `json:"checks"`
	Closed    string          `json:"closed"`    // why it was set aside
	ClosedOn  evaluation.Date `json:"closed_on"` // set aside or taken up
	Talk      string          `json:"talk"`      // the proposal that took it up
}

// Check is one check of the facts behind an alarm (H-24).
type Check struct {
	On       evaluation.Date `json:"on"`
	By       string          `json:"by"`
	With     string          `json:"with"`
	What     string          `json:"what"`
	Findings string          `json:"findings"`
}

// The families: groups that are compared.
const (
	FamilyUnits  = "units"
	FamilyPeople = "people"
)

// The states of an alarm.
const (
	AlarmOpen     evaluation.State = "open"
	AlarmSetAside evaluation.State = "set_aside"
	AlarmTakenUp  evaluation.State = "taken_up"
)

// AlarmOpening is the input with which Kaoji creates an alarm.
type AlarmOpening struct {
	Scan   string          `json:"scan" doc:"The scan"`
	On     evaluation.Date `json:"on" doc:"Last day of its window"`
	Family string          `json:"family" doc:"Departments or people"`
	Line   Line            `json:"-"`
}

// CheckInput records a check.
type CheckInput struct {
	With     string `json:"with" maxLength:"200" doc:"Whom one spoke with, or what was looked at" example:"窗口负责人、监控录像"`
	What     string `json:"what" form:"long" maxLength:"2000" doc:"What was checked"`
	Findings string `json:"findings" form:"long" maxLength:"5000" doc:"What was found"`
}

// TakenUp links an alarm to the proposal that takes it up.
type TakenUp struct {
	Talk string `json:"talk" doc:"The proposal"`
}

func (s *Service) alarmKind() evaluation.Kind {
	open := evaluation.States(AlarmOpen)
	return evaluation.Kind{
		Name: KindAlarm, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: alarmSight, Payload: evaluation.New[Alarm], Discreet: true,
		Columns: []evaluation.Column{{Name: "level", Choices: []string{LevelNone, LevelHint, LevelAlert}}}, Brief: []string{"name", "level"},
		States: evaluation.States(AlarmOpen, AlarmSetAside, AlarmTakenUp), Final: evaluation.States(AlarmSetAside, AlarmTakenUp),
		Usual: evaluation.Usual{AlarmOpen: {"check"}},
		Grave: []string{"set_aside"},
		Many:  evaluation.Many{"set_aside": ""},
		Acts: []evaluation.Act{
			{Name: "raise", To: open, Run: evaluation.Run(s.raiseAlarm)},
			{Name: "renew", From: open, To: open, Run: evaluation.Run(renewAlarm)},
			{Name: "check", May: evaluation.Personnel, From: open, To: open, Run: evaluation.Run(checkAlarm)},
			{Name: "set_aside", May: evaluation.Personnel, From: open, To: evaluation.States(AlarmSetAside), Reason: true, Run: evaluation.Plain(setAside)},
			{Name: "take_up", From: open, To: evaluation.States(AlarmTakenUp), Run: evaluation.Run(takeUp)},
		},
	}
}

func (s *Service) raiseAlarm(step *evaluation.Step, a *Alarm, in *AlarmOpening) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	env := step.Record
	env.Unit = in.Line.ID
	if in.Family == FamilyPeople {
		m, _ := day.Member(in.Line.ID)
		env.Subject, env.Unit = in.Line.ID, m.Department
	}
	d, _ := day.Department(env.Unit)
	*a = Alarm{Family: in.Family, Name: in.Line.Name, UnitName: d.Name, Checks: []Check{}}
	a.update(in)
	env.On, env.Sort = in.On, in.Line.Name
	desk.Wait(env, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return AlarmOpen, nil
}

func (a *Alarm) update(in *AlarmOpening) {
	if !slices.Contains(a.Scans, in.Scan) {
		a.Scans = append(a.Scans, in.Scan)
	}
	l := in.Line
	a.On, a.Level, a.Wide, a.Count, a.Reporters, a.Evidence = in.On, l.Level, l.Wide, l.Count, l.Reporters, l.Evidence
}

func renewAlarm(step *evaluation.Step, a *Alarm, in *AlarmOpening) (evaluation.State, error) {
	a.update(in)
	step.Record.On = in.On
	return AlarmOpen, nil
}

func checkAlarm(step *evaluation.Step, a *Alarm, in *CheckInput) (evaluation.State, error) {
	a.Checks = append(a.Checks, Check{On: step.Today, By: step.Actor.Name, With: in.With, What: in.What, Findings: in.Findings})
	return AlarmOpen, nil
}

func setAside(step *evaluation.Step, a *Alarm) (evaluation.State, error) {
	a.Closed, a.ClosedOn = step.Reason, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return AlarmSetAside, nil
}

func takeUp(step *evaluation.Step, a *Alarm, in *TakenUp) (evaluation.State, error) {
	a.Talk, a.ClosedOn = in.Talk, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return AlarmTakenUp, nil
}
