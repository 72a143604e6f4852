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
    [people] { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }: a lock that keeps no time cannot judge a validity, access times or an expiry interval. Whose key opens there only at times would be shut out: { $keys }{ $more ->
        [0] {""}
        [one] {" "}and one more
       *[other] {" "}and { $more } more
    }.
    [key] Key { $keys } would open only at times or until a date where the lock keeps no time and cannot judge that: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
   *[other] Some locks keep no time and cannot judge a validity, access times or an expiry interval: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
}
error-lock-without-clock-remedy = { $shut_out ->
    [people] Take the time limits from these people's sources and keys first, or leave the lock out of what they open. Nothing was changed.
    [key] Leave out the end date, the validity or the times, or take the source with these locks off the key. Nothing was changed.
   *[other] Take off the time limits: of the role, of the source, of the key, the user's end date. Or take the source with these locks off the key.
}
error-source-dangling = A source names a role, premises or lock that is no longer in the system.
error-source-dangling-remedy = Open the user and choose the roles and premises again.
