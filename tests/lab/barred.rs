//! A device that the kernel was told to keep out, as USBGuard does it: there, and no way to it.

use std::fs;
use std::path::PathBuf;

use keywright::device::usb::{self, Access, Found};
use keywright::workflow::hardware;

use crate::kit::{Bench, KEY, doctor, wait_for};
use crate::site::is_told;

/// The folder of a device in sysfs.
fn place(found: &Found) -> PathBuf {
    let number = |folder: &PathBuf, file: &str| {
        let text = fs::read_to_string(folder.join(file)).ok()?;
        text.trim().parse::<u8>().ok()
    };
    let folders = fs::read_dir("/sys/bus/usb/devices").unwrap();
    folders
        .map(|folder| folder.unwrap().path())
        .find(|folder| {
            (number(folder, "busnum"), number(folder, "devnum"))
                == (Some(found.bus), Some(found.address))
        })
        .unwrap()
}

/// The whole device and its interface alone: *no driver* is told apart from *busy*, *no permission* and *gone*, with its
/// remedy, by the layer and by the program; allowed again, it works.
pub fn told_apart() {
    let bench = Bench::new(KEY);
    let found = bench.found();
    let here = |one: &Found| (one.bus, one.address) == (found.bus, found.address);
    let folder = place(&found);
    let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
    let interface = folder.join(format!("{name}:1.0"));
    for switch in [folder.join("authorized"), interface.join("authorized")] {
        fs::write(&switch, "0").unwrap();
        let barred = wait_for(|| {
            let found = usb::list().unwrap().into_iter().find(here)?;
            (found.access != Access::Free).then_some(found)
        });
        assert_eq!(barred.access, Access::None, "{}", switch.display());
        let refused = usb::open(&barred).map(drop);
        assert!(
            matches!(refused, Err(usb::Error::NoDriver { .. })),
            "{refused:?}"
        );
        let obstacle = hardware::usb_obstacle(&barred).unwrap();
        assert_eq!(is_told(&obstacle), "usb-no-driver");
        // By its number: another key is there too, which could be reached.
        let (code, said) = doctor("usb:LAB0001");
        assert_eq!(code, Some(3), "{said}");
        assert!(
            said.contains("usb-no-driver") && said.contains("USBGuard"),
            "{said}"
        );
        assert!(
            !said.contains("usb-busy") && !said.contains("usb-no-permission"),
            "{said}"
        );
        fs::write(&switch, "1").unwrap();
        let again = wait_for(|| {
            let found = usb::list().unwrap().into_iter().find(here)?;
            (found.access == Access::Free).then_some(found)
        });
        drop(usb::open(&again).unwrap());
    }
}
