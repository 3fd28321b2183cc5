# Pages of the gateway in a browser: the login page and what it becomes, and the plain pages beside it. Rules as in common.ftl.
# What is asked and by whom comes from the party's registration; here are only our own words around it.

pages-who = 要认您的是
pages-skip = 跳到正文

pages-login-title = 用手机扫这个码
pages-login-open = 打开手机上的乐龄卡
pages-login-scan = 点“扫一扫”
pages-login-aim = 对准这个码
pages-login-qr = 登录用的码，请用乐龄卡扫
pages-login-renews = 码会自己换新，不用着急。
pages-login-contested = 刚才有别的手机也扫了。
pages-login-contested-do = 那次没算数，请扫这张新码。
pages-login-early = 手机上还没点完，不着急。
pages-login-offline = 网断了，连上会自己接着来。
pages-login-key-fresh = 换一张新码
pages-login-key-cancel = 不登录了
pages-login-go-on = 我在手机上办好了，接着走

pages-other-title = 换一种办法
pages-other-digits = 扫不了，就按数
pages-other-digits-how = 在“扫一扫”里点“按八个数”，按这些。
pages-other-counter = 没带手机，找柜台
pages-other-counter-how = 带上身份证，工作人员帮您办。

pages-number-title = 看手机，点这个数
pages-number = 手机上请点{ $number }
pages-number-goes-on = 手机上点好，这里自己往下走。
pages-number-key-not-me = 不是我扫的
pages-typed-title = 请看手机
pages-typed = 看清是谁，再点“是我”。

pages-approved-title = 手机上办好了
pages-approved = 没有自己往下走，就点下面。
pages-approved-key-go = 接着走

pages-refused-title = 手机上点了“不是我”
pages-refused = 已替您停下。
pages-wrong-title = 号码没对上，停下了
pages-wrong = 两边都停了，不怪您。
pages-cancelled-title = 已经停下了
pages-cancelled = 这次没有登录。
pages-superseded-title = 手机去扫别的码了
pages-superseded = 这边的登录停下了。
pages-revoked-title = 这部手机现在不能登录
pages-revoked = 手机上会说怎么办。
pages-end-nothing-told = 什么都没告诉那边，钱没动。
pages-end-key-again = 再来一次
pages-end-back = 回到{ $party }

pages-gone-title = 这一页用过了
pages-gone = 请回到刚才的网站，再点登录。
pages-elsewhere-title = 您又开了一页
pages-elsewhere = 请在新开的那一页接着办。
pages-party-title = 不认得这个网站
pages-party = 它不在名单里，别把信息给它。
pages-request-title = 那边的网站没说清楚
pages-request = 不怪您，请那边的人看一看。
pages-nothing-title = 没有这一页
pages-nothing = 请看看地址，少了字没有。
pages-form-title = 这一页开得太久了
pages-form = 请打开新的一页，再办一次。
pages-not-theirs-title = 这件事不归您办
pages-not-theirs = 请叫能办的人来办。
pages-often-title = 点得太快了
pages-often = 歇一会儿，再来一次。
pages-broken-title = 这里出了点毛病
pages-broken = 不怪您，过一会儿再试。
pages-error-pay = 什么都没改，钱照发。

pages-signed-out-title = 已经退出了
pages-signed-out = 这里不再认得您。

pages-device-title = 在手机上按八个数
pages-device-digits = 点“按八个数”
pages-device-type = 按机器上的八个数
pages-device-nothing = 这一页什么都不用填。

pages-scanned-title = 请用乐龄卡里的扫一扫
pages-scanned = 别的应用扫，登录不了。
pages-scanned-nothing = 这里什么都没打开，请放心。
