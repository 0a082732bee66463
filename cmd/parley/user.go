package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/handlers/admin"
	"github.com/parley-sms/parley/handlers/console"
)

// users manages the accounts of the console.
type users struct {
	Add     userAdd     `cmd:"" help:"Make an account and print the link by which its owner sets a password, once."`
	List    userList    `cmd:"" help:"List accounts."`
	Invite  userInvite  `cmd:"" help:"Print a link for a new password; the old one is good until it is used."`
	Role    userRole    `cmd:"" help:"Give an account another role; its sessions end."`
	Disable userDisable `cmd:"" help:"Keep an account from logging in; its sessions end."`
	Enable  userEnable  `cmd:"" help:"Let a disabled account log in again."`
}

// linked is a command that prints a one-time link.
type linked struct {
	folder
	PublicURL string `help:"Address of the console, which the link begins with." env:"PARLEY_PUBLIC_URL" default:"http://127.0.0.1:8080" placeholder:"URL"`
}

func (l linked) print(out io.Writer, secret string) error {
	base, _, _ := strings.Cut(l.PublicURL, ",")
	_, err := fmt.Fprintf(out, "%s%s\n", strings.TrimSuffix(base, "/"), console.Welcome(secret))
	return err
}

type userAdd struct {
	linked
	Name string    `arg:"" help:"What one logs in with: a name or an e-mail address."`
	Role user.Role `help:"agent, marketer, approver or admin." required:""`
}

// Run makes an account and prints its link alone.
func (u *userAdd) Run(ctx context.Context, std streams) error {
	return u.with(ctx, func(d *data) error {
		var made admin.Secret
		if err := d.call(ctx, http.MethodPost, "/users", admin.NewUser{Name: u.Name, Role: u.Role}, &made); err != nil {
			return err
		}
		return u.print(std.out, made.Secret)
	})
}

type userInvite struct {
	linked
	Name string `arg:"" help:"Name of the account."`
}

// Run prints a link for a new password alone.
func (u *userInvite) Run(ctx context.Context, std streams) error {
	return u.with(ctx, func(d *data) error {
		var made admin.Secret
		if err := d.call(ctx, http.MethodPost, "/users/"+url.PathEscape(u.Name)+"/invite", nil, &made); err != nil {
			return err
		}
		return u.print(std.out, made.Secret)
	})
}

type userList struct {
	folder
	JSON bool `name:"json" help:"Print JSON."`
}

// Run lists the accounts.
func (u *userList) Run(ctx context.Context, std streams) error {
	return u.with(ctx, func(d *data) error {
		list := []user.User{}
		if err := d.call(ctx, http.MethodGet, "/users", nil, &list); err != nil {
			return err
		}
		if u.JSON {
			return json.NewEncoder(std.out).Encode(list)
		}
		table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
		for _, one := range list {
			fmt.Fprintf(table, "%s\t%s\t%s\n", one.Name, one.Role, standing(one))
		}
		return table.Flush()
	})
}

// standing says whether somebody can log in, and when he did.
func standing(u user.User) string {
	switch {
	case u.Disabled:
		return "disabled"
	case u.Hash == "":
		return "has not set a password yet"
	case u.SeenAt.IsZero():
		return "has not logged in yet"
	}
	return "logged in " + u.SeenAt.Format(time.RFC3339)
}

type userRole struct {
	folder
	Name string    `arg:"" help:"Name of the account."`
	Role user.Role `arg:"" help:"agent, marketer, approver or admin."`
}

// Run changes a role.
func (u *userRole) Run(ctx context.Context) error {
	return u.change(ctx, u.Name, admin.UserChange{Role: &u.Role})
}

type userDisable struct {
	folder
	Name string `arg:"" help:"Name of the account."`
}

// Run disables an account.
func (u *userDisable) Run(ctx context.Context) error {
	disabled := true
	return u.change(ctx, u.Name, admin.UserChange{Disabled: &disabled})
}

type userEnable struct {
	folder
	Name string `arg:"" help:"Name of the account."`
}

// Run enables an account.
func (u *userEnable) Run(ctx context.Context) error {
	disabled := false
	return u.change(ctx, u.Name, admin.UserChange{Disabled: &disabled})
}

func (f folder) change(ctx context.Context, name string, ask admin.UserChange) error {
	return f.with(ctx, func(d *data) error {
		return d.call(ctx, http.MethodPatch, "/users/"+url.PathEscape(name), ask, &struct{}{})
	})
}
