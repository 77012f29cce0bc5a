package auth

import (
	"time"

	"kaoji/evaluation"
)

// Session is a request's proven origin.
type Session struct {
	Actor      evaluation.Actor
	Account    Account
	Family     string // id of the login that all its tokens descend from
	MustChange bool   // nothing is allowed but changing the password and logging out
	MustTOTP   bool   // nothing is allowed but setting up the second factor (and the two above)
}

// LoginInput is what a person gives to log in. Code is a second-factor code or
// a recovery code, "" if the account has none. Address is for the trail.
type LoginInput struct{ Name, Password, Code, Address string }

// Tokens are the answer to a login or a refresh.
//
// After Login with NeedTOTP true the password was right, the second factor is
// missing and there are no tokens: log in again with Code. After Refresh an
// empty Refresh means that the one handed out a moment ago stays good.
type Tokens struct {
	Access, Refresh               string
	AccessExpires, RefreshExpires time.Time
	Account                       Account
	MustChange, NeedTOTP          bool
}

// Slip is what is printed for a person whose account was made in bulk.
type Slip struct {
	Account  Account
	Password string // one-time; "" if the account existed already
	Existing bool
}

// Enrolment is what a person needs to set up the second factor.
type Enrolment struct {
	Secret string // base32, for typing
	URL    string // otpauth://, for the QR code
}
