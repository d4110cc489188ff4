package org.valija.server.documents.intake;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.DocumentIntake;
import org.valija.server.documents.DocumentProperties;
import org.valija.server.documents.DocumentProperties.WatchedFolder;
import org.valija.server.documents.DocumentUpkeep;
import org.valija.server.documents.IntakeOrder;
import org.valija.server.documents.IntakeRights;
import org.valija.server.documents.Source;
import org.valija.server.documents.intake.FolderIntake.Desk;
import org.valija.server.documents.intake.FolderIntake.Orders;
import org.valija.server.files.RandomId;
import org.valija.server.web.Moments;

/** Watches the folders of {@code valija.yaml} from the start of the service on. */
@Configuration(proxyBeanMethods = false)
@Import(IntakeClaimTable.class)
public class WatchedFoldersConfiguration {

    @Bean
    static LazyInitializationExcludeFilter foldersFromTheStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(WatchedFolders.class);
    }

    /** Whose the files are: the company that is named, else the only one; a retención is its issuer's. */
    @Bean
    static Orders folderOrders(Companies companies, Moments moments) {
        return folder -> new IntakeOrder(
                company(folder, companies),
                folder.kind(),
                moments.today(),
                Source.FOLDER,
                folder.path().getFileName() == null
                        ? folder.path().toString()
                        : folder.path().getFileName().toString(),
                IntakeRights.EVERYTHING);
    }

    private static Optional<Long> company(WatchedFolder folder, Companies companies) {
        List<Company> active = companies.active();
        Optional<Company> only = active.size() == 1 ? Optional.of(active.getFirst()) : Optional.empty();
        return folder.company()
                .map(companies::byRfc)
                .orElse(folder.kind().isRead() ? Optional.empty() : only)
                .map(Company::id);
    }

    @Bean(destroyMethod = "close")
    WatchedFolders watchedFolders(
            DocumentProperties properties,
            DocumentIntake intake,
            IntakeClaimTable claims,
            Orders folderOrders,
            DocumentUpkeep upkeep,
            MessageSource messages,
            Clock clock) {
        Desk desk = new Desk(intake, claims, folderOrders, messages, clock, RandomId.next());
        return new WatchedFolders(
                properties.folders().stream()
                        .map(folder -> new FolderIntake(folder, properties, desk))
                        .toList(),
                () -> {
                    claims.forgetEnded();
                    upkeep.run();
                },
                properties.every());
    }
}
