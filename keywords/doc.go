// Package keywords tells what an inbound text means, in whatever spelling and in any language that
// it has a data file for. It is pure: the same text gives the same meaning, always.
//
// # A text is read once
//
// Read folds a body (fold.go: fonts, case, accents, unseen characters, look-alike letters), takes
// out what it quotes (quote.go), and cuts it into words that know where a sentence begins (read.go).
// A drawn-out or spaced-out word is written plainly; digits for letters are read where a word is
// looked up (spell.go). The words make the key: two texts with one key are the same text.
//
// # Two tiers, and evidence
//
// Exact (exact.go) knows the STOP, START and HELP families, YES and NO. The keyword must be the whole
// text; only politeness may stand around it. An opt-in is never found in any other way.
//
// FreeText (free.go, part.go) looks for a wish to get no more texts: a Revocation if any reasonable
// person would read it so, Ambiguous if a person should look. It matches patterns against one part
// of a text at a time, from one mark of punctuation to the next. What a part must not have before
// the match (a denial, a question, what another said), or after it (about shoes, at night), decides
// as much as the match itself. One word with one slip of the finger is corrected (typo.go).
//
// A reaction that a phone sends as a text (Liked “…”) is no word of the person's own: no tier sees it.
//
// # Answers
//
// AnswerExact takes a digit, name or word of an answer; AnswerNear (answer.go) the second one, number
// two, skin care pls. What fits two answers fits none.
//
// # A language is a file
//
// data/<language>.txt has sections of entries, each name = alternative | alternative, and goes on
// in indented lines. Lines that begin with # are remarks.
//
//   - [keywords]: the exact words, by kind.
//   - [lists]: polite; misspelt (words whose misspelling counts, however short) and spelt (words that
//     are no misspelling); reactions and reaction words; joins (words that begin a sentence), continues (words that
//     begin none even after a mark), blocks
//     (words that deny, ask or report what follows), limits (that narrow what precedes: then it is
//     ambiguous), others (that give it another object: then it is nothing); elsewhere (things that are
//     no texts) and here (texts); jokes; choosing (words around an answer);
//     numbered (stop words that stay so beside a digit).
//   - [answers]: what stands for a number, yes or no.
//   - [patterns]: pieces for the rules. before and after change nothing around a rule; asking is a
//     polite question.
//   - [revocation …] and [ambiguous …]: the rules, by how much they must fill: any piece (within), a
//     sentence, or the whole text, whose rest may then only be support.
//   - [support]: remarks that go with a revocation. [reports]: what makes the next part another's
//     words. [denials]: what says no to a stop word that was asked. [keeps]: what wants some texts still.
//
// In a pattern (a | b) chooses, [a] may be missing, <name> is a pattern above, # is a number and ...
// up to three words of any kind. compile.go turns it into bit masks (pattern.go), so the work grows
// with the length of the text alone.
//
// testdata holds a corpus to tune on and one, written by another hand, that is never read while
// tuning; corpus_test.go says what their figures mean and holds them.
package keywords
