package org.oktadata.integrations;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.stereotype.Component;

/**
 * Leaves the default in place where a value is empty. Without it an empty number or truth is an
 * error, and an empty value of a strict record is taken for an unknown key.
 */
@Component
class EmptyValues implements ConfigurationPropertiesBindHandlerAdvisor {

  @Override
  public BindHandler apply(BindHandler handler) {
    return new AbstractBindHandler(handler) {
      @Override
      public Object onFailure(
          ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
          throws Exception {
        return isEmpty(context)
            ? handler.onSuccess(name, target, context, null)
            : super.onFailure(name, target, context, error);
      }

      @Override
      public void onFinish(
          ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result)
          throws Exception {
        if (result == null && isEmpty(context)) {
          handler.onSuccess(name, target, context, null);
        }
        super.onFinish(name, target, context, result);
      }
    };
  }

  private static boolean isEmpty(BindContext context) {
    ConfigurationProperty property = context.getConfigurationProperty();
    return property != null && "".equals(property.getValue());
  }
}
