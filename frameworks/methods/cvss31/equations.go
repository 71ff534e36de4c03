package cvss31

import (
	"math/big"
	"strconv"

	"parry/frameworks/cvss"
	"parry/model"
)

// equations are the edition by which a vector is scored. 3.0 rounds up what is
// above a tenth by however little; 3.1 first rounds to five decimals. 3.1 also
// has another impact for a changed scope in its environmental equations.
type equations int

const (
	v31 equations = iota
	v30
)

// weights are the published numbers of the metrics, in hundredths. PR has
// others where the scope is changed.
var weights = map[string]map[string]int64{
	"AV": {"N": 85, "A": 62, "L": 55, "P": 20},
	"AC": {"L": 77, "H": 44},
	"PR": {"N": 85, "L": 62, "H": 27},
	"UI": {"N": 85, "R": 62},
	"C":  {"H": 56, "L": 22, "N": 0},
	"E":  {"H": 100, "F": 97, "P": 94, "U": 91},
	"RL": {"U": 100, "W": 97, "T": 96, "O": 95},
	"RC": {"C": 100, "R": 96, "U": 92},
	"CR": {"H": 150, "M": 100, "L": 50},
}

var changedPR = map[string]int64{"N": 85, "L": 68, "H": 50}

// A fixed is a number in units of 10⁻¹². Every weight has two decimals, so all
// but the power of a changed scope fits without rounding.
type fixed int64

const (
	unit    = fixed(1e12)
	mostISS = 915_000 // of the environmental equations, in millionths
)

// String shows four decimals.
func (f fixed) String() string {
	const shown = 1e8
	n := (int64(f) + shown/2) / shown
	if f < 0 {
		n = -((-int64(f) + shown/2) / shown)
	}
	return strconv.FormatFloat(float64(n)/1e4, 'f', 4, 64)
}

// scores are everything that the equations give, in tenths.
type scores struct {
	by                     equations
	base, temporal         cvss.Score
	environmental          cvss.Score
	hasTemporal            bool
	hasEnvironmental       bool
	impact, exploitability fixed
	modImpact              fixed
	modExploitability      fixed
	scope, modScope        string
	factors                [3]int64 // E, RL, RC in hundredths
	metricsGiven           model.Answers
}

var scopeWords = map[string]string{"U": "unchanged", "C": "changed"}

// score computes all three scores of a complete set of base metrics; what is
// not defined takes the value that changes nothing.
func score(by equations, a model.Answers) scores {
	s := scores{by: by, metricsGiven: a, factors: [3]int64{100, 100, 100}}
	for i, name := range [...]string{"E", "RL", "RC"} {
		if w, ok := weights[name][a[name]]; ok {
			s.factors[i], s.hasTemporal = w, true
		}
	}
	changed := a["S"] == "C"
	s.scope = scopeWords[a["S"]]
	s.impact = impact(iss([3]int64{100, 100, 100}, weights["C"][a["C"]], weights["C"][a["I"]], weights["C"][a["A"]], 1e6), changed, 15, 1_000_000)
	s.exploitability = exploitability(a["AV"], a["AC"], a["PR"], a["UI"], changed)
	s.base = by.total(s.impact, s.exploitability, changed)
	s.temporal = by.times(s.base, s.factors)
	s.modify(a)
	return s
}

// modify scores the environment: each modified metric in place of its base.
func (s *scores) modify(a model.Answers) {
	mod := func(name string) string {
		if v := a["M"+name]; v != "" && v != model.NotKnown {
			s.hasEnvironmental = true
			return v
		}
		return a[name]
	}
	required := [3]int64{100, 100, 100}
	for i, name := range [...]string{"CR", "IR", "AR"} {
		if w, ok := weights["CR"][a[name]]; ok {
			required[i], s.hasEnvironmental = w, true
		}
	}
	scope := mod("S")
	changed := scope == "C"
	s.modScope = scopeWords[scope]
	power, scale := 15, int64(1_000_000)
	if s.by == v31 {
		power, scale = 13, 973_100
	}
	miss := iss(required, weights["C"][mod("C")], weights["C"][mod("I")], weights["C"][mod("A")], mostISS)
	s.modImpact = impact(miss, changed, power, scale)
	s.modExploitability = exploitability(mod("AV"), mod("AC"), mod("PR"), mod("UI"), changed)
	s.environmental = s.by.times(s.by.total(s.modImpact, s.modExploitability, changed), s.factors)
}

// iss is the impact sub-score in millionths, at most most: what is left of
// nothing lost. Requirement times impact is a whole number of hundredths.
func iss(required [3]int64, c, i, a, most int64) int64 {
	left := (100 - required[0]*c/100) * (100 - required[1]*i/100) * (100 - required[2]*a/100)
	return min(1_000_000-left, most)
}

// impact is the impact of a sub-score. A changed scope adds to small ones and
// takes a power of large ones away, whose base is scaled by so many millionths.
func impact(iss int64, changed bool, power int, scale int64) fixed {
	if !changed {
		return fixed(642 * iss * 1e4)
	}
	return fixed(752*(iss-29_000)*1e4) - powered(iss*scale-20_000*1_000_000, power)
}

// powered is 3.25 × x^power for x in units of 10⁻¹², rounded to the unit. It is
// the one number that is not exact; a test shows by fractions that no score
// hangs on it.
func powered(x int64, power int) fixed {
	n := new(big.Int).Exp(big.NewInt(x), big.NewInt(int64(power)), nil)
	n.Mul(n, big.NewInt(325))
	d := new(big.Int).Exp(big.NewInt(int64(unit)), big.NewInt(int64(power-1)), nil)
	d.Mul(d, big.NewInt(100))
	return fixed(n.Quo(n, d).Int64())
}

func exploitability(av, ac, pr, ui string, changed bool) fixed {
	privileges := weights["PR"][pr]
	if changed {
		privileges = changedPR[pr]
	}
	return fixed(822 * weights["AV"][av] * weights["AC"][ac] * privileges * weights["UI"][ui] * 100)
}

// total adds impact and exploitability up to a score; without impact it is 0.
func (by equations) total(impact, exploitability fixed, changed bool) cvss.Score {
	if impact <= 0 {
		return 0
	}
	sum := int64(impact + exploitability)
	if changed {
		sum = sum * 108 / 100 // 1.08, and 10⁻¹² stays below what counts
	}
	return by.up(min(sum, 10*int64(unit)), int64(unit))
}

// times multiplies a score by three factors in hundredths and rounds it up.
func (by equations) times(score cvss.Score, factors [3]int64) cvss.Score {
	return by.up(int64(score)*factors[0]*factors[1]*factors[2], 1e7)
}

// up rounds n/one up to tenths.
func (by equations) up(n, one int64) cvss.Score {
	if by == v31 {
		const decimals = 100_000
		n = (n*2 + one/decimals) / (one / decimals * 2) // to five decimals, half up
		one = decimals
	}
	tenth := one / 10
	return cvss.Score((n + tenth - 1) / tenth)
}

// hundredths writes a factor: 97 is 0.97, 100 is 1.
func hundredths(n int64) string {
	if n == 100 {
		return "1"
	}
	return "0." + strconv.FormatInt(n, 10)
}
