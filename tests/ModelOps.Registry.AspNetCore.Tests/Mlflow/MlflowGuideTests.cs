using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.TestSupport;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

public sealed class MlflowGuideTests
{
    [Fact]
    public async Task Readme_SmallestHost_LetsAUserIn()
    {
        using TemporaryFolder folder = new();
        string[] args = [$"--ModelOps:Registry:Path={folder.Path}", "--urls=http://127.0.0.1:0", $"--ModelOps:Registry:MlflowApi:Basic:Users:ann:PasswordHash={MlflowPasswordHash.Create("secret")}", "--Logging:LogLevel:Default=None"];
        // <snippet:src/ModelOps.Registry.AspNetCore/README.md#1>
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddModelOps().AddRegistry();
        builder.Services.AddAuthentication().AddMlflowBasic();   // users: ModelOps:Registry:MlflowApi:Basic:Users
        builder.Services.AddAuthorization();
        // </snippet>
        builder.WebHost.UseTestServer();
        // <snippet:src/ModelOps.Registry.AspNetCore/README.md#1>
        WebApplication app = builder.Build();
        app.MapMlflowApi();                                       // callers must be authorised; /health alone is open
        // </snippet>
        await using (app)
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, await SearchAsync(app, "ann", "wrong"));
            Assert.Equal(HttpStatusCode.OK, await SearchAsync(app, "ann", "secret"));
        }
    }

    [Fact]
    public async Task Guide_HostWithPolicies_SeparatesReadersFromWriters()
    {
        using TemporaryFolder folder = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["ModelOps:Registry:Path"] = folder.Path;
        builder.Configuration["ModelOps:Registry:MlflowApi:Basic:Users:ann:PasswordHash"] = MlflowPasswordHash.Create("secret");
        // <snippet:docs/guides/mlflow.md#1>
        builder.Services.AddModelOps().AddRegistry();
        builder.Services.AddAuthentication().AddMlflowBasic();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("read", policy => policy.RequireAuthenticatedUser())
            .AddPolicy("write", policy => policy.RequireRole("data-scientist", "ml-engineer"))
            .AddPolicy("manage", policy => policy.RequireRole("ml-engineer"));
        builder.Services.Configure<MlflowApiOptions>(options =>
        {
            options.ReadPolicy = "read";
            options.WritePolicy = "write";
            options.ManagePolicy = "manage";
        });
        // </snippet>
        await using WebApplication app = builder.Build();
        // <snippet:docs/guides/mlflow.md#2>
        app.MapMlflowApi();   // MapMlflowApi("/mlflow") puts it below a path; the tracking URI ends in it then
        // </snippet>
        await app.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(app, "ann", "secret"));
        using StringContent body = new("""{"name":"m"}""", Encoding.UTF8, "application/json");
        using HttpClient client = Client(app, "ann", "secret");
        using HttpResponseMessage refused = await client.PostAsync(new Uri("/api/2.0/mlflow/registered-models/create", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<HttpStatusCode> SearchAsync(WebApplication app, string user, string password)
    {
        using HttpClient client = Client(app, user, password);
        using HttpResponseMessage response = await client.GetAsync(new Uri("/api/2.0/mlflow/registered-models/search", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static HttpClient Client(WebApplication app, string user, string password)
    {
        HttpClient client = app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return client;
    }
}
