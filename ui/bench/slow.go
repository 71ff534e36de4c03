package bench

// A Slow is work that takes longer than a key may, such as reading a file. Run runs
// beside the program: it may not touch the register, nor anything that is shown. Done
// comes after it, with the program again.
type Slow struct {
	Run, Done func()
}

// Slowly asks for work to be done beside the program.
func (b *Bench) Slowly(run, done func()) { b.slow = &Slow{run, done} }

// Slow is what Slowly asked for, once; the frame runs it.
func (b *Bench) Slow() *Slow {
	s := b.slow
	b.slow = nil
	return s
}
