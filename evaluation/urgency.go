package evaluation

// Urgency says how near a deadline is.
type Urgency string

// The urgencies, most urgent first.
const (
	Overdue  Urgency = "overdue"
	DueToday Urgency = "today"
	DueSoon  Urgency = "week"  // within the next seven days
	DueLater Urgency = "later" //
	NoDue    Urgency = "undated"
)

// Urgencies lists them, most urgent first.
func Urgencies() []Urgency { return []Urgency{Overdue, DueToday, DueSoon, DueLater, NoDue} }

// UrgencyOf returns how near a deadline is on a day.
func UrgencyOf(due, today Date) Urgency {
	for _, u := range Urgencies()[:4] {
		if from, to := u.Days(today); !due.IsZero() && !due.Before(from) && (to.IsZero() || !to.Before(due)) {
			return u
		}
	}
	return NoDue
}

// soon is for how many days after today a deadline is near.
const soon = 7

// Days returns the first and the last deadline of an urgency on a day; the zero last
// day means no end. NoDue has no days.
func (u Urgency) Days(today Date) (from, to Date) {
	switch u {
	case Overdue:
		return FirstDay(), today.AddDays(-1)
	case DueToday:
		return today, today
	case DueSoon:
		return today.AddDays(1), today.AddDays(soon)
	case DueLater:
		return today.AddDays(soon + 1), Date{}
	}
	return Date{}, Date{}
}

// Restrict makes a query find only what is as urgent, by deadline.
func (u Urgency) Restrict(q *Query, today Date) {
	q.Sort, q.DueFrom, q.DueTo = SortDue, Date{}, Date{}
	if u == NoDue {
		q.Sort, q.Undated = SortID, true
		return
	}
	q.DueFrom, q.DueTo = u.Days(today)
}
