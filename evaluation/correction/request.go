package correction

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Request is the payload of a correction.request record. The record that is wrong is
// the envelope's Parent: the person's entry in the roster, the particulars, or a record about
// them. What is said of the person is stored encrypted: it can be about health or family.
type Request struct {
	About          string          `json:"about"`                  // one of Topics
	Wrong          string          `json:"wrong" encrypted:"late"` // what the file says
	Right          string          `json:"right" encrypted:"late"` // what it should say
	Files          []string        `json:"files" show:"-"`
	More           []Supplement    `json:"more" encrypted:"late"`
	SubmittedOn    evaluation.Date `json:"submitted_on"`
	Result         string          `json:"result"` // one of Results, "" while it is not answered
	Answer         string          `json:"answer" encrypted:"late"`
	AnsweredBy     string          `json:"answered_by"`
	AnsweredOn     evaluation.Date `json:"answered_on"`
	Amendments     []Amendment     `json:"amendments"`
	AcknowledgedOn evaluation.Date `json:"acknowledged_on"`
	Rules          rulepack.Frozen `json:"rules"`
}

// Supplement is what the person added later.
type Supplement struct {
	On    evaluation.Date `json:"on"`
	Text  string          `json:"text"`
	Files []string        `json:"files" show:"-"`
}

// Amendment is the act by which a record was amended after the request. Act and By are ""
// if the person may not read the history of the record.
type Amendment struct {
	Record string          `json:"record" show:"-"`
	Kind   string          `json:"kind"`
	Act    string          `json:"act"`
	On     evaluation.Date `json:"on"`
	By     string          `json:"by"` // name
}

// TopicRecord is the topic of a request about a record that is not the person's
// entry in the roster.
const TopicRecord = "record"

// Topics lists what a request can be about: whatever the pages of a person show of the person,
// the level, which stands in the appointments, or a record.
func Topics() []string {
	entry, particulars := roster.OwnFields()
	return slices.Concat(entry, []string{"level"}, particulars, []string{TopicRecord})
}

// ofParticulars reports whether a topic stands in the particulars and not in the roster.
func ofParticulars(topic string) bool {
	_, particulars := roster.OwnFields()
	return slices.Contains(particulars, topic)
}

// Results lists the answers.
func Results() []string { return []string{string(Accepted), string(Partly), string(Refused)} }

// SubmitInput asks for a correction.
type SubmitInput struct {
	About  string   `json:"about" rules:"correction.answer" doc:"What is wrong: a field of the roster or of the particulars, or a record" example:"worked_since"`
	Record string   `json:"record,omitempty" form:"hidden" maxLength:"64" doc:"The record that is wrong, if it is not the entry in the roster"`
	Wrong  string   `json:"wrong" form:"long" maxLength:"1000" doc:"What the file says" example:"参加工作时间记为 2008年8月"`
	Right  string   `json:"right" form:"long" maxLength:"1000" doc:"What it should say, and why" example:"应为 2007年8月，见劳动合同"`
	Files  []string `json:"files,omitempty" form:"files" maxLength:"10" doc:"Proof"`
}

// ChoicesOf are the topics.
func (*SubmitInput) ChoicesOf(field string) []string {
	if field == "about" {
		return Topics()
	}
	return nil
}

// SupplementInput adds to a request.
type SupplementInput struct {
	Text  string   `json:"text" form:"long" maxLength:"1000" doc:"What is added"`
	Files []string `json:"files,omitempty" form:"files" maxLength:"10" doc:"Further proof"`
}

// AnswerInput answers that the file has been amended.
type AnswerInput struct {
	Answer string `json:"answer" form:"long" maxLength:"1000" doc:"What was amended, and what was not and why"`
	Record string `json:"record,omitempty" maxLength:"64" doc:"The record that was amended, if it is another one than the request names"`
}

// RefuseInput refuses a request.
type RefuseInput struct {
	Answer string `json:"answer" form:"long" minLength:"10" maxLength:"1000" doc:"Why nothing is amended" example:"档案所记与任免文件一致，不需要更正。"`
}
