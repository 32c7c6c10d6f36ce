using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Drift.Buckets;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Drift;

public sealed class DriftReplicasGuideTests
{
    [Fact]
    public async Task Guide_Peers_ServeWhatTheySaw()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration["PeerKey"] = "key";
        FakeModels models = FakeModels.WithEcho();
        builder.Services.AddSingleton<IInferenceClient>(models).AddSingleton<IModelHost>(models);

        // <snippet:docs/guides/drift-replicas.md#3>
        builder.Services.AddAuthorization();
        builder.Services.AddModelOps()
            .AddFolderDriftBuckets(buckets => buckets.Path = "/var/lib/demand/drift")
            .AddPeerDriftBuckets(peers =>
            {
                peers.Peers.Add(new Uri("http://demand-pods:8080"));
                peers.Headers["X-Api-Key"] = builder.Configuration["PeerKey"]!;
            });
        // </snippet>

        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, OperatorHandler>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("replicas", static policy => policy.RequireAuthenticatedUser());
        await using WebApplication app = builder.Build();

        // <snippet:docs/guides/drift-replicas.md#4>
        app.MapModelOps();
        app.MapModelOpsDriftBuckets().RequireAuthorization("replicas");
        // </snippet>

        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpResponseMessage response = await app.GetTestClient().GetAsync("/v2/admin/drift/demand/buckets", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.IsType<PeerDriftBuckets>(app.Services.GetRequiredService<IDriftBucketStore>());
        Assert.IsType<FolderDriftBuckets>(app.Services.GetRequiredKeyedService<IDriftBucketStore>(ModelOpsServiceKeys.OwnDriftBuckets));
    }
}
