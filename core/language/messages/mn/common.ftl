# Words of every screen: brand, bar, steps, answers.

brand-name = ᠯᠧ ᠯᠢᠩ ᠺᠠᠷᠲ
brand-card = ᠡᠯᠧᠺᠲ᠋ᠷᠣᠨ ᠨᠡᠶᠢᠭᠡᠮ ᠦᠨ ᠪᠠᠲᠤᠯᠠᠭᠠᠨ ᠤ ᠺᠠᠷᠲ
brand-card-short = ᠡᠯᠧᠺᠲ᠋ᠷᠣᠨ ᠺᠠᠷᠲ

common-key-back = ᠪᠤᠴᠠᠬᠤ
common-key-home = ᠨᠢᠭᠤᠷ
common-key-repeat = ᠤᠩᠰᠢᠬᠤ
common-key-helpline = { $helpline }
    .spoken = { $helpline } ᠳᠤ ᠤᠲᠠᠰᠤᠳᠠᠬᠤ
common-key-help = { $helpline } ᠤᠲᠠᠰᠤᠳᠠᠬᠤ
common-key-next = ᠳᠠᠷᠠᠭᠠᠬᠢ ᠠᠯᠬᠤᠮ
common-key-done = ᠮᠡᠳᠡᠯ᠎ᠡ
common-key-again = ᠳᠠᠬᠢᠨ ᠲᠤᠷᠰᠢᠬᠤ
common-key-anew = ᠡᠬᠢᠨ ᠡᠴᠡ ᠬᠢᠬᠦ
common-key-later = ᠳᠠᠷᠠᠭ᠎ᠠ ᠪᠣᠯᠤᠶ᠎ᠠ
common-key-change = ᠵᠠᠰᠠᠬᠤ
common-key-stop = ᠵᠣᠭᠰᠣᠬᠤ
common-key-close = ᠬᠠᠭᠠᠬᠤ
common-key-yes = ᠪᠣᠯᠤᠨ᠎ᠠ
common-key-no = ᠪᠣᠯᠬᠤ ᠦᠭᠡᠢ
common-key-all = ᠪᠦᠬᠦ ᠦᠢᠯᠡᠴᠢᠯᠡᠭᠡ
common-key-to-home = ᠨᠢᠭᠤᠷ ᠲᠤ ᠪᠤᠴᠠᠬᠤ

common-step = { $n }-ᠠᠯᠬᠤᠮ᠂ ᠪᠦᠭᠦᠳᠡ { $of }
common-on = ᠨᠡᠭᠡᠭᠡᠬᠦ
common-off = ᠬᠠᠭᠠᠬᠤ
common-wait = ᠲᠦᠷ ᠬᠦᠯᠢᠶᠡᠭᠡᠷᠡᠢ᠃
common-working = ᠬᠢᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠪᠦᠦ ᠶᠠᠭᠠᠷᠠ᠃
common-saved = ᠬᠠᠳᠠᠭᠠᠯᠠᠪᠠ᠂ ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠲᠡᠢ ᠪᠣᠯᠪᠠᠯ ᠥᠪᠡᠷ᠎ᠡ ᠢᠯᠡᠭᠡᠨ᠎ᠡ᠃
common-try-later = ᠲᠦᠷ ᠪᠣᠯᠤᠭᠠᠳ ᠳᠠᠬᠢᠨ ᠲᠤᠷᠰᠢᠭᠠᠷᠠᠢ᠃
common-offline = ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠦᠭᠡᠢ ᠴᠤ ᠪᠣᠯᠤᠨ᠎ᠠ
common-draft-tag = 机器翻译
common-call-says = { $helpline } ᠳᠤ ᠤᠲᠠᠰᠤᠳᠠᠪᠠᠯ ᠲᠤᠰᠠᠯᠠᠨ᠎ᠠ᠃
