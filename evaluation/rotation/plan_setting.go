package rotation

import (
	"fmt"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Setting is the complete input of a computation: the people and posts of the plan
// from the roster on the day, and the conditions. It is stored with the result, so
// that the result can be recomputed.
type Setting struct {
	AsOf       evaluation.Date `json:"as_of"`
	Stamp      string          `json:"stamp"` // of the roster
	Candidates []Mover         `json:"candidates"`
	Seats      []Spot          `json:"seats"`
	Terms
	Weights
	Usual     bool `json:"usual"`      // the defaults of plan_usual.go apply; false in settings from before they existed
	LeastStay int  `json:"least_stay"` // months
	Unlike    int  `json:"unlike"`     // distance of two fields without a row
	Nodes     int  `json:"nodes"`      // limit of the search
}

// Mover is a person in the plan.
type Mover struct {
	Person   string          `json:"person"`
	Name     string          `json:"name"`
	No       string          `json:"no"`
	Unit     string          `json:"unit"`
	UnitName string          `json:"unit_name"`
	Post     string          `json:"post"`
	Level    string          `json:"level"`
	Layer    roster.Layer    `json:"layer"` // reached
	Since    evaluation.Date `json:"since"` // in the post
	Months   int             `json:"months"`
	Notice   int             `json:"notice"` // months after which a rule applies
	Stage    Stage           `json:"stage"`
	Stays    bool            `json:"stays"`  // has an approved stay beyond the years
	Former   Held            `json:"former"` // the post before this one
	Kin      []Kin           `json:"kin"`
}

// Held is a post that a person held.
type Held struct {
	Unit string `json:"unit"`
	Post string `json:"post"`
}

// Kin is a relative to whom the recusal rule applies (D-8), with the data for the
// three tests of D-9.
type Kin struct {
	Person   string   `json:"person"`
	Name     string   `json:"name"`
	Relation string   `json:"relation"`
	Unit     string   `json:"unit"`
	Heads    bool     `json:"heads"`
	Leads    bool     `json:"leads"`   // holds a leading post of the office
	Charges  []string `json:"charges"` // departments in charge of
	Leaders  []string `json:"leaders"` // in charge of the own department
}

// Spot is a post in the plan. Key is its holder's id, or v1, v2, … for a vacancy.
type Spot struct {
	Key      string       `json:"key"`
	Unit     string       `json:"unit"`
	UnitName string       `json:"unit_name"`
	Post     string       `json:"post"`
	Heads    bool         `json:"heads"`
	Layer    roster.Layer `json:"layer"`
	Holder   string       `json:"holder"`
	Powers   []string     `json:"powers"`  // that make it sensitive
	Leaders  []string     `json:"leaders"` // in charge of the department
}

// Terms are the conditions of a plan. Posts are identified by their key.
type Terms struct {
	Persons   []PersonTerms `json:"persons,omitempty" doc:"What holds for each person"`
	Posts     []PostTerms   `json:"posts,omitempty" doc:"What each post asks for"`
	Refusals  []RefusalRow  `json:"refusals,omitempty" doc:"Who cannot be in which post"`
	Allowed   []AllowedRow  `json:"allowed,omitempty" maxLength:"200" doc:"Moves to another level or inside a department that are allowed by name"`
	Pairs     []PairRow     `json:"pairs,omitempty" doc:"Posts of which one holder stays"`
	Units     []UnitRow     `json:"units,omitempty" doc:"How many leave a department at once"`
	Wishes    []WishRow     `json:"wishes,omitempty" doc:"Wishes of people"`
	Needs     []NeedRow     `json:"needs,omitempty" doc:"Needs of departments"`
	Distances []DistanceRow `json:"distances,omitempty" doc:"How far fields of work are apart"`
	Least     int           `json:"least,omitempty" minimum:"0" maximum:"200" doc:"People who move, at least"`
	Most      int           `json:"most,omitempty" minimum:"0" maximum:"200" doc:"People who move, at most; 0: no limit"`
}

// PersonTerms are the conditions for a person.
type PersonTerms struct {
	Person string `json:"person" form:"person" doc:"Person in play"`
	Duty   string `json:"duty" enum:"free,must,keep" doc:"May move, must move, or stays"`
	Fields string `json:"fields,omitempty" maxLength:"200" doc:"Fields of work known, separated by commas" example:"党建、民政"`
	Skills string `json:"skills,omitempty" maxLength:"200" doc:"Qualifications held, separated by commas" example:"会计证"`
}

// The duties.
const (
	DutyFree = "free"
	DutyMust = "must"
	DutyKeep = "keep"
)

// PostTerms are the requirements of a post.
type PostTerms struct {
	Post    string `json:"seat" maxLength:"60" doc:"Post in play"`
	Lowest  string `json:"lowest,omitempty" form:"level" doc:"Lowest level" example:"副科级"`
	Highest string `json:"highest,omitempty" form:"level" doc:"Highest level" example:"正科级"`
	Skills  string `json:"skills,omitempty" maxLength:"200" doc:"Qualifications needed, separated by commas"`
	Field   string `json:"field,omitempty" maxLength:"50" doc:"Field of work" example:"民政"`
	Fill    bool   `json:"fill,omitempty" doc:"May not stay empty"`
}

// RefusalRow excludes a person from a post.
type RefusalRow struct {
	Person string `json:"person" form:"person" doc:"Person"`
	Post   string `json:"seat" maxLength:"60" doc:"Post"`
	Why    string `json:"why" maxLength:"200" doc:"Why"`
}

// PairRow names two posts of which one holder must stay.
type PairRow struct {
	Post  string `json:"seat" maxLength:"60" doc:"Post"`
	Other string `json:"other" maxLength:"60" doc:"The other post"`
	Why   string `json:"why" maxLength:"200" doc:"Why"`
}

// UnitRow limits how many people leave a department at once.
type UnitRow struct {
	Unit string `json:"unit" form:"unit" doc:"Department"`
	Most int    `json:"most" minimum:"0" maximum:"200" doc:"Leave at once, at most"`
}

// WishRow is a wish of somebody.
type WishRow struct {
	Person string `json:"person" form:"person" doc:"Who wishes"`
	Post   string `json:"seat" maxLength:"60" doc:"Post wished for"`
	Place  int    `json:"place" minimum:"1" maximum:"3" doc:"First, second or third wish"`
}

// NeedRow is a department's opinion on a person for a post.
type NeedRow struct {
	Post   string `json:"seat" maxLength:"60" doc:"Post"`
	Person string `json:"person" form:"person" doc:"Person"`
	Want   string `json:"want" enum:"strongly,wanted,reluctant" doc:"How much wanted"`
}

// DistanceRow says how far apart two fields of work are.
type DistanceRow struct {
	Field string `json:"field" maxLength:"50" doc:"Field"`
	Other string `json:"against" maxLength:"50" doc:"Another field"`
	Far   int    `json:"far" minimum:"0" maximum:"9" doc:"0 (as good as one) to 9"`
}

// Weights are the cost of one unit of each kind.
type Weights struct {
	Move     int `json:"move" minimum:"0" maximum:"1000" rules:"rotation.weights" doc:"Each move"`
	Distance int `json:"distance" minimum:"0" maximum:"1000" doc:"Each step of distance between fields"`
	Early    int `json:"early" minimum:"0" maximum:"1000" doc:"Each month short of the notice years, of who moves"`
	Late     int `json:"late" minimum:"0" maximum:"1000" doc:"Each month beyond the notice years, of who stays"`
	Wish     int `json:"wish" minimum:"0" maximum:"1000" doc:"Each place below the first wish"`
	Need     int `json:"need" minimum:"0" maximum:"1000" doc:"Each step of a department's want"`
}

// seat returns the index of a post in the plan, -1 if it is not in it.
func (s *Setting) seat(key string) int {
	return slices.IndexFunc(s.Seats, func(x Spot) bool { return x.Key == key })
}

// candidate returns the index of a person in the plan, -1 if not in it.
func (s *Setting) candidate(person string) int {
	return slices.IndexFunc(s.Candidates, func(c Mover) bool { return c.Person == person })
}

// own returns the post that a candidate holds.
func (s *Setting) own(i int) int { return s.seat(s.Candidates[i].Person) }

// terms returns the conditions for a candidate; without any, the candidate is free.
func (s *Setting) terms(i int) PersonTerms {
	for _, t := range s.Persons {
		if t.Person == s.Candidates[i].Person {
			return t
		}
	}
	return PersonTerms{Person: s.Candidates[i].Person, Duty: DutyFree}
}

// asks returns the requirements of a post.
func (s *Setting) asks(j int) PostTerms {
	for _, t := range s.Posts {
		if t.Post == s.Seats[j].Key {
			return t
		}
	}
	return PostTerms{Post: s.Seats[j].Key}
}

// admits reports whether a level is between the lowest and the highest one.
func (t PostTerms) admits(level string) bool {
	rank := roster.LevelRank(level)
	return (t.Lowest == "" || rank <= roster.LevelRank(t.Lowest)) && (t.Highest == "" || rank >= roster.LevelRank(t.Highest))
}

// checkLevels finds levels of vacant posts that the roster does not know.
func (in *PlayInput) checkLevels(known []string) error {
	m := evaluation.Mistakes{}
	for i, v := range in.Vacancies {
		checkLevel(m, known, fmt.Sprintf("vacancies.%d.level", i), v.Level)
	}
	return m.Err()
}

// checkLevel records a mistake for a level that the roster does not know; "" is
// accepted.
func checkLevel(m evaluation.Mistakes, known []string, at, level string) {
	if level != "" && !slices.Contains(known, level) {
		m.Add(at, "rotation.no_level")
	}
}

// listed splits a list as people type it.
func listed(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune("、，,;； ", r) })
}
