package lrmx

import "kaoji/evaluation/cadreform"

// field is an element of a file and where its text belongs.
type field struct {
	name string
	of   func(*cadreform.Form) *string
}

// The names of elements that are no texts.
const (
	root   = "Person"
	family = "JiaTingChengYuan"
	item   = "Item"
	photo  = "ZhaoPian"
)

// fields are the texts of a form in the order in which programs write them.
var fields = []field{
	{"XingMing", func(f *cadreform.Form) *string { return &f.Name }},
	{"XingBie", func(f *cadreform.Form) *string { return &f.Sex }},
	{"ChuShengNianYue", func(f *cadreform.Form) *string { return &f.Born }},
	{"MinZu", func(f *cadreform.Form) *string { return &f.Ethnicity }},
	{"JiGuan", func(f *cadreform.Form) *string { return &f.NativePlace }},
	{"ChuShengDi", func(f *cadreform.Form) *string { return &f.BirthPlace }},
	{"RuDangShiJian", func(f *cadreform.Form) *string { return &f.PartyJoined }},
	{"CanJiaGongZuoShiJian", func(f *cadreform.Form) *string { return &f.WorkedSince }},
	{"JianKangZhuangKuang", func(f *cadreform.Form) *string { return &f.Health }},
	{"ZhuanYeJiShuZhiWu", func(f *cadreform.Form) *string { return &f.TechnicalPost }},
	{"ShuXiZhuanYeYouHeZhuanChang", func(f *cadreform.Form) *string { return &f.Strengths }},
	{"QuanRiZhiJiaoYu_XueLi", func(f *cadreform.Form) *string { return &f.FullTime.Education }},
	{"QuanRiZhiJiaoYu_XueWei", func(f *cadreform.Form) *string { return &f.FullTime.Degree }},
	{"QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", func(f *cadreform.Form) *string { return &f.FullTime.School }},
	{"QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", func(f *cadreform.Form) *string { return &f.FullTime.DegreeSchool }},
	{"ZaiZhiJiaoYu_XueLi", func(f *cadreform.Form) *string { return &f.InService.Education }},
	{"ZaiZhiJiaoYu_XueWei", func(f *cadreform.Form) *string { return &f.InService.Degree }},
	{"ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", func(f *cadreform.Form) *string { return &f.InService.School }},
	{"ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", func(f *cadreform.Form) *string { return &f.InService.DegreeSchool }},
	{"XianRenZhiWu", func(f *cadreform.Form) *string { return &f.Post }},
	{"NiRenZhiWu", func(f *cadreform.Form) *string { return &f.Proposed }},
	{"NiMianZhiWu", func(f *cadreform.Form) *string { return &f.Removed }},
	{"JianLi", func(f *cadreform.Form) *string { return &f.Resume }},
	{"JiangChengQingKuang", func(f *cadreform.Form) *string { return &f.Honours }},
	{"NianDuKaoHeJieGuo", func(f *cadreform.Form) *string { return &f.Grades }},
	{"RenMianLiYou", func(f *cadreform.Form) *string { return &f.Grounds }},
	{family, nil},
	{"ChengBaoDanWei", func(f *cadreform.Form) *string { return &f.Office }},
	{"JiSuanNianLingShiJian", func(f *cadreform.Form) *string { return &f.AgeOn }},
	{"TianBiaoShiJian", func(f *cadreform.Form) *string { return &f.FilledOn }},
	{"TianBiaoRen", func(f *cadreform.Form) *string { return &f.FilledBy }},
	{"ShenFenZheng", func(f *cadreform.Form) *string { return &f.IDCard }},
	{photo, nil},
	{"Version", func(f *cadreform.Form) *string { return &f.Version }},
}

// kinField is an element of a row of the family.
type kinField struct {
	name string
	of   func(*cadreform.Kin) *string
}

var kinFields = []kinField{
	{"ChengWei", func(k *cadreform.Kin) *string { return &k.Relation }},
	{"XingMing", func(k *cadreform.Kin) *string { return &k.Name }},
	{"ChuShengRiQi", func(k *cadreform.Kin) *string { return &k.Born }},
	{"ZhengZhiMianMao", func(k *cadreform.Kin) *string { return &k.Politics }},
	{"GongZuoDanWeiJiZhiWu", func(k *cadreform.Kin) *string { return &k.Work }},
}
