package server

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"unicode"

	"kaoji/evaluation"
)

// longestName is the maximum length of a file name without its extension, in
// characters.
const longestName = 100

// Attachment checks an uploaded file and returns its name, media type and hash.
// Errors: CodeTooLarge; CodeMediaType if the content has a type that may not be
// attached; error.file_macros if the document contains macros.
func Attachment(name string, content []byte) (evaluation.Blob, error) {
	base := baseName(name)
	if len(content) > evaluation.MaxBlob {
		return evaluation.Blob{}, evaluation.Fail(evaluation.CodeTooLarge, "error.file_too_large", "name", short(base), "max", evaluation.MaxBlob>>10)
	}
	k, macros := kindOf(content)
	shown := short(base)
	switch {
	case macros:
		return evaluation.Blob{}, evaluation.Fail(evaluation.CodeMediaType, "error.file_macros", "name", shown)
	case k == nil:
		return evaluation.Blob{}, evaluation.Fail(evaluation.CodeMediaType, "error.file_type", "name", shown)
	}
	sum := sha256.Sum256(content)
	return evaluation.Blob{Name: k.named(base), Type: k.media, SHA256: hex.EncodeToString(sum[:])}, nil
}

// named gives the name an extension of the kind: a wrong extension is replaced,
// because it determines which program opens the file.
func (k *fileKind) named(base string) string {
	stem, ext := base, strings.ToLower(path.Ext(base))
	if ext != "" && slices.ContainsFunc(fileKinds, func(o *fileKind) bool { return slices.Contains(o.extensions, ext) }) {
		stem = base[:len(base)-len(ext)]
	} else {
		ext = ""
	}
	if !slices.Contains(k.extensions, ext) {
		ext = k.extensions[0]
	}
	if stem = strings.Trim(short(stem), " ."); stem == "" {
		stem = "file"
	}
	return stem + ext
}

// short cuts a name after longestName characters.
func short(s string) string {
	if r := []rune(s); len(r) > longestName {
		return string(r[:longestName])
	}
	return s
}

// baseName returns the last part of a path without control characters and marks
// that change the writing direction, which can disguise a name. Rare characters,
// including those for private use, stay.
func baseName(name string) string {
	name = path.Base("/" + strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, name)
	return strings.Trim(name, " /")
}

// Cautioned reports whether the media type is an old binary format, which can be
// dangerous in office programs.
func Cautioned(media string) bool {
	return media == kindOldText.media || media == kindOldTable.media
}
