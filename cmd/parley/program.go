package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
)

// demoFolder is what the built-in demo is called among the folders that programs are read from.
const demoFolder = "demo"

// folder gives the folder of the program, after it was checked and found to fit the carrier.
func (s *serve) folder() (string, fs.FS, error) {
	files, name := program.Demo(), demoFolder
	if s.Program != "" {
		files, name = os.DirFS(s.Program), s.Program
	}
	def, revision, err := program.Load(files)
	if err != nil {
		return name, nil, fmt.Errorf("read the program %s:\n%w", name, err)
	}
	if err := s.senders(&def); err != nil {
		return name, nil, err
	}
	if _, err := fsm.Compile(def, revision); err != nil {
		return name, nil, fmt.Errorf("check the program %s:\n%w", name, err)
	}
	return name, files, nil
}

// begin chooses the program to start with, and tells what that changed.
func begin(ctx context.Context, d *deploy.Deployer, folder string, files fs.FS, log *slog.Logger) (*fsm.Program, error) {
	started, err := d.Start(ctx, folder, files)
	if err != nil {
		return nil, err
	}
	r := started.Revision
	if started.Plan == nil {
		log.Info("the live program was kept", "revision", r.Hash, "number", r.Number, "by", r.Author, "folder", r.Folder)
		return started.Program, nil
	}
	log.Info("the program was loaded from its folder", "revision", r.Hash, "number", r.Number, "before", started.Plan.Live,
		"runs", started.Plan.Runs, "folder", folder)
	if started.Plan.Live != "" {
		for _, line := range r.Summary {
			log.Info("changed by it", "what", line)
		}
	}
	return started.Program, nil
}

// senders sets whom texts leave from. Behind the test phone there is no carrier that confirms a
// STOP or limits the pace, so every sender is one of the test phone.
func (s *serve) senders(def *fsm.Definition) error {
	if s.Sender != "" {
		def.Senders = []fsm.Sender{{Address: s.Sender}}
	}
	if s.Carrier == "twilio" {
		def.Senders = slices.DeleteFunc(def.Senders, func(s fsm.Sender) bool { return s.Kind == fsm.TestPhone })
		if len(def.Senders) == 0 {
			return errors.New("no sender: name one under senders: in program.yaml, or with --sender, such as +12025550123 or a Messaging Service MG…")
		}
		return nil
	}
	if len(def.Senders) == 0 {
		def.Senders = []fsm.Sender{{Address: phone.DefaultSender}}
	}
	for i, sender := range def.Senders {
		def.Senders[i] = fsm.Sender{Address: sender.Address, Kind: fsm.TestPhone}
	}
	return nil
}
