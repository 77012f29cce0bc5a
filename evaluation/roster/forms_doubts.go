package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// doubts lists what contradicts itself within a form, or the roster. Nothing of it
// prevents the import.
func (c *comparison) doubts(f *cadreform.Form, entry *Person, person string) []evaluation.Problem {
	var list []evaluation.Problem
	say := func(key string, pairs ...any) { list = append(list, evaluation.Say(key, pairs...)) }
	born, ok := cadreform.ParseMonth(f.Born)
	if !ok && f.Born != "" {
		say("roster.forms.born", "text", f.Born)
	}
	if id := cadreform.ID(cleanNo(f.IDCard)); id != "" {
		day, well := id.Born()
		switch {
		case !well:
			say("roster.forms.id_card")
		case !id.Checks():
			say("roster.forms.id_check")
		}
		if well && ok && (day.Year() != born.Year() || day.Month() != born.Month()) {
			say("roster.forms.id_born", "born", cadreform.Dotted(born.Date), "id", cadreform.Dotted(day))
		}
		if well && f.Sex != "" && f.Sex != sexOf(id) {
			say("roster.forms.id_sex", "sex", sexOf(id))
		}
	}
	if len(f.Photo) > 0 && !cadreform.IsPhoto(f.Photo) {
		if size, large := cadreform.TooLarge(f.Photo); large {
			say("roster.forms.photo_large", "width", size.Width, "height", size.Height, "max", cadreform.MostMegapixels)
		} else {
			say("roster.forms.photo")
		}
	}
	if born.IsZero() && entry != nil {
		born.Date = entry.Born
	}
	list = slices.Concat(list, c.careerDoubts(f, born, entry), c.postDoubts(f, entry), partyDoubts(f, born), familyDoubts(f, born))
	list = append(list, honourDoubts(f.Honours, entry)...)
	list = append(list, c.rewardDoubts(f.Honours, entry, person)...)
	list = append(list, establishmentDoubts(f, entry)...)
	if person == "" && f.Name != "" && len(c.book.byPerson[cleanName(f.Name)]) > 0 {
		say("roster.forms.namesake", "name", cleanName(f.Name))
	}
	return list
}

// careerDoubts compares career, years of work and posts with each other.
func (c *comparison) careerDoubts(f *cadreform.Form, born cadreform.Month, entry *Person) []evaluation.Problem {
	var list []evaluation.Problem
	say := func(key string, pairs ...any) { list = append(list, evaluation.Say(key, pairs...)) }
	stages := cadreform.ParseResume(f.Resume)
	worked, ok := cadreform.ParseMonth(f.WorkedSince)
	switch {
	case f.WorkedSince != "" && !ok:
		say("roster.forms.worked", "text", f.WorkedSince)
	case tooYoung(born, worked):
		say("roster.forms.work_age", "worked", cadreform.Dotted(worked.Date))
	}
	if month := cadreform.Dotted(worked.Date); ok && len(stages) > 0 && stages[0].From > month {
		say("roster.forms.worked_resume", "worked", month, "first", stages[0].From)
	}
	if job, before := jobBefore(stages, worked); ok && before {
		say("roster.forms.job_before", "worked", cadreform.Dotted(worked.Date), "from", job.From, "stage", job.Text)
	}
	if ok && entry != nil && !entry.Joined.IsZero() && earlier(entry.Joined, worked.Date) {
		say("roster.forms.worked_joined", "worked", cadreform.Dotted(worked.Date), "joined", cadreform.Dotted(entry.Joined))
	}
	list = append(list, stageDoubts(stages)...)
	gaps, from, to := 0, "", ""
	for i := len(stages) - 1; i > 0; i-- {
		if before := stages[i-1]; before.To != "" && stages[i].From != "" && gap(before.To, stages[i].From) {
			gaps, from, to = gaps+1, before.To, stages[i].From
		}
	}
	if gaps > 0 {
		say("roster.forms.gap", "n", gaps, "from", from, "to", to)
	}
	if n := len(stages); n > 0 && entry != nil && len(entry.Appointments) > 0 {
		last := entry.Appointments[len(entry.Appointments)-1]
		if post := c.book.BarePost(last.Department, last.Post); stages[n-1].To == "" && post != "" && !namesPost(stages[n-1].Text, post) {
			say("roster.forms.resume_post", "stage", stages[n-1].Text, "post", c.book.Name(last.Department)+post)
		}
	}
	return list
}

// penaltyWords are the words by which forms name penalties, a longer one before one that
// it contains.
var penaltyWords = []struct {
	word  string
	kinds []string
}{
	{"记大过", []string{SeriousDemerit}}, {"记过", []string{Demerit}}, {"降级", []string{Demotion}}, {"撤职", []string{Removal}},
	{"撤销党内职务", []string{PartyRemoval}}, {"留党察看", []string{PartyProbationOne, PartyProbationTwo}}, {"开除党籍", []string{PartyExpulsion}}, {"开除", []string{Expulsion}},
	{"严重警告", []string{PartySeriousWarning}}, {"警告", []string{Warning, PartyWarning}},
}

// honourDoubts compares the penalties that a form names under 奖惩情况 with those of the
// roster. An empty text says nothing; (无) says that there are none.
func honourDoubts(text string, entry *Person) []evaluation.Problem {
	if clean(text) == "" {
		return nil
	}
	recorded := map[string]Absence{}
	if entry != nil {
		for _, a := range entry.Absences {
			recorded[a.Kind] = a
		}
	}
	var list []evaluation.Problem
	for _, p := range penaltyWords {
		told := strings.Contains(text, p.word)
		text = strings.ReplaceAll(text, p.word, "")
		known := false
		for _, kind := range p.kinds {
			a, has := recorded[kind]
			if known = known || has; has && !told {
				list = append(list, evaluation.Say("roster.forms.penalty_untold", "month", cadreform.Dotted(a.From), "kind", evaluation.Say(KindPerson+".field.kind."+kind)))
			}
		}
		if told && !known {
			list = append(list, evaluation.Say("roster.forms.penalty_unrecorded", "word", p.word))
		}
	}
	return list
}

// gap reports whether more than a month lies between the end of a stage and the next.
func gap(to, from string) bool {
	a, okA := cadreform.ParseMonth(to)
	b, okB := cadreform.ParseMonth(from)
	return okA && okB && a.AddMonths(1).Before(b.Date)
}

// tooYoung reports whether somebody began to work before the youngest age that is plausible.
func tooYoung(born, worked cadreform.Month) bool {
	return !born.IsZero() && !worked.IsZero() && worked.Before(born.AddMonths(12*minWorkAge))
}

// workedFact is the month of beginning to work, "" if it contradicts the birth; the rest of
// such a form is taken.
func workedFact(f *cadreform.Form) string {
	born, _ := cadreform.ParseMonth(f.Born)
	if worked, _ := cadreform.ParseMonth(f.WorkedSince); tooYoung(born, worked) {
		return ""
	}
	return monthFact(f.WorkedSince)
}
