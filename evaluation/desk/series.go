package desk

// Series is something about a person that is drawn over the years, such as grades.
// Names are keys of texts: <name> is the title, <name>.unit the unit. A value is a
// fact with a value, so who sees the fact sees the value.
type Series struct {
	Name  string
	Place int      // among the charts of a person
	Steps []string // keys of the texts of the values 0, 1, …, for values that are no numbers
	Sums  bool     // the figures of a year are added up, such as hours
	Money bool     // values are yuan with two decimals
}

// Drawn is a value of a series that a fact contains.
type Drawn struct {
	Of        *Series
	Value     float64
	Low, High float64 // interval of the value; both 0 for none
	N         int     // of how many people it is a mean; 0 for other values
}
