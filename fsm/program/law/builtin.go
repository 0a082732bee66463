package law

import (
	"embed"
	"sync"

	"github.com/parley-sms/parley/fsm/program/format"
)

//go:embed data/rules.yaml
var data embed.FS

// Builtin gives the rules that come with Parley. They are shared: change none of them.
var Builtin = sync.OnceValue(func() Rules {
	rules, _ := builtin()
	return rules // a test reads the findings
})

func builtin() (Rules, []format.Finding) {
	const name = "data/rules.yaml"
	r := format.NewReader()
	text, err := data.ReadFile(name)
	if err != nil {
		r.Add(format.Finding{File: name, Severity: format.Wrong, Message: err.Error()})
	}
	root, ok := r.Parse(name, text)
	if !ok {
		return Rules{}, r.Findings()
	}
	return Rules{}.Read(root), r.Findings()
}
