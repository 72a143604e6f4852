//! The exchange of blocklists: a lock takes a newer list of its own group from a medium, and gives a medium
//! whose home group is its own the newer list that it holds. No version ever goes down.

use super::{Error, Reader};
use crate::medium::blocklist::{FIELDS, Front};
use crate::medium::{Blocklist, Configuration, File, Header};

/// What is to be done after a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exchange {
    /// The verified list that the lock shall hold from now on.
    pub take: Option<Blocklist>,
    /// The bytes to be written at the start of the medium's blocklist file.
    pub give: Option<Vec<u8>>,
}

/// Compares the list that the lock holds with the one on the medium whose verified fields are `header`. Only
/// the front of the medium's list is read unless it is newer.
///
/// The medium's list is taken where it is of the lock's group, of a version above the one held and not below
/// that of the lock's configuration, and signed by a trusted key. A list that fails is not taken, and not
/// overwritten unless the lock's own list is of a higher version.
///
/// # Errors
/// [`Error::Reader`] where the medium could not be read.
pub fn exchange(
    configuration: &Configuration,
    header: &Header,
    reader: &mut dyn Reader,
    held: Option<&Blocklist>,
) -> Result<Exchange, Error> {
    if header.home_group != Some(configuration.blocking_group) {
        return Ok(Exchange::default());
    }
    let held = held.filter(|list| list.front().group == configuration.blocking_group);
    let own = held.map(|list| list.front().version);
    let fields = u32::try_from(FIELDS).unwrap_or(u32::MAX);
    let front = reader.read(File::Blocklist.number(), 0, fields)?;
    let carried = Front::parse(&front)
        .ok()
        .filter(|f| f.group == configuration.blocking_group);
    let carried_version = carried.map(|front| front.version);
    if let (Some(list), true) = (held, own > carried_version) {
        return Ok(Exchange {
            take: None,
            give: Some(list.as_bytes().to_vec()),
        });
    }
    let wanted = carried.filter(|front| {
        Some(front.version) > own && front.version >= configuration.blocklist_version
    });
    let Some(wanted) = wanted else {
        return Ok(Exchange::default());
    };
    let bytes = reader.read(File::Blocklist.number(), 0, wanted.length.into())?;
    let take = Blocklist::parse(&bytes).ok().filter(|list| {
        let key = configuration.trusted_key(list.front().signer);
        *list.front() == wanted
            && key.is_some_and(|key| list.verify(configuration.system, key).is_ok())
    });
    Ok(Exchange { take, give: None })
}

/// Whether a lock takes the list in `bytes`, brought over its cable, in place of the one it holds: by the same rules as
/// one from a medium. None where it holds one as new.
///
/// # Errors
/// [`Error::BlocklistForged`] for a list that is damaged, of another group, below the version that the configuration
/// asks for, or not signed by a trusted key.
pub fn take_blocklist(
    configuration: &Configuration,
    held: Option<&Blocklist>,
    bytes: &[u8],
) -> Result<Option<Blocklist>, Error> {
    let list = Blocklist::parse(bytes).map_err(|_| Error::BlocklistForged)?;
    let front = *list.front();
    let key = configuration.trusted_key(front.signer);
    let genuine = front.group == configuration.blocking_group
        && front.version >= configuration.blocklist_version
        && key.is_some_and(|key| list.verify(configuration.system, key).is_ok());
    if !genuine {
        return Err(Error::BlocklistForged);
    }
    let held = held.filter(|list| list.front().group == configuration.blocking_group);
    let newer = held.is_none_or(|held| front.version > held.front().version);
    Ok(newer.then_some(list))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::lock::Dump;
    use crate::medium::testing::{SYSTEM, TestKey, configuration, header, sign};
    use crate::model::{BlockingGroupNumber, Generation, KeyNumber, SystemId};

    fn list(group: u16, version: u32) -> Blocklist {
        let group = BlockingGroupNumber(group);
        let keys = (1..=version).map(KeyNumber);
        Blocklist::build(SYSTEM, Generation::FIRST, group, version, 1, keys, &sign).unwrap()
    }

    fn meet(carried: Option<&Blocklist>, held: Option<&Blocklist>) -> Exchange {
        let blocklist = carried
            .map(|list| list.as_bytes().to_vec())
            .unwrap_or_default();
        let mut medium = Dump {
            blocklist,
            ..Dump::default()
        };
        exchange(&configuration(), &header(), &mut medium, held).unwrap()
    }

    #[test]
    fn the_newer_list_goes_where_it_is_missing() {
        let (old, new) = (list(3, 6), list(3, 9));
        assert_eq!(meet(Some(&new), Some(&old)).take, Some(new.clone()));
        assert_eq!(meet(Some(&new), None).take, Some(new.clone()));
        assert_eq!(
            meet(Some(&old), Some(&new)).give,
            Some(new.as_bytes().to_vec())
        );
        assert_eq!(meet(None, Some(&new)).give, Some(new.as_bytes().to_vec()));
        assert_eq!(meet(Some(&new), Some(&new)), Exchange::default());
        assert_eq!(meet(None, None), Exchange::default());
    }

    #[test]
    fn a_list_below_that_of_the_configuration_is_not_taken() {
        assert_eq!(meet(Some(&list(3, 4)), None), Exchange::default());
        assert!(meet(Some(&list(3, 5)), None).take.is_some());
    }

    #[test]
    fn lists_of_other_groups_stay_where_they_are() {
        assert_eq!(meet(Some(&list(4, 9)), None), Exchange::default());
        let mut away = header();
        away.home_group = Some(BlockingGroupNumber(4));
        let mut medium = Dump::default();
        let found = exchange(&configuration(), &away, &mut medium, Some(&list(3, 9))).unwrap();
        assert_eq!((found, medium.reads.len()), (Exchange::default(), 0));
    }

    #[test]
    fn a_forged_list_is_not_taken() {
        let group = BlockingGroupNumber(3);
        let forger = TestKey(66);
        let forge = |system, signer: &TestKey| {
            Blocklist::build(system, Generation::FIRST, group, 99, 1, [], &|m| {
                signer.sign(m)
            })
            .unwrap()
        };
        assert_eq!(
            meet(Some(&forge(SYSTEM, &forger)), Some(&list(3, 9))),
            Exchange::default()
        );
        let elsewhere = forge(SystemId([1; 8]), &crate::medium::testing::KEY);
        assert_eq!(
            meet(Some(&elsewhere), Some(&list(3, 9))),
            Exchange::default()
        );
    }

    #[test]
    fn a_list_from_the_cable_obeys_the_same_rules() {
        let take = |held: Option<&Blocklist>, offered: &Blocklist| {
            take_blocklist(&configuration(), held, offered.as_bytes())
        };
        let (old, new) = (list(3, 6), list(3, 9));
        assert_eq!(take(Some(&old), &new), Ok(Some(new.clone())));
        assert_eq!(take(None, &new), Ok(Some(new.clone())));
        // A list that the lock got when it was in another group gives way.
        assert_eq!(take(Some(&list(4, 12)), &new), Ok(Some(new.clone())));
        assert_eq!(take(Some(&new), &new), Ok(None));
        assert_eq!(take(Some(&new), &old), Ok(None));
        let forger = TestKey(66);
        let group = BlockingGroupNumber(3);
        let forged = Blocklist::build(SYSTEM, Generation::FIRST, group, 99, 1, [], &|m| {
            forger.sign(m)
        });
        for offered in [forged.unwrap(), list(4, 9), list(3, 4)] {
            assert_eq!(take(Some(&old), &offered), Err(Error::BlocklistForged));
        }
        let damaged = take_blocklist(&configuration(), None, &new.as_bytes()[1..]);
        assert_eq!(damaged, Err(Error::BlocklistForged));
    }

    proptest::proptest! {
        #[test]
        fn no_version_ever_goes_down(own in 0u32..12, carried in 0u32..12) {
            let (own_list, carried_list) = (list(3, own), list(3, carried));
            let found = meet(Some(&carried_list), Some(&own_list));
            let after = found.take.map_or(own, |list| list.front().version);
            let given = found.give.map_or(carried, |bytes| Blocklist::parse(&bytes).unwrap().front().version);
            proptest::prop_assert!(after >= own && given >= carried);
            if own.max(carried) >= 5 {
                proptest::prop_assert_eq!((after, given), (own.max(carried), own.max(carried)));
            }
        }
    }
}
