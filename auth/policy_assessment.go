package auth

// assessmentGrants are the lines of measure 7.
var assessmentGrants = []Grant{}
