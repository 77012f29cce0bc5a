package evaluation

import "testing"

func TestCanonicalTextsAreRecognisedAndNothingElse(t *testing.T) {
	for _, s := range []string{
		`{}`, `[]`, `""`, `0`, `-1`, `true`, `null`, `{"a":1,"b":[true,false,null,"中文","𠮷"],"c":{"d":{}}}`,
		`999999999999999999`, `[[],{}]`,
	} {
		if !isCanonical([]byte(s)) {
			t.Errorf("%s is canonical", s)
		}
	}
	for _, s := range []string{
		``, ` 1`, `1 `, `1.0`, `-0`, `00`, `-01`, `1e1`, `9999999999999999999`, `tru`, `truex`, `"`, `"a`, `"\u0041"`, `"<"`, `"&"`,
		"\"\u2028\"", "\"\xff\"", "\"\x01\"", `{"b":1,"a":2}`, `{"a":1,"a":2}`, `{"a":1,}`, `{"a" :1}`, `{a:1}`, `[1,]`, `[1`, `[,1]`, `{"a":1`, `{} {}`, `-`,
	} {
		if isCanonical([]byte(s)) {
			t.Errorf("%s is taken for canonical", s)
		}
	}
}
