//! Smart card readers and security keys on USB: which are there, opening one, noticing that they come and go.
//!
//! Everything that names libusb is here and below. It must not know what a reader is asked.

mod arrivals;
mod bell;
mod slots;
mod transport;

pub use bell::Bell;
pub use slots::{leave, occupied};
pub use transport::UsbTransport;

use std::thread;
use std::time::Duration;

use rusb::{Context, Device, DeviceHandle, UsbContext};

use super::ccid::descriptor::Descriptor;
use super::ccid::reader::{Patience, Reader};

/// Class of smart card interfaces (USB-IF class codes).
const SMART_CARD: u8 = 0x0B;
/// For what a reader knows by itself.
const GLANCE: Patience = Patience {
    answer: Duration::from_millis(500),
    command: Duration::from_secs(1),
};
/// For the texts a device tells about itself.
const TEXT_PATIENCE: Duration = Duration::from_millis(500);

/// What stopped the way to a reader on USB.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No smart card reader or security key is plugged in, or none with this number.
    #[error("no smart card reader on USB{}", .serial.as_ref().map(|serial| format!(" with the number {serial}")).unwrap_or_default())]
    NotThere {
        /// The number asked for.
        serial: Option<String>,
    },
    /// Several are there, and none of them is one of those that could be meant.
    #[error("none of the programming keys is meant: {}", .serials.join(", "))]
    NoneMeant {
        /// Their numbers.
        serials: Vec<String>,
    },
    /// Several could be meant.
    #[error("several programming keys: {}", .serials.join(", "))]
    Several {
        /// The numbers of those that could be.
        serials: Vec<String>,
    },
    /// Another program holds the reader: mostly pcscd.
    #[error("{device} is in use by another program")]
    Busy {
        /// Which reader.
        device: String,
    },
    /// This user may not open the reader: the udev rule is missing.
    #[error("no permission for {device}")]
    NoPermission {
        /// Which reader.
        device: String,
    },
    /// The operating system offers no way to the reader (on Windows: another driver is bound).
    #[error("no way to {device}")]
    NoDriver {
        /// Which reader.
        device: String,
    },
    /// It was pulled out meanwhile.
    #[error("{device} was pulled out")]
    Gone {
        /// Which reader.
        device: String,
    },
    /// It says it is a reader and lacks what a reader has.
    #[error("{device} is no usable reader: {what}")]
    Unusable {
        /// Which reader.
        device: String,
        /// What is missing.
        what: &'static str,
    },
    /// USB itself failed.
    #[error("USB failed: {0}")]
    Failed(String),
}

impl Error {
    /// Whether this says that the reader which was there, or its card, is there no more.
    pub fn is_gone(&self) -> bool {
        matches!(
            self,
            Self::NotThere { .. } | Self::NoneMeant { .. } | Self::Gone { .. }
        )
    }

    /// Stable code of the error, in kebab case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotThere { serial: None } => "usb-none-there",
            Self::NotThere { serial: Some(_) } => "usb-not-there",
            Self::NoneMeant { .. } => "usb-none-meant",
            Self::Several { .. } => "usb-several",
            Self::Busy { .. } => "usb-busy",
            Self::NoPermission { .. } => "usb-no-permission",
            Self::NoDriver { .. } => "usb-no-driver",
            Self::Gone { .. } => "usb-gone",
            Self::Unusable { .. } => "usb-unusable",
            Self::Failed(_) => "usb-failed",
        }
    }

    /// Values for the sentences of the language files, by the names used there.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotThere { serial } => vec![("serial", serial.clone().unwrap_or_default())],
            Self::NoneMeant { serials } | Self::Several { serials } => {
                vec![("serials", serials.join(", "))]
            }
            Self::Busy { device }
            | Self::NoPermission { device }
            | Self::NoDriver { device }
            | Self::Gone { device }
            | Self::Unusable { device, .. } => vec![("device", device.clone())],
            Self::Failed(reason) => vec![("reason", reason.clone())],
        }
    }
}

/// Whether a reader could be opened when it was listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing is in the way.
    Free,
    /// Another program holds it.
    Busy,
    /// This user may not.
    Denied,
    /// The operating system offers no way, or the device left while it was looked at.
    None,
}

/// A smart card interface on USB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Bus it is on. Changes from one start of the computer to the next.
    pub bus: u8,
    /// Address on that bus. Changes each time it is plugged in.
    pub address: u8,
    /// Interface of the device.
    pub interface: u8,
    /// Vendor id.
    pub vendor: u16,
    /// Product id.
    pub product: u16,
    /// What the device calls itself; none where it cannot be opened.
    pub name: Option<String>,
    /// Its number; many security keys have none on USB.
    pub serial: Option<String>,
    /// Whether it can be used.
    pub access: Access,
}

impl Found {
    /// For people: the name if it is known, and the ids that a udev rule needs.
    pub fn label(&self) -> String {
        let ids = format!("{:04x}:{:04x}", self.vendor, self.product);
        match (&self.name, &self.serial) {
            (Some(name), Some(serial)) => format!("{name} ({ids}, {serial})"),
            (Some(name), None) => format!("{name} ({ids})"),
            (None, _) => ids,
        }
    }
}

/// All smart card interfaces. Each is tried for a moment, so that its state is true; nothing is sent to a card.
///
/// # Errors
/// [`Error::Failed`] where USB cannot be asked at all. A computer without USB has no readers.
pub fn list() -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for device in devices()? {
        for place in interfaces(&device) {
            found.push(look(&device, place));
        }
    }
    Ok(found)
}

/// A reader at a place on USB, and its slots that hold a card; none where it is not free or does not answer.
pub type Occupied = ((u8, u8, u8), Option<Vec<u8>>);

/// Opens a listed reader and takes it for this program alone. One that has just come and denies access is tried again
/// until it is two seconds old, as udev is often later than we are; one that was there before says so at once.
///
/// # Errors
/// [`Error::Busy`], [`Error::NoPermission`], [`Error::NoDriver`], [`Error::Gone`], [`Error::Unusable`].
pub fn open(found: &Found) -> Result<Reader<UsbTransport>, Error> {
    let (transport, descriptor) = open_transport(found)?;
    Ok(Reader::new(transport, descriptor, Patience::default()))
}

/// As [`open`], without the reader on top.
///
/// # Errors
/// As [`open`].
pub fn open_transport(found: &Found) -> Result<(UsbTransport, Descriptor), Error> {
    loop {
        let outcome = try_open(found);
        match outcome {
            Err(Error::NoPermission { .. })
                if arrivals::is_settling((found.bus, found.address)) =>
            {
                thread::sleep(Duration::from_millis(50));
            }
            outcome => return outcome,
        }
    }
}

fn try_open(found: &Found) -> Result<(UsbTransport, Descriptor), Error> {
    let gone = || Error::Gone {
        device: found.label(),
    };
    // Listed anew, as a context keeps what it saw first where no event tells it better.
    let device = devices()?
        .into_iter()
        .find(|device| (device.bus_number(), device.address()) == (found.bus, found.address))
        .ok_or_else(gone)?;
    let place = interfaces(&device)
        .into_iter()
        .find(|place| place.interface == found.interface)
        .ok_or_else(gone)?;
    let handle = claim(&device, place).map_err(|error| match error {
        // The kernel says so of an interface too that it was told not to let anybody use, the device being there.
        rusb::Error::NoDevice if is_listed(found) => Error::NoDriver {
            device: found.label(),
        },
        error => told(error, found),
    })?;
    let unusable = |what| Error::Unusable {
        device: found.label(),
        what,
    };
    let descriptor = place
        .descriptor
        .ok_or_else(|| unusable("no CCID descriptor"))?;
    let (input, output) = place
        .input
        .zip(place.output)
        .ok_or_else(|| unusable("no bulk endpoints"))?;
    let transport = UsbTransport::new(handle, place.interface, input, output, place.interrupt);
    Ok((transport, descriptor))
}

/// Whether the device is still there a moment later.
fn is_listed(found: &Found) -> bool {
    thread::sleep(Duration::from_millis(100));
    devices().is_ok_and(|devices| {
        let mut devices = devices.into_iter();
        devices.any(|device| (device.bus_number(), device.address()) == (found.bus, found.address))
    })
}

/// What a device's configuration says about one smart card interface.
#[derive(Debug, Clone, Copy)]
struct Place {
    interface: u8,
    setting: u8,
    descriptor: Option<Descriptor>,
    /// Address and size of packets.
    input: Option<(u8, u16)>,
    output: Option<u8>,
    interrupt: Option<u8>,
}

fn devices() -> Result<Vec<Device<Context>>, Error> {
    let context = Context::new().map_err(|error| Error::Failed(error.to_string()))?;
    match context.devices() {
        Ok(devices) => {
            let devices: Vec<_> = devices.iter().collect();
            let place = |device: &Device<Context>| (device.bus_number(), device.address());
            arrivals::note(&devices.iter().map(place).collect::<Vec<_>>());
            Ok(devices)
        }
        // A computer without USB.
        Err(rusb::Error::NotFound | rusb::Error::NotSupported) => Ok(Vec::new()),
        Err(error) => Err(Error::Failed(error.to_string())),
    }
}

fn interfaces(device: &Device<Context>) -> Vec<Place> {
    let configuration = device
        .active_config_descriptor()
        .or_else(|_| device.config_descriptor(0));
    let Ok(configuration) = configuration else {
        return Vec::new();
    };
    configuration
        .interfaces()
        .filter_map(|interface| {
            let setting = interface
                .descriptors()
                .find(|setting| setting.class_code() == SMART_CARD)?;
            let mut place = Place {
                interface: setting.interface_number(),
                setting: setting.setting_number(),
                descriptor: Descriptor::find(setting.extra()),
                input: None,
                output: None,
                interrupt: None,
            };
            for endpoint in setting.endpoint_descriptors() {
                use rusb::{Direction::In, Direction::Out, TransferType};
                let address = endpoint.address();
                match (endpoint.transfer_type(), endpoint.direction()) {
                    (TransferType::Bulk, In) => {
                        place.input = Some((address, endpoint.max_packet_size()));
                    }
                    (TransferType::Bulk, Out) => place.output = Some(address),
                    (TransferType::Interrupt, In) => place.interrupt = Some(address),
                    _ => {}
                }
            }
            Some(place)
        })
        .collect()
}

/// The name, number and state of one interface.
fn look(device: &Device<Context>, place: Place) -> Found {
    let ids = device.device_descriptor();
    let mut found = Found {
        bus: device.bus_number(),
        address: device.address(),
        interface: place.interface,
        vendor: ids.as_ref().map_or(0, rusb::DeviceDescriptor::vendor_id),
        product: ids.as_ref().map_or(0, rusb::DeviceDescriptor::product_id),
        name: None,
        serial: None,
        access: Access::Free,
    };
    let handle = match device.open() {
        Ok(handle) => handle,
        Err(error) => {
            found.access = access(error);
            return found;
        }
    };
    if let Ok(ids) = ids {
        (found.name, found.serial) = texts(&handle, &ids);
    }
    let mut claimed = handle.claim_interface(place.interface);
    if claimed == Err(rusb::Error::Busy) && slots::step_aside(slots::at(device, place)) {
        claimed = handle.claim_interface(place.interface);
    }
    match claimed {
        // The handle lets it go again when it is dropped.
        Ok(()) => {}
        // A driver of the kernel can be asked to step aside.
        Err(rusb::Error::Busy) if kernel_has(&handle, place.interface) => {}
        Err(error) => found.access = access(error),
    }
    found
}

fn texts(
    handle: &DeviceHandle<Context>,
    ids: &rusb::DeviceDescriptor,
) -> (Option<String>, Option<String>) {
    let Some(language) = handle
        .read_languages(TEXT_PATIENCE)
        .ok()
        .and_then(|languages| languages.first().copied())
    else {
        return (None, None);
    };
    let clean = |text: String| {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let name = handle.read_product_string(language, ids, TEXT_PATIENCE);
    let serial = handle.read_serial_number_string(language, ids, TEXT_PATIENCE);
    (name.ok().and_then(clean), serial.ok().and_then(clean))
}

fn kernel_has(handle: &DeviceHandle<Context>, interface: u8) -> bool {
    handle.kernel_driver_active(interface) == Ok(true)
}

/// Claims an interface, also one that this program only watches.
fn claim(device: &Device<Context>, place: Place) -> Result<DeviceHandle<Context>, rusb::Error> {
    match claim_now(device, place) {
        Err(rusb::Error::Busy) if slots::step_aside(slots::at(device, place)) => {
            claim_now(device, place)
        }
        claimed => claimed,
    }
}

fn claim_now(device: &Device<Context>, place: Place) -> Result<DeviceHandle<Context>, rusb::Error> {
    let handle = device.open()?;
    // Not offered everywhere; where it is not, claiming says what is wrong.
    let _offered = handle.set_auto_detach_kernel_driver(true);
    handle.claim_interface(place.interface)?;
    if place.setting != 0 {
        handle.set_alternate_setting(place.interface, place.setting)?;
    }
    Ok(handle)
}

fn access(error: rusb::Error) -> Access {
    match error {
        rusb::Error::Busy => Access::Busy,
        rusb::Error::Access => Access::Denied,
        _ => Access::None,
    }
}

fn told(error: rusb::Error, found: &Found) -> Error {
    let device = found.label();
    match error {
        rusb::Error::Busy => Error::Busy { device },
        rusb::Error::Access => Error::NoPermission { device },
        rusb::Error::NoDevice => Error::Gone { device },
        // The kernel has none of its interfaces: it was told to keep the device out. Where it is asked to put its own
        // driver aside at the same time, libusb calls that an invalid parameter.
        rusb::Error::NotSupported | rusb::Error::NotFound | rusb::Error::InvalidParam => {
            Error::NoDriver { device }
        }
        error => Error::Failed(error.to_string()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
