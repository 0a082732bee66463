// Package picture draws the machine from its compiled table: the base machine, or what one workflow
// adds to it, as Mermaid text, as DOT for Graphviz, or as an SVG of its own.
//
// A picture folds what the table tells apart: states that differ in ground alone, and do the same
// in the picture, are one node; transitions between two nodes are one edge; those that lead back are
// written into their node. Consent that moves under an agent or a question is left out, as it moves
// just as it does without.
//
// Steps draws what a marketer reads first: the way of a run through a workflow, step by step.
// Compare draws two graphs as one, with what was added and removed.
package picture
