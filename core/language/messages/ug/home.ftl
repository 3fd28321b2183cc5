# Home: greeting, how the card stands, a few large things to do. And the three lamps.

home-greeting-early = خەيرلىك ئەتىگەن، { $name }
home-greeting-morning = ياخشىمۇسىز، { $name }
home-greeting-noon = ياخشىمۇسىز، { $name }
home-greeting-afternoon = ياخشىمۇسىز، { $name }
home-greeting-evening = خەيرلىك كەچ، { $name }
home-greeting-plain = ياخشىمۇسىز
home-title = باش بەت

home-panel-over = ئېلېكترونلۇق كارتا

# The status panel: the lead, and what helps in `.more`.
home-status-normal = كارتا نورمال، ئىشلىتىشكە بولىدۇ
    .more = تورسىزمۇ كۆرسەتكىلى بولىدۇ.
home-status-not-claimed = كارتا تېخى ئېلىنمىدى
    .more = ئۈچ قەدەمدە ئالالايسىز.
home-status-none = سىزدە تېخى ئىجتىمائىي كاپالەت كارتىسى يوق
    .more = كىملىكىڭىزنى ئېلىپ كۆزنەككە بېرىپ بېجىرىڭ.
home-status-in-the-making = كارتا ياسىلىۋاتىدۇ
    .more = پۈتسە قىسقا ئۇچۇر كېلىدۇ.
home-status-not-picked-up = كارتا پۈتتى، سىزنى كۈتۈۋاتىدۇ
    .more = كىملىكىڭىز بىلەن ئېلىۋېلىڭ.
home-status-social-off = كارتىنىڭ ئىجتىمائىي كاپالەت ئىقتىدارى ئېچىلمىغان
    .more = كارتىنى ئېلىپ كۆزنەككە بېرىپ ئاچقۇزۇڭ.
home-status-lost = كارتا يوقاپ كەتتى دەپ مەلۇم قىلىنغان
    .more = كۆزنەكتە ئېچىڭ ياكى ئالماشتۇرۇڭ.
home-status-locked = كارتا قۇلۇپلانغان
    .more = كىملىكىڭىز بىلەن كۆزنەكتە ئېچىڭ.
home-status-cancelled = كارتا بىكار قىلىنغان
    .more = يېڭى كارتىنى كۆزنەكتە بېجىرىڭ.
home-status-replaced = يېڭى كارتىغا ئالماشتۇردىڭىز
    .more = ئېلېكترونلۇق كارتا بۇرۇنقىدەك ئىشلەيدۇ.
home-status-replaced-unclaimed = يېڭى كارتىغا ئالماشتۇردىڭىز
    .more = يېڭى كارتىنى كۆزنەكتە ئۇلىسىڭىز ئالالايسىز.
home-status-unbound = ئېلېكترونلۇق كارتا ئاجرىتىلدى
    .more = ئىشلىتىشنى خالىسىڭىز قايتا ئېلىڭ.
home-status-frozen = بۇ تېلېفون توڭلىتىلدى
    .more = كارتىغا چاتاق يوق، كۆزنەكتە ئاچقىلى بولىدۇ.
home-status-replaced-device = سىز باشقا تېلېفون ئىشلىتىۋاتىسىز
    .more = بۇنى ئىشلىتىش ئۈچۈن قايتا تونۇتۇڭ.
home-status-no-device = بۇ تېلېفون سىزنى تېخى تونۇمايدۇ
    .more = ئاۋۋال ئىسمىڭىزنى يېزىڭ، ئاندىن كارتا ئېلىڭ.
home-status-unknown = كارتىڭىزغا قاراۋاتىمىز
    .more = كۆرۈنمىسىمۇ ھېچقىسى يوق.
home-status-offline = ھازىر تور يوق
    .more = كارتىنى يەنىلا كۆرسىتەلەيسىز.
home-status-as-of = { $day } دىكى ئەھۋال

home-key-show-code = كارتىنى كۆرسىتىش
home-key-claim = ئېلېكترونلۇق كارتا ئېلىش
home-key-enrol = باشلاش
home-key-lamps = ئۈچ چىراغ
    .hint = كارتا قەيەرگە كەلدى
home-key-records = خاتىرىلەر
    .hint = كىم نېمە قىلدى
home-key-settings = تەڭشەك
    .hint = خەت، ئاۋاز، رەڭ
home-key-reset-password = مەخپىي نومۇرنى ئالماشتۇرۇش
    .hint = ئۇنتۇپ قالسىڭىز بۇ يەرگە

# The strip of modes.
home-mode-large = چوڭ خەت
home-mode-voice = ئاۋاز
home-mode-scripts = يېزىق

# Three lamps: card made, social security, bank; who can mend the one that is out.
lamps-title = ئۈچ چىراغ
lamps-intro = ئۈچىلىسى يانسا، كارتىنىڭ ھەممىسى ئىشلەيدۇ.
lamps-all-on = ئۈچىلىسى يېنىق، ھەممىسى ئىشلەيدۇ.
lamps-card = كارتا پۈتتى
lamps-social = ئىجتىمائىي كاپالەت
lamps-bank = بانكا ئىقتىدارى
lamps-tag-on = يېنىق
lamps-tag-off = يانمىغان
lamps-tag-waiting = بېجىرىلىۋاتىدۇ
lamps-card-none = كارتا يوق، كۆزنەكتە بېجىرىڭ.
lamps-card-in-the-making = ياسىلىۋاتىدۇ، پۈتسە ئۇقتۇرىمىز.
lamps-card-not-picked-up = پۈتتى، ئېلىۋېلىڭ.
lamps-card-normal = قولىڭىزدا، ئىشلەيدۇ.
lamps-card-social-off = كارتا قولىڭىزدا.
lamps-card-lost = يوقالغان دەپ مەلۇم قىلىنغان، كۆزنەكتە ئېچىڭ.
lamps-card-locked = قۇلۇپلانغان، كۆزنەكتە ئېچىڭ.
lamps-card-cancelled = بىكار قىلىنغان، كۆزنەكتە يېڭىنى بېجىرىڭ.
lamps-card-replaced = يېڭى كارتا، ئىشلەيدۇ.
lamps-social-off = ئېچىلمىغان، كۆزنەكتە ئاچقىلى بولىدۇ.
lamps-social-waiting = ئېچىلىۋاتىدۇ، بىر قانچە كۈن ساقلاڭ.
lamps-bank-off = ئېچىلمىغان، بانكىدا ئاچقىلى بولىدۇ.
lamps-bank-waiting = بانكا بېجىرىۋاتىدۇ، بىر قانچە كۈن ساقلاڭ.
lamps-bring = كىملىك ۋە كارتىڭىزنى ئېلىپ بېرىڭ.
lamps-not-sums = بۇ يەردە كارتىلا كۆرۈنىدۇ، پۇل كۆرۈنمەيدۇ.

home-key-scan = سىكانلاش
    .hint = ئېكراندىكى كود بىلەن كىرىش
home-key-logins = كىرگەن يەرلىرىم
    .hint = بىر بېسىپلا چىقىسىز
home-login-open = بىر كىرىش سىزنى كۈتۈۋاتىدۇ
    .more = سىزمۇ ياكى ئەمەسمۇ، بىر بېسىڭ.
home-key-login-open = شۇ كىرىشنى كۆرۈش
home-services-title = بارلىق مۇلازىمەتلەر
home-stopped-since = { $day } { $time } دىن باشلاپ بۇ يەردە ئىشلىمەيدۇ.
