package desk

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
)

// KindUse is the kind of the records of what was done because of grades (measure results).
const KindUse = "results.use"

// What measures do because of the grade of a year.
const (
	CarriedCommend  = "commend"  // 嘉奖
	CarriedMerit    = "merit"    // 记三等功
	CarriedAdmonish = "admonish" // 诫勉、限期改进
)

// Carried says what a measure did because of the grade of a year, so that the lists of
// results know it without anybody noting it again.
type Carried struct {
	Person   string          `json:"person"`
	What     string          `json:"what"`
	Year     int             `json:"year"` // of the last grade that it rests on
	On       evaluation.Date `json:"on"`   // day from which it holds
	Document string          `json:"document,omitempty"`
}

// CheckAssessed notes what is wrong with the year whose grade a step of a measure is said to
// follow from, 0 for none; follows: whether such a step can follow from a grade.
func CheckAssessed(m evaluation.Mistakes, measure string, year int, today evaluation.Date, follows bool) {
	switch {
	case year == 0:
	case !follows:
		m.Add("assessed", measure+".not_assessed")
	case year > today.Year():
		m.Add("assessed", measure+".assessed_to_come")
	}
}

// carrying are the arguments of the effect "carry".
type carrying struct {
	Was  string   `json:"was,omitempty"` // record to be withdrawn, "" for none
	Note string   `json:"note,omitempty"`
	Done *Carried `json:"done,omitempty"`
}

// Carry has what was done noted in results, and withdraws what was noted of it before. It
// returns the id of the note; "" if done is nil.
func Carry(step *evaluation.Step, was string, done *Carried) (note string, err error) {
	if done != nil {
		note = step.NewID()
	}
	if was == "" && done == nil {
		return "", nil
	}
	return note, step.Effect("carry", carrying{Was: was, Note: note, Done: done})
}

// CarryOut is the handler of the effect "carry". What results refuses, because somebody
// noted it by hand or the person has left, is not noted a second time.
func CarryOut(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var c carrying
	if err := json.Unmarshal(args, &c); err != nil {
		return err
	}
	if c.Was != "" {
		if err := ActIfStillInState(ctx, do, r.Office, c.Was, "uncarried", nil); err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return err
		}
	}
	if c.Done == nil {
		return nil
	}
	_, err := do.Create(ctx, evaluation.System(r.Office), KindUse, "carried", evaluation.Creation{ID: c.Note, Input: c.Done})
	if evaluation.CodeOf(err) == evaluation.CodeState {
		return nil
	}
	return err
}
