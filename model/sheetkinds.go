package model

import "slices"

// The kinds of sheets.
const (
	KindSystem        Kind = "system"
	KindParty         Kind = "party"
	KindContact       Kind = "contact"
	KindExercise      Kind = "exercise"
	KindAsset         Kind = "asset"
	KindAssumption    Kind = "assumption"
	KindControl       Kind = "control"
	KindDetection     Kind = "detection"
	KindService       Kind = "service"
	KindVulnerability Kind = "vulnerability"
	KindIncident      Kind = "incident"
	KindIntelligence  Kind = "intelligence"
	KindDecision      Kind = "decision"
	KindEvidence      Kind = "evidence"
	KindPolicy        Kind = "policy"
	KindApproval      Kind = "approval"
	KindConclusion    Kind = "conclusion"
	KindAnswer        Kind = "answer"
)

// SheetKinds are all kinds of sheets, in the order in which an assessment asks for
// them.
var SheetKinds = []SheetKind{
	{KindSystem, "System", "what is under assessment, and what is not", "", []SheetField{
		{Name: "name", Title: "Name"}, {Name: "purpose", Title: "What it is for", Sort: LongText},
		{Name: "boundary", Title: "Boundary", Sort: LongText}, {Name: "out_of_scope", Title: "Out of scope", Sort: LongText},
		{Name: "deployment_model", Title: "Deployment model", Sort: OneOf, Choices: deploymentModels},
		{Name: "allowed_pi", Title: "Who may own PI", Sort: SomeOf, Choices: decidedOwners}, {Name: "allowed_model", Title: "Who may own Model", Sort: SomeOf, Choices: decidedOwners},
		{Name: "allowed_orchestrated", Title: "Who may own Orchestrated", Sort: SomeOf, Choices: decidedOwners}, {Name: "allowed_application", Title: "Who may own Application", Sort: SomeOf, Choices: decidedOwners},
		{Name: "data_classes", Title: "Data classes", Sort: List}, {Name: "users", Title: "Users", Sort: LongText},
		{Name: "affected_groups", Title: "Affected groups", Sort: LongText}, {Name: "limits", Title: "Limits of this assessment", Sort: LongText},
		{Name: "references", Title: "References", Sort: List},
	}},
	{KindParty, "Party", "a firm or team and the roles that it plays", "P-", []SheetField{
		{Name: "name", Title: "Name"}, {Name: "roles", Title: "Roles that it plays", Sort: SomeOf, Choices: partyRoles},
		{Name: "assessed", Title: "It is the one that is assessed", Sort: OneOf, Choices: yesNo},
		{Name: "contact", Title: "Security contact"}, {Name: "contract", Title: "Contract"}, {Name: "notes", Title: "Notes", Sort: LongText},
	}},
	{KindContact, "Contact", "whom to call at a party when something happens", "CT-", []SheetField{
		{Name: "name", Title: "Who"}, {Name: "party", Title: "Party", Refers: KindParty}, {Name: "duty", Title: "Duty"},
		{Name: "channel", Title: "Channel"}, {Name: "notice", Title: "Format of a notice"}, {Name: "playbook", Title: "Playbook"},
		{Name: "tested_on", Title: "Last tested on", Sort: Date}, {Name: "threats", Title: "Told about", Sort: List, Refers: KindThreat},
	}},
	{KindExercise, "Exercise", "a response that was tried together", "EX-", []SheetField{
		{Name: "title", Title: "What was tried"}, {Name: "on", Title: "On", Sort: Date}, {Name: "parties", Title: "Parties", Sort: List, Refers: KindParty},
		{Name: "threats", Title: "Threats", Sort: List, Refers: KindThreat}, {Name: "result", Title: "Result", Sort: OneOf, Choices: tried},
		{Name: "lessons", Title: "What was learned", Sort: LongText},
	}},
	{KindAsset, "Asset", "what is worth protecting", "A-", []SheetField{
		{Name: "name", Title: "Name"}, {Name: "layer", Title: "Layer", Sort: OneOf, Choices: layerChoices},
		{Name: "secrecy", Title: "Secrecy", Sort: OneOf, Choices: secrecy}, {Name: "owner", Title: "Owner"},
		{Name: "where", Title: "Where it is"}, {Name: "notes", Title: "Notes", Sort: LongText}, {Name: "references", Title: "References", Sort: List},
	}},
	{KindAssumption, "Assumption", "what is taken to be so, and what falls if it is not", "AS-", []SheetField{
		{Name: "text", Title: "What is taken to be so", Sort: LongText}, {Name: "state", Title: "State", Sort: OneOf, Choices: holding},
		{Name: "if_false", Title: "If false, revisit", Sort: List, Refers: KindThreat},
		{Name: "checked_on", Title: "Checked on", Sort: Date}, {Name: "checked_by", Title: "Checked by"},
		{Name: "references", Title: "References", Sort: List},
	}},
	{KindControl, "Control", "what makes a threat less likely or less bad", "C-", []SheetField{
		{Name: "name", Title: "Name"}, {Name: "threats", Title: "Threats", Sort: List, Refers: KindThreat},
		{Name: "position", Title: "Position", Sort: OneOf, Choices: positions}, {Name: "state", Title: "State", Sort: OneOf, Choices: controlStates},
		{Name: "layer", Title: "Layer it sits on", Sort: OneOf, Choices: layerChoices}, {Name: "agreed_on", Title: "Its owner agreed on", Sort: Date},
		{Name: "owner", Title: "Owner"}, {Name: "builder", Title: "Built by"}, {Name: "due", Title: "Live by", Sort: Date},
		{Name: "tester", Title: "Tested by"}, {Name: "tested_on", Title: "Tested on", Sort: Date},
		{Name: "likelihood_steps", Title: "Lowers likelihood by", Sort: OneOf, Choices: steps}, {Name: "impact_steps", Title: "Lowers impact by", Sort: OneOf, Choices: steps},
		{Name: "effect", Title: "Why it works", Sort: LongText}, {Name: "why_not", Title: "Why it is not taken", Sort: LongText}, {Name: "references", Title: "References", Sort: List},
		{Name: "evidence", Title: "Evidence", Sort: List, Refers: KindEvidence},
	}},
	{KindDetection, "Detection", "what would notice that a threat came true", "DT-", []SheetField{
		{Name: "name", Title: "Rule or alert"}, {Name: "threats", Title: "Threats", Sort: List, Refers: KindThreat},
		{Name: "techniques", Title: "Techniques", Sort: List}, {Name: "source", Title: "Data source"}, {Name: "owner", Title: "Owner"},
		{Name: "state", Title: "State", Sort: OneOf, Choices: detectionStates}, {Name: "tested_on", Title: "Tested on", Sort: Date},
		{Name: "result", Title: "Result", Sort: OneOf, Choices: tried}, {Name: "fired_on", Title: "Last fired on", Sort: Date},
		{Name: "gap", Title: "Why there is none", Sort: LongText}, {Name: "evidence", Title: "Evidence", Sort: List, Refers: KindEvidence},
	}},
	{KindService, "Detection service", "what a provider offers to detect, taken or not", "SV-", []SheetField{
		{Name: "name", Title: "Service or alert"}, {Name: "provider", Title: "Provider", Refers: KindParty}, {Name: "source", Title: "Where it is offered"},
		{Name: "techniques", Title: "Techniques", Sort: List}, {Name: "state", Title: "Taken", Sort: OneOf, Choices: offers},
		{Name: "why", Title: "Why", Sort: LongText}, {Name: "checked_on", Title: "Looked at on", Sort: Date},
	}},
	{KindVulnerability, "Vulnerability", "a known flaw in what is used, and what is done about it", "V-", []SheetField{
		{Name: "flaw", Title: "Id"}, {Name: "component", Title: "Component"}, {Name: "threats", Title: "Threats", Sort: List, Refers: KindThreat},
		{Name: "state", Title: "State", Sort: OneOf, Choices: flawStates}, {Name: "why", Title: "Why it is not fixed", Sort: LongText},
		{Name: "kev", Title: "Known exploited (KEV)", Sort: OneOf, Choices: yesNo}, {Name: "exposed", Title: "Exposed", Sort: OneOf, Choices: yesNo},
		{Name: "automatable", Title: "Automatable", Sort: OneOf, Choices: yesNo}, {Name: "technical_impact", Title: "Technical impact", Sort: OneOf, Choices: technicalImpacts},
		{Name: "source", Title: "Who says so"}, {Name: "looked_up", Title: "Looked up on", Sort: Date},
		{Name: "identified", Title: "Identified on", Sort: Date}, {Name: "due", Title: "Due", Sort: Date}, {Name: "forensics", Title: "What its traces showed", Sort: LongText},
		{Name: "watched_by", Title: "Watched by"}, {Name: "trigger", Title: "Looked at again when"}, {Name: "references", Title: "References", Sort: List},
	}},
	{KindIncident, "Incident", "what happened, and what the register had said of it", "IN-", []SheetField{
		{Name: "title", Title: "What happened"}, {Name: "kind", Title: "Kind", Sort: OneOf, Choices: incidentKinds},
		{Name: "match", Title: "Against the register", Sort: OneOf, Choices: matches}, {Name: "threats", Title: "Threats", Sort: List, Refers: KindThreat},
		{Name: "level_then", Title: "Level it had then", Sort: LevelOf, Choices: levelChoices}, {Name: "detection_fired", Title: "The detection fired", Sort: OneOf, Choices: yesNo},
		{Name: "failed_controls", Title: "Controls that failed", Sort: List, Refers: KindControl},
		{Name: "detected", Title: "Noticed", Sort: TimeOf}, {Name: "acknowledged", Title: "Acknowledged", Sort: TimeOf}, {Name: "contained", Title: "Contained", Sort: TimeOf},
		{Name: "customer_told", Title: "Customer told", Sort: TimeOf}, {Name: "regulator_told", Title: "Regulator told", Sort: TimeOf}, {Name: "closed", Title: "Closed", Sort: TimeOf},
		{Name: "laws", Title: "Laws that set a clock", Sort: SomeOf, Choices: lawChoices},
		{Name: "lessons", Title: "What was learned", Sort: LongText}, {Name: "reviewed_on", Title: "Held against the register on", Sort: Date},
	}},
	{KindIntelligence, "Intelligence review", "a look at what others report, and what came of it", "IR-", []SheetField{
		{Name: "source", Title: "What was looked at"}, {Name: "on", Title: "On", Sort: Date}, {Name: "by", Title: "By"},
		{Name: "result", Title: "Result", Sort: OneOf, Choices: news}, {Name: "threats", Title: "Threats", Sort: List, Refers: KindThreat}, {Name: "notes", Title: "Notes", Sort: LongText},
	}},
	{KindDecision, "Decision", "who decided what about a threat, by which framework, and on what grounds", "DE-", []SheetField{
		{Name: "threats", Title: "Threats", Sort: List, Refers: KindThreat}, {Name: "response", Title: "Response", Sort: OneOf, Choices: responses},
		{Name: "reason", Title: "Reason", Sort: LongText}, {Name: "alternatives", Title: "What else was possible", Sort: LongText},
		{Name: "conditions", Title: "Conditions", Sort: LongText}, {Name: "compensating", Title: "Compensating controls", Sort: List, Refers: KindControl},
		{Name: "by", Title: "Approved by"}, {Name: "authority", Title: "With the authority of", Sort: OneOf, Choices: authorities},
		{Name: "on", Title: "Decided on", Sort: Date}, {Name: "until", Title: "Until", Sort: Date}, {Name: "evidence", Title: "Evidence", Sort: List, Refers: KindEvidence},
		{Name: "state", Title: "State", Sort: OneOf, Choices: decisionStates},
		{Name: "framework", Title: "Framework", Sort: LongText, Kept: true}, {Name: "inputs", Title: "Inputs", Sort: LongText, Kept: true}, {Name: "path", Title: "Path", Sort: LongText, Kept: true},
		{Name: "outcome", Title: "Outcome", Sort: LongText, Kept: true}, {Name: "override", Title: "Override", Sort: LongText, Kept: true},
		{Name: "recorded_by", Title: "Recorded by", Kept: true}, {Name: "recorded_at", Title: "Recorded at", Kept: true},
	}},
	{KindEvidence, "Evidence", "what shows that something is so", "EV-", []SheetField{
		{Name: "title", Title: "Title"}, {Name: "kind", Title: "Kind", Sort: OneOf, Choices: evidences}, {Name: "from", Title: "From whom"},
		{Name: "date", Title: "Date", Sort: Date}, {Name: "expires", Title: "Expires", Sort: Date}, {Name: "where", Title: "Where it is kept"},
		{Name: "shows", Title: "What it shows: checks, guidelines, standards", Sort: List},
		{Name: "file", Title: "File on this machine"}, {Name: "sha256", Title: "SHA-256 of the file", Kept: true},
		{Name: "notes", Title: "Notes", Sort: LongText},
	}},
	{KindPolicy, "Policy", "how soon a level must be decided and treated, how long it may be accepted, how often looked at", "", policyFields()},
	{KindApproval, "Method approval", "who approved the method that the register is rated by", "AP-", []SheetField{
		{Name: "by", Title: "Approved by"}, {Name: "role", Title: "In which role"}, {Name: "on", Title: "On", Sort: Date}, {Name: "until", Title: "Until", Sort: Date},
		{Name: "method", Title: "Method", Kept: true}, {Name: "matrix", Title: "Matrix", Kept: true}, {Name: "note", Title: "Note", Sort: LongText},
	}},
	{KindAppetite, "Appetite line", "the highest level that is tolerated in one phase or category, instead of the register's", "AL-", []SheetField{
		{Name: "level", Title: "Highest tolerated level", Sort: LevelOf, Choices: levelChoices},
		{Name: "phase", Title: "In the phase", Sort: OneOf, Choices: Phases}, {Name: "category", Title: "In the category", Sort: OneOf, Choices: Categories},
		{Name: "why", Title: "Why", Sort: LongText}, {Name: "by", Title: "Approved by"}, {Name: "on", Title: "On", Sort: Date},
	}},
	{KindAttestation, "Attestation", "somebody looked at an activity, a category, a part of the architecture or what a check is about, and found nothing", "AT-", []SheetField{
		{Name: "activity", Title: "Activity", Sort: OneOf, Choices: activityChoices()}, {Name: "category", Title: "Category", Sort: OneOf, Choices: Categories},
		{Name: "architecture", Title: "Architecture", Sort: OneOf, Choices: architectures}, {Name: "check", Title: "Check that finds nothing to look at", Sort: OneOf, Choices: emptyChecks},
		{Name: "why", Title: "Why there is none", Sort: LongText}, {Name: "by", Title: "By whom"}, {Name: "on", Title: "On", Sort: Date},
		{Name: "until", Title: "Holds until", Sort: Date}, {Name: "evidence", Title: "Evidence", Sort: List, Refers: KindEvidence},
	}},
	{KindException, "Exception", "a finding that somebody accepts for a time, and why", "EX-F", []SheetField{
		{Name: "finding", Title: "Finding, by its id"}, {Name: "why", Title: "Why it is accepted", Sort: LongText},
		{Name: "by", Title: "Approved by"}, {Name: "on", Title: "On", Sort: Date}, {Name: "until", Title: "Until", Sort: Date},
		{Name: "evidence", Title: "Evidence", Sort: List, Refers: KindEvidence},
	}},
	{KindScope, "Scope", "entries of catalogues that are not in scope, and why", "NS-", scopeFields},
	{KindConclusion, "Conclusion", "the assessor's own words in the report, and who signs it", "", []SheetField{
		{Name: "summary", Title: "Conclusion", Sort: LongText}, {Name: "limits", Title: "Limits", Sort: LongText}, {Name: "questions", Title: "Open questions", Sort: LongText},
		{Name: "residual", Title: "What is left, judged as a whole", Sort: OneOf, Choices: judgements}, {Name: "residual_reason", Title: "Why", Sort: LongText},
		{Name: "prepared_by", Title: "Prepared by"}, {Name: "reviewed_by", Title: "Reviewed by"}, {Name: "risk_owner", Title: "Risk owner"},
		{Name: "classification", Title: "Classification"}, {Name: "period_from", Title: "Period from", Sort: Date}, {Name: "period_to", Title: "Period to", Sort: Date},
		{Name: "next_assessment", Title: "Next assessment", Sort: Date},
	}},
	{KindAnswer, "Answer", "what the assessor answers to TVM-13.1, and the block of the AI-CAIQ", "", answerFields},
}

var (
	deploymentModels = []Choice{
		{"bought application", "A: others build and run it, you use it"},
		{"hosted model", "B: you build on a model that others serve"},
		{"cloud AI platform", "C: you build on a platform with model and tools"},
		{"self-hosted model", "D: open weights on machines you answer for"},
		{"tuned model", "E: you tune a model; the tuned part is yours"},
		{"agent with third-party tools", "F: it acts through tools that others change"},
	}
	partyRoles = append(slices.Clone(roleChoices), Choice{"third party", "plays none of the five roles, but has a part in it"})
	secrecy    = []Choice{
		{"public", "anybody may see it"}, {"internal", "nobody outside should"},
		{"confidential", "harm if others see it"}, {"secret", "grave harm if others see it"},
	}
	holding   = []Choice{{"holds", "it is taken to be so"}, {"doubted", "somebody has reason to doubt it"}, {"false", "it is not so: revisit the threats that rest on it"}}
	evidences = []Choice{
		{"contract", "signed by both"}, {"questionnaire", "answered by a provider"}, {"test report", "somebody tried it"}, {"audit report", "somebody independent looked"},
		{"record", "a log, a ticket, minutes"}, {"observation", "seen by the assessor"}, {"other", "say what it is in its title"},
	}
	positions = []Choice{
		{"preventive", "keeps it from happening"}, {"detective", "notices that it happens"}, {"corrective", "makes it less bad once it happened"},
	}
	controlStates = []Choice{
		{StatePlanned, "decided, nothing is there yet: counts for target only"}, {StateBuilding, "being built: counts for target only"},
		{StateLive, "works: counts for current"}, {StateTested, "works, and somebody who did not build it tried it"}, {StateRetired, "was taken out: counts for nothing"}, {StateRejected, "was thought of and not taken: say why"},
	}
	steps = []Choice{{"0", "not at all"}, {"1", "one step of the scale"}, {"2", "two steps"}, {"3", "three steps"}, {"4", "from very high to very low"}}
	tried = []Choice{{"passed", "it did what it should"}, {"partly", "it did some of it"}, {"failed", "it did not"}}

	detectionStates = []Choice{{"none", "there is none: say why"}, {"built", "is there, never tried"}, {"tested", "was tried"}, {"fired", "has noticed the real thing"}}
	offers          = []Choice{
		{"enabled", "it is on"}, {"planned", "it will be on"}, {"declined", "it was looked at and not taken: say why"}, {"not looked at", "nobody has decided yet"},
	}
	flawStates = []Choice{
		{"open", "to be fixed"}, {"fixed", "the fix is in"}, {"not affected", "it cannot be reached here"}, {"unfixed", "nobody will fix it: say why, and who watches it"},
	}
	incidentKinds = []Choice{
		{"data leak", "data left through an AI interface"}, {"hijacked agent", "an agent with money or write access did another's will"},
		{"poisoned source", "a corpus, index or model was planted with something"}, {"harmful output", "harm by what it said, at scale"},
		{"leaked key", "a key to a model or tool got out"}, {"failure", "it was wrong or down without an attacker"}, {"other", "say what it was in its title"},
	}
	matches = []Choice{
		{"realised", "a threat of the register came true"}, {"near miss", "it nearly did"}, {"new", "nobody had thought of it: it makes a draft threat"},
	}
	news        = []Choice{{"nothing", "nothing that concerns this system"}, {"changed", "threats that stand here were changed"}, {"new", "threats were added"}}
	authorities = []Choice{
		{"risk owner", "may carry VL and L"}, {"head of function", "may carry up to M; a data protection officer too"},
		{"CISO", "may carry up to H"}, {"board", "may carry anything, on record"},
	}
	lawChoices = []Choice{
		{"GDPR", "72 hours to the authority"}, {"NIS2", "24 hours early warning, 72 hours notice, a month report"},
		{"DORA", "4 hours once it is classified, a day at most"}, {"AI Act", "15 days to the authority (Art. 73)"},
		{"AI Act, death", "10 days"}, {"AI Act, widespread", "2 days: widespread, or critical infrastructure"},
	}
	decisionStates = []Choice{{DecisionDraft, "being prepared"}, {DecisionTaken, "taken: frozen from then on, and written into its threats"}}
	judgements     = []Choice{
		{"acceptable", "what is left may be carried"}, {"acceptable with conditions", "it may, as long as the conditions are kept"}, {"not acceptable", "it may not be used as it is"},
	}
)

// The states of a control. What is live or tested lowers current; target may count
// what is planned or being built.
const (
	StatePlanned  = "planned"
	StateBuilding = "building"
	StateLive     = "live"
	StateTested   = "tested"
	StateRetired  = "retired"
	StateRejected = "rejected"
)

// The states of a decision.
const (
	DecisionDraft = "draft"
	DecisionTaken = "taken"
)
