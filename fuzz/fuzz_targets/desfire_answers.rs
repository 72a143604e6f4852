#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _verdict = keywright_fuzz::desfire_answers::verdict(bytes);
});
