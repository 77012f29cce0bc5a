package commendation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Deed is the payload of a commendation.deed record.
type Deed struct {
	People       []Person        `json:"people"`
	Unit         string          `json:"unit"` // for a deed of a whole department, "" if it is about people
	UnitName     string          `json:"unit_name"`
	Who          string          `json:"who"`    // as the reporter described them
	Ground       string          `json:"ground"` // one of Grounds
	Title        string          `json:"title"`
	On           evaluation.Date `json:"on"`
	Place        string          `json:"place"`
	Text         string          `json:"text"` // as reported
	Files        []string        `json:"files"`
	Source       string          `json:"source"`                    // one of Sources
	Matter       string          `json:"matter,omitempty" show:"-"` // record of the praise that it comes from
	Reporter     Reporter        `json:"reporter"`
	Similar      []Similar       `json:"similar"` // compared at the report and again at the verification
	Verification Verification    `json:"verification"`
	Wording      string          `json:"wording"` // text in the register and the bulletin
	Number       string          `json:"number"`  // 塘表备〔2026〕12号, "" before filing
	FiledOn      evaluation.Date `json:"filed_on"`
	Counted      bool            `json:"counted"` // counts for the year's assessment
	Counting     []Counting      `json:"counting"`
	Bulletin     Reference       `json:"bulletin"`
	TurnedDown   Ending          `json:"turned_down"`
	Revoked      Ending          `json:"revoked"`
	Correction   Reference       `json:"correction"` // the bulletin with the correction
	Rules        rulepack.Frozen `json:"rules"`
}

// Person is a person in the roster, as of the day of the report.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Unit     string `json:"unit"`
	UnitName string `json:"unit_name"`
}

// Reporter is the account that reported the deed, or the writer of a letter that
// personnel entered. Only personnel can see it.
type Reporter struct {
	Account string `json:"account" show:"-"`
	Person  string `json:"person"`
	Name    string `json:"name"`
	Sender  string `json:"sender"` // of a letter
}

// Similar is another deed that may be the same one.
type Similar struct {
	Deed     string           `json:"deed"`
	Title    string           `json:"title"`
	Number   string           `json:"number"`
	State    evaluation.State `json:"state"`
	On       evaluation.Date  `json:"on"`
	Likeness int              `json:"likeness" unit:"basis_points"` // of the wording, basis points
}

// Verification is the result of the check by personnel.
type Verification struct {
	Facts  string          `json:"facts"`
	How    string          `json:"how"`
	ByName string          `json:"by_name"`
	On     evaluation.Date `json:"on"`
}

// Counting is one decision whether a filed deed counts for the assessment.
type Counting struct {
	Counted bool            `json:"counted"`
	Reason  string          `json:"reason"`
	ByName  string          `json:"by_name"`
	On      evaluation.Date `json:"on"`
}

// Reference is a released bulletin.
type Reference struct {
	ID     string          `json:"id"`
	Number string          `json:"number"`
	On     evaluation.Date `json:"on"`
}

// Ending is the reason why a deed was turned down or revoked.
type Ending struct {
	Reason string          `json:"reason"`
	On     evaluation.Date `json:"on"`
}

// ReportInput reports a deed.
type ReportInput struct {
	People []string        `json:"people,omitempty" form:"people" maxLength:"30" doc:"Who did it; several may share one deed"`
	Unit   string          `json:"unit,omitempty" form:"unit" doc:"The department, if the deed is one of a department as a whole"`
	Who    string          `json:"who,omitempty" maxLength:"100" doc:"Whom it is about in words, if neither can be chosen" example:"浦建路居委的联络干部"`
	Ground string          `json:"ground" enum:"exemplary,invention,stability,property,prevention,rescue,fighting,foreign" rules:"commendation.grounds" doc:"Ground" example:"exemplary"`
	Title  string          `json:"title" maxLength:"60" doc:"In a few words" example:"深夜帮助走失老人回家"`
	On     evaluation.Date `json:"on" begin:"today" doc:"Day of the deed" example:"2026-03-02"`
	Place  string          `json:"place,omitempty" maxLength:"100" doc:"Place" example:"浦建路"`
	Text   string          `json:"text" form:"long" minLength:"10" maxLength:"3000" doc:"What happened" example:"晚上十点在浦建路巡查时发现一名走失老人，联系家属后护送回家。"`
	Source string          `json:"source,omitempty" enum:"supervisor,letter,committee,head,department,personnel,public" doc:"From where it is known; asked of personnel alone" example:"letter"`
	Sender string          `json:"sender,omitempty" maxLength:"60" doc:"Who wrote the letter; personnel alone see it"`
	Files  []string        `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Evidence"`
	Anyway bool            `json:"anyway,omitempty" rules:"commendation.duplicate.days,commendation.duplicate.likeness" doc:"It is another deed than the similar one that is known already"`
}

// ReceivedInput is a deed that Kaoji makes of praise from a comment box or a call.
type ReceivedInput struct {
	ReportInput
	Matter string `json:"matter" doc:"The record of the praise"`
}

// VerifyInput records the result of the check, and the text for the register.
type VerifyInput struct {
	Facts   string   `json:"facts" form:"long" maxLength:"3000" doc:"What was found to be true"`
	How     string   `json:"how" maxLength:"200" doc:"How it was verified" example:"走访当事居民、调阅监控"`
	People  []string `json:"people,omitempty" form:"people" maxLength:"30" doc:"Who did it; as reported if left out"`
	Unit    string   `json:"unit,omitempty" form:"unit" doc:"The department, if the deed is one of a department as a whole"`
	Ground  string   `json:"ground" enum:"exemplary,invention,stability,property,prevention,rescue,fighting,foreign" rules:"commendation.grounds" doc:"Ground" example:"exemplary"`
	Title   string   `json:"title" maxLength:"60" doc:"In a few words" example:"深夜帮助走失老人回家"`
	Wording string   `json:"wording" form:"long" maxLength:"1000" doc:"Wording for the register and the bulletin; nothing confidential"`
	Anyway  bool     `json:"anyway,omitempty" rules:"commendation.duplicate.days,commendation.duplicate.likeness" doc:"It is another deed than the similar one that is known already"`
}

// BulletinReference links a deed to a released bulletin; Kaoji sets it.
type BulletinReference struct {
	Bulletin string          `json:"bulletin" doc:"The bulletin"`
	Number   string          `json:"number" doc:"Its number"`
	On       evaluation.Date `json:"on" doc:"Day of release"`
}
