package main

import (
	"encoding/json"
	"math"
	"strconv"
)

// num is a number that may be NaN or infinite, which JSON cannot write: those
// are the texts "NaN", "+Inf" and "-Inf".
type num float64

func (n num) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return json.Marshal(strconv.FormatFloat(float64(n), 'g', -1, 64))
	}
	return json.Marshal(float64(n))
}

func (n *num) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		v, err := strconv.ParseFloat(text, 64)
		*n = num(v)
		return err
	}
	return json.Unmarshal(raw, (*float64)(n))
}

func floats(list []num) []float64 {
	out := make([]float64, len(list))
	for i, v := range list {
		out[i] = float64(v)
	}
	return out
}

func table(rows [][]num) [][]float64 {
	out := make([][]float64, len(rows))
	for i, row := range rows {
		out[i] = floats(row)
	}
	return out
}

func nums(list []float64) []num {
	out := make([]num, len(list))
	for i, v := range list {
		out[i] = num(v)
	}
	return out
}

func named(values map[string]float64) map[string]num {
	out := make(map[string]num, len(values))
	for k, v := range values {
		out[k] = num(v)
	}
	return out
}
