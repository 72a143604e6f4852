# What can be done with a key as it stands, and with a fob whose key the records do not have.

key-way-out = { $way ->
    [write] With its fob on the encoder, `keywright key program { $number }` writes it or finishes what was begun.
    [write-or-lost] With its fob on the encoder, `keywright key program { $number }` writes it. Where a fob of it was programmed after the backup that this system was restored from, and is lost, `keywright key block --lost-number { $number }` shuts it out.
    [take-back] Lay its fob on the encoder and empty it: `keywright key return { $number }`.
    [shut-out] If its fob turns up, lay it on the encoder and empty it: `keywright key return { $number }`. Until then `keywright key block { $number }` shuts it out.
    [lift] If its holder has it again, lift the block: `keywright key unblock { $number }`. Else lay its fob on the encoder and empty it: `keywright key return { $number }`.
    [replace] Its holder gets another in its place: `keywright key replace { $number } --lost`.
    [write-off] It ends with `keywright key write-off { $number }`.
    [pass-on] Its fob is empty. What was defined for it goes on to the next holder: `keywright key pass-on { $number } --to USER`.
    [add] Whoever needs a key gets another: `keywright user edit USER --key fob`.
    [add-or-lost] Whoever needs a key gets another: `keywright user edit USER --key fob`. Where a fob of it was programmed after the backup that this system was restored from, and is lost, `keywright key block --lost-number { $number }` shuts it out.
   *[other] `keywright key show` tells how the key stands; choose an action that fits.
    }
key-state-word = { $state ->
    [draft] a draft
    [task] waiting for the encoder
    [writing] half-written
    [programmed] programmed
    [handed-over] handed over
    [returned] returned
    [write-failed] not written to its end
    [empty-failed] not emptied to its end
    [blocked] blocked
    [replaced] replaced
    [deleted] deleted
    [written-off] written off
   *[other] { $state }
    }
error-fob-newer-than-records = The fob holds key { $number }, of which the records have no fob: it was written after the backup that this system was restored from, or its first write was given up.
error-fob-newer-than-records-remedy = Take over what it holds: `keywright key read --adopt`. After that the key can be written, blocked or returned.
error-fob-ahead-of-records = The fob holds a newer table of key { $number } than the records: it was written after the backup that this system was restored from, or by another station.
error-fob-ahead-of-records-remedy = Take over what it holds: `keywright key read --adopt`. Never where another station works with the same system.
error-fob-not-dead = The fob on the encoder works, though its key { $number } is written off. It opens what it opened, unless a blocklist has it.
error-fob-not-dead-remedy = Empty it: `keywright key return { $number }`. Or shut it out: `keywright key block { $number }`.
error-number-has-key = The records have a key { $number }.
error-number-has-key-remedy = Block it as a key: `keywright key block { $number }`.
error-number-never-given = This system never gave the number { $number } to a key.
error-number-never-given-remedy = Look at the receipt of the key, or lay its fob on the encoder: `keywright key read` tells its number.
notice-written-off = { $listed ->
    [yes] The fob of key { $number } stays on the blocklists, since it may not be dead: `keywright blocklist prune GROUP` takes it off once nothing on it opens any more.
   *[no] The fob of key { $number } is on no blocklist: if it is not dead, it opens what it opened.
    } Should it turn up alive, shut it out with `keywright key block { $number }`, or lay it on the encoder and empty it with `keywright key return { $number }`.
notice-lost-number-blocked = The number { $number }, of which the records have no key in use, is on the blocklist of every key blocking group. `keywright blocklist unblock GROUP { $number }` takes it off.
notice-lost-draft-blocked = Key { $number } is blocked in every key blocking group: nobody knows what a fob of it opens that was programmed after the backup. Its holder gets another in its place: `keywright key replace { $number } --lost`.
notice-blocked-carried = { $count ->
    [one] { $count } blocked key went
   *[other] { $count } blocked keys went
    } on the blocklist of { $group } with the lock. Visit its door: `keywright lock deploy` brings it the new list; until then it obeys the one that it has.
notice-unknown-fob-emptied = The fob is empty and serves again. If its number was blocked, it stays on the blocklists until `keywright blocklist unblock GROUP NUMBER`.
notice-unblocked-behind = The doors to visit hold an older blocklist and refuse the key until the new one reaches them: on somebody's fob, or by `keywright lock deploy`.
doctor-fob-out-of-use = { $chip } { $uid }, { $free } bytes free: key { $number } ({ $name }), which is { key-state-word }. { key-way-out }
window-fob-laid-not-dead = Its key is written off, yet the fob works, and opens what it opened unless a blocklist has it. Take it back, or block the key.
window-state-fob-out-of-use = Fob of { $name }: { $state }
