package token

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// List gives all tokens in order of name.
func List(ctx context.Context, v Values) ([]Token, error) {
	tokens, err := kept(ctx, v)
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(tokens), func(a, b Token) int { return cmp.Compare(a.Name, b.Name) }), nil
}
