package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
)

// A Seal encrypts a backup, in the format of age: for whoever knows a passphrase, or for
// recipients who each have an identity. It says nothing of who made the backup.
type Seal struct {
	to  []age.Recipient
	key []byte // of the last file, from its making until it was read back
}

// Keys open sealed backups.
type Keys []age.Identity

// ErrSealed: the backup is encrypted, and no key was given.
var ErrSealed = errors.New("it is encrypted")

// mostWork bounds how much work a foreign file may ask for before its passphrase is
// known to be wrong: 2^20 takes a gigabyte and some seconds.
const mostWork = 20

// SealWith encrypts with a passphrase.
func SealWith(passphrase string) (*Seal, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, errors.New("the passphrase is empty; nothing would be protected")
	}
	return &Seal{to: []age.Recipient{r}}, nil
}

// SealFor encrypts for recipients, one a line, as `age-keygen` prints them (age1…).
func SealFor(lines io.Reader) (*Seal, error) {
	to, err := age.ParseRecipients(lines)
	if err != nil {
		return nil, fmt.Errorf("no list of recipients (age1…, one a line): %w", err)
	}
	return &Seal{to: to}, nil
}

// KeysFrom are the key that a passphrase makes.
func KeysFrom(passphrase string) (Keys, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, errors.New("the passphrase is empty")
	}
	id.SetMaxWorkFactor(mostWork)
	return Keys{id}, nil
}

// KeysIn are the identities in a file as `age-keygen` writes it.
func KeysIn(file io.Reader) (Keys, error) {
	ids, err := age.ParseIdentities(file)
	if err != nil {
		return nil, fmt.Errorf("no file of identities (AGE-SECRET-KEY-…): %w", err)
	}
	return ids, nil
}

// How encrypted files begin: as bytes, or as letters for the mail.
const (
	ageMagic   = "age-encryption.org/"
	ageLetters = "-----BEGIN AGE ENCRYPTED FILE-----"
)

// Sealed says whether a file is an encrypted one that parry can open with a key.
func Sealed(path string) (bool, error) {
	f, _, err := openRegular(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	begin, err := io.ReadAll(io.LimitReader(f, int64(len(ageLetters))))
	switch {
	case err != nil:
		return false, err
	case string(begin) == ageLetters:
		return false, fmt.Errorf("%s is encrypted and written as letters; decrypt it with `age --decrypt` first", path)
	}
	return bytes.HasPrefix(begin, []byte(ageMagic)), nil
}

// A witness hands the key of a new file to its recipient and keeps it, so that the file
// can be read back though its recipients' own keys are not here.
type witness struct {
	age.Recipient
	seal *Seal
}

func (w witness) Wrap(key []byte) ([]*age.Stanza, error) {
	w.seal.key = bytes.Clone(key)
	return w.Recipient.Wrap(key)
}

// WrapWithLabels keeps what the recipient says of whom it may stand beside.
func (w witness) WrapWithLabels(key []byte) ([]*age.Stanza, []string, error) {
	w.seal.key = bytes.Clone(key)
	if labels, ok := w.Recipient.(age.RecipientWithLabels); ok {
		return labels.WrapWithLabels(key)
	}
	stanzas, err := w.Recipient.Wrap(key)
	return stanzas, nil, err
}

// write encrypts what fill writes.
func (s *Seal) write(out io.Writer, fill func(io.Writer) error) error {
	to := make([]age.Recipient, len(s.to))
	for i, r := range s.to {
		to[i] = witness{r, s}
	}
	sealed, err := age.Encrypt(out, to...)
	if err != nil {
		return err
	}
	wide := bufio.NewWriterSize(sealed, 64<<10)
	return errors.Join(fill(wide), wide.Flush(), sealed.Close())
}

// check reads a sealed register back, walked and decoded in full.
func (s *Seal) check(f *os.File) error {
	defer func() { clear(s.key); s.key = nil }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	r, size, err := age.DecryptReaderAt(f, info.Size(), age.NewInjectedFileKeyIdentity(s.key))
	if err != nil {
		return err
	}
	_, err = load(r, size, false)
	return err
}

// backup writes an encrypted file of what fill writes, and reads it back.
func (s *Seal) backup(path string, force bool, fill func(io.Writer) error) error {
	return writeChecked(path, force, func(out io.Writer) error { return s.write(out, fill) }, s.check)
}

// unseal opens an encrypted file and hands what is in it to see. That is checked piece
// by piece as it is read: a piece that was changed is an error, never wrong bytes.
func (k Keys) unseal(path string, see func(r io.ReaderAt, size int64) error) error {
	if len(k) == 0 {
		return fmt.Errorf("%w: name its passphrase or identity", ErrSealed)
	}
	f, size, err := openRegular(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, inside, err := age.DecryptReaderAt(f, size, k...)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none):
		return errors.New("the passphrase or the identity is another one")
	case err != nil:
		return fmt.Errorf("it cannot be decrypted: it was changed, cut or is no whole file of age: %w", err)
	}
	checked := &unsealing{from: r}
	if err := see(checked, inside); checked.wrong == nil {
		return err
	}
	return fmt.Errorf("it cannot be decrypted: it was changed or cut: %w", checked.wrong)
}

// An unsealing keeps the first piece that could not be decrypted: whatever comes of it
// further on, that is the reason.
type unsealing struct {
	from  io.ReaderAt
	wrong error
}

func (u *unsealing) ReadAt(p []byte, at int64) (int, error) {
	n, err := u.from.ReadAt(p, at)
	if err != nil && err != io.EOF && u.wrong == nil {
		u.wrong = err
	}
	return n, err
}
