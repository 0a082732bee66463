// Package dossier makes a file about one person's consent that a court, a carrier or the person can read
// and check: what was agreed to and withdrawn, when and how, the very texts that carried it, every
// marketing text with the consent and the hours that it rested on, and how each opt-out was obeyed.
//
// A Maker reads it from the store. The parts that stay small come at once (dossier.go); the marketing
// texts, of which there may be many, come in pages (marketing.go), so that neither a server nor a command
// holds all of them. A Writer puts both into one file: JSON for machines, or one HTML page that prints
// (json.go, html.go). The file's last part says how many bytes come before it and what their SHA-256 is.
//
// Facts about consent are told from the ledger alone, whose hashes the file holds with all that they
// were taken of. What is told of texts comes from the messages and the journal.
package dossier
