package program

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/program/law"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

const docs = "../../../docs/" // from testdata

// Ensure the documents say what the reader does.
func TestManual(t *testing.T) {
	golden(t, docs+"program.md", Manual(script.Format()))
	schema, err := Schema(script.Format())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, docs+"program.schema.json", string(schema))
}

// Ensure the introduction explains every filter, and that its example is a program.
func TestIntroduction(t *testing.T) {
	for _, filter := range fsm.Filters() {
		if !strings.Contains(introduction, "`"+filter) {
			t.Errorf("nothing is said of the filter %s", filter)
		}
	}
	_, example, _ := strings.Cut(introduction, "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	more := "links: { allow: [acme.test] }\nevents: { cart_updated: { cart_id: string } }\n"
	def, _, err := Load(folder(more, example))
	if err == nil {
		_, err = fsm.Compile(def, "introduction")
	}
	if err != nil {
		t.Error(err)
	}
}

// Ensure every example in the reference is what its key takes, and no two groups of keys are called
// the same.
func TestExamples(t *testing.T) {
	c, ids := compiler(t), map[string]bool{}
	for _, s := range format.Shapes(&settingsShape, &workflowShape, law.Format().Shape, script.Format().Shape) {
		if ids[s.ID()] {
			t.Errorf("there are two shapes %s", s.ID())
		}
		ids[s.ID()] = true
		for _, key := range s.Keys {
			property := compiled(t, c, "#/$defs/"+s.ID()+"/properties/"+key.Name)
			if err := validate(property, []byte(key.Example)); err != nil {
				t.Errorf("%s of %s: %v", key.Name, s.Name, err)
			}
		}
	}
}

// compiler holds the schema.
func compiler(t *testing.T) *jsonschema.Compiler {
	t.Helper()
	schema, err := Schema(script.Format())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("program.json", doc); err != nil {
		t.Fatal(err)
	}
	return c
}

// compiled gives the schema, or a part of it, ready to validate.
func compiled(t *testing.T, c *jsonschema.Compiler, part string) *jsonschema.Schema {
	t.Helper()
	s, err := c.Compile("program.json" + part)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate tells what a schema says of a file.
func validate(s *jsonschema.Schema, data []byte) error {
	var doc any
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("read it: %w", err)
	}
	return s.Validate(doc)
}

// Ensure an editor accepts every file that the reader accepts, and refuses a misspelt key.
func TestSchema(t *testing.T) {
	s := compiled(t, compiler(t), "")
	for name, folder := range shipped(t) {
		for file, data := range contents(t, folder) {
			if err := validate(s, data); err != nil {
				t.Errorf("%s/%s: %v", name, file, err)
			}
			for key := range strings.FieldsSeq("brand: workflow: steps: enter: text: senders: caps:") {
				wrong := bytes.Replace(data, []byte(key), []byte("x"+key), 1)
				if !bytes.Equal(wrong, data) && validate(s, wrong) == nil {
					t.Errorf("%s/%s: x%s is let through", name, file, key)
				}
			}
		}
	}
}

// shipped gives every program that is part of the project.
func shipped(t *testing.T) map[string]fs.FS {
	t.Helper()
	return map[string]fs.FS{"demo": Demo(), "everything": os.DirFS("testdata/everything")}
}

// contents reads the files of a program folder.
func contents(t *testing.T, folder fs.FS) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	workflows, err := fs.Glob(folder, path.Join(workflowFolder, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(workflows, settingsFile) {
		if out[name], err = fs.ReadFile(folder, name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Ensure an editor accepts tests, and refuses a misspelt line of one.
func TestSchemaOfTests(t *testing.T) {
	s := compiled(t, compiler(t), "")
	files, err := fs.Glob(os.DirFS("../rehearse/testdata"), "*/tests/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(path.Join("../rehearse/testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(s, data); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if validate(s, bytes.ReplaceAll(data, []byte("- receives:"), []byte("- recieves:"))) == nil {
			t.Errorf("%s: a misspelt line is let through", file)
		}
	}
}
