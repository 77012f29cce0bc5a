package auth

import (
	"context"

	"kaoji/evaluation"
)

// Service is every act on accounts and sessions.
type Service struct{ Parts }

var errUnwritten = evaluation.Fail(evaluation.CodeInternal, "error.internal")

func New(p Parts) (*Service, error) { return &Service{Parts: p}, nil }

// Operator is whoever runs the command line on the machine itself.
func Operator(office string) Session { return Session{} }

// Ready is CodeForbidden while a forced password change or second factor is due.
func (s Session) Ready() error { return nil }

func (s *Service) Login(ctx context.Context, in LoginInput) (Tokens, error) {
	return Tokens{}, errUnwritten
}
func (s *Service) Refresh(ctx context.Context, refresh, address string) (Tokens, error) {
	return Tokens{}, errUnwritten
}
func (s *Service) Authenticate(ctx context.Context, access string) (Session, error) {
	return Session{}, errUnwritten
}
func (s *Service) Logout(ctx context.Context, by Session) error           { return errUnwritten }
func (s *Service) LogoutEverywhere(ctx context.Context, by Session) error { return errUnwritten }
func (s *Service) ChangePassword(ctx context.Context, by Session, old, fresh string) error {
	return errUnwritten
}
func (s *Service) First(ctx context.Context, office string) (name, password string, created bool, err error) {
	return "", "", false, errUnwritten
}
func (s *Service) CreateAccount(ctx context.Context, by Session, n NewAccount) (Account, string, error) {
	return Account{}, "", errUnwritten
}
func (s *Service) BulkCreate(ctx context.Context, by Session, list []NewAccount) ([]Slip, error) {
	return nil, errUnwritten
}
func (s *Service) SetRoles(ctx context.Context, by Session, id string, version int64, roles []evaluation.Role) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) EditAccount(ctx context.Context, by Session, id string, version int64, e Edit) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) Disable(ctx context.Context, by Session, id string, version int64) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) Enable(ctx context.Context, by Session, id string, version int64) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) Unlock(ctx context.Context, by Session, id string) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) ResetPassword(ctx context.Context, by Session, id string) (oneTime string, err error) {
	return "", errUnwritten
}
func (s *Service) ListAccounts(ctx context.Context, by Session, f Filter, after string, limit int) (accounts []Account, next string, err error) {
	return nil, "", errUnwritten
}
func (s *Service) GetAccount(ctx context.Context, by Session, id string) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) AccountByName(ctx context.Context, by Session, name string) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) AccountOfPerson(ctx context.Context, office, person string) (Account, error) {
	return Account{}, errUnwritten
}
func (s *Service) EnrollTOTP(ctx context.Context, by Session) (Enrolment, error) {
	return Enrolment{}, errUnwritten
}
func (s *Service) ConfirmTOTP(ctx context.Context, by Session, code string) (recovery []string, err error) {
	return nil, errUnwritten
}
func (s *Service) ResetTOTP(ctx context.Context, by Session, id string) error { return errUnwritten }

// HashStats says how many password hashes were computed, and the most at once.
func (s *Service) HashStats() (total, most int64) { return 0, 0 }
