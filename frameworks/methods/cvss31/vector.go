package cvss31

import (
	"errors"
	"fmt"
	"strings"

	"parry/frameworks/cvss"
	"parry/model"
)

// readVector reads a vector of 3.1 or 3.0; one that does not say is of 3.1.
func readVector(asked []model.Question, text string) (model.Answers, error) {
	is30 := false
	a, err := model.ParseVector(text, asked, func(prefix string) error {
		switch prefix {
		case "", "3.1":
		case "3.0":
			is30 = true
		case "4.0":
			return errors.New("the vector is of CVSS 4.0; score it by cvss-4.0")
		default:
			return fmt.Errorf("the vector is of CVSS %.20q; 3.0 and 3.1 are read here", prefix)
		}
		return nil
	})
	switch {
	case err != nil && strings.Contains(strings.ToUpper(text), "CVSS:4.0"):
		return nil, errors.New("the vector is of CVSS 4.0; score it by cvss-4.0")
	case err != nil && strings.Contains(text, "Au:"):
		return nil, errors.New("the vector is of CVSS 2; 3.0 and 3.1 are read here")
	case err != nil:
		return nil, err
	}
	if is30 {
		a[answerVersion] = "3.0"
	}
	return a, nil
}

// writeVector writes the metrics that are defined, in the published order.
func writeVector(by equations, a model.Answers) string {
	if by == v30 {
		return cvss.Write("CVSS:3.0", metricOrder, a)
	}
	return cvss.Write("CVSS:3.1", metricOrder, a)
}
