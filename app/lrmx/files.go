package lrmx

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaoji/evaluation/cadreform"
)

// File is a form that was read, or why it was not.
type File struct {
	Name   string // without folders
	Folder string // the innermost folder in the zip, "" for none
	Form   cadreform.Form
	Err    error
}

// Entry is a file to pack.
type Entry struct {
	Name    string // with folders, divided by /
	Content []byte
}

// Source is a file of a form, or the photo of one, that has not been read yet.
type Source struct {
	Name string // with folders, divided by /
	Open func() (io.ReadCloser, error)
}

// Sources are the forms and photos of a zip. Names that are not UTF-8 are GB18030, as
// Windows writes them.
func Sources(content io.ReaderAt, size int64) ([]Source, error) {
	if size > MaxZip {
		return nil, ErrTooLarge
	}
	z, err := zip.NewReader(content, size)
	if err != nil {
		return nil, ErrDamaged
	}
	var list []Source
	for _, f := range z.File {
		if name := nameOf(f); !f.FileInfo().IsDir() && IsForm(name) {
			list = append(list, Source{name, f.Open})
		}
	}
	return list, nil
}

// IsForm reports whether a name is one of a form or of the photo of one.
func IsForm(name string) bool {
	switch extension(name) {
	case ".lrmx", ".lrm", ".pic":
		return true
	}
	return false
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

func nameOf(f *zip.File) string {
	name := f.Name
	if f.NonUTF8 && !utf8.ValidString(name) { // macOS writes UTF-8 and does not say so
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return path.Clean("/" + strings.ReplaceAll(name, `\`, "/"))[1:]
}

// Limits are how many files, and how many bytes of them, may still be read.
type Limits struct{ files, bytes int }

// NewLimits are those of one import.
func NewLimits() *Limits { return &Limits{MaxFiles, MaxZip} }

// unreadable stands for the content of a file that cannot be unpacked: no reader takes it
// in any encoding.
const unreadable = "\xFF"

// read reads a file, whatever its zip says of its size. One that is too large is cut off one
// byte beyond what a file may have, and one that cannot be unpacked is unreadable: both are
// refused by name when the form is read. What is too much for all files together is an error.
func (l *Limits) read(s *Source) (Entry, error) {
	if l.files--; l.files < 0 {
		return Entry{}, ErrTooLarge
	}
	content := []byte(unreadable)
	if in, err := s.Open(); err == nil {
		defer func() { _ = in.Close() }()
		all, err := io.ReadAll(io.LimitReader(in, int64(min(MaxFile, l.bytes))+1))
		if len(all) > l.bytes {
			return Entry{}, ErrTooLarge
		}
		l.bytes -= len(all)
		if err == nil {
			content = all
		}
	}
	return Entry{s.Name, content}, nil
}

// each calls f with every form, and the photo of an .lrm, nil for none. One form at a time
// is in memory.
func each(list []Source, limits *Limits, f func(form Entry, photo *Entry) error) error {
	photos := map[string]*Source{}
	for i := range list {
		if extension(list[i].Name) == ".pic" {
			photos[stem(list[i].Name)] = &list[i]
		}
	}
	for i := range list {
		kind := extension(list[i].Name)
		if kind == ".pic" {
			continue
		}
		form, err := limits.read(&list[i])
		if err != nil {
			return err
		}
		var photo *Entry
		if s := photos[stem(list[i].Name)]; s != nil && kind == ".lrm" {
			one, err := limits.read(s)
			if err != nil {
				return err
			}
			photo = &one
		}
		if err := f(form, photo); err != nil {
			return err
		}
	}
	return nil
}

// Forms reads the forms in a zip, each .lrm with its photo.
func Forms(content []byte, limits *Limits) ([]File, error) {
	sources, err := Sources(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	var list []File
	err = each(sources, limits, func(form Entry, photo *Entry) error {
		f := File{Name: path.Base(form.Name), Folder: path.Base(path.Dir("/" + form.Name))}
		if f.Folder == "/" {
			f.Folder = ""
		}
		switch {
		case extension(form.Name) == ".lrmx":
			f.Form, f.Err = Read(form.Content)
		case photo != nil:
			f.Form, f.Err = ReadLRM(form.Content, photo.Content)
		default:
			f.Form, f.Err = ReadLRM(form.Content, nil)
		}
		list = append(list, f)
		return nil
	})
	return list, err
}

func stem(name string) string { return strings.ToLower(strings.TrimSuffix(name, path.Ext(name))) }

// Split packs files into zips of at most most bytes, more than two files can have, and
// calls put with each. An .lrm and its photo stay together. It returns how many forms
// there are.
func Split(list []Source, most int, put func(zipped []byte) error) (forms int, err error) {
	p := packer{most: most, put: put}
	err = each(list, NewLimits(), func(form Entry, photo *Entry) error {
		forms++
		group := []Entry{form}
		if photo != nil {
			group = append(group, *photo)
		}
		return p.add(group)
	})
	if err == nil {
		err = p.flush()
	}
	return forms, err
}

// packer writes zips of a limited size.
type packer struct {
	most int
	put  func([]byte) error
	list []Entry
	size int // bytes of list, which its zip is not larger than
}

// spare is how many bytes a zip has for each file beside its content and twice its name.
const spare = 256

func (p *packer) add(group []Entry) error {
	size := 0
	for _, e := range group {
		size += len(e.Content) + 2*len(e.Name) + spare
	}
	if len(p.list) > 0 && p.size+size > p.most {
		if err := p.flush(); err != nil {
			return err
		}
	}
	p.list, p.size = append(p.list, group...), p.size+size
	return nil
}

func (p *packer) flush() error {
	if len(p.list) == 0 {
		return nil
	}
	zipped, err := Pack(p.list)
	p.list, p.size = nil, 0
	if err != nil {
		return err
	}
	return p.put(zipped)
}

// Pack writes files into a zip.
func Pack(list []Entry) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range list {
		w, err := z.Create(e.Name)
		if err == nil {
			_, err = w.Write(e.Content)
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
