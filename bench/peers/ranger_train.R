# Grows forests when told to: Rscript ranger_train.R FOLDER COLUMNS TREES THREADS, then "classifier SEED" or "regressor SEED" on
# standard input, a line a run. FOLDER holds train.x, train.y, test.x and test.y, little-endian floats. Each run answers with the
# seconds of training, how good the forest is for the test rows (accuracy, or root of the mean squared error), and the seconds of
# predicting them.
suppressPackageStartupMessages(library(ranger))
arguments <- commandArgs(TRUE)
folder <- arguments[1]
columns <- as.integer(arguments[2])
trees <- as.integer(arguments[3])
threads <- as.integer(arguments[4])
floats <- function(name) {
  file <- file.path(folder, name)
  readBin(file, "numeric", file.info(file)$size / 4, size = 4, endian = "little")
}
rows <- function(name) {
  x <- matrix(floats(name), ncol = columns, byrow = TRUE)
  colnames(x) <- paste0("x", seq_len(columns))
  x
}
train <- rows("train.x")
test <- rows("test.x")
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  classifier <- words[1] == "classifier"
  y <- floats(if (classifier) "train.y" else "train.n")
  actual <- floats(if (classifier) "test.y" else "test.n")
  begin <- proc.time()[["elapsed"]]
  forest <- ranger(
    x = train, y = if (classifier) factor(y) else y, num.trees = trees, num.threads = threads, seed = as.integer(words[2]), verbose = FALSE,
    mtry = if (classifier) floor(sqrt(columns)) else floor(columns / 3)
  )
  trained <- proc.time()[["elapsed"]] - begin
  begin <- proc.time()[["elapsed"]]
  predicted <- predict(forest, test, num.threads = threads, verbose = FALSE)$predictions
  asked <- proc.time()[["elapsed"]] - begin
  quality <- if (classifier) mean(as.numeric(as.character(predicted)) == actual) else sqrt(mean((predicted - actual)^2))
  cat(trained, quality, asked, "\n")
  flush(stdout())
}
