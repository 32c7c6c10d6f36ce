using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class CallHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Infer_HeadersByDefault_GiveKeysAndTimeButNoTenant()
    {
        InferenceContext context = await CallAsync(
            _ => { }, 200, ("ModelOps-Routing-Key", "user 7"), ("Idempotency-Key", "k1"), ("ModelOps-Timeout-Ms", "250"), ("X-Tenant", "acme"), ("X-Other", "1"));
        Assert.Equal(("user 7", "k1", Now.AddMilliseconds(250)), (context.RoutingKey, context.IdempotencyKey, context.Deadline));
        Assert.Null(context.Tenant);
        Assert.Empty(context.Headers);
    }

    [Fact]
    public async Task Infer_HeadersNamedBySettings_AreReadAndOthersAreNot()
    {
        InferenceContext context = await CallAsync(
            o =>
            {
                o.TenantHeader = "X-Tenant";
                o.RoutingKeyHeader = null;
                o.IdempotencyKeyHeader = "";
                o.TimeoutHeader = "";
                o.RoutedHeaders.Add("X-Region");
                o.RoutedHeaders.Add("X-Absent");
            },
            200,
            ("X-Tenant", "acme"), ("ModelOps-Routing-Key", "user"), ("Idempotency-Key", "k"), ("ModelOps-Timeout-Ms", "soon"), ("x-region", "eu"), ("X-Other", "1"));
        Assert.Equal("acme", context.Tenant);
        Assert.Equal("eu", Assert.Single(context.Headers).Value);
        Assert.Equal(default, (context.RoutingKey, context.IdempotencyKey, context.Deadline));
    }

    [Theory]
    [InlineData("ModelOps-Timeout-Ms", "0")]
    [InlineData("ModelOps-Timeout-Ms", "-5")]
    [InlineData("ModelOps-Timeout-Ms", "1.5")]
    [InlineData("ModelOps-Timeout-Ms", "2147483648")]
    public async Task Infer_TimeoutThatIsNone_Is400(string header, string value) => await CallAsync(_ => { }, 400, (header, value));

    [Fact]
    public async Task Infer_HeaderTooLongOrTwice_Is400()
    {
        Assert.Equal(256, (await CallAsync(_ => { }, 200, ("Idempotency-Key", new string('k', 256)))).IdempotencyKey!.Length);
        await CallAsync(_ => { }, 400, ("Idempotency-Key", new string('k', 257)));
        await CallAsync(_ => { }, 400, ("ModelOps-Routing-Key", "a"), ("ModelOps-Routing-Key", "b"));
        await CallAsync(o => o.RoutedHeaders.Add("X-Region"), 400, ("X-Region", new string('k', 257)));
    }

    [Fact]
    public async Task Infer_ParameterAndHeaderGiveTime_TheShorterHolds()
    {
        Assert.Equal(Now.AddMilliseconds(2), (await CallAsync(_ => { }, 200, """{"inputs":[],"parameters":{"timeout":2000}}""", ("ModelOps-Timeout-Ms", "3"))).Deadline);
        Assert.Equal(Now.AddMilliseconds(3), (await CallAsync(_ => { }, 200, """{"inputs":[],"parameters":{"timeout":4000}}""", ("ModelOps-Timeout-Ms", "3"))).Deadline);
    }

    [Fact]
    public void Read_TenantClaim_ComesFromTheCallerAndNeverFromAHeader()
    {
        CallHeaders headers = new(new ModelOpsEndpointOptions { TenantClaim = "tid" }, new FakeTimeProvider(Now));
        DefaultHttpContext http = new();
        http.Request.Headers["tid"] = "forged";
        InferenceContext context = new();
        headers.Read(http, context);
        Assert.Null(context.Tenant);

        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("tid", "acme")], "test"));
        headers.Read(http, context);
        Assert.Equal("acme", context.Tenant);
    }

    [Theory]
    [InlineData("TenantHeader", "x y", "ModelOps:Endpoints:TenantHeader is 'x y'")]
    [InlineData("RoutedHeaders:0", "a:b", "ModelOps:Endpoints:RoutedHeaders:0 is 'a:b'")]
    [InlineData("RoutedHeaders:0", "", "ModelOps:Endpoints:RoutedHeaders:0 is empty")]
    [InlineData("MinCompressedBytes", "-1", "ModelOps:Endpoints:MinCompressedBytes is -1")]
    [InlineData("TenantClaim", "tid", "Set one of them")]
    public async Task MapModelOps_SettingThatIsWrong_NamesKeyValueAndMend(string key, string value, string message)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(FakeModels.WithEcho(), configure: b =>
        {
            if (key == "TenantClaim") { b.Configuration["ModelOps:Endpoints:TenantHeader"] = "X-Tenant"; }
            b.Configuration[$"ModelOps:Endpoints:{key}"] = value;
        }));
        Assert.Contains(message, error.Message);
    }

    private static Task<InferenceContext> CallAsync(Action<ModelOpsEndpointOptions> configure, int status, params (string Name, string Value)[] headers) =>
        CallAsync(configure, status, """{"inputs":[]}""", headers);

    private static async Task<InferenceContext> CallAsync(
        Action<ModelOpsEndpointOptions> configure, int status, string body, params (string Name, string Value)[] headers)
    {
        FakeModels models = FakeModels.WithEcho();
        Capture capture = Capture.In(models);
        await using TestHost host = await TestHost.StartAsync(
            models, configure: b => b.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now)).Configure(configure));
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v2/models/{Capture.Model}/infer") { Content = new StringContent(body, null, "application/json") };
        foreach ((string name, string value) in headers) { request.Headers.Add(name, value); }
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        return capture.Context;
    }
}
