package desk

import "kaoji/evaluation"

// Node is one figure with where it comes from. Label is a key in the catalog
// of texts; Formula is arithmetic in figures; Rule a key in the rule pack.
type Node struct {
	Label    evaluation.Problem `json:"-"`
	Groups   []string           `json:"groups"` // of people that it is about, "" or none for all
	Formula  string             `json:"formula"`
	Value    string             `json:"value"`
	Rule     string             `json:"rule"`
	Children []Node             `json:"children"`
}

// Sign is "=" where the weighted mean of the printed parts, rounded half up as
// the parts are, is the printed total; "≈" where it is not, or where parts are
// missing, so that whoever adds up by hand finds what is printed.
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
