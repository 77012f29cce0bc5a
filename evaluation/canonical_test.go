package evaluation_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
)

func TestCanonicalWritesEqualValuesInEqualBytes(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{` { "b" : 1, "a" : [ true , null ] } `, `{"a":[true,null],"b":1}`},
		{`{"a":1,"a":2}`, `{"a":2}`},
		{`[1, 1.0, 1e0, 10e-1]`, `[1,1,1,1]`},
		{`[0, -0, 0.0, -0.0, 1e-400]`, `[0,0,0,0,0]`},
		{`[9223372036854775807, -9223372036854775808]`, `[9223372036854775807,-9223372036854775808]`},
		{`[0.1, 0.10, 1E-1]`, `[0.1,0.1,0.1]`},
		{`[1e21, 1e20]`, `[1e+21,100000000000000000000]`},
		{`"\u4e2d\/\u0041"`, `"中/A"`},
		{`"\ud842\udfb7"`, `"𠮷"`},
	} {
		got, err := evaluation.Canonical([]byte(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("Canonical(%s) = %s, %v; want %s", c.in, got, err, c.want)
		}
	}
	for _, bad := range []string{``, ` `, `{`, `{} {}`, `{}x`, `[1,]`, `1e400`, `nul`, `{"a":1e999}`, `"`} {
		if got, err := evaluation.Canonical([]byte(bad)); err == nil {
			t.Errorf("Canonical(%s) = %s", bad, got)
		}
	}
}

// value draws any JSON value up to a depth.
func value(t *rapid.T, depth int) any {
	kinds := 5
	if depth > 0 {
		kinds = 7
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.Int64().Draw(t, "int")
	case 3:
		return rapid.Float64Range(-1e300, 1e300).Draw(t, "float")
	case 4:
		return rapid.String().Draw(t, "text")
	case 5:
		list := make([]any, rapid.IntRange(0, 4).Draw(t, "n"))
		for i := range list {
			list[i] = value(t, depth-1)
		}
		return list
	}
	m := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "n") {
		m[rapid.String().Draw(t, "key")] = value(t, depth-1)
	}
	return m
}

func TestCanonicalIsAFixedPointAndKeepsTheValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(value(t, 4))
		if err != nil {
			t.Fatalf("not a JSON value: %v", err)
		}
		checkCanonical(t, raw)
		checkRecognised(t, raw)
	})
}

// The members of an object can stand in any order, as those of a struct do.
func TestCanonicalOrdersTheMembersOfEveryObject(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := value(t, 4)
		sorted, err := json.Marshal(v)
		if err != nil {
			t.Fatalf("not a JSON value: %v", err)
		}
		raw := scrambled(t, v)
		checkRecognised(t, raw)
		got, err := evaluation.Canonical(raw)
		want, werr := evaluation.Canonical(sorted)
		if err != nil || werr != nil || !bytes.Equal(got, want) {
			t.Fatalf("%s becomes %s, %v; sorted it is %s, %v", raw, got, err, want, werr)
		}
	})
}

// scrambled writes a value with the members of its objects in a drawn order.
func scrambled(t *rapid.T, v any) []byte {
	var parts [][]byte
	begin, end := "[", "]"
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			parts = append(parts, scrambled(t, one))
		}
	case map[string]any:
		begin, end = "{", "}"
		for _, key := range rapid.Permutation(slices.Sorted(maps.Keys(v))).Draw(t, "order") {
			name, err := json.Marshal(key)
			if err != nil {
				t.Fatalf("%q: %v", key, err)
			}
			parts = append(parts, slices.Concat(name, []byte(":"), scrambled(t, v[key])))
		}
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatalf("%v: %v", v, err)
		}
		return raw
	}
	return slices.Concat([]byte(begin), bytes.Join(parts, []byte(",")), []byte(end))
}

func checkCanonical(t interface{ Fatalf(string, ...any) }, raw []byte) {
	once, err := evaluation.Canonical(raw)
	if err != nil {
		return
	}
	twice, err := evaluation.Canonical(once)
	if err != nil || !bytes.Equal(once, twice) {
		t.Fatalf("%s becomes %s becomes %s (%v)", raw, once, twice, err)
	}
	var before, after any
	if err := json.Unmarshal(raw, &before); err != nil {
		t.Fatalf("%s was accepted: %v", raw, err)
	}
	if err := json.Unmarshal(once, &after); err != nil || !reflect.DeepEqual(before, after) {
		t.Fatalf("%s lost its value: %s (%v)", raw, once, err)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"b":1,"a":[1.50,-0,"𠮷"]}`, `1e400`, `{"a":{"a":{}}} 1`, `"\ud800"`, `[12345678901234567890]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		checkCanonical(t, raw)
		checkRecognised(t, raw)
	})
}

// checkRecognised: one space in front, and nothing is taken as it stands. The
// long way must then say the same.
func checkRecognised(t interface{ Fatalf(string, ...any) }, raw []byte) {
	short, err := evaluation.Canonical(raw)
	long, lerr := evaluation.Canonical(append([]byte(" "), raw...))
	if (err == nil) != (lerr == nil) || !bytes.Equal(short, long) {
		t.Fatalf("%q: %s, %v by the short way, %s, %v by the long", raw, short, err, long, lerr)
	}
}
