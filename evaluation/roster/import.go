package roster

import "kaoji/evaluation"

// Import is the payload of a roster.import record: a workbook, the verdicts on it,
// and the plan of changes.
type Import struct {
	File     string          `json:"file"`
	SHA256   string          `json:"sha256"`
	Blob     string          `json:"blob"`  // the attached workbook
	AsOf     evaluation.Date `json:"as_of"` // the day that it describes
	Counts   Counts          `json:"counts"`
	Verdicts []Verdict       `json:"verdicts"`
	Plan     Plan            `json:"plan"`
	Choice   *Choice         `json:"choice,omitempty"`            // the parts of the workbook that are read, if selected
	Levels   []LevelAnswer   `json:"levels"`                      // words that are not published levels: questions and answers
	Standing []Standing      `json:"standing,omitempty" show:"-"` // what was left as it is when the import was undone
	// Health is what the sheets say of the health of people, by the items of the plan.
	Health map[string]Withheld `json:"health" encrypted:"yes" show:"-"`
}

// Counts summarises an import.
type Counts struct {
	People   int `json:"people"`  // rows read
	Created  int `json:"created"` // records of any kind
	Changed  int `json:"changed"`
	Same     int `json:"same"`
	Missing  int `json:"missing"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

// The states of an import.
const (
	StatePrepared  evaluation.State = "prepared"  // dry run done, can be applied
	StateRejected  evaluation.State = "rejected"  // has mistakes
	StateNothing   evaluation.State = "nothing"   // there is nothing to import, so that nothing is left to do
	StateApplied   evaluation.State = "applied"   //
	StateUndone    evaluation.State = "undone"    //
	StateDiscarded evaluation.State = "discarded" //
)

// Prepare is the input of the act that reads a workbook without applying it.
type Prepare struct {
	Files []string        `json:"files" form:"files" minLength:"1" maxLength:"1" doc:"the workbook (.xlsx), attached before" example:"0198c2f0-0000-7000-8000-00000000000f"`
	AsOf  evaluation.Date `json:"as_of,omitzero" doc:"the day that the sheets describe; empty: today" example:"2025-12-31"`
}

// Apply is the input of the act that carries out a plan.
type Apply struct {
	Depart []string        `json:"depart,omitempty" form:"people" maxLength:"500" doc:"people missing from the workbook who have left the office; the others stay"`
	Left   evaluation.Date `json:"left,omitzero" doc:"their last day; empty: the day before the one that the sheets describe" example:"2025-12-30"`
	// Leaving is why they left, the same for all of them.
	Leaving string `json:"leaving,omitempty" enum:"transfer,retirement,resignation,dismissal,expulsion,death,expiry,termination,other" doc:"why they left, if it is the same for all" example:"transfer"`
}

// Choose is the input of the act that selects which parts of the workbook are read,
// and reads it again.
type Choose struct {
	Sheets string        `json:"sheets,omitempty" form:"long" maxLength:"2000" doc:"names of the sheets to read, one in a line; empty: those that are read by default" example:"花名册"`
	Hidden bool          `json:"hidden,omitempty" doc:"read hidden rows, too" example:"false"`
	Levels []LevelAnswer `json:"levels,omitempty" maxLength:"100" doc:"what words mean that stand for no published level"`
}
