package evaluation

import (
	"fmt"
	"slices"
)

// ClassDraft is the class of the cells in which the server keeps what people have
// typed and not sent; package draft writes them. Their Ref is the account.
const ClassDraft = "unsent"

// Drafts says whether the server keeps what is typed in the forms of a kind before it
// is sent. The zero value keeps nothing: a ballot, a declaration or a form that names a
// reporter must not be kept because somebody forgot to say so.
type Drafts struct {
	kept bool
	not  []string // fields that are never kept
}

// KeepDrafts keeps the forms of a kind, without the named fields of their inputs, such
// as one that names who reported something.
func KeepDrafts(except ...string) Drafts { return Drafts{kept: true, not: except} }

// KeepsDraft reports whether the form of an act is kept while it is not sent. A form
// that asks for a passphrase never is.
func (k *Kind) KeepsDraft(a *Act) bool {
	return k.Drafts.kept && (a.Reason || a.Run.Input != nil) && !slices.ContainsFunc(a.fields(), func(f Field) bool { return f.Form == FormPassword })
}

// NotInDraft returns the fields of an act's form that are not kept: files, and those
// that the kind excepts.
func (k *Kind) NotInDraft(a *Act) []string {
	list := slices.Clone(k.Drafts.not)
	for _, f := range a.fields() {
		if f.Form == FormFiles || f.Form == FormPhoto {
			list = append(list, f.Name)
		}
	}
	return list
}

// fields are those of the act's input.
func (a *Act) fields() []Field {
	if a.Run.Input == nil {
		return nil
	}
	return FieldsOf(a.Run.Input())
}

// checkDrafts reports excepted fields that no act of the kind asks for.
func (k *Kind) checkDrafts() error {
	for _, name := range k.Drafts.not {
		asked := slices.ContainsFunc(k.Acts, func(a Act) bool {
			return slices.ContainsFunc(a.fields(), func(f Field) bool { return f.Name == name })
		})
		if !asked {
			return fmt.Errorf("drafts of %s: no act asks for %s", k.Name, name)
		}
	}
	return nil
}
