package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
)

// program reads the program and fits it to the carrier.
func (s *serve) program() (*fsm.Program, error) {
	files, name := program.Demo(), "the demo"
	if s.Program != "" {
		files, name = os.DirFS(s.Program), s.Program
	}
	def, revision, err := program.Load(files)
	if err != nil {
		return nil, fmt.Errorf("read the program %s:\n%w", name, err)
	}
	if err := s.senders(&def); err != nil {
		return nil, err
	}
	p, err := fsm.Compile(def, revision)
	if err != nil {
		return nil, fmt.Errorf("check the program %s:\n%w", name, err)
	}
	return p, nil
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
