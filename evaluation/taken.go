package evaluation

import (
	"cmp"
	"context"
	"slices"
)

// Taken says how what a look showed left the program.
type Taken string

// The values of Taken. Those of files are their extensions.
const (
	OnScreen  Taken = ""      // it was only shown; so are all looks of earlier versions
	InPrint   Taken = "print" // a page made to be printed was opened
	AsWord    Taken = "docx"
	AsExcel   Taken = "xlsx"
	AsPDF     Taken = "pdf"
	AsLRMX    Taken = "lrmx"
	AsLRM     Taken = "lrm"
	AsAnyFile Taken = "file" // an attachment, or a file of another format
)

// TakenWords lists the values but OnScreen.
func TakenWords() []Taken { return []Taken{InPrint, AsWord, AsExcel, AsPDF, AsLRMX, AsLRM, AsAnyFile} }

// TakenAs records that what the context of Looking has shown and will show is printed or
// sent as a file. The first that is said counts: a zip of .lrmx files is no other file. It
// has no effect once NoteLooks was called.
func TakenAs(ctx context.Context, as Taken) {
	if l, ok := ctx.Value(looksKey{}).(*looks); ok && as != OnScreen {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.taken = cmp.Or(l.taken, as)
	}
}

// TakenFile is TakenAs for a file with an extension, such as .docx.
func TakenFile(ctx context.Context, extension string) {
	as := AsAnyFile
	if len(extension) > 1 && slices.Contains(TakenWords(), Taken(extension[1:])) {
		as = Taken(extension[1:])
	}
	TakenAs(ctx, as)
}

// takenIn is how what the context shows is taken.
func takenIn(ctx context.Context) Taken {
	l, ok := ctx.Value(looksKey{}).(*looks)
	if !ok {
		return OnScreen
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.taken
}
