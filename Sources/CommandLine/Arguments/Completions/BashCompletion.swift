/// Writes a completion script for bash: a table of pages, and a walk over the words typed so far.
struct BashCompletion {
    let pages: [CommandPage]

    private var program: String { pages.first?.title ?? "" }

    var script: String {
        """
        # bash completion for \(program)

        _\(program)_page() {
            case "$1" in
        \(pages.map(entry).joined(separator: "\n"))
            *) return 1 ;;
            esac
        }

        _\(program)_kind() {
            case "$1" in
        \(pages.flatMap(kinds).joined(separator: "\n"))
            *) echo none ;;
            esac
        }

        _\(program)_offer() {
            local kind="$1" current="$2"
            case "$kind" in
            files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
            directories) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
            none) ;;
            *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$current") ;;
            esac
        }

        \(walk)
        complete -F _\(program) \(program)

        """
    }

    private func entry(for page: CommandPage) -> String {
        let commands = page.subcommands.map(\.name).joined(separator: " ")
        let flags = page.spellings(takingValue: false).joined(separator: " ")
        let valued = page.spellings(takingValue: true).joined(separator: " ")
        return "    \"\(page.title)\") commands=\"\(commands)\" flags=\"\(flags)\" valued=\"\(valued)\" ;;"
    }

    /// One line per option, and one for the arguments, whose value a shell can complete.
    private func kinds(of page: CommandPage) -> [String] {
        let options = page.named.flatMap { definition in
            definition.spellings.map { (name: $0, completion: definition.completion) }
        }
        let arguments = page.arguments.map { (name: "argument", completion: $0.completion) }
            .filter { $0.completion != .none }.prefix(1)
        return (options + arguments).compactMap { name, completion in
            word(for: completion).map { "    \"\(page.title) \(name)\") echo \"\($0)\" ;;" }
        }
    }

    private func word(for completion: Completion) -> String? {
        switch completion {
        case .none: nil
        case .files: "files"
        case .directories: "directories"
        case .choices(let words): words.joined(separator: " ")
        }
    }

    /// bash splits `--name=value` at the sign (COMP_WORDBREAKS), so a lone sign keeps the option waiting.
    private var walk: String {
        """
        _\(program)() {
            local current="${COMP_WORDS[COMP_CWORD]}" path="\(program)" option="" ended=""
            local word i commands flags valued
            COMPREPLY=()
            _\(program)_page "$path"
            for ((i = 1; i < COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                if [[ "$word" == "=" ]]; then continue; fi
                if [[ -n "$option" ]]; then option=""; continue; fi
                if [[ "$word" == "--" ]]; then ended=1; continue; fi
                if [[ -z "$ended" && " $valued " == *" $word "* ]]; then option="$word"; continue; fi
                if [[ " $commands " == *" $word "* ]]; then path="$path $word"; _\(program)_page "$path"; fi
            done
            if [[ "$current" == "=" ]]; then current=""; fi
            if [[ -n "$option" ]]; then
                _\(program)_offer "$(_\(program)_kind "$path $option")" "$current"
            elif [[ -z "$ended" && "$current" == -* ]]; then
                _\(program)_offer "$flags $valued" "$current"
            elif [[ -n "$commands" ]]; then
                _\(program)_offer "$commands" "$current"
            else
                _\(program)_offer "$(_\(program)_kind "$path argument")" "$current"
            fi
        }
        """
    }
}
