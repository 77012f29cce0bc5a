package roster

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// Basics are the particulars about the person.
type Basics struct {
	NativePlace   string `json:"native_place,omitempty" maxLength:"50" doc:"where the family comes from" example:"浙江绍兴"`
	BirthPlace    string `json:"birth_place,omitempty" maxLength:"50" doc:"place of birth" example:"上海浦东"`
	PartyJoined   string `json:"party_joined,omitempty" maxLength:"60" doc:"month of joining the party; another party, or several with ;" example:"2003.06"`
	Health        string `json:"health,omitempty" maxLength:"50" doc:"state of health; stored encrypted" example:"健康"`
	TechnicalPost string `json:"technical_post,omitempty" maxLength:"100" doc:"technical post" example:"工程师"`
	Strengths     string `json:"strengths,omitempty" maxLength:"200" doc:"field of knowledge and special skills" example:"城市管理"`
}

// EnterParticulars begins the particulars of a person.
type EnterParticulars struct {
	Person string `json:"person" form:"person" doc:"id of the person" example:"0198c2f0-0000-7000-8000-000000000003"`
	Basics
}

// EducationInput is the education of both sorts.
type EducationInput struct {
	FullEducation    string `json:"full_education,omitempty" maxLength:"50" doc:"full-time education" example:"大学"`
	FullDegree       string `json:"full_degree,omitempty" maxLength:"50" doc:"degree" example:"管理学学士"`
	FullSchool       string `json:"full_school,omitempty" maxLength:"100" doc:"school, faculty and subject" example:"华东师范大学公共管理学院行政管理专业"`
	FullDegreeSchool string `json:"full_degree_school,omitempty" maxLength:"100" doc:"of the degree, if it is another one"`
	InEducation      string `json:"in_education,omitempty" maxLength:"50" doc:"education beside work" example:"研究生"`
	InDegree         string `json:"in_degree,omitempty" maxLength:"50" doc:"degree" example:"公共管理硕士"`
	InSchool         string `json:"in_school,omitempty" maxLength:"100" doc:"school, faculty and subject" example:"同济大学经济与管理学院公共管理专业"`
	InDegreeSchool   string `json:"in_degree_school,omitempty" maxLength:"100" doc:"of the degree, if it is another one"`
}

// ResumeInput is the career, oldest stage first.
type ResumeInput struct {
	Resume []StageRow `json:"resume,omitempty" maxLength:"80" doc:"stages of the career, oldest first"`
}

// StageRow is a row of ResumeInput.
type StageRow struct {
	From string `json:"from,omitempty" maxLength:"12" doc:"first month" example:"2009.07"`
	To   string `json:"to,omitempty" maxLength:"12" doc:"last month; empty while it lasts" example:"2012.03"`
	Text string `json:"text" maxLength:"300" doc:"where and as what" example:"塘桥街道党政办公室科员"`
}

// FamilyInput is the family and other important relations.
type FamilyInput struct {
	Family []KinRow `json:"family,omitempty" maxLength:"40" doc:"members of the family and other important relations; stored encrypted"`
}

// KinRow is a row of FamilyInput.
type KinRow struct {
	Relation string `json:"relation" maxLength:"20" doc:"what the person calls them" example:"妻子"`
	Name     string `json:"name" maxLength:"50" doc:"name" example:"李明芳"`
	Born     string `json:"born,omitempty" maxLength:"12" doc:"month of birth" example:"1982.03"`
	Politics string `json:"politics,omitempty" maxLength:"50" doc:"political status" example:"群众"`
	Work     string `json:"work,omitempty" maxLength:"150" doc:"place of work and post" example:"上海市第一小学教师"`
}

// ResultsInput is what happened before Kaoji, or outside the office.
type ResultsInput struct {
	Honours string `json:"honours,omitempty" form:"long" maxLength:"1000" doc:"rewards and penalties that Kaoji has no record of" example:"2016年被评为区优秀公务员"`
	Grades  string `json:"grades,omitempty" form:"long" maxLength:"1000" doc:"results of years that Kaoji has no record of" example:"2021年度称职；2022年度优秀"`
}

// ProposalInput is what the form proposes.
type ProposalInput struct {
	Proposed string `json:"proposed,omitempty" maxLength:"200" doc:"post proposed" example:"塘桥街道社区发展办公室主任"`
	Removed  string `json:"removed,omitempty" maxLength:"200" doc:"post to be given up" example:"塘桥街道党政办公室副主任"`
	Grounds  string `json:"grounds,omitempty" form:"long" maxLength:"1000" doc:"grounds"`
}

// PhotoInput adds the photo.
type PhotoInput struct {
	Photo string `json:"photo" form:"photo" maxLength:"64" doc:"a JPEG or PNG picture, attached before; it is made smaller and stored encrypted, the attached file is deleted" example:"0198c2f0-0000-7000-8000-00000000000f"`
}

// withoutParticulars are the people who have none yet.
func (k keeper) withoutParticulars(s *evaluation.Step, _ *Particulars) (map[string]evaluation.Suits, error) {
	b, err := k.office(s)
	return map[string]evaluation.Suits{"person": func(id string) (why evaluation.Problem) {
		if _, known := b.people[id]; !known {
			return evaluation.Say("roster.person_unknown")
		}
		return why
	}}, err
}

func (k keeper) enterParticulars(s *evaluation.Step, p *Particulars, in *EnterParticulars) (evaluation.State, error) {
	found, err := s.Read.Find(s.Ctx, evaluation.Query{
		Office: s.Record.Office, Kinds: []string{KindParticulars}, States: evaluation.States(StateKept), Subjects: []string{in.Person}, Limit: 1,
	})
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	if len(found.Records) > 0 {
		m.Add("person", "roster.particulars_there")
	}
	if err := particularsOf(s, in.Person); err != nil {
		return "", err
	}
	if _, err := basics(s, p, &in.Basics); err != nil {
		return "", err
	}
	return StateKept, m.Err()
}

// particularsOf sets the envelope of the particulars of a person.
func particularsOf(s *evaluation.Step, person string) error {
	entry, err := s.Read.Get(s.Ctx, s.Record.Office, person)
	if err != nil || entry.Kind != KindPerson {
		return evaluation.Mistake("person", evaluation.Say("roster.person_unknown"))
	}
	s.Record.Subject, s.Record.Unique, s.Record.Parent, s.Record.Sort = person, person, person, entry.Sort
	return nil
}

func basics(_ *evaluation.Step, p *Particulars, in *Basics) (evaluation.State, error) {
	p.NativePlace, p.BirthPlace, p.PartyJoined = cleanText(in.NativePlace), cleanText(in.BirthPlace), cadreform.DottedText(cleanText(in.PartyJoined))
	p.Health, p.TechnicalPost, p.Strengths = cleanText(in.Health), cleanText(in.TechnicalPost), cleanText(in.Strengths)
	return StateKept, nil
}

func education(_ *evaluation.Step, p *Particulars, in *EducationInput) (evaluation.State, error) {
	p.FullTime = schooling(in.FullEducation, in.FullDegree, in.FullSchool, in.FullDegreeSchool)
	p.InService = schooling(in.InEducation, in.InDegree, in.InSchool, in.InDegreeSchool)
	return StateKept, nil
}

// schooling is nil if nothing is said.
func schooling(education, degree, school, degreeSchool string) *cadreform.Schooling {
	s := cadreform.Schooling{Education: cleanText(education), Degree: cleanText(degree), School: cleanText(school), DegreeSchool: cleanText(degreeSchool)}
	if s.IsZero() {
		return nil
	}
	return &s
}

func resume(s *evaluation.Step, p *Particulars, in *ResumeInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	p.Resume = nil
	for i, row := range in.Resume {
		at := "resume." + strconv.Itoa(i) + "."
		stage := cadreform.Stage{From: month(m, at+"from", row.From, s.Today), To: month(m, at+"to", row.To, s.Today), Text: cleanText(row.Text)}
		if stage.To != "" && stage.To < stage.From {
			m.Add(at+"to", "roster.date.span")
		}
		p.Resume = append(p.Resume, stage)
	}
	slices.SortStableFunc(p.Resume, func(a, b cadreform.Stage) int { return strings.Compare(a.From, b.From) })
	return StateKept, m.Err()
}

// month reads a month that is not to come; an empty one stays empty.
func month(m evaluation.Mistakes, at, text string, today evaluation.Date) string {
	if cleanText(text) == "" {
		return ""
	}
	read, ok := cadreform.ParseMonth(text)
	switch {
	case !ok:
		m.Add(at, "roster.month")
	case read.After(today):
		m.Add(at, "roster.date.future")
	}
	return cadreform.Dotted(read.Date)
}

func family(s *evaluation.Step, p *Particulars, in *FamilyInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	before := p.Family
	p.Family = nil
	for i, row := range in.Family {
		kin := cadreform.Kin{
			Relation: cleanText(row.Relation), Name: cleanName(row.Name), Politics: cleanText(row.Politics), Work: cleanText(row.Work),
			Born: month(m, "family."+strconv.Itoa(i)+".born", row.Born, s.Today),
		}
		for _, old := range before {
			if old.Name == kin.Name && old.Relation == kin.Relation {
				kin.Extra, kin.Written = old.Extra, old.Written
			}
		}
		p.Family = append(p.Family, kin)
	}
	return StateKept, m.Err()
}

func results(s *evaluation.Step, p *Particulars, in *ResultsInput) (evaluation.State, error) {
	if s.Record.Subject != "" {
		r, err := s.Read.Get(s.Ctx, s.Record.Office, s.Record.Subject)
		if err != nil {
			return "", err
		}
		of, err := evaluation.PartOf[Person](r, "worked_since")
		if err != nil {
			return "", err
		}
		if years := of.yearsBefore(cadreform.ParseGrades(in.Grades)); years != "" {
			return "", evaluation.Mistake("grades", evaluation.Say("roster.grades_before", "years", years, "since", cadreform.Dotted(of.WorkedSince)))
		}
	}
	p.Honours, p.Grades = clean(in.Honours), clean(in.Grades)
	return StateKept, nil
}

func proposal(_ *evaluation.Step, p *Particulars, in *ProposalInput) (evaluation.State, error) {
	p.Proposed, p.Removed, p.Grounds = cleanText(in.Proposed), cleanText(in.Removed), clean(in.Grounds)
	return StateKept, nil
}

// photo stores the picture that was attached, re-encoded.
func (k keeper) photo(s *evaluation.Step, p *Particulars, in *PhotoInput) (evaluation.State, error) {
	content, err := k.picture(s, in.Photo)
	if err != nil {
		return "", err
	}
	photo, err := cadreform.Photo(content)
	if errors.Is(err, cadreform.ErrPhoto) {
		if size, large := cadreform.TooLarge(content); large {
			return "", evaluation.Mistake("photo", evaluation.Say("roster.photo_large", "width", size.Width, "height", size.Height, "max", cadreform.MostMegapixels))
		}
		return "", evaluation.Mistake("photo", evaluation.Say("roster.photo"))
	}
	if of := PictureOf(photo); of != p.Photo {
		p.Photo, p.PhotoOn = of, s.Today
	}
	return StateKept, err
}

// picture is the content of a file that the actor has attached.
func (k keeper) picture(s *evaluation.Step, id string) ([]byte, error) {
	if id == "" { // a trial
		return nil, nil
	}
	b, err := k.Blobs.BlobInfo(s.Ctx, s.Record.Office, id)
	if err == nil && (b.Owner != s.Actor.Account || b.Record != "") || evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil, evaluation.Mistake("photo", evaluation.Say("error.field.file"))
	}
	if err != nil {
		return nil, err
	}
	return k.Blobs.BlobContent(s.Ctx, s.Record.Office, id)
}

func removePhoto(_ *evaluation.Step, p *Particulars) (evaluation.State, error) {
	p.Photo, p.PhotoOn = "", evaluation.Date{}
	return StateKept, nil
}

var somePhoto = lacking("roster.photo_none", func(p *Particulars) bool { return p.Photo != "" })

func importedParticulars(s *evaluation.Step, p *Particulars, in *ImportedForm) (evaluation.State, error) {
	if err := patch(s, p, &in.Imported); err != nil {
		return "", err
	}
	p.Import = in.Import
	return StateKept, particularsOf(s, in.Person)
}
