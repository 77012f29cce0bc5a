package site

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// spare is the number of empty rows in a repeated group. In a group with at least
// crowded rows, filled rows do not get long lists of choices, because the page
// would grow with the square: to change such a row, empty it and fill in another
// one.
const (
	spare   = 2
	crowded = 40
)

func (s *Site) Fields(c *fiber.Ctx, p *Speaker, a *Asked, fields []evaluation.Field) ([]view.Field, error) {
	out := make([]view.Field, 0, len(fields))
	for _, f := range fields {
		field, err := s.Field(c, p, a, f, a.Kind.Name+".field."+f.Name, "")
		if err != nil {
			return nil, err
		}
		if field.Form == evaluation.FormText && looksLikeID(field.Value) {
			field.Form = evaluation.FormHidden // the link to the form says which record is meant
		}
		out = append(out, field)
	}
	if !slices.ContainsFunc(out, typesLevels) {
		return out, nil
	}
	levels, err := s.Levels(c)
	offerLevels(out, levels)
	return out, err
}

// Levels returns the levels that can be chosen in the office today.
func (s *Site) Levels(c *fiber.Ctx) ([]string, error) {
	return desk.Desk{Book: s.Roster.Book, Pack: s.Rules.Pack}.Levels(c.UserContext(), Actor(c).Office, s.Today())
}

// levelList is the id of the list of levels shared by the rows of a form.
const levelList = "levels"

// offerLevels adds the list of levels to the first group that uses it; later groups
// share it.
func offerLevels(fields []view.Field, levels []string) {
	i := slices.IndexFunc(fields, typesLevels)
	if i >= 0 {
		fields[i].Lists = append(fields[i].Lists, view.List{ID: levelList, Words: levels})
	}
}

// typesLevels reports whether the rows of a group contain levels to type.
func typesLevels(group view.Field) bool {
	return slices.ContainsFunc(group.Rows, func(row []view.Field) bool {
		return slices.ContainsFunc(row, func(cell view.Field) bool { return cell.List == levelList })
	})
}

// askLevel makes the field of a level: a list to choose from or, in a row, a text
// with a shared list of suggestions, because a list in every row would make the
// page too large. The act refuses unknown levels.
func (s *Site) askLevel(c *fiber.Ctx, v *view.Field, inRow bool) error {
	if inRow {
		v.Form, v.List = evaluation.FormText, levelList
		return nil
	}
	v.Form = evaluation.FormChoice
	levels, err := s.Levels(c)
	for _, level := range levels {
		v.Choices = append(v.Choices, view.Choice{Value: level, Label: level})
	}
	return err
}

// Field makes a form field; prefix is the prefix of its row, such as
// "improvements.0.".
func (s *Site) Field(c *fiber.Ctx, p *Speaker, a *Asked, f evaluation.Field, label, prefix string) (view.Field, error) {
	var err error
	name := prefix + f.Name
	v := view.Field{
		Name: name, ID: "f-" + strings.ReplaceAll(name, ".", "-"), Label: p.T(label), Help: p.Or(label+".help", ""),
		Form: f.Form, Value: a.Values.Get(name), Required: !f.Optional && f.Form != evaluation.FormTick, Longest: f.MaxLength, Accept: f.Accept,
	}
	if problem, ok := a.Wrong[name]; ok {
		v.Error = p.Text.Say(p.Lang, problem)
	}
	switch f.Form {
	case evaluation.FormDate:
		v.Min, v.Max = a.days[name].From.String(), a.days[name].To.String()
	case evaluation.FormChoice, evaluation.FormChoices:
		for _, choice := range f.Choices {
			v.Choices = append(v.Choices, view.Choice{Value: choice, Label: p.Or(label+"."+choice, choice)})
		}
	case evaluation.FormPerson, evaluation.FormPeople:
		err = s.pickPeople(c, p, a, f.Name, &v, nil)
	case evaluation.FormUnit, evaluation.FormUnits:
		v.Choices = p.Units()
	case evaluation.FormLevel:
		err = s.askLevel(c, &v, prefix != "")
	case evaluation.FormCommittee:
		v.Form = evaluation.FormChoice
		for _, m := range p.Day.Committees() {
			v.Choices = append(v.Choices, view.Choice{Value: m.ID, Label: m.Name})
		}
	case evaluation.FormRows:
		err = s.rowsOf(c, p, a, f, label, &v)
	case evaluation.FormFiles:
		v.Files, err = s.FilesOf(c, a.Values[name])
	}
	if err != nil {
		return v, err
	}
	if choices := s.kinds[a.Kind.Name].Choices; choices != nil {
		list, ok, err := choices(c, p, a, &f)
		if err != nil {
			return v, err
		}
		switch {
		case ok && f.Form == evaluation.FormPerson:
			err = s.pickPeople(c, p, a, f.Name, &v, valuesOf(list))
		case ok && f.Optional && len(list) == 0 && v.Error == "":
			v.Form = evaluation.FormHidden
		case ok && f.Form == evaluation.FormChoices:
			v.Choices = list
		case ok:
			v.Form, v.Choices = evaluation.FormChoice, list
		}
		if err != nil {
			return v, err
		}
	}
	if suggested := s.kinds[a.Kind.Name].Suggested; suggested != nil && v.Form == evaluation.FormText {
		if words := suggested(p, f.Name); len(words) > 0 {
			v.List = v.ID + "-words"
			v.Lists = []view.List{{ID: v.List, Words: words}}
		}
	}
	v.Values = map[string]bool{}
	for _, x := range a.Values[name] {
		v.Values[x] = true
	}
	v.Rules, err = s.RuleNotes(c, p, f.Rules)
	return v, err
}

func valuesOf(list []view.Choice) []string {
	values := make([]string, 0, len(list))
	for _, ch := range list {
		values = append(values, ch.Value)
	}
	return values
}

func (s *Site) rowsOf(c *fiber.Ctx, p *Speaker, a *Asked, f evaluation.Field, label string, v *view.Field) error {
	for _, sub := range f.Rows {
		v.Heads = append(v.Heads, p.T(label+"."+sub.Name))
	}
	n := form.Filled(a.Values, f.Name)
	for i := range n + spare {
		var row []view.Field
		for _, sub := range f.Rows {
			cell, err := s.Field(c, p, a, sub, label+"."+sub.Name, f.Name+"."+strconv.Itoa(i)+".")
			if err != nil {
				return err
			}
			cell.Heads = []string{cell.Label} // the heading of the column is its label
			cell.Help = ""
			if i < n && n >= crowded && len(cell.Choices) >= crowded && cell.Value != "" && cell.Error == "" {
				cell.Choices = slices.DeleteFunc(cell.Choices, func(ch view.Choice) bool { return ch.Value != cell.Value })
			}
			row = append(row, cell)
		}
		v.Rows = append(v.Rows, row)
	}
	if typesLevels(*v) {
		v.Help = strings.TrimSpace(v.Help + " " + p.T("form.levels"))
	}
	return nil
}

// FilesOf returns the files with the ids; missing ones are omitted.
func (s *Site) FilesOf(c *fiber.Ctx, ids []string) ([]view.File, error) {
	var files []view.File
	for _, id := range ids {
		b, err := s.Blobs.BlobInfo(c.UserContext(), Actor(c).Office, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, view.File{ID: id, Name: b.Name, Size: b.Size, Old: server.Cautioned(b.Type)})
	}
	return files, nil
}

// FilesIn is FilesOf with the addresses for readers of a record.
func (s *Site) FilesIn(c *fiber.Ctx, record string, ids []string) ([]view.File, error) {
	files, err := s.FilesOf(c, ids)
	for i := range files {
		files[i].Href = s.To(c, "/records", record, "files", files[i].ID)
	}
	return files, err
}

// RuleNotes returns the rules behind a field; keys that the pack does not have
// today are omitted.
func (s *Site) RuleNotes(c *fiber.Ctx, p *Speaker, keys []string) ([]view.RuleNote, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	pack, err := s.Rules.Pack(c.UserContext(), Actor(c).Office)
	if err != nil {
		return nil, err
	}
	today := pack.On(s.Today())
	var notes []view.RuleNote
	for _, key := range keys {
		if e, err := today.Entry(key); err == nil {
			note := RuleNote(p, &e)
			if !s.Can(c, auth.AreaRules, auth.Read) {
				note.Href = "" // such as a residents' committee, which fills in forms and reads no rules
			}
			notes = append(notes, note)
		}
	}
	return notes, nil
}

func RuleNote(p *Speaker, e *rulepack.Entry) view.RuleNote {
	n := view.RuleNote{
		Title: e.TitleZh, Source: e.SourceZh, Value: ruleValue(p, e), Verified: e.Verified(),
		Status: p.T("rulepack.unverified_short"), Origin: ruleOrigin(p, e), Href: p.To("/rules", e.Key),
	}
	if p.Lang == "en" {
		n.Title, n.Source = e.TitleEn, e.SourceEn
	}
	switch {
	case e.Own():
		n.Status, n.Verified = p.T("rulepack.own"), true
	case e.Verified():
		n.Status = p.T("rulepack.verified")
	}
	return n
}

// ruleOrigin says whose value it is, "" in an office with none above.
func ruleOrigin(p *Speaker, e *rulepack.Entry) string {
	switch {
	case e.Bound():
		return p.T("rules.origin.bound", "office", e.Office)
	case e.Origin == rulepack.OriginAbove:
		return p.T("rules.origin.above", "office", e.Office)
	case e.Origin == rulepack.OriginNational && e.Own():
		return p.T("rulepack.own")
	case e.Origin != "":
		return p.T("rules.origin." + string(e.Origin))
	}
	return ""
}

// ruleValue formats a rule's value.
func ruleValue(p *Speaker, e *rulepack.Entry) string {
	v := e.Value
	switch v.Kind {
	case rulepack.KindList, rulepack.KindNumbers:
		var parts []string
		for _, it := range v.Items {
			word := it.Zh
			if p.Lang == "en" && it.En != "" {
				word = it.En
			}
			if v.Kind == rulepack.KindNumbers {
				word += " " + ruleNumber(e.Unit, it.N)
			}
			parts = append(parts, word)
		}
		return p.Join(parts)
	case rulepack.KindText:
		return p.Or("rulepack.option."+v.Text, v.Text)
	case rulepack.KindInteger:
		if e.Unit == rulepack.Bytes && v.N > 0 && v.N%(1<<10) == 0 {
			return bytesOf(v.N)
		}
		if unit := "rulepack.unit." + string(e.Unit); p.Text.Has(unit) {
			return v.Written() + " " + p.T(unit)
		}
	}
	return v.Written()
}

// bytesOf formats a number of whole kilobytes.
func bytesOf(n int64) string {
	if n%(1<<20) == 0 {
		return strconv.FormatInt(n>>20, 10) + " MB"
	}
	return strconv.FormatInt(n>>10, 10) + " KB"
}

// ruleNumber formats shares in percent.
func ruleNumber(unit rulepack.Unit, n int64) string {
	if unit == rulepack.BasisPoints {
		return strconv.FormatFloat(float64(n)/100, 'f', -1, 64) + "%"
	}
	return strconv.FormatInt(n, 10)
}

// fillFrom copies values with the same name and type from a payload, and from its
// named groups, to an input.
func fillFrom(payload json.RawMessage, groups []string, in any) error {
	var present map[string]json.RawMessage
	if err := json.Unmarshal(payload, &present); err != nil {
		return err
	}
	for _, name := range groups {
		var group map[string]json.RawMessage
		if json.Unmarshal(present[name], &group) != nil {
			continue
		}
		for inner, raw := range group {
			if len(present[inner]) <= len(`""`) && len(raw) > len(`""`) { // a grade is empty until it is decided
				present[inner] = raw
			}
		}
	}
	v := reflect.ValueOf(in).Elem()
	for _, m := range evaluation.Places(v.Type()) {
		if raw, ok := present[m.Name]; ok {
			_ = json.Unmarshal(raw, v.FieldByIndex(m.Index).Addr().Interface()) // of another type: starts empty
		}
	}
	return nil
}
