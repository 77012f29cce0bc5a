package desk

import "kaoji/evaluation"

// Node is one figure with its origin. Label is a key in the catalog of texts,
// Formula the arithmetic in numbers, Rule a key in the rule pack.
type Node struct {
	Label    evaluation.Problem `json:"-"`
	Groups   []string           `json:"groups"` // of people that it is about, "" or none for all
	Formula  string             `json:"formula"`
	Value    string             `json:"value"`
	Rule     string             `json:"rule"`
	Children []Node             `json:"children"`
}

// Sign returns "=" if the weighted mean of the printed parts, rounded half up like
// the parts, is the printed total; otherwise, or if parts are missing, "≈".
func Sign(weights, parts []int64, total int64) string {
	sum, weight := int64(0), int64(0)
	if len(weights) != len(parts) {
		return "≈"
	}
	for i, w := range weights {
		sum, weight = sum+w*parts[i], weight+w
	}
	if weight <= 0 || (2*sum+weight)/(2*weight) != total {
		return "≈"
	}
	return "="
}
