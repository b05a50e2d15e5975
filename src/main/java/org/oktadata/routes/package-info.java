/**
 * The routes folder and what runs of it: read, checked, built aside and exchanged while the
 * application runs. Begin reading at {@link org.oktadata.routes.Routes}, and go on with {@link
 * org.oktadata.routes.RouteFiles}, what lies in the folder, and {@link
 * org.oktadata.routes.RouteRehearsal}; {@link org.oktadata.routes.RouteSchema}, {@link
 * org.oktadata.routes.RouteIds}, {@link org.oktadata.routes.RouteNames} and {@link
 * org.oktadata.routes.StepIds} look for mistakes that Camel wouldn't tell, or too late.
 */
package org.oktadata.routes;
