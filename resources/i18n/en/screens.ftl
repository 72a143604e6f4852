# Words of the list screens, the settings and the bench.
window-yes = Yes
window-no = No
window-none = None
window-nobody = Nobody
window-everywhere = Everywhere
window-kind = Kind
window-state = State
window-column-number = Number
window-column-serial = Serial number
window-filter-all = All
window-list-empty = There is nothing here yet.
window-list-none = Nothing matches.
window-rows-count = { $count ->
    [one] { $count } in all
   *[other] { $count } in all
    }
window-rows-newest = The newest { $count }
window-todo-count = { $count ->
    [one] { $count } thing to do
   *[other] { $count } things to do
    }
window-count-locks = { $count ->
    [one] { $count } lock
   *[other] { $count } locks
    }
window-count-groups = { $count ->
    [one] { $count } group
   *[other] { $count } groups
    }
window-count-rights = { $count ->
    [one] { $count } right
   *[other] { $count } rights
    }
window-count-operators = { $count ->
    [one] { $count } operator
   *[other] { $count } operators
    }
window-count-behind = { $count ->
    [one] { $count } behind
   *[other] { $count } behind
    }
window-count-carriers = { $count ->
    [one] { $count } key
   *[other] { $count } keys
    }
window-count-version = Version { $count }
window-user-role = User role
window-user-roles = User roles
window-administrator-role = Administrator role
window-administrator-roles = Administrator roles
window-rights = Rights
window-right = { permission }
window-operators = Operators
window-operator = Operator
window-operator-user = User
window-operator-password = New password
window-operator-password-hint = At least 8 characters; it is told to nobody else.
window-operator-password-again = New password again
window-operator-own-password = Your own password
window-operator-own-password-hint = Only it opens the passwords of the others.
window-operator-remove-body = The right to sign in goes with the password. The user stays, with keys and access.
window-set-password = Set password
window-linked-premises = Linked premises
window-linked-roles = Linked roles
window-common-premises = Common area
window-premises-inside = Premises inside
window-premises-parent = Lies in
window-premises-parent-hint = Leave it empty for a building of its own.
window-private-hint = People live or work here on their own; they may share access.
window-lock-groups = Lock groups
window-lock-number = Lock { $number }
window-group-number = Group { $number }
window-lock-kind-fob = Fob lock
window-lock-kind-hybrid = Hybrid lock
window-lock-kind-pin = PIN lock
window-lock-clock = Keeps time
window-lock-clock-hint = Without a clock it opens for unrestricted entries only.
window-lock-not-deployed = Not deployed
window-lock-deployed = Deployed
window-lock-pending = Pending
window-blocking-group = Key blocking group
window-deployed-at = Deployed
window-blocklist-version = Blocklist version
window-not-yet-at-door = Not yet at the door
window-still-at-door = Still at the door
window-blocklist = Blocklist
window-entries-used = Entries used
window-spread = Spread
window-carriers = Carriers
window-locks-behind = Locks behind
window-blocked-keys = Blocked keys
window-entry-removable = Can be taken off
window-entry-stranger = Unknown key
window-blocklist-signed = Distributable
window-blocklist-unsigned = Not yet distributable
window-holder = Holder
window-holder-none = Nobody; waits for a holder
window-chip-number = Chip number
window-stamp = Stamp
window-written-at = Last written
window-generation = Generation
window-written-wanted = From written to wanted
window-no-difference = The medium holds what it shall.
window-title-fob = Key fob { $number }
window-title-phone = Phone key { $number }
window-title-k5 = K5 key { $number }
window-return-key = Return and empty
window-block-key = Block
window-deploy = Deploy
window-deploy-title = Deploy lock
window-deploying-visit = The configuration is delivered to the lock. Stand at the door.
window-deploying-done = The lock { $uid } took its configuration and gave it back equal.
window-emptying-done = Emptied: { $uid }. The factory keys open it again.
window-emptying-known-fob = A programmed key fob lies on the encoder.
window-emptying-lay-fob = Lay the key fob that is returned on the encoder.
window-expiry-never = Never
window-add-role = Add role
window-add-administrator-role = Add administrator role
window-add-operator = Add operator
window-add-premises = Add premises
window-add-lock = Add lock
window-add-lock-group = Add lock group
window-add-blocking-group = Add blocking group
window-edit-title = Edit { $name }
window-role-premises = Belongs to
window-role-premises-hint = Leave it empty for the whole system.
window-role-scope = Premises (none = everywhere)
window-times-hint = Such as Mon-Fri 07:00-18:00, Sat 10:00-14:00. Leave it empty for always.
window-expiry-hint = Hours since the last programming after which the key opens nothing. Leave it empty for never.
window-choose-none = None
window-saved = Saved.
window-saved-pending = { $count ->
    [one] Saved. { $count } key must be written again.
   *[other] Saved. { $count } keys must be written again.
    }
window-removed = Removed.
window-blocked = Blocked. The new list is signed at the next session with a programming key.
window-exported = { $count ->
    [one] { $count } entry was written to the file.
   *[other] { $count } entries were written to the file.
    }
window-remove-title = Remove { $name }?
window-remove-body = What others still name cannot be removed.
window-block-title = Block { $name }?
window-block-body = The key goes on the blocklist of every group whose locks it may open. A door refuses it once the new list has reached it.
window-not-blocked = Do not block
window-block-now = Block now
window-export = Export
window-export-title = Write the log to a file
window-export-file = File (CSV)
window-todo-what = What
window-todo-why = Why
window-todo-act = Next step
window-todo-drafts = Drafts
window-todo-tasks = Tasks
window-todo-pending = Pending
window-todo-doors = Doors to visit
window-todo-failed = Failed
window-todo-draft = It has no medium yet.
window-todo-task = A write was confirmed and is not finished.
window-todo-pending-why = Its medium holds something else than it shall.
window-todo-write-failed = The last write failed.
window-todo-empty-failed = Emptying failed.
window-todo-door = Somebody must visit the door with the new configuration.
window-todo-unsigned = A key that was blocked opens until the list is signed and carried to the doors.
window-sign-lists = Sign lists
window-signing-why = Every blocklist that waits is signed with the programming key. From then on fobs carry it to the locks.
window-signing-done = { $count ->
    [0] No list waited to be signed.
    [one] One list is signed. The next fob written or held to a door carries it.
   *[other] { $count } lists are signed. The next fobs written carry them.
    }
window-log-time = Time
window-log-operator = Operator
window-log-done = What was done
window-log-subject = To what
window-log-details = Details
window-log-users = Users
window-log-keys = Keys
window-log-locks = Locks
window-log-places = Roles and premises
window-log-system = System
window-erased = Erased
window-setting-language = Language
window-setting-theme = Colours
window-setting-text-size = Size of text
window-setting-scale = Scale of the window
window-setting-lock = Lock the window by itself
window-setting-encoder = Encoder
window-encoder-by-itself = Found by itself
window-encoder-by-itself-detail = It is taken where only one answers
window-encoder-answers = An encoder answers
window-encoder-silent = Nothing answered
window-encoder-unasked = In use by another program, or not looked at
window-settings-hold = What is chosen holds at once, for you at this computer.
window-theme-light = Light
window-theme-dark = Dark
window-theme-high-contrast = High contrast
window-text-normal = Normal
window-text-large = Large
window-text-larger = Larger
window-lock-never = Never
window-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
    }
window-shortcut-program = Program what lies on the encoder
window-shortcut-lock = Lock the window
window-log-action = { $action ->
    [user-added] User added
    [user-changed] User changed
    [user-removed] User removed
    [person-erased] Person erased
    [source-added] Role or premises given
    [source-changed] Role or premises changed
    [source-removed] Role or premises taken away
    [key-added] Key added
    [key-changed] Key changed
    [key-task] Write confirmed
    [key-writing] Key being written
    [key-programmed] Key programmed
    [key-handed-over] Key handed over
    [key-returned] Key returned
    [key-write-failed] Write failed
    [key-empty-failed] Emptying failed
    [key-blocked] Key blocked
    [key-replaced] Key replaced
    [key-deleted] Draft removed
    [key-written-off] Key written off
    [unknown-fob-emptying] Emptying a fob of an unknown key begun
    [unknown-fob-emptied] Fob of an unknown key emptied
    [task-queued] Task queued
    [task-done] Task done
    [task-failed] Task failed
    [task-cancelled] Task cancelled
    [write-begun] Write begun
    [write-interrupted] Write interrupted
    [lock-added] Lock added
    [lock-changed] Lock changed
    [lock-removed] Lock removed
    [lock-deployed] Lock deployed
    [lock-deployment-begun] Lock deployment begun
    [lock-group-added] Lock group added
    [lock-group-changed] Lock group changed
    [lock-group-removed] Lock group removed
    [blocking-group-added] Blocking group added
    [blocking-group-changed] Blocking group changed
    [blocking-group-removed] Blocking group removed
    [blocklist-key-added] Key put on a blocklist
    [blocklist-key-removed] Key taken off a blocklist
    [blocklist-signed] Blocklist signed
    [role-added] Role added
    [role-changed] Role changed
    [role-removed] Role removed
    [administrator-role-added] Administrator role added
    [administrator-role-changed] Administrator role changed
    [administrator-role-removed] Administrator role removed
    [premises-added] Premises added
    [premises-changed] Premises changed
    [premises-removed] Premises removed
    [operator-added] Operator added
    [operator-changed] Operator changed
    [operator-removed] Operator removed
    [programming-key-added] Programming key added
    [programming-key-changed] Programming key changed
    [programming-key-removed] Programming key removed
    [envelope-added] Secrets sealed
    [envelope-changed] Secrets sealed again
    [generation-raised] New generation of secrets
    [invitation-queued] Invitation queued
    [invitation-renewed] Invited again
    [invitation-sending] Invitation on its way
    [invitation-sent] Invitation sent
    [invitation-put-off] Invitation put off
    [invitation-failed] Invitation failed
    [invitation-revoked] Invitation withdrawn
    [invitation-accepted] Invitation accepted
    [invitation-requeued] Invitation queued again
    [settings-changed] Settings changed
    [blocklist-version-raised] Version of a blocklist raised
    [clock-confirmed] Clock said to be right
    [generation-abandoned] New generation of secrets given up
    [generation-due] New generation of secrets due
    [generation-seen] Newer generation of secrets seen
    [generations-retired] Old generations of secrets retired
    [key-home-group-settled] Home group settled
    [lists-recounted] Lists counted anew
    [lock-stolen] Lock stolen
    [medium-adopted] State of a medium taken over
    [password-recovered] Password set with the recovery code
    [recovery-code-used] Secrets opened with the recovery code
    [recovery-rehearsed] Recovery code proven
    [recovery-renewed] Recovery code renewed
    [secrets-kept] Newer secrets kept when restoring
    [system-live] System put to use
    [system-restored] System restored from a backup
   *[other] { $action }
    }
window-stamp-hint = The four digits engraved on the medium. They help the eye and are not unique.
window-log-fact = { $name ->
    [before] before
    [e-mail] e-mail
    [failure] failure
    [first-name] first name
    [from] from
    [generation] generation
    [key] key
    [kind] kind
    [label] label
    [last-name] last name
    [name] name
    [number] number
    [operation] operation
    [reason] reason
    [revision] revision
    [rows] rows
    [serial] serial number
    [state] state
    [state-before] previously
    [uid] chip
    [until] until
    [version] version
    [zone] time zone
   *[other] { $name }
    }
window-log-value = { $value ->
    [phone] phone key
    [fob] key fob
    [k5] K5 key
    [draft] draft
    [task] waits for the encoder
    [writing] being written
    [programmed] programmed
    [handed-over] handed over
    [returned] returned
    [write-failed] write failed
    [empty-failed] emptying failed
    [blocked] blocked
    [replaced] replaced
    [deleted] deleted
    [written-off] written off
    [program] program
    [empty] empty
    [lost] lost
    [stolen] stolen
    [broken] broken
    [moved-out] moved out
    [operator] at the station
   *[other] { $value }
    }
window-lock-behind = behind
window-log-kind = { $kind ->
    [user] User
    [source] Role or premises
    [key] Key
    [task] Task
    [lock] Lock
    [lock-group] Lock group
    [blocking-group] Blocking group
    [role] Role
    [administrator-role] Administrator role
    [premises] Premises
    [operator] Operator
    [programming-key] Programming key
    [envelope] Sealed secrets
    [invitation] Invitation
    [system] System
   *[other] { $kind }
    }
window-add-user-save = Add without programming
window-edit-user = Edit user
window-remove-user = Remove user
window-add-key = Add key
window-step-change-summary = Change summary
window-to-summary = To summary
window-save-and-close = Save and close
window-action-edit-user = Change { $name }
window-action-change-basic = Change basic information: { $fields }
window-action-alter = Change { $given }
window-action-take = Take away { $given }
window-action-redraft = Change the draft: { $key }
window-action-rewrite = Write anew: { $key }
window-action-take-back = Take back: { $key }. It opens nothing any more.
window-change-nothing = Nothing changes.
window-change-before-after = Before and after
window-change-reinvites = The address changes: an invitation goes to the new one.
window-change-rewrites = { $count ->
    [one] { $count } key must be written again before this works at the doors.
   *[other] { $count } keys must be written again before this works at the doors.
    }
window-change-rewrites-remedy = Confirm offers to program what lies on the encoder; the rest waits on the to-do list.
window-change-takes-back = { $count ->
    [one] The fob of { $count } key opens what was written on it until it is emptied.
   *[other] The fobs of { $count } keys open what was written on them until they are emptied.
    }
window-change-takes-back-remedy = Confirm offers to empty what lies on the encoder; the rest waits on the to-do list.
window-leave-media = { $count ->
    [one] { $count } medium needs a decision first
   *[other] { $count } media need a decision first
    }
window-leave-kept = { $key } was emptied. Its definition is kept for the next holder.
window-leave-blocked = { $key } stays on the blocklists.
window-leave-goes = With the user go: { $given }
window-return-now = Return and empty now
window-new-key-for = New key for { $name }
window-new-key-for-whom = Choose the user it is for, or add one.
window-draft-left = A user was being added and not confirmed: { $name }
window-draft-continue = Continue
window-draft-resume = Continue draft
window-bench-title = Bench
window-bench-show = Show the bench
window-bench-hide = Hide the bench
window-bench-lay = On the encoder:
window-bench-new = Take a new fob
window-bench-lift = Lift
window-bench-pull = Pull during the next write
window-bench-unplug = Unplug programming key
window-bench-plug = Plug in programming key
window-bench-present = Put { $fob } on
window-bench-present-none = Put on
window-bench-open = { $door } opens
window-bench-denied = { $door } stays shut: { $reason ->
    [not-listed] it does not open this door
    [outside-times] not at this time
    [not-readable] nothing of this system lies on it
    [blocked] it is blocked
    [expired] it has expired
   *[other] { $reason }
    }
window-bench-monday = On Monday at 10:00
window-tour-1 = Lay a fob on the encoder.
window-tour-2 = Add a user.
window-tour-3 = Program the fob.
window-tour-4 = Open a door with it.
window-shortcut-go = Go to a place, from top to bottom
window-group-all = Everybody ({ $count })
window-group-residents = Residents ({ $count })
window-group-staff = Staff ({ $count })
window-group-pending = With pending keys ({ $count })
window-group-ended = Ended ({ $count })
window-copy-emails = Copy e-mail addresses
window-users-picked = { $count ->
    [one] { $count } user selected
   *[other] { $count } users selected
    }
window-users-picked-hint = Ctrl marks one more, Shift all up to it.
window-remove-users = { $count ->
    [one] Remove { $count } user
   *[other] Remove { $count } users
    }
window-leave-others = { $count ->
    [one] After this one { $count } more is asked about.
   *[other] After this one { $count } more are asked about.
    }
window-edit-draft = Edit draft
window-why-title = What may be opened, and why
window-why-show = Show
window-why-hide = Hide
window-why-hint = For each lock the role, premises and group it comes from.
window-why-role = Role { $name }
window-why-premises = Private premises { $name }
window-why-group = Lock group { $name }
window-todo-wizard = A user was being added and not confirmed.
window-draft-step = Left at
window-todo-generation = It still has the keys of the generation before.
window-add-programming-key = Add programming key
window-token-label = Label
window-token-label-hint = What is written on it, so that it is known from the others.
window-token-default-label = Keywright programming key
window-token-certificate = Certificate
window-token-fingerprint = Fingerprint
window-token-opens = Opens generations
window-token-rights = What its operators may do
window-token-lost = Lost
window-token-plugged = Plugged in
window-token-away = Not plugged in
window-token-behind = Opens nothing new
window-one-way = Only one way to the secrets is known. If it is lost, every fob and lock is lost with it.
window-one-way-remedy = Add a second programming key, or prove the recovery code.
window-campaign-title = Change to new secrets: generation { $generation }
window-campaign-locks = 1. Locks that know the new secrets: { $done } of { $all }
window-campaign-fobs = 2. Key fobs written anew: { $done } of { $all }
window-campaign-closing = 3. Locks that forgot the old ones: { $done } of { $all }
window-campaign-next-locks = Visit the doors on the to-do list. Fobs follow once every lock knows the new secrets.
window-campaign-next-fobs = Write the key fobs on the to-do list anew.
window-campaign-next-closing = Visit the doors once more. From then on what was known is worthless.
window-campaign-due = Another change follows: something was stolen meanwhile. It starts with the first visit to a lock after this one.
window-rite-add = Add programming key { $name }
window-rite-prepare = Prepare token
window-rite-lose = { $name } is lost
window-rite-unblock = Unblock PIN
window-rite-recover = Recovery code
window-rite-step = Step { $number } of { $all }
window-rite-say-prepare = Plug in the new token in the place of the one that is there. It gets a PIN, a PUK and a key of its own; what it has already stays.
window-rite-say-anew = What the token has in slot 9D is lost then: whatever was sealed for it opens no more. Is that the right token?
window-rite-say-seal = Plug in a programming key of the system. With it the secrets are sealed for the new one.
window-rite-say-seal-code = Leave the new one plugged in, and type the code on the recovery sheet. It opens the secrets, and they are sealed for the new one.
window-rite-say-admit = Plug in the new one again. Once it opens what was sealed for it, it belongs to the system.
window-rite-say-remove = The secrets are sealed anew without it. Plug in another programming key of the system.
window-rite-say-lose = The secrets are sealed anew without it. Say whether somebody may know its PIN, and plug in another programming key.
window-rite-say-unblock = Plug in the token whose PIN is blocked. Its PUK gives it a new PIN.
window-rite-say-recover = It opens the system when programming keys or passwords are lost.
window-lose-unknown = Nobody knows its PIN
window-lose-unknown-detail = Without its PIN it opens nothing. It is removed.
window-lose-known = Its PIN may be known
window-lose-known-detail = It is removed, and new secrets are made: every lock is visited, then every key fob is written, then every lock visited again.
window-seal-token = Open with a programming key
window-seal-token-detail = It is plugged in in the place of the new one.
window-seal-code = Open with the recovery code
window-seal-code-detail = No programming key of the system is left: the sheet opens the secrets.
window-recover-prove = Prove the code on the sheet
window-recover-prove-detail = It is typed as it is printed. Once proven it counts as a way to the secrets.
window-recover-renew = Make a new code
window-recover-renew-detail = The sheet is lost or was seen: the old code opens nothing any more.
window-rite-new-pin = PIN of the new token
window-rite-new-pin-hint = 6 to 8 letters, digits or signs. The one it has, or one of your own.
window-rite-new-pin-again = The same PIN again
window-rite-fresh-pin = New PIN
window-rite-fresh-pin-hint = 6 to 8 letters, digits or signs.
window-rite-new-puk = PUK of the new token
window-rite-new-puk-hint = 8 letters, digits or signs. It unblocks the PIN. Leave it empty where the token has one of its own.
window-rite-new-puk-again = The same PUK again
window-rite-puk = PUK of the token
window-rite-differs = It is not the same.
window-rite-code = Code on the sheet
window-rite-code-hint = As it stands on the sheet; spaces and dashes do not matter.
window-rite-go-prepare = Prepare
window-rite-go-anew = Make both anew
window-rite-go-seal = Seal
window-rite-go-admit = Finish
window-rite-go-remove = Remove
window-rite-go-unblock = Unblock
window-rite-go-renew = Make
window-rite-go-rehearse = Prove
window-rite-go-write = Write to file
window-rite-step-pin = PIN set
window-rite-step-puk = PUK set
window-rite-step-management-key = Management key set
window-rite-step-key = Key made
window-rite-step-certificate = Certificate made
window-rite-step-identity = Number given
window-rite-step-read-back = Read back
window-rite-prepared = The token is ready: { $serial }
window-rite-prepared-remedy = Add programming key makes it one of this system.
window-rite-added = It opens what was sealed for it and belongs to the system.
window-rite-added-remedy = Keep it in another place than the first one.
window-rite-added-by-code-remedy = Now declare the programming keys lost that are gone, and keep this one and the sheet in two places.
window-rite-removed = No secret is sealed for it any more.
window-rite-campaign = New secrets were made. Locks come first, then key fobs.
window-rite-campaign-due = It was noted. New secrets are made once every key fob has those that are being written now.
window-rite-campaign-underway = No other secrets are needed: those that the locks learn now were never on it.
window-rite-campaign-remedy = The to-do list names the doors to visit; the progress stands above the list of programming keys.
window-rite-unblocked = { $name } has its new PIN and all its tries.
window-rite-code-holds = This code opens the system and every secret.
window-rite-code-holds-remedy = Keep it on paper only, in a safe. A new code is proven once from its sheet before it counts.
window-rite-file = File for the sheet
window-rite-file-hint = Print it, then delete the file.
window-rite-written = The sheet is in { $file }.
window-rite-written-remedy = Print it, delete the file, and keep the paper in a safe.
window-plugged = Plugged in: { $label }
window-plugged-tries = Plugged in: { $label } · tries left: { $count }
window-plugged-empty = An empty token is plugged in.
window-plugged-unnamed = No programming key is set up. Start the program with --token usb.
window-state-empty-token = Empty token
window-bench-new-token = Take an empty token
window-bench-plug-in = Plug in { $token }
window-todo-orphaned = Home group lost
window-todo-orphaned-why = None of its locks is in its home group any more: return and empty it, then program it anew.
window-tour-3-pin = Program the fob. PIN: { $pin }
window-bench-pin = PIN of { $token }: { $pin }
window-bench-unplug-encoder = Unplug encoder
window-bench-plug-encoder = Plug in encoder
window-source-opens = { $count ->
    [one] Opens { $count } lock · { $bytes } bytes on the medium
   *[other] Opens { $count } locks · { $bytes } bytes on the medium
    }
window-source-would-open = { $count ->
    [one] Not on this key. Would open { $count } lock · { $bytes } bytes more
   *[other] Not on this key. Would open { $count } locks · { $bytes } bytes more
    }
window-cost = { $name }: { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
    }
window-later-k5 = K5 keys cannot be programmed yet.
window-later-k5-what = The key is saved as a draft. It is programmed once this program can work the contact slot.
window-later-phone = Phone keys cannot be handed out yet.
window-later-phone-what = The key is saved as a draft. Its holder gets it once this program has the resident portal.
window-mail-not-set = Not set up
window-mail-settled = Nothing waits
window-mail-waiting = { $count ->
    [one] { $count } letter waits
   *[other] { $count } letters wait
    }
window-mail-failed = { $count ->
    [one] { $count } letter not sent
   *[other] { $count } letters not sent
    }
window-mend-mail = Set up
window-mend-clock = The clock is right
window-state-clock = Clock stands at a wrong time
window-mend-letters = Show
window-mend-help = What to do
window-mend-keys = Add it
window-mend-encoder = Choose
window-state-fob-of-started = Fob of { $name }, write not finished
window-state-fob-of-pending = { $count ->
    [one] Fob of { $name }, out of date at { $count } lock
   *[other] Fob of { $name }, out of date at { $count } locks
    }
window-read = Read
window-read-title = What lies on the encoder
window-read-why = It is read only; nothing is changed on it.
window-shortcut-read = Read what lies on the encoder
window-read-done = { $uid } was read.
window-read-genuine = Signed by this system for this fob.
window-read-not-genuine = Not signed by this system for this fob. No lock believes it.
window-read-nothing = No access has been written on it.
window-read-chip = Chip
window-read-key = Key
window-read-holder = Holder
window-read-revision = Revision
window-read-events = Events from locks
window-read-entries = { $count ->
    [0] It opens nothing.
    [one] What it opens: { $count } entry
   *[other] What it opens: { $count } entries
    }
window-read-difference = { $count ->
    [one] It differs at { $count } lock from what it shall hold
   *[other] It differs at { $count } locks from what it shall hold
    }
window-read-expires = { $count ->
    [one] expires { $count } hour after programming
   *[other] expires { $count } hours after programming
    }
window-display-dead = The display { $display } does not answer, so no window can be opened. Use the command line, or start the program in a graphical session.
window-display-refused = No window can be opened on the display: { $reason }. Use the command line, or start the program in a graphical session.
window-draft-change-left = Changes to a user were begun and not confirmed: { $name }
window-todo-wizard-change = A change was begun and not confirmed.
window-draft-user-changed = This user was changed since you began.
window-draft-user-changed-remedy = What you entered lies over what is stored now. Read the summary before you confirm.
window-draft-gone = What was entered is gone: it was confirmed or discarded elsewhere.
window-close-writing = Something is being written
window-close-writing-body = The window closes once it is written and checked. A fob or a record is never left half written.
window-close-after = Finish, then close
window-close-stay = Keep open
window-close-waits = The window closes as soon as it is done.
window-close-going = Closing
window-close-going-body = What was entered is being kept.
window-close-unkept = What was entered cannot be kept
window-close-anyway = Close without it
window-home-group-of = Home group of { $key }
window-pass-on = Pass on
window-pass-on-means = Key number
window-pass-on-hint = What was defined for the returned key becomes a draft of its next holder, with a number of its own.
window-pass-on-to = Next holder
window-replace-key = Replace or write off
window-replace-end = What became of the medium
window-replace-lost = Lost: block the key, a new draft in its place
window-replace-written-off = Destroyed or dead: write it off, a new draft in its place
window-write-off-only = Destroyed or dead: write it off, nothing in its place
window-write-off-hint = Write off only a medium that is destroyed or dead: nothing is emptied and nothing is blocked. A medium that may be found again is blocked.
window-write-off = Write off
window-not-written-off = Do not write off
window-write-off-now = Write off now
window-locked-itself = { $count ->
    [one] The window locked itself: nobody worked it for a minute.
   *[other] The window locked itself: nobody worked it for { $count } minutes.
    }
window-locked-itself-remedy = Type your password. What was entered into forms and wizards waits here.
window-leave-written-off = { $key } is written off.
