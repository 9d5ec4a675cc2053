// The place to try the API: shown once its script has come; a token typed there is kept nowhere.
"use strict";
(function () {
  const place = document.getElementById("swagger-ui");
  if (!place || typeof SwaggerUIBundle === "undefined") return;
  place.closest("[hidden]").hidden = false;
  // Our page says what the API is and has a main part of its own: of theirs only the operations are left.
  const bare = (system) => ({
    components: {
      BareLayout: (given) => {
        const part = (name) => system.React.createElement(given.getComponent(name, true));
        const assets = system.React.createElement(given.getComponent("SvgAssets"));
        const parts = given.specSelectors.specStr() ? [part("AuthorizeBtnContainer"), part("operations")] : [];
        return system.React.createElement("div", { className: "swagger-ui" }, assets, part("errors"), ...parts);
      },
    },
  });
  SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [bare],
    layout: "BareLayout",
    validatorUrl: null,
    persistAuthorization: false,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    defaultModelRendering: "model",
    syntaxHighlight: false,
    tryItOutEnabled: true,
    deepLinking: false,
  });
})();
