using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

public sealed class MlflowSecurityTests
{
    private static readonly string Hash = MlflowPasswordHash.Create("secret");

    [Fact]
    public async Task MapMlflowApi_WithoutMore_AsksForAUser()
    {
        await using MlflowApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri("/api/2.0/mlflow/registered-models/search", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic realm=\"mlflow\", charset=\"UTF-8\"", response.Headers.WwwAuthenticate.ToString());
        JsonElement body = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("UNAUTHENTICATED", body.GetProperty("error_code").GetString());
        foreach (string path in (string[])["/version", "/api/2.0/mlflow-artifacts/artifacts?path=a", "/api/2.0/mlflow-artifacts/artifacts/a", "/api/2.0/mlflow/nothing", "/ajax-api/2.0/mlflow/runs/get?run_id=x"])
        {
            Assert.Equal(401, (await app.SendAsync("GET", path)).Status);
        }

        Assert.Equal("OK", await app.Client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ann", "wrong")]
    [InlineData("nobody", "secret")]
    [InlineData("ann", "")]
    public async Task Basic_WrongUserOrPassword_Is401(string user, string password)
    {
        await using MlflowApp app = await StartAsync();
        Assert.Equal(401, (await app.SendAsync("GET", "/api/2.0/mlflow/registered-models/search", authorization: Basic(user, password))).Status);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YQ==")]
    [InlineData("Basic /zpzZWNyZXQ=")]
    [InlineData("Bearer abc")]
    public async Task Basic_MalformedHeader_Is401(string header)
    {
        await using MlflowApp app = await StartAsync();
        app.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        Assert.Equal(401, (await app.SendAsync("GET", "/api/2.0/mlflow/registered-models/search")).Status);
    }

    [Fact]
    public async Task Policies_RolesOfTheUsers_AllowReadingWritingManaging()
    {
        await using MlflowApp app = await StartAsync(static builder => builder.Services.Configure<MlflowApiOptions>(static o => (o.ReadPolicy, o.WritePolicy, o.ManagePolicy) = ("read", "write", "manage")));
        (string Method, string Path, string? Body) read = ("GET", "/api/2.0/mlflow/registered-models/search", null);
        (string Method, string Path, string? Body) write = ("POST", "/api/2.0/mlflow/registered-models/create", """{"name":"m"}""");
        (string Method, string Path, string? Body) manage = ("DELETE", "/api/2.0/mlflow/registered-models/delete", """{"name":"m"}""");
        Assert.Equal("200 403 403", await StatusesAsync("reader"));
        Assert.Equal("200 200 403", await StatusesAsync("writer"));
        Assert.Equal("200 400 200", await StatusesAsync("manager")); // there is one of that name by now
        (int status, JsonElement body) = await app.SendAsync(manage.Method, manage.Path, manage.Body, Basic("reader", "secret"));
        Assert.Equal((403, "PERMISSION_DENIED"), (status, body.GetProperty("error_code").GetString()));

        async Task<string> StatusesAsync(string user)
        {
            List<int> statuses = [];
            foreach ((string method, string path, string? content) in new[] { read, write, manage }) { statuses.Add((await app.SendAsync(method, path, content, Basic(user, "secret"))).Status); }
            return string.Join(" ", statuses);
        }
    }

    [Fact]
    public async Task Actor_OfAChange_IsTheUser()
    {
        await using MlflowApp app = await StartAsync();
        await app.SendAsync("POST", "/api/2.0/mlflow/registered-models/create", """{"name":"m"}""", Basic("ann", "secret"));
        await app.SendAsync("POST", "/api/2.0/mlflow/model-versions/create", """{"name":"m","source":"s3://b/m"}""", Basic("ann", "secret"));
        IReadOnlyList<RegistryEvent> events = await app.Registry.ReadEventsAsync(0, cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(events);
        Assert.All(events, static e => Assert.Equal("ann", e.Actor));
    }

    [Fact]
    public async Task Multipart_PartsWithoutCredentials_AreTakenOnAProtectedHost()
    {
        await using MlflowApp app = await StartAsync();
        (int status, JsonElement created) = await app.SendAsync("POST", "/api/2.0/mlflow-artifacts/mpu/create/a", """{"path":"b","num_parts":1}""", Basic("ann", "secret"));
        Assert.Equal(200, status);
        Uri url = new(created.GetProperty("credentials")[0].GetProperty("url").GetString()!);
        using ByteArrayContent part = new([1]);
        using HttpResponseMessage put = await app.Client.PutAsync(url, part, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(403, (await app.SendAsync("PUT", url.AbsolutePath)).Status);
    }

    [Fact]
    public async Task Users_OfADirectory_AreAskedForWhenNotConfigured()
    {
        await using MlflowApp app = await MlflowApp.StartAsync(
            static builder => builder.Services.AddAuthentication().AddMlflowBasic(static o => o.ValidateAsync = static (user, password, _) =>
                ValueTask.FromResult<IReadOnlyList<string>?>(user == "dora" && password == "x:y" ? [] : null)),
            static app => app.MapMlflowApi());
        Assert.Equal(200, (await app.SendAsync("GET", "/api/2.0/mlflow/registered-models/search", authorization: Basic("dora", "x:y"))).Status);
        Assert.Equal(401, (await app.SendAsync("GET", "/api/2.0/mlflow/registered-models/search", authorization: Basic("dora", "x"))).Status);
    }

    [Fact]
    public void MapMlflowApi_WithoutAuthorization_SaysWhatToCall()
    {
        using WebApplication app = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("AddAuthorization()", Assert.Throws<InvalidOperationException>(() => app.MapMlflowApi()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MapMlflowApi_WithoutRegistry_SaysWhatToCall()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthorization();
        using WebApplication app = builder.Build();
        Assert.Contains("AddRegistry()", Assert.Throws<InvalidOperationException>(() => app.MapMlflowApi()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ModelOps:Registry:MlflowApi:MaxRequestBodyBytes", "1")]
    [InlineData("ModelOps:Registry:MlflowApi:MaxArtifactBytes", "0")]
    [InlineData("ModelOps:Registry:MlflowApi:ReadPolicy", " ")]
    [InlineData("ModelOps:Registry:MlflowApi:SignedLifetime", "00:00:01")]
    public async Task MapMlflowApi_BadSetting_NamesItsKey(string key, string value)
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => MlflowApp.StartAsync(builder => builder.Configuration[key] = value));
        Assert.Contains($"{key} is '{value}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ModelOps:Registry:MlflowApi:Basic:Users:ann:PasswordHash", "plain text")]
    [InlineData("ModelOps:Registry:MlflowApi:Basic:Realm", "a\"b")]
    [InlineData("ModelOps:Registry:MlflowApi:Basic:CacheFor", "02:00:00")]
    public async Task AddMlflowBasic_BadSetting_StopsTheStartWithoutTellingSecrets(string key, string value)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration[key] = value;
        builder.Services.AddLogging().AddAuthentication().AddMlflowBasic();
        using IHost host = builder.Build();
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(key.Split(":Users")[0], refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain text", refused.Message, StringComparison.Ordinal);
    }

    private static Task<MlflowApp> StartAsync(Action<WebApplicationBuilder>? configure = null) => MlflowApp.StartAsync(
        builder =>
        {
            foreach ((string user, string[] roles) in new (string, string[])[] { ("ann", []), ("reader", ["r"]), ("writer", ["r", "w"]), ("manager", ["r", "w", "m"]) })
            {
                builder.Configuration[$"ModelOps:Registry:MlflowApi:Basic:Users:{user}:PasswordHash"] = Hash;
                for (int i = 0; i < roles.Length; i++) { builder.Configuration[$"ModelOps:Registry:MlflowApi:Basic:Users:{user}:Roles:{i}"] = roles[i]; }
            }

            builder.Services.AddAuthentication().AddMlflowBasic();
            builder.Services.AddAuthorizationBuilder()
                .AddPolicy("read", static p => p.RequireRole("r"))
                .AddPolicy("write", static p => p.RequireRole("w"))
                .AddPolicy("manage", static p => p.RequireRole("m"));
            configure?.Invoke(builder);
        },
        static app => app.MapMlflowApi());

    private static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
