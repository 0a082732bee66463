// Package search finds texts and people by words, for those who look for a conversation.
//
// # What is found
//
// Texts of both directions by the words in them, the newest first; people by the end of their number (three digits or
// more), by the words of their attributes, by the ids that the shop knows them by, and by their tags. Words are what
// stands between spaces and punctuation, folded by keywords.Fold: neither case nor accents nor fonts matter. Where a script
// sets no spaces each character is a word. All words must be in the same text, or be known of the same person; of the last
// one the beginning is enough. Notes of the staff are not indexed, nor are characters that are no letters or digits.
//
// # The index
//
// It is derived from the store, follows it a moment later, and can be deleted at any time: it is made anew beside the
// work of the server. It has a file of its own, search.db, so that the store's commits write none of its pages and
// backups hold none of it. What the store answers is what counts: who shows what was found reads the text there, and what
// is there no more is not shown.
//
//	words   word 0 first id    ids of texts, ascending, at most 250 in a row of 8 bytes each
//	texts   id                 phone 0 seq
//	facts   word 0 phone
//	ends    digits, reversed   nothing: whose number begins so from its end
//	people  phone              what is indexed of the person: the last Seq and its time, and the words of facts
//
// An id is a text's time and 16 bits that tell the texts of one millisecond apart, so the ids of a word in descending order are the
// texts with it from the newest on, and two words are found together by leaping from one list to the other.
//
// Follow brings people who changed up to date; Walk does so for everybody, in order of phone. Both compare
// what the store has with the people bucket, so a walk makes a new index, goes on with one that was interrupted, and mends one that missed
// something while the server was down. Of people whom the store does not know any more everything is removed, which reads the
// whole index once for however many they are.
package search
