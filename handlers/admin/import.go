package admin

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// maxImport bounds the body of a part of an import.
const maxImport = 256 << 20

// ImportState is what a command needs to know to read a file, and how far its import is.
type ImportState struct {
	Fields map[string]fsm.Field `json:"fields"` // the program's attributes
	Now    time.Time            `json:"now"`    // by the server's clock
	Import bot.Import           `json:"import"`
}

// imported tells how far an import is.
func (d Deps) imported(w http.ResponseWriter, r *http.Request) {
	engine, err := d.Engine(r.Context())
	if err != nil {
		answer(w, nil, err)
		return
	}
	state := ImportState{Fields: engine.Program().Attributes, Now: engine.Now()}
	state.Import, err = engine.Imported(r.Context(), r.FormValue("id"), r.FormValue("enter"))
	answer(w, state, err)
}

// importSome takes a part of an import.
func (d Deps) importSome(w http.ResponseWriter, r *http.Request) {
	var part bot.ImportBatch
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxImport)).Decode(&part); err != nil { //nolint:musttag // the command is of the same build
		fail(w, http.StatusBadRequest, err)
		return
	}
	engine, err := d.Engine(r.Context())
	if err != nil {
		answer(w, nil, err)
		return
	}
	state, err := engine.Import(r.Context(), part)
	answer(w, state, err)
}
