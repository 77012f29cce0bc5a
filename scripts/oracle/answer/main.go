// Answer is the side of the nightly recomputation that asks the program: it
// reads one question a line, calls the exported function that the question
// names and writes what it gave, one line each. It computes nothing itself.
// scripts/oracle.sh builds it and lets the Python programs beside it ask.
//
//	{"ask": "stats.gini", "in": {"x": [1, 2, 3]}}
//	{"out": 0.2222222222222222}
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
)

// answers holds a function for each question; the files beside this one fill it.
var answers = map[string]func(json.RawMessage) (any, error){}

// on says what answers a question whose input has the shape of T.
func on[T any](ask string, answer func(in T) (any, error)) {
	answers[ask] = func(raw json.RawMessage) (any, error) {
		var in T
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("question %s cannot be read: %w", ask, err)
		}
		return answer(in)
	}
}

type question struct {
	Ask string          `json:"ask"`
	In  json.RawMessage `json:"in"`
}

type reply struct {
	Out   any    `json:"out"`
	Err   string `json:"err,omitempty"`   // the function refused
	Panic string `json:"panic,omitempty"` // which is a finding whatever was asked
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// serve answers until the questions end. A reply is flushed at once, because
// who asks waits for it.
func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, 1<<20)
	decoder, w := json.NewDecoder(lines), bufio.NewWriter(out)
	encoder := json.NewEncoder(w)
	for {
		var q question
		if err := decoder.Decode(&q); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := encoder.Encode(answer(q)); err != nil {
			return fmt.Errorf("%s: %w", q.Ask, err)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
}

func answer(q question) (r reply) {
	defer func() {
		if p := recover(); p != nil {
			r = reply{Panic: fmt.Sprint(p)}
		}
	}()
	f, known := answers[q.Ask]
	if !known {
		return reply{Panic: "no such question: " + q.Ask}
	}
	out, err := f(q.In)
	if err != nil {
		return reply{Err: err.Error()}
	}
	return reply{Out: out}
}
