//! Users, found by the beginnings of words.

use std::collections::HashSet;

use super::Reading;
use super::user_list::{Sort, UserFilter, UserQuery};
use super::user_order::{FEW, Pending, Range, Walk};
use crate::model::UserId;
use crate::store::Error;
use crate::store::sql::{Row, params, statement};

/// A word with fewer hits than this is looked up as a whole; of others it is asked user by user.
const COMMON: u32 = 20_000;
/// A word that one in so many users has is not rare.
const DENSE: u64 = 20;
/// So many of the list in its order are looked at first, then twice as many, and so on.
const STRETCH: u32 = 1_000;
/// To ask whether one who passes the filter has the words takes as long as to go past so many in the list.
const ASKED: u64 = 2;
/// Where no more terms than this begin with a word, those who have them are taken by name from each.
const TERMS: usize = 16;

/// Users found, each with the name by which they are sorted.
type Found = Vec<(String, UserId)>;

impl Reading<'_> {
    /// A page of those who have every word: they are collected from the rarer words where these are not too common,
    /// and of the others it is asked in the order of the list until the page is full.
    pub(super) fn search(
        &self,
        ranges: Vec<Range>,
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        let mut counted = Vec::new();
        for (start, end) in ranges {
            let hits = self.count(statement!("search/estimate"), params![&start, &end, COMMON])?;
            counted.push((hits, (start, end)));
        }
        counted.sort();
        let mut rare = counted.partition_point(|(hits, _)| *hits < u64::from(COMMON));
        // Of a word alone that many have, those soon fill a page who have it: they need not all be collected.
        if rare == 1 && counted[0].0.saturating_mul(DENSE) >= self.user_count()? {
            rare = 0;
        }
        let rarest = counted.first().map_or(0, |(hits, _)| *hits);
        let ranges: Vec<Range> = counted.into_iter().map(|(_, range)| range).collect();
        if rarest > u64::from(FEW)
            && let Some(page) = self.of_the_filter(&ranges, rarest, query)?
        {
            return Ok(page);
        }
        if query.sort == Sort::Name
            && query.filter == UserFilter::All
            && let Some(page) = self.by_terms(&ranges, query)?
        {
            return Ok(page);
        }
        let (rare, common) = ranges.split_at(rare);
        if rare.is_empty() {
            let parts = self.parts(query, common)?;
            return self.in_order(&parts, query, query.limit.saturating_add(1), query.offset);
        }
        let (mut named, known) = self.with_all(rare)?;
        if named.len() <= FEW as usize {
            let ids = named.into_iter().map(|(_, id)| id).collect();
            return self.sort_and_page(ids, common, query);
        }
        if query.sort == Sort::Name && query.filter == UserFilter::All {
            named.sort();
            if query.down {
                named.reverse();
            }
            let ids = named.into_iter().map(|(_, id)| id).collect();
            return self.page_of(ids, common, query);
        }
        self.look_through(&known, common, query)
    }

    /// A page of those who have every word where so few pass the filter that it is better to ask each of them than to
    /// go through the list until the page is full. `rarest` is how many the rarest word finds.
    fn of_the_filter(
        &self,
        words: &[Range],
        rarest: u64,
        query: &UserQuery,
    ) -> Result<Option<Vec<UserId>>, Error> {
        let only = match query.filter {
            UserFilter::All | UserFilter::Pending => return Ok(None),
            UserFilter::Residents => statement!(
                "user/listed",
                "user/only/residents",
                "user/listed_with",
                "user/few"
            ),
            UserFilter::Staff => statement!(
                "user/listed",
                "user/only/staff",
                "user/listed_with",
                "user/few"
            ),
            UserFilter::Ended { .. } => statement!(
                "user/listed",
                "user/only/ended",
                "user/listed_with",
                "user/few"
            ),
        };
        let size = self.count(statement!("user/size"), &query.filter.values())?;
        let users = self.user_count()?;
        // As many of the list are gone through as it takes where filter and word know nothing of each other.
        let room = u64::from(query.offset) + u64::from(query.limit);
        let gone_through =
            (room.saturating_mul(users) / size.max(1)).saturating_mul(users) / rarest;
        if size.saturating_mul(ASKED) >= gone_through.min(users) {
            return Ok(None);
        }
        let walk = Walk::of(query.sort, words);
        let few = walk.values(query, FEW + 1, 0);
        let ids = self.link.all(only, &few, |row| row.id(0))?;
        if ids.len() > FEW as usize {
            return Ok(None);
        }
        self.sort_and_page(ids, &[], query).map(Some)
    }

    /// A page by name of those who have every word, the rarest first, where few terms begin with that one: the store has
    /// who has a term by name already, and no more of them are looked at than the page takes.
    fn by_terms(&self, words: &[Range], query: &UserQuery) -> Result<Option<Vec<UserId>>, Error> {
        let Some(((start, end), others)) = words.split_first() else {
            return Ok(None);
        };
        let mut terms: Vec<String> = Vec::new();
        let term = |row: &Row<'_>| row.maybe(0, |row, place| Ok(row.text(place)?.to_owned()));
        let mut from = start.clone();
        loop {
            let next = statement!("search/next_term");
            let next = self.link.first(next, params![&from, end], term)?;
            let Some(next) = next.flatten() else { break };
            if terms.len() == TERMS {
                return Ok(None);
            }
            // What no term has after it begins what comes after it.
            from = format!("{next}\u{1}");
            terms.push(next);
        }
        let room = query.offset.saturating_add(query.limit).saturating_add(1);
        let sql = if query.down {
            statement!("search/by_name_down")
        } else {
            statement!("search/by_name")
        };
        let nothing = (String::new(), String::new());
        let mut found = Found::new();
        for term in terms {
            let mut parameters = vec![term.into()];
            for place in 0..2 {
                let (start, end) = others.get(place).unwrap_or(&nothing);
                parameters.extend([start.into(), end.into()]);
            }
            parameters.push(room.into());
            let named = |row: &Row<'_>| Ok((row.text(0)?.to_owned(), row.id(1)?));
            found.extend(self.link.all(sql, &parameters, named)?);
        }
        found.sort();
        found.dedup();
        if query.down {
            found.reverse();
        }
        let mut page = Page::of(query);
        for (_, id) in found {
            page.offer(id);
        }
        Ok(Some(page.ids))
    }

    /// Those who have each of these words.
    fn with_all(&self, words: &[Range]) -> Result<(Found, HashSet<UserId>), Error> {
        let mut named = Found::new();
        let mut known: Option<HashSet<UserId>> = None;
        for (start, end) in words {
            named.clear();
            let mut both = HashSet::new();
            self.link.rows(
                statement!("search/hits"),
                params![start, end],
                &mut |row: &Row<'_>| {
                    let id = row.id(0)?;
                    let before = known.as_ref().is_none_or(|known| known.contains(&id));
                    if before && both.insert(id) {
                        named.push((row.text(1)?.to_owned(), id));
                    }
                    Ok(())
                },
            )?;
            known = Some(both);
        }
        Ok((named, known.unwrap_or_default()))
    }

    /// Sorts users of whom there are few, without those that the filter leaves out, and takes the page.
    fn sort_and_page(
        &self,
        ids: Vec<UserId>,
        common: &[Range],
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        let pending = match query.filter {
            UserFilter::Pending => Pending::Only,
            _ => Pending::Whichever,
        };
        self.page_of(self.sorted(ids, pending, query)?, common, query)
    }

    /// The page of users in the order of the list, without those who have not every one of these words.
    fn page_of(
        &self,
        ids: Vec<UserId>,
        common: &[Range],
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        let mut page = Page::of(query);
        for id in ids {
            if page.is_full() {
                break;
            }
            if self.has_all(id, common)? {
                page.offer(id);
            }
        }
        Ok(page.ids)
    }

    /// Goes through the list of those who have every one of these words until the page is full of such as are known.
    fn look_through(
        &self,
        known: &HashSet<UserId>,
        words: &[Range],
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        let parts = self.parts(query, words)?;
        let mut page = Page::of(query);
        let (mut over, mut stretch) = (0u32, STRETCH);
        loop {
            let ids = self.in_order(&parts, query, stretch, over)?;
            let end = ids.len() < stretch as usize;
            ids.into_iter()
                .filter(|id| known.contains(id))
                .for_each(|id| page.offer(id));
            if end || page.is_full() {
                return Ok(page.ids);
            }
            over = over.saturating_add(stretch);
            stretch = stretch.saturating_mul(2);
        }
    }

    pub(super) fn has_all(&self, user: UserId, words: &[Range]) -> Result<bool, Error> {
        for (start, end) in words {
            let found = self.link.first(
                statement!("search/found"),
                params![user, start, end],
                |row| row.int(0),
            )?;
            if found.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// A page while it is filled.
struct Page {
    ids: Vec<UserId>,
    /// How many are passed over before.
    over: u32,
    /// How many there is room for: one more than is shown, to see whether others follow.
    room: usize,
}

impl Page {
    fn of(query: &UserQuery) -> Self {
        Self {
            ids: Vec::new(),
            over: query.offset,
            room: usize::try_from(query.limit).map_or(usize::MAX, |limit| limit.saturating_add(1)),
        }
    }

    fn is_full(&self) -> bool {
        self.ids.len() >= self.room
    }

    fn offer(&mut self, id: UserId) {
        if self.over > 0 {
            self.over -= 1;
        } else if !self.is_full() {
            self.ids.push(id);
        }
    }
}
