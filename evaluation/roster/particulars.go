package roster

import (
	"encoding/base64"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// KindParticulars is the kind of what only forms need of a person: one record for each
// person, found by the person's id. It stands apart from the entry of the roster, because
// the roster of the whole office is kept in memory, and because fewer people may read it.
const KindParticulars = "roster.particulars"

// StateKept is the state of a person's particulars.
const StateKept evaluation.State = "kept"

// Particulars 任免表信息 is the payload of a roster.particulars record: what the
// 干部任免审批表 says beyond the entry of the roster. Months are as 2009.07.
type Particulars struct {
	NativePlace   string               `json:"native_place"`           // 籍贯
	BirthPlace    string               `json:"birth_place"`            // 出生地
	PartyJoined   string               `json:"party_joined"`           // month of joining the party, or another party, or several
	Health        string               `json:"health" encrypted:"yes"` // 健康状况
	TechnicalPost string               `json:"technical_post"`         // 专业技术职务
	Strengths     string               `json:"strengths"`              // 熟悉专业有何专长
	FullTime      *cadreform.Schooling `json:"full_time"`              // 全日制教育
	InService     *cadreform.Schooling `json:"in_service"`             // 在职教育
	Resume        []cadreform.Stage    `json:"resume"`                 // 简历, oldest first
	Honours       string               `json:"honours"`                // rewards and penalties that Kaoji has no record of
	Grades        string               `json:"grades"`                 // results of years that Kaoji has no record of
	Family        []cadreform.Kin      `json:"family" encrypted:"yes"` // 家庭主要成员及重要社会关系
	Proposed      string               `json:"proposed"`               // 拟任职务
	Removed       string               `json:"removed"`                // 拟免职务
	Grounds       string               `json:"grounds"`                // 任免理由
	PhotoOn       evaluation.Date      `json:"photo_on,omitzero"`      // day on which the photo was added
	Photo         Picture              `json:"photo" encrypted:"yes" show:"-"`
	Extra         []cadreform.Extra    `json:"extra" encrypted:"yes" show:"-"` // of the file that it came from
	Months        map[string]string    `json:"months,omitempty" show:"-"`      // as the file wrote them, by field, where Kaoji would write another spelling
	Place         string               `json:"place,omitempty" show:"-"`       // how the file named the office before the post, where Kaoji would name it otherwise
	Import        string               `json:"import" show:"-"`                // as in Person
}

// Picture is a JPEG in base64, "" for none.
type Picture string

// JPEG is the picture.
func (p Picture) JPEG() []byte {
	content, err := base64.StdEncoding.DecodeString(string(p))
	if err != nil {
		return nil
	}
	return content
}

// PictureOf makes a Picture from a JPEG.
func PictureOf(content []byte) Picture { return Picture(base64.StdEncoding.EncodeToString(content)) }

// formFields are what the form shows.
var formFields = []string{
	"native_place", "birth_place", "party_joined", "health", "technical_post", "strengths", "full_time", "in_service", "resume", "honours", "grades",
	"family", "proposed", "removed", "grounds", "photo", "photo_on", evaluation.FieldHistory,
}

// particularsSight: the form is for the person, the section, and the principal leaders,
// who decide with it in hand. Every look of others is recorded and told to the person.
// What a file contained beyond the form is for the section and the person alone.
var particularsSight = evaluation.Sight{Noted: true, Readers: evaluation.Personnel.See(evaluation.All).Or(
	evaluation.Principal.See(formFields...),
	evaluation.Staff.As(evaluation.Own).See(evaluation.All),
)}

func (k keeper) particularsKind() evaluation.Kind {
	kept := evaluation.States(StateKept)
	both := evaluation.States(StateKept, StateWithdrawn)
	section := func(name string, run evaluation.Runner) evaluation.Act {
		return evaluation.Staying(name, evaluation.Personnel, kept, run)
	}
	return evaluation.Kind{
		Name: KindParticulars, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: particularsSight,
		States: both, Final: evaluation.States(StateWithdrawn), Payload: evaluation.New[Particulars],
		Grave: []string{"remove_photo"}, Print: []string{"appointment_form"},
		Acts: []evaluation.Act{
			{Name: "enter", May: evaluation.Personnel, To: kept, Suits: evaluation.SuitsOf(k.withoutParticulars), Run: evaluation.Run(k.enterParticulars)},
			section("basics", evaluation.Run(basics)),
			section("education", evaluation.Run(education)),
			section("resume", evaluation.Run(resume)),
			section("family", evaluation.Run(family)),
			section("results", evaluation.Run(results)),
			section("proposal", evaluation.Run(proposal)),
			section("photo", evaluation.Run(k.photo)),
			section("remove_photo", evaluation.Plain(removePhoto)).When(somePhoto),
			{Name: "imported", To: kept, Run: evaluation.Run(importedParticulars)},
			{Name: "reimported", From: kept, To: kept, Run: evaluation.Run(importedParticulars)},
			{Name: actRestored, From: kept, To: kept, Run: evaluation.Run(importedParticulars)},
			{Name: "withdrawn", From: kept, To: evaluation.States(StateWithdrawn), Run: evaluation.Plain(withdrawn[Particulars])},
		},
	}
}

// Begins returns the input that the form of an act begins with, nil where the names of
// its fields are those of the payload.
func (p *Particulars) Begins(act string) any {
	if act != "education" {
		return nil
	}
	full, in := cadreform.Schooling{}, cadreform.Schooling{}
	if p.FullTime != nil {
		full = *p.FullTime
	}
	if p.InService != nil {
		in = *p.InService
	}
	return &EducationInput{
		FullEducation: full.Education, FullDegree: full.Degree, FullSchool: full.School, FullDegreeSchool: full.DegreeSchool,
		InEducation: in.Education, InDegree: in.Degree, InSchool: in.School, InDegreeSchool: in.DegreeSchool,
	}
}

// Opened is the payload of particulars that were read from the storage.
func Opened(vault evaluation.Vault, r evaluation.Record) (*Particulars, error) {
	return evaluation.Unlocked[Particulars](vault, r)
}
