package nist80030

import "parry/model"

// questions are asked in this order. The words are our own; the numbers before
// them are the published bands.
func questions() []model.Question {
	return []model.Question{
		{
			ID:      initiation,
			Title:   "How likely is it that somebody starts this?",
			Help:    "Who would want it, what can they do, do they reach for systems like ours? Judge the attempt, not its success. Agree on the period; a year, if nobody says otherwise. Table G-2.",
			Threats: model.AdversarialOnly,
			Options: options(bands, [5]string{
				"we can name nobody with both a reason and the means",
				"somebody could, but has easier ways to get the same",
				"an attempt would surprise us no more than none",
				"expect it: the means are at hand and the like has been tried elsewhere",
				"it is being tried already, or will be as soon as we are reachable",
			}),
		},
		{
			ID:      initiation,
			Title:   "How often does this happen?",
			Help:    "Nobody means it: a slip, a failure, an outage, a storm. Count how often it happens, harm or no harm. Ten a year stands in two bands: take the higher. Table G-3.",
			Threats: model.NonAdversarialOnly,
			Options: options(frequencies, [5]string{
				"ten years may pass without it",
				"not every year, but people remember the last time",
				"once a year up to nearly once a month",
				"about monthly up to about twice a week",
				"several times a week, part of the daily work",
			}),
		},
		{
			ID:    adverse,
			Title: "Once it has started, how likely does harm follow?",
			Help:  "Take it as begun. What would stop it or catch it in time? Inherent counts no controls, current only live ones. How bad it gets is the next question. Table G-4.",
			Options: options(bands, [5]string{
				"it would come to nothing unless several things failed together",
				"it would mostly be stopped, or seen before anything is lost",
				"it goes either way: the day, the input or who is on duty decides",
				"it gets through; stopping it takes luck or a quick eye",
				"nothing stands in its way: begun is as good as done",
			}),
		},
		{
			ID:    impact,
			Title: "If harm follows, how bad is it?",
			Help:  "The worst that is still plausible, on its worst side: operations, money, people and their rights, other organisations, the law. Table H-3.",
			Options: options(bands, [5]string{
				"a shrug: hardly anybody outside the team would notice",
				"a nuisance: slower work, a small bill, someone annoyed, soon put right",
				"a bad month: a main service limps, real money is lost, people are wronged but recover",
				"a crisis: a main service is gone, the loss hurts for years, lives or rights are gravely harmed",
				"several such crises at once, or one that reaches far beyond us",
			}),
		},
		{
			ID:      likelihood,
			Title:   "All in all, how likely is harm from this?",
			Help:    "One answer in place of two: that it starts and that harm follows, together. Quicker, and less to show to a reader who asks why. Scale of table G-5.",
			Instead: []string{initiation, adverse},
			Options: options(bands, [5]string{
				"we would be astonished if it happened",
				"we would be surprised if it happened",
				"neither would surprise us",
				"we would be surprised if it did not happen",
				"we count on it",
			}),
		},
	}
}

// options gives the five steps, VL first, each with its band before the words.
func options(bands, words [5]string) []model.Option {
	all := make([]model.Option, len(model.Levels))
	for i, step := range model.Levels {
		all[i] = model.Option{
			Value:  step.String(),
			Label:  step.Words(),
			Anchor: bands[i] + ": " + words[i],
		}
	}
	return all
}
