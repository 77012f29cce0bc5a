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
