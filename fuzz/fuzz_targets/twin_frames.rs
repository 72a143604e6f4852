#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _verdict = keywright_fuzz::twin_frames::verdict(bytes);
});
