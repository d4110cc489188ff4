package org.valija.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.valija.server");

    @Test
    void featuresDoNotDependOnEachOtherInACircle() {
        slices().matching("org.valija.server.(*)..").should().beFreeOfCycles().check(SERVICE);
    }

    @Test
    void sqlStandsOnlyInTableClassesAndTheDatabasePackage() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Table")
                .and()
                .resideOutsideOfPackage("org.valija.server.database..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.PreparedStatement")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.Statement")
                .check(SERVICE);
    }

    @Test
    void tablesBelongToTheirFeature() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Table")
                .should()
                .bePackagePrivate()
                .check(SERVICE);
    }

    @Test
    void pagesDoNotTouchTables() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Table")
                .check(SERVICE);
    }

    @Test
    void onlyTheCommandLineAndTheDemonstrationPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.valija.server.cli..", "org.valija.server.demo..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(SERVICE);
    }
}
