// Package results 考核结果运用 says what follows from the grades of the years (rules A-40
// to A-51): lists with reasons, for a person to decide. Nothing follows by itself. What was
// done is noted, so that the lists of the next year know it.
//
// Grades of years before Kaoji, and of people whom Kaoji did not assess in a year, are
// entered (往年等次), or taken from the text of the appointment form, and marked as such.
package results

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// The kinds.
const (
	KindGrade  = "results.grade"
	KindUse    = desk.KindUse
	KindImport = "results.import"
)

// The states. A use is Improving while its improvement has to be looked at again.
const (
	Entered   evaluation.State = "entered"
	Improving evaluation.State = "improving"
	Withdrawn evaluation.State = "withdrawn"
)

// What follows from grades.
const (
	Commend  = desk.CarriedCommend
	Merit    = desk.CarriedMerit
	Rank     = "rank"  // 缩短晋升职级年限
	Step     = "step"  // 晋升工资档次
	Level    = "level" // 晋升级别
	Admonish = desk.CarriedAdmonish
	Improve  = "improve"  // 诫勉以后的改进
	Adjust   = "adjust"   // 组织调整
	Demote   = "demote"   // 降低职务职级层次
	Dismiss  = "dismiss"  // 辞退
	Barred   = "barred"   // 不得列为考察对象
	Bonus    = "bonus"    // 发放年度考核奖金
	NoBonus  = "no_bonus" // 不发年度考核奖金
)

// All lists what can follow, in the order of the lists.
func All() []string {
	return []string{Commend, Merit, Rank, Step, Level, Admonish, Improve, Adjust, Demote, Dismiss, Barred, Bonus, NoBonus}
}

// Noted reports whether it is noted by a record that something was done. A bonus is paid
// and a bar is kept elsewhere, and an improvement stands in the record of the admonition.
func Noted(what string) bool {
	return !slices.Contains([]string{Improve, Barred, Bonus, NoBonus}, what)
}

// The grades of a year; the words of institution staff are their own.
const (
	Excellent   = "excellent"
	Competent   = "competent"
	Basic       = "basic"
	Incompetent = "incompetent"
	None        = "none"   // took part, no grade was fixed
	Exempt      = "exempt" // 不参加考核: did not take part
)

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	Ledger interface {
		Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error)
	}
	// Assessed returns the grades of years that Kaoji fixed, by person and year; of all
	// people if none are named.
	Assessed func(ctx context.Context, office string, people []string, from, to int) (map[string]map[int]string, error)
	// Questioned returns the years of which a grade is in question, by person.
	Questioned func(ctx context.Context, office string, people []string, from, to int) (map[string][]int, error)
	// Ungraded returns why people have no grade of years, by person and year, as far as
	// their sheets say.
	Ungraded func(ctx context.Context, office string, people []string, from, to int) (map[string]map[int][]evaluation.Problem, error)
	// Civil reports whether people of an establishment are civil servants, for whom the
	// lists are made (公务员考核规定).
	Civil func(establishment string, rules rulepack.Numbers) (bool, error)
	// Open reads an attached workbook.
	Open func(ctx context.Context, office, id string) (roster.Workbook, error)
	// Formed returns the grades of years that the appointment forms (任免表) of people say,
	// by person and year.
	Formed func(ctx context.Context, office string, people []string) (map[string]map[int]string, error)
}

// Service has the acts and queries of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// about puts a person of the office into a record and returns who it is.
func (s *Service) about(step *evaluation.Step, person string) (roster.Member, error) {
	day, err := s.Today(step)
	if err != nil {
		return roster.Member{}, err
	}
	m := evaluation.Mistakes{}
	who := desk.Managed(m, "person", day, person, "error.no_person", "results.leads")
	if err := m.Err(); err != nil {
		return who, err
	}
	desk.About(step.Record, &who)
	return who, nil
}
