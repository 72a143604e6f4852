SELECT deployed_configuration FROM locks WHERE id = $1
