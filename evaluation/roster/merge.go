package roster

import "kaoji/evaluation"

// person merges a row into the known data. An empty cell leaves the value
// unchanged, except level and committees, where empty means "none".
func (p *planner) person(w *working) {
	d, now := w.draft, &w.now
	if w.old != nil && !w.old.Left.IsZero() { // only why the person left is new
		p.leaves(w)
		return
	}
	now.No = d.No
	if w.old == nil || d.Name != "" && d.Name != w.old.Name {
		now.Name, now.Pinyin = d.Name, p.Pinyin(d.Name)
	}
	for _, f := range []struct {
		into *string
		from string
	}{
		{&now.Sex, d.Sex}, {&now.Politics, d.Politics}, {&now.Education, d.Education},
		{&now.Establishment, d.Establishment}, {&now.Duties, d.Duties},
		{&now.Ethnicity, d.Ethnicity}, {&now.Secondment, d.Secondment},
	} {
		if f.from != "" {
			*f.into = f.from
		}
	}
	if d.Phone != "" {
		now.Phone = Phone(d.Phone)
	}
	p.seal(w)
	p.age(d)
	if d.Establishment != "" && p.Establishments != nil && !KnownEstablishment(d.Establishment, p.Establishments) {
		p.verdicts.onceOf(d.Establishment, Doubtful, d.at, "establishment", "roster.import.establishment_unknown", "word", d.Establishment)
	}
	if OnProbation(d.Level) && !now.probationRecorded(p.day) {
		p.verdicts.add(Doubtful, d.at, "level", "roster.import.probation", "name", now.Name)
	}
	setDay(&now.Born, d.Born)
	setDay(&now.WorkedSince, d.WorkedSince)
	setDay(&now.Joined, d.Joined)
	if w.old == nil {
		p.first(w)
	} else {
		p.next(w)
	}
	p.liaisons(w)
	a := Appointment{}
	if last := w.last(); last != nil {
		a = *last
		a.From = now.postSince(len(now.Appointments) - 1)
	}
	checkDates(now, a, p.day, func(field, key string) { p.verdicts.add(Wrong, d.at, field, key) })
	p.leaves(w)
}

// seal stores the ID-card number of a row, encrypted for the person.
func (p *planner) seal(w *working) {
	if w.marked == "" || w.marked == w.now.IDMark {
		return
	}
	if w.now.IDMark != "" {
		p.verdicts.add(Doubtful, w.draft.at, idField(w.draft), "roster.import.id_changed")
	}
	sealed, err := p.Vault.Seal(w.draft.IDCard, w.id)
	if err != nil {
		p.verdicts.add(Wrong, w.draft.at, idField(w.draft), "roster.import.not_sealed")
		return
	}
	w.now.IDCard, w.now.IDMark = sealed, w.marked
}

// age compares the age written next to a date of birth with that date, on the day
// of the sheets. A difference of one year is accepted, because people count ages
// differently.
func (p *planner) age(d *DraftPerson) {
	if d.Born.Age == 0 || d.Born.Date.IsZero() {
		return
	}
	years := p.day.Year() - d.Born.Date.Year()
	if p.day.Month() < d.Born.Date.Month() {
		years--
	}
	if years < d.Born.Age-1 || years > d.Born.Age+1 {
		p.verdicts.add(Doubtful, d.at, "born", "roster.import.age", "age", years)
	}
}

// setDay sets a date unless the stored one means the same and is more exact.
func setDay(into *evaluation.Date, d Day) {
	if !d.Date.IsZero() && !d.Same(*into) {
		*into = d.Date
	}
}

// first returns the first appointment of a new person. Without a date it begins on
// the day of joining.
func (p *planner) first(w *working) {
	d := w.draft
	a := Appointment{
		Department: p.departments[d.Department], Post: d.Post, Level: d.Level, LevelSince: d.LevelSince.Date, Heads: d.Heads,
		From: d.PostSince.Date,
	}
	if a.From.IsZero() {
		a.From = d.Joined.Date
	}
	if d.Department == "" {
		p.verdicts.once(Doubtful, d.at, "department", "roster.import.department_missing")
	}
	w.now.Appointments = []Appointment{a}
}

// next compares the row with the appointment on the day of the sheets. If the
// roster has a newer one, the sheets are older and the post is not changed.
func (p *planner) next(w *working) {
	d := w.draft
	i := w.now.at(p.day)
	switch n := len(w.now.Appointments); {
	case n == 0:
		p.first(w)
		return
	case i < 0 && !w.now.Appointments[n-1].From.After(p.day): // a gap after the last one
		i = n - 1
	case i != n-1 || w.now.Appointments[i].LevelSince.After(p.day):
		p.verdicts.add(Doubtful, d.at, "post", "roster.import.post_newer")
		return
	}
	w.now.Appointments = p.appoint(w, i)
}

// appoint returns the appointments including the row's: a new one if post or level
// has changed, otherwise a correction of the present one.
func (p *planner) appoint(w *working, i int) []Appointment {
	d, list := w.draft, w.now.Appointments
	now := list[i]
	if id := p.departments[d.Department]; id != "" {
		now.Department = id
	}
	if d.Post != "" {
		now.Post = d.Post
	}
	if d.at.has("level") && !d.at.faulty["level"] {
		now.Level = d.Level
	}
	setDay(&now.LevelSince, d.LevelSince)
	moved := now.Department != list[i].Department || now.Post != list[i].Post
	if moved || d.at.has("heads") {
		now.Heads = d.Heads
	}
	since := d.PostSince
	switch {
	case moved && since.Date.IsZero():
		p.verdicts.once(Doubtful, d.at, "post", "roster.import.post_undated")
		return succeed(list, now, p.day)
	case moved && since.Date.After(list[i].From) && !since.Same(w.now.postSince(i)):
		return succeed(list, now, since.Date)
	case !moved && now.Level != list[i].Level && now.LevelSince.After(list[i].LevelSince) && now.LevelSince.After(list[i].From):
		list = succeed(list, now, now.LevelSince)
		i++
	default:
		for j := run(list, i); j < i; j++ { // the same post throughout, only written wrongly
			list[j].Department, list[j].Post = now.Department, now.Post
		}
		list[i] = now
	}
	if !since.Date.IsZero() && !since.Same(list[run(list, i)].From) {
		p.redate(w, list, since.Date)
	}
	return list
}

// succeed ends the last appointment the day before the next one begins.
func succeed(list []Appointment, next Appointment, from evaluation.Date) []Appointment {
	last := &list[len(list)-1]
	if from == last.From {
		*last = next
		return list
	}
	if last.To.IsZero() || !last.To.Before(from) {
		last.To = from.AddDays(-1)
	}
	next.From, next.To = from, evaluation.Date{}
	return append(list, next)
}

// redate corrects the first day of the present post.
func (p *planner) redate(w *working, list []Appointment, since evaluation.Date) {
	i := run(list, len(list)-1)
	switch {
	case !list[i].To.IsZero() && since.After(list[i].To), i > 0 && !since.After(list[i-1].From):
		p.verdicts.add(Wrong, w.draft.at, "post_since", "roster.import.post_order")
		return
	case i > 0 && !list[i-1].To.Before(since):
		list[i-1].To = since.AddDays(-1)
	}
	list[i].From = since
}
