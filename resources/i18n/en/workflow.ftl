# Phases of a write.
phase-identify = looking at the fob
phase-keys = setting its keys
phase-files = making its files
phase-write = writing
phase-commit = making it take effect
phase-read-back = reading back
phase-factory-check = trying the factory keys, which must fail
phase-empty = emptying

# What was written on the command line.
error-usage = The command makes no sense as it stands.
error-usage-remedy = See keywright --help, or --help after the command.
error-answer-not-written = The command was carried out, but its answer could not be written: { $reason }
error-answer-not-written-remedy = Look with `show` or `list` how things stand; do not repeat the command unseen.

# Refusals of the station.
error-name-unknown = { $kind ->
    [user] There is no user "{ $name }".
    [role] There is no role "{ $name }".
    [premises] There are no premises "{ $name }".
    [lock] There is no lock "{ $name }".
    [lock-group] There is no lock group "{ $name }".
    [key-blocking-group] There is no key blocking group "{ $name }".
    [key] There is no key "{ $name }".
    [task] No open task belongs to key "{ $name }".
    [operator] There is no operator "{ $name }".
    [administrator-role] There is no administrator role "{ $name }".
    [programming-key] There is no programming key "{ $name }".
   *[other] There is no "{ $name }".
    }
error-name-unknown-remedy = Look at the list for the exact name, or use the id.
error-name-ambiguous = { $kind ->
    [user] Several users are called "{ $name }".
    [role] Several roles are called "{ $name }".
    [premises] Several premises are called "{ $name }".
    [lock] Several locks are called "{ $name }".
    [lock-group] Several lock groups are called "{ $name }".
    [key-blocking-group] Several key blocking groups are called "{ $name }".
   *[other] Several records are called "{ $name }".
    }
error-name-ambiguous-remedy = Use the id, for users the e-mail, for premises the path from the building on.
error-role-not-linked = The role { $role } does not belong to { $premises }.
error-role-not-linked-remedy = Choose one of the roles linked to these premises, or link the role first.
error-premises-not-private = { $premises } are not private premises.
error-premises-not-private-remedy = Choose a flat or other private premises, or give the user a role.
error-source-not-held = The user does not hold { $name }.
error-source-not-held-remedy = Name only what the user was given.
error-encoder-not-named = No encoder was named, and none was found.
error-encoder-not-named-remedy = Plug the encoder in. Where its port is not one of the usual adapters on USB, give --encoder PORT or set KEYWRIGHT_ENCODER.
error-encoder-none-answers = No encoder answers at the serial ports that were tried: { $ports }.
error-encoder-none-answers-remedy = Check the cable and plug it in again, close other programs that use the port, or give the port with --encoder PORT.
error-encoder-several = There are several encoders: { $ports }.
error-encoder-several-remedy = Unplug the others, or give the one that is meant with --encoder PORT.
error-programming-key-not-named = No programming key was named.
error-programming-key-not-named-remedy = Give --token or set KEYWRIGHT_TOKEN.
error-programming-key-foreign = This programming key does not belong to this system.
error-programming-key-foreign-remedy = Plug in a programming key that was added to the system, or add this one.
error-programming-key-of-others = The programming key {$label} is not for {$operator}.
error-programming-key-of-others-remedy = Use one that names you among its operators. Whoever may edit programming keys adds you to this one: `programming-key edit NAME --add-operator EMAIL`, or in the window under Programming keys.
error-clock-behind = The clock of this computer shows { $now }, but { $passed } has passed already. What is written by it would begin and end at wrong times.
error-clock-behind-remedy = Set the clock right and try again. If it is right, say so: with --confirm-clock, or in the window with "The clock is right" beside the system file.
error-clock-impossible = The clock of this computer shows { $now }. This program is younger than that, so the clock cannot be right.
error-clock-impossible-remedy = Set date and time of this computer, and try again. Where they are lost whenever it is switched off, have its clock battery replaced.
error-demo-only = This works on demo systems only.
error-demo-only-remedy = Leave out --at and bench tokens, or make a demo system.
error-fob-of-other-key = The fob on the encoder belongs to key { $number }{ $known ->
    [yes] {" "}({ $holder })
   *[no] {""}
    }.
error-fob-of-other-key-remedy = { $writable ->
    [no] Lay another fob, or take this one back and empty it first: `keywright key return { $number }`.
   *[other] Lay another fob. To write this one for key { $number }, run `keywright key program { $number }`; to give it to somebody else, take it back first: `keywright key return { $number }`.
    }
error-fob-unknown = The fob on the encoder is programmed, but the records have no key with its chip number.
error-fob-unknown-remedy = `keywright key read` tells whether it is another system's, or of a key that was added after the backup that this system was restored from: `keywright key return` empties it then. Else lay another fob.
error-fob-blank = The fob on the encoder is blank, and no key was named that it shall become.
error-fob-blank-remedy = There is nothing to empty on it. To write a key on it, name the key: `keywright key list` shows the drafts, `keywright key program NUMBER` writes one.
error-fob-begun-elsewhere = First programming of this fob was begun, but no open task of this system is for it.
error-fob-begun-elsewhere-remedy = Finish it at the station that began it. If nobody does, `keywright key return` empties it, where it is this system's; then it serves again.
error-fob-not-genuine = What the fob holds was not signed by this system for this fob.
error-fob-not-genuine-remedy = Nothing was taken over. Keep the fob and find out where it comes from.
error-fob-of-lost-key = The fob holds key { $number }, which the records do not have, or not as one in use: it was programmed after the backup that this system was restored from. The fob opens what it opened.
error-fob-of-lost-key-remedy = Empty it with `keywright key return`; then it serves again. Where it leaves your hands, shut it out: `keywright key block --lost-number { $number }`. A newer backup, if there is one, has the key.
error-fob-older-than-recorded = The fob of key { $number } holds an older image than was read back from it before.
error-fob-older-than-recorded-remedy = Nothing was taken over. Keep the fob: somebody may have put old content back. Replace the key.
error-task-write-begun = The write to the fob of key { $number } has begun and cannot be taken back: the fob holds the old content or the new.
error-task-write-begun-remedy = Lay the fob on the encoder and run "task run"; it finishes the write. If the fob is dead or destroyed, run "key replace { $number } --written-off".
error-task-over = The task has ended ({ $state }).
error-task-over-remedy = There is nothing to cancel. "key show" tells how the key stands.
error-restore-other-system = Another system stands at that place.
error-restore-other-system-remedy = Name another file with --system, or move the one that stands there away.
error-restore-recipients-differ = No programming key opens all secrets of the system that stands there together with those of the backup.
error-restore-recipients-differ-remedy = Restore a newer backup, or add a programming key that the backup knows to the system that stands there (programming-key add) and restore again.
error-summary-changed = What was confirmed is not what would be done now: somebody changed the user, a role, a lock or premises meanwhile.
error-summary-changed-remedy = Look at the new summary and confirm it; nothing was changed.
error-end-in-the-past = { $what } ends in the past.
error-end-in-the-past-remedy = Give an end that lies ahead, or leave it out.
error-start-after-end-date = { $what } starts after { $end }, the last day of the user, so it would never hold.
error-start-after-end-date-remedy = Give an earlier start or a later end date, or leave it out.
error-language-unknown = Invitations are not written in the language "{ $tag }".
error-language-unknown-remedy = Choose en, fi, sv or de.
notice-nothing-to-do = The fob holds all it shall; it was read and compared, and not written. "--again" writes it all the same.
error-key-kind-not-programmable = A { $kind } key is not written on this encoder.
error-key-kind-not-programmable-remedy = The key stays a draft; program key fobs here.
error-key-state-not-programmable = The key is { key-state-word } and cannot be programmed.
error-key-state-not-programmable-remedy = { key-way-out }
error-request-contradictory = { $what }
error-request-contradictory-remedy = Change the request.
error-demo-there = A demo stands in { $folder } already.
error-demo-there-remedy = Add --fresh to make it anew; what was done in it is lost. Or name another folder. To go on with this one, open its window: keywright demo { $folder }, without --headless.
error-demo-folder = The demo folder cannot be used: { $reason }
error-demo-folder-remedy = Choose an empty folder, or add --fresh to replace an earlier demo.
error-demo-no-image = The dump of the bench holds no image.
error-demo-no-image-remedy = Program the fob first.
error-demo-disagreement = A lock decided otherwise than the content of the fob says.
error-demo-disagreement-remedy = Report this with the output of the demo.

# Values that are none.
error-email-malformed = That is not an e-mail address.
error-email-malformed-remedy = Write it as name@example.org.
error-name-malformed = A name has 1 to 200 characters and no control characters.
error-name-malformed-remedy = Write another name.
error-validity-end-before-start = The end of a validity must come after its start.
error-validity-end-before-start-remedy = Change start or end.
error-access-times-interval = { $quarter ->
    [yes] { $given } is not on a quarter hour.
   *[other] Those are not access times.
    }
error-access-times-interval-remedy = { $quarter ->
    [yes] Write { $nearest }, the nearest that is: access times change on quarter hours only.
   *[other] Write them as "mon-fri 07:00-18:00, sat 10:00-14:00", on quarter hours.
    }
error-id-malformed = That is not an id.
error-id-malformed-remedy = Copy it whole from a list.
error-number-out-of-range = A number is out of its range.
error-number-out-of-range-remedy = Use a smaller or larger one.
error-uid-malformed = That is not a chip number.
error-uid-malformed-remedy = Write 14 hexadecimal digits.
error-stamp-malformed = A stamp has four digits.
error-stamp-malformed-remedy = Write the four digits engraved on the medium.
error-word-unknown = That word is not known here.
error-word-unknown-remedy = See --help for the words.
error-time-malformed = That is neither a date nor a time.
error-time-malformed-remedy = Write 2026-11-21 or 2026-11-21T08:00:00+02:00.
error-zone-unknown = That time zone is not known.
error-zone-unknown-remedy = Write its name as in Europe/Helsinki.
error-time-out-of-range = Media hold times from 1970 to 2105 only.
error-time-out-of-range-remedy = Choose another date.

# Rights and operators.
error-operator-unknown = { $user } does not work at this station.
error-operator-unknown-remedy = Sign in as an operator, or have an operator who may administer the system add this user with `operator add`.
error-operator-already = { $user } works at this station already.
error-operator-already-remedy = Change the roles or the password of the operator with `operator edit`.
error-operator-address = { $user } works at this station: the address is the sign-in id of an operator.
error-operator-address-remedy = Change it with `operator edit`, which asks for a password.
error-user-still-operator = { $user } still works at this station.
error-user-still-operator-remedy = Take the right to sign in away first: `operator remove`.
error-operator-last-administrator = Nobody would be left who may administer the whole system.
error-operator-last-administrator-remedy = Make somebody else an administrator first: `operator add USER --role ROLE`, or `operator edit OPERATOR --add-role ROLE`, with a role that holds the right to administer; `administrator-role list` shows them. The last administrator stays.
# Rights, links, leaving, export.
permission = { $right ->
    [edit-users] edit users
    [order-keys] order keys
    [program-keys] program keys
    [hand-over-keys] hand over keys
    [return-keys] return keys
    [block-keys] block keys
    [edit-roles] edit roles
    [edit-premises] edit premises and locks
    [deploy-locks] deploy locks
    [edit-programming-keys] edit programming keys
    [view-log] view the log
    [administer] administer the system
   *[other] { $right }
    }
error-right-missing = Your role lacks the right to { permission }. Nothing was changed.
error-right-missing-remedy = Ask an administrator for that right, or let somebody do it who has it.
error-right-missing-here = { $named ->
    [yes] Your role lacks the right to { permission } there: { $place }.
   *[other] Your role lacks the right to { permission } there.
    }
error-right-missing-here-remedy = Ask an administrator to add those premises to your role, or let somebody do it who has the right there. Nothing was changed.
error-operator-own-account = Operators do not take away their own rights.
error-operator-own-account-remedy = Let another administrator do it.
error-key-without-medium = The key has no medium that could be emptied.
error-key-without-medium-remedy = { key-way-out }
error-key-replaced = Key { $number } was replaced; another key has its place.
error-key-replaced-remedy = { key-way-out }
error-key-not-returned = Key { $number } was not returned, so it is still somebody's.
error-key-not-returned-remedy = { $medium ->
    [no] It has no fob that could go on. Give the next holder a key of their own: `keywright user edit USER --key fob`.
   *[yes] Lay its fob on the encoder and take it back: `keywright key return { $number }`. Then pass it on.
    }
error-key-holder-removed = The holder of key { $number } was removed. Nothing was changed.
error-key-holder-removed-remedy = { key-way-out } A key for somebody else: `keywright user edit USER --key fob`.
error-blocklist-number-unknown = The number { $number } is not on this list as one that the records do not know.
error-blocklist-number-unknown-remedy = `blocklist show GROUP` tells what is on it. A key of the records is taken off with `key unblock`.
error-key-other-task-open = { $open ->
    [empty] Emptying this key was begun and is not finished.
   *[other] Another write of this key was begun and is not finished.
    }
error-key-other-task-open-remedy = { key-way-out }
error-file-not-written = The file { $file } was not written: { $reason }
error-file-not-written-remedy = Choose another folder or another name; a file that is there is never overwritten.
error-not-chosen = { $what ->
    [user] No user was chosen.
    [administrator-role] No administrator role was chosen.
    [blocking-group] No key blocking group was chosen.
   *[other] No kind was chosen.
    }
error-not-chosen-remedy = Choose one and save again.
error-bench-refused = The bench does not do that: { $reason }
error-bench-refused-remedy = Start the demo again.

# Programming keys, recovery, campaigns.
error-programming-key-known = This programming key belongs to the system already.
error-programming-key-known-remedy = Plug in another one, or edit this one.
error-programming-key-label-taken = Another programming key is called “{ $label }”.
error-programming-key-label-taken-remedy = Give it another label; people tell programming keys apart by it.
error-programming-key-in-use = This token is the programming key “{ $label }” of the system. With a new key it would open the secrets no more.
error-programming-key-in-use-remedy = Remove it from the system first, with another programming key: `programming-key remove`. Or take another token.
error-programming-key-no-operator = A programming key needs at least one operator.
error-programming-key-no-operator-remedy = Choose at least one; on the command line: `programming-key add --operator-of-key OPERATOR`, or `programming-key edit --add-operator OPERATOR`.
error-programming-key-removes-itself = A programming key cannot remove itself.
error-programming-key-removes-itself-remedy = Do it with another programming key of the system.
error-system-one-recipient = Only this programming key is known to open the system's secrets. If it is lost, every fob and lock is lost with it.
error-system-one-recipient-remedy = Add a second programming key (programming-key add), or prove the printed recovery code (system rehearse-recovery). Then program the first fob.
error-recovery-code-not-shown = The new recovery code could not be shown, so the old one was kept.
error-recovery-code-not-shown-remedy = Print or show the answer where it can be read, and renew the code again: system recovery-sheet --renew.
error-campaign-running = A change of generation is under way; locks believe two generations at once, not three.
error-campaign-running-remedy = Finish it first: the screen Programming keys, or "campaign show", tells what is left.
error-lock-of-lost-generation = Lock { $lock } believes only generations of secrets that these records do not have.
error-lock-of-lost-generation-remedy = Restore a backup that was made after the change of generation. If there is none, put the lock back to the factory's state and deploy it with --install.
error-generations-used-up = All 255 generations of this system were used.
error-generations-used-up-remedy = Make a new system and move people and locks there.

# The sheet on which the recovery code is printed.
recovery-sheet = RECOVERY CODE of { $system }

    { $code }

  Made on { $date }. Whoever has this code and the system file has everything: every door, every secret.
  Keep this sheet in a safe, on paper only, away from the computer. Do not copy or photograph it.

  What it is for: it opens the system when programming keys or passwords are lost.
  No programming key left: keywright programming-key add --with-recovery-code
  A password forgotten: keywright system password --recovery-file FILE
  Prove it once a year: keywright system rehearse-recovery
  If this sheet is lost or was seen: keywright system recovery-sheet --renew
