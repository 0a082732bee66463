package script

import (
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

const folder = "tests"

// Read reads the folder tests of a program that checks. What is wrong with the files is told as the
// faults of a program are, all at once, and then no test is given.
func Read(fsys fs.FS, p *fsm.Program) ([]File, []format.Finding) {
	r := &reader{Reader: format.NewReader(), p: p, files: fsys}
	var files []File
	for _, name := range r.Files(fsys, folder, MaxFiles) {
		data, err := format.ReadFile(fsys, name)
		if err != nil {
			r.Add(format.Finding{File: name, Severity: format.Wrong, Message: err.Error()})
			continue
		}
		if root, ok := r.Parse(name, data); ok {
			files = append(files, r.file(name, root.As(name, format.Value{})))
		}
	}
	if format.Errors(r.Findings()) != nil {
		files = nil
	}
	return files, r.Findings()
}

// reader reads the tests of a program.
type reader struct {
	*format.Reader
	p     *fsm.Program
	files fs.FS
}

func (r *reader) file(name string, root format.Value) File {
	o := root.Object(&fileShape)
	f := File{Name: name, Workflow: o.Text("workflow")}
	r.known(o.Get("workflow"), "workflow", f.Workflow, r.workflows())
	for _, item := range o.Get("tests").Items() {
		f.Tests = append(f.Tests, r.test(item))
	}
	return f
}

// known tells if a name is none of those that the program has.
func (r *reader) known(v format.Value, what, name string, names []string) {
	switch {
	case name == "" || slices.Contains(names, name):
	case len(names) == 0:
		v.Fail("there is no %s %q, nor any other", what, name)
	default:
		v.Fail("there is no %s %q; %s", what, name, format.Remedy(name, names))
	}
}

func (r *reader) workflows() []string {
	var names []string
	for i := range r.p.Workflows {
		names = append(names, r.p.Workflows[i].Name)
	}
	return names
}

func (r *reader) test(v format.Value) Test {
	o := v.Object(&testShape)
	t := Test{Name: o.Text("test"), Place: o.Get("test").Place(), At: firstMorning(), Person: r.person(o.Get("person"))}
	if at := o.Get("at"); at.Exists() {
		t.At = format.Parsed(at, parseDate)
	}
	t.Arms = r.arms(o.Get("arms"))
	if !o.Has("steps") {
		return t
	}
	for _, item := range o.Get("steps").Items() {
		if deed, ok := r.deed(item); ok {
			t.Steps = append(t.Steps, Step{item.Place(), deed})
		}
	}
	return t
}

// Holdout stands among the splits of a test for the program's holdout.
const Holdout = "holdout"

// arms reads which arm of which split a person gets.
func (r *reader) arms(v format.Value) map[string]string {
	splits := map[string][]string{}
	for _, w := range r.p.Workflows {
		for _, s := range w.Steps {
			for _, a := range s.Arms {
				if a.Weight > 0 {
					splits[w.Name+"."+s.Name] = append(splits[w.Name+"."+s.Name], a.Name)
				}
			}
		}
	}
	if r.p.Holdout.Share > 0 {
		splits[Holdout] = []string{fsm.HeldArm, fsm.TextedArm}
	}
	arms := map[string]string{}
	for _, f := range v.Fields() {
		arms[f.Name] = f.Value.Text()
		r.known(f.Key, "split", f.Name, slices.Sorted(maps.Keys(splits)))
		if splits[f.Name] != nil {
			r.known(f.Value, "arm", arms[f.Name], splits[f.Name])
		}
	}
	return arms
}

// person reads who a test is about.
func (r *reader) person(v format.Value) Person {
	if !v.Exists() {
		return Person{}
	}
	o := v.Object(&personShape)
	who := Person{Phone: fsm.Phone(o.Text("phone")), Region: o.Text("region"), Language: o.Text("language"),
		Subscribed: o.Flag("subscribed"), Attributes: r.attributes(o.Get("attributes"))}
	if who.Phone != "" && !phoneForm.MatchString(string(who.Phone)) {
		o.Get("phone").Fail("%q is no phone; write it like +12125550123", who.Phone)
	}
	if who.Region != "" && !fsm.ValidRegion(who.Region) {
		o.Get("region").Fail("%q is no place; write it like US-TX or FR", who.Region)
	}
	if o.Has("zone") {
		for _, zone := range o.Get("zone").Items() {
			who.Zones = append(who.Zones, zoneName(zone))
		}
	}
	if v := o.Get("orders"); v.Exists() {
		orders := v.Object(&ordersShape)
		who.Orders.Count = orders.Whole("count")
		who.Orders.Total, _ = typed(orders.Get("total"), fsm.NumberType).(float64)
		who.LastOrder = orders.Span("last")
	}
	if o.Has("knows") {
		for _, item := range o.Get("knows").Items() {
			who.Knows = append(who.Knows, r.past(item))
		}
	}
	return who
}

func zoneName(v format.Value) string {
	name := v.Text()
	if _, err := time.LoadLocation(name); name != "" && (err != nil || name == "Local") {
		v.Fail("%q is no time zone; write its IANA name, such as America/New_York", name)
	}
	return name
}
