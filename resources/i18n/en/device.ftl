# Encoder and fob: cause and remedy of each error.

error-port-unavailable = The port {$path} cannot be opened: {$reason}
error-port-unavailable-remedy = Check the name of the port, that the device is plugged in, and that you may use serial ports.

error-port-busy = Another program is using the port {$path}.
error-port-busy-remedy = Close the other program, or choose another port.

error-port-denied = You may not use the port {$path}.
error-port-denied-remedy = Install the file 70-keywright.rules in /etc/udev/rules.d, then pull the device out and plug it in again. Sit at this computer, or be a member of the group "plugdev".
error-port-not-serial = {$path} is no serial port.
error-port-not-serial-remedy = Name the port of the device, such as /dev/ttyUSB0 or a name under /dev/serial/by-id.

error-encoder-unplugged = The connection to the encoder broke.
error-encoder-unplugged-remedy = Plug the encoder in again and run the job again: what was begun is finished.

error-encoder-silent = The encoder does not answer.
error-encoder-silent-remedy = Check its cable and power, then run the job again: what was begun is finished.

error-encoder-garbled = What the encoder answers arrives damaged.
error-encoder-garbled-remedy = Use another cable or USB port, then run the job again: what was begun is finished.

error-encoder-refused = The encoder refused a command ({$command}).
error-encoder-refused-remedy = Unplug it and plug it in again. If it happens again, the encoder is not of a supported kind.

error-not-an-encoder = The device on this port is not an encoder.
error-not-an-encoder-remedy = Choose the port of the encoder.

error-fob-silent = The fob stopped answering ({$status}).
error-fob-silent-remedy = Lay it flat on the encoder and leave it there, then run the job again: what was begun is finished.

error-no-fob = No fob lies on the encoder.
error-no-fob-remedy = Lay the fob on the encoder.

error-fob-lifted = The fob was lifted before the job was done.
error-fob-lifted-remedy = Lay the same fob back and run the same job again: what was begun is finished; where nothing was written yet, it starts anew.

error-wrong-fob = Another fob lies on the encoder: {$found}{ $found_known ->
    [yes] {" "}(key {$found_number}, {$found_name})
    [number] {" "}(key {$found_number})
   *[no] {""}
    } instead of {$expected}{ $expected_known ->
    [yes] {" "}(key {$expected_number}, {$expected_name})
    [number] {" "}(key {$expected_number})
   *[no] {""}
    }.
error-wrong-fob-remedy = Lay the right fob on the encoder, or choose the key that belongs to this one.

error-fob-chip-refused = Chips of this kind are not accepted: {$chip}.
error-fob-chip-refused-remedy = Use a MIFARE DESFire EV1, EV2 or EV3 fob.

error-fob-random-uid = This fob hides its chip number.
error-fob-random-uid-remedy = Use another fob; random chip numbers cannot be undone.

error-fob-foreign-master-key = The fob's master key is not ours. Nothing was written.
error-fob-foreign-master-key-remedy = Have its owner release it, or use a new fob.

error-fob-foreign-application = Another maker's application stands where ours belongs. It was left alone.
error-fob-foreign-application-remedy = Use another fob.

error-fob-other-system = This fob belongs to another locking system.
error-fob-other-system-remedy = Open that system's file, or use another fob.

error-fob-not-programmed = The fob is not programmed.
error-fob-not-programmed-remedy = `keywright key program NUMBER` writes a key on it; `keywright key list` shows the drafts.

error-fob-unfinished = The fob's first programming was interrupted.
error-fob-unfinished-remedy = Run the same job again; it continues where it stopped.

error-fob-full = The fob has {$free} bytes of free memory, {$needed} are needed. Nothing was written.
error-fob-full-remedy = Use a fob with more memory, or one without other applications. A key whose write was begun on this fob is taken off it first: "key return" empties the fob.

error-fob-image-too-large = The key's access table does not fit this fob. Nothing was written.
error-fob-image-too-large-remedy = Give fewer single locks, use lock groups, or use a fob with more memory.

error-fob-blocklist-too-large = The blocklist of the key's home group has outgrown the room for it on this fob. Nothing was written.
error-fob-blocklist-too-large-remedy = `keywright blocklist prune GROUP` takes off keys that open nothing any more. Where that is not enough, return and empty this fob (`key return`) and program one with more memory.

error-fob-changed-elsewhere = The fob was changed by another station in the meantime. This job left it alone.
error-fob-changed-elsewhere-remedy = Read the fob and start the change anew at the station that is up to date. If this system was restored from a backup and no other station works with it, run "key read --adopt" first.

error-fob-refused = The fob refused a command ({$command}, status {$status}).
error-fob-refused-remedy = Run the job again. If it happens again, use another fob.

error-fob-answer-forged = An answer of the fob is not authentic.
error-fob-answer-forged-remedy = Run the job again. If it happens again, do not trust this fob or the place it lies on.

error-fob-answer-malformed = The fob's answers make no sense.
error-fob-answer-malformed-remedy = Use another fob.

error-fob-answer-endless = The fob's answer does not end.
error-fob-answer-endless-remedy = Use another fob.

error-fob-file-too-short = No lock can read this fob: its file for the access table is too short.
error-fob-file-too-short-remedy = Take the key back with "key return", which empties the fob, and program the holder a new key on it; hand nothing over before. Where the fob is refused then, use one with more memory.

error-fob-read-back-differs = What was read back from the fob is not what was written.
error-fob-read-back-differs-remedy = Run the job again. If it happens again, the fob is worn out: replace it.

error-fob-factory-key-works = A factory key still opens the fob.
error-fob-factory-key-works-remedy = Do not hand it over. Run the job again; if it happens again, write this fob off with "key replace NUMBER --written-off" and use another.

error-fob-stopped-halfway = The fob was changed in part, then the job had to stop ({$cause}).
error-fob-stopped-halfway-remedy = Leave the fob on the encoder and run the same job again; it continues where it stopped or says what is in its way.

error-device-cancelled = Stopped as you asked.
error-device-cancelled-remedy = Run the same job again to continue.

error-fob-no-key = The keys of generation {$generation}, which this fob has, are not at hand.
error-fob-no-key-remedy = Restore a backup that was made after the change of generation. If there is none, write a new fob in its place.

error-device-no-randomness = This computer gives no random numbers.
error-device-no-randomness-remedy = Restart the computer. Nothing is programmed without random numbers.

error-device-bad-job = This job contradicts itself. Nothing was written.
error-device-bad-job-remedy = Make the change anew. If it happens again, report it with what is shown here.

error-encoder-closed = The encoder is closed.
error-encoder-closed-remedy = Connect the encoder again.

# Locks on the cable: cause and remedy of each error.

error-lock-gone = Lock {$lock} cannot be reached: {$reason}
error-lock-gone-remedy = Check the cable to the lock, then run the job again. Reading the lock shows whether the last change took effect.

error-lock-not-installed = Lock {$lock} is as it left the factory.
error-lock-not-installed-remedy = A new lock is installed by its first deployment. If it was replaced or put back to the factory's state, take it into your hand and deploy to it alone with “lock deploy --install”.

error-lock-installed-already = Lock {$lock} was installed with another key.
error-lock-installed-already-remedy = Check that it is the right lock. If it is, reset it at the lock itself as its maker describes, then run the job again.

error-lock-configuration-forged = Lock {$lock} does not believe the configuration: it is damaged, or signed by a key that the lock does not trust.
error-lock-configuration-forged-remedy = Make the configuration anew. If it happens again, put the lock back to the factory's state and install it anew.

error-lock-configuration-foreign = The configuration is not for lock {$lock}.
error-lock-configuration-foreign-remedy = Check that the cable leads to the right lock.

error-lock-configuration-old = Lock {$lock} already holds this configuration or a newer one.
error-lock-configuration-old-remedy = Read the lock, look at the differences, and deploy it anew if there are any.

error-lock-blocklist-forged = Lock {$lock} does not believe the blocklist: it is damaged, of another group, or signed by a key that the lock does not trust.
error-lock-blocklist-forged-remedy = Deploy to the lock once more. If it happens again, put the lock back to the factory's state and install it anew with `lock deploy --install`.

error-lock-refused = Lock {$lock} refused the job ({$status}).
error-lock-refused-remedy = Run the job again. If it happens again, report it with what is shown here.

error-lock-answer-malformed = The answers of lock {$lock} make no sense.
error-lock-answer-malformed-remedy = Check the cable, then run the job again. If it happens again, the lock is of another kind.

# Programming keys and readers on USB: cause and remedy of each error.

error-usb-none-there = No programming key is plugged in.
error-usb-none-there-remedy = Plug it in. If it is, "keywright doctor" lists what is seen on USB.

error-usb-not-there = No programming key with the number {$serial} is plugged in.
error-usb-not-there-remedy = Plug it in. If it is, check its number; "keywright doctor" lists what is seen on USB.

error-usb-several = Several programming keys are plugged in: {$serials}.
error-usb-several-remedy = Unplug the others, or name the one that is meant by its number.

error-usb-none-meant = Of the programming keys that are plugged in none is the one that is wanted: {$serials}.
error-usb-none-meant-remedy = Plug the one in that is meant, or name one of these by its number.

error-usb-busy = Another program is using {$device}.
error-usb-busy-remedy = Close it. Mostly it is the smart card service: stop it with "systemctl stop pcscd.socket pcscd", or pull the programming key out and plug it in again.

error-usb-no-permission = You may not use {$device}.
error-usb-no-permission-remedy = Install the file 70-keywright.rules in /etc/udev/rules.d, then pull the device out and plug it in again. Sit at this computer, or be a member of the group "plugdev".

error-usb-no-driver = The operating system gives no way to {$device}.
error-usb-no-driver-remedy = On Windows another driver is bound to it: name it as --token pcsc:READER, which goes through the smart card service. On Linux the kernel was told to keep it out, by USBGuard or the like: allow it there, then plug it in again.

error-usb-gone = {$device} was pulled out.
error-usb-gone-remedy = Plug it in again and run the job again; it continues where it stopped.

error-usb-unusable = {$device} says that it is a smart card reader and does not work as one.
error-usb-unusable-remedy = Use another reader or programming key.

error-usb-failed = USB failed: {$reason}
error-usb-failed-remedy = Plug the device into another port. If it happens again, restart the computer.

error-contact-silent = Nothing answers at {$path}: no reader of the contact slot.
error-contact-silent-remedy = Check that the reader has power, that its cable is plugged in, and that this is its port; then run doctor again.

error-contact-not-a-reader = What answers at {$path} is no reader for the contact slot.
error-contact-not-a-reader-remedy = Name the port of a GemPC Twin, or of a reader that speaks as it does, with --contact. Take care that no other device, such as the encoder, is at this port.

error-contact-gone = The port of the contact slot is gone.
error-contact-gone-remedy = Plug the adapter of its cable in again, give its port with --contact where that has another name now, and run doctor again.

error-contact-stopped = The reader of the contact slot does not answer any more.
error-contact-stopped-remedy = Take the card out, switch the reader's power off and on, put the card in and run doctor again.

error-contact-garbled = What the reader of the contact slot answers arrives damaged.
error-contact-garbled-remedy = Check the plugs of its serial cable, take a shorter one where it is long, and run doctor again. If it stays so, use another reader.

error-contact-busy = The reader of the contact slot is busy with another command.
error-contact-busy-remedy = Wait a moment and run doctor again. If it stays so, switch the reader's power off and on.

error-contact-refused = The reader of the contact slot refused a command.
error-contact-refused-remedy = Switch its power off and on, and run doctor again. If it stays so, use another reader.

error-reader-gone = The reader was pulled out.
error-reader-gone-remedy = Plug it in again and run the job again; it continues where it stopped.

error-reader-silent = The reader or programming key does not answer.
error-reader-silent-remedy = Pull it out, plug it in again and try once more.

error-reader-garbled = What the reader or programming key answers arrives damaged.
error-reader-garbled-remedy = Plug it into another port, without a hub. If it stays so, use another one.

error-reader-no-card = No card is in the reader.
error-reader-no-card-remedy = Put the card into the reader.

error-reader-card-mute = The card in the reader does not answer as it should.
error-reader-card-mute-remedy = Check that it is the right way round and clean. If it stays so, use another card.

error-reader-busy = The reader is busy.
error-reader-busy-remedy = Close other programs that use it, and try again.

error-reader-refused = The reader refused a command.
error-reader-refused-remedy = Pull it out, plug it in again and try once more. If it stays so, use another reader.

error-reader-unsupported = This reader, or this card in it, is not supported.
error-reader-unsupported-remedy = Use another reader, one that exchanges APDUs.

error-pcsc-not-running = The smart card service does not run.
error-pcsc-not-running-remedy = Start it with "systemctl start pcscd.socket", or name the programming key as usb.

error-pcsc-not-there = The smart card service has no reader "{$name}" with a card in it.
error-pcsc-not-there-remedy = Plug the programming key in; "keywright doctor" lists the readers of the service.

error-pcsc-several = The smart card service has several readers of that name: {$readers}.
error-pcsc-several-remedy = Name one of them in full: pcsc:READER.

error-pcsc-busy = Another program uses the card in {$reader}.
error-pcsc-busy-remedy = Close it, and try again.

error-pcsc-failed = The smart card service refuses: {$reason}
error-pcsc-failed-remedy = Pull the programming key out, plug it in again and try once more.
