package org.valija;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("simulator"))
            .importPackages("org.valija");

    @Test
    void oauthKnowsNothingOfMail() {
        noClasses()
                .that()
                .resideInAPackage("org.valija.oauth..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.valija.mail..", "jakarta.mail..")
                .check(LIBRARY);
    }

    @Test
    void sqlKnowsNothingOfWhatIsStored() {
        noClasses()
                .that()
                .resideInAPackage("org.valija.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.valija.oauth..", "org.valija.mail..")
                .check(LIBRARY);
    }

    @Test
    void diagnosisKnowsNothingOfWhatIsDiagnosed() {
        noClasses()
                .that()
                .resideInAPackage("org.valija.diagnosis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.valija.oauth..", "org.valija.mail..", "org.valija.sql..")
                .check(LIBRARY);
    }

    @Test
    void theLibraryNeedsNoFramework() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.slf4j..", "org.sqlite..", "org.postgresql..")
                .check(LIBRARY);
    }

    @Test
    void sqlStandsOnlyInTableClassesAndTheDatabaseLayer() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Table")
                .and()
                .resideOutsideOfPackage("org.valija.sql..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.PreparedStatement")
                .check(LIBRARY);
    }

    @Test
    void tableClassesAreNoApi() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Table")
                .should()
                .bePackagePrivate()
                .check(LIBRARY);
    }

    @Test
    void nobodyPrintsToTheConsole() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(LIBRARY);
    }
}
