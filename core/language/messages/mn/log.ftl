# Records: one sentence for each act; the value is the person's own doing, `.staff` and `.system` are others'.

log-title = ᠲᠡᠮᠳᠡᠭᠯᠡᠯ
log-intro = ᠬᠡᠨ ᠶᠠᠭᠤ ᠬᠢᠭᠰᠡᠨ ᠴᠥᠮ ᠡᠨᠳᠡ ᠪᠠᠶᠢᠨ᠎ᠠ᠃
log-empty = ᠶᠠᠭᠤ ᠴᠤ ᠬᠢᠭᠡ ᠦᠭᠡᠢ᠃
log-more = ᠡᠷᠲᠡᠨ ᠦ ᠪᠠᠰᠠ ᠪᠠᠶᠢᠨ᠎ᠠ
log-key-earlier = ᠡᠷᠲᠡᠨ ᠦ ᠦᠵᠡᠬᠦ
log-key-later = ᠰᠡᠭᠦᠯᠴᠢ ᠶᠢ ᠦᠵᠡᠬᠦ
log-key-wrong = ᠨᠢᠭᠡ ᠪᠤᠷᠤᠭᠤ
log-key-all-right = ᠴᠥᠮ ᠵᠥᠪ
log-when = { $day } { $time }
log-by-own = ᠲᠠ ᠥᠪᠡᠷ ᠢᠶᠡᠨ
log-by-staff = ᠠᠵᠢᠯᠲᠠᠨ
log-by-system = ᠰᠢᠰᠲ᠋ᠧᠮ
log-staff-number = ᠠᠵᠢᠯᠲᠠᠨ { $number }
log-chain-right = ᠲᠡᠮᠳᠡᠭᠯᠡᠯ ᠪᠦᠷᠢᠨ᠂ ᠬᠡᠨ ᠴᠤ ᠬᠥᠳᠡᠯᠭᠡᠭᠡ ᠦᠭᠡᠢ᠃

log-enrolled = ᠲᠠ ᠨᠢᠭᠡ ᠤᠲᠠᠰᠤ ᠪᠦᠷᠢᠳᠬᠡᠪᠡ
    .staff = ᠠᠵᠢᠯᠲᠠᠨ ᠤᠲᠠᠰᠤ ᠪᠦᠷᠢᠳᠬᠡᠪᠡ
    .system = ᠤᠲᠠᠰᠤ ᠪᠦᠷᠢᠳᠬᠡᠭᠳᠡᠪᠡ
log-replaced = ᠲᠠ ᠰᠢᠨ᠎ᠡ ᠤᠲᠠᠰᠤ ᠰᠣᠯᠢᠪᠠ
    .staff = ᠠᠵᠢᠯᠲᠠᠨ ᠤᠲᠠᠰᠤ ᠰᠣᠯᠢᠪᠠ
    .system = ᠰᠢᠨ᠎ᠡ ᠤᠲᠠᠰᠤ ᠰᠣᠯᠢᠭᠳᠠᠪᠠ
log-claimed = ᠲᠠ ᠡᠯᠧᠺᠲ᠋ᠷᠣᠨ ᠺᠠᠷᠲ ᠠᠪᠪᠠ
    .staff = ᠠᠵᠢᠯᠲᠠᠨ ᠺᠠᠷᠲ ᠠᠪᠴᠤ ᠥᠭᠪᠡ
    .system = ᠡᠯᠧᠺᠲ᠋ᠷᠣᠨ ᠺᠠᠷᠲ ᠠᠪᠪᠠ
log-certificate-issued = ᠺᠣᠳ᠋ ᠰᠢᠨᠡᠳᠬᠡᠪᠡ
    .staff = ᠠᠵᠢᠯᠲᠠᠨ ᠺᠣᠳ᠋ ᠰᠢᠨᠡᠳᠬᠡᠪᠡ
    .system = ᠺᠣᠳ᠋ ᠥᠪᠡᠷ᠎ᠡ ᠰᠢᠨᠡᠳᠬᠡᠪᠡ
log-counter-code-issued = ᠲᠠ ᠨᠠᠢᠮᠠᠨ ᠣᠷᠣᠨ ᠤ ᠺᠣᠳ᠋ ᠠᠪᠪᠠ
    .staff = ᠠᠵᠢᠯᠲᠠᠨ ᠺᠣᠳ᠋ ᠥᠭᠪᠡ
    .system = ᠨᠠᠢᠮᠠᠨ ᠣᠷᠣᠨ ᠤ ᠺᠣᠳ᠋ ᠭᠠᠷᠪᠠ
log-card-state-changed = ᠺᠠᠷᠲ ᠬᠤᠪᠢᠷᠠᠪᠠ
    .staff = ᠠᠵᠢᠯᠲᠠᠨ ᠺᠠᠷᠲ ᠢ ᠬᠤᠪᠢᠷᠠᠭᠤᠯᠪᠠ
    .system = ᠺᠠᠷᠲ ᠤᠨ ᠪᠠᠶᠢᠳᠠᠯ ᠬᠤᠪᠢᠷᠠᠪᠠ
