using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Reports;

public sealed class ReportEndpointsTests
{
    [Fact]
    public async Task List_Operator_SeesEachReportAndItsPath()
    {
        await using TestHost host = await StartAsync();

        using HttpResponseMessage response = await GetAsync(host, "/ml/v2/admin/reports");

        JsonNode report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["reports"]!.AsArray().Single()!;
        Assert.Equal(
            """{"kind":"drift","model":"a b","version":"1.0.0","at":"2026-03-01T00:00:00Z","path":"/ml/v2/admin/reports/drift/a%20b/versions/1.0.0","formats":["html","json"]}""",
            report.ToJsonString());
        using HttpResponseMessage followed = await GetAsync(host, (string)report["path"]!);
        Assert.Equal("<p>a b 1.0.0</p>", await followed.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("", "text/html; charset=utf-8", "<p>a b newest</p>")]
    [InlineData("?format=html", "text/html; charset=utf-8", "<p>a b newest</p>")]
    [InlineData("?format=json", "application/json", "{}")]
    public async Task Get_Format_AnswersWithItAndLocksItUp(string query, string contentType, string body)
    {
        await using TestHost host = await StartAsync();

        using HttpResponseMessage response = await GetAsync(host, "/ml/v2/admin/reports/drift/a%20b" + query);

        Assert.Equal((HttpStatusCode.OK, contentType, body), (response.StatusCode, response.Content.Headers.ContentType!.ToString(), await response.Content.ReadAsStringAsync()));
        Assert.Contains("sandbox; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("drift/other")]
    [InlineData("drift/a%20b/versions/2.0.0")]
    [InlineData("bias/a%20b")]
    [InlineData("drift/a%20b?format=pdf")]
    public async Task Get_NoSuchReport_Is404WithTheMend(string path)
    {
        await using TestHost host = await StartAsync();

        using HttpResponseMessage response = await GetAsync(host, "/ml/v2/admin/reports/" + path);

        using JsonDocument error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.NotFound, EndpointErrorCodes.ReportNotFound), (response.StatusCode, error.RootElement.GetProperty("code").GetString()));
        Assert.NotEmpty(error.RootElement.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Get_SourceFails_HidesTheReason()
    {
        await using TestHost host = await StartAsync();

        using HttpResponseMessage response = await GetAsync(host, "/ml/v2/admin/reports/drift/broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ml/v2/admin/reports")]
    [InlineData("/ml/v2/admin/reports/drift/a%20b")]
    [InlineData("/ml/v2/admin/reports/drift/a%20b/versions/1.0.0")]
    public async Task Get_Stranger_IsTurnedAway(string path)
    {
        await using TestHost host = await StartAsync();

        using HttpResponseMessage response = await host.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Map_NothingRegistered_SaysWhatToCall()
    {
        InvalidOperationException noAuthorization = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(FakeModels.WithEcho(), map: static app => app.MapModelOpsReports()));
        InvalidOperationException noSource = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(FakeModels.WithEcho(), configure: static builder => builder.Services.AddAuthorization(), map: static app => app.MapModelOpsReports()));

        Assert.Contains("AddAuthorization()", noAuthorization.Message, StringComparison.Ordinal);
        Assert.Contains("AddDriftReports()", noSource.Message, StringComparison.Ordinal);
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(
        FakeModels.WithEcho(),
        prefix: "/ml",
        configure: static builder =>
        {
            builder.Services.AddSingleton<IModelReportSource, Source>();
            builder.Services.AddAuthorization().AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, OperatorHandler>("test", null);
        },
        map: static app => app.MapModelOpsReports("/ml"));

    private static async Task<HttpResponseMessage> GetAsync(TestHost host, string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("X-Operator", "o");
        return await host.Client.SendAsync(request);
    }

    private sealed class Source : IModelReportSource
    {
        public string Kind => "drift";

        public IReadOnlyList<string> Formats => ["html", "json"];

        public ValueTask<IReadOnlyList<ModelReportEntry>> ListAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<ModelReportEntry>>([new ModelReportEntry("a b", "1.0.0", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero))]);

        public ValueTask<ModelReportContent?> CreateAsync(string model, string? version, string format, CancellationToken cancellationToken = default)
        {
            if (model == "broken") { throw new InvalidOperationException("secret"); }
            if (model != "a b" || version is not (null or "1.0.0")) { return ValueTask.FromResult<ModelReportContent?>(null); }
            string body = format == "json" ? "{}" : $"<p>{model} {version ?? "newest"}</p>";
            return ValueTask.FromResult<ModelReportContent?>(new ModelReportContent(
                format == "json" ? "application/json" : "text/html; charset=utf-8",
                (output, token) => output.WriteAsync(Encoding.UTF8.GetBytes(body), token).AsTask()));
        }
    }

    private sealed class OperatorHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers.ContainsKey("X-Operator")
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "o")], "test")), "test"))
            : AuthenticateResult.NoResult());
    }
}
