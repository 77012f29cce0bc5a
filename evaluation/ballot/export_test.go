package ballot

// Bytes is the private key, for the test that looks for it in the storage.
func (k *Key) Bytes() ([]byte, error) { return k.private.Bytes() }
