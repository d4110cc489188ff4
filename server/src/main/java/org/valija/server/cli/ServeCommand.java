package org.valija.server.cli;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code valija serve}. */
@Command(name = "serve", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        try (Service service = Service.start(options.properties())) {
            var out = spec.commandLine().getOut();
            out.println(words.getString("serve.ready").formatted(service.address()));
            service.certificate()
                    .fingerprint()
                    .filter(print -> service.certificate().isSelfSigned())
                    .ifPresent(print ->
                            out.println(words.getString("serve.fingerprint").formatted(print)));
            service.firstStart()
                    .supervisorKey()
                    .ifPresent(key -> out.println(words.getString("serve.key").formatted(key)));
            out.flush();
            service.await();
        }
        return ExitStatus.DONE.code();
    }
}
