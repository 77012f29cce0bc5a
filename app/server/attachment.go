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

// longestName is the most characters that the name of a file keeps, without its
// extension.
const longestName = 100

// Attachment is what is stored of a file that somebody sends: name, media type
// and hash. It fails with CodeTooLarge, with CodeMediaType if the content is
// none of the kinds that may be attached, and with error.file_macros if the
// document can run something.
func Attachment(name string, content []byte) (evaluation.Blob, error) {
	base := baseName(name)
	if len(content) > evaluation.MaxBlob {
		return evaluation.Blob{}, evaluation.Fail(evaluation.CodeTooLarge, "error.file_too_large", "name", first(base, longestName), "max", evaluation.MaxBlob>>10)
	}
	k, macros := kindOf(content)
	shown := first(base, longestName)
	switch {
	case macros:
		return evaluation.Blob{}, evaluation.Fail(evaluation.CodeMediaType, "error.file_macros", "name", shown)
	case k == nil:
		return evaluation.Blob{}, evaluation.Fail(evaluation.CodeMediaType, "error.file_type", "name", shown)
	}
	sum := sha256.Sum256(content)
	return evaluation.Blob{Name: k.named(base), Type: k.media, SHA256: hex.EncodeToString(sum[:])}, nil
}

// named gives the name an extension of the kind: an extension that promises
// something else is replaced, since it decides which program opens the file.
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
	if stem = strings.Trim(first(stem, longestName), " ."); stem == "" {
		stem = "file"
	}
	return stem + ext
}

// first are at most n characters of a text.
func first(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// baseName is the last part of a path without what makes a name look like
// another: control characters and marks that turn the direction of writing.
// Rare characters, those for private use among them, stay.
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

// Cautioned reports whether the media type is an old binary format, which
// office programs read with more trust than it deserves.
func Cautioned(media string) bool {
	return media == kindOldText.media || media == kindOldTable.media
}
