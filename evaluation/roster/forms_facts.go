package roster

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"kaoji/evaluation/cadreform"
)

// formFacts are what a form says, as texts; those of the roster come first.
func formFacts(f *cadreform.Form) []fact {
	photo := ""
	if cadreform.IsPhoto(f.Photo) {
		photo = photoFact(f.Photo)
	}
	id := ""
	if cadreform.ID(cleanNo(f.IDCard)).Well() {
		id = cleanNo(f.IDCard)
	}
	establishment, _ := impliedEstablishment(f)
	return []fact{
		{"name", cleanName(f.Name)},
		{"sex", f.Sex},
		{"born", monthFact(f.Born)},
		{"ethnicity", ethnicityOf(f.Ethnicity)},
		{"worked_since", workedFact(f)},
		{"id_card", id},
		{"politics", politicsOf(f.PartyJoined)},
		{"education", educationOf(f)},
		{"establishment", establishment},
		{"level", impliedLevel(f)},
		{"native_place", cleanText(f.NativePlace)},
		{"birth_place", cleanText(f.BirthPlace)},
		{"party_joined", cadreform.DottedText(cleanText(f.PartyJoined))},
		{"health", cleanText(f.Health)},
		{"technical_post", said(f.TechnicalPost)},
		{"strengths", said(f.Strengths)},
		{"full_time", schoolingFact(f.FullTime)},
		{"in_service", schoolingFact(f.InService)},
		{"resume", cadreform.FormatResume(cadreform.ParseResume(f.Resume))},
		{"honours", said(f.Honours)},
		{"grades", said(f.Grades)},
		{"family", familyFact(f.Family)},
		{"proposed", said(f.Proposed)},
		{"removed", said(f.Removed)},
		{"grounds", said(f.Grounds)},
		{"photo", photo},
		{"extra", extraFact(f.Extra)},
	}
}

// knownFacts are what the roster says, in the same order. A more exact date of the same
// month counts as the same.
func (c *comparison) knownFacts(id string, p *Person, f *cadreform.Form) []fact {
	if p == nil {
		p = &Person{}
	}
	of := &Particulars{}
	if k := c.kept[id]; k != nil {
		of = k.Particulars
	}
	card := ""
	if p.IDMark != "" {
		if card = "***"; p.IDMark == c.mark(f) {
			card = cleanNo(f.IDCard)
		}
	}
	full, in := cadreform.Schooling{}, cadreform.Schooling{}
	if of.FullTime != nil {
		full = *of.FullTime
	}
	if of.InService != nil {
		in = *of.InService
	}
	establishment := p.Establishment
	if establishment != "" { // what the form implies is no other word for it; see establishmentDoubts
		establishment, _ = impliedEstablishment(f)
	}
	level := ""
	if i := p.at(c.today); i >= 0 {
		level = p.Appointments[i].Level
	}
	photo := ""
	if of.Photo != "" {
		if photo = photoFact(of.Photo.JPEG()); cadreform.IsPhoto(f.Photo) {
			if small, err := cadreform.Photo(f.Photo); err == nil && PictureOf(small) == of.Photo {
				photo = photoFact(f.Photo)
			}
		}
	}
	return []fact{
		{"name", p.Name}, {"sex", p.Sex}, {"born", cadreform.Dotted(p.Born)}, {"ethnicity", p.Ethnicity}, {"worked_since", cadreform.Dotted(p.WorkedSince)},
		{"id_card", card}, {"politics", p.Politics}, {"education", p.Education}, {"establishment", establishment}, {"level", level},
		{"native_place", of.NativePlace}, {"birth_place", of.BirthPlace}, {"party_joined", of.PartyJoined}, {"health", of.Health},
		{"technical_post", of.TechnicalPost}, {"strengths", of.Strengths}, {"full_time", schoolingFact(full)}, {"in_service", schoolingFact(in)},
		{"resume", cadreform.FormatResume(of.Resume)}, {"honours", of.Honours}, {"grades", of.Grades}, {"family", familyFact(of.Family)},
		{"proposed", of.Proposed}, {"removed", of.Removed}, {"grounds", of.Grounds}, {"photo", photo}, {"extra", extraFact(of.Extra)},
	}
}

// said is a text of several lines; (无) says nothing.
func said(text string) string {
	text = clean(text)
	if isEmptyMark(strings.Trim(text, "()（）")) {
		return ""
	}
	return text
}

func monthFact(text string) string {
	m, ok := cadreform.ParseMonth(text)
	if !ok {
		return ""
	}
	return cadreform.Dotted(m.Date)
}

// photoFact tells photos apart without showing them.
func photoFact(content []byte) string {
	sum := sha256.Sum256(content)
	return fmt.Sprintf("%d KB %x", max(1, len(content)>>10), sum[:4])
}

func schoolingFact(s cadreform.Schooling) string {
	return strings.Join(slices.DeleteFunc([]string{cleanText(s.Education), cleanText(s.Degree), cleanText(s.School), cleanText(s.DegreeSchool)}, func(x string) bool { return x == "" }), "；")
}

func familyFact(list []cadreform.Kin) string {
	lines := make([]string, len(list))
	for i, k := range list {
		lines[i] = strings.Join(strings.Fields(strings.Join([]string{cleanText(k.Relation), cleanName(k.Name), cadreform.DottedText(k.Born), cleanText(k.Politics), cleanText(k.Work)}, " ")), " ")
	}
	return strings.Join(lines, "\n")
}

func extraFact(list []cadreform.Extra) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = e.XML
	}
	return strings.Join(parts, "\n")
}

// ethnicityOf is an ethnicity as the roster writes it.
func ethnicityOf(text string) string {
	text = cleanName(text)
	if text == "" || isEmptyMark(text) || strings.HasSuffix(text, "族") {
		return strings.Trim(text, "-")
	}
	return text + "族"
}

// politicsOf is the political status that the month of joining the party implies.
func politicsOf(joined string) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(cleanText(joined), "；", ";"), ";")
	if _, ok := cadreform.ParseMonth(first); ok {
		return "中共党员"
	}
	return ""
}

// educationOf is the education beside work, which follows the full-time one, else that.
func educationOf(f *cadreform.Form) string {
	return cleanText(cmp.Or(f.InService.Education, f.FullTime.Education))
}
