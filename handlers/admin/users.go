package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// NewUser asks for an account; Secret answers it with that of the link by which its owner sets a password.
type NewUser struct {
	Name string    `json:"name"`
	Role user.Role `json:"role"`
}

// UserChange asks to change an account; what is nil stays.
type UserChange struct {
	Role     *user.Role `json:"role,omitempty"`
	Disabled *bool      `json:"disabled,omitempty"`
}

// command is who did what was done from a shell on this machine.
const command = "parley user"

func (d Deps) addUser(w http.ResponseWriter, r *http.Request) {
	var ask NewUser
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	secret, err := d.Users.Add(r.Context(), ask.Name, ask.Role, command)
	if err == nil {
		err = d.noted(r.Context(), fmt.Sprintf("made the account %s (%s)", user.Canonical(ask.Name), ask.Role))
	}
	answer(w, Secret{secret}, err)
}

func (d Deps) listUsers(w http.ResponseWriter, r *http.Request) {
	list, err := d.Users.List(r.Context())
	for i := range list {
		if list[i].Hash != "" {
			list[i].Hash = "set" // the hash itself is nobody's business
		}
	}
	answer(w, list, err)
}

func (d Deps) inviteUser(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	secret, err := d.Users.Invite(r.Context(), name)
	if err == nil {
		err = d.noted(r.Context(), "made a link for a new password of "+user.Canonical(name))
	}
	answer(w, Secret{secret}, err)
}

func (d Deps) changeUser(w http.ResponseWriter, r *http.Request) {
	var ask UserChange
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	answer(w, struct{}{}, d.change(r.Context(), r.PathValue("name"), ask))
}

func (d Deps) change(ctx context.Context, name string, ask UserChange) error {
	if ask.Role != nil {
		if err := d.Users.SetRole(ctx, name, *ask.Role); err != nil {
			return err
		}
		if err := d.noted(ctx, fmt.Sprintf("made %s %s", user.Canonical(name), *ask.Role)); err != nil {
			return err
		}
	}
	if ask.Disabled == nil {
		return nil
	}
	if err := d.Users.Disable(ctx, name, *ask.Disabled); err != nil {
		return err
	}
	did := "let " + user.Canonical(name) + " log in again"
	if *ask.Disabled {
		did = "disabled the account " + user.Canonical(name)
	}
	return d.noted(ctx, did)
}

// noted writes down what a command did.
func (d Deps) noted(ctx context.Context, did string) error {
	return d.Store.Note(ctx, store.Act{At: fsm.At(d.Now()), Who: command, Did: did})
}
