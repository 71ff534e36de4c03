package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"parry/model"
	"parry/store/tryout"
)

// A published file is what one of them must come to: the records it brings, and how
// many links in it lead nowhere; or the sentence it is refused with.
type published struct {
	as       string // the format
	brings   string // records by kind, as fmt prints a map
	dangling int
	refused  string
}

const (
	noneOfOurs = "unknown format: the content says none that parry reads; if it is one, say which with --format: "
	aSchema    = "unknown format: this is a JSON Schema: it says what a file may hold, and holds no threats"
	aBOM       = "unknown format: this is a CycloneDX bill of materials, which parry does not read; export the threat model from the program that made it as Threat Dragon, OTM or JSON"
	damaged    = "unknown format: this is a Threat Dragon model without a summary or a detail: it is damaged, or was never saved by Threat Dragon"
	anOSCAL    = "unknown format: this is an OSCAL document: parry writes plans of action and reads none"
)

// allPublished names every file of these folders: one that is added must be added here.
// Of the links that lead nowhere, those of Threat Composer are as counted by hand; those
// of the Threat Model Library stand in parts that are not taken.
var allPublished = map[string]map[string]published{
	"threat-composer": {
		"GenAIChatbot.tc.json":                              {as: "threatcomposer", brings: "map[assumption:13 control:84 system:1 threat:37]"},
		"ThreatComposer.tc.json":                            {as: "threatcomposer", brings: "map[assumption:5 control:18 system:1 threat:20]", dangling: 4 + 10},
		"ThreatComposerWorkspace-reinforce2024-ex1.tc.json": {as: "threatcomposer", brings: "map[assumption:6 control:18 system:1 threat:18]", dangling: 4 + 10},
		"ThreatModelingForBuilders-Exercise1.tc.json":       {as: "threatcomposer", brings: "map[system:1]"},
		"threatpack-GenAIChatbot.json":                      {as: "threatcomposer", brings: "map[control:84 threat:37]"},
		"mitigationpack-GenAIChatbot.json":                  {as: "threatcomposer", brings: "map[control:84]"},
		"threatStatus.json":                                 {refused: noneOfOurs},
		"mitigationStatus.json":                             {refused: noneOfOurs},
		"threat-composer-v1.schema.json":                    {refused: aSchema},
	},
	"threat-dragon/models": {
		"demo-threat-model.json":         {as: "threatdragon", brings: "map[system:1 threat:14]"},
		"v2-threat-model.json":           {as: "threatdragon", brings: "map[system:1 threat:14]"},
		"v2-threat-model-full.json":      {as: "threatdragon", brings: "map[system:1 threat:14]"},
		"test-reports.json":              {as: "threatdragon", brings: "map[system:1 threat:8]"},
		"three-tier-web-app.json":        {as: "threatdragon", brings: "map[system:1 threat:2]"},
		"generic-cms.json":               {as: "threatdragon", brings: "map[system:1]"},
		"online-game.json":               {as: "threatdragon", brings: "map[system:1]"},
		"payment-online.json":            {as: "threatdragon", brings: "map[system:1]"},
		"renting-car.json":               {as: "threatdragon", brings: "map[system:1]"},
		"new-model.json":                 {as: "threatdragon", brings: "map[system:1]"},
		"v2-new-model.json":              {as: "threatdragon", brings: "map[system:1]"},
		"huskyai.tmbom.json":             {as: "tmlibrary", brings: "map[assumption:1 control:22 system:1 threat:9]", dangling: 24},
		"example-open-threat-model.json": {as: "otm", brings: "map[asset:2 control:2 system:1 threat:2]"},
		"malformed-new-model.json":       {refused: damaged},
		"v2-malformed-new-model.json":    {refused: damaged},
		"tmbom-multi-example.cdx.json":   {refused: aBOM},
		"tmbom-otm-example.cdx.json":     {refused: aBOM},
		"tmbom-pytm-example.cdx.json":    {refused: aBOM},
	},
	"threat-dragon/schema": {
		"open-threat-model.schema.json": {refused: aSchema}, "threat-dragon-v1.schema.json": {refused: aSchema}, "threat-dragon-v2.schema.json": {refused: aSchema},
		"threat-model-format.schema.json": {refused: aSchema}, "threat-model.schema.json": {refused: aSchema},
	},
	"otm": {
		"EXAMPLE.json":                       {as: "otm", brings: "map[asset:2 control:2 system:1 threat:2]"}, // one threat in two components
		"EXAMPLE.yaml":                       {as: "otm", brings: "map[asset:2 control:2 system:1 threat:2]"},
		"startleft-MTMT_MVP.otm":             {as: "otm", brings: "map[control:43 system:1 threat:43]"},
		"startleft-manual_threat_model.yaml": {as: "otm", brings: "map[system:1]"},
		"startleft-minimal_content.yaml":     {as: "otm", brings: "map[system:1]"},
		"startleft-otm_file_example.otm":     {as: "otm", brings: "map[system:1]"},
		"startleft-otm_without_version.otm":  {as: "otm", refused: "this is no Open Threat Model: it has no otmVersion"},
		"otm_schema.json":                    {refused: aSchema},
	},
	"tm-library": {
		"husky-ai-threat-model.json":              {as: "tmlibrary", brings: "map[assumption:1 control:22 system:1 threat:9]", dangling: 3},
		"cryptocurrency-wallet-threat-model.json": {as: "tmlibrary", brings: "map[assumption:2 control:3 system:1 threat:3]"},
		"index.json":               {refused: "unknown format: this is the index of the Threat Model Library: it names models and holds none; import one of those"},
		"index.schema.json":        {refused: aSchema},
		"threat-model.schema.json": {refused: aSchema},
	},
	"vulnrichment/samples": {
		"CVE-2023-43654.json": {as: "cve", brings: "map[threat:1 vulnerability:1]"},
		"CVE-2023-6014.json":  {as: "cve", brings: "map[threat:1 vulnerability:1]"},
		"CVE-2024-21513.json": {as: "cve", brings: "map[threat:1 vulnerability:1]"},
		"CVE-2024-28088.json": {as: "cve", brings: "map[threat:1 vulnerability:1]"},
		"CVE-2024-45436.json": {as: "cve", brings: "map[threat:1 vulnerability:1]"},
	},
	"navigator": {
		"Bear_APT.json":      {as: "navigator", brings: "map[threat:126]"},
		"heatmap_layer.json": {as: "navigator", brings: "map[threat:428]"},
	},
	"atlas/layers": {
		"AML.CS0000.json":                 {as: "navigator", brings: "map[threat:6]"},
		"AML.CS0026.json":                 {as: "navigator", brings: "map[threat:14]"},
		"AML.CS0051.json":                 {as: "navigator", brings: "map[threat:17]"},
		"atlas_case_study_frequency.json": {as: "navigator", brings: "map[threat:145]"},
		"atlas_layer_matrix.json":         {as: "navigator", brings: "map[threat:170]"}, // every technique once, in however many tactics
	},
	"oscal": {
		"basic-catalog.json": {refused: anOSCAL}, "example-component-definition.json": {refused: anOSCAL}, "ifa_assessment-results-example.json": {refused: anOSCAL},
		"ifa_plan-of-action-and-milestones.json": {refused: anOSCAL}, "oscal_complete_schema-1-2-2.json": {refused: aSchema},
	},
}

// Every published file comes in with all that it holds, or is refused with the sentence
// that tells what it is. Every link in it that leads nowhere is told where it stands,
// and none is made up; and what came in once changes nothing the second time.
func TestEveryPublishedFile(t *testing.T) {
	for folder, files := range allPublished {
		for _, name := range tryout.Folder(t, folder) {
			t.Run(folder+"/"+name, func(t *testing.T) {
				want, listed := files[name]
				if !listed {
					t.Fatal("it is not in the table")
				}
				raw := tryout.Data(t, folder+"/"+name)
				f, whole, err := Detect(bytes.NewReader(raw))
				var in []model.Incoming
				var notes []model.Note
				if err == nil {
					in, notes, err = f.Read(whole)
				}
				if want.refused != "" {
					if err == nil || !strings.HasPrefix(err.Error(), want.refused) || in != nil {
						t.Fatalf("%v", err)
					}
					return
				}
				if err != nil || f.Name != want.as {
					t.Fatalf("%s: %v", f.Name, err)
				}
				if got := kinds(in); got != want.brings {
					t.Errorf("brings %s, want %s", got, want.brings)
				}
				told := places(notes)
				if led := leadNowhere(t, f.Name, raw); !slices.Equal(told, led) || len(told) != want.dangling {
					t.Errorf("%d links that lead nowhere are told, %d stand in the file, want %d\n told %v\nstand %v", len(told), len(led), want.dangling, told, led)
				}
				r := tryout.New(t)
				tryout.Merge(t, r, in)
				tryout.Again(t, r, f.Read, raw)
			})
		}
	}
}

// kinds counts records by their kind.
func kinds(in []model.Incoming) string {
	counts := map[model.Kind]int{}
	for _, one := range in {
		if one.Threat != nil {
			counts[model.KindThreat]++
		} else {
			counts[one.Other.Key().Kind]++
		}
	}
	return fmt.Sprint(counts)
}

// places gives what each note on a link that leads nowhere says is not there.
func places(notes []model.Note) []string {
	var all []string
	for _, n := range notes {
		if strings.Contains(n.Text, "does not hold") || strings.Contains(n.Text, "holds neither") {
			all = append(all, missing(n.Text))
		}
	}
	slices.Sort(all)
	return all
}

// missing finds in a note the name of what is not there.
func missing(text string) string {
	for _, between := range [][2]string{{" names the threat ", ", which"}, {" names the mitigation ", ", which"}, {" names ", ", which"}, {" leads from mitigation ", ", which"}, {" leads from assumption ", ", which"}, {" to ", ", and the file"}, {"", " is named"}} {
		_, after, ok := strings.Cut(text, between[0])
		if name, _, ends := strings.Cut(after, between[1]); ok && ends {
			return name
		}
	}
	return text
}

// leadNowhere finds in a file, without the reader's help, what is named and not there.
func leadNowhere(t *testing.T, format string, raw []byte) []string {
	t.Helper()
	var file map[string]any
	if err := json.Unmarshal(raw, &file); err != nil {
		if err := yaml.Unmarshal(raw, &file); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	switch format {
	case "threatcomposer":
		all = composerLinks(file)
	case "tmlibrary":
		all = namesOf(file, "symbolic_name", "trust_zone", "trust_zone_a", "trust_zone_b", "parent_component", "data_store", "object", "topics", "threats", "threat_persona", "components_affected")
	case "otm":
		all = namesOf(file, "id", "trustZone", "component", "source", "destination", "processed", "stored", "threat", "mitigation", "representation")
	}
	slices.Sort(all)
	return all
}

func composerLinks(file map[string]any) (all []string) {
	held := map[any]bool{}
	for _, list := range []string{"threats", "mitigations", "assumptions"} {
		for _, one := range items(file, list) {
			held[one["id"]] = true
		}
	}
	for list, from := range map[string]string{"mitigationLinks": "mitigationId", "assumptionLinks": "assumptionId"} {
		for _, l := range items(file, list) {
			switch {
			case !held[l["linkedId"]]: // of a link that lacks both ends its target is told
				all = append(all, fmt.Sprint(l["linkedId"]))
			case !held[l[from]]:
				all = append(all, fmt.Sprint(l[from]))
			}
		}
	}
	return all
}

func items(file map[string]any, list string) (all []map[string]any) {
	values, _ := file[list].([]any)
	for _, one := range values {
		if object, ok := one.(map[string]any); ok {
			all = append(all, object)
		}
	}
	return all
}

// namesOf finds the values of these members that no record of the file is called by.
func namesOf(file map[string]any, called string, members ...string) (all []string) {
	held := map[any]bool{}
	for list := range file {
		for _, one := range items(file, list) {
			held[one[called]] = true
		}
	}
	var walk func(member string, value any, depth int)
	walk = func(member string, value any, depth int) {
		switch v := value.(type) {
		case map[string]any:
			for name, one := range v {
				walk(name, one, depth+1)
			}
		case []any:
			for _, one := range v {
				walk(member, one, depth)
			}
		case string:
			if depth > 1 && slices.Contains(members, member) && !held[v] {
				all = append(all, v)
			}
		}
	}
	walk("", file, 0)
	return all
}
