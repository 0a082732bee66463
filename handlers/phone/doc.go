// Package phone serves the test phone: a page on which one texts Parley without an account, and the
// same for scripts.
//
// What a handset shows is put together from two books that need not agree: the server's messages
// and the carrier's ledger. A text that the server believes lost and that reached the handset is
// shown; one that the server sent and the carrier swallowed is not, unless all=true asks for it.
//
// A text is answered for once it is stored and its direct replies have come to rest, so that a
// script may read the answer with its next call. Moving the clock answers when everything that
// fell due on the way has happened.
//
// A link in a text can be opened there. A tracked one is opened on this server, whatever domain it
// names, and counts.
//
// The page is plain HTML and forms, and works so. With JavaScript it sends without leaving the
// page and hears of changes by server-sent events; then it fetches itself anew and takes over what
// differs, so that the server renders everything in one place.
//
// These handlers move time and lose texts on purpose. They belong to the carrier "phone" alone and
// ask nobody for a password; the router around them refuses posts from other origins.
package phone
