# The first screen: how would you like to use it.

start-title = ᠲᠠ ᠬᠡᠷᠬᠢᠨ ᠬᠡᠷᠡᠭᠯᠡᠬᠦ ᠪᠤᠢ?
start-large = ᠲᠣᠮᠣ ᠦᠰᠦᠭ
    .hint = ᠦᠰᠦᠭ ᠲᠣᠮᠣ᠂ ᠨᠢᠭᠡ ᠤᠳᠠᠭ᠎ᠠ ᠨᠢᠭᠡ ᠬᠡᠷᠡᠭ
start-voice = ᠳᠠᠭᠤ ᠠᠪᠢᠶ᠎ᠠ
    .hint = ᠬᠡᠯᠡᠪᠡᠯ ᠪᠣᠯᠤᠨ᠎ᠠ
start-scripts = ᠦᠨᠳᠦᠰᠦᠲᠡᠨ ᠦ ᠦᠰᠦᠭ
    .hint = ᠲᠠᠨᠢᠯ ᠦᠰᠦᠭ ᠢᠶᠡᠷ ᠦᠵᠡᠬᠦ
start-key-standard = ᠶᠡᠷᠦ ᠶᠢᠨ ᠬᠡᠪ
start-later = ᠳᠠᠷᠠᠭ᠎ᠠ ᠬᠡᠵᠢᠶᠡᠴᠦ ᠰᠣᠯᠢᠵᠤ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
start-key-use-large = ᠲᠣᠮᠣ ᠦᠰᠦᠭ ᠢ ᠬᠡᠷᠡᠭᠯᠡᠬᠦ
start-key-use-voice = ᠳᠠᠭᠤ ᠠᠪᠢᠶ᠎ᠠ ᠶᠢ ᠬᠡᠷᠡᠭᠯᠡᠬᠦ
start-key-use-scripts = ᠦᠰᠦᠭ ᠢᠶᠡᠨ ᠬᠡᠷᠡᠭᠯᠡᠬᠦ
start-voice-read = ᠨᠢᠭᠤᠷ ᠪᠦᠷᠢ ᠶᠢ ᠤᠩᠰᠢᠵᠤ ᠥᠭᠭᠦᠨ᠎ᠡ᠃

# The list of scripts. Each stands with its own name in its own script beside it.
language-title = ᠲᠠ ᠶᠠᠮᠠᠷ ᠦᠰᠦᠭ ᠦᠵᠡᠬᠦ ᠪᠤᠢ?
language-zh-cn = ᠬᠢᠲᠠᠳ ᠬᠡᠯᠡ
language-ug = ᠤᠶᠢᠭᠤᠷ ᠬᠡᠯᠡ
language-bo = ᠲᠦᠪᠡᠳ ᠬᠡᠯᠡ
language-mn = ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ
language-ko = ᠴᠣᠣᠰᠢᠶᠠᠨ ᠬᠡᠯᠡ
language-za = ᠵᠤᠸᠠᠩ ᠬᠡᠯᠡ
language-en = ᠠᠩᠭᠯᠢ ᠬᠡᠯᠡ
language-note = ᠣᠷᠴᠢᠭᠤᠯᠤᠭ᠎ᠠ ᠦᠭᠡᠢ ᠭᠠᠵᠠᠷ ᠢ ᠬᠢᠲᠠᠳ ᠢᠶᠠᠷ ᠭᠠᠷᠭᠠᠨ᠎ᠠ᠃
language-key-use = ᠡᠨᠡ ᠦᠰᠦᠭ ᠢ ᠬᠡᠷᠡᠭᠯᠡᠬᠦ
