# What to do next in the window, where the command line is told a command. Buttons and places are named by their own words.

window-remedy-key-way-out = { $way ->
    [write] Lay its fob on the encoder and choose “{ window-program }” at the key: it is written, or what was begun is finished.
    [write-or-lost] Lay its fob on the encoder and choose “{ window-program }” at the key. Where a fob of it was programmed after the backup that this system was restored from, and is lost, key { $number } is shut out on the command line.
    [take-back] Lay its fob on the encoder and choose “{ window-return-key }” at the key under “{ window-nav-keys }”.
    [shut-out] If its fob turns up, lay it on the encoder and choose “{ window-return-key }” at the key. Until then “{ window-block-key }” shuts it out.
    [lift] If its holder has it again, the block is lifted on the command line. Else lay its fob on the encoder and choose “{ window-return-key }” at the key.
    [replace] Its holder gets another in its place: “{ window-replace-key }” at the key.
    [write-off] It ends with “{ window-replace-key }” at the key.
    [pass-on] Its fob is empty. What was defined for it goes on to the next holder: “{ window-pass-on }” at the key.
    [add] Whoever needs a key gets another: “{ window-add-key }” at the user.
    [add-or-lost] Whoever needs a key gets another: “{ window-add-key }” at the user. Where a fob of it was programmed after the backup that this system was restored from, and is lost, key { $number } is shut out on the command line.
   *[other] Look the key up under “{ window-nav-keys }”: what can be done with it stands beside it.
    }
window-remedy-key-replaced-before = { window-remedy-key-way-out }
window-remedy-key-state = { window-remedy-key-way-out }
window-remedy-key-state-not-programmable = { window-remedy-key-way-out }
window-remedy-key-without-medium = { window-remedy-key-way-out }
window-remedy-key-replaced = { window-remedy-key-way-out }
window-remedy-key-other-task-open = { window-remedy-key-way-out }
window-remedy-key-holder-removed = { window-remedy-key-way-out } A key for somebody else: “{ window-add-key }” at that user.
window-remedy-key-not-returned = { $medium ->
    [no] It has no fob that could go on. Give the next holder a key of their own: “{ window-add-key }” at that user.
   *[yes] Lay its fob on the encoder and choose “{ window-return-key }” at the key. Then pass it on.
    }
window-remedy-fob-not-programmed = To write a key on it, choose “{ window-program }” at a draft under “{ window-nav-todo }”.
window-remedy-fob-full = Use a fob with more memory, or one without other applications. A key whose write was begun on this fob is taken off it first: “{ window-return-key }” at the key.
window-remedy-fob-blocklist-too-large = Return and empty this fob, and program one with more memory. Entries of keys that open nothing any more are taken off a blocklist on the command line.
window-remedy-fob-changed-elsewhere = Read the fob and start the change anew at the station that is up to date. If this system was restored from a backup and no other station works with it, take over what the fob holds on the command line first.
window-remedy-fob-file-too-short = Choose “{ window-return-key }” at the key, which empties the fob, and program the holder a new key on it; hand nothing over before. Where the fob is refused then, use one with more memory.
window-remedy-fob-factory-key-works = Do not hand it over. Try again; if it happens again, choose “{ window-replace-key }” at the key and use another fob.
window-remedy-lock-not-installed = A new lock is installed by its first deployment: “{ window-deploy }” under “{ window-nav-locks }”. One that was replaced or put back to the factory's state is installed anew on the command line.
window-remedy-lock-blocklist-forged = Choose “{ window-deploy }” at the lock once more. If it happens again, put the lock back to the factory's state and install it anew on the command line.
window-remedy-lock-of-lost-generation = Restore a backup that was made after the change of generation. If there is none, put the lock back to the factory's state and install it anew on the command line.
window-remedy-usb-none-there = Plug it in.
window-remedy-usb-not-there = Plug it in, or check the number with which the program was started.
window-remedy-usb-several = Unplug the others.
window-remedy-usb-none-meant = Plug in one that was added to this system, or add this one under “{ window-nav-programming-keys }”.
window-remedy-usb-no-driver = Whoever looks after this computer lets the device in, where USBGuard or the like keeps it out; on Windows, who starts the program names it as a reader of the smart card service. Then plug it in again.
window-remedy-usb-busy = Close the other program, or pull the programming key out and plug it in again.
window-remedy-programming-key-foreign = Plug in a programming key of this system, or add this one under “{ window-nav-programming-keys }”.
window-remedy-programming-key-not-named = Close the window and start the program anew: without another one named it looks for the programming key on USB.
window-remedy-encoder-not-named = Plug the encoder in. Where it is not found by itself, start the program anew with its serial port.
window-remedy-encoder-none-answers = Check the cable of the encoder and pull it out and plug it in again, or choose its port under “{ window-nav-settings }”.
window-remedy-encoder-several = Unplug the others, or choose one under “{ window-nav-settings }”.
window-remedy-pcsc-not-there = Plug the programming key in.
window-remedy-mail-settings = Correct it under “{ window-nav-settings }”.
window-remedy-mail-server-unreachable = Check name and port under “{ window-nav-settings }”, and the network. The invitation waits and is tried again.
window-remedy-mail-server-certificate = Use the server's full name under “{ window-nav-settings }”; the certificate of a company's own authority is given on the command line.
window-remedy-mail-sign-in = Correct them under “{ window-nav-settings }”; what waited is then sent.
window-remedy-mail-not-set = Set one up under “{ window-nav-settings }”; what waits is then sent.
window-remedy-mail-sender-refused = Check sender and account under “{ window-nav-settings }”, then send the invitation again.
window-remedy-programming-key-no-certificate = “{ window-rite-prepare }” under “{ window-nav-programming-keys }” makes a key and a certificate there.
window-remedy-programming-key-certificate-unusable = It must be X.509 with a P-256 key. “{ window-rite-prepare }” under “{ window-nav-programming-keys }” makes key and certificate anew, after asking.
window-remedy-programming-key-factory-pin = Choose another PIN. “{ window-rite-prepare }” under “{ window-nav-programming-keys }” puts it in the place of the factory's.
window-remedy-programming-key-last-pin-try = Another wrong PIN blocks the token. Look the PIN up, then say that the last try may be used.
window-remedy-programming-key-pin-untold = A wrong PIN may be the last that it takes. Look the PIN up, then say that the last try may be used.
window-remedy-programming-key-pin-blocked = “{ window-rite-unblock }” under “{ window-nav-programming-keys }” gives it a new PIN by its PUK. Or use another programming key.
window-remedy-programming-key-factory-puk = Give a PUK of your own.
window-remedy-programming-key-puk-untold = Type the PUK that it has or shall have. The right one uses up no try.
window-remedy-programming-key-last-puk-try = Another wrong PUK ends the token: its maker's tool must wipe it. Look the PUK up, then say that the last try may be used.
window-remedy-programming-key-in-use = Remove it from the system first, with another programming key, or take another token.
window-remedy-programming-key-factory-management-key = “{ window-rite-prepare }” under “{ window-nav-programming-keys }” gives the token one of its own.
window-remedy-programming-key-management-key-unknown = Prepare the token on the command line with the file of its management key, or reset it with the tool of its maker.
window-remedy-programming-key-management-key-fixed = Change it with the tool of its maker and prepare the token on the command line, or use another token.
window-remedy-programming-key-key-mismatch = “{ window-rite-prepare }” under “{ window-nav-programming-keys }” makes both anew, after asking.
window-remedy-programming-key-not-read-back = Try again. If it happens again, use another token.
window-remedy-programming-key-untrue = Do not use it any more: it is damaged, or not what it looks like. Use another programming key, and take this one off under “{ window-nav-programming-keys }”.
window-remedy-programming-key-of-others = Use one that names you among its operators. Whoever may edit programming keys adds you to this one under “{ window-nav-programming-keys }”.
window-remedy-programming-key-no-operator = Choose at least one.
window-remedy-secrets-wrong-password = Try again. If it is forgotten, an administrator sets a new one under “{ window-operators }”, or the recovery code does on the command line.
window-remedy-email-taken = { $waiting ->
    [yes] That user is there already, with a key that waits: choose “{ window-program }” at it. If somebody else is to be added, give another address.
   *[no] Open that user, or enter another address.
    }
window-remedy-user-has-media = Decide for each: “{ window-return-key }” or “{ window-block-key }”. Removing the user asks for it on the way.
window-remedy-blocklist-full = Keys whose medium was emptied or opens nothing any more are taken off the list on the command line. Where there are none, move locks into another group under “{ window-nav-blocking-groups }”.
window-remedy-store-not-a-system-file = Name the system file or a backup of it; its file ending in .slots lies beside it.
window-remedy-fob-newer-than-records = Take over what it holds on the command line, then choose “{ window-program }” at the key.
window-remedy-fob-ahead-of-records = Take over what it holds on the command line, unless another station works with the same system.
window-remedy-fob-not-dead = Choose “{ window-return-key }” at the key to empty it, or “{ window-block-key }” to shut it out.
window-remedy-clock-behind = Set the clock right and try again. If it is right, say so: “{ window-mend-clock }” beside the system file.
window-remedy-fob-of-other-key = { $writable ->
    [no] Lay another fob, or take this one back and empty it first: “{ window-return-key }” at key { $number }.
   *[other] Lay another fob. To write this one for key { $number }, choose “{ window-program }” at that key; to give it to somebody else, take it back first: “{ window-return-key }”.
    }
window-remedy-fob-unknown = “{ window-read }” tells whether it is another system's, or of a key that was added after the backup that this system was restored from. Else lay another fob.
window-remedy-fob-blank = There is nothing to empty on it. To write a key on it, choose “{ window-program }” at a draft under “{ window-nav-todo }”.
window-remedy-fob-begun-elsewhere = Finish it at the station that began it. If nobody does, it is emptied on the command line, where it is this system's; then it serves again.
window-remedy-fob-of-lost-key = It is emptied on the command line; then it serves again. Where it leaves your hands, its number { $number } is shut out there too. A newer backup, if there is one, has the key.
window-remedy-task-write-begun = Lay the fob on the encoder and choose “{ window-program }” at the key; it finishes the write. If the fob is dead or destroyed, choose “{ window-replace-key }” at key { $number }.
window-remedy-task-over = There is nothing to cancel. How the key stands is told under “{ window-nav-keys }”.
window-remedy-operator-last-administrator = Make somebody else an administrator first: “{ window-add-operator }” under “{ window-operators }”, with a role that holds the right to administer. The last administrator stays.
window-remedy-recovery-code-not-shown = Show it where it can be read, and make a new code again.
window-remedy-word-unknown = Choose one of the words that are offered.
window-remedy-campaign-running = Finish it first: “{ window-nav-programming-keys }” tells what is left.
window-remedy-invitation-missing = Send the user an invitation: it is offered when the user is edited.
window-remedy-invitation-revoked = To invite the user after all, send a new one: it is offered when the user is edited.
window-remedy-operator-address = Change it under “{ window-operators }”, where a password is asked for.
window-remedy-operator-already = Change the roles or the password of the operator under “{ window-operators }”.
window-remedy-operator-unknown = Sign in as an operator, or have an operator who may administer the system add this user under “{ window-operators }”.
window-remedy-system-one-recipient = Add a second programming key under “{ window-nav-programming-keys }”, or prove the printed recovery code there. Then program the first fob.
window-remedy-user-still-operator = Take the right to sign in away first, under “{ window-operators }”.
window-remedy-blocklist-no-room = Keys whose medium was emptied or opens nothing any more are taken off the list on the command line. Or choose another key blocking group.
window-remedy-key-opens-nothing = { $held ->
    [yes] Lay its fob on the encoder and choose “{ window-return-key }” at the key. If it is not at hand, “{ window-block-key }” shuts it out.
   *[other] Give the user a role or private premises, or put a source back on the key.
}
window-remedy-log-broken = Keep the file as evidence, and compare with a backup and with the numbers of the log on receipts.
