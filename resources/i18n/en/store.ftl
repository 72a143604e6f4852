error-store-file-missing = There is no system file at that place.
error-store-file-missing-remedy = Check the path, or take the newest backup: system restore BACKUP.
error-store-backup-missing = There is no file { $file }.
error-store-backup-missing-remedy = Check path and name. A copy is what `keywright system backup FILE` wrote, with FILE.slots beside it; nothing was changed.
error-store-file-exists = A file of that name exists already.
error-store-file-exists-remedy = Choose another name; nothing was overwritten.
error-store-wrong-key = The system file does not open with this password or key.
error-store-wrong-key-remedy = Check that file and slots belong together. If the file was damaged, take the newest backup: system restore BACKUP; what stands there is kept.
error-store-damaged = The system file is damaged: { $what }.
error-store-damaged-remedy = Nothing is programmed from it. Take the newest backup: system restore BACKUP; what stands there is kept.
error-store-miscounted = Some of what is kept so that lists are quick is wrong: { $rows } rows. What keys hold and open is not concerned.
error-store-miscounted-remedy = Count it anew: keywright system verify --repair.
error-store-network-folder = The system file lies on a network or synchronised folder ({ $kind }).
error-store-network-folder-remedy = Move it to a disk of this computer; keep only backups on the network.
error-store-in-use = Another window or command has this system open for writing.
error-store-in-use-remedy = Go on there, or close it and try again. Reading is possible meanwhile.
error-store-read-only = The system is open for reading only.
error-store-read-only-remedy = Close the other instance, or check the rights to the file, and open it again.
error-store-busy = The system file is busy.
error-store-busy-remedy = Wait a moment and try again; nothing was changed.
error-store-disk-full = The disk is full.
error-store-disk-full-remedy = Make room on the disk and try again; nothing was half-written.
error-store-disk-failed = The disk reported a failure.
error-store-disk-failed-remedy = Close the program and open the system again: it is checked before anything is written.
error-store-newer-schema = The system file was made by a newer version of the program (step { $found }, known up to { $known }).
error-store-newer-schema-remedy = Update the program, or restore the backup from before the upgrade.
error-store-schema-altered = The structure of the system file differs from this program at step { $number }.
error-store-schema-altered-remedy = Open it with the program that made it, or restore a backup.
error-changed-meanwhile = The record ({ $entity }) was changed meanwhile by somebody else.
error-changed-meanwhile-remedy = Look at the new state and make your change again; nothing was overwritten.
error-not-found = There is no such record ({ $entity }).
error-not-found-remedy = It may have been removed; refresh the list.
error-email-taken = { $waiting ->
    [yes] { $name } has this e-mail address already, and key { $waits } still waits to be written.
   *[no] Another user has this e-mail address.
    }
error-email-taken-remedy = { $waiting ->
    [yes] Write that key: `keywright key program { $waits }`. If somebody else is to be added, give another address.
   *[no] Open that user, or enter another address.
    }
error-external-id-taken = Another user has this external id.
error-external-id-taken-remedy = Open that user, or enter another id.
error-name-taken = The name is taken ({ $entity }).
error-name-taken-remedy = Choose another name.
error-medium-taken = This medium belongs to another key.
error-medium-taken-remedy = Lay another medium on the encoder.
error-key-replaced-before = { $replaced ->
    [yes] Key { $number } was replaced before: key { $successor } has its place.
   *[no] This key was replaced before.
    }
error-key-replaced-before-remedy = { key-way-out }
error-record-exists = The record ({ $entity }) exists already.
error-record-exists-remedy = Open the one that exists.
error-still-used = { $linked ->
    [yes] { $name } is still linked to: { $links }{ $more ->
        [0] {"."}
       *[other] {" "}and { $more } more.
        }
   *[other] It is still in use ({ $entity }).
    }
error-still-used-remedy = Remove it where it is used, then try again.
error-record-names-missing = It ({ $entity }) names a record that no longer exists.
error-record-names-missing-remedy = Refresh and choose again.
error-change-abandoned = The change was given up; nothing of it was done.
error-change-abandoned-remedy = Read the cause and try again.
error-premises-inside-themselves = Premises cannot lie inside themselves.
error-premises-inside-themselves-remedy = Choose other premises to lie in.
error-user-has-media = { $named ->
    [yes] The user still holds the media of these keys: { $keys }.
   *[no] The user still holds media: { $count }.
    }
error-user-has-media-remedy = Decide for each: return and empty it (`key return`) or block it (`key block`); `user remove --return KEY --block KEY` does it on the way.
error-key-state = { $same ->
    [yes] The key is { key-state-word } already.
   *[no] The key is { key-state-word }, which does not allow this.
    }
error-key-state-remedy = { key-way-out }
error-key-blocked = The key is blocked.
error-key-blocked-remedy = Unblock it, replace it, or return and empty it.
error-home-group-fixed = The home group is fixed by the first successful write.
error-home-group-fixed-remedy = Return and empty the key, then program it anew.
error-blocklist-full = The blocklist of { $group } is full; the key was not blocked anywhere.
error-blocklist-full-remedy = `keywright blocklist prune GROUP` takes off keys whose medium was emptied or opens nothing any more. Where there are none, move locks into another key blocking group.
error-blocklist-no-room = The blocklist of { $group } has no room for the { $count } blocked keys that must be on it, so that they stay shut out. Nothing was changed.
error-blocklist-no-room-remedy = `keywright blocklist prune GROUP` takes off keys whose medium was emptied or opens nothing any more. Or choose another key blocking group.
error-blocklist-version = The blocklist has changed since; it is at version { $current }.
error-blocklist-version-remedy = Sign the current list.
error-task-open = The key has a task that is not done.
error-task-open-remedy = Run that task, or cancel it: task list shows it.
error-task-taken = The task is in the hand of another station, or past this step.
error-task-taken-remedy = Refresh the task list; the other station finishes it.
error-numbers-exhausted = No number is left ({ $entity }).
error-numbers-exhausted-remedy = Start a new system for further records.
error-restore-generations-differ = The backup and the system that stands there have each changed their secrets on their own (generation { $generation }); only one of them can be kept.
error-restore-generations-differ-remedy = Restore into an empty place: name another file with --system. Keep both files: fobs and locks of the other generation are read and emptied with the system that wrote them.
error-log-broken = The log does not hold together at entry { $sequence }: { $fault }.
error-log-broken-remedy = Keep the file as evidence, and compare it with what was noted: `keywright audit verify --noted NUMBER`, with the number of the log on a receipt or in the answer to `keywright system backup`.
error-log-head-malformed = This is not the end of a log in short.
error-log-head-malformed-remedy = It looks like 128-0123456789ABCDEF, as it stands on a receipt.
error-random-failed = The computer gave no random numbers.
error-random-failed-remedy = Restart the computer and try again; nothing was changed.
error-store-unreadable = A stored value cannot be read ({ $what }).
error-store-unreadable-remedy = Verify the system and restore the newest verified backup.
error-store-engine = The database refused (code { $code }).
error-store-engine-remedy = This is a fault of the program: report it with what is shown here. Nothing was changed.
error-store-not-a-system-file = { $file } is no system file.
error-store-not-a-system-file-remedy = Name the system file or a backup that `keywright system backup` made; its file ending in .slots lies beside it.
fault-signed-head = the signature of its end does not hold
fault-cut-off-before-a-signed-head = it is cut off before a signed end
fault-cut-off = it is cut off
fault-noted-head = it is not what was noted on a receipt or with a backup
fault-cut-off-before-a-noted-head = it is cut off before what was noted on a receipt or with a backup
fault-personal-text-removed = a personal text was removed
fault-missing = an entry is missing
fault-changed = an entry was changed
fault-personal-text = a personal text was changed
