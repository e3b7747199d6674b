# Reads a SAS transport file with haven and prints it as read.py does: Rscript read.R FILE
#
# Needs the packages of Debian: r-base-core, r-cran-haven.

number <- function(value) {
  known <- !is.na(value)
  written <- sprintf("%.16e", value[known])
  digits <- sub("\\.?0+$", "", sub("e.*$", "", written))
  lines <- rep("", length(value))
  lines[known] <- paste0(digits, "e", as.integer(sub("^.*e", "", written)), recycle0 = TRUE)
  lines
}

text <- function(value) {
  value <- ifelse(is.na(value), "", value)
  paste0("\"", gsub("\"", "\"\"", sub(" +$", "", value)), "\"")
}

file <- commandArgs(trailingOnly = TRUE)[[1]]
table <- haven::read_xpt(file)
columns <- lapply(table, function(column) {
  if (is.character(column)) text(column) else number(as.numeric(column))
})
lines <- c(
  paste(names(table), collapse = ","),
  if (nrow(table) > 0) do.call(paste, c(unname(columns), sep = ","))
)
writeLines(lines)
