# How values are drawn in Uyghur; the forms are listed in src/value/forms.rs.

money = { $sum } يۈەن
date = { $year }-يىل { $day }-{ $month ->
    [1] يانۋار
    [2] فېۋرال
    [3] مارت
    [4] ئاپرېل
    [5] ماي
    [6] ئىيۇن
    [7] ئىيۇل
    [8] ئاۋغۇست
    [9] سېنتەبىر
    [10] ئۆكتەبىر
    [11] نويابىر
   *[12] دېكابىر
    }
month-day = { $day }-{ $month ->
    [1] يانۋار
    [2] فېۋرال
    [3] مارت
    [4] ئاپرېل
    [5] ماي
    [6] ئىيۇن
    [7] ئىيۇل
    [8] ئاۋغۇست
    [9] سېنتەبىر
    [10] ئۆكتەبىر
    [11] نويابىر
   *[12] دېكابىر
    }
time = سائەت { $hour }:{ $minutes }
ordinal = { $n }
percent = { $n }%
count-times = { $n } قېتىم
count-days = { $n } كۈن
count-hours = { $n } سائەت
count-minutes = { $n } مىنۇت
count-months = { $n } ئاي
count-digits = { $n } خانە
count-pieces = { $n } دانە
count-people = { $n } ئادەم
count-steps = { $n } قەدەم
count-years = { $n } ياش
today = { $day }-{ $month ->
    [1] يانۋار
    [2] فېۋرال
    [3] مارت
    [4] ئاپرېل
    [5] ماي
    [6] ئىيۇن
    [7] ئىيۇل
    [8] ئاۋغۇست
    [9] سېنتەبىر
    [10] ئۆكتەبىر
    [11] نويابىر
   *[12] دېكابىر
    }، { $weekday ->
    [1] دۈشەنبە
    [2] سەيشەنبە
    [3] چارشەنبە
    [4] پەيشەنبە
    [5] جۈمە
    [6] شەنبە
   *[7] يەكشەنبە
    }
