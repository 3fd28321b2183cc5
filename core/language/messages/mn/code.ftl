# Showing the code; the phone's clock; the certificate.

code-title = ᠺᠠᠷᠲ ᠦᠵᠡᠭᠦᠯᠬᠦ
code-purpose = ᠤᠲᠠᠰᠤ ᠪᠠᠨ ᠠᠵᠢᠯᠲᠠᠨ ᠳᠤ ᠦᠵᠡᠭᠦᠯᠦᠭᠡᠷᠡᠢ᠃
code-offline = ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠦᠭᠡᠢ ᠴᠤ ᠪᠣᠯᠤᠨ᠎ᠠ
code-renews = ᠺᠣᠳ᠋ ᠥᠪᠡᠷ᠎ᠡ ᠰᠣᠯᠢᠭᠳᠠᠨ᠎ᠠ᠃
code-key-close = ᠪᠣᠯᠪᠠ᠂ ᠬᠠᠭᠠᠬᠤ
code-key-reveal = ᠨᠣᠮᠧᠷ ᠦᠵᠡᠭᠦᠯᠬᠦ
code-key-hide = ᠨᠣᠮᠧᠷ ᠨᠢᠭᠤᠬᠤ
code-captured = ᠳᠡᠯᠭᠡᠴᠡ ᠶᠢ ᠰᠢᠩᠭᠡᠭᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠺᠣᠳ᠋ ᠢ ᠨᠢᠭᠤᠪᠠ᠃
code-until = ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠦᠭᠡᠢ { $day } ᠬᠦᠷᠲᠡᠯ᠎ᠡ᠃
code-signing = ᠺᠣᠳ᠋ ᠢ ᠪᠡᠯᠡᠳᠬᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠃

code-clock-title = ᠤᠲᠠᠰᠤᠨ ᠤ ᠴᠠᠭ ᠪᠤᠷᠤᠭᠤ
code-clock-what = ᠴᠠᠭ ᠪᠤᠷᠤᠭᠤ ᠪᠣᠯᠪᠠᠯ ᠮᠠᠰᠢᠨ ᠺᠣᠳ᠋ ᠢ ᠲᠠᠨᠢᠬᠤ ᠦᠭᠡᠢ᠃
code-clock-how = ᠲᠣᠬᠢᠷᠠᠭᠤᠯᠭ᠎ᠠ ᠳᠤ ᠠᠦ᠋ᠲ᠋ᠣ᠋ ᠴᠠᠭ ᠢ ᠨᠡᠭᠡᠭᠡᠭᠡᠷᠡᠢ᠃
code-clock-card = ᠺᠠᠷᠲ ᠵᠦᠭᠡᠷ᠂ ᠴᠠᠭ ᠢ ᠵᠠᠰᠠᠪᠠᠯ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
code-clock-phone-says = ᠤᠲᠠᠰᠤᠨ ᠳᠤ { $day } { $time }
code-clock-key-fix = ᠴᠠᠭ ᠵᠠᠰᠠᠬᠤ
code-clock-key-again = ᠵᠠᠰᠠᠪᠠ

code-over-title = ᠨᠢᠭᠡ ᠤᠳᠠᠭ᠎ᠠ ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠳᠦ ᠬᠣᠯᠪᠣᠭᠠᠷᠠᠢ
code-over-what = ᠤᠳᠠᠭᠠᠨ ᠬᠣᠯᠪᠣᠭ᠎ᠠ ᠦᠭᠡᠢ᠂ ᠺᠣᠳ᠋ ᠢ ᠰᠢᠨᠡᠳᠬᠡᠨ᠎ᠡ᠃
code-over-how = ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠳᠦ ᠬᠣᠯᠪᠣᠪᠠᠯ ᠥᠪᠡᠷ᠎ᠡ ᠰᠣᠯᠢᠨ᠎ᠠ᠃
code-over-card = ᠶᠠᠭᠠᠷᠠᠯᠲᠠᠢ ᠪᠣᠯ ᠺᠠᠷᠲ ᠢᠶᠠᠨ ᠬᠡᠷᠡᠭᠯᠡ᠃
code-over-key-again = ᠬᠣᠯᠪᠣᠪᠠ

code-refused-title = ᠣᠳᠣ ᠦᠵᠡᠭᠦᠯᠵᠦ ᠪᠣᠯᠬᠤ ᠦᠭᠡᠢ
code-refused-other = ᠶᠠᠭᠠᠷᠠᠯᠲᠠᠢ ᠪᠣᠯ ᠦᠨᠡᠮᠯᠡᠯ ᠴᠤ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
code-other-way = ᠰᠢᠷᠪᠢᠵᠦ ᠪᠣᠯᠬᠤ ᠦᠭᠡᠢ ᠪᠣᠯ ᠺᠠᠷᠲ ᠢᠶᠠᠨ ᠬᠡᠷᠡᠭᠯᠡ᠃
