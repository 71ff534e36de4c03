package cvss4

import (
	"errors"
	"fmt"
	"strings"

	"parry/frameworks/cvss"
	"parry/model"
)

// readVector reads a vector of 4.0; the prefix may be left out.
func readVector(asked []model.Question, text string) (model.Answers, error) {
	other := func(prefix string) error {
		switch prefix {
		case "", version:
			return nil
		case "3.0", "3.1":
			return fmt.Errorf("the vector is of CVSS %s; score it by cvss-3.1", prefix)
		}
		return fmt.Errorf("the vector is of CVSS %.20q; 4.0 is read here", prefix)
	}
	a, err := model.ParseVector(text, asked, other)
	if err == nil {
		return a, nil
	}
	first, _, _ := strings.Cut(strings.Trim(strings.TrimSpace(text), "("), "/")
	if name, prefix, ok := strings.Cut(first, ":"); ok && strings.EqualFold(name, "CVSS") && other(prefix) != nil {
		return nil, other(prefix) // rather than that a metric of it is not known
	}
	if strings.Contains(text, "Au:") {
		return nil, errors.New("the vector is of CVSS 2; 4.0 is read here")
	}
	return nil, err
}

// writeVector writes the metrics that are defined, in the published order.
func writeVector(a model.Answers) string { return cvss.Write("CVSS:4.0", metricOrder, a) }

// supplemental writes the metrics that never change a score.
func supplemental(a model.Answers) string {
	return cvss.Write("", metricOrder[len(metricOrder)-6:], a)
}
