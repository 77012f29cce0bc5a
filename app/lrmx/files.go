package lrmx

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

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

// Entry is a file to pack or that was unpacked.
type Entry struct {
	Name    string // with folders, divided by /
	Content []byte
}

// IsForm reports whether a name is one of a form or of the photo of one.
func IsForm(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".lrmx", ".lrm", ".pic":
		return true
	}
	return false
}

// Unzip returns the files of a zip. Names that are not UTF-8 are GB18030, as Windows
// writes them.
func Unzip(content []byte) ([]Entry, error) {
	if len(content) > MaxZip {
		return nil, ErrTooLarge
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, ErrDamaged
	}
	var list []Entry
	left := MaxZip
	for _, f := range z.File {
		name := nameOf(f)
		if f.FileInfo().IsDir() || !IsForm(name) {
			continue
		}
		if len(list) == MaxFiles {
			return nil, ErrTooLarge
		}
		one, err := unpacked(f, min(MaxFile, left))
		if err != nil {
			return nil, err
		}
		left -= len(one)
		list = append(list, Entry{name, one})
	}
	return list, nil
}

func nameOf(f *zip.File) string {
	name := f.Name
	if f.NonUTF8 {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return path.Clean("/" + strings.ReplaceAll(name, `\`, "/"))[1:]
}

// unpacked reads a file of a zip, whatever the zip says of its size.
func unpacked(f *zip.File, most int) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, ErrDamaged
	}
	defer func() { _ = in.Close() }()
	content, err := io.ReadAll(io.LimitReader(in, int64(most)+1))
	if err != nil {
		return nil, ErrDamaged
	}
	if len(content) > most {
		return nil, ErrTooLarge
	}
	return content, nil
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

// Forms reads the forms among the files of a zip, each .lrm with its photo.
func Forms(content []byte) ([]File, error) {
	entries, err := Unzip(content)
	if err != nil {
		return nil, err
	}
	pictures := map[string][]byte{}
	for _, e := range entries {
		if strings.EqualFold(path.Ext(e.Name), ".pic") {
			pictures[stem(e.Name)] = e.Content
		}
	}
	var list []File
	for _, e := range entries {
		f := File{Name: path.Base(e.Name), Folder: path.Base(path.Dir("/" + e.Name))}
		if f.Folder == "/" {
			f.Folder = ""
		}
		switch strings.ToLower(path.Ext(e.Name)) {
		case ".lrmx":
			f.Form, f.Err = Read(e.Content)
		case ".lrm":
			f.Form, f.Err = ReadLRM(e.Content, pictures[stem(e.Name)])
		default:
			continue
		}
		list = append(list, f)
	}
	return list, nil
}

func stem(name string) string { return strings.ToLower(strings.TrimSuffix(name, path.Ext(name))) }
