package view

import (
	"slices"
	"strings"
	"time"

	"kaoji/evaluation"
)

// The models of the shared partials in templates/_*.html.

// Field is a field of a form (partial "field").
type Field struct {
	Name     string
	ID       string // of the input; unique on the page
	Label    string
	Help     string
	Form     string // evaluation.FormText and so on
	Value    string
	Values   map[string]bool // of choices
	Choices  []Choice
	Required bool
	Longest  int
	Min, Max string
	Error    string
	Rules    []RuleNote
	Rows     [][]Field // of a repeated group, spare ones included
	Heads    []string  // labels of a row's fields
	Files    []File    // already attached
	Accept   []string  // endings of the files that can be attached, none for all
	List     string    // id of the list that offers words while one types, "" for none
	Lists    []List    // that stand with this group, for all fields of the form
	Ask      string    // of people: where the choices are asked for while one types, if there are too many to list
}

// Kinds names the files that can be attached by their endings: PDF / OFD.
func (f Field) Kinds() string { return strings.ToUpper(strings.Join(f.Accept, " / ")) }

// List is a list of suggestions that several fields of a form can use, so that a
// page contains it only once.
type List struct {
	ID    string
	Words []string
}

// Choice is one option.
type Choice struct {
	Value string
	Label string
	Group string // under which it stands, such as the department of a person
	Keys  string // further words by which it is found, such as the pinyin of a name
	Why   string // why it cannot be chosen; "" if it can
}

// ChoiceGroup are the options of one group.
type ChoiceGroup struct {
	Name    string
	Choices []Choice
}

// Groups are the choices in their groups, in the order in which these begin.
func (f Field) Groups() []ChoiceGroup {
	var list []ChoiceGroup
	for _, ch := range f.Choices {
		at := slices.IndexFunc(list, func(g ChoiceGroup) bool { return g.Name == ch.Group })
		if at < 0 {
			at, list = len(list), append(list, ChoiceGroup{Name: ch.Group})
		}
		list[at].Choices = append(list[at].Choices, ch)
	}
	return list
}

// File is an attached file.
type File struct {
	ID   string
	Name string
	Size int64
	Href string
	Old  bool // an old binary format: a warning is shown
}

// Listed is a table of records (partial "listed"): the subject, and what differs between
// them.
type Listed struct {
	Pick  bool // rows can be chosen
	Heads []ListedHead
	Rows  []ListedRow
}

// ListedHead is the head of one column.
type ListedHead struct {
	Label  string
	Href   string // the same list in the order of this column; "" if it has none
	Sorted string // ascending or descending if the list is in this order
	Number bool
	Short  bool // its texts are not broken: days and periods
}

// ListedRow is one record.
type ListedRow struct {
	Row
	ID    string
	Note  string       // the other columns in one line, for a phone
	Cells []ListedCell // of the heads behind the subject
}

// ListedCell is a text, or the state or deadline of the row.
type ListedCell struct {
	Text  string
	State *Badge
	Due   evaluation.Date
}

// RuleNote names the rule behind a number (partial "rule").
type RuleNote struct {
	Title    string
	Value    string
	Source   string
	Status   string
	Verified bool
	Origin   string // whose value it is; "" of an office with none above
	Href     string
}

// Entry is one line of a record's history (partial "timeline").
type Entry struct {
	At     time.Time
	Since  time.Time // of the first, if it was done several times in a row; otherwise At
	N      int       // how often
	Who    string
	Act    string
	To     string // "" if the state stayed the same
	Reason string
}

// Repeats reports whether an earlier entry says the same, on the same day.
func (e *Entry) Repeats(earlier Entry) bool {
	return e.Who == earlier.Who && e.Act == earlier.Act && e.To == earlier.To && e.Reason == earlier.Reason &&
		evaluation.DateOf(e.Since) == evaluation.DateOf(earlier.At)
}

// Badge is a coloured word (partial "badge").
type Badge struct {
	Label string
	Tone  string // green, yellow, red, blue, muted
}

// Button leads to an act (partial "button").
type Button struct {
	Label   string
	Href    string
	Primary bool
	Danger  bool
	Why     string // why it cannot be pressed; "" if it can
}

// Empty explains why a list is empty and what to do (partial "empty").
type Empty struct {
	Why    string
	Do     string
	Button *Button
}

// Task is a line of a to-do list (partial "task").
type Task struct {
	Measure int    // its number, 0 for none
	Text    string // a sentence with a verb
	Note    string
	Due     evaluation.Date
	Href    string // "" for what the reader only learns of
	Act     Button // leads to Href if it has no address of its own
}

// Figure is a number that leads to what it counts (partial "figures").
type Figure struct {
	Label  string
	N      int64
	Value  string // the number with its unit, or a share such as 12/35; "" for N alone
	Before string // the same of the period before
	Due    string // deadline
	Href   string
	Late   bool
	Active bool
}

// Tile shows how one measure stands (partial "tiles").
type Tile struct {
	Number     int // 0 for none
	Name, Href string
	Value      string // of the figure that means most
	Label      string // what it is
	Before     string // the same of the period before
	Shared     bool
	Share      int    // percent
	Note       string // what is late, the deadline, or what comes next
	Late       bool   // the note says what is late
}

// Row is a line of a list of records (partial "records").
type Row struct {
	Href    string
	Kind    string
	Number  string
	Subject string
	Brief   string // what kind of matter it is
	Unit    string
	Period  string
	State   Badge
	Due     evaluation.Date
	Changed time.Time
}

// Under returns what stands below the subject of the row: its number and what kind of
// matter it is, as far as the subject does not say so itself.
func (r Row) Under() string {
	var parts []string
	for part := range strings.SplitSeq(r.Number+" · "+r.Brief, " · ") {
		if part != "" && part != r.Subject && !strings.HasPrefix(r.Subject, part+" ") {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

// HitGroup are the results of a search of one sort (partial "hits").
type HitGroup struct {
	ID    string // people, records, rules or pages
	Label string
	Count string
	Hits  []Hit
	All   string // address of all of them; "" if these are all
	Pager Pager
}

// Hit is one result of a search.
type Hit struct {
	ID    string // within the page
	Href  string
	Title string
	Note  string
	State Badge // without a label if it has none
}

// Pager leads through a list.
type Pager struct {
	Next string // address, "" on the last page
	From string // address of the first page, "" on it
}

// Line is a labelled value; Lines nest (partial "lines").
type Line struct {
	Group string // heading that it stands under, "" for none
	Label string
	Value string
	Href  string // where it leads, "" for nowhere
	Long  bool
	Table *Table
	Files []File
}

// Table is a plain table (partial "table").
type Table struct {
	Caption string
	Heads   []string
	Rows    [][]string
	Numbers []bool // columns to align right
}

// Explained is a step of a computation (partial "explained"): its name, its formula
// and its parts.
type Explained struct {
	Label   string
	Formula string
	Value   string
	Rule    *RuleNote
	Steps   []Explained
}

// Day is a day of a calendar (partial "month").
type Day struct {
	On      evaluation.Date
	Weekday string
	Name    string // of the holiday, "" for an ordinary day
	Off     bool   // nobody works
	Today   bool
	Lines   []DayLine
}

// DayLine is what stands on a day of a calendar (partial "day-line"; several days are
// partial "ahead").
type DayLine struct {
	Day     string // the day in words, where lines of several days stand together
	Time    string // "" for the whole day
	Measure int    // its number, 0 for none
	Text    string
	Note    string
	Href    string
	Opens   bool // something begins, such as a notice
	Late    bool // it waits for the reader and is overdue
	Over    bool // the day is over
}

// Draft keeps a form on the server while it is not sent (partials "draft-offers" and
// "draft-fields").
type Draft struct {
	Action, Drop string // where it is saved and thrown away
	Form         string // names the form, encrypted
	ID           string
	Edition      int64
	Restored     string       // when the draft was saved with which the form goes on; "" for none
	Offers       []DraftOffer // drafts with which the form can go on
	Files        bool         // some fields are not kept
}

// DraftOffer is a draft of a form.
type DraftOffer struct {
	ID           string
	Saved, Until string
	Href         string // the form with what was typed
}
