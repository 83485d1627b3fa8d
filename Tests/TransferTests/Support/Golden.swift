/// Documents of our formats as text, made by a program that knows only docs/formats: Python with its hashlib.
enum Golden {
    static let uuid = "0123456789abcdef0123456789abcdef"
    static let snapshotID = "cd29307c273a3eeeddc9de0b21d65a5e"
    static let archiveID = "e1d8e5cb18068e75dbc421394fa8b44a"

    /// The snapshot of two versions, one of them held.
    static let snapshot = """
        {"format":"packferry.snapshot/1","id":"cd29307c273a3eeeddc9de0b21d65a5e","repository":{"name":"texts","t\
        ype":"text","uuid":"0123456789abcdef0123456789abcdef"},"created":"2026-11-21T01:30:00Z","generator":"tes\
        ts","platforms":["linux-x64-glibc"],"counts":{"files":3,"bytes":284,"packages":1,"versions":2},"state_di\
        gest":"8dffe5d777f0658147ec2a5909d22947bd571d1f163dafcb30a0e093fe957c12f9d0dbe1302793819c38f3b0e50c18d58\
        57ec675565bf14c7d2ee73bf1b0395e","files":[
        {"path":"alpha/1.0.bin","size":9,"sha512":"8bfdbacee9caced5853a567ea4856b7f5304d9e3bdc7cd27452beb06b3057\
        6e66da40788a50f5db68d51a6e77301983551d8c1cdaa2a546e723b9f7a2449cc94","kind":"file","package":"alpha","ve\
        rsion":"1.0"},
        {"path":"alpha/1.1.bin","size":9,"sha512":"8261cb8c94b14cc5aafa3b4bf0460e9323a9afda2c87306fae051df37fa21\
        d0186834a3e641bf29e73d45beb1cd604447a913620800fdecd5bbe764372374d42","kind":"file","package":"alpha","ve\
        rsion":"1.1","held":true},
        {"path":"alpha/index.txt","size":266,"sha512":"fec5bcb5ade651840eb000c128e52c71d3986b56c5149417cf05c55ff\
        7dd10b3f9910b0e975819c4088cd99211bdf725fbbd52f7afa65289d631d38bf40dfffa","kind":"text-index","package":"\
        alpha"}
        ],"warnings":["beta/1.0.bin is broken"]}

        """

    /// A manifest that leads to that snapshot.
    static let manifest = """
        {"format":"packferry.archive/1","repository":{"name":"texts","type":"text","uuid":"0123456789abcdef01234\
        56789abcdef"},"sequence":1795224600,"scope":"delta","base":{"snapshot":"fedcba9876543210fedcba9876543210\
        ","sites":[]},"target":{"snapshot":"cd29307c273a3eeeddc9de0b21d65a5e","state_digest":"8dffe5d777f0658147\
        ec2a5909d22947bd571d1f163dafcb30a0e093fe957c12f9d0dbe1302793819c38f3b0e50c18d5857ec675565bf14c7d2ee73bf1\
        b0395e"},"platforms":["linux-x64-glibc"],"created":"2026-11-21T01:30:00Z","generator":"tests","counts":{\
        "files":2,"bytes":275,"packages":1,"versions":1},"files":[
        {"path":"alpha/1.0.bin","size":9,"sha512":"8bfdbacee9caced5853a567ea4856b7f5304d9e3bdc7cd27452beb06b3057\
        6e66da40788a50f5db68d51a6e77301983551d8c1cdaa2a546e723b9f7a2449cc94","kind":"file","package":"alpha","ve\
        rsion":"1.0","op":"add"},
        {"path":"alpha/index.txt","size":266,"sha512":"fec5bcb5ade651840eb000c128e52c71d3986b56c5149417cf05c55ff\
        7dd10b3f9910b0e975819c4088cd99211bdf725fbbd52f7afa65289d631d38bf40dfffa","kind":"text-index","package":"\
        alpha","op":"replace"}
        ],"deletes":[{"path":"gone/1.0.bin","sha512":"04d67ce0030840a51e3248c5ff21f444187f166694d44439e08ede7833\
        b1adc0b1a12629e693f0cb790418f4d4701eb5726488f8ea23ed87bd7ca5459cb11f46"}],"warnings":[]}

        """

    /// What a site says once it applied an archive that leads to that snapshot.
    static let receipt = """
        {"format":"packferry.receipt/1","site":"plant-7","counter":1795224600,"kind":"applied","repository":{"name":"t\
        exts","type":"text","uuid":"0123456789abcdef0123456789abcdef"},"archive_id":"e1d8e5cb18068e75dbc421394fa8b44a\
        ","snapshot":"cd29307c273a3eeeddc9de0b21d65a5e","accepted_digest":"95043284864f3760410460b6d333f5c9aac87be0a7\
        ec7014b749ef24789d6cc7ce509ba1ffc18042677c9ad43dcf01351704599d20b573e77119cd9e25ca54d2","applied_at":"2026-11\
        -21T01:30:00Z","applied_by":"job 7","counts":{"files":3,"bytes":284,"packages":1,"versions":2},"missing":["al\
        pha/1.0.bin"],"conflicts":["alpha/index.txt"],"formats":["packferry.archive/1","packferry.snapshot/1"]}

        """

    /// The code of the same receipt, were nothing missing.
    static let code = "23T1H-AK90C-1P6AY-BMXX4-3ESC6"

    /// What a site may have accepted of it.
    static let records = """
        {"format":"packferry.accepted/1","sources":["0123456789abcdef0123456789abcdef"],"targets":[{"snapshot":"c\
        d29307c273a3eeeddc9de0b21d65a5e","source":"0123456789abcdef0123456789abcdef","sequence":1795224600,"archi\
        ve_id":"e1d8e5cb18068e75dbc421394fa8b44a"}],"files":[
        {"path":"alpha/1.0.bin","sha512":"8bfdbacee9caced5853a567ea4856b7f5304d9e3bdc7cd27452beb06b30576e66da407\
        88a50f5db68d51a6e77301983551d8c1cdaa2a546e723b9f7a2449cc94","source":"0123456789abcdef0123456789abcdef",\
        "sequence":1795224600},
        {"path":"alpha/1.1.bin","sha512":"8261cb8c94b14cc5aafa3b4bf0460e9323a9afda2c87306fae051df37fa21d0186834a\
        3e641bf29e73d45beb1cd604447a913620800fdecd5bbe764372374d42","source":"0123456789abcdef0123456789abcdef",\
        "sequence":1795224599,"prior":true}],"documents":[
        {"path":"alpha/index.txt","sha512":"fec5bcb5ade651840eb000c128e52c71d3986b56c5149417cf05c55ff7dd10b3f991\
        0b0e975819c4088cd99211bdf725fbbd52f7afa65289d631d38bf40dfffa","source":"0123456789abcdef0123456789abcdef\
        ","sequence":1795224600,"record":{"merges":1}}],"conflicts":[
        {"path":"beta/1.0.bin","sha512":"560c72de72c0a5222d928237f6b105296da059853534b8d01fc23527c1d5d8a4b83d5b1\
        dd3f2210642bd071cc500598d4ebd293973d9f4aeb8ae7336af3a959d"}]}

        """
}
