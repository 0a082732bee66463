package picture

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

var update = flag.Bool("update", false, "write the goldens anew")

// shop is a program with a question of each purpose, compiled.
func shop(t *testing.T) []fsm.Transition {
	t.Helper()
	ask := fsm.Step{Name: "rating", Kind: fsm.AskStep, Texts: []fsm.TextCase{{Text: "1 or 2?"}}, Timeout: 1,
		Answers: []fsm.Answer{{Name: "good", Words: []string{"1"}}}}
	say := fsm.Step{Name: "thanks", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Thanks"}}}
	p, err := fsm.Compile(fsm.Definition{Brand: "Acme", Workflows: []fsm.Workflow{
		{Name: "care", Class: fsm.Service, Steps: []fsm.Step{ask, say}},
		{Name: "welcome", Class: fsm.Lifecycle, Steps: []fsm.Step{ask, say, {Name: "later", Kind: fsm.WaitStep, Wait: fsm.Wait{For: 1}}}},
		{Name: "news", Class: fsm.Promo, Steps: []fsm.Step{say}},
	}}, "r1")
	if err != nil {
		t.Fatal(err)
	}
	return p.Machine().Rows()
}

// Ensure the pictures are what they were, in all three forms.
func TestPictures(t *testing.T) {
	rows := shop(t)
	care, _ := Workflow(rows, "care")
	welcome, _ := Workflow(rows, "welcome")
	news, _ := Workflow(rows, "news")
	for name, g := range map[string]Graph{"base": Base(rows), "care": care, "welcome": welcome, "news": news} {
		golden(t, name, g)
	}
}

// golden compares a picture with the one that is kept.
func golden(t *testing.T, name string, g Graph) {
	t.Helper()
	for form, got := range map[string]string{"mmd": g.Mermaid(), "dot": g.DOT(), "svg": g.SVG()} {
		file := filepath.Join("testdata", name+"."+form)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: -want +got\n%s", file, diff)
		}
	}
}

// Ensure a picture is complete: each row that belongs to it is an edge, a line in a node, or
// consent that moves under a foreground.
func TestComplete(t *testing.T) {
	rows := shop(t)
	g := Base(rows)
	for _, r := range rows {
		if strings.Contains(r.Event, ":") || r.From.Foreground() != "" {
			continue
		}
		from := slices.IndexFunc(g.Nodes, func(n Node) bool { return n.Foreground == "" && n.Grounds[0] == r.From.Ground() })
		if from < 0 {
			t.Fatalf("no node for %s", r.From)
		}
		drawn := slices.Contains(g.Nodes[from].Notes, Note{Text: r.Event}) || slices.ContainsFunc(g.Edges, func(e Edge) bool {
			to := g.Nodes[e.To]
			return slices.Contains(e.From, from) && to.Foreground == r.To.Foreground() && slices.Contains(to.Grounds, r.To.Ground()) &&
				slices.Contains(e.Events, r.Event)
		})
		if !drawn {
			t.Errorf("%v is not drawn", r)
		}
	}
}

// Ensure the grounds of a service workflow, and its question over them, are one node each.
func TestFold(t *testing.T) {
	g, ok := Workflow(shop(t), "care")
	if !ok {
		t.Fatal("no workflow care")
	}
	var names []string
	for _, n := range g.Nodes {
		names = append(names, strings.Join(n.Grounds, "/")+" "+n.Foreground)
	}
	all := "unknown/pending/subscribed "
	if diff := cmp.Diff([]string{all, "stopped ", all + "care.rating", all + "agent"}, names); diff != "" {
		t.Error(diff)
	}
}

// Ensure an unknown workflow has no picture.
func TestUnknown(t *testing.T) {
	if g, ok := Workflow(shop(t), "car"); ok || len(g.Nodes) > 0 {
		t.Errorf("%v, %v", g, ok)
	}
	if diff := cmp.Diff([]string{"care", "welcome", "news"}, Workflows(shop(t))); diff != "" {
		t.Error(diff)
	}
}

// Ensure no name can break out of its label.
func TestQuoting(t *testing.T) {
	bad := "a\"b\\c<d>&e;f#g\nh:i"
	g := Graph{Title: bad, Nodes: []Node{{Grounds: []string{bad}, Notes: []Note{{Text: bad}}}, {Foreground: bad}},
		Edges: []Edge{{From: []int{0}, To: 1, Events: []string{bad, bad}}}}
	d := xml.NewDecoder(strings.NewReader(g.SVG()))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("SVG: %v", err)
		}
	}
	if dot := g.DOT(); strings.Contains(dot, `a"b`) || strings.Count(dot, "\n") != 10 {
		t.Errorf("DOT: %s", dot)
	}
	for _, line := range strings.Split(g.Mermaid(), "\n")[4:] {
		_, label, _ := strings.Cut(line, ": ")
		if strings.ContainsAny(strings.ReplaceAll(label, "<br/>", ""), `:"<>`) {
			t.Errorf("Mermaid: %s", line)
		}
	}
}
