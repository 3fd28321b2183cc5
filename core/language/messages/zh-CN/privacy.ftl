# Privacy: three sentences that are read in twenty seconds, the full text behind them, and what is possible without.

privacy-title = 先说说您的信息
privacy-use = 用姓名、身份证号、手机号认您。
privacy-keep = 只给社保办事用，不给别人。
privacy-choice = 随时能收回，去窗口照样办。
privacy-key-full = 看全文
    .also = 看全部、全文、详细的
privacy-key-agree = 同意，往下走
    .also = 同意
privacy-key-refuse = 不同意

privacy-refused-title = 不同意，也没关系
privacy-refused-kept = 您的信息，一样也没存。
privacy-refused-counter = 拿身份证去社保窗口，都能办。
privacy-refused-call = 打{ $helpline }，也有人帮您。
privacy-refused-pay = 养老金照发，一分不少。
privacy-refused-key-back = 回去再看看
    .also = 再看看、回去看看

# Full text (个人信息保护法, articles 7, 14-17, 28-30, 44-50). Version and day come from the app.
privacy-full-title = 个人信息保护说明
privacy-full-version = { $version }版，{ $day }起用。
privacy-full-who-title = 谁在用您的信息
privacy-full-who = 您参保地的社会保险经办机构使用并负责保护您的信息。乐龄卡是它的手机软件。
privacy-full-what-title = 用哪些信息
privacy-full-what = 姓名、公民身份号码、手机号，用来核对您是谁、给您发短信。社保卡号和卡的状态，用来领电子社保卡。这部手机的钥匙编号和办事时间，用来防止别人冒用。
privacy-full-sensitive-title = 哪些要特别小心
privacy-full-sensitive = 身份号码和社保卡信息属于敏感个人信息，泄露了可能被人冒用。没有它们就领不了电子社保卡，所以我们单独请您同意，只用在这一件事上。
privacy-full-not-title = 哪些不要
privacy-full-not = 不采集人脸、指纹、位置、通讯录和相册。指纹和手机密码只由您的手机自己核对，我们看不到。
privacy-full-where-title = 存在哪里
privacy-full-where = 存在经办机构在中国境内的服务器上，不出境。手机里只存办事要用的部分，都加了密，解除绑定时一起清掉。
privacy-full-share-title = 会给谁
privacy-full-share = 核对身份时，交给公安部门和人力资源社会保障部的核对服务。发短信时，手机号交给发短信的电信企业。除了法律规定的，不给别人，也不做广告。
privacy-full-code-title = 出示社保卡时
privacy-full-code = 码里只有遮住的姓名、出生年份和身份号码后四位。扫码的机器看不到您的完整号码。
privacy-full-time-title = 存多久
privacy-full-time = 办事记录按社会保险档案的规定年限保存。用不着的信息，到期删除或者去掉姓名。没办完的登记，三十天后清掉。
privacy-full-rights-title = 您能做什么
privacy-full-rights = 可以看、可以改、可以要一份、可以要求删除，也可以要我们解释。在“办事记录”和“设置”里办，去窗口或打{ $helpline }也行。
privacy-full-withdraw-title = 怎样收回同意
privacy-full-withdraw = 在“设置”里点“收回同意”，或者去窗口、打{ $helpline }。收回以后，电子社保卡停用，以前办好的事仍然算数，领钱不受影响。
privacy-full-without-title = 不同意会怎样
privacy-full-without = 不同意也能办社保。实体社保卡、身份证、社保窗口、上门和电话，样样照旧。
privacy-full-helper-title = 请人帮忙时
privacy-full-helper = 家里人帮您看手机时，请您自己在旁边。工作人员和我们都不会向您要密码和短信里的数。
privacy-full-change-title = 说明改了会怎样
privacy-full-change = 改了要紧的地方，会再请您看、再请您同意。不同意新的说明，照样能去窗口办。
privacy-full-contact-title = 有话找谁说
privacy-full-contact = 打{ $helpline }，或者去参保地的社保窗口。十五个工作日内答复。不满意，可以向网信部门投诉，也可以去法院。
privacy-full-key-read = 念全文
    .also = 念给我听、读全文
