# How values are drawn in Mongolian; the forms are listed in src/value/forms.rs.

money = { $sum } ᠶᠤᠸᠠᠨ
date = { $year } ᠣᠨ { $month } ᠰᠠᠷ᠎ᠠ { $day } ᠡᠳᠦᠷ
month-day = { $month } ᠰᠠᠷ᠎ᠠ { $day } ᠡᠳᠦᠷ
time = { $hour }:{ $minutes }
ordinal = { $n }
percent = { $n }%
count-times = { $n } ᠤᠳᠠᠭ᠎ᠠ
count-days = { $n } ᠡᠳᠦᠷ
count-hours = { $n } ᠴᠠᠭ
count-minutes = { $n } ᠮᠢᠨᠦ᠋ᠲ
count-months = { $n } ᠰᠠᠷ᠎ᠠ
count-digits = { $n } ᠣᠷᠣᠨ
count-pieces = { $n } ᠰᠢᠷᠬᠡᠭ
count-people = { $n } ᠬᠦᠮᠦᠨ
count-steps = { $n } ᠠᠯᠬᠤᠮ
count-years = { $n } ᠨᠠᠰᠤ
today = { $month } ᠰᠠᠷ᠎ᠠ { $day } ᠡᠳᠦᠷ᠂ ᠭᠠᠷᠠᠭ ᠤᠨ { $weekday ->
    [1] ᠨᠢᠭᠡᠨ
    [2] ᠬᠣᠶᠠᠷ
    [3] ᠭᠤᠷᠪᠠᠨ
    [4] ᠳᠥᠷᠪᠡᠨ
    [5] ᠲᠠᠪᠤᠨ
    [6] ᠵᠢᠷᠭᠤᠭᠠᠨ
   *[7] ᠡᠳᠦᠷ
    }
