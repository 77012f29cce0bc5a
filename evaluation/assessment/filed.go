package assessment

import "kaoji/evaluation"

// filed: the registration form of the year (A⁗); a first half-year has none.
func filed() []evaluation.Material {
	return []evaluation.Material{{
		Key: "form", Kind: KindSheet, States: evaluation.States(SheetClosed), Class: 3,
		Is: HasForm,
	}}
}
