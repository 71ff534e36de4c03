package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"parry/store"
)

// heard gives a file whose reading is heard of, and ends with ctx.
func heard(ctx context.Context, f *os.File, told store.Told) io.Reader {
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	return &hearing{ctx: ctx, from: f, size: size, told: told}
}

type hearing struct {
	ctx        context.Context
	from       io.Reader
	size, read int64
	told       store.Told
}

// Size is how large the file says that it is.
func (h *hearing) Size() int64 { return h.size }

func (h *hearing) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := h.from.Read(p)
	h.read += int64(n)
	if err == io.EOF {
		h.told("taking it apart", 0, 0)
	} else {
		h.told(fmt.Sprintf("reading, %d of %d KB", h.read>>10, h.size>>10), 0, 0)
	}
	return n, err
}
