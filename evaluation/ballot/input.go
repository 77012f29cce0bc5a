package ballot

import "kaoji/evaluation"

// KeepInput makes the sender a keeper of the key.
type KeepInput struct {
	Passphrase string `json:"passphrase" form:"password" minLength:"12" maxLength:"200" doc:"What opens the ballots when the voting has ended; Kaoji does not keep it" example:"茶杯 铁路 七月 银杏 海盐"`
	Again      string `json:"again" form:"password" maxLength:"200" doc:"The passphrase once more" example:"茶杯 铁路 七月 银杏 海盐"`
}

// Check refuses two different passphrases.
func (in *KeepInput) Check() error {
	if in.Passphrase == in.Again {
		return nil
	}
	m := evaluation.Mistakes{}
	m.Add("again", "ballot.passphrase_differs")
	return m.Err()
}
