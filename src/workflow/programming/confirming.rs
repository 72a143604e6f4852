//! A write is the one that somebody saw and confirmed: it is compared before the authority is asked for, again once it is
//! there, and at the moment at which the write becomes durable.

use super::Request;
use crate::time::UtcMillis;
use crate::workflow::plan::{KeyPlan, plan};
use crate::workflow::{Error, Station};

impl Request {
    /// The plan is the one that was confirmed.
    pub(super) fn confirms(&self, plan: &KeyPlan) -> Result<(), Error> {
        let now = plan.to_program(self.key).shown(self.home_group);
        match self.shown {
            Some(shown) if shown != now => Err(Error::SummaryChanged),
            _ => Ok(()),
        }
    }
}

impl Station {
    /// The hash of the table that was confirmed; none where nobody was asked.
    pub(super) fn confirmed(
        &self,
        request: Request,
        now: UtcMillis,
    ) -> Result<Option<[u8; 32]>, Error> {
        if request.shown.is_none() {
            return Ok(None);
        }
        let plan = self.plan_of(request, now)?;
        request.confirms(&plan)?;
        Ok(Some(plan.hash))
    }

    /// What was confirmed, told anew after an interrupted write was finished: that changed what the medium holds, and
    /// so the difference, yet not what it shall hold.
    pub(super) fn confirmed_after(
        &self,
        (request, now): (Request, UtcMillis),
        wanted: Option<[u8; 32]>,
    ) -> Result<Request, Error> {
        let Some(wanted) = wanted else {
            return Ok(request);
        };
        let plan = self.plan_of(request, now)?;
        if plan.hash != wanted {
            return Err(Error::SummaryChanged);
        }
        let shown = plan.to_program(request.key).shown(request.home_group);
        Ok(Request {
            shown: Some(shown),
            ..request
        })
    }

    /// The plan of a key under the home group that is chosen now, whether it may be written or not.
    fn plan_of(&self, request: Request, now: UtcMillis) -> Result<KeyPlan, Error> {
        self.with_subject((request, now), plan)
    }
}
