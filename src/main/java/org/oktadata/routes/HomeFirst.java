package org.oktadata.routes;

import java.nio.file.Path;
import org.oktadata.integrations.WrongConfiguration;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Who starts in the wrong folder is told so before a database and a data key are made there. */
@Component
class HomeFirst implements BeanFactoryPostProcessor, EnvironmentAware {

  private Environment environment;

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    Path routes = Path.of(environment.getProperty("okta.home", "."), "routes");
    String missing = RouteFiles.missing(routes);
    if (missing != null) {
      throw new WrongConfiguration(missing);
    }
  }
}
