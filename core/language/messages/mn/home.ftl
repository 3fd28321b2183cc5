# Home: greeting, how the card stands, a few large things to do. And the three lamps.

home-greeting-early = { $name }᠂ ᠥᠷᠯᠦᠭᠡ ᠶᠢᠨ ᠮᠡᠨᠳᠦ
home-greeting-morning = { $name }᠂ ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ
home-greeting-noon = { $name }᠂ ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ
home-greeting-afternoon = { $name }᠂ ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ
home-greeting-evening = { $name }᠂ ᠣᠷᠣᠢ ᠶᠢᠨ ᠮᠡᠨᠳᠦ
home-greeting-plain = ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ
home-title = ᠨᠢᠭᠤᠷ

home-panel-over = ᠡᠯᠧᠺᠲ᠋ᠷᠣᠨ ᠺᠠᠷᠲ

# The status panel: the lead, and what helps in `.more`.
home-status-normal = ᠺᠠᠷᠲ ᠬᠡᠪ ᠦᠨ ᠪᠠᠶᠢᠨ᠎ᠠ
    .more = ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠦᠭᠡᠢ ᠴᠤ ᠦᠵᠡᠭᠦᠯᠵᠦ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
home-status-not-claimed = ᠺᠠᠷᠲ ᠢᠶᠠᠨ ᠠᠪᠤᠭ᠎ᠠ ᠦᠭᠡᠢ
    .more = ᠭᠤᠷᠪᠠᠨ ᠠᠯᠬᠤᠮ ᠢᠶᠠᠷ ᠠᠪᠤᠨ᠎ᠠ᠃
home-status-none = ᠲᠠᠨ ᠳᠤ ᠺᠠᠷᠲ ᠦᠭᠡᠢ
    .more = ᠦᠨᠡᠮᠯᠡᠯ ᠢᠶᠡᠨ ᠠᠪᠴᠤ ᠴᠣᠩᠬᠣᠨ ᠳᠤ ᠬᠢᠯᠭᠡᠭᠡᠷᠡᠢ᠃
home-status-in-the-making = ᠺᠠᠷᠲ ᠢ ᠬᠢᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ
    .more = ᠪᠣᠯᠪᠠᠯ ᠵᠠᠬᠢᠳᠠᠯ ᠢᠯᠡᠭᠡᠨ᠎ᠡ᠃
home-status-not-picked-up = ᠺᠠᠷᠲ ᠪᠡᠯᠡᠨ ᠪᠣᠯᠪᠠ
    .more = ᠦᠨᠡᠮᠯᠡᠯ ᠢᠶᠡᠨ ᠠᠪᠴᠤ ᠠᠪᠠᠭᠠᠷᠠᠢ᠃
home-status-social-off = ᠨᠡᠶᠢᠭᠡᠮ ᠦᠨ ᠪᠠᠲᠤᠯᠠᠭ᠎ᠠ ᠨᠡᠭᠡᠭᠡᠭᠡ ᠦᠭᠡᠢ
    .more = ᠺᠠᠷᠲ ᠢᠶᠠᠨ ᠠᠪᠴᠤ ᠴᠣᠩᠬᠣᠨ ᠳᠤ ᠨᠡᠭᠡᠭᠡᠭᠡᠷᠡᠢ᠃
home-status-cancelled = ᠺᠠᠷᠲ ᠬᠦᠴᠦᠨ ᠦᠭᠡᠢ ᠪᠣᠯᠪᠠ
    .more = ᠰᠢᠨ᠎ᠡ ᠺᠠᠷᠲ ᠢ ᠴᠣᠩᠬᠣᠨ ᠳᠤ ᠬᠢᠯᠭᠡᠭᠡᠷᠡᠢ᠃
home-status-replaced = ᠰᠢᠨ᠎ᠡ ᠺᠠᠷᠲ ᠰᠣᠯᠢᠪᠠ
    .more = ᠡᠯᠧᠺᠲ᠋ᠷᠣᠨ ᠺᠠᠷᠲ ᠬᠡᠪ ᠢᠶᠡᠷ ᠬᠡᠷᠡᠭᠯᠡᠨ᠎ᠡ᠃
home-status-no-device = ᠡᠨᠡ ᠤᠲᠠᠰᠤ ᠲᠠᠨ ᠢ ᠲᠠᠨᠢᠬᠤ ᠦᠭᠡᠢ
    .more = ᠨᠡᠷ᠎ᠡ ᠪᠡᠨ ᠪᠢᠴᠢᠭᠡᠳ ᠺᠠᠷᠲ ᠠᠪᠤᠨ᠎ᠠ᠃
home-status-unknown = ᠺᠠᠷᠲ ᠢ ᠦᠵᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ
    .more = ᠦᠵᠡᠭᠳᠡᠬᠦ ᠦᠭᠡᠢ ᠴᠤ ᠶᠠᠮᠠᠷ ᠬᠠᠮᠠᠭ᠎ᠠ ᠦᠭᠡᠢ᠃
home-status-offline = ᠣᠳᠣ ᠰᠦᠯᠵᠢᠶ᠎ᠡ ᠦᠭᠡᠢ
    .more = ᠺᠠᠷᠲ ᠢᠶᠠᠨ ᠦᠵᠡᠭᠦᠯᠵᠦ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
home-status-as-of = { $day } ᠪᠠᠶᠢᠳᠠᠯ

home-key-show-code = ᠺᠠᠷᠲ ᠦᠵᠡᠭᠦᠯᠬᠦ
home-key-claim = ᠡᠯᠧᠺᠲ᠋ᠷᠣᠨ ᠺᠠᠷᠲ ᠠᠪᠬᠤ
home-key-enrol = ᠡᠬᠢᠯᠡᠬᠦ
home-key-lamps = ᠭᠤᠷᠪᠠᠨ ᠳᠡᠩ
    .hint = ᠺᠠᠷᠲ ᠬᠠᠮᠢᠭ᠎ᠠ ᠬᠦᠷᠪᠡ
home-key-records = ᠲᠡᠮᠳᠡᠭᠯᠡᠯ
    .hint = ᠬᠡᠨ ᠶᠠᠭᠤ ᠬᠢᠪᠡ
home-key-settings = ᠲᠣᠬᠢᠷᠠᠭᠤᠯᠭ᠎ᠠ
    .hint = ᠦᠰᠦᠭ᠂ ᠳᠠᠭᠤ᠂ ᠥᠩᠭᠡ
home-key-reset-password = ᠨᠢᠭᠤᠴᠠ ᠨᠣᠮᠧᠷ ᠰᠣᠯᠢᠬᠤ
    .hint = ᠮᠠᠷᠲᠠᠪᠠᠯ ᠡᠨᠳᠡ

# The strip of modes.
home-mode-large = ᠲᠣᠮᠣ ᠦᠰᠦᠭ
home-mode-voice = ᠳᠠᠭᠤ
home-mode-scripts = ᠦᠰᠦᠭ ᠪᠢᠴᠢᠭ

# Three lamps: card made, social security, bank; who can mend the one that is out.
lamps-title = ᠭᠤᠷᠪᠠᠨ ᠳᠡᠩ
lamps-intro = ᠭᠤᠷᠪᠠᠨ ᠳᠡᠩ ᠴᠥᠮ ᠠᠰᠠᠪᠠᠯ ᠺᠠᠷᠲ ᠢ ᠪᠦᠷᠢᠨ ᠬᠡᠷᠡᠭᠯᠡᠨ᠎ᠡ᠃
lamps-all-on = ᠭᠤᠷᠪᠠᠨ ᠳᠡᠩ ᠴᠥᠮ ᠠᠰᠠᠪᠠ᠂ ᠪᠦᠷᠢᠨ ᠬᠡᠷᠡᠭᠯᠡᠨ᠎ᠡ᠃
lamps-card = ᠺᠠᠷᠲ ᠪᠡᠯᠡᠨ
lamps-social = ᠨᠡᠶᠢᠭᠡᠮ ᠦᠨ ᠪᠠᠲᠤᠯᠠᠭ᠎ᠠ
lamps-bank = ᠪᠠᠩᠺᠢ
lamps-tag-on = ᠠᠰᠠᠪᠠ
lamps-tag-off = ᠠᠰᠠᠭ᠎ᠠ ᠦᠭᠡᠢ
lamps-tag-waiting = ᠬᠢᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ
lamps-card-none = ᠺᠠᠷᠲ ᠦᠭᠡᠢ᠂ ᠴᠣᠩᠬᠣᠨ ᠳᠤ ᠬᠢᠯᠭᠡᠭᠡᠷᠡᠢ᠃
lamps-card-in-the-making = ᠬᠢᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠪᠣᠯᠪᠠᠯ ᠬᠡᠯᠡᠨ᠎ᠡ᠃
lamps-card-not-picked-up = ᠪᠡᠯᠡᠨ ᠪᠣᠯᠪᠠ᠂ ᠠᠪᠠᠭᠠᠷᠠᠢ᠃
lamps-card-normal = ᠭᠠᠷ ᠲᠤ ᠲᠠᠨᠢ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠬᠡᠷᠡᠭᠯᠡᠵᠦ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
lamps-card-social-off = ᠺᠠᠷᠲ ᠭᠠᠷ ᠲᠤ ᠲᠠᠨᠢ ᠪᠠᠶᠢᠨ᠎ᠠ᠃
lamps-card-replaced = ᠰᠢᠨ᠎ᠡ ᠺᠠᠷᠲ᠂ ᠬᠡᠷᠡᠭᠯᠡᠵᠦ ᠪᠣᠯᠤᠨ᠎ᠠ᠃
lamps-social-off = ᠨᠡᠭᠡᠭᠡᠭᠡ ᠦᠭᠡᠢ᠂ ᠴᠣᠩᠬᠣᠨ ᠳᠤ ᠨᠡᠭᠡᠭᠡᠨ᠎ᠡ᠃
lamps-social-waiting = ᠨᠡᠭᠡᠭᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠬᠡᠳᠦᠨ ᠡᠳᠦᠷ ᠬᠦᠯᠢᠶᠡᠭᠡᠷᠡᠢ᠃
lamps-bank-off = ᠨᠡᠭᠡᠭᠡᠭᠡ ᠦᠭᠡᠢ᠂ ᠪᠠᠩᠺᠢ ᠳᠤ ᠨᠡᠭᠡᠭᠡᠨ᠎ᠡ᠃
lamps-bank-waiting = ᠪᠠᠩᠺᠢ ᠬᠢᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠬᠡᠳᠦᠨ ᠡᠳᠦᠷ ᠬᠦᠯᠢᠶᠡᠭᠡᠷᠡᠢ᠃
lamps-bring = ᠦᠨᠡᠮᠯᠡᠯ ᠪᠠ ᠺᠠᠷᠲ ᠢᠶᠠᠨ ᠠᠪᠤᠭᠠᠳ ᠣᠴᠢᠭᠠᠷᠠᠢ᠃
lamps-not-sums = ᠡᠨᠳᠡ ᠵᠥᠪᠬᠡᠨ ᠺᠠᠷᠲ ᠢ ᠦᠵᠡᠨ᠎ᠡ᠃

home-key-scan = ᠰᠢᠷᠪᠢᠬᠦ
    .hint = ᠳᠡᠯᠭᠡᠴᠡ ᠶᠢᠨ ᠺᠣᠳ᠋ ᠢ ᠰᠢᠷᠪᠢᠬᠦ
home-key-logins = ᠨᠡᠪᠲᠡᠷᠡᠭᠰᠡᠨ ᠭᠠᠵᠠᠷ
    .hint = ᠨᠢᠭᠡ ᠳᠠᠷᠤᠭᠠᠳ ᠭᠠᠷᠤᠨ᠎ᠠ
home-login-open = ᠨᠢᠭᠡ ᠨᠡᠪᠲᠡᠷᠡᠯᠲᠡ ᠬᠦᠯᠢᠶᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ
    .more = ᠲᠠ ᠮᠥᠨ ᠤᠤ᠂ ᠨᠢᠭᠡ ᠳᠠᠷᠤᠭᠠᠷᠠᠢ᠃
home-key-login-open = ᠲᠡᠷᠡ ᠶᠢ ᠦᠵᠡᠬᠦ
home-services-title = ᠪᠦᠬᠦ ᠦᠢᠯᠡᠴᠢᠯᠡᠭᠡ
