# Words of the window that every screen shares.
window-back = Back
window-next = Next
window-cancel = Cancel
window-close = Close
window-save = Save
window-confirm = Confirm
window-edit = Edit
window-remove = Remove
window-add = Add
window-retry = Try again
window-search = Search
window-search-clear = Empty the search
window-filter = Filter
window-choose = Choose
window-show-details = Show details
window-keep = Keep
window-today = Today
window-open-calendar = Open the calendar
window-month-before = Previous month
window-month-after = Next month
window-date-pattern = YYYY-MM-DD
window-date-malformed = This is not a date. Write it as 2026-11-21.
window-date-out-of-range = Choose a date from 1970 to 2105.
window-state-done = Done
window-state-ready = Ready
window-state-busy = Busy
window-state-missing = Not connected
window-state-no-permission = No permission
window-state-token-busy = In use by another program
window-state-several = Several connected
window-state-not-piv = Not a programming key
window-state-foreign-token = Not of this system
window-state-token-of-others = Not for you
window-state-no-driver = Kept out by the system
window-state-no-service = Smart card service stopped
window-state-failed = Failed
window-state-draft = Draft
window-state-pending = Pending
window-state-programmed = Programmed
window-state-handed-over = Handed over
window-state-returned = Returned
window-state-blocked = Blocked
window-nav-users = Users
window-nav-keys = Keys
window-nav-locks = Locks
window-nav-premises = Premises
window-nav-roles = Roles
window-nav-blocking-groups = Blocking groups
window-nav-todo = To-do
window-nav-log = Log
window-nav-programming-keys = Programming keys
window-nav-settings = Settings
window-device-programming-key = Programming key
window-device-encoder = Encoder
window-device-contact = Contact slot
window-device-store = System file
window-device-mail = E-mail
window-step-basic = Basic information
window-step-roles = Roles
window-step-keys = Keys
window-step-summary = Summary
window-step-feedback = Feedback
window-no-display = There is no display to open a window on. Use the command line, or start the program in a graphical session (DISPLAY or WAYLAND_DISPLAY must be set).
window-month-1 = January
window-month-2 = February
window-month-3 = March
window-month-4 = April
window-month-5 = May
window-month-6 = June
window-month-7 = July
window-month-8 = August
window-month-9 = September
window-month-10 = October
window-month-11 = November
window-month-12 = December
window-weekday-1 = Mon
window-weekday-2 = Tue
window-weekday-3 = Wed
window-weekday-4 = Thu
window-weekday-5 = Fri
window-weekday-6 = Sat
window-weekday-7 = Sun

# Words of the screens.
window-add-user = Add user
window-shortcuts = Keyboard shortcuts
window-shortcut-find = Search the list
window-shortcut-tab = Next control; with Shift the one before
window-shortcut-enter = Press the button, choose the row
window-shortcut-menu = Menu of the chosen row
window-shortcut-back = Back, close, cancel
window-key-cap-ctrl = Ctrl
window-key-cap-shift = Shift
window-stop = Stop
window-hide-details = Hide details
window-show-options = Show options
window-hide-options = Hide options
window-sign-in-title = Open a system
window-sign-in-file = System file
window-sign-in-password = Password
window-sign-in-open = Sign in
window-sign-in-opening = Opening
window-field-first-name = First name
window-field-last-name = Last name
window-field-email = E-mail
window-field-company = Company or department
window-field-title = Title
window-field-person-code = Person code
window-field-telephone = Telephone
window-field-telephone-1 = Telephone 1
window-field-telephone-2 = Telephone 2
window-field-telephone-3 = Telephone 3
window-field-street = Street address
window-field-postal-code = Postal code
window-field-post-office = Post office
window-field-country = Country
window-field-external-id = External id
window-field-end-date = End date
window-field-description = Description
window-field-language = Language of the invitation
window-email-hint = The sign-in id: no two users have the same.
window-email-taken = Another user has this e-mail address.
window-email-malformed = Write it as name@example.org.
window-name-malformed = A name has 1 to 200 characters.
window-required = This is required.
window-options-show = Show additional options
window-options-hide = Hide additional options
window-similar = A user of this name is there already: { $users }
window-similar-remedy = If it is somebody else, press Next again.
window-column-name = Name
window-column-given = Roles and premises
window-private-premises = Private premises
window-step-given = Roles and premises
window-users-count = { $count ->
    [one] { $count } user
   *[other] { $count } users
    }
window-users-found = { $count ->
    [one] { $count } found
   *[other] { $count } found
    }
window-users-found-more = More than { $count } found
window-users-none = No user matches.
window-keys-pending = { $count } pending
window-keys-draft = { $count ->
    [one] { $count } draft
   *[other] { $count } drafts
    }
window-keys-fine = { $count ->
    [one] { $count } key
   *[other] { $count } keys
    }
window-keys-none = No keys
window-given-none = No roles or premises
window-given-nothing = A user without a role or premises opens nothing and may do nothing.
window-given-nothing-remedy = Choose one or more, or go on and give them later.
window-program = Program
window-program-fob = Program key fob
window-program-title = Program key { $number }
window-program-changes = { $count ->
    [one] Changes at { $count } lock
   *[other] Changes at { $count } locks
    }
window-copy-email = Copy e-mail address
window-fob-laid = This is key { $number } of { $name }.
window-fob-laid-started = Its write was cut off and is not finished.
window-fob-laid-pending = { $count ->
    [one] It is out of date at { $count } lock.
   *[other] It is out of date at { $count } locks.
    }
window-fob-laid-fine = { $state }, nothing is pending.
window-fob-laid-blocked = Its key is blocked: it cannot be programmed. Take it back and empty it; that lifts the block.
window-fob-laid-show = Show user
window-fob-unknown = This system knows nobody who holds this fob.
window-fob-unknown-remedy = Read it to see what it holds. To give somebody a key, lay a new fob, or one that was emptied.
window-lock-later = The window locks itself as soon as this is written.
window-key-phone = Phone key
window-key-fob = Key fob
window-key-k5 = K5 key
window-kind-phone = Phone key
window-kind-fob = Key fob
window-kind-k5 = K5 key
window-key-remove = Remove this key
window-key-opens = { $count ->
    [one] Opens { $count } lock
   *[other] Opens { $count } locks
    }
window-key-opens-nothing = This key would open nothing. It can be saved as a draft, not programmed.
window-key-cannot-open = { $count ->
    [one] { $count } of its locks is no hybrid lock; the key does not open it.
   *[other] { $count } of its locks are no hybrid locks; the key does not open them.
    }
window-keys-add = Add what the user opens with:
window-keys-none-yet = No key yet. A user may also be added without one.
window-sources-on-key = Sources on key
window-phone-key-sources = It opens what these give: { $sources }
window-home-group-title = Home group
window-home-group-missing = Choose the home group first.
window-home-group-why = The locks of this key lie in several key blocking groups. A key carries the blocklist of one.
window-home-group-facts = { $locks ->
    [one] { $locks } lock of this key
   *[other] { $locks } locks of this key
    } · blocklist version { $version }, { $entries } of { $most } entries · locks behind: { $behind } · other carriers: { $carriers }
window-home-group-without = This key will not carry the blocklists of: { $groups }
window-home-group-is = Home group { $group }
window-program-now = Program now
window-program-now-detail = Writes the key fob on the encoder right after Confirm.
window-save-draft = Save as draft
window-save-draft-detail = The key is programmed later, from the list of users.
window-valid-from = Valid from
window-valid-until = Valid until
window-validity-backwards = The end must come after the start.
window-validity-always = Valid at once, without end
window-validity-from = from { $start }
window-validity-until = until { $end }
window-validity-between = { $start } to { $end }
window-times-always = At all times
window-details-groups = Lock groups
window-details-locks = Locks
window-details-times = Access times
window-details-expiry = Expires after
window-details-features = User features
window-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
    }
window-feature-phone-key = Phone key
window-feature-share-access = Sharing access
window-feature-pins = PINs
window-feature-own-log = Own log
window-summary-actions = Confirm will do this
window-summary-difference = { $key }: { $count ->
    [one] access changes at { $count } lock
   *[other] access changes at { $count } locks
    }
window-summary-more = and { $count } more
window-summary-doors = { $count ->
    [one] { $count } door must be visited before the key works there:
   *[other] { $count } doors must be visited before the key works there:
    }
window-summary-computing = Computing what changes
window-summary-show = Show summary
window-summary-hide = Hide summary
window-change-added = opens
window-change-removed = no more
window-change-changed = changed
window-invite = Send sign-up invitation
window-invite-detail = The invitation goes into the outbox.
window-action-add-user = Add { $name }
window-action-give = Give { $given }
window-action-program = Program { $key }
window-action-draft = Save as draft: { $key }
window-action-invite = Put the invitation into the outbox
window-state-waiting = Waits
window-state-looking = Looking
window-state-unnamed = Not set up
window-state-new-fob = A new fob lies on it
window-state-fob-of = Fob of { $name }
window-state-unknown-fob = Fob of no known key
window-state-foreign-fob = Foreign fob
window-state-pin-blocked = PIN blocked
window-state-last-try = Last PIN try
window-state-task = Waits for the encoder
window-state-writing = Writing not finished
window-state-write-failed = Write failed
window-state-empty-failed = Emptying failed
window-state-replaced = Replaced
window-state-deleted = Deleted
window-state-written-off = Written off
window-pin-label = PIN of the programming key
window-pin-tries = { $label } · tries left: { $count }
window-pin-use-last = Use the last try
window-pin-no-key = Plug in the programming key.
window-pin-interrupted = The programming key was changed while its PIN was being typed.
window-pin-interrupted-remedy = What was typed is forgotten, so that it does not cost a try. Type the PIN of the programming key that is plugged in.
window-pin-anew = Type the PIN anew
window-programming-lay-fob = Lay a new key fob on the encoder.
window-programming-new-fob = A new key fob lies on the encoder.
window-programming-known-fob = A programmed key fob lies on the encoder.
window-programming-unusable-fob = What lies on the encoder cannot be used. Lay a new key fob.
window-programming-no-encoder = No encoder is set up. Start the program with --encoder PORT.
window-programming-leave-fob = Leave the fob where it lies.
window-programming-done = { $count ->
    [one] Written and read back: { $uid }, access changed at { $count } lock.
   *[other] Written and read back: { $uid }, access changed at { $count } locks.
    }
window-programming-resumed = { $count ->
    [one] The interrupted write was finished and read back: { $uid }, access changed at { $count } lock.
   *[other] The interrupted write was finished and read back: { $uid }, access changed at { $count } locks.
    }
window-phase-identify = Looking at the fob
window-phase-keys = Setting its keys
window-phase-files = Making its files
window-phase-write = Writing
window-phase-commit = Making it take effect
window-phase-read-back = Reading back
window-phase-factory-check = Trying the factory keys, which must fail
window-phase-empty = Emptying
window-discard-title = Discard what was entered?
window-discard-body = Nothing was stored yet.
window-discard-stay = Keep editing
window-discard-go = Discard
window-home-group-orphaned = The key stays in the home group { $group }, though none of its locks is in it any more.
window-home-group-orphaned-what = It goes on carrying a blocklist that none of its locks obeys. To change the home group, return and empty the key, then program it anew.
window-key-too-small = The access takes { $needed } bytes. Key fobs with these chips are too small:
window-column-behind = Behind
window-column-version = Version
window-column-blocking-group = Blocking group
window-todo-empty = Empty
