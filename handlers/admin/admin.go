package admin

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/dossier"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/token"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/store"
)

// Deps are what the handlers work with.
type Deps struct {
	Store store.Store
	Now   func() time.Time
	// LetGo ends the quarantine as soon as everything is reconciled.
	LetGo func(context.Context) error
	// Deploy changes which program is live.
	Deploy *deploy.Deployer
	// Explain tells what happened to people.
	Explain *explain.Explainer
	// Users are the accounts of the console.
	Users *user.Book
	// Dossier tells of one person's consent, for a court.
	Dossier *dossier.Maker
	// Engine decides for the commands; it is asked for when one needs it.
	Engine func(context.Context) (*bot.Engine, error)
}

// maxBody bounds what is read of a request.
const maxBody = 64 << 10

// New makes the handler. It uses no router's library: commands link it without a web server.
func New(d Deps) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /tokens", d.createToken)
	mux.HandleFunc("GET /tokens", d.listTokens)
	mux.HandleFunc("DELETE /tokens/{name}", d.revokeToken)
	mux.HandleFunc("POST /users", d.addUser)
	mux.HandleFunc("GET /users", d.listUsers)
	mux.HandleFunc("PATCH /users/{name}", d.changeUser)
	mux.HandleFunc("POST /users/{name}/invite", d.inviteUser)
	mux.HandleFunc("GET /backup", d.backup)
	mux.HandleFunc("GET /quarantine", d.quarantine)
	mux.HandleFunc("POST /quarantine/go", d.letGo)
	mux.HandleFunc("POST /plan", d.plan)
	mux.HandleFunc("POST /deploy", d.deploy)
	mux.HandleFunc("GET /live", d.live)
	mux.HandleFunc("POST /pause", d.pause)
	mux.HandleFunc("POST /codes", d.codes)
	mux.HandleFunc("GET /grants", d.grants)
	mux.HandleFunc("POST /explain", d.explain)
	mux.HandleFunc("POST /report", d.report)
	mux.HandleFunc("POST /prove", d.prove)
	mux.HandleFunc("GET /import", d.imported)
	mux.HandleFunc("POST /import", d.importSome)
	mux.HandleFunc("GET /contacts", d.contacts)
	mux.HandleFunc("GET /history", d.history)
	mux.HandleFunc("POST /ledger/verify", d.verifyLedger)
	mux.HandleFunc("GET /ledger/head", d.headOfLedger)
	mux.HandleFunc("GET /dossier", d.dossier)
	mux.HandleFunc("GET /dossier/texts", d.dossierTexts)
	return mux
}

// NewToken asks for a token; Secret answers it.
type NewToken struct {
	Name   string        `json:"name"`
	Scopes []token.Scope `json:"scopes"`
	Rate   int           `json:"rate"` // a second; 0: token.DefaultRate
}

// Secret is a new token's secret, told once.
type Secret struct {
	Secret string `json:"secret"`
}

func (d Deps) createToken(w http.ResponseWriter, r *http.Request) {
	var ask NewToken
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	secret, err := token.Create(r.Context(), d.Store, token.Token{Name: strings.TrimSpace(ask.Name), Scopes: ask.Scopes, Rate: ask.Rate}, d.Now())
	answer(w, Secret{secret}, err)
}

func (d Deps) listTokens(w http.ResponseWriter, r *http.Request) {
	list, err := token.List(r.Context(), d.Store)
	answer(w, list, err)
}

func (d Deps) revokeToken(w http.ResponseWriter, r *http.Request) {
	answer(w, struct{}{}, token.Revoke(r.Context(), d.Store, r.PathValue("name")))
}

// backup streams a copy of the data. Its end is marked by a trailer, so that a copy that was cut
// off is not taken for a whole one.
func (d Deps) backup(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Trailer", BackupDone)
	w.Header().Set("Content-Type", "application/octet-stream")
	if _, err := d.Store.Backup(r.Context(), w); err != nil {
		w.Header().Set(BackupDone, "failed: "+err.Error())
		return
	}
	w.Header().Set(BackupDone, "ok")
}

// BackupDone is the trailer of a backup: "ok" where it is whole.
const BackupDone = "Parley-Backup"

func (d Deps) quarantine(w http.ResponseWriter, r *http.Request) {
	held, err := bot.Held(r.Context(), d.Store, d.Now())
	answer(w, held, err)
}

func (d Deps) letGo(w http.ResponseWriter, r *http.Request) {
	answer(w, struct{}{}, d.LetGo(r.Context()))
}

// Failure is the answer to what could not be done.
type Failure struct {
	Error string `json:"error"`
}

func fail(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(Failure{err.Error()}) // the command has gone away
}

func answer(w http.ResponseWriter, what any, err error) {
	switch {
	case errors.Is(err, store.ErrClosed):
		fail(w, http.StatusServiceUnavailable, err)
	case err != nil:
		fail(w, http.StatusUnprocessableEntity, err)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(what) // the command has gone away
	}
}
