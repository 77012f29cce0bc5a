package evaluation

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// togetherMost is how many acts of Kaoji are done at a time. The storage writes those that
// wait in one transaction, so that many acts wait for the disk once.
const togetherMost = 8

// Together calls do with 0 to n-1, several at a time, each for records of its own. After
// an error, which it returns, or the end of ctx it begins no more.
func Together(ctx context.Context, n int, do func(i int) error) error {
	g, going := errgroup.WithContext(ctx)
	g.SetLimit(togetherMost)
	for i := range n {
		if going.Err() != nil {
			break
		}
		g.Go(func() (err error) {
			defer func() {
				if p := recover(); p != nil {
					err = fmt.Errorf("panic: %v", p)
				}
			}()
			return do(i)
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}
