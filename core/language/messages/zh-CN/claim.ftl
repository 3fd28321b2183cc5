# Claiming the electronic card: proof, number or code, password twice, review, done.

claim-proof-title = 您手里有什么？
claim-proof-card = 卡在手里
    .hint = 看着卡，填上面的号
    .also = 有卡、社保卡在手里
claim-proof-code = 有窗口给的码
    .hint = 纸条上，八位数
    .also = 有码、有八位码
claim-proof-none = 都没有
    .hint = 也有办法领
    .also = 都没有、没有卡

claim-none-title = 都没有，也能领
claim-none-counter = 带身份证去社保窗口，要八位码。
claim-none-visit = 走不动，打{ $helpline }约人上门。
claim-none-card = 卡丢了，先去窗口补一张。
claim-none-pay = 不急，钱照发。

claim-number-title = 卡上的号码是多少？
claim-number-label = 卡号
claim-number-purpose = 看看卡是不是在您手里。
claim-number-where = 在卡的正面，一共九位。
claim-number-hint = 有字母，也有数字。
claim-number-not-bank = 不是背面那串银行卡号。
claim-number-tries = 还能再试{ $left }。
claim-number-key-other = 换八位码来领
    .also = 用八位码、换个办法

claim-code-title = 纸条上的八位码是多少？
claim-code-label = 八位码
claim-code-purpose = 看看是不是您本人在领。
claim-code-hint = 窗口或上门的人给的，管一天。

claim-password-title = 给电子卡设个密码
claim-password-label = 六位密码
claim-password-purpose = 要紧的事，用它认您。
claim-password-two = 这不是银行卡密码，是另一个。
claim-password-rules = 别连着，别重复，别用证号。
    .standard = 不用连号、重复的数和证号里的数。
claim-password-keep = 只您自己知道，谁要都别给。
claim-password-again-title = 再按一遍密码
claim-password-again-label = 同样的六位
claim-password-again-purpose = 看看两遍一样不一样。

claim-review-title = 看看，都对吗？
claim-review-name = 姓名
claim-review-id = 身份证号
claim-review-proof = 凭什么领
claim-review-proof-card = 手里的卡，{ $number }
claim-review-proof-code = 窗口给的八位码
claim-review-where = 领到哪里
claim-review-where-this = 这部手机
claim-review-level = 能做什么
claim-review-level-one = 证明是您，不能付钱
claim-review-password = 密码
claim-review-password-set = 设好了
claim-review-phrase = 都对，就说“确认领卡”。
claim-key-confirm = 确认领卡
claim-lock = 请用指纹或手机密码确认。
login-lock = 请用指纹或手机密码确认。
claim-lock-none = 手机没设锁，用刚设的密码认您。
claim-refused-title = 现在还不能领
claim-progress-send = 正在领卡。
claim-sent-title = 正在领卡
claim-progress-code = 正在备好您的码。

claim-done-title = 领好了
claim-done = { $name }，电子社保卡能用了。
claim-done-level = 能证明是您，还不能付钱。
claim-done-offline = 没网也能出示。
claim-done-password = 密码记牢，忘了能去窗口重设。
claim-done-undo = 不想用了，随时能解除。
claim-done-key-show = 出示社保卡
    .also = 亮码、看看码
