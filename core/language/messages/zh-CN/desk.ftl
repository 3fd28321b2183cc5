# Pages of the desk: staff sign in, freeze a lost phone, give a code of eight digits. Rules as in common.ftl.

desk-name = 柜台
desk-nav = 能办的事
desk-key-out = 退出
desk-key-leave = 先不办
desk-home-title = 要办什么？
desk-home-empty = 这里还没有您要办的事。
desk-recorded = 办了什么，本人都看得到。

desk-role-clerk = 窗口
desk-role-hotline = 电话
desk-role-supervisor = 主管
desk-role-reviewer = 复核

desk-in-title = 工作人员登录
desk-in-number = 工号
desk-in-password = 密码
desk-in-code = 动态码
desk-in-code-hint = 验证器上现在的六个数。
desk-in-key-enter = 登录
desk-in-wrong = 有一项没对上，请再看看。
desk-in-often = 试得太多了，歇一会儿再来。
desk-in-over = 离开太久，替您退出了。
desk-in-out = 您已经退出。
desk-demo-title = 演示用的工号
desk-demo-say = 只在演示里有，不是真的。

desk-lost-title = 手机丢了
desk-lost-hint = 冻结丢的手机，卡还能用
desk-codes-title = 给八位码
desk-codes-hint = 本人在面前，给一个码

desk-find-number = 身份证号
desk-find-how = 请照着身份证按。
desk-find-key-look = 查一查
desk-find-none = 没查到这个人，请核对号码。
desk-find-shape = 号码没对上，请再看看。
desk-find-often = 查得太多了，歇一会儿再查。

desk-person-title = 查到了这个人
desk-person-name = 姓名
desk-person-number = 身份证号
desk-devices = 登记的手机
desk-devices-none = 没有登记过手机。
desk-device-android = 安卓手机
desk-device-ios = 苹果手机
desk-device-simulator = 演示手机
desk-device-since = { $day }登记
desk-device-active = 在用
desk-device-frozen = 冻结了
desk-device-replaced = 换下了
desk-lost-key-freeze = 冻结这部手机
desk-lost-key-unfreeze = 解开这部手机
desk-lost-supervisor = 解开手机，要主管来办。
desk-lost-none = 没有在用的手机，不用冻结。

desk-freeze-title = 要冻结这部手机吗？
desk-freeze-phone = 这部手机马上用不了卡。
desk-freeze-logins = 它登录的地方也一起退出。
desk-freeze-money = 钱照发，实体卡照用。
desk-unfreeze-title = 要解开这部手机吗？
desk-unfreeze-phone = 这部手机马上又能用。
desk-unfreeze-check = 先看清是不是本人的手机。
desk-why = 为什么
desk-why-lost = 手机丢了
desk-why-stolen = 手机被偷了
desk-why-deceived = 怕被人骗了
desk-why-found = 手机找到了
desk-why-missing = 请选一个原因。
desk-freeze-key = 确认冻结
desk-unfreeze-key = 确认解开
desk-frozen-title = 冻结好了
desk-frozen = 那部手机已经停了。
desk-frozen-next = 要换新手机，可以给他八位码。
desk-unfrozen-title = 解开了
desk-unfrozen = 那部手机又能用了。
desk-unchanged-title = 没有要改的
desk-unchanged = 那部手机已经变了，请再查一次。
desk-key-again = 再查一位

desk-codes-for = 用来做什么
desk-codes-replace = 换新手机
desk-codes-replace-hint = 新手机马上能用，旧的停下
desk-codes-claim = 领电子社保卡
desk-codes-claim-hint = 手里没有卡，也能领
desk-codes-password = 换卡密码
desk-codes-password-hint = 密码忘了，重新设一个
desk-codes-seen = 本人在面前，证件看过了
desk-codes-seen-missing = 请先看证件，再打上勾。
desk-codes-key-give = 给一个码
desk-given-title = 八位码给好了
desk-given-once = 只显示这一次，请马上交给他。
desk-given-until = 管到{ $day } { $time }
desk-given-slip = 要纸的，打印这一页就行。
desk-slip-own = 只按在自己的手机上。
desk-slip-warning = 谁打电话要这个码，都别给。
