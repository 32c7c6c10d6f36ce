using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests;

public sealed class GuideTests
{
    [Fact]
    public async Task Guide_HostWithAdministration_ServesAndAsksForAuthorisation()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthentication("nobody").AddScheme<AuthenticationSchemeOptions, Nobody>("nobody", null);
        await using WebApplication app = Build(builder);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = app.GetTestClient();

        JsonElement server = await client.GetAsync("/v2").OkJsonAsync();
        using HttpResponseMessage load = await client.PostAsync("/v2/repository/models/demand/load", content: null);

        Assert.Contains("\"trace\"", server.GetProperty("extensions").GetRawText());
        Assert.Equal(HttpStatusCode.Unauthorized, load.StatusCode);
    }

    private static WebApplication Build(WebApplicationBuilder builder)
    {
        // <snippet:docs/guides/open-inference-protocol.md#1>
        builder.Services.AddModelOps().AddServing();
        builder.Services.AddAuthorization();
        builder.Services.Configure<ModelOpsEndpointOptions>(endpoints =>
        {
            endpoints.TenantClaim = "tenant_id";       // proven by authentication, unlike a header
            endpoints.RoutedHeaders.Add("X-Region");   // rules of traffic may read it; others are not let through
            endpoints.MaxRequestBodyBytes = 16 << 20;  // counted after it is inflated
        });

        WebApplication app = builder.Build();
        app.MapModelOps();                             // nothing here changes the host
        app.MapModelOpsAdmin();                        // load, unload, tracing, logging: callers must be authorised
        // </snippet>
        return app;
    }
}
