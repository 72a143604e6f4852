# The command line: labels, words and findings.
label-name = name
label-email = e-mail
label-end-date = end date
label-first-name = first name
label-last-name = last name
label-company = company
label-external-id = external id
label-sources = roles and premises
label-keys = keys
label-key = key
label-key-number = key
label-user = user
label-user-name = user
label-similar = similar users
label-kind = kind
label-state = state
label-number = number
label-pending = pending
label-uid = chip
label-shown = shown as
label-stamp = stamp
label-home-group = home group
label-generation = generation
label-revision = revision
label-blocklist-version = blocklist
label-written-at = written
label-roles = roles
label-start = from
label-end = until
label-locks = locks
label-lock = lock
label-lock-groups = lock groups
label-access-times = access times
label-expiry-hours = expires after hours
label-opens-nothing = opens nothing
label-ended = ended
label-clock = clock
label-blocking-group = blocking group
label-deployed-at = deployed
label-change = change
label-source = from
label-difference = difference
label-wanted = wanted
label-written = written
label-target = opens
label-windows = validity
label-doors-to-visit = doors to visit before it works
label-cannot-open = locks this kind of key cannot open
label-keys-changed = keys that changed
label-operation = task
label-failure = open because of
label-created-at = created
label-changed-at = changed
label-created = created
label-zone = time zone
label-demo = demo
label-live = in use
label-users = users
label-audit = log
label-entries = entries
label-signed = signed
label-erased = erased
label-head = head
label-verified = verified
label-noted = noted ends compared
label-repaired = repaired
label-backup = backup
label-restored = restored
label-from = from
label-previous = what stood there is kept as
label-recovery-code = recovery code
label-notice = notice
label-serial = serial number
label-operators = operators
label-chip = chip type
label-system = system
label-events = events
label-signature = signature
label-adopted = taken over
label-blocked-again = blocked again
label-blocked-unknown = blocked on the fob, not known here
label-replaces = in the place of
label-removed = removed
label-path = path
label-private = private
label-generations = trusted generations
label-as-recorded = as recorded
label-blocked = blocked
label-capacity = capacity
label-locks-behind = locks behind
label-carriers = carriers
label-carriers-current = carriers up to date
label-sequence = entry
label-at = at
label-actor = by
label-actor-name = by
label-subject = about
label-facts = facts
label-found = found
label-planned = to be done
label-code = code
label-message = message
label-remedy = what to do
word-yes = yes
word-no = no
word-ok = in order
word-wrong = wrong
word-not-checked = not checked
word-valid = valid
word-invalid = invalid
word-done = done
word-refused = refused
word-failed = failed
word-add-user = add user
word-queue-invitation = queue invitation
word-program-key = program key
word-program-fob-key = program key fob
word-program = program
word-empty = empty
word-phone = phone
word-fob = fob
word-k5 = K5
word-hybrid = hybrid
word-pin = PIN
word-role = role
word-premises = premises
word-draft = draft
word-task = waits for the encoder
word-programmed = programmed
word-handed-over = handed over
word-returned = returned
word-write-failed = write failed
word-empty-failed = emptying failed
word-blocked = blocked
word-replaced = replaced
word-deleted = deleted
word-written-off = written off
word-not-deployed = not deployed
word-deployed = deployed
word-pending = pending
word-queued = queued
word-claimed = taken up
word-writing = writing not finished
word-written = written, not checked
word-verified = read back
word-cancelled = cancelled
told-similar = a user of this name is there already: { $user }
told-no-sources = no role and no premises: opens nothing
told-wire = { $exchanges } exchanges, { $out } bytes out, { $in } in
told-wire-resumed = { $exchanges } exchanges, { $out } bytes out, { $in } in, in this session alone: what was spent before it was cut off is not counted
told-log-head = log of the system to here: { $head }
told-cost = { $source }: { $bytes } bytes
told-recovery = Print the recovery code and keep it on paper only. It is not shown again.
doctor-clock-behind = The clock of this computer ({ $now }) stands before the last change of this system ({ $last }). Set it right before you program anything: what begins and ends by it would be wrong.
doctor-clock-impossible = The clock of this computer shows { $now }, which cannot be right. Set date and time before you program anything.
doctor-name-store = system file
doctor-name-encoder = encoder
doctor-name-fob = fob
doctor-name-token = programming key
doctor-store = { $name }: whole, log { $head } verified
doctor-encoder = a PN532 answers
doctor-encoder-found = a PN532 answers at { $path }
doctor-encoder-slow = a PN532 answers, but its adapter keeps each answer back for up to { $timer } ms; install the file 70-keywright.rules in /etc/udev/rules.d and plug the encoder in again
doctor-fob-blank = { $chip } { $uid }, { $free } bytes free: blank, room for an access table of { $room } bytes{ $least ->
    [same] {""}
   *[other] {" "}({ $least } on the smallest fob of this size, with which `key show` reckons)
    }
doctor-fob-blank-small = { $chip } { $uid }, { $free } bytes free: blank, room for an access table of { $room } bytes{ $least ->
    [same] {""}
   *[other] {" "}({ $least } on the smallest fob of this size, with which `key show` reckons)
    } and for half a blocklist only
doctor-fob-started = { $chip } { $uid }, { $free } bytes free: programming of key { $number } ({ $name }) is not finished
doctor-fob-ours = { $chip } { $uid }, { $free } bytes free: key { $number } ({ $name })
doctor-fob-unasked = { $chip } { $uid }, { $free } bytes free: programmed; whose it is can be told once the system file opens
doctor-token = { $label } belongs to this system, generation { $generation }; it was not asked for its PIN
doctor-token-tries = { $label } belongs to this system, generation { $generation }; it was not asked for its PIN, which has { $tries } tries left
doctor-no-encoder = no encoder named and none found: plug it in, give --encoder PORT or set KEYWRIGHT_ENCODER
doctor-port = { $what }; if the encoder is here: --encoder { $path }
doctor-needs-encoder = needs the encoder
doctor-no-fob = no fob lies on the encoder
doctor-no-token = no programming key named: give --token or set KEYWRIGHT_TOKEN
doctor-token-factory = PIV token { $number }, not made ready yet (its PIN has { $tries } tries left): “programming-key prepare” makes it a programming key
doctor-token-prepared = PIV token { $number }, made ready as { $label } (its PIN has { $tries } tries left); whose it is can be told once the system file opens
doctor-token-several = several tokens are plugged in: { $serials }; which one is meant can be told once the system file opens
doctor-usb-free = can be used
doctor-usb-unusable = seen, not usable ({ $reason })
doctor-usb-serviced = another program holds it, mostly the smart card service, through which it is reached
doctor-service = the smart card service has this reader
doctor-usb-none = no smart card reader or security key is plugged in
told-one-way = Only one way to the secrets is left: add a second programming key, or prove the recovery code.
told-recovered = The recovery code opened the secrets. Now declare the programming keys lost that are gone: programming-key lost KEY.
label-recovery-rehearsed = recovery code proven
label-fingerprint = fingerprint
label-permissions = permissions
label-opens-generations = opens generations
label-steps = steps taken
label-ways = ways to the secrets
label-ways-left = ways left
label-campaign = change to new secrets
label-phase = phase
label-media-generation = generation of new media
label-fobs = fobs
label-total = in all
label-left = left
label-locks-left = locks left
label-fobs-left = fobs left
label-pin-tries = PIN tries
label-unblocked = unblocked
label-stolen = stolen
notice-mail-not-set = No mail server is set up: the invitation waits until one is set with `system mail`.
label-attempts = attempts
label-next-attempt-at = next attempt
label-expires-at = valid until
label-security = protection
label-host = mail server
label-port = port
label-sender = sender
label-account = account
label-account-password = password of the account
label-authority = own authority
label-portal = portal
label-set = set up
label-test = trial letter to
label-language = language
label-sent = sent
label-put-off = put off
label-failed = failed
label-unsure = not known
word-sending = on its way
word-unsure = not known whether it went
word-sent = sent
word-accepted = accepted
word-revoked = withdrawn
word-expired = run out
told-costs = { $excess ->
    [0] What each source takes:
   *[other] { $excess } bytes too many; take sources off until they fit. What each source takes:
    }
told-choice = { $group }: { $locks ->
    [one] { $locks } lock of this key
   *[other] { $locks } locks of this key
    } · blocklist version { $version }, { $entries } of { $most } entries · locks behind: { $behind } · other carriers: { $carriers } · not carried: { $without }
told-removed-user = removed user
told-removable = May be taken off the blocklist of { $group }: { $count ->
    [0] nothing
   *[other] { $keys }
    }
label-telephones = telephone
label-as-of = records as of
label-title = title
label-person-code = person code
label-telephone-1 = telephone 1
label-telephone-2 = telephone 2
label-telephone-3 = telephone 3
label-street = street address
label-postal-code = postal code
label-post-office = post office
label-country = country
label-description = description
label-blocklists = blocklists
label-known = known
label-distributable = may be distributed
label-nearly-full = nearly full
label-since-version = since version
label-reason = why
label-removable = may be taken off
label-opens = opens
label-actions = actions
label-wire = on the wire
label-action = action
label-outcome = outcome
word-edit-user = change user
word-give-source = give
word-change-source = change
word-take-source = take away
word-save-draft = save draft of
word-program-now = program now
word-change-draft = change draft of
word-rewrite-key = write anew
word-take-key-back = take back, it opens nothing any more:
word-remove-user = remove user
word-return-key = return and empty key
word-block-key = block key
word-lost = lost
word-removed = user removed
word-operator = by the operator
notice-blocklist-unsigned = The key is blocked, but the new blocklist is not yet distributable: no programming key was at hand. Plug one in and run `keywright blocklist sign`.
notice-blocklist-waits = This blocklist is not yet distributable: its newest version is not signed. Plug a programming key in and run `keywright blocklist sign`.
notice-blocklist-not-signed = The key is blocked, but the new blocklist is not yet distributable. { $cause } { $remedy } Then run `keywright blocklist sign`.
notice-blocklist-nearly-full = A blocklist is nearly full; at 500 keys no more can be blocked. `keywright blocklist prune GROUP` takes off keys that open nothing any more; return and empty others.
receipt = RECEIPT FOR A KEY, { $system }

    { $holder } received on { $date }
    key { $key }, chip { $chip }, stamp { $stamp }

    It opens: { $locks }

    If the key is lost, tell us at once: only then can it be blocked.

    Log of the system to here: { $head }

    Signature: ______________________________
told-expiry = { $count ->
    [one] to be programmed anew every hour
   *[other] to be programmed anew every { $count } hours
    }
notice-blocklist-pruned = Keys were taken off the blocklist. The new list is not yet distributable: plug a programming key in and run `keywright blocklist sign`.
told-too-small = Key fobs that are too small for the { $needed } bytes of this access: { $chips }
told-always = always
told-new-key = new key:
told-opens-nothing = { $key } opens nothing any more: return and empty it, or block it where it does not come back
notice-key-opens-nothing = The key opens nothing any more. Return and empty it: `keywright key return { $number }`. Where it does not come back, block it: `keywright key block { $number }`.
notice-dry-run = Nothing was changed: this is how it would be.
notice-role-opens-nothing = The role opens nothing: it has no lock yet.
told-orphaned = { $key } stays in the home group { $group }, though none of its locks is in it any more: return and empty it, then program it anew
notice-restored = The records are those of { $time }. Fobs programmed and locks deployed after that hold more than they know. Lay each such fob on the encoder: `keywright key read` says whether it is newer, `keywright key read --adopt` takes over what it holds; of one that is lost, block the number: `keywright key block --lost-number`. Then visit the doors: `keywright lock deploy --all`.
notice-home-group-orphaned = Keys stay in a home group that holds none of their locks any more, and go on carrying its blocklist. `keywright key list --orphaned` names them; return and empty each, then program it anew.
label-bytes = bytes
label-chips = chips
label-fits = fits
label-home-group-orphaned = home group lost
# Slips on the command line.
usage-value-missing = { $option } needs a value.
usage-value-unknown = { $value } is no value for { $option }. Known are: { $known }.
usage-value-malformed = { $value } is no value for { $option }.
usage-option-unknown = There is no { $option } here.
usage-verb-unknown = There is no command { $verb }.
usage-verb-missing = No command: there is nothing to do.
usage-conflict = { $option } and { $other } exclude each other.
usage-missing = Missing: { $options }.
usage-values = { $option } has too many or too few values.
usage-characters = The command contains characters that are no text.
usage-perhaps = Perhaps { $other } is meant.
usage-program-without-fob = --program needs --key fob.
usage-key-and-source = { $text }: write KEY=SOURCE.
usage-key-kind = --key { $text }: it is phone, fob or k5.
usage-telephones = --telephone: three at most.
usage-lock-kind = --kind { $text }: it is fob, hybrid or pin.
usage-confirm-clock = --confirm-clock stands with a verb that changes an open system only; this one would not keep it.
usage-no-locks = No lock is named: name locks, or give --all.
usage-validity = { $text }: the validity is START..END, START.. or ..END.
usage-address-without-password = Somebody else's new address takes a new password: add --new-password.
usage-role-without-premises = A role without premises reaches the whole system: add a new role for that.
usage-bench-not-from-here = The bench itself is started by the program, not from here.
usage-no-system = No system is named: give --system FILE or set KEYWRIGHT_SYSTEM.
usage-system-files-only = This version opens system files; shared systems on PostgreSQL come later.
usage-no-operator = No operator is named: give --operator EMAIL or set KEYWRIGHT_OPERATOR.
usage-secret-file = The file { $file } cannot be read: { $reason }
usage-no-secret = { $what ->
    [new-password] There is no new password
    [pin] There is no PIN
    [new-token-pin] There is no PIN of the new programming key
    [puk] There is no PUK
    [recovery-code] There is no recovery code
   *[password] There is no password
    }: give { $option } FILE or set { $variable }.
usage-no-locks-way = No way to the locks is named: give --locks bench:DIR or set KEYWRIGHT_LOCKS.
usage-locks-way = { $text }: locks are reached as bench:DIR.
usage-token-name = { $text }: programming keys are named usb, usb:SERIAL, pcsc:READER or bench:DIR.
usage-no-window = This program was built without a window.
usage-mail-missing = No mail server is set yet: add { $option }.
usage-nothing-typed = Nothing came by standard input.
usage-nothing-to-change = Nothing is to be changed: give at least one of { $options }.
told-nothing = There is nothing to show.
told-left-to-write = What is left is written by `keywright key program { $number }`{ $chosen ->
    [yes] {"."}
   *[no] , or with its fob on the encoder by `keywright task run`.
    }
label-premises = premises
label-everywhere = everywhere
label-new-secrets = new secrets
label-opened-by = opened by
word-made = made
word-due = due
word-underway = under way already
word-recovery-code = recovery code
word-programming-key = programming key
label-due = due
label-changed = changed
label-operator = operator
label-recorded-blocklist-version = blocklist as recorded
label-subject-kind = about
label-subject-name = which
doctor-name-contact = contact slot
doctor-contact-empty = the reader answers (firmware { $firmware }); the slot is empty
doctor-contact-piv = the reader answers (firmware { $firmware }); a PIV card lies in the slot
doctor-contact-other = the reader answers (firmware { $firmware }); a card lies in the slot that is no PIV card
doctor-no-contact = the contact slot was not named: give its port with --contact
subject-system = system
subject-user = user
subject-source = source
subject-lock = lock
subject-key = key
subject-invitation = invitation
subject-envelope = secrets
subject-role = role
subject-premises = premises
subject-lock-group = lock group
subject-blocking-group = key blocking group
subject-task = task
subject-programming-key = programming key
subject-operator = operator
subject-administrator-role = administrator role
subject-draft = draft
word-locks = locks first
word-fobs = then fobs
word-closing = locks once more
# Asked for on a terminal.
ask-pin = PIN of { $label } ({ $left } tries left):
ask-pin-last = PIN of { $label } (the last try: a wrong PIN blocks it):
ask-pin-plain = PIN of { $label }:
label-lock-group-names = lock groups
label-blocking-group-name = blocking group
label-lock-name = lock
label-lock-number = lock
label-chip-name = chip type
notice-night-split = The night was split at midnight; these are the times now: { $times }
told-nothing-to-deploy = Every lock is up to date: there is nothing to deploy.
label-replaced-by = replaced by key
usage-word-options = [OPTIONS]
usage-word-command = <COMMAND>
usage-word-perhaps-command = [COMMAND]
told-visit = { $verdict }  (decided after { $exchanges } exchanges and { $bytes } bytes; the whole visit { $all } and { $allbytes }{ $lists })
word-open = open
word-denied = denied
told-list-taken = blocklist taken, version { $version }
told-list-given = blocklist given, version { $version }
word-stolen = stolen
word-broken = broken
word-moved-out = moved out
label-e-mail = e-mail
label-until = until
label-role = role
label-before = before
remedy-home-group-not-chosen = On the command line: --home-group GROUP.
