# Settings and help.

settings-title = ᠲᠣᠬᠢᠷᠠᠭᠤᠯᠭ᠎ᠠ
settings-size = ᠦᠰᠦᠭ ᠪᠠ ᠦᠭᠡ
settings-size-standard = ᠶᠡᠷᠦ ᠶᠢᠨ ᠬᠡᠪ
    .hint = ᠨᠢᠭᠡ ᠨᠢᠭᠤᠷ ᠲᠤ ᠣᠯᠠᠨ
settings-size-elder = ᠠᠬᠠᠮᠠᠳ ᠤᠨ ᠬᠡᠪ
    .hint = ᠦᠰᠦᠭ ᠲᠣᠮᠣ᠂ ᠦᠭᠡ ᠪᠣᠭᠣᠨᠢ
settings-size-large = ᠲᠣᠮᠣ ᠦᠰᠦᠭ ᠦᠨ ᠬᠡᠪ
    .hint = ᠦᠰᠦᠭ ᠬᠠᠮᠤᠭ ᠲᠣᠮᠣ
settings-step = ᠪᠠᠰᠠ ᠲᠣᠮᠣ
settings-step-now = ᠣᠳᠣ { $n }-ᠵᠡᠷᠭᠡ
settings-step-key-larger = ᠦᠰᠦᠭ ᠲᠣᠮᠣᠷᠠᠭᠤᠯᠬᠤ
settings-step-key-smaller = ᠦᠰᠦᠭ ᠪᠠᠭ᠎ᠠ ᠪᠣᠯᠭᠠᠬᠤ
settings-theme = ᠥᠩᠭᠡ
settings-theme-light = ᠴᠠᠭᠠᠨ ᠳᠡᠭᠡᠷ᠎ᠡ ᠬᠠᠷ᠎ᠠ
settings-theme-dark = ᠬᠠᠷ᠎ᠠ ᠳᠡᠭᠡᠷ᠎ᠡ ᠴᠠᠭᠠᠨ
settings-voice = ᠨᠠᠳᠠ ᠳᠤ ᠤᠩᠰᠢᠬᠤ
    .hint = ᠨᠢᠭᠤᠷ ᠪᠦᠷᠢ ᠶᠢ ᠤᠩᠰᠢᠨ᠎ᠠ
settings-voice-on = ᠤᠩᠰᠢᠨ᠎ᠠ
settings-voice-off = ᠤᠩᠰᠢᠬᠤ ᠦᠭᠡᠢ
settings-language = ᠦᠰᠦᠭ ᠪᠢᠴᠢᠭ
settings-privacy = ᠮᠡᠳᠡᠭᠡ ᠶᠢ ᠮᠢᠨᠢ ᠬᠡᠷᠬᠢᠨ ᠬᠡᠷᠡᠭᠯᠡᠬᠦ
settings-key-language = ᠦᠰᠦᠭ ᠰᠣᠯᠢᠬᠤ
settings-key-privacy = ᠲᠠᠶᠢᠯᠪᠤᠷᠢ ᠦᠵᠡᠬᠦ
settings-key-reset-password = ᠨᠢᠭᠤᠴᠠ ᠨᠣᠮᠧᠷ ᠰᠣᠯᠢᠬᠤ
settings-about = ᠡᠨᠡ ᠰᠣᠹᠲ
settings-about-version = ᠬᠡᠪᠯᠡᠯ
settings-saved = ᠰᠣᠯᠢᠪᠠ᠃

help-title = ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠡᠷᠢᠬᠦ
help-call = { $helpline } ᠳᠤ ᠤᠲᠠᠰᠤᠳᠠᠪᠠᠯ ᠬᠦᠮᠦᠨ ᠠᠪᠤᠨ᠎ᠠ᠃
help-say-title = ᠤᠲᠠᠰᠤᠨ ᠳᠤ ᠢᠩᠭᠢᠵᠦ ᠬᠡᠯᠡᠭᠡᠷᠡᠢ
help-say-card = ᠪᠢ ᠯᠧ ᠯᠢᠩ ᠺᠠᠷᠲ ᠬᠡᠷᠡᠭᠯᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠃
help-say-where = ᠪᠢ { $screen } ᠨᠢᠭᠤᠷ ᠲᠤ ᠪᠠᠶᠢᠨ᠎ᠠ᠃
help-say-trouble = ᠳᠠᠷᠠᠭ᠎ᠠ ᠬᠡᠷᠬᠢᠨ ᠬᠢᠬᠦ ᠶᠢ ᠮᠡᠳᠡᠬᠦ ᠦᠭᠡᠢ᠃
help-counter = ᠴᠣᠩᠬᠣᠨ ᠳᠤ ᠴᠤ ᠬᠢᠵᠦ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
help-key-call = { $helpline } ᠤᠲᠠᠰᠤᠳᠠᠬᠤ
help-key-back = ᠪᠤᠴᠠᠬᠤ
help-dialled = { $helpline } ᠳᠤ ᠤᠲᠠᠰᠤᠳᠠᠵᠤ ᠪᠠᠶᠢᠨ᠎ᠠ᠃
help-no-phone = ᠡᠨᠡ ᠮᠠᠰᠢᠨ ᠤᠲᠠᠰᠤᠳᠠᠵᠤ ᠴᠢᠳᠠᠬᠤ ᠦᠭᠡᠢ᠃
help-lost-title = ᠤᠲᠠᠰᠤ ᠭᠡᠭᠡᠪᠡᠯ

settings-slower = ᠤᠳᠠᠭᠠᠨ ᠤᠩᠰᠢᠬᠤ
settings-faster = ᠬᠤᠷᠳᠤᠨ ᠤᠩᠰᠢᠬᠤ
