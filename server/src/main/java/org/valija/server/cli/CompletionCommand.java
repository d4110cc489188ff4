package org.valija.server.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code valija completion SHELL}: what makes the shell complete commands and options at the tabulator. */
@Command(name = "completion", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

    /** zsh reads what is for bash once it is told to; compinit must have run before. */
    private static final String FOR_ZSH =
            "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\nautoload -Uz bashcompinit && bashcompinit\n";

    /** Shells that are known. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "SHELL", descriptionKey = "completion.shell")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String script = AutoComplete.bash("valija", ValijaCommand.line());
        spec.commandLine().getOut().print(shell == Shell.ZSH ? FOR_ZSH + script : script);
        spec.commandLine().getOut().flush();
        return ExitStatus.DONE.code();
    }
}
