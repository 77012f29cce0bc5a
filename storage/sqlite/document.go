package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"strconv"
	"time"

	"kaoji/evaluation"
	"kaoji/storage"
)

// jsonRecord is a record as its row keeps it: the document, whose history is null,
// and beside it the history, which lists do not read.
type jsonRecord struct{ doc, history []byte }

// jsonColumns are read as bytes, because the driver copies a text.
const (
	jsonColumn  = `CAST(doc AS BLOB)`
	jsonColumns = jsonColumn + `, CAST(history AS BLOB)`
)

// raw are the destinations of a row that is read with jsonColumns; of jsonColumn the
// first. What they are set to is SQLite's until the next row.
func (j *jsonRecord) raw() []any {
	return []any{(*sql.RawBytes)(&j.doc), (*sql.RawBytes)(&j.history)}
}

// envelope is about how many bytes stand before the payload of a document.
const envelope = 640

func encode(r evaluation.Record) (jsonRecord, error) {
	history, err := json.Marshal(r.History)
	if err != nil {
		return jsonRecord{}, storage.Invalid(err.Error())
	}
	r.History = nil
	doc, err := json.Marshal(r)
	if err != nil {
		return jsonRecord{}, storage.Invalid(err.Error())
	}
	return jsonRecord{doc, history}, nil
}

// withSerial is the document of a record whose serial was not known when it was
// encoded: it comes first.
func withSerial(doc []byte, serial int64) []byte {
	full := strconv.AppendInt([]byte(`{"serial":`), serial, 10)
	return append(append(full, ','), doc[1:]...)
}

// decode fills the empty r with the record that encode was given; an empty history is
// left out. r is a copy and holds nothing of j. JSON in the form that encode writes is
// read in one pass, member after member; the payload is not decoded. JSON in any other
// form, such as a document that was changed outside Kaoji, is read by encoding/json.
func (j jsonRecord) decode(r *evaluation.Record) (err error) {
	d := document{json: j.doc, texts: string(j.doc[:min(len(j.doc), envelope)])}
	if d.record(r); !d.done() {
		*r = evaluation.Record{}
		err = json.Unmarshal(j.doc, r)
	}
	if err != nil || len(j.history) == 0 {
		return storage.Unavailable(err)
	}
	d = document{json: j.history, texts: string(j.history)}
	if r.History = d.entries(); !d.done() {
		r.History = nil
		err = json.Unmarshal(j.history, &r.History)
	}
	return storage.Unavailable(err)
}

// document is JSON in the reading. other is set when it has another form.
type document struct {
	json  []byte
	texts string // the beginning of json: texts are parts of it where they can be
	at    int
	other bool
}

func (d *document) done() bool { return !d.other && d.at == len(d.json) }

func (d *document) record(r *evaluation.Record) {
	if d.has(`{"serial":`) {
		r.Serial = d.number(``)
		r.Office = d.text(`,"office":`)
	} else {
		r.Office = d.text(`{"office":`)
	}
	r.ID = d.text(`,"id":`)
	r.Kind = d.text(`,"kind":`)
	r.Unique = d.text(`,"unique":`)
	r.Parent = d.text(`,"parent":`)
	r.Subject = d.text(`,"subject":`)
	r.Unit = d.text(`,"unit":`)
	r.Period = d.text(`,"period":`)
	r.State = evaluation.State(d.text(`,"state":`))
	r.On = d.day(`,"on":`)
	r.Due = d.day(`,"due":`)
	r.Waiting = d.list(`,"waiting":`)
	r.Parties = d.list(`,"parties":`)
	if d.has(`,"hidden_from":`) {
		r.HiddenFrom = d.list(``)
	}
	if d.has(`,"keys":`) {
		r.Keys = d.list(``)
	}
	if d.has(`,"words":`) {
		r.Words = d.text(``)
	}
	r.Sort = d.text(`,"sort":`)
	r.Confidential = d.truth(`,"confidential":`)
	r.Pending = d.truth(`,"pending":`)
	r.Created = d.instant(`,"created":`)
	r.Changed = d.instant(`,"changed":`)
	r.Rules = d.text(`,"rules":`)
	r.Version = d.number(`,"version":`)
	d.must(`,"payload":`)
	r.Payload = bytes.Clone(d.nested('{'))
	if d.has(`,"actors":`) {
		r.Actors = d.list(``)
	}
	d.must(`,"effects":`)
	if !d.has(`null`) { // few records have any
		d.decode(d.nested('['), &r.Effects)
	}
	d.must(`,"history":null}`)
}

func (d *document) entries() []evaluation.Entry {
	if d.has(`null`) {
		return nil
	}
	list := make([]evaluation.Entry, 0, 1+bytes.Count(d.rest(), []byte(`,{"seq":`)))
	for d.must(`[`); !d.other; d.must(`,`) {
		list = append(list, d.entry())
		if d.has(`]`) {
			break
		}
	}
	return list
}

func (d *document) entry() (e evaluation.Entry) {
	e.Seq = int(d.number(`{"seq":`))
	e.At = d.instant(`,"at":`)
	e.Account = d.text(`,"account":`)
	if d.has(`,"person":`) {
		e.Person = d.text(``)
	}
	e.Name = d.text(`,"name":`)
	e.Act = d.text(`,"act":`)
	e.From = evaluation.State(d.text(`,"from":`))
	e.To = evaluation.State(d.text(`,"to":`))
	if d.has(`,"reason":`) {
		e.Reason = d.text(``)
	}
	e.Content = d.text(`,"content":`)
	e.Prev = d.text(`,"prev":`)
	e.Hash = d.text(`,"hash":`)
	d.must(`}`)
	return e
}

func (d *document) rest() []byte { return d.json[d.at:] }

// has steps over what comes next if it is that.
func (d *document) has(next string) bool {
	end := d.at + len(next)
	if end > len(d.json) || string(d.json[d.at:end]) != next {
		return false
	}
	d.at = end
	return true
}

func (d *document) must(next string) {
	if !d.has(next) {
		d.other = true
	}
}

// take steps over the next n bytes.
func (d *document) take(n int) []byte {
	d.at += n
	return d.json[d.at-n : d.at : d.at]
}

func (d *document) decode(raw []byte, into any) {
	if d.other || json.Unmarshal(raw, into) != nil {
		d.other = true
	}
}

func (d *document) text(name string) string {
	d.must(name)
	from := d.at
	quoted := d.take(evaluation.JSONText(d.rest()))
	switch {
	case len(quoted) == 0:
		d.other = true
		return ""
	case bytes.IndexByte(quoted, '\\') >= 0:
		var text string
		d.decode(quoted, &text)
		return text
	case d.at <= len(d.texts):
		return d.texts[from+1 : d.at-1]
	}
	return string(quoted[1 : len(quoted)-1])
}

func (d *document) list(name string) (list []string) {
	d.must(name)
	if d.has(`null`) {
		return nil
	}
	for d.must(`[`); !d.other; {
		list = append(list, d.text(``))
		if !d.has(`,`) {
			d.must(`]`)
			break
		}
	}
	return list
}

func (d *document) day(name string) evaluation.Date {
	day, err := evaluation.ParseDate(d.text(name))
	d.other = d.other || err != nil
	return day
}

func (d *document) instant(name string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, d.text(name))
	d.other = d.other || err != nil
	return at
}

func (d *document) truth(name string) bool {
	d.must(name)
	if d.has(`true`) {
		return true
	}
	d.must(`false`)
	return false
}

func (d *document) number(name string) int64 {
	d.must(name)
	n, err := strconv.ParseInt(string(d.take(max(bytes.IndexAny(d.rest(), ",}"), 0))), 10, 64)
	d.other = d.other || err != nil
	return n
}

// nested takes the object or list that follows.
func (d *document) nested(begin byte) []byte {
	raw := d.rest()
	if len(raw) == 0 || raw[0] != begin {
		d.other = true
		return nil
	}
	return d.take(evaluation.JSONValue(raw))
}
