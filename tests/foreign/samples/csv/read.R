# Reads the tables of this folder with their labels. An id such as 01 stays a text.
read_table <- function(file, classes, labels) {
  data <- read.csv(file, colClasses = classes, na.strings = "", encoding = "UTF-8", check.names = FALSE)
  for (name in names(labels)) attr(data[[name]], "label") <- labels[[name]]
  data
}
participants <- read_table(
  "participants.csv",
  c(participant = "character", site = "character", enrolled_on = "Date"),
  c(participant = "Participant", site = "Site", enrolled_on = "Day of enrolment")
)
enzymes <- read_table(
  "enzymes.csv",
  c(participant = "character", visit = "character", ck = "numeric", ck_unit = "character", ck_missing = "character",
    ck_limit = "character", ald = "numeric", ald_unit = "character", ald_missing = "character",
    drawn_on = "character", remark = "character"),
  c(participant = "Participant", visit = "Visit", ck = "Creatine kinase", ck_unit = "Creatine kinase: unit",
    ck_missing = "Creatine kinase: why missing", ck_limit = "Creatine kinase: sign", ald = "Aldolase",
    ald_unit = "Aldolase: unit", ald_missing = "Aldolase: why missing", drawn_on = "Day of the sample", remark = "Remark")
)
adverse_events <- read_table(
  "adverse-events.csv",
  c(participant = "character", row = "integer", term = "character", grade = "integer"),
  c(participant = "Participant", row = "Row", term = "Term", grade = "Grade")
)
