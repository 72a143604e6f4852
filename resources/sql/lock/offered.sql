SELECT offered_configuration FROM locks WHERE id = $1
