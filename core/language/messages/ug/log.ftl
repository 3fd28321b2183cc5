# Records: one sentence for each act; the value is the person's own doing, `.staff` and `.system` are others'.

log-title = خاتىرىلەر
log-intro = كىم نېمە قىلغانلىقى مۇشۇ يەردە.
log-empty = تېخى ھېچ ئىش بېجىرىلمىدى.
log-more = تېخىمۇ بۇرۇنقىلىرى بار
log-key-earlier = بۇرۇنقىنى كۆرۈش
log-key-later = كېيىنكىنى كۆرۈش
log-key-wrong = بىرى توغرا ئەمەس
log-key-all-right = ھەممىسى توغرا
log-when = { $day } { $time }
log-by-own = ئۆزىڭىز
log-by-staff = خادىم
log-by-system = سىستېما
log-staff-number = خادىم نومۇرى { $number }
log-chain-right = خاتىرە تولۇق، ھېچكىم تەگمىگەن.

log-enrolled = بىر تېلېفوننى ئۆزىڭىزگە تونۇتتىڭىز
    .staff = خادىم تېلېفونىڭىزنى تىزىملاتتى
    .system = بىر تېلېفون تىزىملاندى
log-replacement-started = تېلېفون ئالماشتۇرماقچى بولدىڭىز
    .staff = خادىم تېلېفون ئالماشتۇرۇپ بېرىۋاتىدۇ
    .system = ئالماشتۇرۇش باشلاندى، بىر كۈن ساقلاڭ
log-replaced = يېڭى تېلېفونغا ئالماشتۇردىڭىز
    .staff = خادىم تېلېفوننى ئالماشتۇرۇپ بەردى
    .system = بىر كۈن توشتى، يېڭى تېلېفونغا ئالماشتى
log-claimed = ئېلېكترونلۇق كارتىنى ئالدىڭىز
    .staff = خادىم كارتىنى ئېلىپ بەردى
    .system = ئېلېكترونلۇق كارتا ئېلىندى
log-certificate-issued = كودىڭىز يېڭىلاندى
    .staff = خادىم كودنى يېڭىلىدى
    .system = كود ئۆزى يېڭىلاندى
log-counter-code-issued = سەككىز خانىلىق كود ئالدىڭىز
    .staff = خادىم سەككىز خانىلىق كود بەردى
    .system = سەككىز خانىلىق كود چىقتى
log-card-state-changed = كارتىڭىزدا ئۆزگىرىش بولدى
    .staff = خادىم كارتا ھالىتىنى ئۆزگەرتتى
    .system = كارتا ھالىتى ئۆزگەردى
