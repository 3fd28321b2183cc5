# Enrolment: name, id number, phone, code; the wait when another phone is in use.

enrol-name-title = 您叫什么名字？
enrol-name-label = 姓名
enrol-name-purpose = 和社保里的名字对一对。
enrol-name-hint = 照身份证上写，中间的点也写。
enrol-name-rare = 有字打不出来，窗口帮您录。
enrol-id-title = 您的身份证号是多少？
enrol-id-label = 身份证号
enrol-id-purpose = 用来找到您的社保。
enrol-id-hint = 十八位，末位也可能是字母。
enrol-id-hint-old = 老的十五位号，也行。
enrol-phone-title = 您的手机号是多少？
enrol-phone-label = 手机号
enrol-phone-purpose = 给您发六位数，办好了告诉您。
enrol-phone-hint = 用您自己名下的号。
enrol-code-title = 短信里的六位数是多少？
enrol-code-label = 六位数
enrol-code-purpose = 看看手机在不在您手里。
enrol-code-sent = 短信发到了{ $phone }。
enrol-code-warning = 谁向您要这个数，都别给。
enrol-key-send = 发短信给我
    .also = 发短信
enrol-key-resend = 重新发一条
    .also = 再发一条、重新发
enrol-key-not-received = 没收到
    .also = 没收到短信、没有短信
enrol-key-other-phone = 换个手机号
    .also = 换手机号、换个号
enrol-key-ways = 还有别的办法
    .also = 别的办法、换个办法
enrol-resend-later = 刚发过，等{ COUNT(1, "minutes") }再发。
enrol-resent = 又发了一条，请看最新的。

enrol-missing-title = 没收到短信？
enrol-missing-wait = 短信有时慢，等{ COUNT(2, "minutes") }看看。
enrol-missing-spam = 看看是不是进了垃圾短信。
enrol-missing-number = 看看手机号对不对。
enrol-missing-counter = 还没有，就去窗口，照样办。

enrol-ways-title = 还有别的办法
enrol-ways-counter = 带身份证去社保窗口，有人帮您。
enrol-ways-visit = 走不动，打{ $helpline }请人上门。

enrol-progress-check = 正在和社保核对。
enrol-progress-send = 正在发短信。
enrol-progress-keys = 正在给手机配钥匙。
enrol-progress-finish = 就快好了。

# The card is active on another phone: this one waits 24 hours, or a counter or visit code ends the wait.
enrol-waiting-title = 别的手机在用您的卡
enrol-waiting-when = 到{ $day }{ $time }，就能用这部。
enrol-waiting-why = 等一天，是防别人冒用您。
    .large = 等一天，防别人冒用。
enrol-waiting-told = 已经告诉那部手机了。
enrol-waiting-pay = 这一天里，钱照发。
enrol-waiting-counter = 窗口给的八位码，马上能换。
enrol-waiting-key-code = 我有八位码
    .also = 有八位码、有码
enrol-waiting-key-check = 看看好了没有
    .also = 好了没有、看一看
enrol-waiting-over = 等好了，这部手机能用了。

enrol-counter-title = 纸条上的八位码是多少？
enrol-counter-label = 八位码
enrol-counter-purpose = 看看是不是您本人在换手机。
enrol-counter-hint = 窗口或上门的人给的，管一天。
enrol-counter-key-confirm = 换成这部手机
    .also = 换手机、换过来

enrol-stopped-title = 那部手机拦住了
enrol-stopped-other = 不是您拦的，就打{ $helpline }。
enrol-stopped-key-again = 再换一次
    .also = 再换、重新换

# On the old phone.
replace-title = 有人要换掉这部手机
replace-ask = 是您自己在换吗？
replace-when = 到{ $day }{ $time }，这部就停用。
replace-key-stop = 不是我，拦住
    .also = 不是我、拦住
replace-key-mine = 是我在换
    .also = 是我
replace-stopped-title = 已替您拦住
replace-stopped = 那部手机用不了您的卡。
replace-stopped-advice = 不认识的人要换，请打{ $helpline }。
replace-mine-note = 好，到时这部手机自己停用。

enrol-done-title = 登记好了
enrol-done = { $name }，这部手机认得您了。
enrol-done-next = 再领卡，就能出示了。
enrol-done-key-claim = 去领卡
    .also = 领卡
enrol-done-key-later = 先看看首页
    .also = 先不领

# By an eight-digit code of a window, a visitor or a relative: no message to a phone is needed.
enrol-key-by-code = 用八位码登记
    .also = 有八位码、用八位码、收不到短信、号码换了
    .hint = 号码换了，收不到短信
enrol-paper-title = 八位码是多少？
enrol-paper-label = 八位码
enrol-paper-purpose = 看看是不是您本人在登记。
enrol-paper-hint = 窗口、上门的人或家人给的。
enrol-paper-key-confirm = 登记这部手机
    .also = 登记、登记手机
enrol-proof-title = 还要看一样东西
enrol-proof-why = 家人作了保，还要看是不是您。
enrol-proof-from = 到{ $day }{ $time }，看卡号就行。
enrol-proof-ready = 看看卡号，就能用这部。
enrol-proof-counter = 窗口给的八位码，马上能换。
enrol-proof-key-card = 看卡号
    .also = 卡在手里、卡号
enrol-card-purpose = 看看卡是不是在您手里。
enrol-key-by-message = 用短信登记
    .also = 收短信、用短信
enrol-paper-note = 用八位码登记，不用收短信。
