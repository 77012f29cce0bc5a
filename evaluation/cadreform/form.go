// Package cadreform contains the 干部任免审批表, the form on which an office proposes to
// appoint or remove a cadre: its fields, as personnel programs exchange them, and what
// can be read from its texts: months, stages of a career, grades of years.
package cadreform

// Form is the content of one form. All fields are as written; empty means that the form
// says nothing.
type Form struct {
	Name, Sex, Born, Ethnicity, NativePlace, BirthPlace string
	PartyJoined, WorkedSince, Health                    string
	TechnicalPost, Strengths                            string
	FullTime, InService                                 Schooling
	Post, Proposed, Removed                             string // 现任, 拟任, 拟免 职务
	Resume                                              string // see ParseResume
	Honours                                             string // 奖惩情况
	Grades                                              string // 年度考核结果: see ParseGrades
	Grounds                                             string // 任免理由
	Family                                              []Kin
	Office                                              string // 呈报单位
	AgeOn                                               string // 计算年龄时间
	FilledOn, FilledBy                                  string
	IDCard                                              string
	Photo                                               []byte // a picture in a file format, nil for none
	Version                                             string // of the program that wrote the file
	Extra                                               []Extra
}

// Schooling is one of the two sorts of education.
type Schooling struct {
	Education    string `json:"education"`     // 学历
	Degree       string `json:"degree"`        // 学位
	School       string `json:"school"`        // 毕业院校系及专业, of the education
	DegreeSchool string `json:"degree_school"` // of the degree, "" if it is the same
}

// IsZero reports whether nothing is said.
func (s Schooling) IsZero() bool { return s == Schooling{} }

// Kin is a member of the family or another important relation.
type Kin struct {
	Relation string  `json:"relation"` // 称谓
	Name     string  `json:"name"`
	Born     string  `json:"born"`     // month
	Politics string  `json:"politics"` // 政治面貌
	Work     string  `json:"work"`     // 工作单位及职务
	Extra    []Extra `json:"extra,omitempty" show:"-"`
	Written  string  `json:"written,omitempty" show:"-"` // Born as the file that it came from wrote it, if in another way
}

// IsZero reports whether the row is empty.
func (k *Kin) IsZero() bool {
	return k.Relation == "" && k.Name == "" && k.Born == "" && k.Politics == "" && k.Work == "" && len(k.Extra) == 0
}

// Extra is an element of a file that Kaoji does not know. It is kept and written back
// after the element that it followed.
type Extra struct {
	After string `json:"after"` // name of the known element before it, "" at the beginning
	XML   string `json:"xml"`   // the element with its content
}
