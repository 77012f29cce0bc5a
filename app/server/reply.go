package server

import (
	"bytes"
	"net/url"
	"path"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// largeReplies is the memory that all large replies may use together, in bytes,
// from before they are built until the client has read them.
const largeReplies = 36 << 20

const keyReply = "kaoji.reply"

// HoldReply takes memory for a reply of size bytes from the shared room. Call it
// before such a reply is read or built; the memory is returned when the reply was
// sent. Errors: CodeUnavailable if there is no memory for large replies.
func HoldReply(c *fiber.Ctx, size int) error {
	return hold(c, keyReply, size, func(p *Parts) room { return p.replies })
}

// holdReply returns the memory of a large reply when it was sent.
func (p *Parts) holdReply(c *fiber.Ctx) error {
	sent := false
	defer func() {
		if !sent {
			release(c, keyReply)
		}
	}()
	if err := c.Next(); err != nil {
		return err
	}
	if give, ok := c.Locals(keyReply).(func()); ok {
		response := c.Response()
		body := response.Body()
		response.SwapBody(nil) // so that the body is not reused as a buffer for other replies
		response.SetBodyStream(&sending{bytes.NewReader(body), give}, len(body))
		sent = true
	}
	return nil
}

// sending is a reply that is being sent.
type sending struct {
	*bytes.Reader
	give func()
}

// Close is called when the reply was sent, or cannot be sent.
func (s *sending) Close() error {
	s.give()
	return nil
}

// Download sends a file that the browser saves and does not show.
func Download(c *fiber.Ctx, name, media string, content []byte) error {
	describe(c, name, media)
	return c.Send(content)
}

// describe sets the headers of a file that the browser saves. What it shows of people was
// taken out of the program in it.
func describe(c *fiber.Ctx, name, media string) {
	evaluation.TakenFile(c.UserContext(), path.Ext(name))
	c.Set(fiber.HeaderContentType, media)
	c.Set(fiber.HeaderContentDisposition, "attachment; filename*=UTF-8''"+url.PathEscape(name))
}

// SendBlob sends an attachment.
func SendBlob(c *fiber.Ctx, blobs evaluation.Blobs, b *evaluation.Blob) error {
	if err := HoldReply(c, int(b.Size)); err != nil {
		return err
	}
	content, err := blobs.BlobContent(c.UserContext(), b.Office, b.ID)
	if err != nil {
		return err
	}
	evaluation.TakenAs(c.UserContext(), evaluation.AsAnyFile) // whatever its format: it is no form that the program made
	return Download(c, b.Name, b.Type, content)
}
