//! Demonstration services: they can succeed, refuse, be slow, be silent or answer nonsense.

use std::{sync::Arc, time::Duration};

use leling_protocol::{IdNumber, PersonName, Phone};

use super::{Message, Mood, Service, Stage, people};
use crate::{
    adapters::{Pending, RealName, RealNameAnswer, Sms, Unavailable},
    clock::Clock,
};

/// How long the slow one takes: longer than anybody likes, shorter than the adapters' time limit.
const SLOW: Duration = Duration::from_secs(2);

/// The demonstration's real-name check: knows the demonstration people and nobody else.
pub(crate) struct DemoRealName(Arc<Stage>);

/// The demonstration's short-message service: keeps messages for the simulator to show.
pub(crate) struct DemoSms {
    stage: Arc<Stage>,
    clock: Arc<dyn Clock>,
}

impl DemoRealName {
    pub(crate) const fn new(stage: Arc<Stage>) -> Self {
        Self(stage)
    }
}

impl DemoSms {
    pub(crate) const fn new(stage: Arc<Stage>, clock: Arc<dyn Clock>) -> Self {
        Self { stage, clock }
    }
}

impl RealName for DemoRealName {
    fn check<'a>(&'a self, name: &'a PersonName, id_number: &'a IdNumber) -> Pending<'a, RealNameAnswer> {
        Box::pin(async move {
            if behave(self.0.mood(Service::RealName)).await? == Went::Refused {
                return Ok(RealNameAnswer::NameDiffers);
            }
            Ok(match people::find(id_number) {
                None => RealNameAnswer::Unknown,
                Some(person) if person.name != name.as_str() => RealNameAnswer::NameDiffers,
                Some(person) => RealNameAnswer::Match(person.entry()),
            })
        })
    }
}

impl Sms for DemoSms {
    fn send<'a>(&'a self, phone: &'a Phone, text: &'a str) -> Pending<'a, ()> {
        Box::pin(async move {
            if behave(self.stage.mood(Service::Sms)).await? == Went::Refused {
                return Err(Unavailable("message was refused".to_owned()));
            }
            self.stage.take(Message { phone: phone.clone(), at: self.clock.now(), text: text.to_owned() });
            Ok(())
        })
    }
}

#[derive(PartialEq, Eq)]
enum Went {
    Well,
    Refused,
}

async fn behave(mood: Mood) -> Result<Went, Unavailable> {
    match mood {
        Mood::Succeed => Ok(Went::Well),
        Mood::Refuse => Ok(Went::Refused),
        Mood::Slow => {
            tokio::time::sleep(SLOW).await;
            Ok(Went::Well)
        }
        Mood::Silent => std::future::pending().await,
        Mood::Nonsense => Err(Unavailable("answer is not of the agreed shape".to_owned())),
    }
}
