using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Reports;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests.Reports;

public sealed class DriftReportsGuideTests
{
    [Fact]
    public async Task Guide_Host_ServesReportsToOperatorsOnly()
    {
        using TemporaryFolder folder = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();

        // <snippet:docs/guides/drift-reports.md#2>
        builder.Services.AddModelOps()
            .AddServing(serving => serving.Models.Add(new() { Name = "demand", File = "models/demand.onnx" }))
            .AddDriftMonitoring()
            .AddDriftReports(windows => new DriftReportOptions { Note = $"{windows.Count} windows, newest first." });
        // </snippet>

        builder.Services.Configure<ServingOptions>(o => o.Models[0].File = folder.Write("demand.onnx", TestModels.Affine(scale: 2, offset: 1, columns: 1)));
        builder.Services.AddAuthorization(o => o.DefaultPolicy = new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAssertion(static context =>
            context.Resource is Microsoft.AspNetCore.Http.HttpContext http && http.Request.Headers.ContainsKey("X-Operator")).Build());
        builder.Services.AddAuthentication("forbid").AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, NobodyHandler>("forbid", null);
        await using WebApplication app = builder.Build();

        // <snippet:docs/guides/drift-reports.md#3>
        app.MapModelOps();
        app.MapModelOpsReports();   // operators only: callers must be authorised
        // </snippet>

        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = app.GetTestClient();
        using HttpResponseMessage stranger = await client.GetAsync(new Uri("/v2/admin/reports", UriKind.Relative), TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Add("X-Operator", "o");
        string list = await client.GetStringAsync(new Uri("/v2/admin/reports", UriKind.Relative), TestContext.Current.CancellationToken);
        using HttpResponseMessage early = await client.GetAsync(new Uri("/v2/admin/reports/drift/demand", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal("""{"reports":[]}""", list);
        Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }
}
