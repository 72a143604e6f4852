error-bench-token-state = The file of the simulated token cannot be read or written.
error-bench-token-state-remedy = Check that the bench directory exists, that you may write there, and that the disk is not full.
error-bench-token-unreadable = The file of the simulated token is damaged.
error-bench-token-unreadable-remedy = Remove the file and make a new token.
error-bench-token-exists = There is a simulated token of this name already.
error-bench-token-exists-remedy = Choose another name.
error-bench-token-unknown = There is no simulated token of this name.
error-bench-token-unknown-remedy = Make it with: keywright bench DIR new token NAME
