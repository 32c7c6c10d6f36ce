using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Labels;

public sealed class LabelsEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_OneLabel_IsHandedOverAndCounted()
    {
        await using WebApplication app = await StartAsync(new RecordedTruth(LabelOutcome.Joined));
        (HttpStatusCode status, string answer) = await PostAsync(app, """{"id":"order-17","label":true,"version":"1.0.0"}""");
        Assert.Equal((HttpStatusCode.OK, """{"joined":1,"waiting":0,"duplicate":0,"unknown":0,"invalid":0,"not_watched":0}"""), (status, answer));
        Assert.Equal([("credit", "order-17", 1, "1.0.0")], Truth(app).Taken);
    }

    [Fact]
    public async Task Post_ManyLabels_AreCountedByOutcome()
    {
        await using WebApplication app = await StartAsync(new RecordedTruth(LabelOutcome.Joined, LabelOutcome.Duplicate, LabelOutcome.Joined, LabelOutcome.Unknown));
        (HttpStatusCode status, string answer) = await PostAsync(
            app, """{"version":"2.0.0","labels":[{"id":"a","label":1.5},{"label":-3e2,"id":"b"},{"id":"c","label":false,"version":"1.0.0"},{"id":"d","label":0,"version":null}]}""");
        Assert.Equal((HttpStatusCode.OK, """{"joined":2,"waiting":0,"duplicate":1,"unknown":1,"invalid":0,"not_watched":0}"""), (status, answer));
        Assert.Equal([("credit", "a", 1.5, "2.0.0"), ("credit", "b", -300, "2.0.0"), ("credit", "c", 0, "1.0.0"), ("credit", "d", 0, "2.0.0")], Truth(app).Taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"","label":1}""")]
    [InlineData("""{"id":7,"label":1}""")]
    [InlineData("""{"id":"a","label":"1"}""")]
    [InlineData("""{"id":"a","label":1e999}""")]
    [InlineData("""{"id":"a","label":NaN}""")]
    [InlineData("""{"id":"a","id":"b","label":1}""")]
    [InlineData("""{"id":"a","label":1,"label":0}""")]
    [InlineData("""{"id":"a","label":1,"weight":2}""")]
    [InlineData("""{"id":"a","label":1} more""")]
    [InlineData("""{"id":"a","label":1,"labels":[]}""")]
    [InlineData("""{"labels":{}}""")]
    [InlineData("""{"labels":[1]}""")]
    [InlineData("""{"labels":[{"id":"good","label":1},{"id":"bad"}]}""")]
    [InlineData("""{"labels":[{"id":"good","label":1}""")]
    public async Task Post_WrongBody_IsRefusedAndNothingTaken(string body)
    {
        await using WebApplication app = await StartAsync(new RecordedTruth(LabelOutcome.Joined));
        (HttpStatusCode status, string answer) = await PostAsync(app, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        using JsonDocument error = JsonDocument.Parse(answer);
        Assert.Equal(ModelOpsErrorCodes.InvalidRequest, error.RootElement.GetProperty("code").GetString());
        Assert.Empty(Truth(app).Taken);
    }

    [Fact]
    public async Task Post_TooMuch_IsRefused()
    {
        await using WebApplication app = await StartAsync(new RecordedTruth(LabelOutcome.Joined), 1 << 20);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(app, new string(' ', 1 << 20) + """{"id":"a","label":1}""")).Status);
        await using WebApplication large = await StartAsync(new RecordedTruth(LabelOutcome.Joined));
        var many = new StringBuilder("""{"labels":[""");
        for (int i = 0; i <= 100_000; i++) { many.Append(i == 0 ? string.Empty : ",").Append("""{"id":"a","label":1}"""); }
        (HttpStatusCode status, string answer) = await PostAsync(large, many.Append("]}").ToString());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("at most 100000 labels", answer, StringComparison.Ordinal);
        Assert.Empty(Truth(large).Taken);
    }

    [Fact]
    public async Task Post_ByAStranger_OrToNoModel_IsRefused()
    {
        await using WebApplication app = await StartAsync(new RecordedTruth(LabelOutcome.Joined));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(app, """{"id":"a","label":1}""", isOperator: false)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(app, """{"id":"a","label":1}""", path: "/v2/admin/labels/a@b")).Status);
        using HttpClient client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("X-Operator", "1");
        using HttpResponseMessage read = await client.GetAsync(new Uri("/v2/admin/labels/credit", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, read.StatusCode);
        Assert.Empty(Truth(app).Taken);
    }

    [Fact]
    public void Map_WithoutAuthorisationOrMonitoring_SaysWhatIsMissing()
    {
        WebApplicationBuilder without = WebApplication.CreateSlimBuilder();
        Assert.Contains("AddAuthorization", Assert.Throws<InvalidOperationException>(() => without.Build().MapModelOpsLabels()).Message, StringComparison.Ordinal);
        WebApplicationBuilder with = WebApplication.CreateSlimBuilder();
        with.Services.AddAuthorization();
        Assert.Contains("AddPerformanceMonitoring", Assert.Throws<InvalidOperationException>(() => with.Build().MapModelOpsLabels()).Message, StringComparison.Ordinal);
    }

    private static RecordedTruth Truth(WebApplication app) => (RecordedTruth)app.Services.GetRequiredService<IGroundTruth>();

    private static async Task<WebApplication> StartAsync(RecordedTruth truth, int? maxBodyBytes = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IGroundTruth>(truth);
        builder.Services.AddAuthorization().AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, OperatorHandler>("test", null);
        if (maxBodyBytes is { } bytes) { builder.Services.Configure<ModelOpsEndpointOptions>(options => options.MaxRequestBodyBytes = bytes); }
        WebApplication app = builder.Build();
        app.MapModelOpsLabels();
        await app.StartAsync(Cancellation);
        return app;
    }

    private static async Task<(HttpStatusCode Status, string Answer)> PostAsync(WebApplication app, string body, bool isOperator = true, string path = "/v2/admin/labels/credit")
    {
        using HttpClient client = app.GetTestClient();
        if (isOperator) { client.DefaultRequestHeaders.Add("X-Operator", "1"); }
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
