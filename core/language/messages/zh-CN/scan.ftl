# 扫一扫: the camera, the eight digits, codes that are not ours; the decision with its number; the consent of another app.

scan-title = 扫屏幕上的码
scan-cue = 把码放进框里
scan-calm = 不着急，慢慢来。
scan-key-digits = 按八个数
    .also = 按数字、不用相机、换个办法
scan-key-camera = 用相机扫
    .also = 用相机、扫码
scan-key-again = 再扫一次
    .also = 再扫、重新扫

scan-digits-title = 屏幕上的八个数是多少？
scan-digits-label = 八个数
scan-digits-purpose = 看看您要登录的是哪一处。
scan-digits-hint = 在那边的屏幕上，码的旁边。
scan-digits-warning = 电话里报的数，别按。

scan-claiming-title = 正在看是谁的码
scan-progress = 正在和社保核对。
scan-again-title = 要再扫一次
scan-again = 刚才没扫完，再扫一次就好。

scan-trouble-title = 相机现在用不了
scan-trouble-key-settings = 去设置里打开
    .also = 去设置、打开相机

scan-refused-title = 别扫这个码
scan-refused-over = 已替您拦住
scan-refused-more = 什么都没打开，钱没动。
scan-refused-ignore = 谁让您扫的，别理他。
scan-refused-never = 社保不叫人扫码领钱。
scan-refused-key-ask = 打{ $helpline }问真假
    .also = 打电话、问真假
scan-not-now-title = 这次没扫成

# Who asks, for what, and which number; nothing here comes from the code itself. The purpose is a clause behind the name.
login-title = 是您要在这里登录吗？
login-purpose = { $party }{ $purpose }。
login-sees-view = 只看社保，不能改
login-sees-none = 只认出您，别的不看
login-sees = 会告诉它
login-sees-not = 不告诉它
login-known = 您以前让它看过。
login-which = 那边屏幕上是哪个数？
login-which-kiosk = 机器上是哪个数？
login-chosen = 您点的是{ $number }。
login-fraud = 有人打电话教您点？
login-fraud-do = 请点“不是我”。
login-elsewhere = 这里是{ $city }，不是您那里。
login-elsewhere-do = 您不在那里，就点“不是我”。
login-key-no = 不是我
    .also = 不是、不认识、停掉
login-key-yes = 是我

login-password-title = 电子卡密码是多少？
login-password-purpose = 手机没有锁，用它认您。
login-paused-title = 先停一停
login-paused-trick = 别听电话里的人指挥。
login-paused-share = 别人看着，就别点“是我”。
login-paused-back = 停了那边，这里自己接着来。

login-sent-title = 正在登录
login-sent-no-title = 正在停掉
login-progress = 正在告诉那边。
login-done-title = 登录好了
login-done = 请看那边的屏幕。
login-done-out = 用完了，记得在那边退出。
login-done-list = 想停，看“我登录过的地方”。
login-stopped-title = 停好了
login-stopped = 那边登录不了，钱没动。
login-stopped-others = 别人在登，请打{ $helpline }。
login-stopped-freeze = 手机丢了，请他们先冻结。
login-ended-title = 这次没登成

# 授权登录: another app on this phone.
consent-title = 让它知道您是谁？
consent-never = 密码、银行卡
consent-later = 同意后，随时能收回。
consent-key-no = 不同意
    .also = 不行、不让、不告诉它
consent-key-yes = 同意
consent-progress = 正在告诉那个应用。
consent-sent-title = 正在办
consent-done-title = 办好了
consent-done = 请回到{ $party }。
consent-refused-title = 没有告诉它
consent-refused = { $party }什么都不知道。
consent-key-open = 回到那个应用
    .also = 回去、打开那个应用
consent-no-app = 那个应用没打开。
consent-no-app-do = 请自己点开它，再试一次。
authorize-title = 正在看是谁要登录
authorize-refused-title = 这次没登成

link-refused-title = 这个链接没打开
link-foreign = 这个链接不是我们的。
link-foreign-do = 没打开它，请放心。

# What a party may come to know, and the same in short for a list.
scope-profile = 您的姓名
scope-age-65 = 您满{ COUNT(65, "years") }了
scope-view = 社保情况，只看不改
scope-phone = 您的手机号
scope-id-number = 您的身份证号
scope-short-profile = 姓名
scope-short-age-65 = 满{ COUNT(65, "years") }
scope-short-view = 社保
scope-short-phone = 手机号
scope-short-id-number = 身份证号
