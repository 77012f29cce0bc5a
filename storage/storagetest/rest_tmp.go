package storagetest

var values, find, paging, groups, cells, blobs, trail, store []testcase
