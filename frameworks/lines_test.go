package frameworks

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"parry/model"
)

// unlined are the kinds of entries that need no line of ours, and why.
var unlined = map[string][]string{
	"atlas": {"case study"}, // its name says who was attacked and how
}

// longestLine is what fits a card without a third row of text at 80 columns.
const longestLine = 110

// Every entry has a line of ours that can be read at a glance: one sentence, as long as
// two rows of a card, that no other entry of the catalogue has and that is not its name again.
func TestEveryEntryHasALine(t *testing.T) {
	everyCatalogue(t, func(t *testing.T, c *model.Catalogue) {
		of := map[string]string{}
		for _, e := range c.Entries {
			if e.About == "" {
				if !slices.Contains(unlined[c.ID], e.Kind) {
					t.Errorf("%s, %s, has no line", e.ID, e.Name)
				}
				continue
			}
			if fault := faultOf(&e); fault != "" {
				t.Errorf("%s: %s: %q", e.ID, fault, e.About)
			}
			key := strings.Join(wordsOf(e.About), " ")
			if of[key] != "" {
				t.Errorf("%s and %s have the same line: %q", of[key], e.ID, e.About)
			}
			of[key] = e.ID
		}
	})
}

func faultOf(e *model.Entry) string {
	line := e.About
	first, _, _ := strings.Cut(line, " ")
	switch initial, _ := utf8.DecodeRuneInString(line); {
	case utf8.RuneCountInString(line) > longestLine:
		return "it is too long"
	case !unicode.IsUpper(initial):
		return "it does not begin with a capital"
	case !strings.HasSuffix(line, ".") || strings.HasSuffix(line, ".."):
		return "it does not end with one full stop"
	case strings.ContainsAny(line, "—!?\n\""):
		return "it is no plain sentence"
	case slices.Equal(wordsOf(line), wordsOf(e.Name)):
		return "it is the name again"
	case (e.Kind == "technique" || e.Kind == "mitigation") && !strings.HasSuffix(strings.Trim(first, ","), "s"):
		return "it does not begin with what is done"
	}
	return ""
}

// sharedWords is how many words in a row a line of ours may not have in common with a text
// of the publisher: four that agree are a phrase, three are the language.
const sharedWords = 4

// What a line of ours says is said in our words: it shares no phrase with a text of the
// publisher, other than the name of an entry. It is looked at where the published texts are
// there; of the other catalogues no text of the publisher is at hand to compare with.
func TestLinesAreInOurWords(t *testing.T) {
	for id, published := range map[string][]string{
		"atlas":   {"atlas/ATLAS.yaml"},
		"nist-ai": {"nist/ai-rmf-1.0-subcategories.json", "nist/ai-600-1-actions.json"},
	} {
		t.Run(id, func(t *testing.T) {
			theirs := map[string]bool{}
			for _, name := range published {
				for _, text := range textsOf(t, name) {
					addPhrases(theirs, text)
				}
			}
			if len(theirs) < 1000 {
				t.Fatalf("only %d phrases are published", len(theirs))
			}
			c, _ := Library().Catalogue(id)
			names := map[string]bool{}
			for _, e := range c.Entries {
				addPhrases(names, e.Name)
			}
			for _, e := range c.Entries {
				for phrase := range phrasesOf(e.About) {
					if theirs[phrase] && !names[phrase] {
						t.Errorf("%s: %q is the publisher's, in %q", e.ID, phrase, e.About)
					}
				}
			}
		})
	}
}

// textsOf gives every text of a published file, except names, or skips the test where the
// file is absent.
func textsOf(t *testing.T, name string) (texts []string) {
	t.Helper()
	body, err := os.ReadFile("../../shared/data/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published texts are not there: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	read := yaml.Unmarshal
	if strings.HasSuffix(name, ".json") {
		read = json.Unmarshal
	}
	var file any
	if err := read(body, &file); err != nil {
		t.Fatal(err)
	}
	var walk func(at any)
	walk = func(at any) {
		switch at := at.(type) {
		case map[string]any:
			for key, value := range at {
				if key != "name" {
					walk(value)
				}
			}
		case []any:
			for _, value := range at {
				walk(value)
			}
		case string:
			texts = append(texts, at)
		}
	}
	walk(file)
	return texts
}

func addPhrases(to map[string]bool, text string) {
	for phrase := range phrasesOf(text) {
		to[phrase] = true
	}
}

// phrasesOf gives each run of sharedWords words of a text.
func phrasesOf(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		words := wordsOf(text)
		for i := 0; i+sharedWords <= len(words); i++ {
			if !yield(strings.Join(words[i:i+sharedWords], " ")) {
				return
			}
		}
	}
}

// wordsOf gives the words of a text in small letters, without signs.
func wordsOf(text string) []string {
	text = strings.NewReplacer("'", "", "’", "").Replace(strings.ToLower(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
