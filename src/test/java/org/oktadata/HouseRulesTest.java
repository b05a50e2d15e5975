package org.oktadata;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/** Who may know whom. */
@AnalyzeClasses(packages = "org.oktadata", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.oktadata.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesWithinPackagesHaveNoCycles =
      slices().matching("org.oktadata.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule speakingToOktaKnowsNothingElseOfOurs =
      noClasses()
          .that()
          .resideInAPackage("..oktadata.okta..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..oktadata.catalogue..",
              "..oktadata.collect..",
              "..oktadata.connectivity..",
              "..oktadata.deliveries..",
              "..oktadata.events..",
              "..oktadata.findings..",
              "..oktadata.integrations..",
              "..oktadata.routes..",
              "..oktadata.store..");

  @ArchTest
  static final ArchRule eventsAndFindingsNeitherSpeakToOktaNorCollect =
      noClasses()
          .that()
          .resideInAnyPackage("..oktadata.events..", "..oktadata.findings..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..oktadata.okta..", "..oktadata.collect..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule integrationsDoNotKnowWhatIsDoneWithThem =
      noClasses()
          .that()
          .resideInAPackage("..oktadata.integrations..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..oktadata.catalogue..",
              "..oktadata.collect..",
              "..oktadata.events..",
              "..oktadata.findings..");

  @ArchTest
  static final ArchRule theCatalogueKnowsNoneWhoReadByIt =
      ofOurs("catalogue", "integrations", "okta", "yaml");

  @ArchTest
  static final ArchRule theRoutesFolderIsKnownToNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage("..oktadata.routes..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..oktadata.routes..");

  @ArchTest
  static final ArchRule deliveriesKnowFindingsAndTheStore =
      ofOurs("deliveries", "findings", "store");

  @ArchTest
  static final ArchRule testsOfConnectionsAreKnownToTheWebAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("..oktadata.connectivity..", "..oktadata.web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..oktadata.connectivity..");

  @ArchTest static final ArchRule filtersKnowTheStoreAlone = ofOurs("filters", "store");

  @ArchTest
  static final ArchRule nothingSeesTheWeb =
      noClasses()
          .that()
          .resideOutsideOfPackage("..oktadata.web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..oktadata.web..");

  @ArchTest
  static final ArchRule routesAreInYaml = noClasses().should().beAssignableTo(RouteBuilder.class);

  @ArchTest
  static final ArchRule onlyTheStoreKnowsTheEmbeddedDatabase =
      classes()
          .that()
          .resideInAPackage("io.zonky..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("..oktadata.store..", "io.zonky..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyOktaSignsAndHoldsTokens =
      noClasses()
          .that()
          .resideOutsideOfPackages("..oktadata.okta..", "..oktadata.integrations..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.nimbusds..")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("AccessToken");

  /**
   * Two digests of equal length, compared to their ends: no time tells how much of a key is right.
   */
  @ArchTest
  static final ArchRule intakeKeysAreComparedInConstantTime =
      classes()
          .that()
          .haveSimpleName("IntakeKeys")
          .should()
          .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
          .andShould()
          .onlyCallMethodsThat(
              not(nameMatching("equals|equalsIgnoreCase|compareTo|contentEquals|startsWith")));

  @ArchTest
  static final ArchRule nobodyPrints =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  /** A package knows of ours but these. */
  private static ArchRule ofOurs(String name, String... known) {
    String[] allowed =
        Stream.concat(Stream.of(name), Stream.of(known))
            .map("..oktadata.%s.."::formatted)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("..oktadata.%s..".formatted(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.oktadata..").and(not(resideInAnyPackage(allowed))));
  }
}
