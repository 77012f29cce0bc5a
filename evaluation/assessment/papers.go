package assessment

import "time"

// The schemes: whose official form, filing list, grades and quota apply.
const (
	SchemeCivil       = "civil"       // civil servants
	SchemeInstitution = "institution" // staff of public institutions
	SchemeContract    = "contract"    // contract staff
)

// Schemes lists them, in the order of filing lists.
func Schemes() []string { return []string{SchemeCivil, SchemeInstitution, SchemeContract} }

// PaperScheme is the scheme whose official papers a sheet is on.
func (sh *Sheet) PaperScheme() string { return SchemeCivil }

// OfYear reports whether a period closes a year, so that there are official forms and
// filing lists of the year.
func OfYear(period string) bool {
	to, ok := lastDay(period)
	return ok && to.Month() == time.December
}
