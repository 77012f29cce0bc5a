package roster

import (
	"context"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// SettingsRecord is the record of an office's settings, the zero value before there is one.
func SettingsRecord(ctx context.Context, from evaluation.RecordFinder, office string) (evaluation.Record, error) {
	found, err := from.Find(ctx, evaluation.Query{Office: office, Kinds: []string{KindSettings}, Uniques: []string{UniqueSettings}, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		return evaluation.Record{}, err
	}
	return found.Records[0], nil
}

// SettingsIn are the settings of an office, the zero value before there are any.
func SettingsIn(ctx context.Context, from evaluation.RecordFinder, office string) (Settings, error) {
	r, err := SettingsRecord(ctx, from, office)
	if err != nil || r.ID == "" {
		return Settings{}, err
	}
	p, err := evaluation.PayloadOf[Settings](r)
	if err != nil {
		return Settings{}, err
	}
	return *p, nil
}

// BeforePosts is the name of the office that forms write before a post: the short name
// without what stands in brackets after it; "" while nobody has named the office.
func (s Settings) BeforePosts() string {
	const brackets = "（(〔["
	if strings.IndexAny(s.Name, brackets) == 0 {
		return ""
	}
	name := s.ShortName
	if i := strings.IndexAny(name, brackets); i > 0 {
		name = name[:i]
	}
	return strings.TrimSpace(name)
}

// inOffice puts the office before a post, unless the post names it already.
func inOffice(place, post string) string {
	if post == "" || strings.Contains(post, place) { // also where there is no place
		return post
	}
	return place + post
}

// placed is inOffice for a post in words of the section: only where it begins with a
// department of the office, because it can be in another one.
func (b *Book) placed(place, post string) string {
	for _, d := range b.departments {
		for _, name := range append(formerNames(d), d.Name) {
			if strings.HasPrefix(post, name) && name != "" {
				return inOffice(place, post)
			}
		}
	}
	return post
}

// place is what a form writes before the posts in the office: as the file that the
// particulars came from, if that names the office, else the office's short name.
func (p *Particulars) place(office string) string {
	if p.Place != "" && strings.Contains(p.Place, office) {
		return p.Place
	}
	return office
}

// postName is the post of an appointment with its department before it, but not where the
// department is the leadership (领导班子), which no post is written with.
func (b *Book) postName(a Appointment) string {
	name := b.Name(a.Department)
	if strings.Contains(name, "领导") || strings.HasSuffix(name, "班子") {
		name = ""
	}
	return name + b.BarePost(a.Department, a.Post)
}

// writtenPlace is how a form names the office before the present post, "" if it does not, if
// it names another office, or as Kaoji would.
func (c *comparison) writtenPlace(department string, f *cadreform.Form) string {
	post := cleanText(f.Post)
	at := strings.Index(post, department)
	if department == "" || at <= 0 {
		return ""
	}
	place := post[:at]
	if place == c.office || !strings.Contains(place, c.office) || strings.ContainsAny(place, "、，,；; ") {
		return ""
	}
	return place
}

// departmentOf is the name of the department of a person: of the present post, or the one in
// which somebody new begins.
func (c *comparison) departmentOf(p *FormPerson) string {
	if p.Person == "" {
		return p.Department
	}
	entry := &c.book.people[p.Person].Person
	if i := entry.at(c.today); i >= 0 {
		return c.book.Name(entry.Appointments[i].Department)
	}
	return ""
}
