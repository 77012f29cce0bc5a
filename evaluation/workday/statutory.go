package workday

import (
	"time"

	"kaoji/evaluation"
)

// Names of the statutory holidays, as the notices write them.
const (
	newYear    = "元旦"
	spring     = "春节"
	qingming   = "清明节"
	labour     = "劳动节"
	dragonBoat = "端午节"
	midAutumn  = "中秋节"
	national   = "国庆节"
)

// Statutory returns the name of the statutory holiday on a day by the 全国年节及纪念日放假办法
// in force on it, "" for none. The yearly notice of the State Council only moves
// working days around these. The revisions in force from 2025, 2014, 2008 and 2000
// are known. Holidays that depend on the moon or the sun are known from 2000 to
// 2050; after that only New Year, 1 May and National Day are.
func Statutory(d evaluation.Date) string {
	if d.IsZero() || d.Year() < 2000 {
		return ""
	}
	switch m, n := d.Month(), d.Day(); {
	case m == time.January && n == 1:
		return newYear
	case m == time.May && n <= labourDays(d.Year()):
		return labour
	case m == time.October && n <= 3:
		return national
	}
	moving, known := lunar[d.Year()]
	if !known {
		return ""
	}
	if after := moving.spring.in(d.Year()).DaysUntil(d); springDays(d.Year(), after) {
		return spring
	}
	if d.Year() < 2008 {
		return ""
	}
	switch d {
	case moving.qingming.in(d.Year()):
		return qingming
	case moving.dragonBoat.in(d.Year()):
		return dragonBoat
	case moving.midAutumn.in(d.Year()):
		return midAutumn
	}
	return ""
}

// labourDays is the number of days of the Labour Day holiday: 1 and 2 May since
// 2025, 1 May from 2008 to 2024, 1 to 3 May before.
func labourDays(year int) int {
	switch {
	case year >= 2025:
		return 2
	case year >= 2008:
		return 1
	}
	return 3
}

// springDays reports whether the day that many days after the first day of the
// first lunar month is a Spring Festival holiday. The holiday is New Year's Eve
// (除夕, one day before) to the third since 2025, the first to the third from 2014 to
// 2024 and before 2008, New Year's Eve to the second from 2008 to 2013.
func springDays(year, after int) bool {
	switch {
	case year >= 2025:
		return after >= -1 && after <= 2
	case year >= 2008 && year < 2014:
		return after >= -1 && after <= 1
	}
	return after >= 0 && after <= 2
}

// monthDay is a day without a year, 205 for 5 February.
type monthDay int

func (m monthDay) in(year int) evaluation.Date {
	return evaluation.NewDate(year, time.Month(m/100), int(m%100))
}

// moving are the holidays of a year without a fixed date: the first day of the
// first lunar month, 清明 (sun at 15°), the fifth day of the fifth and the fifteenth
// day of the eighth lunar month.
type moving struct{ spring, qingming, dragonBoat, midAutumn monthDay }

// lunar is the calendar of 2000 to 2050. Four independent computations gave the
// same table: 6tail/lunar-go 1.4.7, sxtwl and lunardate for the lunar months, and
// the sun's longitude by ephem (VSOP87) for 清明. The holidays of the notices for 2008
// to 2026 agree with it.
var lunar = map[int]moving{
	2000: {205, 404, 606, 912},
	2001: {124, 405, 625, 1001},
	2002: {212, 405, 615, 921},
	2003: {201, 405, 604, 911},
	2004: {122, 404, 622, 928},
	2005: {209, 405, 611, 918},
	2006: {129, 405, 531, 1006},
	2007: {218, 405, 619, 925},
	2008: {207, 404, 608, 914},
	2009: {126, 404, 528, 1003},
	2010: {214, 405, 616, 922},
	2011: {203, 405, 606, 912},
	2012: {123, 404, 623, 930},
	2013: {210, 404, 612, 919},
	2014: {131, 405, 602, 908},
	2015: {219, 405, 620, 927},
	2016: {208, 404, 609, 915},
	2017: {128, 404, 530, 1004},
	2018: {216, 405, 618, 924},
	2019: {205, 405, 607, 913},
	2020: {125, 404, 625, 1001},
	2021: {212, 404, 614, 921},
	2022: {201, 405, 603, 910},
	2023: {122, 405, 622, 929},
	2024: {210, 404, 610, 917},
	2025: {129, 404, 531, 1006},
	2026: {217, 405, 619, 925},
	2027: {206, 405, 609, 915},
	2028: {126, 404, 528, 1003},
	2029: {213, 404, 616, 922},
	2030: {203, 405, 605, 912},
	2031: {123, 405, 624, 1001},
	2032: {211, 404, 612, 919},
	2033: {131, 404, 601, 908},
	2034: {219, 405, 620, 927},
	2035: {208, 405, 610, 916},
	2036: {128, 404, 530, 1004},
	2037: {215, 404, 618, 924},
	2038: {204, 405, 607, 913},
	2039: {124, 405, 527, 1002},
	2040: {212, 404, 614, 920},
	2041: {201, 404, 603, 910},
	2042: {122, 404, 622, 928},
	2043: {210, 405, 611, 917},
	2044: {130, 404, 531, 1005},
	2045: {217, 404, 619, 925},
	2046: {206, 404, 608, 915},
	2047: {126, 405, 529, 1004},
	2048: {214, 404, 615, 922},
	2049: {202, 404, 604, 911},
	2050: {123, 404, 623, 930},
}
