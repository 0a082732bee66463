package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
)

// Writer writes a dossier as a file: Begin, then Text for each marketing text, oldest first, then End.
type Writer interface {
	Begin(d *Dossier) error
	Text(r *Released) error
	End() error
}

// sealing counts and hashes what is written.
type sealing struct {
	w io.Writer
	h hash.Hash
	n int64
}

func sealed(w io.Writer) *sealing { return &sealing{w: w, h: sha256.New()} }

// Write implements io.Writer.
func (s *sealing) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.h.Write(p[:n])
	s.n += int64(n)
	return n, err
}

// Seal says what the bytes of a file before it are.
type Seal struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (s *sealing) seal() Seal { return Seal{s.n, hex.EncodeToString(s.h.Sum(nil))} }

// asJSON writes one JSON object: the Dossier, with marketing_texts, how_to_check and file behind.
type asJSON struct {
	*sealing
	texts int
}

// JSON makes a writer of JSON.
func JSON(w io.Writer) Writer { return &asJSON{sealing: sealed(w)} }

// Begin implements Writer.
func (j *asJSON) Begin(d *Dossier) error {
	head, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(j, "%s,\n  \"marketing_texts\": [", bytes.TrimSuffix(head, []byte("\n}")))
	return err
}

// Text implements Writer.
func (j *asJSON) Text(r *Released) error {
	row, err := json.MarshalIndent(r, "    ", "  ")
	if err != nil {
		return err
	}
	comma := ","
	if j.texts++; j.texts == 1 {
		comma = ""
	}
	_, err = fmt.Fprintf(j, "%s\n    %s", comma, row)
	return err
}

// End implements Writer.
func (j *asJSON) End() error {
	steps, err := json.MarshalIndent(howToCheck(), "  ", "  ")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(j, "\n  ],\n  \"how_to_check\": %s", steps); err != nil {
		return err
	}
	seal, err := json.Marshal(j.seal())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(j.w, ",\n  \"file\": %s\n}\n", seal)
	return err
}

// howToCheck tells how the file's claims are checked without Parley.
func howToCheck() []string {
	return []string{
		"This file: its last part says how many bytes come before it, and their SHA-256. head -c BYTES FILE | sha256sum must print that.",
		"A value of an entry (the number, the source, who recorded it, each piece of evidence): its digest is the SHA-256 of the salt in hex, a newline, " +
			"the name of the digest, a newline, and the value. printf '%s\\n%s\\n%s' SALT NAME VALUE | sha256sum",
		"An entry: its hash is the SHA-256 of its sealed text, which ends in a newline and holds the times in milliseconds since 1970 (UTC), the digests, and the hash " +
			"of the entry before as prev. So no entry can be changed, removed or put between without a change of all that follow.",
		"Its place in the log of the hashes of all people: begin with SHA-256 of the byte 00 and the hash, and for each step of the path take SHA-256 of the byte 01 and both halves " +
			"(the sibling on the side where it stands). The end is the root of the anchor that the place names.",
		"An anchor: its hash is the SHA-256 of the lines \"parley ledger anchor\", \"prev HASH\", \"n N\", \"at MILLISECONDS\", \"from PLACE\", \"to PLACE\", \"root ROOT\", each with a newline. " +
			"Each names the one before. Whoever kept an anchor's hash elsewhere knows by it that nothing which it seals was changed since.",
		"The whole ledger, where the data is: parley ledger verify --data DIR --head HASH-KEPT-ELSEWHERE",
		"What is told of texts beside the ledger comes from the server's messages and journal: parley explain PHONE --verify --data DIR proves the journal.",
	}
}
