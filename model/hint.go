package model

// A Hint is one value that the text of a threat speaks for, with the reason.
type Hint struct {
	Value string  `json:"value"`
	Name  string  `json:"name,omitempty"` // of a catalogue's entry
	Why   string  `json:"why"`
	Score float64 `json:"score,omitempty"` // how strongly; it compares hints of one field only
}

// Hints are what is suggested for one field of a threat, the strongest first. Nothing is
// ever filled in from them: a person takes one, or says that none fits.
type Hints struct {
	Field string `json:"field"`
	Hints []Hint `json:"hints"`
	None  string `json:"none,omitempty"` // why it may be that none fits, where that is the better answer
}

// A Classifier suggests how a threat is classified: Hints for each field of
// ClassifiedFields, in their order.
type Classifier func(*Threat) []Hints

// ClassifiedFields are the fields that hints are given for, in the order they are asked.
var ClassifiedFields = []string{"category", "lifecycle_phase", "lifecycle_activity", "layer", "atlas", "owasp_llm", "owasp_asi", "stride"}
