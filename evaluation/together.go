package evaluation

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// togetherMost is how many acts of Kaoji are done at a time. The storage writes those that
// wait in one transaction, so that many acts wait for the disk once.
const togetherMost = 8

// Together calls do with 0 to n-1, several at a time, each for records of its own. After
// an error, which it returns, or the end of ctx it begins no more.
func Together(ctx context.Context, n int, do func(i int) error) error {
	going, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, togetherMost) {
		wg.Go(func() {
			for going.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := survived(do, i); err != nil {
					stop(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(going)
}

// survived makes a panic an error: the others are not to end with it.
func survived(do func(int) error, i int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return do(i)
}
