# Refusals of the rules.
error-key-opens-nothing = { $held ->
    [yes] Key { $number } shall open nothing any more, but its fob still opens what was written on it.
   *[other] This key would open nothing.
}
error-key-opens-nothing-remedy = { $held ->
    [yes] Return the key and empty its fob: `keywright key return { $number }`. If it is not at hand, block it: `keywright key block { $number }`.
   *[other] Give the user a role or private premises, or put a source back on the key.
}
error-home-group-not-chosen = The locks of this key lie in { $count } key blocking groups, and a key carries the blocklist of one only.
error-home-group-not-chosen-remedy = Choose the home group: { $groups }.
error-home-group-without-locks = None of the key's locks is in the key blocking group { $group }.
error-home-group-without-locks-remedy = Choose a group that holds at least one of its locks.
error-home-group-fixed = The home group of a programmed key cannot be changed; it is { $group }.
error-home-group-fixed-remedy = Return and empty the key, then program it anew.
error-lock-without-clock = { $shut_out ->
    [yes] { $locks }: a lock that keeps no time cannot judge a validity, access times or an expiry interval. Whose key opens there only at times would be shut out: { $keys }{ $more ->
        [0] {""}
        [one] {" "}and one more
       *[other] {" "}and { $more } more
    }.
   *[other] Some locks keep no time and cannot judge a validity, access times or an expiry interval: { $locks }.
}
error-lock-without-clock-remedy = { $shut_out ->
    [yes] Take the time limits from these people's sources first, or leave the lock out of what they open. Nothing was changed.
   *[other] Remove the time limits for these locks, or take the source off the key.
}
error-source-dangling = A source names a role, premises or lock that is no longer in the system.
error-source-dangling-remedy = Open the user and choose the roles and premises again.
