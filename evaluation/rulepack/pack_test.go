package rulepack_test

import (
	"testing"

	"kaoji/evaluation/rulepack"
)

func TestX(t *testing.T) {
	p, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(p.Rules()))
}
