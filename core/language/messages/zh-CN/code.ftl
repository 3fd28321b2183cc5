# Showing the code; the phone's clock; the certificate.

code-title = 出示社保卡
code-purpose = 请把手机给工作人员扫。
code-offline = 没网也能用
code-level-one = 一级码：只证明是您，不能付钱。
code-level-two = 二级码：证明是您，也能付钱。
code-other-way = 扫不上，就拿实体卡。
code-renews = 码会自己换，不用动手。
code-alone = 别拍照，别发给别人。
code-key-close = 用好了，收起
    .also = 收起、用好了、好了
code-key-reveal = 显示号码
    .also = 看号码、露出号码
code-key-hide = 遮住号码
    .also = 藏起来、遮起来
code-revealed = 号码露着，别让旁人看见。
    .large = 号码露着，小心旁人。
code-captured = 正在录屏，码先收起来。
code-until = 没网，能用到{ $day }。
code-signing = 正在备好您的码。

code-clock-title = 手机时间不对
code-clock-what = 时间不对，机器认不出码。
code-clock-how = 设置里打开“自动确定时间”。
code-clock-card = 卡没事，时间对了就能用。
code-clock-phone-says = 手机上是{ $day }{ $time }
code-clock-key-fix = 去设时间
    .also = 设时间、改时间
code-clock-key-again = 设好了
    .also = 时间设好了

code-over-title = 连一次网就好
code-over-what = 很久没连网，码要换新的。
code-over-how = 连上网，它自己就换好。
code-over-card = 急着用，就拿实体卡。
code-over-key-again = 连好了
    .also = 有网了

code-refused-title = 现在不能出示
code-refused-other = 急着用，拿身份证也行。
