package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	tokens "github.com/parley-sms/parley/bot/token"
	"github.com/parley-sms/parley/handlers/admin"
)

// token manages the tokens of the API.
type token struct {
	Create tokenCreate `cmd:"" help:"Make a token and print it, once."`
	List   tokenList   `cmd:"" help:"List tokens, without their secrets."`
	Revoke tokenRevoke `cmd:"" help:"Make a token worthless."`
}

// folder is the data folder of a command.
type folder struct {
	Data string `help:"Folder of the data." env:"PARLEY_DATA" default:"./data" type:"path" placeholder:"DIR"`
}

// holds refuses a folder without data, where a command would only make an empty one.
func (f folder) holds() error {
	if _, err := os.Stat(dataFile(f.Data, "parley.db")); err != nil {
		return fmt.Errorf("there is no data in %s: %w", f.Data, err)
	}
	return nil
}

// with does something with the data folder.
func (f folder) with(ctx context.Context, do func(*data) error) error {
	d, err := openData(ctx, f.Data)
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.close())
}

type tokenCreate struct {
	folder
	Name  string   `arg:"" help:"Name of the token, for people."`
	Scope []string `help:"What it allows: read, events or write; may be repeated." required:"" placeholder:"SCOPE"`
	Rate  int      `help:"Requests that it may make in a second; an event of a batch counts as one." default:"5000" placeholder:"N"`
}

// Run makes a token and prints its secret alone.
func (t *tokenCreate) Run(ctx context.Context, std streams) error {
	ask := admin.NewToken{Name: t.Name, Rate: t.Rate}
	for _, s := range t.Scope {
		ask.Scopes = append(ask.Scopes, tokens.Scope(s))
	}
	return t.with(ctx, func(d *data) error {
		var made admin.Secret
		if err := d.call(ctx, http.MethodPost, "/tokens", ask, &made); err != nil {
			return err
		}
		_, err := fmt.Fprintln(std.out, made.Secret)
		return err
	})
}

type tokenList struct {
	folder
	JSON bool `name:"json" help:"Print JSON."`
}

// Run lists the tokens.
func (t *tokenList) Run(ctx context.Context, std streams) error {
	return t.with(ctx, func(d *data) error {
		list := []tokens.Token{}
		if err := d.call(ctx, http.MethodGet, "/tokens", nil, &list); err != nil {
			return err
		}
		if t.JSON {
			return json.NewEncoder(std.out).Encode(list)
		}
		for _, one := range list {
			var scopes []string
			for _, s := range one.Scopes {
				scopes = append(scopes, string(s))
			}
			fmt.Fprintf(std.out, "%s\t%s\t%s\t%d/s\n", one.Name, strings.Join(scopes, ","), one.CreatedAt.Format(time.RFC3339), one.Rate)
		}
		return nil
	})
}

type tokenRevoke struct {
	folder
	Name string `arg:"" help:"Name of the token."`
}

// Run revokes a token.
func (t *tokenRevoke) Run(ctx context.Context) error {
	return t.with(ctx, func(d *data) error {
		return d.call(ctx, http.MethodDelete, "/tokens/"+url.PathEscape(t.Name), nil, &struct{}{})
	})
}
