// Package cli implements the operator's commands on the machine: accounts, import
// and export, back-up and restore, verification. A person who can run them has
// access to the data anyway, so they act as auth.Operator, and the audit trail says
// so.
package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"kaoji/app/text"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/offices"
	"kaoji/evaluation/roster"
)

// Commands are the operator's commands, for the program's command line.
type Commands struct {
	Account Account `cmd:"" help:"Accounts: list, create, reset, disable, enable, unlock."`
	Office  Office  `cmd:"" help:"Offices of this deployment: list, open, move, rename, host, close, reopen."`
	Import  Import  `cmd:"" help:"Read a roster workbook (.xlsx); nothing is applied without --apply."`
	Export  Export  `cmd:"" help:"Write everything in open formats into a zip file."`
	Backup  Backup  `cmd:"" help:"Write a back-up while the server runs."`
	Restore Restore `cmd:"" help:"Put a back-up into an empty place."`
	Verify  Verify  `cmd:"" help:"Recompute the audit trail and the history of every record."`
}

// Desk contains the wired office for the commands.
type Desk struct {
	Place
	Office  string // that a command is about
	Offices *offices.Register
	// Found creates the settings of an office that has none.
	Found   func(ctx context.Context, office, name, short string) error
	Store   evaluation.Store
	Files   evaluation.Blobs // the attachments of Store, readable
	Copy    Copy
	Service *evaluation.Service
	Auth    *auth.Service
	Trail   *evaluation.Trail
	Roster  *roster.Source
	Sheets  Sheets
	Heads   *Heads
	NewID   func() string
}

// Copy writes all data into a new SQLite file at path while others write. The file
// is encrypted with a key that only this process knows; the returned Opener
// decrypts it.
type Copy func(ctx context.Context, path string) (Opener, error)

// Opener opens a file to be read.
type Opener func() (Content, error)

// Content is a file that is open to be read.
type Content interface {
	io.ReaderAt
	io.Closer
	Size() (int64, error)
}

// Sheets writes the roster as of a day as a workbook.
type Sheets interface {
	Roster(ctx context.Context, book *roster.Book, day evaluation.Date, lang string) ([]byte, error)
}

// Place is the information available before anything is opened.
type Place struct {
	Data       string // folder of the data file, the keys and the signed heads
	Database   string // path of the data file; "" with MongoDB
	Passphrase string // encrypts back-ups; "": not encrypted
	Lang       string
	Text       *text.Catalog
	Out        io.Writer
	Now        func() time.Time
	// Fill copies the data of a database file into an empty MongoDB; nil if the
	// data file itself is the storage.
	Fill func(ctx context.Context, path string) error
}

// Open creates a Desk and closes it after use.
type Open func(ctx context.Context, use func(*Desk) error) error

// say prints a text of the catalog on its own line.
func (p *Place) say(key string, pairs ...any) error {
	_, err := fmt.Fprintln(p.Out, p.Text.T(p.Lang, key, pairs...))
	return err
}

// Fault returns an error in the operator's language.
func (p *Place) Fault(err error) error { return p.fault(err) }

func (p *Place) fault(err error) error {
	e, ok := asError(err)
	if !ok {
		return err
	}
	said := p.Text.Say(p.Lang, e.Message)
	for _, field := range sorted(e.Fields) {
		said += "\n  " + field + ": " + p.Text.Say(p.Lang, e.Fields[field])
	}
	if e.Cause != nil {
		said += "\n  " + e.Cause.Error() // the operator is whom the log is for
	}
	return fmt.Errorf("%s", said)
}

// clerk is the operator acting on the office's own records.
func (d *Desk) clerk() evaluation.Actor {
	a := auth.Operator(d.Office).Actor
	a.Roles = []evaluation.Role{evaluation.RolePersonnel}
	return a
}

func (d *Desk) note(ctx context.Context, action, detail string) error {
	by := auth.Operator(d.Office).Actor
	return d.Trail.Note(ctx, evaluation.TrailEvent{
		Office: d.Office, Account: by.Account, Name: by.Name, Action: action, Outcome: evaluation.OutcomeOK, Detail: detail,
	})
}
