package auth

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed common_passwords.txt
var commonPasswords string

// common recognises passwords that are guessed first: the words in
// common_passwords.txt, also with digits or signs at the end and with look-alike
// characters, and patterns that need no list (sequences, keyboard patterns,
// repetitions, plain numbers).
type common map[string]bool

func newCommon() common {
	c := common{}
	for line := range strings.Lines(commonPasswords) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			c[line] = true
		}
	}
	return c
}

// maxTail is the number of digits and signs at the end of a listed word that do not
// make it stronger: a full date.
const maxTail = 8

func (c common) has(p string) bool {
	p = strings.ToLower(p)
	if onlyDigits(p) || repeated(p) || walked(p) || walked(unshifted(p)) {
		return true
	}
	for word, tail := p, 0; word != "" && tail <= maxTail; tail++ {
		if c.lists(word) {
			return true
		}
		last, size := utf8.DecodeLastRuneInString(word)
		if unicode.IsLetter(last) {
			break
		}
		word = word[:len(word)-size]
	}
	return false
}

// lists looks up a word unchanged, without leading signs, and with look-alike
// characters replaced; each also for a word typed twice.
func (c common) lists(word string) bool {
	for _, w := range []string{word, strings.TrimLeftFunc(word, notLetter), unleet(word, "l"), unleet(word, "i")} {
		if c[w] || c[halved(w)] {
			return true
		}
	}
	return false
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// onlyDigits: numbers are often birthdays, telephone numbers or identity card
// numbers (18 digits).
func onlyDigits(p string) bool {
	return len(p) <= 18 && !strings.ContainsFunc(p, func(r rune) bool { return r < '0' || r > '9' })
}

// unleet replaces look-alike characters by letters; 1 and ! mean l or i.
func unleet(p, one string) string {
	return strings.NewReplacer("0", "o", "1", one, "!", one, "3", "e", "4", "a", "@", "a", "5", "s", "$", "s", "7", "t").Replace(p)
}

// unshifted replaces the signs of the digit row by digits.
func unshifted(p string) string {
	return strings.NewReplacer("!", "1", "@", "2", "#", "3", "$", "4", "%", "5", "^", "6", "&", "7", "*", "8", "(", "9", ")", "0").Replace(p)
}

// halved returns the half of a word that was typed twice, otherwise "".
func halved(w string) string {
	if n := len(w) / 2; w != "" && w[:n] == w[n:] {
		return w[:n]
	}
	return ""
}

// repeated reports whether a short block is repeated, or there are very few
// different characters.
func repeated(p string) bool {
	different := map[rune]bool{}
	for _, r := range p {
		different[r] = true
	}
	if len(different) <= 3 {
		return true
	}
	for n := 1; n <= len(p)/3; n++ {
		if strings.HasPrefix(strings.Repeat(p[:n], len(p)/n+1), p) {
			return true
		}
	}
	return false
}

// walks contains adjacent characters: rows and columns of the keyboard, digits,
// alphabet.
const walks = "`1234567890-= qwertyuiop[]\\ asdfghjkl;' zxcvbnm,./ " +
	"1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ !@#$%^&*()_+ abcdefghijklmnopqrstuvwxyz"

// walked reports whether at least three of four steps go to an adjacent character
// or stay, and the others begin a new walk (1qaz2wsx3edc has 9 of 11).
func walked(p string) bool {
	steps, near := 0, 0
	for i := 1; i < len(p); i++ {
		steps++
		a, b := p[i-1:i], p[i:i+1]
		if a == b || a != " " && b != " " && (strings.Contains(walks, a+b) || strings.Contains(walks, b+a)) {
			near++
		}
	}
	return steps > 0 && near*4 >= steps*3
}
