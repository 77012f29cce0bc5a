// Package roster 干部名册 stores the people of an office with their departments, posts,
// levels, liaison assignments and relatives, and returns the state of the office on
// any day.
package roster

import "kaoji/evaluation"

// Person is the payload of a roster.person record. In dated lists a zero From means
// "no known first day", a zero To "still valid". If only the month of a date is known,
// it is stored as the first day.
type Person struct {
	No            string            `json:"no"` // staff number, unique in the office
	Name          string            `json:"name"`
	Pinyin        string            `json:"pinyin"` // sort key of the name; can be corrected, because readings differ (单 is Shan as a surname)
	Sex           string            `json:"sex"`    // 男 or 女
	Born          evaluation.Date   `json:"born"`
	Politics      string            `json:"politics"`          // 政治面貌
	Education     string            `json:"education"`         //
	Establishment string            `json:"establishment"`     // 行政编, 事业编, …
	WorkedSince   evaluation.Date   `json:"worked_since"`      // 参加工作时间
	Joined        evaluation.Date   `json:"joined"`            // joined this office
	Left          evaluation.Date   `json:"left"`              // left the office; zero while here
	Leaving       string            `json:"leaving,omitempty"` // why, one of Leavings; "" if it is not known
	Phone         Phone             `json:"phone"`
	Appointments  []Appointment     `json:"appointments"`         // of the main post, in order of From
	Concurrent    []Appointment     `json:"concurrent,omitempty"` // additional posts (兼任), without their own level
	Liaisons      []Liaison         `json:"liaisons"`
	Relatives     []Relative        `json:"relatives"`
	Absences      []Absence         `json:"absences"`                          // leave, investigation, penalty: as needed by rules
	Duties        string            `json:"duties"`                            // 从事或分管工作
	Ethnicity     string            `json:"ethnicity,omitempty"`               // 民族
	Secondment    string            `json:"secondment,omitempty"`              // remark of the roster: 挂职, 借调
	IDCard        evaluation.Sealed `json:"id_card,omitempty" encrypted:"yes"` // ID-card number, encrypted for this person
	IDMark        string            `json:"id_mark,omitempty"`                 // keyed hash by which the number is found
	Import        string            `json:"import"`                            // id of the roster.import record that last wrote here
}

// Appointment is a post that a person held or holds. A person has one main post at
// a time and any number of additional posts. A change of level alone is a new
// appointment to the same post, so that the level on any day is known; see
// Member.PostSince.
type Appointment struct {
	Department string          `json:"department"` // id of a roster.department record
	Post       string          `json:"post"`       // 现任职务
	Level      string          `json:"level"`      // 职级, "" where there is none
	LevelSince evaluation.Date `json:"level_since"`
	Heads      bool            `json:"heads"` // is the head of the department
	From       evaluation.Date `json:"from"`  // 任现职务时间
	To         evaluation.Date `json:"to"`    // last day
}

// Liaison is an assignment to a residents' committee.
type Liaison struct {
	Committee string          `json:"committee"` // id of a roster.committee record
	From      evaluation.Date `json:"from"`
	To        evaluation.Date `json:"to"`
}

// Relative is one relationship covered by the recusal rule (公务员回避规定 2020: spouses,
// direct line, collateral within three generations, close in-laws). It is stored
// with one of the two people and applies to both.
type Relative struct {
	Person   string `json:"person"`
	Relation string `json:"relation"`
}

// Absence is a period that is relevant for assessments: leave, a penalty and
// others.
type Absence struct {
	Kind   string          `json:"kind"` // one of AbsenceKinds
	Detail string          `json:"detail"`
	Source string          `json:"source"` // document number
	From   evaluation.Date `json:"from"`
	To     evaluation.Date `json:"to"`
}

// The kinds of Absence that are not penalties, from rules and C-17 of
// the rule pack.
const (
	Leave         = "leave"         // sick or private leave
	Investigation = "investigation" // under investigation, not closed
	Admonition    = "admonition"    // 诫勉 in its effect period
	Seconded      = "seconded"      // 挂职, 借调
	Probation     = "probation"     // 试用期
)

// Phone is a personal telephone number that is hidden when printed.
type Phone string

// String returns a placeholder, so that logs and formatted texts do not show the
// number; convert to string to read it.
func (Phone) String() string { return "[hidden]" }

// Department is the payload of a roster.department record.
type Department struct {
	Name    string          `json:"name"`
	Order   int             `json:"order"`   // position in lists
	Opened  evaluation.Date `json:"opened"`  // zero: no known first day
	Closed  evaluation.Date `json:"closed"`  // last day
	Former  []FormerName    `json:"former"`  // in order of To
	Charges []Charge        `json:"charges"` // leaders in charge (分管领导)
	Import  string          `json:"import"`  // as in Person
}

// FormerName is a name that was used until a day.
type FormerName struct {
	Name string          `json:"name"`
	To   evaluation.Date `json:"to"` // last day
}

// Charge is a leader's charge of a department.
type Charge struct {
	Person string          `json:"person"`
	From   evaluation.Date `json:"from"`
	To     evaluation.Date `json:"to"`
}

// Committee is the payload of a roster.committee record.
type Committee struct {
	Name       string          `json:"name"`
	Secretary  string          `json:"secretary"`
	Director   string          `json:"director"`
	Phone      Phone           `json:"phone"`
	Households int             `json:"households"`
	Order      int             `json:"order"`
	Opened     evaluation.Date `json:"opened"`
	Closed     evaluation.Date `json:"closed"`
	Members    []Seat          `json:"members"` // 居委干部
	Former     []FormerSeat    `json:"former"`  // former ones
	Import     string          `json:"import"`
}

// Seat is one cadre of a residents' committee. A cadre who is related to several
// people of the office has one row for each, with the same ID. An account with this
// ID belongs to this cadre.
type Seat struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Post     string `json:"post"`
	Signs    bool   `json:"signs"`    // signs for the committee
	Relative string `json:"relative"` // a person within the recusal rule, "" if none
	Relation string `json:"relation"`
}

// FormerSeat is a person who was a cadre of a residents' committee until Left.
type FormerSeat struct {
	ID   string          `json:"id"`
	Name string          `json:"name"`
	Left evaluation.Date `json:"left"`
}

// The kinds of records of the roster.
const (
	KindPerson     = "roster.person"
	KindDepartment = "roster.department"
	KindCommittee  = "roster.committee"
	KindImport     = "roster.import"
)

// The states of people, departments and committees.
const (
	StatePresent   evaluation.State = "present"   // 在岗
	StateDeparted  evaluation.State = "departed"  // 离任
	StateOpen      evaluation.State = "open"      // of a department or committee
	StateClosed    evaluation.State = "closed"    //
	StateWithdrawn evaluation.State = "withdrawn" // came by an import that was undone; the roster does not know it
)

// The sexes as the roster writes them.
const (
	Male   = "男"
	Female = "女"
)
