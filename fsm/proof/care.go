package proof

import (
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// languages warns of texts that a person of one of the program's languages gets in another. Of the
// machine's own texts it tells all at once.
func (f *finder) languages(list []wording) {
	for _, language := range f.p.Languages {
		var own []string
		for i, t := range list {
			if t.language != f.p.Language || f.spoken(list[i:], language) {
				continue
			}
			if name, machines := strings.CutPrefix(t.where, "texts."); machines {
				own = append(own, name)
				continue
			}
			f.warn(t.where, "is missing in %q: people of that language get it in %q; add it", language, t.language)
		}
		if len(own) > 0 {
			f.warn("texts", "people of the language %q get these texts in %q: %s; add them", language, f.p.Language, strings.Join(own, ", "))
		}
	}
}

// spoken tells whether a text, the first of a list in which its other languages follow, is there in a language.
func (f *finder) spoken(list []wording, language string) bool {
	for i, t := range list {
		if i > 0 && t.language == f.p.Language {
			return false
		}
		if t.language == language {
			return true
		}
	}
	return false
}

// unattended notices workflows that nobody answers for or that nobody could judge, and offers without
// a limit.
func (f *finder) unattended() {
	for i := range f.p.Workflows {
		switch w := &f.p.Workflows[i]; {
		case w.Owner == "":
			f.notice(place(w, nil), "has no owner, so nobody is asked when people complain of its texts; add owner: a team or a name")
		case len(w.Targets) == 0 && w.Class.Purpose() == fsm.ForMarketing:
			f.notice(place(w, nil), "has no targets, so nobody can tell whether its texts are worth sending; add some, such as targets: { conversion: 4%%, optouts_max: 1.5%% }")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.p.Offers)) {
		if f.p.Offers[name].Limit == 0 {
			f.notice("offers."+name, "has no limit: one person can get it again and again, and learns to wait for it; add one, such as limit: 1 per 90d")
		}
	}
}
