package survey

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/rulepack"
)

// KindWave is the kind of a wave: a questionnaire that is answered once.
const KindWave = "survey.wave"

// The states of a wave. Its questionnaire is frozen from WaveRunning on.
const (
	WaveDraft     evaluation.State = "draft"
	WaveRunning   evaluation.State = "running"
	WaveClosed    evaluation.State = "closed"  // nobody answers any more
	WaveCounted   evaluation.State = "counted" // the results are known
	WaveCancelled evaluation.State = "cancelled"
)

// The ways of answering.
const (
	WayAccount = "account"
	WayCode    = "code"   // one-time link or slip
	WayPublic  = "public" // link that everybody can open
	WayPaper   = "paper"  // typed in by two people
)

// Whose accounts answer in a group.
const (
	Cadres     = "cadres"     // 机关干部
	Committees = "committees" // 居委干部
)

// Wave is the payload of a survey.wave record.
type Wave struct {
	Questionnaire
	Before   string          `json:"before,omitempty"` // earlier wave with which it is compared
	AnswerBy evaluation.Date `json:"answer_by"`        // last day
	Slips    []Slips         `json:"slips" show:"-"`   // by group, in no order
	Readings []Reading       `json:"readings" show:"-"`
	Reminded []Reminded      `json:"reminded,omitempty"`
	Rules    rulepack.Frozen `json:"rules"`
	ballot.Keeping
}

// Slips are the codes and blank papers issued to a group.
type Slips struct {
	Group  string `json:"group"`
	Codes  int    `json:"codes"`
	Papers int    `json:"papers"`
}

// Reading is the sentence that says what the picture of a question shows, where a person
// wrote another one than the program's.
type Reading struct {
	Question string `json:"question"`
	Text     Text   `json:"text"`
}

// Reminded is a reminder to all accounts of a group, also to those that have answered: nobody
// knows who has.
type Reminded struct {
	Group     string          `json:"group" show:"-"`
	GroupName string          `json:"group_name"`
	On        evaluation.Date `json:"on"`
}

// group returns a group by code, nil if there is none.
func (q *Questionnaire) group(code string) *Group {
	i := slices.IndexFunc(q.Groups, func(g Group) bool { return g.Code == code })
	if i < 0 {
		return nil
	}
	return &q.Groups[i]
}

// Question returns a question by id, nil if there is none.
func (q *Questionnaire) Question(id string) *Question {
	list := q.Questions()
	i := slices.IndexFunc(list, func(one *Question) bool { return one.ID == id })
	if i < 0 {
		return nil
	}
	return list[i]
}

// slips returns the slips of a group; it creates them if there are none.
func (w *Wave) slips(group string) *Slips {
	i := slices.IndexFunc(w.Slips, func(s Slips) bool { return s.Group == group })
	if i < 0 {
		w.Slips = append(w.Slips, Slips{Group: group})
		i = len(w.Slips) - 1
	}
	return &w.Slips[i]
}

// box is the id of the box of a group of a wave.
func box(wave, group string) string { return "survey/" + wave + "/" + group }

// bytes of an answer beside its text, and of each character, as they are stored.
const (
	answerBytes = 64
	textBytes   = 6
)

// size is the largest size of a ballot of a group in bytes. All are padded to it, so that a
// long text cannot be told from a short one while the wave runs.
func (q *Questionnaire) size(group string) int {
	n := answerBytes
	for _, one := range q.For(group) {
		n += answerBytes
		switch one.Kind {
		case Written:
			n += textBytes * MostText
		case Matrix:
			n += answerBytes * len(one.Rows)
		default:
			n += answerBytes / 2 * min(one.most(), max(1, len(one.Options)))
		}
	}
	return n
}
