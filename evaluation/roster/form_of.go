package roster

import (
	"cmp"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// Added is what a form says that neither the roster nor the particulars do.
type Added struct {
	Day      evaluation.Date // on which the form is made; age is counted to it
	Office   string          // 呈报单位
	Place    string          // Settings.BeforePosts
	FilledBy string
	IDCard   string            // as far as the reader may see it
	Grades   []cadreform.Grade // of decided assessments; they replace those of the particulars
	Honours  []string          // rewards and penalties that Kaoji has a record of
}

// formVersion is the version that programs write into a file.
const formVersion = "3.2.1.16"

// nothing is what a form says where there are no rewards and penalties.
const nothing = "(无)"

// FormOf is the 干部任免审批表 of a person; of is nil if there are no particulars.
func (b *Book) FormOf(p *Person, of *Particulars, add Added) cadreform.Form {
	if of == nil {
		of = &Particulars{}
	}
	place := of.place(add.Place)
	f := cadreform.Form{
		Name: p.Name, Sex: p.Sex, Born: of.month("born", p.Born), Ethnicity: p.Ethnicity, NativePlace: of.NativePlace, BirthPlace: of.BirthPlace,
		PartyJoined: of.PartyJoined, WorkedSince: of.month("worked_since", p.WorkedSince), Health: of.Health, TechnicalPost: of.TechnicalPost, Strengths: of.Strengths,
		Post: inOffice(place, b.postsOf(p, add.Day)), Proposed: b.placed(place, of.Proposed), Removed: b.placed(place, of.Removed), Grounds: of.Grounds, Family: asWritten(of.Family),
		Resume: cadreform.FormatResume(b.career(p, of, place)), Grades: JoinGrades(of.Grades, add.Grades), Honours: cmp.Or(JoinHonours(of.Honours, add.Honours), nothing),
		Office: add.Office, AgeOn: compact(add.Day), FilledOn: compact(add.Day), FilledBy: add.FilledBy, IDCard: add.IDCard, Photo: of.Photo.JPEG(), Version: formVersion, Extra: of.Extra,
	}
	if m, ok := cadreform.ParseMonth(of.PartyJoined); ok {
		f.PartyJoined = of.month("party_joined", m.Date)
	}
	if of.FullTime != nil {
		f.FullTime = *of.FullTime
	}
	if of.InService != nil {
		f.InService = *of.InService
	}
	if f.FullTime.IsZero() && f.InService.IsZero() {
		f.FullTime.Education = p.Education
	}
	return f
}

// compact writes a day as files do: 20261129.
func compact(d evaluation.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// postsOf are the posts of a person on a day, the main one first, each with its
// department.
func (b *Book) postsOf(p *Person, day evaluation.Date) string {
	var list []string
	if i := p.at(day); i >= 0 {
		list = append(list, b.postName(p.Appointments[i]))
	}
	for _, a := range p.concurrentOn(day) {
		list = append(list, b.postName(a))
	}
	return strings.Join(list, listMark)
}

// career are the stages of the particulars, or the posts that the roster knows.
func (b *Book) career(p *Person, of *Particulars, place string) []cadreform.Stage {
	if len(of.Resume) > 0 {
		return of.Resume
	}
	var list []cadreform.Stage
	for i, a := range p.Appointments {
		stage := cadreform.Stage{From: cadreform.Dotted(cmp.Or(a.From, p.Joined)), To: cadreform.Dotted(a.To), Text: inOffice(place, b.postName(a))}
		if i+1 < len(p.Appointments) {
			stage.To = cadreform.Dotted(p.Appointments[i+1].From)
		}
		if n := len(list); n > 0 && list[n-1].Text == stage.Text {
			list[n-1].To = stage.To // only the level changed
			continue
		}
		list = append(list, stage)
	}
	return list
}

// JoinGrades joins the results of years: a decided one replaces a written one of its year.
// What cannot be read of the written ones stands first, as it is.
func JoinGrades(written string, decided []cadreform.Grade) string {
	list := cadreform.ParseGrades(written)
	if len(list) == 0 && written != "" {
		if len(decided) == 0 {
			return written
		}
		return written + "；" + cadreform.FormatGrades(decided)
	}
	list = slices.DeleteFunc(list, func(g cadreform.Grade) bool {
		return slices.ContainsFunc(decided, func(d cadreform.Grade) bool { return d.Year == g.Year })
	})
	list = append(list, decided...)
	slices.SortStableFunc(list, func(x, y cadreform.Grade) int { return cmp.Compare(x.Year, y.Year) })
	return cadreform.FormatGrades(list)
}

// GradesBefore are the results of a text of the years before a year.
func GradesBefore(text string, year int) string {
	return withoutGrades(text, func(g cadreform.Grade) bool { return g.Year >= year })
}

// JoinHonours joins the rewards and penalties that were written down with those on record, a
// line for each; "" if there are none.
func JoinHonours(written string, recorded []string) string {
	var lines []string
	if said(written) != "" {
		lines = append(lines, written)
	}
	for _, line := range recorded {
		if !strings.Contains(written, line) { // it came back with a form of Kaoji's
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
