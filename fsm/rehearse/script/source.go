package script

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/parley-sms/parley/fsm/payload"
	"github.com/parley-sms/parley/fsm/program/format"
)

// maxPayload bounds a payload, in bytes.
const maxPayload = format.MaxFileSize

// readSource reads what a source posts: a payload in the test, or in a file beside it.
func readSource(r *reader, o format.Object, v format.Value) Deed {
	s := Source{Name: v.Text()}
	r.known(v, "source", s.Name, slices.Sorted(maps.Keys(r.p.Sources)))
	header := map[string]string{}
	for _, f := range o.Get("headers").Fields() {
		header[f.Name] = f.Value.Text()
	}
	if o.Has("payload") == o.Has("file") {
		o.Fail("a source posts a payload or a file")
		return s
	}
	from, body := o.Get("payload"), []byte(o.Text("payload"))
	if o.Has("file") {
		from = o.Get("file")
		var err error
		if body, err = r.payload(from.Text()); err != nil {
			from.Fail("%v", err)
			return s
		}
	}
	var why string
	if s.Posted, why = payload.Parse(header, body); why != "" {
		from.Fail("%s", why)
	}
	return s
}

// payload reads a file of the folder tests.
func (r *reader) payload(name string) ([]byte, error) {
	inside := fs.ValidPath(name)
	name = path.Join(folder, name)
	if info, err := fs.Stat(r.files, name); !inside || err != nil || !info.Mode().IsRegular() || info.Size() > maxPayload {
		return nil, fmt.Errorf("there is no file %s of at most %d KiB; name one in the folder %s, such as payloads/order.json", name, maxPayload>>10, folder)
	}
	return fs.ReadFile(r.files, name)
}
