package xlsx_test

import (
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"kaoji/app/xlsx"
)

func TestATableOfTextIsReadInEachEncodingWithTheRowsOfASpreadsheet(t *testing.T) {
	plain := "工号,姓名\r\n\r\n000012,\"苏\n芳嘉\"\r\nTQ1,王\U00020087\r\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"UTF-8": plain, "with a mark": "\xEF\xBB\xBF" + plain, "GB18030": gb, "UTF-16": wide} {
		sheets, err := xlsx.Read([]byte(text))
		if err != nil || len(sheets[0].Rows) != 3 {
			t.Fatalf("%s: %+v %v", name, sheets, err)
		}
		rows := sheets[0].Rows
		if rows[1][0].Text != "000012" || rows[1][0].IsNumber || rows[1][0].Row != 3 || rows[1][1].Text != "苏\n芳嘉" || rows[2][0].Row != 4 || rows[2][1].Text != "王\U00020087" {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}
