# Runs a read.R in its own folder and writes what it made as JSON: of each data frame the number of rows, and of each
# column its class, label, number of values, mean where it is a number, levels where it has them, and its values where
# it is a text. Only R itself is needed.
arguments <- commandArgs(trailingOnly = TRUE)
made <- new.env()
options(warn = 2)
script <- normalizePath(arguments[1])
setwd(dirname(script))
sys.source(basename(script), envir = made)

text <- function(value) {
  value <- gsub("\\", "\\\\", enc2utf8(as.character(value)), fixed = TRUE)
  value <- gsub("\"", "\\\"", value, fixed = TRUE)
  value <- gsub("\n", "\\n", gsub("\r", "\\r", gsub("\t", "\\t", value, fixed = TRUE), fixed = TRUE), fixed = TRUE)
  ifelse(is.na(value), "null", paste0("\"", value, "\""))
}
object <- function(names, values) paste0("{", paste0(text(names), ":", values, collapse = ","), "}")
array <- function(values) paste0("[", paste0(values, collapse = ","), "]")
number <- function(value) if (is.finite(value)) sprintf("%.15g", value) else "null"

column <- function(values) {
  parts <- c(class = text(class(values)[1]), count = as.character(sum(!is.na(values))))
  label <- attr(values, "label", exact = TRUE)
  if (!is.null(label)) parts["label"] <- text(label)
  if (is.numeric(values) && any(!is.na(values))) parts["mean"] <- number(mean(values, na.rm = TRUE))
  if (is.factor(values)) parts["levels"] <- array(text(levels(values)))
  if (is.character(values)) parts["values"] <- array(text(values))
  object(names(parts), parts)
}
frame <- function(data) {
  columns <- vapply(data, column, "")
  object(c("rows", "columns"), c(as.character(nrow(data)), object(names(data), columns)))
}
frames <- Filter(is.data.frame, as.list(made))
frames <- frames[order(names(frames))]
writeLines(object(names(frames), vapply(frames, frame, "")), arguments[2], useBytes = TRUE)
