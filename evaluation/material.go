package evaluation

// Material declares official forms that go into the personnel files of the people whom the
// records are about; the text <measure>.material.<key> is its name.
type Material struct {
	Key    string
	Kind   string
	States []State            // in which the form is final
	Class  int                // of the ten classes of a personnel file (干部人事档案工作条例 2018)
	Is     func(*Record) bool // whether a record in these states has the form; nil: each has
}
